"""Which biLM makes the vectors: loads it in its own thread while the old one stays usable."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from elmo_explorer.controllers.shown_job import ShownJob
from elmo_explorer.session.session import Job, Mix, ModelInfo, Notice, Session
from elmo_explorer.workers.runner import Runner
from elmo_explorer.workers.task import Progress, Task

if TYPE_CHECKING:
    from elmo_explorer.bilm.embedder import BiLM

LANE = "bilm"
"""The one thread that touches the model and the device."""
_STEPS = (
    "Load libraries",
    "Read the options",
    "Character CNN and highway layers",
    "Bidirectional LSTM layers",
    "Warm up on one sentence",
)
_MB = 1e6
log = logging.getLogger("elmo_explorer")


@dataclass(frozen=True, eq=False)
class LoadedModel:
    """A biLM and what the window says of it."""

    bilm: BiLM
    info: ModelInfo


class ModelController(QObject):
    """Loads models and owns the one that is open."""

    changed = Signal()
    """Another biLM is open: every vector has to be made anew."""

    def __init__(self, session: Session, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._runner = runner
        self._bilm: BiLM | None = None
        self._task: Task | None = None
        self._name = ""
        self._shown = ShownJob(session, self)

    @property
    def bilm(self) -> BiLM | None:
        """The open biLM; only lane ``"bilm"`` may call it."""
        return self._bilm

    @property
    def loading(self) -> bool:
        """Whether a model is on its way."""
        return self._task is not None

    def load(self, source: str | Path, device: str = "auto") -> None:
        """Load a bundled model by name, or a model folder."""

        def open_model(task: Task) -> LoadedModel:
            task.progress(0, 0, _STEPS[0])
            from elmo_explorer import BiLM  # torch: it takes a second or more

            bilm = BiLM.load(source, device=device, report=_reporter(task))
            return _warm(bilm, task)

        self._start(Path(source).name or str(source), open_model)

    def load_published(self, options: str | Path, weights: str | Path, device: str = "auto") -> None:
        """Load a published pair, ``options.json`` and ``weights.hdf5``."""

        def open_model(task: Task) -> LoadedModel:
            task.progress(0, 0, _STEPS[0])
            from elmo_explorer import BiLM

            bilm = BiLM.load(options=options, weights=weights, device=device, report=_reporter(task))
            return _warm(bilm, task)

        self._start(Path(weights).name, open_model)

    def cancel(self) -> None:
        """Give up loading; the model that was open stays."""
        if self._task is not None:
            self._task.cancel()
            self._ended()

    def move(self, device: str, done: Callable[[], object]) -> None:
        """Move the open biLM to another device, then call ``done``."""
        bilm = self._bilm
        if bilm is None:
            return

        def moved(name: str) -> None:
            if self._session.model is not None and bilm is self._bilm:
                self._session.model = replace(self._session.model, device=name)
            done()

        self._runner.submit(LANE, lambda _: bilm.to(device).device_name, moved)

    def _start(self, name: str, open_model: Callable[[Task], LoadedModel]) -> None:
        self.cancel()
        self._name = name
        self._shown.update(self._job(Progress(0, 0, _STEPS[0])))
        self._task = self._runner.submit(
            LANE, open_model, self._on_loaded, key="model", failed=self._on_failed, progress=self._on_progress
        )

    def _ended(self) -> None:
        self._task = None
        self._shown.end()

    def _on_progress(self, news: Progress) -> None:
        self._shown.update(self._job(news))

    def _job(self, news: Progress) -> Job:
        at = _STEPS.index(news.text)
        steps = tuple((name, k < at) for k, name in enumerate(_STEPS))
        done, total = round(news.done / _MB), max(round(news.total / _MB), 1 if news.total else 0)
        return Job("model", f"Loading {self._name}", done, total, "MB" if total else "", steps=steps)

    def _on_loaded(self, loaded: LoadedModel) -> None:
        self._ended()
        session, info = self._session, loaded.info
        self._bilm = loaded.bilm
        # Nobody may weigh the new model's layers with the old one's weights: the old vectors go first.
        session.states = MappingProxyType({})
        if len(session.mix.weights) != info.n_layers:
            session.mix = Mix.average(info.n_layers)
        if session.view.layer is not None and session.view.layer >= info.n_layers:
            session.view = replace(session.view, layer=None)
        if session.notice is not None and session.notice.kind == "model_error":
            session.notice = None
        session.model = info
        self.changed.emit()

    def _on_failed(self, error: Exception) -> None:
        self._ended()
        expected = isinstance(error, (ValueError, OSError))
        if not expected:
            log.error("Loading %s failed", self._name, exc_info=error)
        text = str(error).strip() or type(error).__name__
        shapes = getattr(error, "details", "")  # of a ModelFileError: the tensor, expected and found
        details = shapes if expected else "".join(traceback.format_exception_only(error)).strip()
        kept = self._session.model
        after = f" {kept.name} stays open." if kept is not None else ""
        self._session.notice = Notice(
            "model_error", f"{self._name} could not be loaded.{after}", text, details
        )


def _reporter(task: Task) -> Callable[[str, int, int], None]:
    """Tells the task which of the steps reads what."""
    from elmo_explorer.bilm.embedder import load_step

    return lambda name, done, total: task.progress(done, total, _STEPS[1 + load_step(name)])


def _warm(bilm: BiLM, task: Task) -> LoadedModel:
    """The first sentence through a network is slow; it is paid here, where progress is shown."""
    task.progress(1, 1, _STEPS[-1])
    bilm.embed([["The", "first", "sentence", "."]])
    task.check()
    info = ModelInfo(
        bilm.name,
        tuple(bilm.languages),
        bilm.n_layers,
        bilm.dim,
        bilm.device_name,
        bilm.output_layer is not None,
    )
    return LoadedModel(bilm, info)
