"""A UMAP layout that goes on from where it is, a few epochs at a time (McInnes et al. 2018)."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from elmo_explorer.analysis.mixing import mix_layers
from elmo_explorer.analysis.projection import align
from elmo_explorer.analysis.similarity import unit_rows

Floats = NDArray[np.float32]
FEWEST = 4
"""Fewer tokens have no neighbourhood to lay out; they stay where they are."""
SIZE = 10.0
"""The first layout's larger side."""
_NEIGHBOURS = (5, 15)
_EPOCHS = 10  # of one step
_A, _B = 1.5769434602, 0.8950608779  # umap's own fit for spread 1 and min_dist 0.1
_ROWS_AT_ONCE = 1024


class UmapLayout:
    """Places of N tokens, refined for one mix of their layers after the other."""

    def __init__(self, states: Floats, xy: Floats, seed: int = 0) -> None:
        """Begin with a layout.

        Args:
            states: (L, N, D).
            xy: (N, 2); NaN where a token is new: it begins beside its nearest neighbours.
            seed: the same seed, states and mixes give the same layout.
        """
        self._states = states
        self.xy = np.array(xy, dtype=np.float32)
        self._random = np.random.RandomState(seed)  # umap's optimiser wants its numbers
        self._head = self._tail = np.empty(0, np.int32)
        self._epochs_per_sample = np.empty(0, np.float64)

    def set_mix(self, weights: Sequence[float], layer_norm: bool) -> None:
        """Find every token's neighbours at this mix; the places stay."""
        n = len(self.xy)
        if n < FEWEST:
            return
        from umap.umap_ import fuzzy_simplicial_set, make_epochs_per_sample

        vectors = mix_layers(self._states, weights, layer_norm=layer_norm)
        indices, distances = nearest_by_cosine(vectors, n_neighbours(n))
        self._place_new(indices)
        graph = fuzzy_simplicial_set(
            vectors, indices.shape[1], None, "cosine", knn_indices=indices, knn_dists=distances
        )[0].tocoo()
        kept = graph.data > graph.data.max() / 200.0
        self._head = graph.row[kept].astype(np.int32)
        self._tail = graph.col[kept].astype(np.int32)
        self._epochs_per_sample = make_epochs_per_sample(graph.data[kept], _EPOCHS)

    def step(self, alpha: float) -> Floats:
        """Refine the layout for a few epochs.

        Args:
            alpha: the first epoch's learning rate; 1 starts afresh, 0.1 smooths.

        Returns:
            The places, (N, 2), turned so that they stay nearest to those before.
        """
        if len(self._head):
            from umap.layouts import optimize_layout_euclidean

            places = self.xy.copy()
            state = self._random.randint(-(2**31) + 1, 2**31 - 1, 3).astype(np.int64)
            optimize_layout_euclidean(
                places,
                places,
                self._head,
                self._tail,
                _EPOCHS,
                len(places),
                self._epochs_per_sample,
                _A,
                _B,
                state,
                initial_alpha=alpha,
                negative_sample_rate=5.0,
                move_other=True,
            )
            self.xy = align(places, self.xy)(places)
        return self.xy.copy()

    def _place_new(self, indices: NDArray[np.int32]) -> None:
        known = ~np.isnan(self.xy[:, 0])
        if known.all():
            return
        middle = self.xy[known].mean(axis=0) if known.any() else np.zeros(2, np.float32)
        places = self.xy.copy()
        for row in np.flatnonzero(~known):
            near = [k for k in indices[row] if known[k]][:3]
            places[row] = self.xy[near].mean(axis=0) if near else middle
        jitter = self._random.normal(scale=0.01 * SIZE, size=places.shape)
        places[~known] += jitter[~known].astype(np.float32)
        self.xy = places


def n_neighbours(n_tokens: int) -> int:
    """Neighbours of each token, itself included: umap's 15 from about 900 tokens on, fewer below.

    A dozen uses of one word are each other's 15 nearest whatever their senses: with 6 of 130 tokens the
    senses of the bundled examples came apart (silhouette 0.31 instead of -0.16 for "bank", 0.76 instead of 0.44 for "bat").
    """
    fewest, most = _NEIGHBOURS
    return min(max(round(math.sqrt(n_tokens) / 2), fewest), most, n_tokens)


def first_layout(xy: Floats) -> Floats:
    """A linear picture at UMAP's scale: centred, its larger side ``SIZE``, (N, 2) -> (N, 2)."""
    if not len(xy):
        return np.empty((0, 2), np.float32)
    centred = xy - (xy.max(axis=0) + xy.min(axis=0)) / 2
    extent = float(np.ptp(centred, axis=0).max())
    scaled = centred * (SIZE / extent) if extent > 0 else centred
    # Points in one place would never part: the repulsion between them has no direction.
    jitter = np.random.default_rng(0).normal(scale=1e-3 * SIZE, size=xy.shape)
    return np.asarray(scaled + jitter, dtype=np.float32)


def nearest_by_cosine(vectors: NDArray[np.floating[Any]], k: int) -> tuple[NDArray[np.int32], Floats]:
    """Every vector's ``k`` nearest by cosine distance, itself first: indices and distances, each (N, k)."""
    unit = unit_rows(vectors).astype(np.float32)
    n = len(unit)
    indices = np.empty((n, k), np.int32)
    distances = np.empty((n, k), np.float32)
    for start in range(0, n, _ROWS_AT_ONCE):
        rows = np.arange(start, min(start + _ROWS_AT_ONCE, n))
        cosine = unit[rows] @ unit.T
        cosine[rows - start, rows] = np.inf  # itself, before any twin
        near = np.argpartition(cosine, n - k, axis=1)[:, n - k :]
        values = np.take_along_axis(cosine, near, axis=1)
        order = np.argsort(-values, axis=1, kind="stable")
        indices[rows] = np.take_along_axis(near, order, axis=1)
        distances[rows] = np.maximum(1.0 - np.take_along_axis(values, order, axis=1), 0.0)
    distances[:, 0] = 0.0
    return indices, distances


def warm_up(cache: str) -> None:
    """Import umap and compile what a layout needs, or read it from numba's cache in folder ``cache``."""
    os.environ.setdefault("NUMBA_CACHE_DIR", cache)
    import umap.layouts
    import umap.umap_

    for module, names in (
        (umap.umap_, ("smooth_knn_dist", "compute_membership_strengths")),
        (umap.layouts, ("_nb_optimize_layout_euclidean_single_epoch",)),
    ):
        for name in names:
            if hasattr(module, name):  # umap itself does not ask numba to keep them
                getattr(module, name).enable_caching()
    random = np.random.default_rng(0)
    layout = UmapLayout(
        random.normal(size=(1, 32, 4)).astype(np.float32), random.normal(size=(32, 2)).astype(np.float32)
    )
    layout.set_mix((1.0,), False)
    layout.step(0.1)
