"""How contextual, and how crowded into a cone, the vectors of a layer are (Ethayarajh 2019).

Kawin Ethayarajh, "How Contextual are Contextualized Word Representations? Comparing the Geometry of BERT, ELMo, and GPT-2
Embeddings", EMNLP 2019, section 3.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from elmo_explorer.analysis.similarity import unit_rows

Vectors = NDArray[np.floating[Any]]
Numbers = NDArray[np.int64]


def self_similarity(vectors: Vectors) -> float:
    """Mean cosine of a word's own uses in n sentences (eq. 1).

    SelfSim(w) = 1 / (n^2 - n) sum_j sum_{k != j} cos(f_j, f_k). With unit vectors u the double sum is
    ``|sum u|^2 - sum |u|^2``, which takes n additions instead of n^2 products.

    Args:
        vectors: of one layer, (n, D), n at least 2.
    """
    unit = unit_rows(vectors)
    n = len(unit)
    total = unit.sum(axis=0)
    return float((total @ total - np.einsum("nd,nd->", unit, unit)) / (n * n - n))


def intra_sentence_similarity(vectors: Vectors) -> float:
    """Mean cosine of each token of a sentence with the sentence's mean vector (eq. 2).

    IntraSim(s) = 1/n sum_i cos(m, f_i) with m = 1/n sum_i f_i.

    Args:
        vectors: of one sentence and layer, (n, D).
    """
    mean = unit_rows(np.asarray(vectors, dtype=np.float64).mean(axis=0, keepdims=True))[0]
    return float((unit_rows(vectors) @ mean).mean())


def maximum_explainable_variance(vectors: Vectors) -> float:
    """How much of a word's uses a single static vector could stand for (eq. 3).

    MEV(w) = s_1^2 / sum_i s_i^2, s the singular values of the uses' matrix, which is not centred. With fewer uses than
    numbers the squares are the eigenvalues of the smaller of the two product matrices.

    Args:
        vectors: of one layer, (n, D).

    Returns:
        From 1 / min(n, D) to 1; NaN where all vectors are 0.
    """
    rows = np.asarray(vectors, dtype=np.float64)
    gram = rows @ rows.T if len(rows) <= rows.shape[1] else rows.T @ rows
    total = float(np.trace(gram))
    return float(np.linalg.eigvalsh(gram)[-1]) / total if total > 0 else float("nan")


def random_pairs(
    words: Sequence[str], sentence_of: Numbers, n_pairs: int, seed: int
) -> tuple[Numbers, Numbers]:
    """Token numbers of uniformly random pairs of different words in different sentences, (n_pairs,) each.

    These are the x, y ~ U(O) of eq. 4, O all tokens, drawn with replacement; pairs of one word or of one sentence are
    drawn anew, since such pairs are what the other measures are about.

    Args:
        words: of the N tokens; case does not make a different word.
        sentence_of: the number of each token's sentence, (N,).
        n_pairs: how many.
        seed: of the draw.

    Raises:
        ValueError: there is hardly such a pair.
    """
    _, word_of = np.unique([word.casefold() for word in words], return_inverse=True)
    random = np.random.default_rng(seed)
    left, right = np.empty(0, np.int64), np.empty(0, np.int64)
    for _ in range(100):
        one, other = random.integers(len(word_of), size=(2, n_pairs))
        fit = (word_of[one] != word_of[other]) & (sentence_of[one] != sentence_of[other])
        left, right = np.concatenate([left, one[fit]]), np.concatenate([right, other[fit]])
        if len(left) >= n_pairs:
            return left[:n_pairs], right[:n_pairs]
    raise ValueError("The text has too few different words in different sentences to draw pairs of them.")


def mean_pair_cosine(left: Vectors, right: Vectors) -> float:
    """Mean cosine of the rows of two (n, D) arrays: with random pairs the baseline of eq. 4."""
    return float(np.einsum("nd,nd->n", unit_rows(left), unit_rows(right)).mean())
