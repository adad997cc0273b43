"""Cosines between contextual vectors, and what a raw cosine is worth."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.floating[Any]]
NO_DISTANCE = 1e-7
"""Cosine distances below this are rounding: the same vector."""
FEWEST_WORDS = 10
"""Random pairs out of fewer different words say little about the space."""
MOST_COMPARED = 400
"""Uses of a word that are compared with each other; more would neither be read nor drawn."""


def cosine_matrix(vectors: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """Cosine of every pair of rows.

    Args:
        vectors: (n, D); a row of zeros has cosine 0 with everything.

    Returns:
        (n, n), from -1 to 1.
    """
    unit = unit_rows(vectors)
    return np.clip(unit @ unit.T, -1.0, 1.0)


def unit_rows(vectors: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """Scale every row to length 1; rows of zeros stay zeros.

    Args:
        vectors: (..., n, D).

    Returns:
        (..., n, D).
    """
    rows = np.asarray(vectors, dtype=np.float64)
    lengths = np.linalg.norm(rows, axis=-1, keepdims=True)
    return rows / np.where(lengths > 0, lengths, 1.0)


def within_between(cosine: NDArray[np.floating[Any]], labels: ArrayLike) -> tuple[float, float, float]:
    """Mean cosine inside groups, across groups, and of all pairs (self-similarity).

    Args:
        cosine: (n, n), symmetric.
        labels: (n,) group numbers; a negative number means no group, and counts for the overall mean alone.

    Returns:
        (within, between, overall); NaN where there is no such pair.
    """
    groups = np.asarray(labels)
    rows, columns = np.triu_indices(len(groups), k=1)
    values = np.asarray(cosine, dtype=np.float64)[rows, columns]
    grouped = (groups[rows] >= 0) & (groups[columns] >= 0)
    same = groups[rows] == groups[columns]
    return _mean(values[grouped & same]), _mean(values[grouped & ~same]), _mean(values)


def random_pair_baseline(
    vectors: NDArray[np.floating[Any]], words: Sequence[str], seed: int = 0, n_pairs: int = 2000
) -> float:
    """Mean cosine of random pairs of different words: the anisotropy of the space (Ethayarajh 2019).

    Two words are drawn first, then one occurrence of each, so that frequent words do not rule the mean.
    The same ``words`` and ``seed`` give the same pairs, whatever the vectors: layers can be compared.

    Args:
        vectors: (n, D), one row per token.
        words: the n tokens' words; case does not make a different word.
        seed: of the draw.
        n_pairs: how many pairs are drawn, with replacement.

    Returns:
        The mean cosine; NaN with fewer than ``FEWEST_WORDS`` different words.
    """
    left, right = _different_word_pairs(words, seed, n_pairs)
    if not len(left):
        return float("nan")
    used, places = np.unique(np.concatenate([left, right]), return_inverse=True)
    unit = unit_rows(vectors[used])
    return _mean(np.einsum("nd,nd->n", unit[places[: len(left)]], unit[places[len(left) :]]))


@overload
def corrected(cosine: float, baseline: float) -> float: ...


@overload
def corrected(cosine: Floats, baseline: float | Floats) -> Floats: ...


def corrected(cosine: float | Floats, baseline: float | Floats) -> float | Floats:
    """What a cosine has over that of random pairs: adjusted for anisotropy (Ethayarajh 2019, sect. 3.4).

    Args:
        cosine: one or more, in one space.
        baseline: of ``random_pair_baseline`` in the same space.

    Returns:
        The difference, 0 for two words that have nothing to do with each other.
    """
    return cosine - baseline


def _different_word_pairs(
    words: Sequence[str], seed: int, n_pairs: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Token numbers of random pairs of different words, (n_pairs,) each; empty with too few words."""
    _, word_of = np.unique([word.casefold() for word in words], return_inverse=True)
    counts = np.bincount(word_of)
    if len(counts) < FEWEST_WORDS:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    by_word = np.argsort(word_of, kind="stable")
    first_of = np.cumsum(counts) - counts
    random = np.random.default_rng(seed)
    one = random.integers(len(counts), size=n_pairs)
    other = (one + random.integers(1, len(counts), size=n_pairs)) % len(counts)  # never the same word
    left, right = (by_word[first_of[word] + random.integers(counts[word])] for word in (one, other))
    return left, right


def _mean(values: NDArray[np.float64]) -> float:
    return float(values.mean()) if values.size else float("nan")
