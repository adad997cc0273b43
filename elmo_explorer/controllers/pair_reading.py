"""Read two sentences that differ in a word, side by side: a plain function of its request."""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from elmo_explorer.analysis.state_distance import half_distances
from elmo_explorer.controllers.predictions_controller import BEGINNING, END, UNKNOWN, predictions
from elmo_explorer.session.minimal_pair import (
    DIRECTIONS,
    MinimalPair,
    MovedWord,
    OneWordApart,
    PredictionShift,
    SideBySide,
)
from elmo_explorer.session.session import Floats, Sentence
from elmo_explorer.text.alignment import AlignedWords, aligned, n_shared
from elmo_explorer.translation import tr
from elmo_explorer.workers.task import Task

if TYPE_CHECKING:
    from elmo_explorer.bilm.embedder import BiLM
    from elmo_explorer.bilm.next_words import NextWords

MOST_OTHERS = 50
"""Sentences that are offered as the second one."""
N_SUGGESTED = 12
"""Words asked for at every place; the word that stands there and marks are among them."""
_BETWEEN_CHECKS = 4096


@dataclass(frozen=True, eq=False)
class PairRequest:
    """Everything that a pair depends on."""

    a: Sentence
    b: Sentence | None
    """What was asked for; None takes what is found."""
    sentences: tuple[Sentence, ...]
    """All that are loaded, of all models."""
    reader_of: Mapping[str, str]
    """Language -> key of the model that reads it."""
    names: Mapping[str, str]
    """Key of a model -> its name."""

    @property
    def model(self) -> str:
        """Key of the model that reads the sentence in view."""
        return self.reader_of[self.a.language]


def read_pair(
    request: PairRequest,
    bilm: BiLM,
    make_asker: Callable[[], NextWords] | None,
    before: MinimalPair | None,
    task: Task,
) -> MinimalPair:
    """The sentence in view, what it may be compared with, and how far both are apart.

    Args:
        request: what is asked for.
        bilm: of the request's model.
        make_asker: gives its full softmax; None for a model without an output layer.
        before: what this biLM answered last; what is still true of it is taken over.
        task: stops it.

    Raises:
        Cancelled: between its steps, when it is no longer wanted.
    """
    a, model = request.a, request.model
    languages = {language for language, key in request.reader_of.items() if key == model}
    others = list(one_word_apart(a, request.sentences, languages, task.check))
    found = request.b is None and bool(others)
    b = request.b
    if found:
        b = next(sentence for sentence in request.sentences if sentence.id == others[0].sentence_id)
    expected = None if before is None or before.a != a else before.expected
    if expected is None and make_asker is not None:
        expected = predictions(make_asker(), bilm.name, a, task, N_SUGGESTED)
    whole = MinimalPair(
        a, model, bilm.name, tuple(others[:MOST_OTHERS]), len(others), b, found, expected=expected
    )
    if b is None:
        return whole
    reader = request.reader_of[b.language]
    if reader != model:
        fault = tr(
            "“{said}” is read by the model “{name}”, “{said2}” by “{name2}”: vectors of two "
            "models cannot be compared.",
            said=a.text,
            name=request.names[model],
            said2=b.text,
            name2=request.names[reader],
        )
        return replace(whole, fault=fault)
    if not a.tokens or not b.tokens:
        return replace(whole, fault="A sentence without a word cannot be compared.")
    if before is not None and before.read is not None:
        read = before.read
        if (read.a, read.b) == (a.tokens, b.tokens):
            return replace(whole, read=read)
    return replace(whole, read=_read(a, b, bilm, make_asker, task))


def one_word_apart(
    a: Sentence, sentences: tuple[Sentence, ...], languages: Collection[str], check: Callable[[], object]
) -> Iterator[OneWordApart]:
    """The visible sentences that differ from one in just one word, each such word once, in the order of the list.

    Args:
        a: the one.
        sentences: where to look.
        languages: which of them are looked at.
        check: called now and then; may raise to stop.
    """
    n, seen = len(a.tokens), set()
    for number, sentence in enumerate(sentences):
        if number % _BETWEEN_CHECKS == 0:
            check()
        tokens = sentence.tokens
        if len(tokens) != n or sentence.hidden or sentence.language not in languages:
            continue
        if sum(map(operator.ne, a.tokens, tokens)) != 1:
            continue
        k = n_shared(a.tokens, tokens)
        if (k, tokens[k]) not in seen:
            seen.add((k, tokens[k]))
            yield OneWordApart(sentence.id, k, tokens[k])


def _read(
    a: Sentence, b: Sentence, bilm: BiLM, make_asker: Callable[[], NextWords] | None, task: Task
) -> SideBySide:
    # One after the other: the second takes over what both share, so that equal states are so to the last bit.
    states_a, states_b = bilm.embed([a.tokens])[0], bilm.embed([b.tokens])[0]
    task.check()
    columns = aligned(a.tokens, b.tokens)
    read = SideBySide(a.tokens, b.tokens, columns, states_a, states_b, _apart(columns, states_a, states_b))
    if make_asker is None:
        return read
    asker = make_asker()
    expected = predictions(asker, bilm.name, b, task)
    return replace(read, expected=expected, shifts=_shifts(asker, read, task))


def _apart(columns: tuple[AlignedWords, ...], a: Floats, b: Floats) -> NDArray[np.float64]:
    """Of columns with two words, NaN for the others, (2, n_layers, n_columns)."""
    both = [k for k, column in enumerate(columns) if column.a is not None and column.b is not None]
    found = np.full((2, len(a), len(columns)), np.nan)
    rows = [(columns[k].a or 0, columns[k].b or 0) for k in both]
    found[..., both] = half_distances(a, b, [i for i, _ in rows], [j for _, j in rows])
    found.flags.writeable = False
    return found


def _shifts(asker: NextWords, read: SideBySide, task: Task) -> tuple[PredictionShift, ...]:
    """At the places where something can have changed: behind the first difference, and before the last."""
    from elmo_explorer.bilm.prediction_shift import prediction_shifts

    changed = read.changed
    if not changed:
        return ()
    places = {-1: (0, 0)}
    for k, column in enumerate(read.columns):
        if column.a is not None and column.b is not None:
            places[k] = (column.a + 1, column.b + 1)
    places[len(read.columns)] = (len(read.a) + 1, len(read.b) + 1)
    asked = [k for k in places if k > changed[0]], [k for k in places if k < changed[-1]]
    forward, backward = ([places[k] for k in of] for of in asked)
    found = prediction_shifts(asker, read.a, read.b, forward, backward, check=task.check)
    vocabulary = asker.vocabulary
    marks = {vocabulary.begin: BEGINNING, vocabulary.end: END, vocabulary.unknown: UNKNOWN}
    shifts = [
        PredictionShift(
            direction,
            k,
            float(of.moved[row]),
            tuple(
                MovedWord(marks.get(word, vocabulary.words[word]), p, q, word in marks)
                for word, p, q in zip(
                    of.words[row].tolist(), of.before[row].tolist(), of.after[row].tolist(), strict=True
                )
            ),
        )
        for direction, of, at in zip(DIRECTIONS, found, asked, strict=True)
        for row, k in enumerate(at)
    ]
    return tuple(sorted(shifts, key=lambda shift: -shift.moved))
