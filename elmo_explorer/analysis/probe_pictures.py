"""A few labelled vectors at every checkpoint of a training run -> pictures that follow each other, and their figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from elmo_explorer.analysis.projection import align
from elmo_explorer.analysis.sense_accuracy import nearest, share_right
from elmo_explorer.analysis.senses import separation
from elmo_explorer.analysis.similarity import cosine_matrix

Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class ProbePictures:
    """Pictures and figures; views are the plain average of the layers, then each layer from 0 on."""

    xy: Floats
    """(n_checkpoints, n_views, n, 2), in units of the view's typical vector length."""
    separation: Floats
    """Mean silhouette of the senses with the distance 1 - cosine, (n_checkpoints, n_views)."""
    right: Floats
    """Share of the vectors whose nearest neighbour has the same sense, (n_checkpoints, n_views)."""


def probe_pictures(states: Sequence[NDArray[np.floating[Any]]], senses: Sequence[str]) -> ProbePictures:
    """Picture every checkpoint by its own PCA, each turned to the one before it.

    A PCA of one checkpoint's plane shows little of another's, because training turns the space; so each has its own, and an
    orthogonal Procrustes turn to the checkpoint before keeps points from jumping or flipping.

    Args:
        states: of each checkpoint, oldest first, (n_layers, n, D).
        senses: n of them.

    Returns:
        Pictures and figures; figures are NaN with fewer than two senses.
    """
    names = sorted(set(senses))
    labels = np.array([names.index(sense) for sense in senses], np.int64)
    views = [np.concatenate([layers.mean(axis=0, keepdims=True), layers]) for layers in map(_double, states)]
    n_views, n = (views[0].shape[0], views[0].shape[1]) if views else (0, len(senses))
    xy = np.zeros((len(views), n_views, n, 2), np.float32)
    separated = np.full((len(views), n_views), np.nan, np.float32)
    right = np.full((len(views), n_views), np.nan, np.float32)
    for k, vectors in enumerate(views):
        for view in range(n_views):
            picture = _plane(vectors[view])
            xy[k, view] = align(picture, xy[k - 1, view])(picture) if k else picture
            if len(names) > 1 and n > 1:
                cosine = cosine_matrix(vectors[view])
                separated[k, view] = separation(cosine, labels)
                neighbours = nearest(cosine, leave_one_out=True)
                right[k, view] = float(share_right(neighbours, senses, senses).mean())
    return ProbePictures(xy, separated, right)


def _double(layers: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    return np.asarray(layers, np.float64)


def _plane(vectors: NDArray[np.float64]) -> Floats:
    """The two axes of largest variance of (n, D) vectors in units of their median length, (n, 2)."""
    centred = vectors - vectors.mean(axis=0)
    typical = float(np.median(np.linalg.norm(vectors, axis=1))) if len(vectors) else 0.0
    if typical <= 0.0 or np.abs(centred).max() <= 1e-6 * typical:
        return np.zeros((len(vectors), 2), np.float32)
    u, s, _ = np.linalg.svd(centred / typical, full_matrices=False)
    plane = u[:, :2] * s[:2]
    signs = np.sign(plane[np.abs(plane).argmax(axis=0), np.arange(plane.shape[1])])
    plane = plane * np.where(signs == 0, 1.0, signs)
    if plane.shape[1] < 2:
        plane = np.hstack([plane, np.zeros((len(plane), 2 - plane.shape[1]))])
    return np.asarray(plane, np.float32)
