"""From the words at the ends of semantic axes to a plane: which tokens match, and where they lie."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np

from elmo_explorer.analysis.mixing import normalised
from elmo_explorer.analysis.projection import LayerCovariances, LinearView
from elmo_explorer.analysis.semantic_axis import AxisEnds, AxisError, centroid, find_words, fit_axes
from elmo_explorer.controllers.loaded_tokens import Integers, LoadedTokens
from elmo_explorer.session.session import AxisFit, Floats, SemanticAxis, TokenRef
from elmo_explorer.translation import tr
from elmo_explorer.workers.task import Task

_AT_ONCE = 8192


@dataclass(frozen=True, eq=False)
class AxisRequest:
    """The axes that are wanted."""

    axes: tuple[SemanticAxis, ...]
    presets: tuple[SemanticAxis, ...]
    """Ready-made ones, to be told which of them would have matches."""
    loaded: LoadedTokens
    """Where words are looked for; the picture may be of some of these alone."""
    kept: AxisSeeds | None
    """From the fit before."""


@dataclass(frozen=True, eq=False)
class AxisSeeds:
    """The loaded tokens at the ends of some axes, as centroids by layer: enough for a plane at any mix."""

    loaded: LoadedTokens
    layer_norm: bool
    presets: tuple[SemanticAxis, ...]
    ends: tuple[AxisEnds, ...]
    """Of every axis; none where an end has no match."""
    found: AxisFit

    def answers(self, request: AxisRequest, layer_norm: bool) -> bool:
        """Whether the same axes are wanted for the same tokens."""
        return (self.loaded, self.layer_norm, self.presets, self.found.axes) == (
            request.loaded,
            layer_norm,
            request.presets,
            request.axes,
        )


def match_seeds(request: AxisRequest, layer_norm: bool, task: Task) -> AxisSeeds:
    """Find the tokens at every end, whatever their case, and their centroids.

    Raises:
        Cancelled: between its steps, when they are no longer wanted.
    """
    kept, loaded = request.kept, request.loaded
    if kept is not None and kept.answers(request, layer_norm):
        return kept
    wanted = (word for axis in (*request.axes, *request.presets) for word in (*axis.low, *axis.high))
    rows_of = find_words(chain.from_iterable(loaded.words), wanted)
    task.check()

    def rows_by_seed(words: Sequence[str], tokens: Sequence[TokenRef]) -> list[Integers]:
        return [*(rows_of[word.casefold()] for word in words), *(loaded.rows((token,)) for token in tokens)]

    def end(words: Sequence[str], tokens: Sequence[TokenRef]) -> Floats:
        rows = np.unique(np.concatenate(rows_by_seed(words, tokens)))
        return centroid(_chunks(loaded, rows, layer_norm, task))

    counts = tuple(
        (
            tuple(map(len, rows_by_seed(axis.low, axis.low_tokens))),
            tuple(map(len, rows_by_seed(axis.high, axis.high_tokens))),
        )
        for axis in request.axes
    )
    possible = frozenset(
        axis
        for axis in request.presets
        if all(any(len(rows_of[word.casefold()]) for word in words) for words in (axis.low, axis.high))
    )
    error = _what_is_missing(request.axes, counts)
    ends = tuple(
        AxisEnds(end(axis.low, axis.low_tokens), end(axis.high, axis.high_tokens))
        for axis in (() if error else request.axes)
    )
    found = AxisFit(request.axes, counts, possible, error)
    return AxisSeeds(loaded, layer_norm, request.presets, ends, found)


def axis_view(
    seeds: AxisSeeds, covariances: LayerCovariances, weights: Sequence[float]
) -> tuple[LinearView | None, AxisFit]:
    """The plane of the axes for a mix, None where there is none, and what the user is told."""
    if not seeds.ends:
        return None, seeds.found
    try:
        fit = fit_axes(seeds.ends, covariances, weights)
    except AxisError as error:
        return None, replace(seeds.found, error=str(error))
    return fit.view, replace(seeds.found, note=fit.note)


def _chunks(loaded: LoadedTokens, rows: Integers, layer_norm: bool, task: Task) -> Iterator[Floats]:
    for first in range(0, len(rows), _AT_ONCE):
        task.check()
        states = loaded.states(rows[first : first + _AT_ONCE])
        yield normalised(states) if layer_norm else states


def _what_is_missing(
    axes: Sequence[SemanticAxis], counts: Sequence[tuple[tuple[int, ...], tuple[int, ...]]]
) -> str:
    """Why there can be no picture of the axes, ``""`` where there can."""
    unmatched: list[str] = []
    for axis, (low, high) in zip(axes, counts, strict=True):
        if not low or not high:
            return tr("An axis needs words at both ends.")
        for words, found in ((axis.low, low), (axis.high, high)):
            if not any(found):
                if not words:
                    return tr("The token chosen as an end is gone; choose another or type a word.")
                unmatched += words
    if not unmatched:
        return ""
    named = ", ".join(f"“{word}”" for word in dict.fromkeys(unmatched))
    one = tr("it") if len(unmatched) == 1 else tr("one of them")
    return tr(
        "No loaded token matches {named}; add a sentence with {one} or change the end.", named=named, one=one
    )
