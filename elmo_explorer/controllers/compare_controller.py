"""How alike the focus word's uses are: in the shown mix, layer by layer, and over all mixes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QObject, QTimer

from elmo_explorer.controllers.comparison import (
    ComparisonRequest,
    GatheredTokens,
    LayerFigures,
    compare,
    gather,
    layer_figures,
    layer_views,
    separation_map,
)
from elmo_explorer.controllers.ears import ears
from elmo_explorer.controllers.loaded_tokens import LoadedTokens
from elmo_explorer.session.ears import Ears
from elmo_explorer.session.sentence_changes import sentence_changes
from elmo_explorer.session.session import (
    Comparison,
    Floats,
    LayerViews,
    Mix,
    Sentence,
    SeparationMap,
    Session,
    TokenRef,
    View,
)
from elmo_explorer.workers.runner import Runner
from elmo_explorer.workers.task import Task

LANE = "analysis"
_LIVE_MS = 50
_N_TRIANGLE = 3


@dataclass(frozen=True, eq=False)
class _Compared:
    """A comparison, and what the next one may take over."""

    gathered: GatheredTokens
    figures: LayerFigures
    comparison: Comparison
    separation: float


@dataclass(frozen=True, eq=False)
class _Found:
    """The comparison of the whole vectors, and that of the half which the view chooses."""

    whole: _Compared
    half: _Compared | None


class CompareController(QObject):
    """Keeps comparison, separation, layer views and the separation map true; the heavy part in lane ``"analysis"``.

    During a drag only the matrix and the separation follow, at most every 50 ms, and rows stay in their order.
    """

    def __init__(self, session: Session, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._runner = runner
        self._visible: set[str] = {"compare", "layers"}
        self._gathered: GatheredTokens | None = None
        self._figures: LayerFigures | None = None
        self._half: _Compared | None = None
        self._ears_of: tuple[object, ...] = ()
        self._map_of: tuple[object, ...] = ()
        self._views_of: tuple[object, ...] = ()
        self._request: ComparisonRequest | None = None
        self._tasks: list[Task] = []
        self._live_busy = False
        self._finding = self._again = False
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._live = QTimer(self, singleShot=True, interval=_LIVE_MS)
        self._soon.timeout.connect(self._start)
        self._live.timeout.connect(self._start)
        events = session.events
        events.states.connect(self._on_states)
        for field in (events.sentences, events.occurrences, events.groups):
            field.connect(self._on_tokens)
        events.sentences.connect(self._forget_gone)
        events.mix.connect(self._on_mix)
        events.view.connect(self._on_view)
        events.dragging.connect(self._on_dragging)
        events.points.connect(self._on_points)

    @property
    def visible(self) -> set[str]:
        """The tabs that are seen: pictures of the layers are turned anew only while ``"layers"`` is."""
        return self._visible

    @visible.setter
    def visible(self, tabs: set[str]) -> None:
        self._visible = set(tabs)
        self._on_points()
        if not self._outdated():
            self._start_ears()

    def _on_tokens(self) -> None:
        self._soon.start()

    def _on_states(self, states: Mapping[int, Floats]) -> None:
        """More vectors: the comparison under way is shown first, so that a long import does not starve it."""
        if states and self._finding and not self._soon.isActive():
            self._again = True
        else:
            self._soon.start()

    def _forget_gone(self, new: tuple[Sentence, ...], before: tuple[Sentence, ...]) -> None:
        """Until the new figures are there, the old ones without the tokens that are gone."""
        session = self._session
        if not sentence_changes(before, new).gone:
            return
        lengths = {s.id: len(s.tokens) for s in session.pictured()}
        session.comparison = _without_gone(session.comparison, lengths)
        session.half_comparison = _without_gone(session.half_comparison, lengths)
        views = session.layer_views
        if views is not None and len(kept := _kept(views.tokens, lengths)) < len(views.tokens):
            tokens = tuple(views.tokens[row] for row in kept)
            session.layer_views = replace(views, tokens=tokens, xy=views.xy[:, kept])

    def _on_view(self, view: View, old: View) -> None:
        if (view.layer, view.half) != (old.layer, old.half):
            self._soon.start()

    def _on_mix(self, mix: Mix, old: Mix) -> None:
        if (mix.weights, mix.layer_norm) == (old.weights, old.layer_norm):
            return
        if not self._session.dragging:
            self._soon.start()
        elif not self._live.isActive() and not self._live_busy:
            self._live.start()

    def _on_dragging(self, dragging: bool) -> None:
        if not dragging:
            self._live.stop()
            self._soon.start()

    def _on_points(self) -> None:
        points = self._session.points
        if "layers" in self._visible and points is not None and points.settled and not self._outdated():
            self._start_layer_views()

    def _outdated(self) -> bool:
        """Whether newer figures are on their way, and pictures have to wait for them."""
        return self._soon.isActive() or self._finding

    def _start(self) -> None:
        session = self._session
        loaded = LoadedTokens.of(session)
        if self._gathered is not None and loaded.same_as(self._gathered.loaded):
            loaded = self._gathered.loaded
        mix, layer = session.mix, session.view.layer
        weights = mix.weights if layer is None else tuple(float(k == layer) for k in range(len(mix.weights)))
        occurrences = loaded.known(session.occurrences)
        for task in self._tasks:
            task.cancel()
        self._tasks.clear()
        self._live_busy = self._finding = self._again = False
        if loaded.n_layers != len(weights) or not occurrences:
            self._clear(keep_views=loaded.n_layers == len(weights))
            if loaded.n_layers != len(weights):
                return
        request = ComparisonRequest(
            loaded, occurrences, session.groups, weights, mix.layer_norm, session.points, session.view.half
        )
        self._request = request
        kept, figures, half = self._gathered, self._figures, self._half
        shown = (session.comparison, session.half_comparison)
        orders = tuple(found.tokens if found is not None and session.dragging else None for found in shown)
        self._live_busy, self._finding = session.dragging, True
        self._tasks.append(
            self._runner.submit(
                LANE,
                lambda task: _find(request, kept, figures, half, orders, task),
                self._on_found,
                key="comparison",
            )
        )

    def _on_found(self, found: _Found) -> None:
        session, request = self._session, self._request
        self._finding = False
        if self._soon.isActive():
            return
        whole, self._half = found.whole, found.half
        self._gathered, self._figures = whole.gathered, whole.figures
        was_live, self._live_busy = self._live_busy, False
        if whole.gathered.n_focus:
            session.comparison = whole.comparison
            session.half_comparison = found.half.comparison if found.half is not None else None
            session.separation = whole.separation
        if self._again:
            self._soon.start()
            return
        if session.dragging:
            shown = session.mix.weights if session.view.layer is None else None
            if was_live and shown is not None and request is not None and shown != request.weights:
                self._live.start()  # the hand has moved on meanwhile
            return
        self._start_map()
        self._start_ears()
        self._start_layer_views()

    def _start_map(self) -> None:
        request, gathered = self._request, self._gathered
        if request is None or gathered is None or len(request.weights) != _N_TRIANGLE or not gathered.n_focus:
            self._session.separation_map = None
            return
        depends = (gathered, request.groups)
        if depends == self._map_of:
            return

        def found(answer: SeparationMap | None) -> None:
            if not self._outdated():
                self._map_of = depends
                self._session.separation_map = answer

        self._tasks.append(
            self._runner.submit(
                LANE, lambda _: separation_map(request, gathered), found, key="separation map"
            )
        )

    def _start_ears(self) -> None:
        request, gathered, session = self._request, self._gathered, self._session
        if request is None or gathered is None or not gathered.n_focus or session.dragging:
            return
        depends = (gathered, request.groups)
        if depends == self._ears_of or "compare" not in self._visible:
            return

        def found(answer: Ears) -> None:
            if not self._outdated():
                self._ears_of = depends
                session.ears = answer

        self._tasks.append(
            self._runner.submit(LANE, lambda task: ears(request, gathered, task), found, key="ears")
        )

    def _start_layer_views(self) -> None:
        request, gathered, figures = self._request, self._gathered, self._figures
        session = self._session
        if request is None or gathered is None or figures is None or session.dragging or not gathered.tokens:
            return
        seen = session.points if "layers" in self._visible else None
        depends = (gathered, figures, seen)
        if depends == self._views_of or (seen is None and (gathered, figures) == self._views_of[:2]):
            return
        turned_to = replace(request, points=session.points)

        def found(answer: LayerViews) -> None:
            if not self._outdated():
                self._views_of = depends
                session.layer_views = answer

        self._tasks.append(
            self._runner.submit(
                LANE, lambda task: layer_views(turned_to, gathered, figures, task), found, key="layer views"
            )
        )

    def _clear(self, keep_views: bool) -> None:
        session = self._session
        self._map_of = self._ears_of = ()
        if session.comparison is not None:
            session.comparison = None
            session.separation = float("nan")
        session.half_comparison = session.separation_map = session.ears = None
        if not keep_views:  # nothing holds the vectors there were
            self._views_of = ()
            self._request = self._gathered = self._figures = self._half = None
            session.layer_views = None


def _kept(tokens: tuple[TokenRef, ...], lengths: Mapping[int, int]) -> list[int]:
    return [row for row, token in enumerate(tokens) if token.index < lengths.get(token.sentence_id, 0)]


def _without_gone(comparison: Comparison | None, lengths: Mapping[int, int]) -> Comparison | None:
    """The comparison of the tokens that are still there."""
    if comparison is None or len(kept := _kept(comparison.tokens, lengths)) == len(comparison.tokens):
        return comparison
    tokens = tuple(comparison.tokens[row] for row in kept)
    return replace(comparison, tokens=tokens, cosine=comparison.cosine[np.ix_(kept, kept)])


def _find(
    request: ComparisonRequest,
    kept: GatheredTokens | None,
    figures: LayerFigures | None,
    half: _Compared | None,
    orders: tuple[tuple[TokenRef, ...] | None, ...],
    task: Task,
) -> _Found:
    gathered = kept if kept is not None and kept.fits(request) else gather(request)
    whole = _compared(request, gathered, figures, orders[0], task)
    if request.half == "both" or not gathered.n_focus:
        return _Found(whole, None)
    before = half if half is not None and gathered is kept and half.gathered.half == request.half else None
    halves = before.gathered if before is not None else gathered.half_of_these(request.half)
    known = before.figures if before is not None else None
    return _Found(whole, _compared(request, halves, known, orders[1], task))


def _compared(
    request: ComparisonRequest,
    gathered: GatheredTokens,
    figures: LayerFigures | None,
    order: tuple[TokenRef, ...] | None,
    task: Task,
) -> _Compared:
    task.check()
    if figures is None or figures.gathered is not gathered or figures.groups is not request.groups.of:
        figures = layer_figures(request, gathered, task)
    return _Compared(gathered, figures, *compare(request, gathered, figures, order))
