"""The biLMs that make the vectors: loaded in a thread of their own while those that are open stay usable."""

from __future__ import annotations

import logging
import traceback
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from elmo_explorer.checksum import sha256
from elmo_explorer.controllers.shown_job import ShownJob
from elmo_explorer.paths import model_folder
from elmo_explorer.session.session import Job, ModelInfo, Notice, Session
from elmo_explorer.session.shown_model import close_model, open_model, replace_info
from elmo_explorer.tasks.results import model_checksum
from elmo_explorer.translation import mark, tr
from elmo_explorer.workers.runner import Runner
from elmo_explorer.workers.task import Progress, Task

if TYPE_CHECKING:
    from elmo_explorer.bilm.embedder import BiLM

LANE = "bilm"
"""The one thread that touches the model and the device."""
_STEPS = (
    mark("Load libraries"),
    mark("Read the options"),
    mark("Character CNN and highway layers"),
    mark("Bidirectional LSTM layers"),
    mark("Warm up on one sentence"),
)
MOST_OPEN = 3
"""Models that are open at once: one for each of two languages, and one more to compare with."""
_MB = 1e6
log = logging.getLogger("elmo_explorer")

Stamp = tuple[tuple[str, int, int], ...]
"""Name, time of change and size of a model's files: another stamp, another model."""
Opener = Callable[[Task], "LoadedModel"]


@dataclass(frozen=True, eq=False)
class LoadedModel:
    """A biLM and what the window says of it."""

    bilm: BiLM
    info: ModelInfo
    stamp: Stamp
    reopen: Callable[[str, str], Opener]
    """Device and precision -> what loads the same files again."""


@dataclass(frozen=True, eq=False)
class _Request:
    """A model to be loaded."""

    name: str
    open_model: Opener
    beside: str | Path | None = None
    """What is loaded where it comes beside the model in use."""
    show: bool = True
    done: Callable[[], object] | None = None
    failed: Callable[[str], object] | None = None
    """Gets the error as one sentence; without it a notice tells."""


