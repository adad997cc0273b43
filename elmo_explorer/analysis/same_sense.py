"""Is a word used in the same sense in two sentences? A threshold on the cosine of its two vectors, layers mixed or apart."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
COSINE_DIGITS = 6
"""Cosines are rounded to this many digits: the word vectors of layer 0 differ by rounding alone."""


@dataclass(frozen=True)
class PairProducts:
    """Inner products between the layers of N pairs of vectors: all that the cosine of any mix depends on.

    With the mixes u = sum_j w_j a_j and v = sum_j w_j b_j, u.v = w' A w with A_ij = a_i.b_j, and so for the lengths.
    """

    across: Floats
    """a_i.b_j, (N, L, L)."""
    left: Floats
    """a_i.a_j, (N, L, L)."""
    right: Floats
    """b_i.b_j, (N, L, L)."""


def pair_products(left: NDArray[np.floating[Any]], right: NDArray[np.floating[Any]]) -> PairProducts:
    """The inner products between all layers of each pair.

    Args:
        left: the first vectors' layers, (N, L, D).
        right: the second vectors' layers, (N, L, D).
    """
    a, b = (np.asarray(vectors, dtype=np.float64) for vectors in (left, right))
    return PairProducts(*(x @ y.transpose(0, 2, 1) for x, y in ((a, b), (a, a), (b, b))))


def mixed_cosines(products: PairProducts, weights: ArrayLike) -> Floats:
    """The cosine of every pair, its layers mixed with each of W sets of weights (Peters et al. 2018, eq. 1).

    Args:
        products: of N pairs with L layers.
        weights: (W, L).

    Returns:
        (W, N), rounded to :data:`COSINE_DIGITS`; 0 where a mixed vector has length 0.
    """
    w = np.asarray(weights, dtype=np.float64)
    across, left, right = (
        np.einsum("wi,nij,wj->wn", w, matrix, w, optimize=True)
        for matrix in (products.across, products.left, products.right)
    )
    lengths = np.sqrt(np.maximum(left, 0.0) * np.maximum(right, 0.0))
    cosines: Floats = np.divide(across, lengths, out=np.zeros_like(across), where=lengths > 0)
    return cosines.round(COSINE_DIGITS)


def simplex_grid(n_layers: int, steps: int = 10) -> Floats:
    """All weights that are multiples of 1 / ``steps`` with sum 1, (W, n_layers)."""
    rows = [
        np.bincount(layers, minlength=n_layers)
        for layers in itertools.combinations_with_replacement(range(n_layers), steps)
    ]
    return np.array(rows, dtype=np.float64) / steps


def best_thresholds(scores: NDArray[np.floating[Any]], same: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """For each row of scores the threshold that tells most pairs rightly: "same" from the threshold on.

    A threshold lies midway between two neighbouring scores, or below or above all; of equally good ones the lowest is taken.

    Args:
        scores: (W, N), N at least 1.
        same: the truth, (N,).

    Returns:
        The thresholds, infinite where it is best to call all pairs alike, and the share of pairs they tell rightly, (W,) each.
    """
    order = np.argsort(scores, axis=1, kind="stable")
    ordered = np.take_along_axis(scores, order, axis=1)  # (W, N), rising
    truth = same[order]
    n_rows, n = ordered.shape
    # Cut k calls the k lowest "different": right are the different ones below it and the same ones from it on.
    right = np.empty((n_rows, n + 1))
    right[:, 0] = same.sum()
    right[:, 1:] = same.sum() + np.cumsum(np.where(truth, -1, 1), axis=1)
    right[:, 1:n][ordered[:, 1:] == ordered[:, :-1]] = -1  # equal scores are not to be parted
    cuts = right.argmax(axis=1)
    edges = np.concatenate(
        [np.full((n_rows, 1), -np.inf), (ordered[:, 1:] + ordered[:, :-1]) / 2, np.full((n_rows, 1), np.inf)],
        axis=1,
    )
    rows = np.arange(n_rows)
    return edges[rows, cuts], right[rows, cuts] / n
