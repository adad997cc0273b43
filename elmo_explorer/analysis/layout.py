"""What every layout of neighbourhoods has in common: its steps, its pace, where it begins."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Integers = NDArray[np.int32]
Check = Callable[[], object]
"""Called often enough that 50 ms do not pass between two calls; raises what it likes when the work is no longer wanted."""
Pace = Literal["afresh", "follow", "go on", "hold"]
"""Find a shape from the beginning; follow a small move; find the shape for another mix; give new tokens a place, no more."""

FEWEST = 4
"""Fewer tokens have no neighbourhood to lay out; they stay where they are."""
SIZE = 10.0
"""The first layout's larger side."""


@dataclass(frozen=True, eq=False)
class LayoutStep:
    """A layout to draw."""

    xy: Floats
    """(N, 2)."""
    settled: bool = False
    trust: Floats | None = None
    """Share of each token's nearest neighbours kept in the plane, (N,); known once it is settled."""


class Layout(Protocol):
    """Places of N tokens, refined for one mix of their layers after the other."""

    def refine(
        self, weights: Sequence[float], layer_norm: bool, pace: Pace, check: Check
    ) -> Iterator[LayoutStep]:
        """Go on from the present places, step by step; the last step is settled.

        Args:
            weights: of the layers, (L,).
            layer_norm: normalise every token's vector in every layer first.
            pace: how far there is to go.
            check: may stop it by raising; the places stay as they are then, and can be refined again.
        """
        ...


def first_layout(xy: Floats) -> Floats:
    """A linear picture at a layout's scale: centred, its larger side ``SIZE``, (N, 2) -> (N, 2)."""
    if not len(xy):
        return np.empty((0, 2), np.float32)
    centred = xy - (xy.max(axis=0) + xy.min(axis=0)) / 2
    extent = float(np.ptp(centred, axis=0).max())
    scaled = centred * (SIZE / extent) if extent > 0 else centred
    # Points in one place would never part: the repulsion between them has no direction.
    jitter = np.random.default_rng(0).normal(scale=1e-3 * SIZE, size=xy.shape)
    return np.asarray(scaled + jitter, dtype=np.float32)


def too_few(xy: Floats) -> LayoutStep:
    """The only step of a layout of fewer tokens than ``FEWEST``: they stay; new ones come to the origin."""
    return LayoutStep(np.nan_to_num(xy), settled=True, trust=np.full(len(xy), np.nan, np.float32))


def place_new(xy: Floats, indices: Integers, random: np.random.Generator) -> Floats:
    """Give tokens without a place one beside their nearest neighbours.

    Args:
        xy: (N, 2); NaN where a token is new.
        indices: every token's neighbours, the nearest first, (N, k).
        random: parts tokens that would come to lie upon each other.
    """
    known = ~np.isnan(xy[:, 0])
    if known.all():
        return xy
    middle = xy[known].mean(axis=0) if known.any() else np.zeros(2, np.float32)
    size = float(np.ptp(xy[known], axis=0).max()) if known.any() else SIZE
    places = xy.copy()
    for row in np.flatnonzero(~known):
        near = [k for k in indices[row] if known[k]][:3]
        places[row] = xy[near].mean(axis=0) if near else middle
    jitter = random.normal(scale=0.01 * (size or SIZE), size=places.shape)
    places[~known] += jitter[~known].astype(np.float32)
    return places
