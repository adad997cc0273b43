"""A page with nothing to show yet: what is missing, and words to begin with."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from elmo_explorer.translation import tr
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.strewn_markers import small_markers


class EmptyPage(QWidget):
    """Four empty markers, a headline, a sentence, and a chip for each suggested word."""

    chosen = Signal(str)
    """The word of a chip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chips: list[QPushButton] = []
        self._suggested: tuple[tuple[str, int], ...] = ()
        self._title = self._label("text1")
        self._text = self._label("text2")
        self._hint = self._label("text3")
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 4, 12, 4)
        column.setSpacing(6)
        column.addStretch(2)
        column.addWidget(small_markers(), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addLayout(self._row)
        column.addWidget(self._hint)
        column.addStretch(3)
        self._restyle()
        theme.changed.connect(self._restyle)

    @property
    def title(self) -> str:
        """The headline."""
        return self._title.text()

    @property
    def text(self) -> str:
        """The sentence below it."""
        return self._text.text()

    def set_text(self, title: str, text: str) -> None:
        """Headline and sentence; either may be empty."""
        for label, content in ((self._title, title), (self._text, text)):
            label.setText(content)
            label.setVisible(bool(content))

    def suggest(self, words: tuple[tuple[str, int], ...], hint: str) -> None:
        """Offer these words with their counts, and say what they are."""
        self._hint.setText(hint)
        self._hint.setVisible(bool(words))
        if words == self._suggested:
            return
        self._suggested = words
        while self._row.count():
            item = self._row.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._row.addStretch(1)
        self.chips = [self._chip(word, count) for word, count in words]
        for chip in self.chips:
            self._row.addWidget(chip)
        self._row.addStretch(1)

    def _chip(self, word: str, count: int) -> QPushButton:
        chip = QPushButton(f"{word} × {count}")
        chip.setProperty("kind", "chip")
        chip.setCursor(Qt.CursorShape.PointingHandCursor)
        chip.setAccessibleName(tr("Compare the {count} occurrences of {word}", count=count, word=word))
        chip.clicked.connect(lambda: self.chosen.emit(word))
        return chip

    def _label(self, role: str) -> QLabel:
        label = QLabel()
        label.setProperty("role", role)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        label.setWordWrap(True)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        return label

    def _restyle(self) -> None:
        self._title.setFont(theme.font(14, 600))
        self._text.setFont(theme.font(12))
        self._hint.setFont(theme.font(11))
