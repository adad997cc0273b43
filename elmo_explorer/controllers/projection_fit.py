"""Fit a picture to the loaded tokens, aligned with the picture before: a plain function of its request."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from elmo_explorer.analysis.mixing import normalised
from elmo_explorer.analysis.projection import LayerCovariances, LinearView, align, chunked, fit_pca, weigh
from elmo_explorer.analysis.semantic_axis import same_way_up
from elmo_explorer.controllers.axis_fit import AxisRequest, AxisSeeds, axis_view, match_seeds
from elmo_explorer.controllers.layout_start import LayoutStart, layout_start
from elmo_explorer.controllers.loaded_tokens import LoadedTokens, sample_rows
from elmo_explorer.session.session import (
    AxisFit,
    Floats,
    Points,
    ProjectionMethod,
    SemanticAxis,
    Session,
    TokenRef,
)
from elmo_explorer.session.token_places import TokenPlaces
from elmo_explorer.workers.task import Task

FEWEST_FOCUS = 4
"""From so many uses on, the picture is fitted on the focus word alone: its senses are the question."""
MOST_FITTED = 4000
"""Tokens that a plane is fitted on; a seeded sample of more."""
LINEAR: tuple[ProjectionMethod, ...] = ("pca", "axis")
"""Pictures that are linear in the layers; the others are laid out by neighbourhoods."""
_FEWEST_TO_ALIGN = 3


@dataclass(frozen=True, eq=False)
class FittedOn:
    """The covariances of the tokens that a plane was fitted on, kept for the next mix."""

    loaded: LoadedTokens
    focus: tuple[TokenRef, ...]
    layer_norm: bool
    covariances: LayerCovariances


@dataclass(frozen=True, eq=False)
class ProjectionRequest:
    """Everything a picture depends on: same request, same points."""

    loaded: LoadedTokens
    focus: tuple[TokenRef, ...]
    """The focus word's occurrences."""
    weights: tuple[float, ...]
    gamma: float
    layer_norm: bool
    method: ProjectionMethod
    before: Points | None
    """What is drawn now; the new picture is turned to it."""
    kept: FittedOn | None
    """From the fit before."""
    started: float
    """When it was asked for, of ``time.perf_counter``."""
    axis: AxisRequest
    """Of the method "axis"."""

    @property
    def answered(self) -> ProjectionRequest:
        """The same without what the fit took over: it holds the vectors of all tokens before."""
        return replace(self, kept=None, axis=replace(self.axis, kept=None))


@dataclass(frozen=True, eq=False)
class ProjectionFit:
    """A linear picture of all tokens and, for a layout of neighbourhoods, what its process is given."""

    request: ProjectionRequest
    fitted_on: FittedOn
    view: LinearView
    layer_xy: Floats
    """(L, N, 2), read-only."""
    layout: LayoutStart | None
    seeds: AxisSeeds | None = None
    axis: AxisFit | None = None
    """What became of the semantic axes; the picture is a PCA where there are none or they are not possible."""

    @property
    def method(self) -> ProjectionMethod:
        """What the linear picture is."""
        return "axis" if self.axis is not None and self.axis.axes and not self.axis.error else "pca"

    @property
    def axes(self) -> tuple[SemanticAxis, ...]:
        """What its directions mean."""
        return self.axis.axes if self.axis is not None and self.method == "axis" else ()

    @property
    def gives_way(self) -> bool:
        """Whether there is a picture of other axes, which is better than none of these."""
        before = self.request.before
        return (
            self.axis is not None
            and bool(self.axis.error)
            and before is not None
            and before.method == "axis"
            and before.tokens is self.request.loaded.tokens
        )


def fit_projection(request: ProjectionRequest, task: Task) -> ProjectionFit:
    """Fit, project every layer once, and turn the picture to the one before.

    Raises:
        Cancelled: between its steps, when the picture is no longer wanted.
    """
    loaded = request.loaded
    focus_rows = loaded.rows(request.focus)
    fitted_on = _covariances(request, focus_rows, task)
    if request.method == "axis":
        return _fit_axes(request, fitted_on, focus_rows, task)
    return _fit_pca(request, fitted_on, focus_rows, task)


