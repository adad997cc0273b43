"""The field over a row in which its sentence is edited."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from elmo_explorer.translation import tr
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.sentence_model import ROW_HEIGHT

PADDING = 5
"""From the field's edge to its text, sideways."""


class SentenceEditor(QPlainTextEdit):
    """As many lines as the row; a line break is none: a row is one sentence."""

    def __init__(self, size: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Edit sentence"))
        self.setFont(theme.font(size))
        self.setStyleSheet("QPlainTextEdit, QPlainTextEdit:focus { padding: 0px; border-width: 2px; }")
        line = QFontMetricsF(self.font()).lineSpacing()
        top = max(round((theme.px(ROW_HEIGHT) - line) / 2) - 3, 0)
        self.setViewportMargins(PADDING - 1, top, 0, 0)
        self.document().setDocumentMargin(1)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)

    def text(self) -> str:
        """The sentence."""
        return " ".join(self.toPlainText().replace("\x00", "").split("\n")).strip()