class ModelController(QObject):
    """Loads models and owns those that are open; the session says which of them is shown."""

    changed = Signal()
    """A model was loaded or closed: vectors of models that are not open any more count no more."""

    def __init__(self, session: Session, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._runner = runner
        self.precision = "fp32"
        """What the products of models are made in that are loaded from now on, ``"fp32"`` or ``"bf16"``."""
        self._open: dict[str, LoadedModel] = {}
        self._request: _Request | None = None
        self._task: Task | None = None
        self._waiting: deque[_Request] = deque()
        self._shown = ShownJob(session, self)

    @property
    def bilm(self) -> BiLM | None:
        """The biLM of the shown model; only lane ``"bilm"`` may call it."""
        model = self._session.model
        return self.bilm_of(model.key) if model is not None else None

    def bilm_of(self, key: str) -> BiLM | None:
        """The biLM of an open model; None where there is none with this key."""
        loaded = self._open.get(key)
        return loaded.bilm if loaded is not None else None

    @property
    def loading(self) -> bool:
        """Whether a model is on its way."""
        return self._task is not None

    def load(
        self, source: str | Path, device: str = "auto", done: Callable[[], object] | None = None
    ) -> None:
        """Show a bundled model by name, or a model folder; it is loaded where it is not open. The newest wish wins.

        Args:
            source: the name or the folder.
            device: where it is to run.
            done: called when it is shown.
        """
        self.cancel()
        if not self._take_open(source):
            self._start(_Request(_name(source), _folder_opener(source, device, self.precision), done=done))
        elif done is not None:
            done()

    def load_published(self, options: str | Path, weights: str | Path, device: str = "auto") -> None:
        """Load a published pair, ``options.json`` and ``weights.hdf5``, and show it."""
        self.cancel()
        self._start(
            _Request(Path(weights).name, _pair_opener(Path(options), Path(weights), device, self.precision))
        )

    def load_beside(
        self,
        source: str | Path,
        device: str = "auto",
        show: bool = True,
        done: Callable[[], object] | None = None,
        failed: Callable[[str], object] | None = None,
    ) -> None:
        """Load a model in the background, after those that are on their way.

        Args:
            source: a bundled name or a model folder.
            device: where it is to run.
            show: its picture is shown when it is there.
            done: called when it is there.
            failed: gets the reason in one sentence, where it cannot be loaded; without it a notice tells.
        """
        opener = _folder_opener(source, device, self.precision)
        self._waiting.append(_Request(_name(source), opener, source, show, done, failed))
        self._next()

    def reload(self, device: str, precision: str, failed: Callable[[str], object]) -> None:
        """Load the open models again; each stays as it is until then.

        Args:
            device: where they are to run.
            precision: ``"fp32"`` or ``"bf16"``.
            failed: gets the reason in one sentence, where one cannot run so; it stays as it was.
        """
        self.cancel()
        shown = self._session.model
        self._waiting.extend(
            _Request(
                loaded.info.name,
                loaded.reopen(device, precision),
                show=shown is not None and key == shown.key,
                failed=failed,
            )
            for key, loaded in self._open.items()
        )
        self._next()

    def show(self, key: str) -> None:
        """Show an open model, and let it read the languages it knows."""
        loaded = self._open.get(key)
        if loaded is not None:
            open_model(self._session, loaded.info)

    def close_model(self, key: str) -> None:
        """Unload a model; the last one stays."""
        if key in self._open and len(self._open) > 1:
            close_model(self._session, key)
            del self._open[key]
            self.changed.emit()

    def cancel(self) -> None:
        """Give up loading; the models that were open stay."""
        self._waiting.clear()
        if self._task is not None:
            self._task.cancel()
            self._ended()

    def move(self, key: str, device: str, done: Callable[[], object]) -> None:
        """Move an open biLM to another device, then call ``done``."""
        loaded = self._open.get(key)
        if loaded is None:
            return

        def moved(name: str) -> None:
            if self._open.get(key) is loaded:
                info = replace(loaded.info, device=name)
                self._open[key] = replace(loaded, info=info)
                replace_info(self._session, info)
            done()

        self._runner.submit(LANE, lambda _: loaded.bilm.to(device).device_name, moved)

    def _take_open(self, source: str | Path, show: bool = True) -> bool:
        """Make use of the model where it is open and its files are still the same."""
        try:
            folder = model_folder(source)
            loaded = self._open.get(model_key(folder))
            if loaded is None or loaded.stamp != _stamp(folder):
                return False
        except (ValueError, OSError):
            return False
        open_model(self._session, loaded.info, show=show)
        return True

    def _start(self, request: _Request) -> None:
        self._request = request
        self._shown.update(self._job(Progress(0, 0, _STEPS[0])))
        self._task = self._runner.submit(
            LANE,
            request.open_model,
            self._on_loaded,
            key="model",
            failed=self._on_failed,
            progress=self._on_progress,
        )

    def _ended(self) -> None:
        self._request = self._task = None
        self._shown.end()

    def _next(self) -> None:
        while self._waiting and not self.loading:
            request = self._waiting.popleft()
            if request.beside is None or not self._take_open(request.beside, request.show):
                self._start(request)
            elif request.done is not None:
                request.done()

    def _on_progress(self, news: Progress) -> None:
        self._shown.update(self._job(news))

    def _job(self, news: Progress) -> Job:
        assert self._request is not None
        at = _STEPS.index(news.text)
        steps = tuple((tr(name), k < at) for k, name in enumerate(_STEPS))
        done, total = round(news.done / _MB), max(round(news.total / _MB), 1 if news.total else 0)
        title, unit = tr("Loading {name}", name=self._request.name), "MB" if total else ""
        return Job("model", title, done, total, unit, steps=steps, beside=self._request.beside is not None)

    def _on_loaded(self, loaded: LoadedModel) -> None:
        session, request, info = self._session, self._request, loaded.info
        self._ended()
        self._open[info.key] = loaded
        if session.notice is not None and session.notice.kind == "model_error":
            session.notice = None
        open_model(session, info, fresh=True, show=request is None or request.show)
        while len(self._open) > MOST_OPEN:
            self._close_one()
        self.changed.emit()
        if request is not None and request.done is not None:
            request.done()
        self._next()

    def _close_one(self) -> None:
        """Make room: of the models that read nothing, or else of all, the one that was shown longest ago."""
        session = self._session
        others = [
            model.key for model in session.models if session.model is None or model.key != session.model.key
        ]
        idle = [key for key in others if key not in session.readers.values()]
        key = (idle or others)[0]
        close_model(session, key)
        del self._open[key]

    def _on_failed(self, error: Exception) -> None:
        request = self._request
        assert request is not None
        self._ended()
        expected = isinstance(error, (ValueError, OSError))
        if not expected:
            log.error("Loading %s failed", request.name, exc_info=error)
        text = str(error).strip() or type(error).__name__
        if request.failed is not None:
            request.failed(text)
        else:
            shapes = getattr(error, "details", "")  # of a ModelFileError: the tensor, expected and found
            details = shapes if expected else "".join(traceback.format_exception_only(error)).strip()
            kept = self._session.model
            after = tr(" {name} stays open.", name=kept.name) if kept is not None else ""
            title = tr("{name} could not be loaded.{after}", name=request.name, after=after)
            self._session.notice = Notice("model_error", title, text, details)
        self._next()


def _name(source: str | Path) -> str:
    return Path(source).name or str(source)


def model_key(path: Path) -> str:
    """The key that a model folder, or a weights file, has once it is open."""
    return str(path.resolve())


def _stamp(folder: Path) -> Stamp:
    """Of the files in a model folder, or of one file.

    Raises:
        OSError: the folder cannot be read.
    """
    files = sorted(folder.iterdir()) if folder.is_dir() else [folder]
    facts = [(file.name, file.stat()) for file in files if file.is_file()]
    return tuple((name, stat.st_mtime_ns, stat.st_size) for name, stat in facts)


def _folder_opener(source: str | Path, device: str, precision: str) -> Opener:
    def open_folder(task: Task) -> LoadedModel:
        task.progress(0, 0, _STEPS[0])
        from elmo_explorer import BiLM  # torch: it takes a second or more

        folder = model_folder(source)
        stamp = _stamp(folder)
        bilm = BiLM.load(folder, device=device, precision=precision, report=_reporter(task))
        return _warm(bilm, model_key(folder), stamp, partial(_folder_opener, folder), task)

    return open_folder


def _pair_opener(options: Path, weights: Path, device: str, precision: str) -> Opener:
    def open_pair(task: Task) -> LoadedModel:
        task.progress(0, 0, _STEPS[0])
        from elmo_explorer import BiLM

        stamp = _stamp(options) + _stamp(weights) if options.is_file() and weights.is_file() else ()
        bilm = BiLM.load(
            options=options, weights=weights, device=device, precision=precision, report=_reporter(task)
        )
        return _warm(bilm, model_key(weights), stamp, partial(_pair_opener, options, weights), task)

    return open_pair


def _reporter(task: Task) -> Callable[[str, int, int], None]:
    """Tells the task which of the steps reads what."""
    from elmo_explorer.bilm.embedder import load_step

    return lambda name, done, total: task.progress(done, total, _STEPS[1 + load_step(name)])


def _warm(
    bilm: BiLM, source: str, stamp: Stamp, reopen: Callable[[str, str], Opener], task: Task
) -> LoadedModel:
    """The first sentence through a network is slow; it is paid here, where progress is shown."""
    task.progress(1, 1, _STEPS[-1])
    bilm.embed([["The", "first", "sentence", "."]])
    task.check()
    path = Path(source)
    info = ModelInfo(
        bilm.name,
        tuple(bilm.languages),
        bilm.n_layers,
        bilm.dim,
        bilm.device_name,
        bilm.output_layer is not None,
        source,
        sha256(path) if path.is_file() else model_checksum(path),
    )
    return LoadedModel(bilm, info, stamp, reopen)
