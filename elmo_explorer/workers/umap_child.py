"""The helper process that lays out: it never holds the window's interpreter lock. No Qt, no torch."""

from __future__ import annotations

import multiprocessing
import signal
import sys
import traceback
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from elmo_explorer.analysis.umap_layout import FEWEST, UmapLayout, warm_up


@dataclass(frozen=True, eq=False)
class Place:
    """Take these tokens and their places."""

    number: int
    states: Any
    """(L, N, D)."""
    xy: Any
    """(N, 2); NaN where a token is new."""


@dataclass(frozen=True)
class Refine:
    """Lay the tokens out for this mix."""

    number: int
    weights: tuple[float, ...]
    layer_norm: bool
    alpha: float
    """The first step's learning rate; it falls evenly to nothing."""
    n_steps: int


@dataclass(frozen=True)
class Stop:
    """Leave the layout as it is."""


@dataclass(frozen=True)
class Ready:
    """umap is imported and compiled."""


@dataclass(frozen=True, eq=False)
class Step:
    """A layout to draw."""

    placed: int
    """The number of the ``Place`` that it is of."""
    refined: int
    """The number of the ``Refine`` that it is of."""
    xy: Any
    """(N, 2), float32."""
    settled: bool


@dataclass(frozen=True)
class Failed:
    """Something unexpected happened; the process goes on."""

    text: str
    details: str


Request = Place | Refine | Stop
Reply = Ready | Step | Failed


def serve(connection: Connection, cache: str) -> None:
    """Answer until the other end of the pipe is gone, however it went."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the window, which closes the pipe
    if sys.platform != "win32":
        # Nothing is forked here. But a lock that a library makes is then unlinked at once, instead of being left to the
        # resource tracker, which would complain of it when this process is killed.
        multiprocessing.set_start_method("fork", force=True)
    try:
        warm_up(cache)
        connection.send(Ready())
        _Layouts(connection).run()
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


class _Layouts:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._layout: UmapLayout | None = None
        self._placed = 0
        self._refine: Refine | None = None
        self._steps_done = 0

    def run(self) -> None:
        while True:
            fresh: Refine | None = None
            while self._refine is None or self._connection.poll():
                request: Request = self._connection.recv()
                if isinstance(request, Place):
                    self._layout, self._placed = UmapLayout(request.states, request.xy), request.number
                    self._refine = fresh = None
                elif isinstance(request, Refine):
                    self._refine = fresh = request  # the newest wins
                else:
                    self._refine = fresh = None
            try:
                self._step(fresh)
            except (EOFError, OSError):
                raise
            except Exception as error:
                self._refine = None
                self._connection.send(Failed(str(error), traceback.format_exc()))

    def _step(self, fresh: Refine | None) -> None:
        layout, refine = self._layout, self._refine
        if layout is None or refine is None:
            self._refine = None
            return
        if fresh is not None:
            layout.set_mix(fresh.weights, fresh.layer_norm)
            self._steps_done = 0
        xy = layout.step(refine.alpha * (1.0 - self._steps_done / refine.n_steps))
        self._steps_done += 1
        settled = self._steps_done >= refine.n_steps or len(xy) < FEWEST
        self._connection.send(Step(self._placed, refine.number, xy, settled))
        if settled:
            self._refine = None
