"""The table of word types: what alone grows while a text is read, and so has a bound."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

MAX_TYPES = 3_000_000
"""Types at once, about half a gigabyte; where a text has more, the rarest third makes room."""

RARE = "<UNK>"
"""The type that stands for the words whose spelling was given up."""


class WordTypes:
    """Numbers word types as they come and counts them.

    A text has ever more types the longer it is, nearly all of them seen once. So when there are more than ``max_types``,
    only the two thirds seen most often are kept; the tokens of the others become :data:`RARE`, and one that comes again
    is counted anew (lossy counting, Manku and Motwani 2002). Nothing is given up before the bound is reached, and no type
    that is frequent enough for an output vocabulary.
    """

    def __init__(self, max_types: int = MAX_TYPES) -> None:
        self._max_types = max_types
        self._index: dict[str, int] = {}
        self._trained = np.zeros(1024, dtype=np.int64)
        self._seen = np.zeros(1024, dtype=np.int64)
        self.n_given_up = 0
        """Types whose spelling was given up."""

    def __len__(self) -> int:
        return len(self._index)

    @property
    def full(self) -> bool:
        """There are more than the bound: :meth:`give_up_rarest` is due."""
        return len(self._index) > self._max_types

    def number(self, types: list[str], counts: NDArray[np.int64], trained: bool) -> NDArray[np.uint32]:
        """Ids of different types, new ones where they are new.

        Args:
            types: all different.
            counts: how often each was seen, (n_types,).
            trained: seen in the text to train on, whose counts order the ids in the end.

        Returns:
            Their ids, (n_types,).
        """
        index = self._index
        ids = np.array([index.setdefault(word, len(index)) for word in types], dtype=np.uint32)
        if len(index) > len(self._seen):
            size = max(len(index), 2 * len(self._seen))
            self._seen = _grown(self._seen, size)
            self._trained = _grown(self._trained, size)
        self._seen[ids] += counts
        if trained:
            self._trained[ids] += counts
        return ids

    def give_up_rarest(self) -> NDArray[np.uint32]:
        """Keep the two thirds of the bound that were seen most often.

        Returns:
            The new id of each old one, (n_types before,).
        """
        self._index.setdefault(RARE, len(self._index))
        n = len(self._index)
        if n > len(self._seen):
            self._seen, self._trained = _grown(self._seen, n), _grown(self._trained, n)
        rare = self._index[RARE]
        by_count = np.argsort(-self._seen[:n], kind="stable")
        kept = np.zeros(n, dtype=bool)
        kept[by_count[: 2 * self._max_types // 3]] = True
        kept[rare] = True
        self.n_given_up += n - int(kept.sum())
        # The kept ones stay in the order in which they came.
        new = np.cumsum(kept) - 1
        new[~kept] = new[rare]
        for counts in (self._seen, self._trained):
            merged = np.bincount(new, weights=counts[:n], minlength=int(kept.sum()))
            counts[:] = 0
            counts[: len(merged)] = merged
        self._index = {word: int(new[old]) for word, old in self._index.items() if kept[old]}
        return new.astype(np.uint32)

    def ranked(self) -> tuple[list[str], NDArray[np.uint32]]:
        """The types by falling frequency in the text to train on, and the place of each id in that order, (n_types,).

        What is frequent in the held-out text alone comes behind, :data:`RARE` last.
        """
        counts = self._trained[: len(self._index)].copy()
        if self.n_given_up:
            counts[self._index[RARE]] = -1
        order = np.argsort(-counts, kind="stable")
        rank = np.empty(len(order), dtype=np.uint32)
        rank[order] = np.arange(len(order), dtype=np.uint32)
        types = list(self._index)
        return [types[k] for k in order], rank


def _grown(counts: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    return np.concatenate([counts, np.zeros(size - len(counts), dtype=np.int64)])
