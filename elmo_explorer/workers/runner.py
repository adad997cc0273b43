"""Runs work on named threads, one a lane; what comes of it arrives on the main thread."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from PySide6.QtCore import QObject, Qt, Signal

from elmo_explorer.workers.priority import step_back
from elmo_explorer.workers.task import Cancelled, Progress, Task

T = TypeVar("T")
_JOIN_SECONDS = 20.0


@dataclass(eq=False)
class _Job:
    work: Callable[[Task], Any]
    key: Hashable | None
    done: Callable[[Any], object] | None
    failed: Callable[[Exception], object] | None
    progress: Callable[[Progress], object] | None
    task: Task = field(default_factory=Task)
    lock: threading.Lock = field(default_factory=threading.Lock)
    news: Progress | None = None

    def let_go(self) -> None:
        """It is over: what it worked on may be large, and its task and it refer to each other."""
        self.work = _nothing
        self.done = self.failed = self.progress = None


def _nothing(_: Task) -> None:
    pass


@dataclass(frozen=True, eq=False)
class _Finished:
    job: _Job
    result: Any = None
    error: Exception | None = None


class Runner(QObject):
    """Lanes of work: each is one thread that takes its jobs in order.

    Of the jobs with the same key only the newest counts: a waiting one is replaced, a running one is cancelled.
    A cancelled job tells nobody anything. To be used from the main thread alone.
    """

    failed = Signal(object)
    """An error that no handler was given for."""
    busy_changed = Signal(bool)
    _posted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes: dict[str, _Lane] = {}
        self._open: set[_Job] = set()
        self._closed = False
        self._posted.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether any work waits, runs, or has results on their way."""
        return bool(self._open)

    def submit(
        self,
        lane: str,
        work: Callable[[Task], T],
        done: Callable[[T], object] | None = None,
        *,
        key: Hashable | None = None,
        failed: Callable[[Exception], object] | None = None,
        progress: Callable[[Progress], object] | None = None,
    ) -> Task:
        """Queue a job.

        Args:
            lane: the thread's name; it starts with its first job.
            work: runs on the lane's thread; what it returns must be frozen.
            done: gets the result, on the main thread.
            key: only the newest job with this key in this lane counts; None queues.
            failed: gets the error, on the main thread; without it ``Runner.failed`` tells.
            progress: gets the newest progress, on the main thread.

        Returns:
            The task, to cancel it with.
        """
        job = _Job(work, key, cast("Callable[[Any], object] | None", done), failed, progress)
        if self._closed:
            job.task.cancel()
            return job.task
        job.task = Task(lambda news: self._on_progress(job, news))
        if lane not in self._lanes:
            self._lanes[lane] = _Lane(lane, self._posted.emit)
        was_busy = self.busy
        self._open.add(job)
        for replaced in self._lanes[lane].put(job):
            self._open.discard(replaced)
            replaced.let_go()
        if not was_busy:
            self.busy_changed.emit(True)
        return job.task

    def close(self) -> None:
        """Cancel all work and wait for the threads to end; nothing is delivered afterwards."""
        self._closed = True
        for job in self._open:
            job.task.cancel()
        for lane in self._lanes.values():
            lane.stop()
        for lane in self._lanes.values():
            lane.thread.join(_JOIN_SECONDS)
        self._lanes.clear()
        self._open.clear()

    def _on_progress(self, job: _Job, news: Progress) -> None:
        """On the lane's thread: keep the newest; one delivery is under way at a time."""
        with job.lock:
            under_way = job.news is not None
            job.news = news
        if not under_way and job.progress is not None:
            self._posted.emit(job)

    def _deliver(self, event: _Job | _Finished) -> None:
        if self._closed:
            return
        if isinstance(event, _Job):
            with event.lock:
                news, event.news = event.news, None
            if news is not None and event.progress is not None and not event.task.cancelled:
                event.progress(news)
            return
        job = event.job
        self._open.discard(job)
        try:
            if not job.task.cancelled:
                self._answer(job, event)
        finally:
            job.let_go()
            if not self.busy:
                self.busy_changed.emit(False)

    def _answer(self, job: _Job, event: _Finished) -> None:
        if event.error is None:
            if job.done is not None:
                job.done(event.result)
        elif job.failed is not None:
            job.failed(event.error)
        else:
            self.failed.emit(event.error)


class _Lane:
    """One thread and its waiting jobs."""

    def __init__(self, name: str, post: Callable[[object], object]) -> None:
        self._post = post
        self._waiting: deque[_Job] = deque()
        self._running: _Job | None = None
        self._changed = threading.Condition()
        self._stopped = False
        self.thread = threading.Thread(target=self._run, name=name, daemon=True)
        self.thread.start()

    def put(self, job: _Job) -> list[_Job]:
        """Queue a job; gives back the waiting jobs it replaces."""
        replaced: list[_Job] = []
        with self._changed:
            if job.key is not None:
                replaced = [waiting for waiting in self._waiting if waiting.key == job.key]
                for old in replaced:
                    old.task.cancel()
                    self._waiting.remove(old)
                if self._running is not None and self._running.key == job.key:
                    self._running.task.cancel()
            self._waiting.append(job)
            self._changed.notify()
        return replaced

    def stop(self) -> None:
        with self._changed:
            self._stopped = True
            self._waiting.clear()
            self._changed.notify()

    def _run(self) -> None:
        step_back()
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._stopped or bool(self._waiting))
                if not self._waiting:
                    return
                job = self._running = self._waiting.popleft()
            finished = _outcome(job)
            with self._changed:
                self._running = None
            self._post(finished)
            del job, finished  # a result is large; it must not live until the next job


def _outcome(job: _Job) -> _Finished:
    try:
        job.task.check()
        return _Finished(job, result=job.work(job.task))
    except Cancelled:
        job.task.cancel()  # even where the work itself decided to stop
        return _Finished(job)
    except Exception as error:
        return _Finished(job, error=error)
