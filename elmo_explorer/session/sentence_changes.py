"""What has changed in the list of sentences: found without a Python loop over those that have not."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from typing import NamedTuple

from elmo_explorer.session.session import Sentence


class SentenceChanges(NamedTuple):
    """The part between two beginnings and two ends that are alike."""

    first: int
    """So many sentences at the beginning are the same objects."""
    gone: tuple[Sentence, ...]
    """What stood there."""
    come: tuple[Sentence, ...]
    """What stands there now; a sentence that has moved or changed is in both."""


def sentence_changes(old: tuple[Sentence, ...], new: tuple[Sentence, ...]) -> SentenceChanges:
    """Compare two lists by their objects."""
    global _last
    if _last is None or _last[0] is not old or _last[1] is not new:
        _last = old, new, _changes(old, new)
    return _last[2]


def _changes(old: tuple[Sentence, ...], new: tuple[Sentence, ...]) -> SentenceChanges:
    first = n_same(old, new)
    most = min(len(old), len(new)) - first
    last = n_same(old[len(old) - most :][::-1], new[len(new) - most :][::-1])
    return SentenceChanges(first, old[first : len(old) - last], new[first : len(new) - last])


_last: tuple[tuple[Sentence, ...], tuple[Sentence, ...], SentenceChanges] | None = None
"""Every listener asks for the same. Main thread alone."""


def n_same(old: Sequence[object], new: Sequence[object]) -> int:
    """How many at the beginning are the very same objects."""
    differs = list(map(operator.is_not, old, new))
    return differs.index(True) if True in differs else len(differs)
