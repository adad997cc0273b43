"""What is said of a word that the model cannot read to its end."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from elmo_explorer.text.long_words import LongWord
from elmo_explorer.translation import tr
from elmo_explorer.ui.icons import paint_icon
from elmo_explorer.ui.theme import theme

_SHOWN_BEFORE = 26


class LongWordCard(QWidget):
    """A card below the field with two ways on."""

    add_requested = Signal()
    edit_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words: list[LongWord] = []
        self._frame = _Frame()
        self.title = QLabel()
        self.text = QLabel()
        self.sample = QLabel()
        for label in (self.title, self.text, self.sample):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.RichText)
        inner = QVBoxLayout(self._frame)
        inner.setContentsMargins(38, 11, 12, 12)
        inner.setSpacing(5)
        inner.addWidget(self.title)
        inner.addWidget(self.text)
        inner.addWidget(self.sample)
        self.add_button = QPushButton(tr("Add shortened"))
        self.add_button.setProperty("kind", "primary")
        self.edit_button = QPushButton(tr("Edit sentence"))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.add_button)
        buttons.addWidget(self.edit_button)
        buttons.addStretch(1)
        self.hint = QLabel(tr("Shortened words carry a scissors mark in the list."))
        self.hint.setWordWrap(True)
        self.hint.setProperty("role", "text3")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 6)
        layout.setSpacing(9)
        layout.addWidget(self._frame)
        layout.addLayout(buttons)
        layout.addWidget(self.hint)
        self._restyle()

        self.add_button.clicked.connect(self.add_requested)
        self.edit_button.clicked.connect(self.edit_requested)
        theme.changed.connect(self._restyle)

    def set_words(self, words: list[LongWord]) -> None:
        """Show the first of these words, and how many follow."""
        self._words = words
        if not words:
            return
        word = words[0]
        n = len(word.word)
        if word.n_bytes == n:
            self.title.setText(tr("Word {number} has {n} characters", number=word.number, n=n))
            reads = tr("The model reads 50 per word, minus two markers.")
        else:
            self.title.setText(
                tr(
                    "Word {number} has {n} characters, {n_bytes} bytes",
                    number=word.number,
                    n=n,
                    n_bytes=word.n_bytes,
                )
            )
            reads = tr(
                "The model reads 50 bytes of UTF-8 per word, minus two markers; a Han character uses 3."
            )
        cut = len(word.cut)
        last = tr("The last character") if cut == 1 else tr("The last {cut} characters", cut=cut)
        more = ""
        if len(words) > 1:
            more = (
                tr(" {n} more word is too long as well.", n=len(words) - 1)
                if len(words) == 2
                else tr(" {n} more words are too long as well.", n=len(words) - 1)
            )
        self.text.setText(
            tr("{reads} {last} will not affect its vector.{more}", reads=reads, last=last, more=more)
        )
        self._show_sample()

    def _show_sample(self) -> None:
        if not self._words:
            return
        kept, cut = self._words[0].kept, self._words[0].cut
        kept = ("…" if len(kept) > _SHOWN_BEFORE else "") + kept[-_SHOWN_BEFORE:]
        cut = cut if len(cut) <= _SHOWN_BEFORE else cut[:_SHOWN_BEFORE] + "…"
        colour = theme.color("warn_text").name()
        self.sample.setText(
            tr(
                '{breakable}<s style="color:{colour}">{breakable2}</s>',
                breakable=_breakable(kept),
                colour=colour,
                breakable2=_breakable(cut),
            )
        )

    def _restyle(self) -> None:
        self.title.setFont(theme.font(13, 600))
        self.text.setFont(theme.font(12))
        self.hint.setFont(theme.font(11))
        self.sample.setFont(theme.font(11, mono=True))
        for button in (self.add_button, self.edit_button):
            button.setMinimumWidth(theme.px(88))  # they lose padding, not letters, in a narrow dock
        self._show_sample()


class _Frame(QFrame):
    """The amber ground with its sign."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "warning")

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground, and an i in a circle."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = theme.px(16)
        paint_icon(painter, "info", QRectF(12, 12, side, side), "warn_text")


def _breakable(text: str) -> str:
    """The text with places where a line may end."""
    return "\u200b".join(escape(character) for character in text)
