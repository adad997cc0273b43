"""How long the main thread pauses, and, where it is wished, what it was doing meanwhile."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import CodeType, FrameType

from PySide6.QtCore import QEventLoop, Qt, QTimer

BEAT_MS = 4
_SAMPLE_S = 0.003
_WORTH_A_LOOK_MS = 30.0
_INNERMOST = 12


@dataclass(frozen=True)
class Pause:
    """Two beats that came too far apart."""

    milliseconds: float
    own_milliseconds: float
    """Processor time that the main thread itself took: the rest it waited, for the interpreter or for a core."""
    places: tuple[str, ...] = ()
    """Stacks that were seen meanwhile, most frequent first."""


@dataclass
class Phase:
    """What happened between two moments."""

    name: str
    seconds: float = 0.0
    beats: int = 0
    """How often the heart beat: the main thread's events were handled."""
    worst: float = 0.0
    """The longest pause, milliseconds; of any length, also where it is no more than a beat that was a little late."""
    worst_own: float = 0.0
    """Processor time that the main thread itself took in it, milliseconds."""
    pauses: list[Pause] = field(default_factory=list)
    """Longer than a beat by 10 ms."""

    @property
    def over_50(self) -> int:
        """How many pauses were longer than 50 ms."""
        return sum(pause.milliseconds > 50 for pause in self.pauses)


class Heartbeat:
    """Beats every 4 ms on the main thread, which must have an event loop; a late beat is a pause.

    What is told is the time between two beats, less the interval: an event that is handled meanwhile waits so long.
    """

    def __init__(self, look: bool = False) -> None:
        """Start beating.

        Args:
            look: sample the stacks while a beat is late. It takes time of its own.
        """
        self._timer = QTimer(interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._phase = Phase("")
        self._last, self._last_own = time.perf_counter(), time.thread_time()
        self._sampler = _Sampler(self) if look else None
        self._timer.start()

    @property
    def last(self) -> float:
        """When it last beat, of ``time.perf_counter``."""
        return self._last

    @contextmanager
    def phase(self, name: str) -> Iterator[Phase]:
        """Collect the pauses inside the block."""
        self._beat()
        self._phase = phase = Phase(name)
        began = time.perf_counter()
        try:
            yield phase
        finally:
            self._beat()
            phase.seconds = time.perf_counter() - began
            self._phase = Phase("")

    def close(self) -> None:
        """Beat no more."""
        self._timer.stop()
        if self._sampler is not None:
            self._sampler.close()

    def _beat(self) -> None:
        now, own = time.perf_counter(), time.thread_time()
        late = (now - self._last) * 1000 - BEAT_MS
        self._phase.beats += 1
        if late > self._phase.worst:
            self._phase.worst, self._phase.worst_own = late, (own - self._last_own) * 1000
        if late > 10:
            places = self._sampler.take() if self._sampler is not None else ()
            self._phase.pauses.append(
                Pause(late, (own - self._last_own) * 1000, places if late > _WORTH_A_LOOK_MS else ())
            )
        elif self._sampler is not None:
            self._sampler.take()
        self._last, self._last_own = now, own


class _Sampler:
    """Looks where all threads are while the main thread's beat is late."""

    def __init__(self, heartbeat: Heartbeat) -> None:
        self._heartbeat = heartbeat
        self._main = threading.main_thread().ident
        self._seen: list[tuple[str, str]] = []
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="sampler", daemon=True)
        self._thread.start()

    def take(self) -> tuple[str, ...]:
        """What was seen since the last beat, most frequent first."""
        seen, self._seen = self._seen, []
        counted: dict[tuple[str, str], int] = {}
        for places in seen:
            counted[places] = counted.get(places, 0) + 1
        ordered = sorted(counted, key=lambda places: -counted[places])
        return tuple(f"{counted[p]}x main: {p[0]}\n      others: {p[1]}" for p in ordered[:8])

    def close(self) -> None:
        self._closed = True
        self._thread.join()

    def _run(self) -> None:
        while not self._closed:
            time.sleep(_SAMPLE_S)
            if time.perf_counter() - self._heartbeat.last < 2.5 * BEAT_MS / 1000:
                continue
            names = {thread.ident: thread.name for thread in threading.enumerate()}
            stacks = _stacks()
            main = _told(stacks.pop(self._main, ()), _INNERMOST)
            others = [
                f"{names.get(ident)}: {_told(stack, 3)}"
                for ident, stack in stacks.items()
                if names.get(ident) not in ("sampler", None) and "wait" not in stack[-1][0].co_name
            ]
            self._seen.append((main, " | ".join(others)))


_Stack = tuple[tuple[CodeType, int], ...]


def _stacks() -> dict[int | None, _Stack]:
    """Where every thread is, outermost first; no frame is kept, for whoever lets it go last takes down its objects."""
    found: dict[int | None, _Stack] = {}
    for ident, frame in sys._current_frames().items():
        places = []
        at: FrameType | None = frame
        while at is not None:
            places.append((at.f_code, at.f_lineno))
            at = at.f_back
        found[ident] = tuple(reversed(places))
    return found


def _told(stack: _Stack, depth: int) -> str:
    return " > ".join(
        f"{code.co_filename.rsplit('/', 1)[-1]}:{line} {code.co_name}" for code, line in stack[-depth:]
    )


def wait_until(done: Callable[[], bool], timeout_s: float = 300.0, every_ms: int = 1) -> None:
    """Run the event loop until ``done()``.

    Raises:
        TimeoutError: it never was.
    """
    loop = QEventLoop()
    ends = time.monotonic() + timeout_s
    came: list[bool] = []

    def look() -> None:
        if done() or time.monotonic() > ends:
            came.append(time.monotonic() <= ends)
            loop.quit()

    timer = QTimer(interval=every_ms)
    timer.timeout.connect(look)
    timer.start()
    loop.exec()
    if not came[0]:
        raise TimeoutError("The window did not come to rest.")
