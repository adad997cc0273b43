"""Interpolated modified Kneser-Ney, counted in NumPy.

Chen & Goodman 1998 ("An empirical study of smoothing techniques for language modeling", section 3 and equation 26 of the
technical report); the treatment of sentence beginnings and of the uniform distribution is that of Heafield et al. 2013
("Scalable modified Kneser-Ney language model estimation"), which lmplz follows.

An n-gram is a number: its place among the sorted n-grams of its length. As n-gram = (n-1)-gram before + last word, one 64-bit
key per n-gram is enough at any order.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.kneser_ney_text import Text, Vocabulary

FALLBACK_DISCOUNTS = (0.5, 1.0, 1.5)
"""lmplz's own, where counts of 1 to 4 do not all occur: among the words of a closed vocabulary all are frequent."""


@dataclass(frozen=True)
class Level:
    """All n-grams of one length."""

    keys: NDArray[np.int64]
    """(n,), rising: number of the (n-1)-gram before, times the base, plus the last word."""
    counts: NDArray[np.int64]
    """(n,): adjusted counts a."""
    discounts: NDArray[np.float64]
    """(4,): D for a = 0, 1, 2 and 3 or more."""
    totals: NDArray[np.float64]
    """(n_contexts,): sum of a over all words behind each (n-1)-gram."""
    backoffs: NDArray[np.float64]
    """(n_contexts,): gamma, the share that the shorter context gives."""


class KneserNey:
    """An n-gram model of one direction."""

    def __init__(self, text: Text, vocabulary: Vocabulary, order: int, n_uniform: int | None = None) -> None:
        """Count a text.

        Args:
            text: what the model learns from.
            vocabulary: its words.
            order: words of the longest n-gram, 2 or more.
            n_uniform: words among which the unigrams' discounts are shared; None takes all that can be predicted.
        """
        if order < 2:
            raise ValueError(f"The order must be 2 or more, found {order}.")
        self._base = vocabulary.begin + 1
        self.levels: list[Level] = []
        keys = np.arange(self._base, dtype=np.int64)
        numbers = (
            text.words
        )  # (n,): the n-gram that ends at each place; meaningless where the sentence is too short
        raw = np.zeros(self._base, dtype=np.int64)
        begins = keys == vocabulary.begin
        for length in range(2, order + 1):
            places = np.flatnonzero(text.places >= length - 1)
            longer = numbers[places - 1].astype(np.int64) * self._base + text.words[places]
            longer_keys, longer_numbers, longer_raw, examples = _distinct(longer)
            del longer
            examples = places[examples]
            # Each different word before is one count, but nothing stands before a beginning.
            counts = np.bincount(numbers[examples], minlength=len(keys))
            self._add(keys, np.where(begins, raw, counts))
            numbers = np.zeros(len(text.words), dtype=np.int32)
            numbers[places] = longer_numbers
            keys, raw, begins = longer_keys, longer_raw, text.places[examples] == length - 1
        self._add(keys, raw)
        unigrams = self.levels[0]
        self._unigrams = _discounted(unigrams.counts, unigrams.discounts) / unigrams.totals[0]
        self._unigrams += unigrams.backoffs[0] / (n_uniform or vocabulary.n_predicted)

    def _add(self, keys: NDArray[np.int64], counts: NDArray[np.int64]) -> None:
        discounts = modified_discounts(counts)
        contexts = keys // self._base
        n = len(self.levels[-1].keys) if self.levels else 1
        totals = _sums(contexts, counts.astype(np.float64), n)
        backoffs = _sums(contexts, discounts[np.minimum(counts, 3)], n)
        np.divide(backoffs, totals, out=backoffs, where=totals > 0)
        self.levels.append(Level(keys, counts, discounts, totals, backoffs))

    def probabilities(self, text: Text) -> NDArray[np.float64]:
        """Probability of each word after the words before it, (n_predicted,): the beginnings are left out.

        p(w | c) = max(a(c w) - D, 0) / sum_v a(c v) + gamma(c) p(w | c without its first word); where c was never seen,
        p(w | c without its first word).
        """
        words = text.words.astype(np.int64)
        result: NDArray[np.float64] = self._unigrams[words]
        numbers = words
        for length, level in enumerate(self.levels[1:], start=2):
            context = np.full(len(words), -1, dtype=np.int64)
            context[1:] = numbers[:-1]
            context[text.places < length - 1] = -1
            keys = context * self._base + words
            places = np.minimum(np.searchsorted(level.keys, keys), len(level.keys) - 1)
            found = level.keys[places] == keys
            numbers = np.where(found, places, -1)
            seen = np.flatnonzero(context >= 0)
            seen = seen[level.totals[context[seen]] > 0]
            counts = np.where(found, level.counts[places], 0)[seen]
            result[seen] *= level.backoffs[context[seen]]
            result[seen] += _discounted(counts, level.discounts) / level.totals[context[seen]]
        predicted: NDArray[np.float64] = result[text.predicted]
        return predicted


def modified_discounts(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """D for counts of 0, 1, 2 and 3 or more, (4,): Chen & Goodman's equation 26, j - (j + 1) Y n_(j+1) / n_j."""
    n = np.bincount(np.minimum(counts, 5), minlength=6)
    discounts = np.zeros(4)
    if n[1:4].all():
        y = n[1] / (n[1] + 2 * n[2])
        j = np.arange(1, 4)
        discounts[1:] = j - (j + 1) * y * n[2:5] / n[1:4]
    if not n[1:4].all() or (discounts < 0).any():
        discounts[1:] = FALLBACK_DISCOUNTS
    return discounts


def _discounted(counts: NDArray[np.int64], discounts: NDArray[np.float64]) -> NDArray[np.float64]:
    left: NDArray[np.float64] = counts - discounts[np.minimum(counts, 3)]
    return left


def _sums(places: NDArray[np.int64], values: NDArray[np.float64], n: int) -> NDArray[np.float64]:
    """Sum of the values at each of n places."""
    return np.bincount(places, weights=values, minlength=n).astype(np.float64, copy=False)


def _distinct(
    keys: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int64], NDArray[np.int64]]:
    """The different keys, sorted; which of them each key is; how often each occurs; one place of each.

    As np.unique, which at this size takes twice the time and memory.
    """
    order = np.argsort(keys)
    ordered = keys[order]
    is_new = np.ones(len(keys), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=is_new[1:])
    firsts = np.flatnonzero(is_new)
    distinct = ordered[firsts]
    del ordered
    numbers = np.empty(len(keys), dtype=np.int32)
    numbers[order] = np.cumsum(is_new, dtype=np.int32) - 1
    return distinct, numbers, np.diff(firsts, append=len(keys)), order[firsts]
