"""The helper process that lays out: it never holds the window's interpreter lock. No Qt, no torch."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection

import numpy as np
from threadpoolctl import threadpool_limits

from elmo_explorer.analysis.layout import Floats, Layout, LayoutStep
from elmo_explorer.analysis.tsne_layout import TsneLayout
from elmo_explorer.analysis.umap_layout import UmapLayout, warm_up
from elmo_explorer.workers.layout_messages import Failed, LayoutMethod, Place, Ready, Refine, Request, Step

_FRAME_S = 1 / 60
"""Between two steps: nobody sees more."""
_LAYOUTS: dict[LayoutMethod, Callable[[Floats, Floats, int], Layout]] = {
    "umap": UmapLayout,
    "tsne": TsneLayout,
}


class _Interrupted(Exception):  # noqa: N818 - no error: something newer has come
    """What is computed is no longer wanted."""


def serve(connection: Connection, cache: str) -> None:
    """Answer until the other end of the pipe is gone, however it went."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the window, which closes the pipe
    if sys.platform != "win32":
        # Nothing is forked here. But a lock that a library makes is then unlinked at once, instead of being left to the
        # resource tracker, which would complain of it when this process is killed.
        multiprocessing.set_start_method("fork", force=True)
    try:
        warm_up(cache)
        threadpool_limits(max(1, (os.cpu_count() or 1) // 2))  # the window needs a core, too
        connection.send(Ready())
        _Server(connection).run()
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


class _Server:
    """One layout at a time; the newest mix wins, but every mix that was begun is drawn once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._layout: Layout | None = None
        self._placed = 0
        self._waiting: Refine | None = None
        self._number = 0
        self._steps: Iterator[LayoutStep] | None = None
        self._drawn = False
        self._sent = 0.0

    def run(self) -> None:
        while True:
            while self._connection.poll(self._patience()):
                self._take(self._connection.recv())
            try:
                self._step()
            except _Interrupted:
                self._steps = None
            except (EOFError, OSError):
                raise
            except Exception as error:
                self._steps = None
                self._connection.send(Failed(str(error), traceback.format_exc()))

    def _patience(self) -> float | None:
        """Seconds to wait for a request; None is for ever."""
        if self._steps is None and self._waiting is None:
            return None
        return max(self._sent + _FRAME_S - time.perf_counter(), 0.0)

    def _step(self) -> None:
        refine = self._waiting
        if refine is not None and self._layout is not None and (self._steps is None or self._drawn):
            self._steps = self._layout.refine(refine.weights, refine.layer_norm, refine.pace, self._check)
            self._number, self._waiting, self._drawn = refine.number, None, False
        if self._steps is None:
            self._waiting = None
            return
        step = next(self._steps, None)
        if step is None:
            self._steps = None
        else:
            self._connection.send(Step(self._placed, self._number, step))
            self._drawn, self._sent = True, time.perf_counter()

    def _check(self) -> None:
        """Between two parts of the work: is it still wanted?"""
        while self._connection.poll():
            self._take(self._connection.recv())
        if self._steps is None or (self._drawn and self._waiting is not None):
            raise _Interrupted

    def _take(self, request: Request) -> None:
        if isinstance(request, Refine):
            self._waiting = request
            return
        self._steps = self._waiting = None
        if isinstance(request, Place):
            states = np.empty(request.shape, np.float32)
            self._layout = None  # its states may be as large
            self._connection.recv_bytes_into(states.data.cast("B"))
            make = _LAYOUTS[request.method]
            self._layout, self._placed = make(states, request.xy, request.seed), request.number
