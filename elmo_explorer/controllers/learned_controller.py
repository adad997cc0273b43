"""Which tasks' learned weights there are for the shown model: the program's and the user's own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from elmo_explorer.checksum import sha256
from elmo_explorer.disk_space import check_space
from elmo_explorer.paths import bundled_results_dir, user_results_dir
from elmo_explorer.session.learned import LearnedTask
from elmo_explorer.session.session import Brought, ModelInfo, Notice, Session
from elmo_explorer.tasks.results import TaskResult, model_checksum, read_result, write_result
from elmo_explorer.translation import tr
from elmo_explorer.workers.runner import Runner
from elmo_explorer.workers.task import Task

LANE = "learned"
_LARGEST_RESULT = 1 << 20


class LearnedController(QObject):
    """Keeps ``session.learned`` true; the user's own results are files in a folder of theirs."""

    kept = Signal(object)
    """The ``LearnedTask`` of a new result that was written."""

    def __init__(
        self,
        session: Session,
        runner: Runner,
        own_folder: Path | None = None,
        parent: QObject | None = None,
    ) -> None:
        """Look for results whenever another model is shown; the user's own in ``own_folder`` (None: the usual place)."""
        super().__init__(parent)
        self._session = session
        self._runner = runner
        self._folder = own_folder or user_results_dir()
        self._task: Task | None = None
        self._faults: set[str] = set()
        session.events.model.connect(self._look)
        session.events.brought.connect(self._on_brought)

    @property
    def folder(self) -> Path:
        """Where the user's own results are."""
        return self._folder

    @property
    def pending(self) -> bool:
        """Whether results are being read."""
        return self._task is not None

    def add_file(self, path: str | Path) -> None:
        """Copy a result file among the user's own; one that is none, or of another model, is refused in one sentence."""
        model = self._session.model
        if model is None:
            self._refuse(tr("There is no model yet whose weights these could be"))
            return
        file, folder = Path(path), self._folder
        self._runner.submit(
            LANE,
            lambda task: _add(file, folder, model),
            self._show,
            failed=lambda error: self._refuse(tr("{name} was not added", name=file.name), str(error)),
        )

    def keep(self, result: TaskResult) -> None:
        """Write a new result among the user's own; an older one of the same name stays beside it."""
        folder, model = self._folder, self._session.model

        def keep(task: Task) -> tuple[LearnedTask, bool]:
            return write_own(result, folder), model is not None and is_of(result, model)

        def kept(done: tuple[LearnedTask, bool]) -> None:
            learned, is_shown = done
            if is_shown and self._session.model == model:
                self._show(learned)
            self.kept.emit(learned)

        self._runner.submit(
            LANE,
            keep,
            kept,
            failed=lambda error: self._refuse(tr("“{name}” could not be kept", name=result.name), str(error)),
        )

    def remove(self, key: str) -> None:
        """Delete one of the user's own results; the program's stay."""
        learned = self._learned(key)
        if learned is None or not learned.own:
            return
        self._session.learned = tuple(task for task in self._session.learned if task.key != key)
        brought = self._session.brought
        if brought is not None and learned.result in brought.learned:
            left = tuple(result for result in brought.learned if result != learned.result)
            self._session.brought = replace(brought, learned=left)
        if not learned.file:
            return
        file = Path(learned.file)
        self._runner.submit(
            LANE,
            lambda task: file.unlink(missing_ok=True),
            failed=lambda error: self._refuse(
                tr("“{name}” could not be removed", name=learned.result.name), str(error)
            ),
        )

    def _learned(self, key: str) -> LearnedTask | None:
        return next((task for task in self._session.learned if task.key == key), None)

    def _on_brought(self, brought: Brought | None, old: Brought | None) -> None:
        before = old.learned if old is not None else ()
        now = brought.learned if brought is not None else ()
        if set(now) - set(before):
            self._look()

    def _brought(self, found: tuple[LearnedTask, ...]) -> tuple[LearnedTask, ...]:
        """Results of the shown model that a session's file brought and that are not among those found."""
        session, here = self._session, {task.result for task in found}
        if session.brought is None or session.model is None:
            return ()
        checksum = session.model.checksum
        return tuple(
            LearnedTask(f"session/{k}", result, "", own=True)
            for k, result in enumerate(session.brought.learned)
            if result not in here and result.model.checksum == checksum
        )

    def _look(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None
        model = self._session.model
        self._session.learned = ()
        self._session.hovered_task = ""
        if model is None:
            return
        folder = self._folder
        self._task = self._runner.submit(
            LANE, lambda task: _find(model, folder), self._on_found, key="look", failed=self._on_failed
        )

    def _on_found(self, found: tuple[tuple[LearnedTask, ...], tuple[str, ...]]) -> None:
        self._task = None
        kept, faults = found
        self._session.learned = (*kept, *self._brought(kept))
        new = [fault for fault in faults if fault not in self._faults]
        self._faults.update(new)
        if new:
            self._session.notice = Notice(
                "warning",
                tr("Some learned weights were left out"),
                new[0],
                "\n".join(new) if len(new) > 1 else "",
            )

    def _on_failed(self, error: Exception) -> None:
        self._task = None
        self._refuse(tr("The learned weights could not be read"), str(error))

    def _show(self, learned: LearnedTask) -> None:
        others = tuple(task for task in self._session.learned if task.key != learned.key)
        self._session.learned = (*others, learned)
        self._session.hovered_task = learned.key

    def _refuse(self, title: str, text: str = "") -> None:
        self._session.notice = Notice("error", title, text)


def checksum_of(model: ModelInfo) -> str:
    """SHA-256 of the file of a model's weights.

    Raises:
        ValueError: its folder holds none.
        OSError: they cannot be read.
    """
    if model.checksum:
        return model.checksum
    source = Path(model.source)
    return sha256(source) if source.is_file() else model_checksum(source)


def _find(model: ModelInfo, own: Path) -> tuple[tuple[LearnedTask, ...], tuple[str, ...]]:
    checksum = checksum_of(model)
    found: list[LearnedTask] = []
    faults: list[str] = []
    bundled = bundled_results_dir()
    for file in (*sorted(bundled.glob("*/*.json")), *sorted(own.glob("*.json"))):
        try:
            result = read_result(file)
        except ValueError as error:
            faults.append(str(error))
            continue
        if result.model.checksum == checksum and result.mix is not None:
            found.append(_learned(result, file, own=not file.is_relative_to(bundled)))
    return tuple(found), tuple(faults)


def _add(file: Path, folder: Path, model: ModelInfo) -> LearnedTask:
    result = read_result(file)
    if result.mix is None:
        raise ValueError(
            tr("{name} holds no weights: its run was stopped before it had learned any.", name=file.name)
        )
    if result.model.n_layers != model.n_layers:
        raise ValueError(
            tr(
                "Its weights are for {n_layers} layers ({name}); {name2} has {n_layers2}.",
                n_layers=result.model.n_layers,
                name=result.model.name,
                name2=model.name,
                n_layers2=model.n_layers,
            )
        )
    if not is_of(result, model):
        raise ValueError(
            tr(
                "Its weights were learned with {name}, whose numbers are others than {name2}'s: open "
                "that one.",
                name=result.model.name,
                name2=model.name,
            )
        )
    return write_own(result, folder)


def is_of(result: TaskResult, model: ModelInfo) -> bool:
    """Whether a result was learned with a model.

    Raises:
        ValueError, OSError: the model's files are gone.
    """
    return result.model.n_layers == model.n_layers and result.model.checksum == checksum_of(model)


def write_own(result: TaskResult, folder: Path) -> LearnedTask:
    """Write a result among the user's own, under a name that is free.

    Raises:
        OSError: it cannot be written.
        ValueError: the disk has too little room.
    """
    folder.mkdir(parents=True, exist_ok=True)
    stem = "".join(letter if letter.isalnum() or letter in "-_" else "_" for letter in result.task) or "task"
    file, n = folder / f"{stem}.json", 1
    while file.exists():
        n += 1
        file = folder / f"{stem}-{n}.json"
    check_space(folder, _LARGEST_RESULT)
    write_result(result, file)
    return _learned(result, file, own=True)


def _learned(result: TaskResult, file: Path, own: bool) -> LearnedTask:
    return LearnedTask(f"{file.parent.name}/{file.stem}", result, str(file), own)
