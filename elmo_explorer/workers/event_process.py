"""The window's end of a process of the program's own that works for minutes and tells what happens."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal

import elmo_explorer
from elmo_explorer.workers.priority import FAR_BEHIND, step_back_process

_KILL_MS = 5_000
_KEPT_ERRORS = 8_000


class EventProcess(QObject):
    """Starts one command at a time, passes words on and tells its events; nothing here waits, apart from ``close``.

    The command tells an event with each line of its standard output and ends where its standard input ends, so that it
    never outlives the window.
    """

    happened = Signal(object)
    """An event; the last one of a command says how it ended, whatever became of the process."""
    ended = Signal()
    """The process is gone; the next one may start."""

    what = "process"
    """What it is called in sentences."""
    close_ms = 30_000
    """The longest that ``close`` waits for it to end by itself."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.errors = ""
        """What the last process wrote to its standard error stream, its end."""
        self._process: QProcess | None = None
        self._rest = b""
        self._said_its_end = False

    @property
    def running(self) -> bool:
        """Whether there is a process."""
        return self._process is not None

    @property
    def process_id(self) -> int:
        """The process's number; 0 without one."""
        return 0 if self._process is None else self._process.processId()

    def launch(self, arguments: Sequence[str], folder: Path) -> None:
        """Run the program's command line with these arguments in a folder.

        Raises:
            RuntimeError: a process is there already.
        """
        if self._process is not None:
            raise RuntimeError(f"There is a {self.what} already; one at a time.")
        process = QProcess(self)
        process.setProcessEnvironment(_environment())
        process.setWorkingDirectory(str(folder))
        process.readyReadStandardOutput.connect(self._read)
        process.readyReadStandardError.connect(self._read_errors)
        process.started.connect(lambda: step_back_process(process.processId(), FAR_BEHIND))
        process.finished.connect(self._on_finished)
        process.errorOccurred.connect(self._on_error)
        self._process, self._rest, self.errors, self._said_its_end = process, b"", "", False
        process.start(sys.executable, ["-P", "-m", "elmo_explorer", *arguments])

    def send(self, command: str) -> None:
        """A word to the process; without one nobody hears it."""
        if self._process is not None:
            self._process.write(f"{command}\n".encode())

    def close(self) -> None:
        """Let the process end, with what it keeps kept, and wait for it; nothing is told afterwards."""
        self.finish()

    def finish(self) -> list[object]:
        """As ``close``.

        Returns:
            The events it told on its way out.
        """
        process, self._process = self._process, None
        if process is None:
            return []
        process.blockSignals(True)
        if process.state() != QProcess.ProcessState.NotRunning:
            process.closeWriteChannel()
            if not process.waitForFinished(self.close_ms):
                process.kill()
                process.waitForFinished(_KILL_MS)
        events = self._events(bytes(process.readAllStandardOutput().data()))
        process.deleteLater()
        return events

    # What each kind of process says of itself

    def decode(self, line: str) -> object:
        """The event of a line.

        Raises:
            ValueError: it is none, such as a library's.
        """
        raise NotImplementedError

    def is_end(self, event: object) -> bool:
        """Whether it is the last event of a command."""
        raise NotImplementedError

    def failed(self, sentence: str) -> object:
        """The event of an end that the process could not tell itself."""
        raise NotImplementedError

    def unforeseen(self, code: int, crashed: bool) -> str:
        """A sentence on a process that ended without a word."""
        lines = [line for line in self.errors.splitlines() if line.strip()]
        if crashed:
            return f"The {self.what} was killed, perhaps for want of memory."
        reason = f": {lines[-1].strip().rstrip('.')}" if lines else f" with status {code}"
        return f"The {self.what} has ended{reason}."

    # Out of the process

    def _events(self, data: bytes) -> list[object]:
        *lines, self._rest = (self._rest + data).split(b"\n")
        events = []
        for line in lines:
            try:
                events.append(self.decode(line.decode("utf-8", errors="replace")))
            except ValueError:
                continue
        return events

    def _read(self) -> None:
        if self._process is None:
            return
        for event in self._events(bytes(self._process.readAllStandardOutput().data())):
            self._said_its_end = self._said_its_end or self.is_end(event)
            self.happened.emit(event)

    def _read_errors(self) -> None:
        if self._process is not None:
            text = bytes(self._process.readAllStandardError().data()).decode("utf-8", errors="replace")
            self.errors = (self.errors + text)[-_KEPT_ERRORS:]

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart and self._process is not None:
            reason = self._process.errorString()
            self._forget()
            self.happened.emit(self.failed(f"The {self.what} could not start: {reason}."))
            self.ended.emit()

    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        if self._process is None:
            return
        self._read()
        self._read_errors()
        self._forget()
        if not self._said_its_end:
            crashed = status == QProcess.ExitStatus.CrashExit
            self.happened.emit(self.failed(self.unforeseen(code, crashed)))
        self.ended.emit()

    def _forget(self) -> None:
        if self._process is not None:
            self._process.deleteLater()
            self._process = None


def _environment() -> QProcessEnvironment:
    """One core is left to the window, and the same package is found from any folder."""
    environment = QProcessEnvironment.systemEnvironment()
    if not environment.contains("OMP_NUM_THREADS"):
        environment.insert("OMP_NUM_THREADS", str(max(1, _n_cores() - 1)))
    package = str(Path(elmo_explorer.__file__).resolve().parents[1])
    before = environment.value("PYTHONPATH")
    environment.insert("PYTHONPATH", os.pathsep.join([package, before] if before else [package]))
    environment.insert("PYTHONUNBUFFERED", "1")
    return environment


def _n_cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
