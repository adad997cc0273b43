"""The window's end of the process that lays out with UMAP."""

from __future__ import annotations

import multiprocessing
import threading
from collections import deque
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal

from elmo_explorer.session.session import Floats
from elmo_explorer.workers.umap_child import Failed, Place, Ready, Refine, Reply, Request, Step, Stop, serve

_JOIN_SECONDS = 5.0


class UmapProcess(QObject):
    """Starts the process when it is first wanted, sends requests, and hands layouts to the main thread.

    To be used from the main thread alone; no method waits, apart from ``close``.
    """

    became_ready = Signal()
    """umap is imported and compiled; until then (seconds) nothing is laid out."""
    stepped = Signal(object)
    """A ``Step``."""
    failed = Signal(object)
    """An error; the next request starts the process again where it is gone."""
    _replied = Signal(object)

    def __init__(self, cache: Path, parent: QObject | None = None) -> None:
        """``cache``: the folder for numba's compiled code."""
        super().__init__(parent)
        self.ready = False
        self._cache = cache
        self._link: _Link | None = None
        self._number = 0
        self._closed = False
        self._replied.connect(self._on_reply, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Start and warm up in the background; does nothing when it runs already."""
        if self._link is None and not self._closed:
            self._link = _Link(str(self._cache), self._replied.emit)

    def place(self, states: Floats, xy: Floats) -> int:
        """Send tokens: states (L, N, D), places (N, 2) with NaN for new ones; gives the request's number."""
        return self._send(Place(self._next(), states, xy))

    def refine(self, weights: Sequence[float], layer_norm: bool, alpha: float, n_steps: int) -> int:
        """Lay out for a mix; of those that wait, the newest wins. Gives the request's number."""
        return self._send(Refine(self._next(), tuple(weights), layer_norm, alpha, n_steps))

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

    def _send(self, request: Place | Refine) -> int:
        self.start()
        if self._link is not None:
            self._link.send(request)
        return request.number

    def _on_reply(self, told: tuple[_Link, Reply | None]) -> None:
        link, reply = told
        if link is not self._link:
            return
        if isinstance(reply, Step):
            reply.xy.flags.writeable = False
            self.stepped.emit(reply)
        elif isinstance(reply, Ready):
            self.ready = True
            self.became_ready.emit()
        elif isinstance(reply, Failed):
            self.failed.emit(RuntimeError(f"UMAP failed: {reply.text}\n{reply.details}"))
        else:
            link.close()
            self._link, self.ready = None, False
            self.failed.emit(
                RuntimeError("UMAP's process has stopped by itself; choose UMAP again to restart it.")
            )


class _Link:
    """One process, and the two threads that keep the main thread from waiting for it."""

    def __init__(self, cache: str, tell: Callable[[object], object]) -> None:
        self._cache = cache
        self._tell = tell
        self._waiting: deque[Request] = deque()
        self._changed = threading.Condition()
        self._ended = threading.Event()
        self._connection: Connection | None = None
        self._process: SpawnProcess | None = None
        self._reader: threading.Thread | None = None
        self._writer = threading.Thread(target=self._write, name="umap writer", daemon=True)
        self._writer.start()

    def send(self, request: Request) -> None:
        with self._changed:
            if isinstance(request, Refine) and self._waiting and isinstance(self._waiting[-1], Refine):
                self._waiting.pop()
            elif isinstance(request, Place):
                self._waiting.clear()
            self._waiting.append(request)
            self._changed.notify()

    def close(self) -> None:
        with self._changed:
            self._ended.set()
            process = self._process
            self._changed.notify()
        if process is not None:
            process.kill()  # it owns nothing that could be left half done
        self._writer.join(_JOIN_SECONDS)
        if self._process is not None:
            self._process.kill()
            self._process.join(_JOIN_SECONDS)
        if self._reader is not None:
            self._reader.join(_JOIN_SECONDS)
        if self._connection is not None:
            self._connection.close()

    def _write(self) -> None:
        """Start the process, then send what comes."""
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=serve, args=(theirs, self._cache), name="umap", daemon=True)
        with self._changed:
            if self._ended.is_set():
                ours.close()
                theirs.close()
                return
            process.start()
            self._connection, self._process = ours, process
        theirs.close()  # else the end of the process would not be seen
        self._reader = threading.Thread(target=self._read, args=(ours,), name="umap reader", daemon=True)
        self._reader.start()
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._ended.is_set() or bool(self._waiting))
                if self._ended.is_set():
                    return
                request = self._waiting.popleft()
            try:
                ours.send(request)
            except OSError:
                return  # the reader tells

    def _read(self, connection: Connection) -> None:
        while True:
            try:
                reply = connection.recv()
            except (EOFError, OSError):
                reply = None
            if self._ended.is_set():
                return
            self._tell((self, reply))
            if reply is None:
                return
