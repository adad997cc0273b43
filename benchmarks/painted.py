"""When something is on the screen."""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget


class Painted(QObject):
    """Notes when a widget has been painted after something was drawn anew, the window's surface included."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.at = 0.0
        self._armed = False
        self._widget = widget
        widget.installEventFilter(self)

    def arm(self) -> None:
        """The next painting counts."""
        self._armed, self.at = True, 0.0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at the painting, which follows."""
        if self._armed and event.type() == QEvent.Type.Paint:
            self._armed = False
            QTimer.singleShot(0, self, self._note)
        return False

    def _note(self) -> None:
        self.at = time.perf_counter()
