"""How far a flat picture can be trusted: which of a token's nearest neighbours stay near it in the plane.

The share of the K nearest neighbours that are among the K nearest in the picture, averaged over the tokens, is Q_NX(K) of
Lee and Verleysen (2009), "Quality assessment of dimensionality reduction: rank-based criteria".
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from elmo_explorer.analysis.layout import Check, Floats

K = 15
"""Nearest neighbours that are compared."""
MOST_PAIRS = 50_000_000
"""Pairs of tokens that are compared: up to about 7,000 tokens are measured all, of more a part, against all."""
FEWEST_MEASURED = 200
_AT_ONCE = 4_000_000  # numbers of one block, 16 MB
_ROWS_AT_ONCE = 512
_TWINS = 1e-5  # cosines nearer than that are equal: a word's uses are one vector in layer 0


def n_measured(n_tokens: int) -> int:
    """Of how many tokens the neighbourhood is measured."""
    return n_tokens if n_tokens**2 <= MOST_PAIRS else max(MOST_PAIRS // n_tokens, FEWEST_MEASURED)


def trust(
    vectors: Iterable[Floats],
    measured: Floats,
    xy: NDArray[np.floating[Any]],
    rows: NDArray[np.integer[Any]],
    check: Check,
) -> Floats:
    """The share of some tokens' nearest neighbours that are among their nearest in the plane.

    A picture without any relation to the vectors reaches K / (N - 1). Neighbours at equal distance count as one
    another's like; with fewer than 2 K tokens, half of the others are the neighbours.

    Args:
        vectors: all tokens' vectors of length 1 in their order, in pieces, (n_i, D).
        measured: those of the tokens to be measured, (S, D).
        xy: the picture, (N, 2).
        rows: which tokens these are, (S,), ascending.
        check: called between the blocks.

    Returns:
        From 0 to 1, (N,); NaN where it was not measured.
    """
    found = np.full(len(xy), np.nan, np.float32)
    k = min(K, (len(xy) - 1) // 2)
    if k < 1 or not len(rows):
        return found
    near = _nearest_in_plane(xy, rows, k)  # (S, k)
    check()
    largest = np.empty((len(rows), 0), np.float32)
    of_near = np.empty(near.shape, np.float32)
    for first, piece in _pieces(vectors, max(_AT_ONCE // len(rows), 64)):
        check()
        cosine = measured @ piece.T
        here = (near >= first) & (near < first + len(piece))
        at, which = np.nonzero(here)
        of_near[at, which] = cosine[at, near[at, which] - first]
        own = np.flatnonzero((rows >= first) & (rows < first + len(piece)))
        cosine[own, rows[own] - first] = -np.inf
        largest = np.hstack([largest, cosine])
        if largest.shape[1] > k:
            largest = np.partition(largest, largest.shape[1] - k, axis=1)[:, -k:]
    farthest = largest.min(axis=1)  # the K-th nearest's cosine
    found[rows] = (of_near >= farthest[:, None] - _TWINS).mean(axis=1)
    return found


def trust_of_all(unit: Floats, cosines: Floats, xy: NDArray[np.floating[Any]]) -> Floats:
    """The same for all tokens, where their nearest are known already.

    Args:
        unit: the vectors at length 1, (N, D).
        cosines: of each with its K nearest or more, the nearest first, (N, any).
        xy: the picture, (N, 2).

    Returns:
        From 0 to 1, (N,).
    """
    n = len(unit)
    k = min(K, (n - 1) // 2)
    near = _nearest_in_plane(xy, np.arange(n), k)
    found = np.empty(n, np.float32)
    for first in range(0, n, _ROWS_AT_ONCE):
        rows = slice(first, first + _ROWS_AT_ONCE)
        of_near = np.einsum("nd,nkd->nk", unit[rows], unit[near[rows]])
        found[rows] = (of_near >= cosines[rows, k - 1 : k] - _TWINS).mean(axis=1)
    return found


def _nearest_in_plane(
    xy: NDArray[np.floating[Any]], rows: NDArray[np.integer[Any]], k: int
) -> NDArray[np.int64]:
    """The k nearest others of some points, (S, k)."""
    from scipy.spatial import cKDTree

    tree = cKDTree(xy, compact_nodes=False, balanced_tree=False)
    _, near = tree.query(xy[rows], k + 1)
    own = near == rows[:, None]
    own[~own.any(axis=1), -1] = True  # more than k twins: itself may not be among them
    nearest: NDArray[np.int64] = near[~own].reshape(len(rows), k)
    return nearest


def _pieces(pieces: Iterable[Floats], most: int) -> Iterable[tuple[int, Floats]]:
    """Cut to at most ``most`` tokens; each with the row of its first."""
    first = 0
    for piece in pieces:
        for start in range(0, len(piece), most):
            yield first + start, piece[start : start + most]
        first += len(piece)
