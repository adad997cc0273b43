"""Group one word's uses, and say how far apart the groups are."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.cluster.hierarchy import fcluster, leaves_list, linkage
from scipy.spatial.distance import squareform

from elmo_explorer.analysis.similarity import NO_DISTANCE, cosine_matrix

_MOST_FOR_OPTIMAL_ORDER = 150  # the optimal leaf order takes O(n^3)
_NUMBERS_AT_ONCE = 4_000_000


def separation(cosine: NDArray[np.floating[Any]], labels: ArrayLike) -> float:
    """Mean silhouette of the groups with the distance 1 - cosine (Rousseeuw 1987).

    Args:
        cosine: (n, n).
        labels: (n,) group numbers; points with a negative number are left out. A group of one counts 0.

    Returns:
        From -1 to 1, 0 where every point is the same; NaN with fewer than two groups, or where none has two points.
    """
    groups = np.asarray(labels)
    kept = np.flatnonzero(groups >= 0)
    distances = 1.0 - np.asarray(cosine, dtype=np.float64)[np.ix_(kept, kept)]
    return float(_silhouettes(distances[None], groups[kept])[0])


def separation_over_mixes(
    layer_vectors: NDArray[np.floating[Any]], labels: ArrayLike, weights: ArrayLike
) -> NDArray[np.float64]:
    """Separation at many mixes, from the layers' Gram matrices: G(mix) = sum_ij s_i s_j G_ij.

    Args:
        layer_vectors: (L, n, D), normalised already where the mix normalises layers.
        labels: (n,) group numbers, as for ``separation``.
        weights: (m, L).

    Returns:
        (m,); NaN with fewer than two groups, or where none has two points.
    """
    groups = np.asarray(labels)
    kept = groups >= 0
    groups = groups[kept]
    layers = np.asarray(layer_vectors, dtype=np.float64)[:, kept]  # (L, n, D)
    s = np.asarray(weights, dtype=np.float64)  # (m, L)
    n_layers, n = layers.shape[:2]
    rows, columns = np.triu_indices(n_layers)  # G_ij and G_ji come together
    gram = np.stack([_symmetric_product(layers[i], layers[j]) for i, j in zip(rows, columns, strict=True)])
    pairs = s[:, rows] * s[:, columns] * np.where(rows == columns, 1.0, 2.0)  # (m, P)

    result = np.empty(len(s))
    step = max(1, _NUMBERS_AT_ONCE // max(1, n * n))
    for start in range(0, len(s), step):
        part = slice(start, start + step)
        mixed = (pairs[part] @ gram.reshape(len(rows), n * n)).reshape(-1, n, n)
        result[part] = _silhouettes(_distances_of_gram(mixed), groups)
    return result


def cluster_order(cosine: NDArray[np.floating[Any]], labels: ArrayLike) -> NDArray[np.int64]:
    """Display order: by group, and inside a group by average linkage, so that like stands beside like.

    Args:
        cosine: (n, n).
        labels: (n,) group numbers; points without a group (negative) come last.

    Returns:
        (n,) indices.
    """
    groups = np.asarray(labels)
    names = sorted(set(groups.tolist()), key=lambda name: (name < 0, name))
    members = [np.flatnonzero(groups == name) for name in names]
    ordered = [inside[_leaf_order(np.asarray(cosine)[np.ix_(inside, inside)])] for inside in members]
    return np.concatenate([np.empty(0, np.int64), *ordered])


def cluster_labels(vectors: NDArray[np.floating[Any]], max_clusters: int = 8) -> NDArray[np.int64]:
    """Groups by average linkage on cosine distance; their number is the one with the largest silhouette.

    Args:
        vectors: (n, D).
        max_clusters: the most groups that are tried.

    Returns:
        (n,) group numbers, counted from 0 in the order of their first point; all 0 with fewer than three
        points, or where all points are the same.
    """
    one_group = np.zeros(len(vectors), np.int64)
    if len(vectors) < 3:
        return one_group
    cosine = cosine_matrix(vectors)
    tree = linkage(_condensed_distances(cosine), "average")
    best, best_separation = one_group, 0.0
    for n_clusters in range(2, min(max_clusters, len(vectors) - 1) + 1):
        candidate = _by_first_point(fcluster(tree, n_clusters, "maxclust"))
        found = separation(cosine, candidate)
        if found > best_separation:
            best, best_separation = candidate, found
    return best


def _silhouettes(distances: NDArray[np.float64], groups: NDArray[Any]) -> NDArray[np.float64]:
    """Mean silhouette of each of m distance matrices, (m, n, n) -> (m,)."""
    names, group_of = np.unique(groups, return_inverse=True)
    if len(names) < 2 or len(names) == len(groups):
        return np.full(len(distances), np.nan)
    member = np.eye(len(names))[group_of]  # (n, k)
    sizes = member.sum(axis=0)
    sums = distances @ member  # (m, n, k)
    others = np.where(member > 0, np.inf, sums / sizes)
    nearest_other = others.min(axis=2)  # (m, n)
    own_size = sizes[group_of]
    own = (sums * member).sum(axis=2) / np.maximum(own_size - 1, 1)  # (m, n)
    largest = np.maximum(own, nearest_other)
    values = (nearest_other - own) / np.where(largest > NO_DISTANCE, largest, np.inf)
    result: NDArray[np.float64] = np.where(own_size > 1, values, 0.0).mean(axis=1)
    return result


def _symmetric_product(left: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    product = left @ right.T
    symmetric: NDArray[np.float64] = (product + product.T) / 2
    return symmetric


def _distances_of_gram(gram: NDArray[np.float64]) -> NDArray[np.float64]:
    """1 - cosine out of inner products, (m, n, n) -> (m, n, n)."""
    lengths = np.sqrt(np.maximum(np.einsum("mnn->mn", gram), 0.0))
    inverse = np.where(lengths > 0, 1.0 / np.where(lengths > 0, lengths, 1.0), 0.0)
    distances: NDArray[np.float64] = gram
    distances *= -inverse[:, :, None]
    distances *= inverse[:, None, :]
    distances += 1.0
    np.einsum("mnn->mn", distances)[:] = 0.0
    return distances


def _leaf_order(cosine: NDArray[np.floating[Any]]) -> NDArray[np.int64]:
    if len(cosine) < 3:
        return np.arange(len(cosine))
    optimal = len(cosine) <= _MOST_FOR_OPTIMAL_ORDER
    tree = linkage(_condensed_distances(cosine), "average", optimal_ordering=optimal)
    return np.asarray(leaves_list(tree), np.int64)


def _condensed_distances(cosine: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    distances = np.maximum(1.0 - np.asarray(cosine, dtype=np.float64), 0.0)
    distances = (distances + distances.T) / 2
    np.fill_diagonal(distances, 0.0)
    condensed: NDArray[np.float64] = squareform(distances, checks=False)
    return condensed


def _by_first_point(clusters: NDArray[Any]) -> NDArray[np.int64]:
    """Count groups from 0 in the order in which they appear."""
    _, first, group_of = np.unique(clusters, return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    return rank[group_of]
