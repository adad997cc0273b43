"""Linear pictures of mixed layers (PCA), and the alignment of a new picture with the last one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
_FAINT = 1e-6  # share of the average of layers in a fit: rules only where the mix itself has no spread
_NO_SPREAD = 1e-9
_AT_ONCE = 1 << 15  # numbers that fit into the processor's nearest cache


@dataclass(frozen=True, eq=False)
class LayerCovariances:
    """How some tokens spread in every layer and between layers: C_ij = mean (h_i - m_i)(h_j - m_j)^T.

    Enough to fit a PCA for any mix, sum_ij s_i s_j C_ij, without the tokens.
    """

    means: Floats
    """(L, D)."""
    blocks: Floats
    """C_ij + C_ji for i < j, C_ii: (L (L + 1) / 2, D, D), in the order of ``numpy.triu_indices``."""

    @staticmethod
    def of(chunks: Sequence[NDArray[np.floating[Any]]]) -> LayerCovariances:
        """Measure tokens that come in chunks, each (L, n, D).

        Raises:
            ValueError: there is no token.
        """
        n_tokens = sum(chunk.shape[1] for chunk in chunks)
        if n_tokens == 0:
            raise ValueError("Covariances need at least 1 token, got 0.")
        sums = np.stack([chunk.sum(axis=1, dtype=np.float64) for chunk in chunks])
        means = sums.sum(axis=0) / n_tokens
        rows, columns = np.triu_indices(len(means))
        dim = chunks[0].shape[2]
        blocks = np.zeros((len(rows), dim, dim), dtype=np.float64)
        for chunk in chunks:
            centred = chunk - means[:, None].astype(np.float32)  # (L, n, D)
            for k, (i, j) in enumerate(zip(rows, columns, strict=True)):
                product = centred[i].T @ centred[j]
                blocks[k] += product if i == j else product + product.T
        return LayerCovariances(means.astype(np.float32), (blocks / n_tokens).astype(np.float32))

    @property
    def n_layers(self) -> int:
        """L."""
        return len(self.means)

    def of_mix(self, weights: Sequence[float]) -> NDArray[np.float64]:
        """The covariance of the mix with these weights, (D, D)."""
        blocks = self.blocks.reshape(len(self.blocks), -1)
        mixed = self.pairs(weights).astype(np.float32) @ blocks
        return mixed.reshape(self.blocks.shape[1:]).astype(np.float64)

    def pairs(self, weights: Sequence[float]) -> NDArray[np.float64]:
        """s_i s_j for every block, (L (L + 1) / 2,)."""
        s = np.asarray(weights, dtype=np.float64)
        rows, columns = np.triu_indices(self.n_layers)
        return s[rows] * s[columns]

    @property
    def traces(self) -> NDArray[np.float64]:
        """Every block's trace, (L (L + 1) / 2,)."""
        return np.asarray(np.einsum("pdd->p", self.blocks, dtype=np.float64))

    @property
    def has_spread(self) -> bool:
        """Whether the tokens differ at all in the average of the layers."""
        average = (1.0 / self.n_layers,) * self.n_layers
        scale = float((self.means.astype(np.float64) ** 2).sum())
        return float(self.pairs(average) @ self.traces) > _NO_SPREAD * max(scale, 1e-30)


@dataclass(frozen=True, eq=False)
class LinearView:
    """A flat picture that is linear in the layers: a mix of layers is the same mix of their pictures."""

    basis: Floats
    """(D, 2); orthonormal for PCA, of any scale for semantic axes."""
    centres: Floats
    """What lies at the origin in every layer, (L, D)."""
    axis_variances: NDArray[np.float64]
    """Every covariance block along the axes, (L (L + 1) / 2, 2)."""
    traces: NDArray[np.float64]
    """Every covariance block's trace, (L (L + 1) / 2,)."""

    def project(self, states: NDArray[np.floating[Any]]) -> Floats:
        """Every layer's picture, (L, n, D) -> (L, n, 2)."""
        # Centre after the product: (n, 2) numbers instead of (n, D).
        places = np.asarray(states, dtype=np.float32) @ self.basis - (self.centres @ self.basis)[:, None]
        return np.asarray(places, dtype=np.float32)

    def explained(self, weights: Sequence[float]) -> tuple[float, float] | None:
        """Share of the fitted tokens' variance that each axis shows at a mix; None where they do not spread."""
        s = np.asarray(weights, dtype=np.float64)
        rows, columns = np.triu_indices(len(s))
        pairs = s[rows] * s[columns]
        total = float(pairs @ self.traces)
        if total <= _NO_SPREAD * float(np.abs(self.traces).max(initial=0.0)) or total <= 0.0:
            return None
        first, second = np.clip(pairs @ self.axis_variances / total, 0.0, 1.0)
        return float(first), float(second)

    def turned(self, rotation: NDArray[np.floating[Any]], covariances: LayerCovariances) -> LinearView:
        """The same view turned or mirrored by a (2, 2) orthogonal matrix."""
        return linear_view((self.basis @ rotation).astype(np.float32), covariances, self.centres)


