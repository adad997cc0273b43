"""Labelled sentences, as every reader of task data gives them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Example:
    """One labelled thing.

    ``spans`` are places in ``sentences``: (sentence, start, stop). A token, a word or a sentence has one, a pair two, a
    question two: its own words first, then the paragraph.
    """

    sentences: tuple[tuple[str, ...], ...]
    spans: tuple[tuple[int, int, int], ...]
    label: str
    line: int = 0
    """Where it stands in its file; 0 where that is not known."""
    word: str = ""
    """The word whose sense it is: labels of different words are different labels."""
    answers: tuple[tuple[int, int], ...] = ()
    """A question's answers, start and stop in the paragraph."""


@dataclass(frozen=True)
class LabelledSentence:
    """A sentence whose tokens all have a label."""

    tokens: tuple[str, ...]
    labels: tuple[str, ...]
    line: int
    """Of its first token."""
    lines: tuple[int, ...] = ()
    """Of every token, where not all follow one another; () where they do."""

    def line_of(self, token: int) -> int:
        """Where a token stands in its file."""
        return self.lines[token] if self.lines else self.line + token


Labelled = Sequence[Example | LabelledSentence]


def whole(tokens: tuple[str, ...], label: str, line: int = 0) -> Example:
    """A labelled sentence."""
    return Example((tokens,), ((0, 0, len(tokens)),), label, line)


def one_word(tokens: tuple[str, ...], start: int, stop: int, word: str, label: str, line: int = 0) -> Example:
    """A labelled use of a word."""
    return Example((tokens,), ((0, start, stop),), label, line, word)
