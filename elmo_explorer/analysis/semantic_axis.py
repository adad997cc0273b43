"""Semantic axes: a flat picture whose directions run from some words to others, such as from he to she.

A token's place is its projection on the difference of two centroids: directions between word vectors after Bolukbasi et al.
(2016), "Man is to Computer Programmer as Woman is to Homemaker?"; the projection of words on the line between the means
of several words at either end after Grand et al. (2022), "Semantic projection recovers rich human knowledge of multiple
object features from word embeddings", Nature Human Behaviour.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from elmo_explorer.analysis.projection import LayerCovariances, LinearView, linear_view, widest_across

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]

NEARLY_PARALLEL = 0.9
"""Two axes with a larger cosine are told from one another by what the second has besides the first."""
_PARALLEL = 0.999
_FAINT = 1e-3  # of the axis in the average of the layers: a shorter one is noise


class AxisError(ValueError):
    """The axes give no picture; the message is one sentence for the user."""


@dataclass(frozen=True, eq=False)
class AxisEnds:
    """The centroids of the tokens at either end, in every layer.

    They are kept by layer because centroids are linear: those of a mix are the same mix of these.
    """

    low: Floats
    """(L, D)."""
    high: Floats
    """(L, D)."""

    def direction(self, weights: Sequence[float]) -> NDArray[np.float64]:
        """From the low to the high centroid in the mix, sum_j s_j (high_j - low_j), (D,).

        Where both ends are one place in the mix (two uses of a word in layer 0), the average of the layers tells it.

        Raises:
            AxisError: the ends are the same in every layer.
        """
        differences = self.high.astype(np.float64) - self.low  # (L, D)
        average = differences.mean(axis=0)
        mixed = np.asarray(weights, dtype=np.float64) @ differences
        scale = float(np.linalg.norm(self.low) + np.linalg.norm(self.high))
        if max(np.linalg.norm(average), np.linalg.norm(differences)) <= 1e-6 * scale:
            raise AxisError("Both ends of the axis are the same tokens; change the words of one end.")
        return average if np.linalg.norm(mixed) <= _FAINT * np.linalg.norm(average) else mixed

    @property
    def middles(self) -> NDArray[np.float64]:
        """Half way between the ends in every layer, (L, D)."""
        return (self.low.astype(np.float64) + self.high) / 2


@dataclass(frozen=True, eq=False)
class AxisView:
    """The plane of one axis or two."""

    view: LinearView
    note: str
    """What the user should know of it, one sentence; mostly empty."""


def find_words(tokens: Iterable[str], wanted: Iterable[str]) -> dict[str, Integers]:
    """Where some words stand among many tokens; case does not count.

    Returns:
        Case-folded word -> rows, (n,), ascending; of every wanted word.
    """
    rows: dict[str, list[int]] = {word.casefold(): [] for word in wanted}
    for row, token in enumerate(map(str.casefold, tokens)):
        if token in rows:
            rows[token].append(row)
    return {word: np.array(found, np.int64) for word, found in rows.items()}


def centroid(chunks: Iterable[NDArray[np.floating[Any]]]) -> Floats:
    """The mean of tokens that come in chunks, each (L, n, D) -> (L, D).

    Raises:
        ValueError: there is no token.
    """
    total, n_tokens = None, 0
    for chunk in chunks:
        part = chunk.sum(axis=1, dtype=np.float64)
        total = part if total is None else total + part
        n_tokens += chunk.shape[1]
    if total is None or n_tokens == 0:
        raise ValueError("A centroid needs at least 1 token, got 0.")
    return np.asarray(total / n_tokens, dtype=np.float32)


def fit_axes(axes: Sequence[AxisEnds], covariances: LayerCovariances, weights: Sequence[float]) -> AxisView:
    """The plane of an axis and a second one, or else the direction across it in which the tokens spread most.

    With a = sum_j s_j (high_j - low_j) and m half way between the centroids, a token of the mix lies at
    x = 2 (h - m) . a / |a|^2: the low end's centroid at -1, the high end's at +1. The plane stays while the weights move,
    as any linear view does, so that a drag weighs the layers' places alone; the ends are back at -1 and +1 when it is
    fitted again. The scale of the mix, gamma, counts as 1 here: it lengthens the picture, as it does with PCA.

    A second axis has its own scale, its ends at y = -1 and +1. Without one, both ends lie at y = 0, and the tokens spread as
    far in y as in x: an axis often holds a hundredth of the variance, and in one scale its picture would be a thread.

    Args:
        axes: the horizontal one, and perhaps a vertical one.
        covariances: of the tokens whose spread counts.
        weights: (L,).

    Raises:
        AxisError: the ends are the same, or the axes are.
    """
    across = axes[0].direction(weights)
    note = ""
    if len(axes) > 1:
        up = axes[1].direction(weights)
        cosine = float(across @ up / (np.linalg.norm(across) * np.linalg.norm(up)))
        if abs(cosine) >= _PARALLEL:
            raise AxisError("The second axis runs along the first; change its words or take it away.")
        if abs(cosine) >= NEARLY_PARALLEL:
            up = up - (up @ across) / (across @ across) * across
            note = f"The axes run nearly alike (cosine {cosine:.2f}): the second shows what it has besides the first."
        scaled = np.stack([2 * across / (across @ across), 2 * up / (up @ up)], axis=1)  # (D, 2)
        origins = np.stack([axes[0].middles @ scaled[:, 0], axes[1].middles @ scaled[:, 1]], axis=1)  # (L, 2)
        centres = origins @ np.linalg.pinv(scaled)  # any place with these coordinates, (L, D)
    else:
        length = np.linalg.norm(across)
        units = np.stack([across / length, widest_across(covariances, weights, across / length)], axis=1)
        spread = np.sqrt(np.einsum("da,de,ea->a", units, covariances.of_mix(weights), units).clip(0))
        stretch = spread[0] / spread[1] if spread.min() > _FAINT * length else 1.0
        scaled = units * (2 / length) * (1, stretch)
        centres = axes[0].middles
    lengths = np.linalg.norm(scaled, axis=0)
    units = scaled / np.where(lengths > 0, lengths, 1)
    view = linear_view(units.astype(np.float32), covariances, centres.astype(np.float32))
    return AxisView(replace(view, basis=scaled.astype(np.float32)), note)


def same_way_up(
    view: LinearView, new: NDArray[np.floating[Any]], old: NDArray[np.floating[Any]]
) -> LinearView:
    """The view, upside down where that agrees better with the heights of some tokens before, (n,) and (n,)."""
    agreement = float((new - new.mean()) @ (old - old.mean())) if len(new) else 0.0
    if agreement >= 0:
        return view
    return replace(view, basis=view.basis * np.array([1, -1], np.float32))