def fit_pca(covariances: LayerCovariances, weights: Sequence[float]) -> LinearView:
    """The plane in which the mix's vectors spread most, with the fitted tokens' mean at the origin.

    Where the mix has no spread (every use of a word has the same vector in layer 0), the average of
    the layers gives the plane; so the picture goes over smoothly, and is never NaN.

    Args:
        covariances: of the tokens that the picture is fitted on.
        weights: (L,).
    """
    average = (1.0 / covariances.n_layers,) * covariances.n_layers
    spread = covariances.of_mix(weights) + _FAINT * covariances.of_mix(average)
    return linear_view(_largest_axes(spread), covariances, covariances.means)


def widest_across(
    covariances: LayerCovariances, weights: Sequence[float], axis: NDArray[np.floating[Any]]
) -> NDArray[np.float64]:
    """The direction of largest spread among those at right angles to an axis, (D,) of length 1 -> (D,) of length 1."""
    average = (1.0 / covariances.n_layers,) * covariances.n_layers
    spread = covariances.of_mix(weights) + _FAINT * covariances.of_mix(average)
    onto = spread @ axis
    spread = spread - np.outer(axis, onto) - np.outer(onto, axis) + (axis @ onto) * np.outer(axis, axis)
    widest = _largest_axes(spread)[:, 0].astype(np.float64)
    widest -= (widest @ axis) * axis
    length = float(np.linalg.norm(widest))
    if length < _NO_SPREAD:  # nothing spreads at all: any direction will do
        widest = np.eye(len(axis))[int(np.abs(axis).argmin())]
        widest -= (widest @ axis) * axis
        length = float(np.linalg.norm(widest))
    unit: NDArray[np.float64] = widest / max(length, _NO_SPREAD)
    return unit


def linear_view(basis: Floats, covariances: LayerCovariances, centres: Floats) -> LinearView:
    """A view with a given orthonormal basis, (D, 2)."""
    variances = np.einsum("da,pde,ea->pa", basis, covariances.blocks, basis, optimize=True)
    return LinearView(basis, centres, variances.astype(np.float64), covariances.traces)


def weigh(layer_xy: Floats, weights: Sequence[float], gamma: float = 1.0) -> Floats:
    """The mix's places out of the layers' places, (L, n, 2) -> (n, 2); read-only."""
    scaled = np.asarray(weights, dtype=np.float32) * np.float32(gamma)
    layers = layer_xy.reshape(len(layer_xy), -1)
    places = np.empty(layers.shape[1:], np.float32)
    part = np.empty(min(_AT_ONCE, len(places)), np.float32)
    # A frame of a drag waits for this: no matrix product, whose second thread may find no core free.
    for first in range(0, len(places), _AT_ONCE):
        target = places[first : first + _AT_ONCE]
        term = part[: len(target)]
        np.multiply(layers[0, first : first + _AT_ONCE], scaled[0], out=target)
        for layer, weight in zip(layers[1:], scaled[1:], strict=True):
            np.multiply(layer[first : first + _AT_ONCE], weight, out=term)
            np.add(target, term, out=target)
    places = places.reshape(-1, 2)
    places.flags.writeable = False
    return places


@dataclass(frozen=True, eq=False)
class Alignment:
    """A rotation or reflection and a shift: x -> x @ rotation + shift."""

    rotation: NDArray[np.float64]
    """(2, 2)."""
    shift: NDArray[np.float64]
    """(2,)."""

    def __call__(self, xy: NDArray[np.floating[Any]]) -> Floats:
        """Move (..., 2) places."""
        return np.asarray(xy @ self.rotation + self.shift, dtype=np.float32)


def align(new: NDArray[np.floating[Any]], old: NDArray[np.floating[Any]]) -> Alignment:
    """The rigid move that brings ``new`` nearest to ``old`` (orthogonal Procrustes, Schönemann 1966), scale kept.

    Args:
        new: (n, 2).
        old: (n, 2), the same points' places before.
    """
    if not len(new):
        return Alignment(np.eye(2), np.zeros(2))
    x, y = np.asarray(new, dtype=np.float64), np.asarray(old, dtype=np.float64)
    x_mean, y_mean = x.mean(axis=0), y.mean(axis=0)
    cross = (x - x_mean).T @ (y - y_mean)
    if np.abs(cross).max() <= 1e-30:
        rotation = np.eye(2)
    else:
        u, _, vt = np.linalg.svd(cross)
        rotation = u @ vt
    return Alignment(rotation, y_mean - x_mean @ rotation)


def chunked(arrays: Iterable[NDArray[Any]], n_tokens: int = 8192) -> Iterable[NDArray[Any]]:
    """Join (L, n_i, D) arrays to chunks of about ``n_tokens`` tokens."""
    part: list[NDArray[Any]] = []
    count = 0
    for array in arrays:
        part.append(array)
        count += array.shape[1]
        if count >= n_tokens:
            yield np.concatenate(part, axis=1)
            part, count = [], 0
    if part:
        yield np.concatenate(part, axis=1)


def _largest_axes(covariance: NDArray[np.float64]) -> Floats:
    """The two axes of largest variance, the largest number of each positive, (D, D) -> (D, 2)."""
    # SciPy finds two vectors alone, three times faster; but it holds the interpreter all the while, and the window waits.
    dim = len(covariance)
    _, vectors = np.linalg.eigh(covariance)
    axes = vectors[:, -2:][:, ::-1]
    if dim == 1:
        axes = np.hstack([axes, np.zeros((1, 1))])
    signs = np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(2)])
    return np.asarray(axes * np.where(signs == 0, 1.0, signs), dtype=np.float32)
