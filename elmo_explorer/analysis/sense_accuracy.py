"""How well the nearest neighbour of an occurrence knows its sense, and how well plain words would."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from elmo_explorer.analysis.similarity import unit_rows

TIE = 1e-6
"""Cosines this close are the same: the word vectors of layer 0 differ by rounding alone."""


def view_names(n_layers: int) -> list[str]:
    """The views in which neighbours are looked for: every layer, and the layers' plain average."""
    return [*(f"layer {layer}" for layer in range(n_layers)), "average"]


def cosines_by_view(
    queries: NDArray[np.floating[Any]], labelled: NDArray[np.floating[Any]]
) -> list[NDArray[np.float64]]:
    """Cosine of every query with every labelled vector in each of the views, (q, n) each.

    Args:
        queries: (q, L, D).
        labelled: (n, L, D).
    """
    pairs = [(queries[:, layer], labelled[:, layer]) for layer in range(queries.shape[1])]
    pairs.append((queries.mean(axis=1, dtype=np.float64), labelled.mean(axis=1, dtype=np.float64)))
    return [unit_rows(left) @ unit_rows(right).T for left, right in pairs]


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
    codes = {sense: code for code, sense in enumerate({*senses, *labelled_senses})}
    own, labelled = (np.array([codes[sense] for sense in part]) for part in (senses, labelled_senses))
    same = own[:, None] == labelled[None, :]
    result: NDArray[np.float64] = (neighbours & same).sum(axis=1) / neighbours.sum(axis=1)
    return result


def sense_centroids(
    vectors: NDArray[np.floating[Any]], senses: Sequence[str]
) -> tuple[NDArray[np.float64], list[str]]:
    """The mean vector of every sense's labelled uses, as Peters et al. (2018, section 5.3) represent a sense.

    Args:
        vectors: (n, ..., D).
        senses: n of them, one or more.

    Returns:
        (S, ..., D), and the S senses in the order of their first use.
    """
    order = list(dict.fromkeys(senses))
    which = np.array([order.index(sense) for sense in senses])
    return np.stack([vectors[which == k].mean(axis=0, dtype=np.float64) for k in range(len(order))]), order


def share_of_commonest(senses: Sequence[str], labelled_senses: Sequence[str]) -> NDArray[np.float64]:
    """How right it is to give every query the sense that most labelled uses have, (q,): 1, 0, or between at a tie."""
    counts = Counter(labelled_senses)
    most = max(counts.values())
    commonest = {sense for sense, count in counts.items() if count == most}
    return np.array([(sense in commonest) / len(commonest) for sense in senses])


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


def tfidf_cosines(
    queries: Sequence[Sequence[str]], labelled: Sequence[Sequence[str]], frequencies: Mapping[str, float]
) -> NDArray[np.float64]:
    """Cosine of every query's bag of words with every labelled one's, a word weighing its count times its frequency's inverse.

    Args:
        queries: q lists of words; words that no labelled bag has count for nothing.
        labelled: n lists of words.
        frequencies: out of ``inverse_document_frequencies``, for every word of the labelled bags.

    Returns:
        (q, n); 0 where a bag is empty.
    """
    vocabulary = {word: column for column, word in enumerate(dict.fromkeys(itertools.chain(*labelled)))}
    left, right = (_unit_tfidf_rows(bags, frequencies, vocabulary) for bags in (queries, labelled))
    product: NDArray[np.float64] = (left @ right.T).toarray()
    return product


def _unit_tfidf_rows(
    bags: Sequence[Sequence[str]], frequencies: Mapping[str, float], vocabulary: Mapping[str, int]
) -> csr_array:
    """Count times inverse document frequency, scaled to length 1, (n, len(vocabulary)): a sentence has few of the words."""
    rows, columns, values = [], [], []
    for row, bag in enumerate(bags):
        weights = {
            word: count * frequencies[word] for word, count in Counter(bag).items() if word in vocabulary
        }
        length = math.hypot(*weights.values())
        rows += [row] * len(weights)
        columns += [vocabulary[word] for word in weights]
        values += [weight / length for weight in weights.values()]
    return csr_array((values, (rows, columns)), shape=(len(bags), len(vocabulary)), dtype=np.float64)
