"""The inner loops of the live layouts, compiled. For the layouts' process alone: numba takes a while to import."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

from elmo_explorer.analysis.layout import Floats, Integers


@numba.njit(fastmath=True, cache=True)
def largest_of_rows(cosine: Floats, first: int, indices: Integers, values: Floats) -> None:
    """The k largest numbers of every row, apart from the row's own.

    Args:
        cosine: rows ``first`` to ``first + B`` of a square table, (B, N).
        first: the number of the first row.
        indices: filled with the columns, the largest first, (B, k).
        values: filled with the numbers, (B, k).
    """
    k = indices.shape[1]
    for row in range(cosine.shape[0]):
        n_found = 0
        low = -np.inf
        for column in range(cosine.shape[1]):
            value = cosine[row, column]
            if value > low and column != first + row:
                n_found = _insert(indices[row], values[row], n_found, column, value)
                if n_found == k:
                    low = values[row, k - 1]


@numba.njit(fastmath=True, cache=True)
def nearest_of_candidates(unit: Floats, candidates: Integers, indices: Integers, values: Floats) -> None:
    """Every row's k nearest by cosine among some candidates.

    Args:
        unit: (N, D), rows of length 1.
        candidates: (N, C), every row sorted; at least k different ones besides the row itself.
        indices: filled with the nearest, the nearest first, (N, k).
        values: filled with their cosines, (N, k).
    """
    k = indices.shape[1]
    for row in range(len(unit)):
        n_found = 0
        low = -np.inf
        last = -1
        for place in range(candidates.shape[1]):
            other = candidates[row, place]
            if other == last:
                continue
            last = other
            if other == row:
                continue
            value = np.float32(0.0)
            for d in range(unit.shape[1]):
                value += unit[row, d] * unit[other, d]
            if value > low:
                n_found = _insert(indices[row], values[row], n_found, other, value)
                if n_found == k:
                    low = values[row, k - 1]


@numba.njit(cache=True)
def memberships(distances: Floats) -> Floats:
    """How strongly every token holds to each of its neighbours (McInnes et al. 2018, algorithm 3; umap's defaults).

    The nearest is held to with strength 1; the others' strengths fall with distance, so fast that all together are
    log2(k + 1).

    Args:
        distances: to the k nearest, the nearest first, (N, k).

    Returns:
        Strengths from 0 to 1, (N, k).
    """
    n, k = distances.shape
    target = np.log2(k + 1.0)
    strengths = np.empty((n, k), np.float32)
    mean_of_all = distances.mean() * k / (k + 1)  # umap counts the token itself
    for row in range(n):
        nearest = np.float32(0.0)
        for distance in distances[row]:
            if distance > 0:
                nearest = distance
                break
        low, high, scale = 0.0, np.inf, 1.0
        for _ in range(64):
            total = 0.0
            for distance in distances[row]:
                total += np.exp(-max(distance - nearest, 0.0) / scale)
            if abs(total - target) < 1e-5:
                break
            if total > target:
                high = scale
            else:
                low = scale
            scale = (low + high) / 2 if high < np.inf else scale * 2
        mean = distances[row].mean() * k / (k + 1) if nearest > 0 else mean_of_all
        scale = max(scale, 1e-3 * mean)
        for place in range(k):
            beyond = distances[row, place] - nearest
            strengths[row, place] = np.exp(-beyond / scale) if beyond > 0 and scale > 0 else 1.0
    return strengths


@numba.njit(cache=True)
def fuzzy_union(indices: Integers, strengths: Floats) -> tuple[Integers, Integers, Floats]:
    """Both directions of every edge, each as strong as either end holds to the other: a + b - a b.

    Args:
        indices: every token's neighbours, (N, k).
        strengths: how strongly it holds to them, (N, k).

    Returns:
        The edges' two ends and their strengths, each (E,).
    """
    n, k = indices.shape
    heads, tails = np.empty(2 * n * k, np.int32), np.empty(2 * n * k, np.int32)
    weights = np.empty(2 * n * k, np.float32)
    n_edges = 0
    for row in range(n):
        for place in range(k):
            other, one = indices[row, place], strengths[row, place]
            back = np.float32(-1.0)
            for there in range(k):
                if indices[other, there] == row:
                    back = strengths[other, there]
            union = one + back - one * back if back >= 0 else one
            heads[n_edges], tails[n_edges], weights[n_edges] = row, other, union
            n_edges += 1
            if back < 0:
                heads[n_edges], tails[n_edges], weights[n_edges] = other, row, union
                n_edges += 1
    return heads[:n_edges], tails[:n_edges], weights[:n_edges]


@numba.njit(fastmath=True, cache=True)
def attract_and_repel(
    xy: Floats,
    heads: Integers,
    tails: Integers,
    intervals: Floats,
    due: Floats,
    a: np.float32,
    b: np.float32,
    alphas: Floats,
    seed: int,
) -> None:
    """Some epochs of UMAP's layout (McInnes et al. 2018, algorithm 5): edges attract, random pairs repel.

    Args:
        xy: the places, moved where they are, (N, 2).
        heads: every edge's one end, (E,).
        tails: its other end, (E,).
        intervals: epochs between two samples of an edge, 1 for the strongest, (E,).
        due: epochs until an edge is sampled next, counted down here, (E,).
        a: with ``b``: the similarity of two points at distance d is 1 / (1 + a d^(2 b)).
        b: see ``a``.
        alphas: the learning rate of every epoch, (n_epochs,).
        seed: of the random pairs, not 0.
    """
    # All in single precision: a power of doubles takes twice as long.
    attraction, repulsion = np.float32(-2.0) * a * b, np.float32(2.0) * b
    one, nearly_nothing = np.float32(1.0), np.float32(0.001)
    state = np.uint32(seed)
    n = np.uint32(len(xy))
    for alpha in alphas:
        for edge in range(len(heads)):
            due[edge] -= np.float32(1.0)
            if due[edge] > 0:
                continue
            due[edge] += intervals[edge]
            i, j = heads[edge], tails[edge]
            dx, dy = xy[i, 0] - xy[j, 0], xy[i, 1] - xy[j, 1]
            squared = dx * dx + dy * dy
            if squared > 0:
                power = squared**b
                pull = attraction * power / (squared * (one + a * power))
                move_x, move_y = alpha * _clip(pull * dx), alpha * _clip(pull * dy)
                xy[i, 0] += move_x
                xy[i, 1] += move_y
                xy[j, 0] -= move_x
                xy[j, 1] -= move_y
            for _ in range(5):  # umap's negative_sample_rate
                state ^= state << np.uint32(13)
                state ^= state >> np.uint32(17)
                state ^= state << np.uint32(5)
                j = np.int32(state % n)
                dx, dy = xy[i, 0] - xy[j, 0], xy[i, 1] - xy[j, 1]
                squared = dx * dx + dy * dy
                if squared > 0:
                    push = repulsion / ((nearly_nothing + squared) * (one + a * squared**b))
                    xy[i, 0] += alpha * _clip(push * dx)
                    xy[i, 1] += alpha * _clip(push * dy)


@numba.njit(fastmath=True, cache=True)
def _insert(indices: Integers, values: Floats, n_found: int, index: int, value: Any) -> int:
    """Put a number into a descending list of at most k; gives how many it holds then."""
    k = len(values)
    place = n_found if n_found < k else k - 1
    while place > 0 and values[place - 1] < value:
        values[place] = values[place - 1]
        indices[place] = indices[place - 1]
        place -= 1
    values[place] = value
    indices[place] = index
    return min(n_found + 1, k)


@numba.njit(fastmath=True, cache=True)
def _clip(value: Any) -> Any:
    return min(max(value, np.float32(-4.0)), np.float32(4.0))
