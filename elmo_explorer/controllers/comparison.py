"""The focus word's uses against each other, and every layer's own picture: plain functions of their requests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from elmo_explorer.analysis.halves import Half, half_of
from elmo_explorer.analysis.mixing import mix_layers, normalised, typical_lengths
from elmo_explorer.analysis.projection import LayerCovariances, align, fit_pca
from elmo_explorer.analysis.similarity import MOST_COMPARED, cosine_matrix, within_between
from elmo_explorer.controllers.loaded_tokens import LoadedTokens, sample_rows
from elmo_explorer.controllers.random_pairs import RandomPairs
from elmo_explorer.session.session import (
    Comparison,
    Floats,
    Groups,
    LayerViews,
    Points,
    SeparationMap,
    TokenRef,
)
from elmo_explorer.session.token_places import TokenPlaces
from elmo_explorer.workers.task import Task

MOST_OCCURRENCES = MOST_COMPARED
"""Uses in the matrix, the first of them where there are more."""
MOST_BACKGROUND = 2000
"""Other tokens in the layers' pictures; a seeded sample of more."""
_LATTICE = 24  # (24 + 1)(24 + 2) / 2 = 325 mixes
_FEWEST_FITTED = 4
_FEWEST_GROUPS = 2
_FEWEST_USES = 2


@dataclass(frozen=True, eq=False)
class ComparisonRequest:
    """Everything the comparison depends on."""

    loaded: LoadedTokens
    occurrences: tuple[TokenRef, ...]
    groups: Groups
    weights: tuple[float, ...]
    """Of what is shown: the mix, or one layer alone."""
    layer_norm: bool
    points: Points | None
    """The picture that the layers' pictures are turned to."""
    half: Half = "both"
    """Of which the uses are compared besides the whole vectors."""


@dataclass(frozen=True, eq=False)
class GatheredTokens:
    """The vectors that are compared: the focus word's uses first, then a sample of the other tokens."""

    loaded: LoadedTokens
    occurrences: tuple[TokenRef, ...]
    layer_norm: bool
    tokens: tuple[TokenRef, ...]
    n_focus: int
    states: Floats
    """(L, n, D), normalised where the mix normalises."""
    pairs: RandomPairs
    lengths: Floats
    """Median length by layer, before any normalisation, (L,)."""
    half: Half = "both"
    """Of the vectors."""

    @property
    def focus(self) -> Floats:
        """The uses alone, (L, n_focus, D)."""
        return self.states[:, : self.n_focus]

    def fits(self, request: ComparisonRequest) -> bool:
        """Whether these are the tokens of a request."""
        return (self.loaded, self.occurrences, self.layer_norm) == (
            request.loaded,
            request.occurrences,
            request.layer_norm,
        )

    def half_of_these(self, half: Half) -> GatheredTokens:
        """The same tokens' half vectors, (L, n, D / 2), normalised as whole ones where the mix normalises."""
        pairs = replace(self.pairs, states=half_of(self.pairs.states, half))
        return replace(self, states=half_of(self.states, half), pairs=pairs, half=half)


@dataclass(frozen=True, eq=False)
class LayerFigures:
    """Mean cosines by layer, which no mix changes; each (L,)."""

    groups: Mapping[TokenRef, int]
    gathered: GatheredTokens
    within: Floats
    between: Floats
    overall: Floats
    baseline: Floats
    separation: Floats


def gather(request: ComparisonRequest) -> GatheredTokens:
    """Collect the vectors that are compared."""
    loaded = request.loaded
    focus = loaded.rows(request.occurrences)[:MOST_OCCURRENCES]
    is_other = np.ones(len(loaded.tokens), bool)
    is_other[focus] = False
    others = sample_rows(np.flatnonzero(is_other), MOST_BACKGROUND)
    rows = np.concatenate([focus, others])
    states = loaded.states(rows)
    return GatheredTokens(
        loaded,
        request.occurrences,
        request.layer_norm,
        tuple(loaded.tokens.take(rows)),
        len(focus),
        normalised(states) if request.layer_norm else states,
        RandomPairs.of(loaded, request.layer_norm),
        typical_lengths(states),
    )


