"""What the LSTMs' gates do in the sentence of the token in view."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from elmo_explorer.analysis.ranked_samples import ranked_samples
from elmo_explorer.controllers.model_controller import LANE, ModelController
from elmo_explorer.controllers.while_seen import WhileSeen
from elmo_explorer.session.gates import GATE_KINDS, SentenceGates
from elmo_explorer.session.session import Sentence, Session
from elmo_explorer.session.token_in_view import token_in_view
from elmo_explorer.workers.runner import Runner
from elmo_explorer.workers.task import Task

if TYPE_CHECKING:
    from elmo_explorer.bilm.embedder import BiLM

N_SAMPLES = 16
"""Cells that are shown of each place."""


class GatesController(WhileSeen):
    """Keeps ``session.gates`` true while somebody looks; the sentence is read anew in the biLM's lane."""

    def __init__(
        self, session: Session, runner: Runner, models: ModelController, parent: QObject | None = None
    ) -> None:
        super().__init__(session, runner, parent)
        self._models = models
        self._asked: tuple[BiLM, int, tuple[str, ...]] | None = None
        self._soon.timeout.connect(self._start)
        events = session.events
        for field in (
            events.sentences,
            events.selection,
            events.occurrences,
            events.readers,
            events.model,
        ):
            field.connect(self._want)
        models.changed.connect(self._on_models)

    def _on_models(self) -> None:
        if not self._visible:
            self._asked = None  # its biLM may be closed, and is large
        self._want()

    def _start(self) -> None:
        session = self._session
        token = token_in_view(session)
        sentence = _sentence(session, token.sentence_id) if token is not None else None
        key = session.reader_key(sentence) if sentence is not None else ""
        bilm = self._models.bilm_of(key)
        if sentence is None or bilm is None:
            self._stop()
            self._asked = None
            session.gates = None
            return
        asked = (bilm, sentence.id, sentence.tokens)
        if self._asked is not None and asked[0] is self._asked[0] and asked[1:] == self._asked[1:]:
            return
        self._stop()
        self._asked = asked
        self._task = self._runner.submit(
            LANE,
            lambda task: sentence_gates(bilm, key, sentence, task),
            self._on_found,
            key="gates",
            failed=self._on_failed,
        )

    def _on_found(self, found: SentenceGates) -> None:
        self._task = None
        self._session.gates = found

    def _on_failed(self, error: Exception) -> None:
        self._asked = None
        self._session.gates = None
        super()._on_failed(error)


def sentence_gates(bilm: BiLM, model: str, sentence: Sentence, task: Task) -> SentenceGates:
    """Read a sentence and gather what the gates did.

    Raises:
        Cancelled: between its steps, when they are no longer wanted.
    """
    trace = bilm.trace(sentence.tokens)
    values = {kind: getattr(trace, kind) for kind in GATE_KINDS}
    samples = {}
    for kind, numbers in values.items():
        task.check()
        samples[kind] = ranked_samples(numbers, N_SAMPLES)
    return SentenceGates(
        sentence.id, sentence.tokens, model, MappingProxyType(values), MappingProxyType(samples)
    )


def _sentence(session: Session, sentence_id: int) -> Sentence | None:
    try:
        return session.sentence(sentence_id)
    except KeyError:  # it went a moment ago
        return None
