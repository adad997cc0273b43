"""The window's end of the process that lays out neighbourhoods: UMAP and t-SNE."""

from __future__ import annotations

import multiprocessing
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Qt, Signal

from elmo_explorer.analysis.layout import Pace
from elmo_explorer.session.session import Floats
from elmo_explorer.workers.layout_child import serve
from elmo_explorer.workers.layout_messages import (
    Failed,
    LayoutMethod,
    Place,
    Ready,
    Refine,
    Reply,
    Request,
    Step,
    Stop,
)
from elmo_explorer.workers.priority import step_back_process

_JOIN_SECONDS = 5.0
_BEHIND = 2
"""Nice value: the window goes first, but what the hand moves goes before the figures beside it."""
_Sent = tuple[Request, Floats | None]
Spawned = tuple[SpawnProcess, Connection]
Spawn = Callable[[str], Spawned]
"""Starts a process that keeps its compiled code in a folder; gives it with the window's end of its pipe, or an OSError."""


@dataclass(frozen=True)
class _Ended:
    """The process is gone, or never came."""

    text: str


_GONE = _Ended("The process that lays out has stopped by itself; choose UMAP or t-SNE again to restart it.")


def spawn(cache: str) -> Spawned:
    """Start a process of one's own for ``serve``; this takes a while.

    Raises:
        OSError: the system has no room for a process, or no file handles for its pipe.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    try:
        process = context.Process(target=serve, args=(theirs, cache), name="layout", daemon=True)
        with _deaf_to_ctrl_c():
            process.start()
    except BaseException:
        ours.close()
        raise
    finally:
        theirs.close()  # else the end of the process would not be seen
    return process, ours


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """A process begun here never hears Ctrl+C, not even before its first line: the window hears it, and ends the process."""
    if sys.platform == "win32":
        yield  # there it is deaf from its own first line on
        return
    resource_tracker.ensure_running()  # beginning it would open the ears again
    before = signal.pthread_sigmask(
        signal.SIG_BLOCK, {signal.SIGINT}
    )  # this thread's, which the process inherits
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class LayoutProcess(QObject):
    """Starts the process when it is first wanted, sends requests, and hands layouts to the main thread.

    To be used from the main thread alone; no method waits, apart from ``close``.
    """

    became_ready = Signal()
    """All is imported and compiled; until then (seconds) nothing is laid out."""
    stepped = Signal(object)
    """A ``Step``; of those that come while the main thread is busy, the newest."""
    failed = Signal(object)
    """An error; the next request starts the process again where it is gone."""
    _replied = Signal(object)

    def __init__(self, cache: Path, parent: QObject | None = None, spawn: Spawn = spawn) -> None:
        """``cache``: the folder for numba's compiled code; ``spawn``: starts the process, in a thread."""
        super().__init__(parent)
        self.ready = False
        self._cache = cache
        self._spawn = spawn
        self._link: _Link | None = None
        self._number = 0
        self._closed = False
        self._replied.connect(self._on_reply, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Start and warm up in the background; does nothing when it runs already."""
        if self._link is None and not self._closed:
            self._link = _Link(str(self._cache), self._spawn, self._replied.emit)

    def place(self, method: LayoutMethod, states: Floats, xy: Floats, seed: int = 0) -> int:
        """Send tokens: states (L, N, D), places (N, 2) with NaN for new ones, a seed; gives the request's number."""
        n_layers, n_tokens, dim = states.shape
        return self._send(Place(self._next(), method, (n_layers, n_tokens, dim), xy, seed), states)

    def refine(self, weights: Sequence[float], layer_norm: bool, pace: Pace) -> int:
        """Lay out for a mix; of those that wait, the newest wins. Gives the request's number."""
        return self._send(Refine(self._next(), tuple(weights), layer_norm, pace))

    def stop(self) -> None:
        """Leave the layout as it is."""
        if self._link is not None:
            self._link.send(Stop())

    def close(self) -> None:
        """End the process; nothing is told afterwards."""
        self._closed = True
        if self._link is not None:
            self._link.close()
            self._link = None

    def _next(self) -> int:
        self._number += 1
        return self._number

    def _send(self, request: Place | Refine, states: Floats | None = None) -> int:
        self.start()
        if self._link is not None:
            self._link.send(request, states)
        return request.number

    def _on_reply(self, link: _Link) -> None:
        if link is not self._link:
            return
        for reply in link.take():
            if isinstance(reply, Step):
                for array in (reply.layout.xy, reply.layout.trust):
                    if array is not None:
                        array.flags.writeable = False
                self.stepped.emit(reply)
            elif isinstance(reply, Ready):
                self.ready = True
                self.became_ready.emit()
            elif isinstance(reply, Failed):
                self.failed.emit(RuntimeError(f"The layout failed: {reply.text}\n{reply.details}"))
            else:
                link.close()
                self._link, self.ready = None, False
                self.failed.emit(RuntimeError(reply.text))


class _Link:
    """One process, and the two threads that keep the main thread from waiting for it."""

    def __init__(self, cache: str, spawn: Spawn, tell: Callable[[object], object]) -> None:
        self._cache = cache
        self._spawn = spawn
        self._tell = tell
        self._waiting: deque[_Sent] = deque()
        self._came: list[Reply | _Ended] = []
        self._changed = threading.Condition()
        self._ended = threading.Event()
        self._connection: Connection | None = None
        self._process: SpawnProcess | None = None
        self._reader: threading.Thread | None = None
        self._writer = threading.Thread(target=self._write, name="layout writer", daemon=True)
        self._writer.start()

    def send(self, request: Request, states: Floats | None = None) -> None:
        with self._changed:
            if isinstance(request, Refine) and self._waiting and isinstance(self._waiting[-1][0], Refine):
                self._waiting.pop()
            elif isinstance(request, Place):
                self._waiting.clear()
            self._waiting.append((request, states))
            self._changed.notify()

    def take(self) -> list[Reply | _Ended]:
        """What has come since."""
        with self._changed:
            came, self._came = self._came, []
        return came

    def close(self) -> None:
        with self._changed:
            self._ended.set()
            process = self._process
            self._changed.notify()
        if process is not None:
            process.kill()  # it owns nothing that could be left half done
        self._writer.join(_JOIN_SECONDS)
        if process is not None:
            process.join(_JOIN_SECONDS)
        if self._reader is not None:
            self._reader.join(_JOIN_SECONDS)
        if self._connection is not None:
            self._connection.close()

    def _write(self) -> None:
        """Start the process, then send what comes."""
        connection = self._begin()
        if connection is None:
            return
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._ended.is_set() or bool(self._waiting))
                if self._ended.is_set():
                    return
                request, states = self._waiting.popleft()
            try:
                connection.send(request)
                if states is not None:
                    # Pickled, 15 MB would be copied twice while the interpreter's lock is held.
                    connection.send_bytes(np.ascontiguousarray(states, np.float32).data.cast("B"))
            except OSError:
                return  # the reader tells

    def _begin(self) -> Connection | None:
        """The process and its reader; None where it is not to be or cannot be.

        Nothing is locked meanwhile: who sends something or closes must not wait for a process to start.
        """
        if self._ended.is_set():
            return None
        try:
            process, connection = self._spawn(self._cache)
        except OSError as error:
            reason = error.strerror or str(error)
            self._came_in(
                _Ended(
                    f"The process that lays out could not be started ({reason}); "
                    "close other programs, then choose UMAP or t-SNE again."
                )
            )
            return None
        with self._changed:
            wanted = not self._ended.is_set()
            if wanted:
                self._connection, self._process = connection, process
        if not wanted:
            process.kill()
            process.join(_JOIN_SECONDS)
            connection.close()
            return None
        if process.pid is not None:
            step_back_process(process.pid, _BEHIND)  # and the threads of its libraries with it
        self._reader = threading.Thread(
            target=self._read, args=(connection,), name="layout reader", daemon=True
        )
        self._reader.start()
        return connection

    def _read(self, connection: Connection) -> None:
        reply: Reply | _Ended | None = None
        while reply is not _GONE:
            try:
                reply = connection.recv()
            except (EOFError, OSError):
                reply = _GONE
            self._came_in(reply)

    def _came_in(self, reply: Reply | _Ended) -> None:
        if self._ended.is_set():
            return
        with self._changed:
            was_empty = not self._came
            if isinstance(reply, Step) and self._came and isinstance(self._came[-1], Step):
                self._came.pop()  # nobody has seen it, nobody need see it
            self._came.append(reply)
        if was_empty:
            self._tell(self)
