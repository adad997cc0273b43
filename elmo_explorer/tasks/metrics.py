"""How right predictions are, from 0 to 1, and what the most frequent label would reach."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from operator import itemgetter

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from elmo_explorer.tasks.config import TaskConfig
from elmo_explorer.tasks.datasets import Numbers, Part, TaskData
from elmo_explorer.translation import mark

MOST_ANSWER_WORDS = 15
"""An answer is not longer, as in DrQA."""
METRICS = {"entities": mark("entity F1"), "questions": mark("answer F1")}
"""By kind; all others are scored by accuracy."""

Score = Callable[[Numbers], float]
"""Predictions of the dev split, (N,) or (N, 2) -> the metric."""


def metric_of(kind: str) -> str:
    """The name of a kind's metric."""
    return METRICS.get(kind, "accuracy")


def score_for(task: TaskConfig, data: TaskData) -> Score:
    """The metric of a task's dev split."""
    if task.kind == "entities":
        gold = entities(_tags(data.dev.labels, data), data.dev.sentences)
        return lambda found: entity_f1(gold, entities(_tags(found, data), data.dev.sentences))
    if task.kind == "questions":
        return lambda found: answer_f1(data.dev.answers, found)
    return lambda found: accuracy(data.dev.labels, found)


def majority(task: TaskConfig, data: TaskData) -> float:
    """What the training split's most frequent label reaches on dev; of senses the word's most frequent one."""
    score = score_for(task, data)
    n = len(data.dev.labels)
    if task.kind == "questions":
        spans, counts = np.unique(data.train.labels, axis=0, return_counts=True)
        return score(np.repeat(spans[counts.argmax()][None], n, axis=0))
    return score(_commonest(data.train, data)[data.dev.words])


def accuracy(gold: Numbers, found: Numbers) -> float:
    """Share of the same labels; a label that training has not seen is never right."""
    return float((gold == found).mean())


Entity = tuple[int, str, int, int]
"""Sentence, type, first and last token."""


def entities(tags: Sequence[str], sentences: Numbers) -> set[Entity]:
    """The entities of BIO tags, an I without its B beginning one as well, as CoNLL's own script counts them.

    Args:
        tags: (N,).
        sentences: (N,) which sentence each token is in, rising.
    """
    # spaCy is here anyway and kept up: seqeval has had no release since 2020, nervaluate brings pandas.
    from spacy.training import iob_to_biluo, tags_to_entities

    found: set[Entity] = set()
    for sentence, rows in groupby(zip(sentences.tolist(), tags, strict=True), key=itemgetter(0)):
        own = [tag for _, tag in rows]
        if any(tag != "O" for tag in own):
            found |= {
                (sentence, label, start, end) for label, start, end in tags_to_entities(iob_to_biluo(own))
            }
    return found


def entity_f1(gold: set[Entity], found: set[Entity]) -> float:
    """Harmonic mean of precision and recall of whole entities; 0 where nothing is right."""
    from spacy.scorer import PRFScore

    score = PRFScore()
    score.score_set(found, gold)
    return float(score.fscore) if gold & found else 0.0


def answer_f1(answers: Sequence[Sequence[tuple[int, int]]], found: Numbers) -> float:
    """Mean over questions of the best F1 between the words of an answer and those found, by their places.

    Args:
        answers: of each question all right ones, start and stop.
        found: (N, 2) first and last word.
    """
    scores = []
    for right, (first, last) in zip(answers, found.tolist(), strict=True):
        best = 0.0
        for start, stop in right:
            common = min(stop, last + 1) - max(start, first)
            if common > 0:
                best = max(best, 2 * common / ((stop - start) + (last + 1 - first)))
        scores.append(best)
    return float(np.mean(scores))


def predictions(logits: Tensor) -> Tensor:
    """The likeliest label, (..., K) -> (...)."""
    return logits.argmax(dim=-1)


def answer_predictions(logits: Tensor) -> Tensor:
    """The likeliest first and last word with an answer between them that is not too long, (..., 2, T) -> (..., 2)."""
    scores = logits.log_softmax(dim=-1)
    n = logits.shape[-1]
    pairs = scores[..., 0, :, None] + scores[..., 1, None, :]
    ones = torch.ones(n, n, dtype=torch.bool)
    inside = ones.triu() & ones.tril(MOST_ANSWER_WORDS - 1)
    best = pairs.masked_fill(~inside, -torch.inf).flatten(-2).argmax(dim=-1)
    return torch.stack([best // n, best % n], dim=-1)


def _tags(numbers: Numbers, data: TaskData) -> list[str]:
    names = [*data.labels, "O"]  # UNSEEN, -1, is the last
    if (numbers < 0).any():
        names[-1] = "B-(unseen)"
    return [names[k] for k in numbers.tolist()]


def _commonest(train: Part, data: TaskData) -> NDArray[np.int64]:
    """For each row of ``allowed`` its most frequent label in training."""
    overall = np.bincount(train.labels, minlength=len(data.labels))
    return np.array(
        [
            (np.bincount(train.labels[train.words == row], minlength=len(data.labels)) * allowed).argmax()
            if (train.words == row).any()
            else overall.argmax()
            for row, allowed in enumerate(data.allowed)
        ],
        dtype=np.int64,
    )
