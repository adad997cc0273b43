"""Work that can say how far it is, and be stopped."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass


class Cancelled(Exception):  # noqa: N818 - no error: somebody wanted it
    """The work was stopped because nobody wants its result any more."""


@dataclass(frozen=True)
class Progress:
    """How far a piece of work is."""

    done: int
    total: int = 0
    """0 where the end is unknown."""
    text: str = ""
    """The step's name, for people."""


class Task:
    """One piece of work as its function sees it; every method may be called from any thread."""

    def __init__(self, report: Callable[[Progress], None] | None = None) -> None:
        """``report`` gets every progress, on the thread that works."""
        self._report = report
        self._cancelled = threading.Event()

    @property
    def cancelled(self) -> bool:
        """Whether the result is no longer wanted."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._cancelled.set()

    def check(self) -> None:
        """Stop here if the result is no longer wanted.

        Raises:
            Cancelled: it is not.
        """
        if self.cancelled:
            raise Cancelled

    def progress(self, done: int, total: int = 0, text: str = "") -> None:
        """Say how far the work is; this is also where a stop takes effect.

        Raises:
            Cancelled: the result is no longer wanted.
        """
        self.check()
        if self._report is not None:
            self._report(Progress(done, total, text))
