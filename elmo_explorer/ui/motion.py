"""Whether things may glide: one switch that everything asks before it moves by itself."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class MotionChoice(QObject):
    """The preference "reduce motion": what would glide, fade or grow is at once where it goes to."""

    changed = Signal(bool)
    """Motion is reduced from now on, or no longer."""

    def __init__(self) -> None:
        super().__init__()
        self._reduced = False

    @property
    def reduced(self) -> bool:
        """Whether nothing moves by itself."""
        return self._reduced

    def set_reduced(self, reduced: bool) -> None:
        """Reduce motion, or let things glide again; what is on its way ends as it began."""
        if reduced != self._reduced:
            self._reduced = reduced
            self.changed.emit(reduced)


motion = MotionChoice()
"""The window's choice; every tween asks this one."""
