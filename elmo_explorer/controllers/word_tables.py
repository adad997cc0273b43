"""The layer-0 vectors of the shown model's vocabulary: made once in the background, kept on disk."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from PySide6.QtCore import QObject, Signal

from elmo_explorer.analysis.spelling import WordTypes, unit
from elmo_explorer.array_cache import ArrayCache
from elmo_explorer.controllers.model_controller import LANE, ModelController
from elmo_explorer.controllers.shown_job import ShownJob
from elmo_explorer.session.session import Job, Notice, Session
from elmo_explorer.session.spelling import Encoding, SpellingLab
from elmo_explorer.translation import tr
from elmo_explorer.workers.runner import Runner
from elmo_explorer.workers.task import Task

if TYPE_CHECKING:
    from elmo_explorer.bilm.embedder import BiLM
    from elmo_explorer.bilm.word_types import Floats, TypeEncoder

ANALYSIS = "analysis"
MOST_BYTES = 256 << 20
"""Of the kept files together: five bundled models' at 50,000 words."""
SLICE_S = 0.02
"""A typed sentence waits so long for the model at most, on a machine that is not busy."""
T = TypeVar("T")
log = logging.getLogger("elmo_explorer")


@dataclass(frozen=True, eq=False)
class _Opened:
    """What was found when a model was looked at: its word types, or what has still to make them."""

    types: WordTypes | None
    encoder: TypeEncoder | None


