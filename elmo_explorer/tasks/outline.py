"""A task's data before anything is learned from it: its first examples, its labels, its sizes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from elmo_explorer.tasks.config import TaskConfig
from elmo_explorer.tasks.datasets import Part, TaskData, read_data
from elmo_explorer.tasks.results import Split

FIRST = 5
"""Examples that are shown."""


@dataclass(frozen=True)
class ShownWord:
    """A word of an example."""

    text: str
    label: str = ""
    """Its own; "" where words have none."""
    marked: bool = False
    """Whether it is what the example is about."""


@dataclass(frozen=True)
class ShownExample:
    """An example as it is understood."""

    sentences: tuple[tuple[ShownWord, ...], ...]
    label: str = ""
    """Of the whole; "" where the words have theirs."""


@dataclass(frozen=True)
class Outline:
    """What would be learned from."""

    examples: tuple[ShownExample, ...]
    train: Split
    dev: Split
    labels: tuple[tuple[str, int], ...]
    """With their counts in the training part, the most frequent first; () for questions."""
    split: str
    """How the two parts were parted, in words."""


def outline_of(task: TaskConfig, folder: Path) -> Outline:
    """Read all of a task's data and tell what is in it.

    Raises:
        ValueError: the data has a fault; the sentence names file and line.
        OSError: a file cannot be read.
    """
    data = read_data(task, folder)
    by_token = task.kind in ("tokens", "entities")
    labels = data.train.labels
    counts: tuple[tuple[str, int], ...] = ()
    if data.labels:
        numbers = np.bincount(labels[labels >= 0], minlength=len(data.labels)).tolist()
        counts = tuple(zip(data.labels, numbers, strict=True))
    show = _labelled_sentences if by_token else _questions if task.kind == "questions" else _examples
    return Outline(show(data), data.train.size, data.dev.size, counts, data.split)


def _labelled_sentences(data: TaskData) -> tuple[ShownExample, ...]:
    part = data.train
    shown = []
    for sentence in range(min(FIRST, int(part.sentences[-1]) + 1)):
        rows = np.flatnonzero(part.sentences == sentence)
        places = [_place(data, int(start)) for start in part.spans[rows, 0, 0]]
        words = [data.sentences[which][at] for which, at in places]
        labels = [data.labels[k] for k in part.labels[rows].tolist()]
        shown.append(ShownExample((tuple(ShownWord(*pair) for pair in zip(words, labels, strict=True)),)))
    return tuple(shown)


def _examples(data: TaskData) -> tuple[ShownExample, ...]:
    part = data.train
    shown = []
    for row in range(min(FIRST, len(part.labels))):
        sentences = tuple(_marked(data, part, row, k) for k in range(part.spans.shape[1]))
        shown.append(ShownExample(sentences, data.labels[int(part.labels[row])]))
    return tuple(shown)


def _questions(data: TaskData) -> tuple[ShownExample, ...]:
    part = data.train
    shown = []
    for row in range(min(FIRST, len(part.labels))):
        asked, paragraph = (_place(data, int(part.spans[row, k, 0]))[0] for k in (0, 1))
        first, last = part.labels[row].tolist()
        answer = " ".join(data.sentences[paragraph][first : last + 1])
        shown.append(ShownExample((tuple(map(ShownWord, data.sentences[asked])),), answer))
    return tuple(shown)


def _marked(data: TaskData, part: Part, row: int, k: int) -> tuple[ShownWord, ...]:
    """A sentence whose span is marked, unless that is all of it."""
    start, stop = part.spans[row, k].tolist()
    which, at = _place(data, start)
    words, n = data.sentences[which], stop - start
    whole = n == len(words)
    return tuple(
        ShownWord(word, marked=not whole and at <= place < at + n) for place, word in enumerate(words)
    )


def _place(data: TaskData, token: int) -> tuple[int, int]:
    """Which sentence a token of all stands in, and where."""
    ends = np.cumsum([len(sentence) for sentence in data.sentences])
    which = int(np.searchsorted(ends, token, side="right"))
    return which, token - int(ends[which] - len(data.sentences[which]))