def _fit_pca(
    request: ProjectionRequest, fitted_on: FittedOn, focus_rows: NDArray[np.int64], task: Task
) -> ProjectionFit:
    """The plane of largest spread; a layout begins there."""
    loaded = request.loaded
    view = fit_pca(fitted_on.covariances, request.weights)
    task.check()
    layer_xy = _project(loaded, view, request.layer_norm, task)
    rotation = _rotation(request, layer_xy, focus_rows)
    layer_xy = np.asarray(layer_xy @ rotation, dtype=np.float32)
    layer_xy.flags.writeable = False
    view = view.turned(rotation, fitted_on.covariances)
    layout = None
    if request.method == "umap" or request.method == "tsne":
        linear = weigh(layer_xy, request.weights)
        layout = layout_start(loaded, focus_rows, linear, request.before, request.method)
    return ProjectionFit(request, fitted_on, view, layer_xy, layout)


def _fit_axes(
    request: ProjectionRequest, fitted_on: FittedOn, focus_rows: NDArray[np.int64], task: Task
) -> ProjectionFit:
    """The plane of the semantic axes, which is never turned: the low end is left, the high end right."""
    loaded, before = request.loaded, request.before
    seeds = match_seeds(request.axis, request.layer_norm, task)
    view, found = axis_view(seeds, fitted_on.covariances, request.weights)
    if view is None:
        return replace(_fit_pca(request, fitted_on, focus_rows, task), seeds=seeds, axis=found)
    layer_xy = _project(loaded, view, request.layer_norm, task)
    if before is not None and before.axes == found.axes and len(found.axes) == 1:
        new = weigh(layer_xy, request.weights)[:, 1]
        old_rows = _old_rows(before, loaded)
        common = np.flatnonzero(old_rows >= 0)
        upright = same_way_up(view, new[common], before.xy[old_rows[common], 1])
        if upright is not view:
            view, layer_xy = upright, layer_xy * np.array([1, -1], np.float32)
    layer_xy.flags.writeable = False
    return ProjectionFit(request, fitted_on, view, layer_xy, None, seeds, found)


def shown_weights(session: Session) -> tuple[tuple[float, ...], float]:
    """The weights and the scale of what is shown: the mix, or one layer alone."""
    mix, layer = session.mix, session.view.layer
    if layer is None:
        return mix.weights, mix.gamma
    return tuple(float(k == layer) for k in range(len(mix.weights))), 1.0


def _covariances(request: ProjectionRequest, focus_rows: NDArray[np.int64], task: Task) -> FittedOn:
    kept, loaded = request.kept, request.loaded
    if (
        kept is not None
        and kept.loaded is loaded
        and kept.focus == request.focus
        and kept.layer_norm == request.layer_norm
    ):
        return kept
    covariances = None
    if len(focus_rows) >= FEWEST_FOCUS:
        covariances = LayerCovariances.of(
            [_normed(loaded.states(sample_rows(focus_rows, MOST_FITTED)), request)]
        )
    if covariances is None or not covariances.has_spread:
        rows = sample_rows(np.arange(len(loaded.tokens)), MOST_FITTED)
        task.check()
        covariances = LayerCovariances.of([_normed(loaded.states(rows), request)])
    return FittedOn(loaded, request.focus, request.layer_norm, covariances)


def _project(loaded: LoadedTokens, view: LinearView, layer_norm: bool, task: Task) -> Floats:
    parts = []
    for chunk in chunked(loaded.arrays):
        task.check()
        parts.append(view.project(normalised(chunk) if layer_norm else chunk))
    return np.concatenate(parts, axis=1)


def _rotation(
    request: ProjectionRequest, layer_xy: Floats, focus_rows: NDArray[np.int64]
) -> NDArray[np.float64]:
    """What turns the new places to the old ones, (2, 2); by the focus word's where they can tell."""
    before = request.before
    if before is None or not len(before.tokens):
        return np.eye(2)
    new = weigh(layer_xy, request.weights, request.gamma)
    old_rows = _old_rows(before, request.loaded)
    focus = focus_rows[old_rows[focus_rows] >= 0]
    common = np.flatnonzero(old_rows >= 0)
    chosen = common
    if len(focus) >= _FEWEST_TO_ALIGN and _spread(before.xy[old_rows[focus]]) > 0.02 * _spread(before.xy):
        chosen = focus
    return align(new[chosen], before.xy[old_rows[chosen]]).rotation


def _old_rows(before: Points, loaded: LoadedTokens) -> NDArray[np.int64]:
    """Where every token was in the picture before, (N,), -1 where it was not."""
    if before.tokens is loaded.tokens:
        return np.arange(len(loaded.tokens))
    return TokenPlaces(loaded.tokens).from_earlier(TokenPlaces(before.tokens))


def _spread(xy: Floats) -> float:
    return float(np.sqrt(xy.var(axis=0).sum()))


def _normed(states: Floats, request: ProjectionRequest) -> Floats:
    return normalised(states) if request.layer_norm else states
