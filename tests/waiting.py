"""Waiting for what threads and timers bring."""

import time
from collections.abc import Callable

from PySide6.QtWidgets import QApplication


def until(condition: Callable[[], object], seconds: float = 60.0) -> None:
    """Let the application go on until something holds; unlike Qt's own waiting it leaves Python to the other threads."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come"
        QApplication.processEvents()
        time.sleep(0.005)
