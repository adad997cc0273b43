"""A word with others offered for its place, and a field for any other; or a field for a whole sentence."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QStackedLayout, QWidget

from elmo_explorer.translation import tr
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.quiet_button import QuietButton

_HEIGHT, _GAP = 36, 6


class VaryRow(QWidget):
    """One click on an offered word chooses it."""

    word_chosen = Signal(str)
    text_entered = Signal(str)
    """A whole sentence."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chips: list[QPushButton] = []
        self._text = ""
        self.label = QLabel()
        self._row = _Chips()
        self.word_field = QLineEdit()
        self.word_field.setPlaceholderText(tr("Another word"))
        self.word_field.setAccessibleName(tr("Another word in its place"))
        self.word_field.setToolTip(tr("Type another word and press Enter"))
        self.type_button = QPushButton(tr("Type the second sentence"))
        self.type_button.setProperty("kind", "link")
        self.type_button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.type_button.setToolTip(tr("Type the second sentence yourself; any number of words may differ"))
        self.sentence_field = _Field()
        self.sentence_field.setAccessibleName(tr("The second sentence"))
        self.sentence_field.setPlaceholderText(tr("The second sentence; Enter compares it, Esc leaves it"))
        self.close_button = QuietButton("close", tr("Choose words instead (Esc)"))
        words, sentence = QWidget(), QWidget()
        row = QHBoxLayout(words)
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(8)
        row.addWidget(self.label)
        row.addWidget(self._row, 1)
        row.addWidget(self.word_field)
        row.addWidget(self.type_button)
        line = QHBoxLayout(sentence)
        line.setContentsMargins(12, 0, 12, 0)
        line.addWidget(self.sentence_field, 1)
        line.addWidget(self.close_button)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(words)
        self._pages.addWidget(sentence)
        self._restyle()
        self.word_field.returnPressed.connect(self._on_word)
        self.type_button.clicked.connect(lambda: self.set_typing(True))
        self.close_button.clicked.connect(lambda: self.set_typing(False))
        self.sentence_field.escaped.connect(lambda: self.set_typing(False))
        self.sentence_field.returnPressed.connect(self._on_text)
        theme.changed.connect(self._restyle)

    @property
    def typing(self) -> bool:
        """Whether a whole sentence is being typed."""
        return self._pages.currentIndex() == 1

    def set_word(self, word: str, others: Sequence[str], text: str, has_output_layer: bool = True) -> None:
        """Offer other words for this one.

        Args:
            word: the word; "" for none.
            others: what is offered.
            text: of the sentence, from which another one may be made.
            has_output_layer: whether there could have been offers.
        """
        self._text = text
        self.label.setText(tr("Vary “{word}”:", word=word) if word else tr("Click a word to vary it"))
        tip = tr("Words that fit between those to the left and those to the right, by both language models")
        if not has_output_layer:
            tip = tr("The model has no output layer, so it offers no words: type one")
        self.label.setToolTip(tip)
        self.word_field.setEnabled(bool(word))
        if [chip.text() for chip in self.chips] != list(others):
            for chip in self.chips:
                chip.hide()
                chip.deleteLater()
            self.chips = [self._chip(other, word) for other in others]
            self._row.set_chips(self.chips)

    def set_typing(self, typing: bool) -> None:
        """Show the field for a sentence, or the words."""
        self._pages.setCurrentIndex(int(typing))
        if typing:
            self.sentence_field.setText(self._text)
            self.sentence_field.setFocus()
            self.sentence_field.end(False)

    def _chip(self, other: str, word: str) -> QPushButton:
        chip = QPushButton(other, self._row)
        chip.setProperty("verbatim", True)
        chip.setProperty("kind", "chip")
        chip.setProperty("dense", True)
        chip.setFont(theme.font(13))
        chip.setMinimumWidth(theme.px(34))  # a narrower one would not be round
        chip.setCursor(Qt.CursorShape.PointingHandCursor)
        chip.setToolTip(
            tr(
                "Compare with the sentence that has “{other}” in the place of “{word}”",
                other=other,
                word=word,
            )
        )
        chip.setAccessibleName(tr("{other} instead of {word}", other=other, word=word))
        chip.clicked.connect(lambda: self.word_chosen.emit(other))
        return chip

    def _on_word(self) -> None:
        word = self.word_field.text().strip()
        if word:
            self.word_field.clear()
            self.word_chosen.emit(word)

    def _on_text(self) -> None:
        text = self.sentence_field.text().strip()
        if text:
            self.set_typing(False)
            self.text_entered.emit(text)

    def _restyle(self) -> None:
        self.setFixedHeight(theme.px(_HEIGHT))
        self.label.setFont(theme.font(13, 600))
        self.word_field.setFixedWidth(theme.px(120))
        for chip in self.chips:
            chip.setFont(theme.font(13))


class _Chips(QWidget):
    """As many chips as fit on one line."""

    def __init__(self) -> None:
        super().__init__()
        self._chips: list[QPushButton] = []

    def set_chips(self, chips: list[QPushButton]) -> None:
        self._chips = chips
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        x = 0
        for chip in self._chips:
            size = chip.sizeHint()
            chip.setGeometry(x, (self.height() - size.height()) // 2, size.width(), size.height())
            x += size.width() + _GAP
            chip.setVisible(x <= self.width() + _GAP)


class _Field(QLineEdit):
    """Esc leaves it."""

    escaped = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)