class WordTables(QObject):
    """Makes the word types of the shown model while somebody looks; lane ``"bilm"`` encodes them slice by slice.

    Between two slices everything else that wants the model has its turn. Models without an output vocabulary have none.
    """

    changed = Signal()
    """Other word types than before, or their making began, stopped or ended."""

    def __init__(
        self,
        lab: SpellingLab,
        session: Session,
        runner: Runner,
        models: ModelController,
        cache: ArrayCache,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._lab = lab
        self._session = session
        self._runner = runner
        self._models = models
        self._cache = cache
        self._visible = False
        self._made: dict[str, tuple[BiLM, WordTypes | None]] = {}
        self._encoders: dict[str, TypeEncoder] = {}
        self._stopped: set[str] = set()
        self._task: Task | None = None
        self._task_of = ""
        self._told = False
        self._shown = ShownJob(session, self)
        session.events.model.connect(self._next)
        models.changed.connect(self._on_models)

    @property
    def visible(self) -> bool:
        """Whether the tab is seen; what nobody sees is not encoded, and goes on where it was."""
        return self._visible

    @visible.setter
    def visible(self, visible: bool) -> None:
        self._visible = visible
        self._next()

    @property
    def types(self) -> WordTypes | None:
        """Those of the shown model; None while they are not whole, and where it has no vocabulary."""
        made = self._made.get(self._key)
        return made[1] if made is not None else None

    @property
    def known(self) -> bool:
        """Whether it is clear which word types the shown model has."""
        return self._key in self._made

    @property
    def pending(self) -> bool:
        """Whether word types are on their way."""
        return self._task is not None

    def cancel(self) -> None:
        """Stop encoding the shown model's; what is done stays for ``resume``."""
        if self._task is not None:
            self._stopped.add(self._task_of)
            self._stop()
            self._tell()

    def resume(self) -> None:
        """Go on after ``cancel``."""
        self._stopped.discard(self._key)
        self._next()

    @property
    def _key(self) -> str:
        return self._session.model.key if self._session.model is not None else ""

    def _on_models(self) -> None:
        """Models that were closed or loaded anew take theirs with them."""
        bilm_of = self._models.bilm_of
        self._made = {key: made for key, made in self._made.items() if bilm_of(key) is made[0]}
        self._encoders = {k: encoder for k, encoder in self._encoders.items() if bilm_of(k) is encoder.bilm}
        self._stopped &= set(self._encoders)
        if self._task is not None:
            self._stop()
        self._next()

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self._task, self._task_of = None, ""

    def _next(self, *_: object) -> None:
        """Do what is to be done next for the shown model, if anything is."""
        key, bilm = self._key, self._models.bilm
        if self._task is not None and (key != self._task_of or not self._visible):
            self._stop()
        if (
            self._visible
            and bilm is not None
            and self._task is None
            and key not in self._stopped | set(self._made)
        ):
            if key in self._encoders:
                self._encode(key, self._encoders[key])
            else:
                self._open(key, bilm)
        self._tell()

    def _submit(self, key: str, lane: str, work: Callable[[Task], T], done: Callable[[T], object]) -> None:
        self._task_of = key
        self._task = self._runner.submit(lane, work, done, key="word types", failed=self._on_failed)

    def _open(self, key: str, bilm: BiLM) -> None:
        self._submit(
            key, LANE, lambda _: _opened(bilm, self._cache), lambda found: self._on_opened(key, bilm, found)
        )

    def _on_opened(self, key: str, bilm: BiLM, found: _Opened) -> None:
        self._stop()
        if found.encoder is None:
            self._made[key] = bilm, found.types
        else:
            self._encoders[key] = found.encoder
        self._next()
        self.changed.emit()

    def _encode(self, key: str, encoder: TypeEncoder) -> None:
        if encoder.done:
            self._submit(
                key,
                ANALYSIS,
                lambda _: _finished(encoder),
                lambda types: self._on_finished(key, encoder, types),
            )
        else:
            self._submit(key, LANE, lambda _: encoder.advance(SLICE_S), lambda _: self._on_slice())

    def _on_slice(self) -> None:
        self._stop()
        self._next()

    def _on_finished(self, key: str, encoder: TypeEncoder, types: WordTypes) -> None:
        self._stop()
        self._encoders.pop(key, None)
        self._made[key] = encoder.bilm, types
        self._next()
        self.changed.emit()
        self._keep(encoder.checksum, types.directions)

    def _keep(self, checksum: str, directions: Floats) -> None:
        """On disk; where that fails, the next start has to make them again."""
        self._runner.submit(
            ANALYSIS, lambda _: self._cache.store(checksum, directions), failed=self._on_not_kept
        )

    def _on_not_kept(self, error: Exception) -> None:
        if not isinstance(error, OSError | ValueError):
            self._runner.failed.emit(error)
            return
        log.warning("The word types could not be kept: %s", error)
        if not self._told:
            self._told = True
            self._session.notice = Notice(
                "info",
                tr("The vocabulary's vectors could not be kept on disk"),
                tr(
                    "They are here until the window is closed, and are made again at the next start. {error}",
                    error=error,
                ),
            )

    def _on_failed(self, error: Exception) -> None:
        self._stopped.add(self._task_of)
        self._stop()
        self._tell()
        self._runner.failed.emit(error)

    def _tell(self) -> None:
        """How far it is: in the status bar while it goes on, in the tab until it is done."""
        key = self._key
        encoder = self._encoders.get(key)
        before = self._lab.encoding
        if encoder is None:
            self._shown.end()
            self._lab.encoding = None
        else:
            done, total = encoder.n_done, len(encoder.words)
            self._lab.encoding = Encoding(done, total, key in self._stopped)
            if self._task is not None:
                title = tr("Encoding the vocabulary of {name}", name=encoder.bilm.name)
                self._shown.update(Job("spelling", title, done, total, tr("words")))
            else:
                self._shown.end()
        if (before is None) != (self._lab.encoding is None):
            self.changed.emit()


def _opened(bilm: BiLM, cache: ArrayCache) -> _Opened:
    """From the disk, or what is to make them."""
    from elmo_explorer.bilm.word_types import TypeEncoder, types_checksum, vocabulary_types

    words = vocabulary_types(bilm)
    if not words:
        return _Opened(None, None)
    checksum = types_checksum(bilm, words)
    kept = cache.load(checksum)
    if (
        kept is not None
        and kept.shape == (len(words), bilm.options.projection_dim)
        and kept.dtype == np.float32
    ):
        return _Opened(WordTypes.of(words, kept, True), None)
    return _Opened(None, TypeEncoder(bilm, words, checksum))


def _finished(encoder: TypeEncoder) -> WordTypes:
    directions = unit(encoder.vectors)
    directions.flags.writeable = False
    return WordTypes.of(encoder.words, directions, True)
