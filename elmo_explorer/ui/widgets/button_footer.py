"""A row of buttons below a list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from elmo_explorer.ui.theme import theme


class ButtonFooter(QWidget):
    """Buttons under a line."""

    def __init__(self, buttons: Sequence[QPushButton]) -> None:
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 9, 12, 8)
        layout.setSpacing(8)
        self._buttons = buttons
        for button in buttons:
            layout.addWidget(button)
        layout.addStretch(1)
        self._restyle()
        theme.changed.connect(self._restyle)

    def _restyle(self) -> None:
        for button in self._buttons:
            button.setIconSize(QSize(theme.px(15), theme.px(15)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line."""
        QPainter(self).fillRect(0, 0, self.width(), 1, theme.color("border"))
