"""Whether a control is held: by the mouse, or by a key that is down."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

_ENDINGS = (QEvent.Type.FocusOut, QEvent.Type.Hide)


class Grip(QObject):
    """Belongs to one control, which takes it and drops it; without keyboard, hidden or disabled, nothing is held."""

    taken = Signal()
    let_go = Signal()

    def __init__(self, control: QWidget) -> None:
        super().__init__(control)
        self._control = control
        self.held = False
        control.installEventFilter(self)

    def take(self) -> None:
        """A movement begins, where none is under way."""
        if not self.held:
            self.held = True
            self.taken.emit()

    def drop(self) -> None:
        """It ends."""
        if self.held:
            self.held = False
            self.let_go.emit()
            self._control.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See what ends a movement."""
        kind = event.type()
        if kind in _ENDINGS or (kind == QEvent.Type.EnabledChange and not self._control.isEnabled()):
            self.drop()
        elif (
            kind == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent) and not event.isAutoRepeat()
        ):  # a held key is one movement
            self.drop()
        return False