def layer_figures(request: ComparisonRequest, gathered: GatheredTokens, task: Task) -> LayerFigures:
    """How alike the uses are within and between groups in every layer, and what random pairs have."""
    from elmo_explorer.analysis.senses import separation  # scipy: not before the window is there

    labels = labels_of(request.groups, gathered)
    cosines = [cosine_matrix(layer) for layer in gathered.focus]
    means = np.array([within_between(cosine, labels) for cosine in cosines], np.float32).reshape(-1, 3)
    task.check()
    return LayerFigures(
        request.groups.of,
        gathered,
        _frozen(means[:, 0]),
        _frozen(means[:, 1]),
        _frozen(means[:, 2]),
        _frozen(gathered.pairs.in_layers()),
        _frozen([separation(cosine, labels) for cosine in cosines]),
    )


def compare(
    request: ComparisonRequest,
    gathered: GatheredTokens,
    figures: LayerFigures,
    order: tuple[TokenRef, ...] | None,
) -> tuple[Comparison, float]:
    """The matrix at the shown mix, and the groups' separation.

    Args:
        order: the display order to keep (rows stay still during a drag); None finds it.
    """
    from elmo_explorer.analysis.senses import cluster_order, separation

    labels = labels_of(request.groups, gathered)
    cosine = cosine_matrix(mix_layers(gathered.focus, request.weights))
    focus = gathered.tokens[: gathered.n_focus]
    if order is not None and len(order) == len(focus) and set(order) == set(focus):
        place = {token: k for k, token in enumerate(focus)}
        rows = np.array([place[token] for token in order], np.int64)
    else:
        rows = cluster_order(cosine, labels)
    comparison = Comparison(
        tuple(focus[row] for row in rows),
        _frozen(cosine[np.ix_(rows, rows)]),
        figures.within,
        figures.between,
        figures.overall,
        figures.baseline,
        gathered.pairs.in_mix(request.weights),
        gathered.half,
    )
    return comparison, separation(cosine, labels)


def layer_views(
    request: ComparisonRequest, gathered: GatheredTokens, figures: LayerFigures, task: Task
) -> LayerViews:
    """Every layer's own PCA, turned to the picture of the mix."""
    n_layers = len(gathered.states)
    n_focus = gathered.n_focus
    fitted = gathered.focus if n_focus >= _FEWEST_FITTED else gathered.states
    covariances = LayerCovariances.of([fitted])
    if not covariances.has_spread:
        covariances = LayerCovariances.of([gathered.states])
    rows, places = _common(gathered, request.points)
    pictures = []
    for layer in range(n_layers):
        task.check()
        weights = tuple(float(k == layer) for k in range(n_layers))
        xy = fit_pca(covariances, weights).project(gathered.states)[layer]
        pictures.append(xy @ align(xy[rows], places).rotation)
    return LayerViews(
        gathered.tokens,
        _frozen(pictures),
        figures.separation,
        figures.within,
        figures.between,
        _frozen(gathered.lengths),
    )


def separation_map(request: ComparisonRequest, gathered: GatheredTokens) -> SeparationMap | None:
    """The groups' separation at 325 mixes of three layers; None where no two groups, or none of two uses, are there."""
    from elmo_explorer.analysis.senses import separation_over_mixes

    labels = labels_of(request.groups, gathered)
    sizes = np.unique(labels[labels >= 0], return_counts=True)[1]
    if len(sizes) < _FEWEST_GROUPS or sizes.max() < _FEWEST_USES:
        return None
    weights = np.array(
        [(i, j, _LATTICE - i - j) for i in range(_LATTICE + 1) for j in range(_LATTICE + 1 - i)], np.float32
    )
    weights /= _LATTICE
    values = separation_over_mixes(gathered.focus, labels, weights)
    best = weights[int(values.argmax())]
    return SeparationMap(_frozen(weights), _frozen(values), tuple(float(weight) for weight in best))


def labels_of(groups: Groups, gathered: GatheredTokens) -> NDArray[np.int64]:
    """The uses' group numbers, -1 without a group, (n_focus,)."""
    return np.array([groups.of.get(token, -1) for token in gathered.tokens[: gathered.n_focus]], np.int64)


def _common(gathered: GatheredTokens, points: Points | None) -> tuple[NDArray[np.int64], Floats]:
    """Which gathered tokens are in the mix's picture, and where; the uses alone where there are enough."""
    if points is None:
        return np.empty(0, np.int64), np.empty((0, 2), np.float32)
    n_candidates = gathered.n_focus if gathered.n_focus >= _FEWEST_FITTED else len(gathered.tokens)
    candidates = gathered.tokens[:n_candidates]
    places = TokenPlaces(points.tokens).find(candidates)
    rows = np.flatnonzero(places >= 0)
    return rows, points.xy[places[rows]]


def _frozen(values: object) -> Floats:
    array: Floats = np.array(values, dtype=np.float32)
    array.flags.writeable = False
    return array
