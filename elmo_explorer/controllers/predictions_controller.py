"""What the language models expect in the sentence that is in view."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject

from elmo_explorer.controllers.model_controller import LANE, ModelController
from elmo_explorer.controllers.while_seen import WhileSeen
from elmo_explorer.controllers.word_askers import WordAskers
from elmo_explorer.session.predictions import Expectation, LikelyWord, Place, Predictions
from elmo_explorer.session.sentence_in_view import sentence_in_view
from elmo_explorer.session.session import Sentence, Session
from elmo_explorer.workers.runner import Runner
from elmo_explorer.workers.task import Task

if TYPE_CHECKING:
    from elmo_explorer.bilm.embedder import BiLM
    from elmo_explorer.bilm.next_words import Expected, NextWords

N_WORDS = 5
"""Words that are told for each place."""
BEGINNING, END, UNKNOWN = "<BOS>", "<EOS>", "<UNK>"
"""What the boundaries and words outside the vocabulary are called."""

_Asked = tuple["BiLM", int, tuple[str, ...], bool]


class PredictionsController(WhileSeen):
    """Keeps ``session.predictions`` true while somebody looks; asks the model that reads the sentence."""

    def __init__(
        self,
        session: Session,
        runner: Runner,
        models: ModelController,
        askers: WordAskers,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(session, runner, parent)
        self._askers = askers
        self._asked: _Asked | None = None
        self._soon.timeout.connect(self._start)
        events = session.events
        for field in (
            events.sentences,
            events.selection,
            events.hovered,
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
        sentence = sentence_in_view(session)
        key = session.reader_key(sentence) if sentence is not None else ""
        bilm = self._askers.bilm_of(key)
        if sentence is None or bilm is None:
            self._stop()
            self._asked = None
            session.predictions = None
            return
        asked: _Asked = (bilm, sentence.id, sentence.tokens, sentence.spaced)
        if self._asked is not None and asked[0] is self._asked[0] and asked[1:] == self._asked[1:]:
            return
        self._stop()
        self._asked = asked
        self._task = self._runner.submit(
            LANE,
            lambda task: predictions(self._askers.of(key, bilm), bilm.name, sentence, task),
            self._on_found,
            key="predictions",
            failed=self._on_failed,
        )

    def _on_found(self, found: Predictions) -> None:
        self._task = None
        self._session.predictions = found


def predictions(
    asker: NextWords, model: str, sentence: Sentence, task: Task, n_words: int = N_WORDS
) -> Predictions:
    """Everything that is expected in one sentence, the ``n_words`` likeliest words at every place."""
    found = asker.expect(sentence.tokens, n_words, task.check)
    known = [True, *found.known.tolist(), True]
    forward = [None, *_expectations(asker, found.forward, known[1:])]
    backward = [*_expectations(asker, found.backward, known[:-1]), None]
    both = [None, *_expectations(asker, found.both, known[1:-1]), None]
    words = (BEGINNING, *sentence.tokens, END)
    places = tuple(map(Place, words, known, forward, backward, both))
    return Predictions(sentence.id, sentence.tokens, model, places, _own_words(sentence))


def _expectations(asker: NextWords, expected: Expected, known: list[bool]) -> list[Expectation]:
    vocabulary = asker.vocabulary
    marks = {vocabulary.begin: BEGINNING, vocabulary.end: END, vocabulary.unknown: UNKNOWN}
    return [
        Expectation(
            tuple(
                LikelyWord(marks.get(word, vocabulary.words[word]), probability, word in marks)
                for word, probability in zip(words, probabilities, strict=True)
            ),
            true if is_known else math.nan,
            rank if is_known else 0,
        )
        for words, probabilities, true, rank, is_known in zip(
            expected.words.tolist(),
            expected.probabilities.astype(np.float64).tolist(),
            expected.true.astype(np.float64).tolist(),
            expected.ranks.tolist(),
            known,
            strict=True,
        )
    ]


def _own_words(sentence: Sentence) -> tuple[str, ...]:
    """The Chinese models learned from rjieba's words; nothing where the sentence has just these."""
    if not sentence.spaced:
        return ()
    from elmo_explorer.text.tokens import words

    own = tuple(words("".join(sentence.text.split()), sentence.language))
    return () if own == sentence.tokens else own
