"""Which half of the vectors tells two groups of a word's uses apart."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from elmo_explorer.analysis.halves import half_of
from elmo_explorer.analysis.similarity import (  # not by way of SciPy: a window imports this
    NO_DISTANCE,
    cosine_matrix,
)

Verdict = Literal["forward", "backward", "both", "neither", "unknown"]
"""What separates two groups: one half clearly more, both about equally, neither; or too few uses to say."""

FEWEST_USES = 2
"""Of each group: a group of one has no inner distance that another distance could exceed."""
SEPARATES = 0.1
"""A half with a smaller silhouette separates nothing."""
LARGEST_CHANCE = 0.1
"""Nor does one whose silhouette more than this share of random groups of the same sizes reach."""
MARGIN = 0.1
"""Silhouettes nearer to each other than this are about equal."""
MOST_GROUPINGS = 400
"""Ways to part the uses that are tried: all, or so many at random where there are more."""
_ROUNDING = 1e-9


@dataclass(frozen=True)
class HalfSeparation:
    """How far apart two groups are in each half of the vectors of one layer."""

    forward: float
    """Mean silhouette in the forward half, -1 to 1; NaN with too few uses."""
    backward: float
    """The same in the backward half."""
    forward_chance: float
    """Share of random groups of the same sizes that are as far apart in the forward half; NaN with too few uses."""
    backward_chance: float
    """The same in the backward half."""
    least_chance: float
    """The smallest share that so few uses can have."""

    @property
    def forward_separates(self) -> bool:
        """Whether the forward half alone tells the groups apart."""
        return _separates(self.forward, self.forward_chance)

    @property
    def backward_separates(self) -> bool:
        """Whether the backward half alone does."""
        return _separates(self.backward, self.backward_chance)

    @property
    def verdict(self) -> Verdict:
        """Which half separates the groups.

        A half separates where its silhouette is at least 0.1 and at most 10 % of random groups of the same sizes reach it.
        Where the better half does not, neither does; where it does and the other one's silhouette is less than 0.1
        smaller, both do; else the better one does. With under two uses in a group, or so few in all that even the best
        grouping were nothing rare (two and two), there is no verdict. The thresholds are conventions, the same for every
        word; with many pairs in view one in ten may pass the test by chance.
        """
        if not self.least_chance <= LARGEST_CHANCE + _ROUNDING:  # NaN too
            return "unknown"
        if not (self.forward_separates if self.forward >= self.backward else self.backward_separates):
            return "neither"
        if abs(self.forward - self.backward) < MARGIN:
            return "both"
        return "forward" if self.forward > self.backward else "backward"


def half_separation(one: NDArray[np.floating[Any]], other: NDArray[np.floating[Any]]) -> HalfSeparation:
    """How far apart two groups of vectors are in either half.

    The measure is the mean silhouette of the two groups with the distance 1 - cosine (Rousseeuw 1987), the figure that is
    called separation everywhere in the window, here of one half's numbers alone. What chance would do is found by a
    permutation test (Good 2005): the same uses are parted anew into groups of the same sizes, in every way or in 400
    random ones, and the shares of those as far apart are counted, the true one among them.

    Args:
        one: a group's vectors in one layer, (n, D), forward half first.
        other: those of another group, (m, D).
    """
    sizes = len(one), len(other)
    if min(sizes) < FEWEST_USES:
        return HalfSeparation(*(math.nan,) * 5)
    vectors = np.concatenate([one, other])
    groupings = _groupings(*sizes)  # (g, n + m)
    found = []
    for half in ("forward", "backward"):
        distances = 1.0 - cosine_matrix(half_of(vectors, half))
        silhouettes = two_group_silhouettes(distances, groupings)
        found.append((float(silhouettes[0]), float((silhouettes >= silhouettes[0] - _ROUNDING).mean())))
    n_ways = math.comb(sum(sizes), sizes[0])
    least = (2 if sizes[0] == sizes[1] else 1) / n_ways  # groups of one size exchanged are the same groups
    (forward, forward_chance), (backward, backward_chance) = found
    return HalfSeparation(forward, backward, forward_chance, backward_chance, least)


def two_group_silhouettes(
    distances: NDArray[np.float64], groupings: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Mean silhouette for each of g ways to part the same points into two groups (Rousseeuw 1987).

    Args:
        distances: (n, n), symmetric, 0 on the diagonal.
        groupings: (g, n), True for the points of the first group; at least two points in each.

    Returns:
        (g,), from -1 to 1.
    """
    first = groupings.astype(np.float64)
    n_first = first.sum(axis=1, keepdims=True)  # (g, 1)
    n_second = first.shape[1] - n_first
    to_first = first @ distances  # (g, n): every point's summed distance to the first group
    to_second = distances.sum(axis=0) - to_first
    own = np.where(groupings, to_first / (n_first - 1), to_second / (n_second - 1))
    other = np.where(groupings, to_second / n_second, to_first / n_first)
    largest = np.maximum(own, other)
    values = (other - own) / np.where(largest > NO_DISTANCE, largest, np.inf)
    silhouettes: NDArray[np.float64] = values.mean(axis=1)
    return silhouettes


def _separates(silhouette: float, chance: float) -> bool:
    return silhouette >= SEPARATES and chance <= LARGEST_CHANCE + _ROUNDING


def _groupings(n: int, m: int) -> NDArray[np.bool_]:
    """Ways to take n of n + m points, (g, n + m), the first n in the first row."""
    total = n + m
    if math.comb(total, n) <= MOST_GROUPINGS:
        chosen = np.array(list(itertools.combinations(range(total), n)))
    else:
        random = np.random.default_rng(0)
        drawn = [random.permutation(total)[:n] for _ in range(MOST_GROUPINGS - 1)]
        chosen = np.array([np.arange(n), *drawn])
    groupings = np.zeros((len(chosen), total), bool)
    np.put_along_axis(groupings, chosen, True, axis=1)
    return groupings
