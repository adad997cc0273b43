"""How well the nearest neighbour of an occurrence knows its sense, and how well plain words would."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

TIE = 1e-6
"""Cosines this close are the same: the word vectors of layer 0 differ by rounding alone."""


def nearest(cosine: NDArray[np.floating[Any]], *, leave_one_out: bool = False) -> NDArray[np.bool_]:
    """Mark the nearest labelled neighbours of every query; ties are all marked.

    Args:
        cosine: of every query with every labelled vector, (q, n).
        leave_one_out: the queries are the labelled vectors themselves, and none is its own neighbour.

    Returns:
        (q, n); a row without a neighbour is empty.
    """
    close = np.array(cosine, dtype=np.float64)
    if not close.size:
        return np.zeros(close.shape, dtype=bool)
    if leave_one_out:
        np.fill_diagonal(close, -np.inf)
    best = close.max(axis=1, keepdims=True)
    result: NDArray[np.bool_] = (close >= best - TIE) & np.isfinite(close)
    return result


def share_right(
    neighbours: NDArray[np.bool_], senses: Sequence[str], labelled_senses: Sequence[str]
) -> NDArray[np.float64]:
    """The share of each query's nearest neighbours that have its sense: 1, 0, or between at a tie.

    Args:
        neighbours: out of ``nearest``, (q, n), at least one a row.
        senses: the queries' own, q of them.
        labelled_senses: n of them.

    Returns:
        (q,).
    """
    same = np.array(senses, dtype=object)[:, None] == np.array(labelled_senses, dtype=object)[None, :]
    result: NDArray[np.float64] = (neighbours & same).sum(axis=1) / neighbours.sum(axis=1)
    return result


def other_words(tokens: Sequence[str], target_index: int) -> list[str]:
    """The words around the target in lower case, without punctuation marks."""
    return [
        token.lower()
        for index, token in enumerate(tokens)
        if index != target_index and any(character.isalnum() for character in token)
    ]


def inverse_document_frequencies(bags: Sequence[Sequence[str]]) -> dict[str, float]:
    """ln((1 + n) / (1 + df)) + 1 for every word, n the number of bags and df the number with the word."""
    counts = Counter(word for bag in bags for word in set(bag))
    return {word: float(np.log((1 + len(bags)) / (1 + df)) + 1) for word, df in counts.items()}


def tfidf_vectors(
    bags: Sequence[Sequence[str]], frequencies: Mapping[str, float], vocabulary: Mapping[str, int]
) -> NDArray[np.float64]:
    """Count times inverse document frequency.

    Args:
        bags: n lists of words; words outside the vocabulary are left out.
        frequencies: out of ``inverse_document_frequencies``, for every word of the vocabulary.
        vocabulary: word -> column.

    Returns:
        (n, len(vocabulary)).
    """
    vectors = np.zeros((len(bags), len(vocabulary)))
    for row, bag in enumerate(bags):
        for word in bag:
            if word in vocabulary:
                vectors[row, vocabulary[word]] += frequencies[word]
    return vectors
