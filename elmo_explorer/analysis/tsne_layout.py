"""A t-SNE layout that is drawn while it is found (van der Maaten and Hinton 2008; openTSNE, Poličar et al. 2024)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from elmo_explorer.analysis.layout import FEWEST, Check, Floats, LayoutStep, Pace, place_new, too_few
from elmo_explorer.analysis.neighbours import exact_neighbours, unit_mix
from elmo_explorer.analysis.projection import align
from elmo_explorer.analysis.trust import K, trust_of_all

PERPLEXITIES = (5.0, 30.0)
"""Fewest and most neighbours that a token is taken to have; openTSNE's 30 from 900 tokens on."""
_STEP_S = 0.06
_MOST_ITERATIONS = 10
"""Of one step, however few the tokens are: the eye shall follow."""
_FIRST_SPREAD = 1e-4  # openTSNE's: small enough that the forces alone decide


class _Phase(NamedTuple):
    exaggeration: float
    momentum: float
    n_iterations: int


_AFRESH = (_Phase(12.0, 0.5, 125), _Phase(1.0, 0.8, 375))
_GO_ON = (_Phase(1.0, 0.8, 200),)


class TsneLayout:
    """Places of N tokens, optimised for one mix of their layers after the other."""

    def __init__(self, states: Floats, xy: Floats, seed: int = 0) -> None:
        """Begin with a layout.

        Args:
            states: (L, N, D).
            xy: (N, 2); NaN where a token is new: it begins beside its nearest neighbours.
            seed: of its random numbers.
        """
        self._states = states
        self._xy = np.array(xy, dtype=np.float32)
        """What was shown last."""
        self._random = np.random.default_rng(seed)
        self._aim: tuple[tuple[float, ...], bool] | None = None
        self._unit = self._cosines = np.empty((0, 0), np.float32)
        self._affinities: Any = None
        """(N, N), sparse, sum 1."""
        self._optimum: Any = None
        """openTSNE's embedding: the places with their gains and momenta."""
        self._afresh = False
        self._plan: list[_Phase] = []
        self._iterations = 1

    def refine(
        self, weights: Sequence[float], layer_norm: bool, pace: Pace, check: Check
    ) -> Iterator[LayoutStep]:
        """See :class:`elmo_explorer.analysis.layout.Layout`."""
        n = len(self._xy)
        if n < FEWEST:
            yield too_few(self._xy)
            return
        aim = (tuple(weights), layer_norm)
        self._afresh = self._afresh or pace == "afresh"  # even where it is stopped before it begins
        if aim != self._aim:
            self._take_aim(*aim, check=check)
            self._aim = aim
            if self._afresh:
                self._plan = list(_AFRESH)
            elif len(self._plan) < len(_AFRESH):  # else it is still finding its first shape
                self._plan = list(_GO_ON)
            self._afresh = False
        if pace == "hold":
            yield LayoutStep(self._xy)
            return
        yield from self._optimise(check)
        self._afresh = False
        yield LayoutStep(self._xy, settled=True, trust=trust_of_all(self._unit, self._cosines, self._xy))

    def _take_aim(self, weights: Sequence[float], layer_norm: bool, check: Check) -> None:
        """Set the affinities for a mix; the places stay."""
        from openTSNE import TSNEEmbedding
        from openTSNE.affinity import PrecomputedAffinities, joint_probabilities_nn

        n = len(self._xy)
        self._unit = unit_mix(self._states, weights, layer_norm)
        wished = perplexity(n)
        k = min(int(3 * wished), n - 1)
        indices, self._cosines = exact_neighbours(self._unit, min(max(k, K), n - 1), check)
        distances = np.sqrt(np.maximum(2.0 - 2.0 * self._cosines[:, :k], 0.0))  # of vectors of length 1
        self._xy = place_new(self._xy, indices, self._random)
        check()
        self._affinities = joint_probabilities_nn(indices[:, :k], distances, [wished])
        check()
        if self._optimum is not None:
            places = np.array(self._optimum, dtype=np.float64)
        else:
            places = self._xy.astype(np.float64) - self._xy.mean(axis=0)
            if self._afresh:
                places *= _FIRST_SPREAD / max(float(places[:, 0].std()), 1e-30)
        self._optimum = TSNEEmbedding(places, PrecomputedAffinities(self._affinities, normalize=False))

    def _optimise(self, check: Check) -> Iterator[LayoutStep]:
        """Follow the plan; where it is stopped it can be gone on with."""
        from openTSNE.affinity import PrecomputedAffinities

        exaggeration = 0.0
        while self._plan:
            phase = self._plan[0]
            if phase.exaggeration != exaggeration:
                # openTSNE's own way to exaggerate would leave them so where ``check`` raises.
                exaggeration = phase.exaggeration
                self._optimum.affinities = PrecomputedAffinities(
                    self._affinities * exaggeration, normalize=False
                )
            n_iterations = min(self._iterations, phase.n_iterations)
            started = time.perf_counter()
            self._optimum.optimize(
                n_iterations,
                learning_rate=len(self._xy) / exaggeration,
                momentum=phase.momentum,
                negative_gradient_method=_checked(check),
                inplace=True,
            )
            seconds = (time.perf_counter() - started) / n_iterations
            self._iterations = int(np.clip(_STEP_S / seconds, 1, _MOST_ITERATIONS))
            left = phase.n_iterations - n_iterations
            self._plan[:1] = [phase._replace(n_iterations=left)] if left else []
            places = np.asarray(self._optimum, dtype=np.float32)
            self._xy = align(places, self._xy)(places)
            yield LayoutStep(self._xy)


def _checked(check: Check) -> Callable[..., tuple[float, Any]]:
    """The gradient of t-SNE's error (Barnes-Hut), with a look before each whether anybody waits for it."""
    from openTSNE.tsne import kl_divergence_bh

    def gradient(*args: Any, should_eval_error: bool, **options: Any) -> tuple[float, Any]:
        if should_eval_error:
            return float("nan"), None  # asked for behind the last iteration, at the price of another one
        check()
        error, found = kl_divergence_bh(*args, should_eval_error=False, **options)
        return error, found

    return gradient


def perplexity(n_tokens: int) -> float:
    """How many neighbours a token is taken to have: fewer in a small picture, as for UMAP."""
    fewest, most = PERPLEXITIES
    return float(min(np.clip(np.sqrt(n_tokens), fewest, most), (n_tokens - 1) / 3))
