"""What is said of a word that the model cannot read to its end."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from elmo_explorer.text.long_words import LongWord
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
        self.add_button = QPushButton("Add shortened")
        self.add_button.setProperty("kind", "primary")
        self.edit_button = QPushButton("Edit sentence")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.add_button)
        buttons.addWidget(self.edit_button)
        buttons.addStretch(1)
        self.hint = QLabel("Shortened words carry a scissors mark in the list.")
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
            self.title.setText(f"Word {word.number} has {n} characters")
            reads = "The model reads 50 per word, minus two markers."
        else:
            self.title.setText(f"Word {word.number} has {n} characters, {word.n_bytes} bytes")
            reads = "The model reads 50 bytes of UTF-8 per word, minus two markers; a Han character uses 3."
        cut = len(word.cut)
        last = "The last character" if cut == 1 else f"The last {cut} characters"
        more = ""
        if len(words) > 1:
            more = f" {len(words) - 1} more {'word is' if len(words) == 2 else 'words are'} too long as well."
        self.text.setText(f"{reads} {last} will not affect its vector.{more}")
        self._show_sample()

    def _show_sample(self) -> None:
        if not self._words:
            return
        kept, cut = self._words[0].kept, self._words[0].cut
        kept = ("…" if len(kept) > _SHOWN_BEFORE else "") + kept[-_SHOWN_BEFORE:]
        cut = cut if len(cut) <= _SHOWN_BEFORE else cut[:_SHOWN_BEFORE] + "…"
        colour = theme.color("warn_text").name()
        self.sample.setText(f'{_breakable(kept)}<s style="color:{colour}">{_breakable(cut)}</s>')

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
