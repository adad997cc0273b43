"""Collects Python's cyclic garbage on the main thread alone, in pieces that nobody notices.

Python collects wherever an object happens to be made, a worker's thread included; a widget or timer that is destroyed there
takes the program down, because Qt's objects belong to the thread that made them.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 250
MOST_LOOKED_AT = 20_000
"""Objects in one collection, which takes up to 1 us for each: of more, those there are now are left out for good."""


class MainThreadCollector(QObject):
    """Switches automatic collection off and does its work from a timer, until :meth:`close`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_enabled = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def settle(self) -> None:
        """What lives now, such as a library just imported, is here to stay: it is not looked at again.

        Objects that nobody refers to are still freed at once; only rings among those that live now would stay.
        """
        gc.freeze()

    def collect(self) -> None:
        """Collect the oldest generation that is due, by Python's own thresholds."""
        counts = gc.get_count()
        due = [count > limit for count, limit in zip(counts, gc.get_threshold(), strict=True)]
        if counts[0] > MOST_LOOKED_AT:  # a library was imported, or much text
            self.settle()
        elif due[2] and len(gc.get_objects(generation=2)) > MOST_LOOKED_AT:
            gc.collect(1)
            self.settle()
        elif True in due:
            gc.collect(max(k for k, is_due in enumerate(due) if is_due))

    def close(self) -> None:
        """Leave collection as it was found."""
        self._timer.stop()
        gc.unfreeze()
        if self._was_enabled:
            gc.enable()
