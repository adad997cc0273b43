"""Two sentences laid side by side, word by word."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import NamedTuple


class AlignedWords(NamedTuple):
    """A column: a word of the one, a word of the other, or one alone; indices count from 0."""

    a: int | None
    b: int | None
    same: bool
    """Whether both are there and spelt alike."""


def aligned(a: Sequence[str], b: Sequence[str]) -> tuple[AlignedWords, ...]:
    """Columns for two sentences: what both begin and end with, and difflib's opcodes between.

    Words that replace each other stand in one column, the first with the first; words left over stand alone. Two
    sentences of one length that differ in one word give as many columns as words, one of them not the same.
    """
    shortest = min(len(a), len(b))
    start = n_shared(a, b)
    end = min(n_shared(a[::-1], b[::-1]), shortest - start)
    columns = [AlignedWords(k, k, True) for k in range(start)]
    inner_a, inner_b = a[start : len(a) - end], b[start : len(b) - end]
    for tag, a_from, a_to, b_from, b_to in SequenceMatcher(None, inner_a, inner_b, False).get_opcodes():
        of_a, of_b = range(start + a_from, start + a_to), range(start + b_from, start + b_to)
        columns += [AlignedWords(i, j, tag == "equal") for i, j in zip_longest(of_a, of_b)]
    columns += [AlignedWords(len(a) - k, len(b) - k, True) for k in range(end, 0, -1)]
    return tuple(columns)


def n_shared(a: Sequence[str], b: Sequence[str]) -> int:
    """Length of the common beginning."""
    return next(
        (k for k, (one, other) in enumerate(zip(a, b, strict=False)) if one != other), min(len(a), len(b))
    )
