"""Sentences by their ids: one index for all who look, and a sentence that is added costs one entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count
from operator import attrgetter

from elmo_explorer.session.sentence_changes import n_same
from elmo_explorer.session.session import Sentence

Index = Mapping[int, tuple[int, Sentence]]
"""Sentence id -> its number in the list, from 1, and the sentence."""

_id = attrgetter("id")


def sentence_index(sentences: Sequence[Sentence]) -> Index:
    """The index of a list; what an older one of the same beginning was given goes on to know the new ones too."""
    global _last
    known, index = _last
    if known is sentences:
        return index
    n_known = len(known)
    if not n_known or n_known > len(sentences) or n_same(known, sentences) < n_known:
        index, n_known = {}, 0
    come = sentences[n_known:]
    index.update(zip(map(_id, come), zip(count(n_known + 1), come, strict=False), strict=False))
    _last = sentences, index
    return index


_last: tuple[Sequence[Sentence], dict[int, tuple[int, Sentence]]] = ((), {})
"""Main thread alone."""
