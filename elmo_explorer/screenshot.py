"""Draws the finished window into a file: when everything has come to rest, or not at all."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from elmo_explorer.translation import tr
from elmo_explorer.written_aside import written_aside

TIMEOUT_S = 300.0
_EVERY_MS = 50
_CALM_S = 0.5


class Screenshot(QObject):
    """Watches until nothing is left to do for a while, saves the picture, and says so."""

    finished = Signal(str)
    """"" when the picture is saved, else one sentence."""

    def __init__(
        self,
        window: QWidget,
        save: Callable[[], str],
        waiting_for: Callable[[], str],
        failure: Callable[[], str],
        prepare: Callable[[], object],
        timeout_s: float = TIMEOUT_S,
    ) -> None:
        """Watch from now on.

        Args:
            window: whose event loop it is.
            save: draws it; returns "", or one sentence.
            waiting_for: names what is still under way, "" when all is done.
            failure: one sentence when it cannot succeed any more, else "".
            prepare: called once when all is done, for a last touch.
            timeout_s: seconds after which to give up.
        """
        super().__init__(window)
        self._save = save
        self._waiting_for = waiting_for
        self._failure = failure
        self._prepare = prepare
        self._prepared = False
        self._calm_since: float | None = None
        self._ends = time.monotonic() + timeout_s
        self._timeout_s = timeout_s
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        now = time.monotonic()
        failure = self._failure()
        waiting = self._waiting_for()
        if failure:
            self._end(failure)
        elif waiting:
            self._calm_since = None
            if now > self._ends:
                self._end(
                    tr(
                        "No picture after {timeout_s:.0f} seconds: still waiting for {waiting}.",
                        timeout_s=self._timeout_s,
                        waiting=waiting,
                    )
                )
        elif self._calm_since is None:
            self._calm_since = now
        elif now - self._calm_since >= _CALM_S:
            if self._prepared:
                self._end(self._save())
            else:
                self._prepared, self._calm_since = True, None
                self._prepare()

    def _end(self, sentence: str) -> None:
        self._timer.stop()
        self.finished.emit(sentence)


def save_window(window: QWidget, file: Path) -> str:
    """Draw a window as it is seen; the file's suffix names the format.

    Returns:
        "" when it is saved, else one sentence.
    """
    try:
        with written_aside(file) as aside:
            if not window.grab().save(str(aside), file.suffix[1:]):
                raise OSError
    except OSError:
        return tr("{file} cannot be written: is its folder there, its suffix .png?", file=file)
    return ""
