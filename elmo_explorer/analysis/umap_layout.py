"""A UMAP layout that goes on from where it is, a few epochs at a time (McInnes et al. 2018)."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from elmo_explorer.analysis.layout import (
    FEWEST,
    Check,
    Floats,
    Integers,
    LayoutStep,
    Pace,
    place_new,
    too_few,
)
from elmo_explorer.analysis.neighbours import exact_neighbours, neighbours_among, unit_mix
from elmo_explorer.analysis.projection import align
from elmo_explorer.analysis.trust import K, trust_of_all

N_CANDIDATES = 30
"""Of each layer, among which a moving mix's neighbours are looked for first, and among all when there is time: 98 % of its
15 nearest are there (5,000 tokens of English text, bundled model)."""
_NEIGHBOURS = (5, 15)
_STEP_S = 0.02
_MOST_EPOCHS = 10
"""Of one step, however few the tokens are: the eye shall follow."""
_A, _B = np.float32(1.5769434602), np.float32(0.8950608779)  # umap's own fit for spread 1 and min_dist 0.1
_FAINTEST = 1 / 200  # of the strongest edge


class _Plan(NamedTuple):
    alpha: float
    """The first epoch's learning rate; it falls evenly to nothing."""
    n_epochs: int


_PLANS: dict[Pace, _Plan] = {
    "afresh": _Plan(1.0, 240),
    "follow": _Plan(0.25, 80),
    "go on": _Plan(0.35, 120),
    "hold": _Plan(0.0, 0),
}


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
        self._xy = np.array(xy, dtype=np.float32)
        self._shown = self._xy
        self._random = np.random.default_rng(seed)
        self._candidates: list[Integers] = []
        self._candidates_normed = False
        self._last: Integers | None = None
        self._left = _Plan(0.0, 0)
        self._seconds_per_epoch = 0.0

    def refine(
        self, weights: Sequence[float], layer_norm: bool, pace: Pace, check: Check
    ) -> Iterator[LayoutStep]:
        """See :class:`elmo_explorer.analysis.layout.Layout`."""
        n = len(self._xy)
        if n < FEWEST:
            yield too_few(self._xy)
            return
        unit = unit_mix(self._states, weights, layer_norm)
        k = n_neighbours(n) - 1
        self._left = max(_PLANS[pace], self._left)  # it may have been stopped while it was finding its shape
        if layer_norm != self._candidates_normed:
            self._candidates, self._candidates_normed = [], layer_norm
        if self._last is not None:
            indices, cosines = neighbours_among(unit, [*self._candidates, self._last], k)
            yield from self._optimise(_Edges(indices, cosines, self._random), check, n_steps=1)
        # One list serves the graph and the trust.
        indices, cosines = exact_neighbours(unit, min(max(k, K), n - 1), check)
        self._last = indices
        is_new = bool(np.isnan(self._xy).any())
        self._xy = place_new(self._xy, indices, self._random)
        if is_new:
            self._shown = self._xy
        if pace == "hold":
            yield LayoutStep(self._shown)
            return
        yield from self._optimise(_Edges(indices[:, :k], cosines[:, :k], self._random), check)
        self._left = _Plan(0.0, 0)
        yield LayoutStep(self._shown, settled=True, trust=trust_of_all(unit, cosines, self._shown))
        self._find_candidates(layer_norm, check)

    def _optimise(self, edges: _Edges, check: Check, n_steps: int | None = None) -> Iterator[LayoutStep]:
        """Follow the plan, or only its next steps."""
        from elmo_explorer.analysis.layout_kernels import attract_and_repel

        n_done = 0
        while self._left.n_epochs > 0 and n_done != n_steps:
            check()
            alpha, n_left = self._left
            wished = round(_STEP_S / self._seconds_per_epoch) if self._seconds_per_epoch else 1
            n_epochs = min(max(wished, 1), _MOST_EPOCHS, n_left)
            alphas = (alpha * (1.0 - np.arange(n_epochs) / n_left)).astype(np.float32)
            started = time.perf_counter()
            seed = int(self._random.integers(1, 2**31))
            attract_and_repel(
                self._xy, edges.heads, edges.tails, edges.intervals, edges.due, _A, _B, alphas, seed
            )
            self._seconds_per_epoch = (time.perf_counter() - started) / n_epochs
            self._left = _Plan(alpha * (1.0 - n_epochs / n_left), n_left - n_epochs)
            self._shown = align(self._xy, self._shown)(self._xy)
            n_done += 1
            yield LayoutStep(self._shown)

    def _find_candidates(self, layer_norm: bool, check: Check) -> None:
        """Nobody waits now: each layer's own neighbours, for the next drag."""
        n_layers = len(self._states)
        while len(self._candidates) < n_layers:
            layer = len(self._candidates)
            unit = unit_mix(self._states[layer : layer + 1], (1.0,), layer_norm)
            self._candidates.append(exact_neighbours(unit, min(N_CANDIDATES, len(unit) - 1), check)[0])


class _Edges:
    """UMAP's graph as its layout samples it, out of neighbours and their cosines, each (N, k)."""

    def __init__(self, indices: Integers, cosines: Floats, random: np.random.Generator) -> None:
        from elmo_explorer.analysis.layout_kernels import fuzzy_union, memberships

        heads, tails, weights = fuzzy_union(indices, memberships(np.maximum(1.0 - cosines, 0.0)))
        kept = weights > weights.max() * _FAINTEST
        self.heads, self.tails = heads[kept], tails[kept]
        self.intervals = weights.max() / weights[kept]
        # A random phase: few epochs at a time sample weak edges as often as they should.
        self.due = (self.intervals * random.random(len(self.intervals))).astype(np.float32)


def n_neighbours(n_tokens: int) -> int:
    """Neighbours of each token, itself included: umap's 15 from about 900 tokens on, fewer below.

    A dozen uses of one word are each other's 15 nearest whatever their senses: with 6 of 130 tokens the
    senses of the bundled examples came apart (silhouette 0.31 instead of -0.16 for "bank", 0.76 instead of 0.44 for "bat").
    """
    fewest, most = _NEIGHBOURS
    return min(max(round(math.sqrt(n_tokens) / 2), fewest), most, n_tokens)


def warm_up(cache: str) -> None:
    """Compile what a layout needs, or read it from numba's cache in folder ``cache``."""
    os.environ.setdefault("NUMBA_CACHE_DIR", cache)
    random = np.random.default_rng(0)
    states = random.normal(size=(1, 32, 4)).astype(np.float32)
    layout = UmapLayout(states, random.normal(size=(32, 2)).astype(np.float32))
    for _ in range(2):  # the second time among candidates
        for _ in layout.refine((1.0,), False, "follow", lambda: None):
            pass
