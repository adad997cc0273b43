"""What a run under way is asked to do."""

from __future__ import annotations

import threading


class Control:
    """Pause, resume, stop; asked from any thread, obeyed by the run between two steps."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._paused = False
        self._stopped = False

    @property
    def paused(self) -> bool:
        """Whether the run should wait."""
        return self._paused and not self._stopped

    @property
    def stopped(self) -> bool:
        """Whether the run should end, with its checkpoint saved."""
        return self._stopped

    def pause(self) -> None:
        """Wait after the present step."""
        self._set(True, self._stopped)

    def resume(self) -> None:
        """Work again."""
        self._set(False, self._stopped)

    def stop(self) -> None:
        """End after the present step, paused or not."""
        self._set(self._paused, True)

    def wait(self, seconds: float) -> None:
        """Stay while the run is paused, so long at most."""
        with self._changed:
            self._changed.wait_for(lambda: not self.paused, timeout=seconds)

    def _set(self, paused: bool, stopped: bool) -> None:
        with self._changed:
            self._paused, self._stopped = paused, stopped
            self._changed.notify_all()
