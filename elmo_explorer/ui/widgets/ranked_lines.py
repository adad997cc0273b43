"""Lines of words in context of which a press chooses one at once."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from elmo_explorer.ui.widgets.kwic_list import KwicList


class RankedLines(KwicList):
    """What is chosen may be the list's own question, and its lines change: nothing stays selected in it."""

    row_chosen = Signal(int, bool)
    """A row's number, and whether to add to what is selected."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSelectionMode(KwicList.SelectionMode.NoSelection)
        self.setAccessibleName(name)
        self.selectionModel().currentChanged.connect(lambda index, _: self.row_hovered.emit(index.row()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the line."""
        row = self.indexAt(event.position().toPoint()).row()
        if event.button() == Qt.MouseButton.LeftButton and row >= 0:
            self.row_chosen.emit(row, bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys read the lines, Enter chooses one."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.row_chosen.emit(self.currentIndex().row(), False)
        else:
            super().keyPressEvent(event)
