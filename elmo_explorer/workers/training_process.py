"""The window's end of the process that trains."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal

import elmo_explorer
from elmo_explorer.training.events import Failed, Finished, decode
from elmo_explorer.workers.priority import FAR_BEHIND, step_back_process

_CLOSE_MS = 30_000
"""A checkpoint of a large network takes its time."""
_KEPT_ERRORS = 8_000


class TrainingProcess(QObject):
    """Starts one run at a time, passes commands on and tells its events; nothing here waits, apart from ``close``."""

    happened = Signal(object)
    """An ``Event``; the last one of a run is ``Finished`` or ``Failed``, whatever became of the process."""
    ended = Signal()
    """The process is gone; the next run may start."""

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

    def start(self, config: Path, device: str = "auto") -> None:
        """Train as a config says, from where its last checkpoint stands.

        Raises:
            RuntimeError: a run is under way.
        """
        if self._process is not None:
            raise RuntimeError("A training run is under way; one at a time.")
        process = QProcess(self)
        process.setProcessEnvironment(_environment())
        process.setWorkingDirectory(str(config.parent))
        process.readyReadStandardOutput.connect(self._read)
        process.readyReadStandardError.connect(self._read_errors)
        process.started.connect(lambda: step_back_process(process.processId(), FAR_BEHIND))
        process.finished.connect(self._on_finished)
        process.errorOccurred.connect(self._on_error)
        self._process, self._rest, self.errors, self._said_its_end = process, b"", "", False
        arguments = ["-P", "-m", "elmo_explorer", "train", str(config), "--events", "--device", device]
        process.start(sys.executable, arguments)

    def send(self, command: str) -> None:
        """``pause``, ``resume`` or ``stop``; without a process nobody hears it."""
        if self._process is not None:
            self._process.write(f"{command}\n".encode())

    def close(self) -> None:
        """Stop the run with its checkpoint saved, and wait for it; nothing is told afterwards."""
        process, self._process = self._process, None
        if process is None:
            return
        process.blockSignals(True)
        if process.state() != QProcess.ProcessState.NotRunning:
            process.closeWriteChannel()
            if not process.waitForFinished(_CLOSE_MS):
                process.kill()
                process.waitForFinished(_CLOSE_MS)
        process.deleteLater()

    def _read(self) -> None:
        process = self._process
        if process is None:
            return
        *lines, self._rest = (self._rest + bytes(process.readAllStandardOutput().data())).split(b"\n")
        for line in lines:
            try:
                event = decode(line.decode("utf-8", errors="replace"))
            except ValueError:
                continue  # of a library, not of the run
            self._said_its_end = self._said_its_end or isinstance(event, Finished | Failed)
            self.happened.emit(event)

    def _read_errors(self) -> None:
        if self._process is not None:
            text = bytes(self._process.readAllStandardError().data()).decode("utf-8", errors="replace")
            self.errors = (self.errors + text)[-_KEPT_ERRORS:]

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart and self._process is not None:
            reason = self._process.errorString()
            self._forget()
            self.happened.emit(Failed(f"The training process could not start: {reason}."))
            self.ended.emit()

    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        if self._process is None:
            return
        self._read()
        self._read_errors()
        self._forget()
        if not self._said_its_end:
            self.happened.emit(Failed(_unforeseen(code, status, self.errors)))
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


def _unforeseen(code: int, status: QProcess.ExitStatus, errors: str) -> str:
    lines = [line for line in errors.splitlines() if line.strip()]
    if status == QProcess.ExitStatus.CrashExit:
        return (
            "The training process was killed, perhaps for want of memory; "
            "Resume goes on from the last checkpoint."
        )
    reason = f": {lines[-1].strip().rstrip('.')}" if lines else f" with status {code}"
    return f"The training process has ended{reason}. Resume goes on from the last checkpoint."
