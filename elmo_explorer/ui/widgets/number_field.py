"""A number field that the wheel changes only while it has the keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QDoubleSpinBox, QWidget

from elmo_explorer.ui.theme import theme


class NumberField(QDoubleSpinBox):
    """Right-aligned, with figures of one width and no arrows; typing takes effect with Enter or on leaving."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setKeyboardTracking(False)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.lineEdit().setTextMargins(0, 0, 7, 0)  # with a stylesheet the editor takes the whole width
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._restyle()
        theme.changed.connect(self._restyle)

    def show_value(self, value: float) -> None:
        """Show a number, without a signal; what is being typed is left alone when it means the same."""
        if round(value, self.decimals()) != self.value():
            blocked = self.blockSignals(True)
            self.setValue(value)
            self.blockSignals(blocked)

    def setAccessibleName(self, name: str) -> None:
        """The editor inside has the keyboard, so that it is called the same."""
        super().setAccessibleName(name)
        self.lineEdit().setAccessibleName(name)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls the panel, unless the field is being edited."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _restyle(self) -> None:
        for part in (self, self.lineEdit()):  # the editor does not follow by itself when the zoom changes
            part.setFont(theme.font(13, tabular=True))
        self.setFixedSize(theme.px(54), theme.px(28) + 2)
