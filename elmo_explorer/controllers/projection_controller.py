"""Places every token in the plane, and keeps the picture alive while a handle moves."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer

from elmo_explorer.controllers.axis_fit import AxisRequest
from elmo_explorer.controllers.brought_picture import brought_picture, redraw, waits_for_vectors
from elmo_explorer.controllers.isolated_tokens import fitted_tokens, pictured_tokens
from elmo_explorer.controllers.loaded_tokens import LoadedTokens
from elmo_explorer.controllers.projection_fit import (
    LINEAR,
    ProjectionFit,
    ProjectionRequest,
    fit_projection,
    shown_weights,
)
from elmo_explorer.controllers.projection_growth import grown
from elmo_explorer.controllers.projection_layout import LayoutPicture
from elmo_explorer.controllers.projection_linear import LinearPicture
from elmo_explorer.controllers.projection_trust import TrustMeasure
from elmo_explorer.session.axis_presets import axis_presets
from elmo_explorer.session.session import (
    Brought,
    Floats,
    Mix,
    ModelInfo,
    Points,
    Session,
    TokenRef,
    View,
)
from elmo_explorer.workers.layout_process import LayoutProcess
from elmo_explorer.workers.runner import Runner
from elmo_explorer.workers.task import Task

LANE = "analysis"
_JUMP = 0.15
"""A weight that changes more than this without a drag was chosen, not moved: the picture glides there."""


class ProjectionController(QObject):
    """Answers sentences, focus word, mix and view with ``session.points``.

    While a handle moves, a linear picture keeps its basis and every mix has its points in the same call; when it rests
    or is let go, the basis is fitted again in lane ``"analysis"`` and turned to the old picture. A layout of
    neighbourhoods is refined from where it is, step by step, in its own process.
    """

    def __init__(
        self,
        session: Session,
        runner: Runner,
        parent: QObject | None = None,
        process: LayoutProcess | None = None,
    ) -> None:
        """``process`` lays out; without one, the controller makes its own."""
        super().__init__(parent)
        self._session = session
        self._runner = runner
        self._linear = LinearPicture(session, self)
        self._layout = LayoutPicture(session, self, process)
        self._trust = TrustMeasure(session, runner, self)
        self._loaded: LoadedTokens | None = None
        self._fit: ProjectionFit | None = None
        self._fitting: Task | None = None
        self._asked_for: ProjectionRequest | None = None
        self._model = ""
        self._left: Points | None = None
        self._again = self._wanted = self._reseeded = False
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._request_news)
        self._linear.rested.connect(self._request_fit)
        self._layout.failed.connect(self._on_layout_failed)
        events = session.events
        events.states.connect(self._on_states)
        events.brought.connect(self._on_brought)
        events.model.connect(self._on_model)
        events.sentences.connect(self._on_tokens)
        events.occurrences.connect(self._on_tokens)
        events.isolated.connect(self._on_tokens)
        events.view.connect(self._on_view)
        events.mix.connect(self._on_mix)
        events.dragging.connect(self._on_dragging)
        events.seed.connect(self._on_seed)

    @property
    def animated(self) -> bool:
        """Ease a new basis in while a handle is held; False for reduced motion."""
        return self._linear.animated

    @animated.setter
    def animated(self, animated: bool) -> None:
        self._linear.animated = animated

    def warm_up(self) -> None:
        """Start the layouts' process in the background, so that it is ready when it is wanted."""
        self._layout.warm_up()

    def cancel(self) -> None:
        """Give up waiting for a layout."""
        if self._session.view.projection not in LINEAR:
            self._layout.stop()
            self._session.view = replace(self._session.view, projection="pca")

    def set_paused(self, paused: bool) -> None:
        """Hold t-SNE where it is, or let it go on; ``session.layout_paused`` tells."""
        if self._session.view.projection == "tsne":
            self._layout.set_paused(paused)

    def close(self) -> None:
        """End the layouts' process; nothing is drawn afterwards."""
        self._soon.stop()
        self._linear.stop()
        self._trust.stop()
        self._layout.close()

    # What has changed

    def _on_model(self, model: ModelInfo | None) -> None:
        """Another model is shown: nothing goes on from the old one's vectors, but the picture comes back as it was left."""
        key = model.key if model is not None else ""
        if key == self._model:
            return
        desk = self._session.desks.get(key)
        self._model, self._left = key, desk.points if desk is not None else None
        self._give_up()
        self._want()

    def _on_brought(self, brought: Brought | None) -> None:
        """Another session was opened: nothing goes on from what was there before."""
        if brought is not None and brought.points is not None:
            self._give_up()
            self._want()

    def _on_tokens(self) -> None:
        self._soon.start()

    def _want(self) -> None:
        """Fit as soon as all is told, even the tokens that were fitted before."""
        self._wanted = True
        self._soon.start()

    def _on_states(self, states: Mapping[int, Floats]) -> None:
        """More vectors: a fit under way is drawn first, so that the points of a long import do come in batches."""
        self._show_few_more()
        if states and self._fitting is not None and not self._soon.isActive():
            self._again = True
        else:
            self._soon.start()

    def _on_view(self, view: View, old: View) -> None:
        axes_changed = view.projection == "axis" and view.axes != old.axes
        if (view.projection, view.layer) != (old.projection, old.layer) or axes_changed:
            if view.projection in LINEAR:
                self._layout.stop()
            self._want()

    def _on_dragging(self, dragging: bool) -> None:
        if self._session.view.projection not in LINEAR:
            if dragging:
                self._layout.grip()
            else:
                self._layout.release()
        elif not dragging:
            self._request_fit()

    def _on_seed(self) -> None:
        """Other random numbers: a layout begins again."""
        brought, points = self._session.brought, self._session.points
        is_brought = brought is not None and points is not None and brought.points is points
        if self._session.view.projection not in LINEAR and not is_brought:
            self._reseeded = True
            self._want()

    def _on_mix(self, mix: Mix, old: Mix) -> None:
        session = self._session
        moved = _largest_change(mix.weights, old.weights)
        jump = moved >= _JUMP
        if session.view.projection not in LINEAR:
            if session.view.layer is None and (moved > 0 or mix.layer_norm != old.layer_norm):
                self._layout.follow(jump)
        elif not self._linear.fits or mix.layer_norm != old.layer_norm:
            self._want()
        elif session.view.layer is not None:
            return
        elif session.dragging or not jump:
            if moved > 0 or mix.gamma != old.gamma:
                self._linear.follow()
        else:
            self._want()

    # The fit

    def _tokens(self) -> tuple[LoadedTokens, tuple[TokenRef, ...]]:
        """The picture's tokens, the same object while they are the same, and those that it is fitted on, if not on all."""
        loaded = pictured_tokens(self._session)
        if self._loaded is None or not loaded.same_as(self._loaded):
            self._loaded = loaded
        loaded = self._loaded
        return loaded, fitted_tokens(self._session, loaded)

    def _is_news(self) -> bool:
        """Whether the last fit does not answer: a new sentence without vectors, for one, changes nothing yet."""
        known = self._asked_for
        return self._wanted or self._again or known is None or (known.loaded, known.focus) != self._tokens()

    def _show_few_more(self) -> None:
        """A sentence at the end of the list has its points at once, in the present plane; the fit for all follows."""
        more = grown(self._fit, self._tokens()[0]) if self._linear.fits else None
        if more is not None:
            self._fit = more
            self._linear.show(more)

    def _request_news(self) -> None:
        if self._is_news():
            self._request_fit()

    def _request_fit(self) -> None:
        self._soon.stop()
        self._linear.is_resting()
        if waits_for_vectors(self._session):
            redraw(self._session)
            return
        self._again = self._wanted = False
        session = self._session
        loaded, occurrences = self._tokens()
        weights, gamma = shown_weights(session)
        self._stop_fitting()
        if not loaded.tokens or loaded.n_layers != len(weights):
            self._give_up()
            if session.points is not None:
                session.points = None
            return
        request = ProjectionRequest(
            loaded,
            occurrences,
            weights,
            gamma,
            session.mix.layer_norm,
            session.view.projection,
            None if self._reseeded else session.points or self._left,
            self._fit.fitted_on if self._fit is not None else None,
            time.perf_counter(),
            AxisRequest(
                session.view.axes,
                axis_presets(session.model),
                LoadedTokens.of(session),
                self._fit.seeds if self._fit is not None else None,
            ),
        )
        self._reseeded = False
        self._asked_for = request.answered
        self._fitting = self._runner.submit(
            LANE, lambda task: fit_projection(request, task), self._on_fitted, key="projection"
        )

    def _on_fitted(self, fit: ProjectionFit) -> None:
        self._fitting = None
        fit = replace(fit, request=fit.request.answered)
        if self._soon.isActive() and self._is_news():
            return  # a newer one is about to begin
        self._left = None
        if self._again:
            self._soon.start()
        if len(fit.layer_xy) != len(self._session.mix.weights):
            return  # of a model that is gone
        if self._session.view.projection == "axis":
            self._session.axis_fit = fit.axis
        if fit.gives_way and self._linear.fits:
            self._linear.draw()
            return
        kept = brought_picture(self._session, fit)
        if kept is not None:
            self._take_up(fit, kept)
            return
        self._fit = fit
        if fit.layout is not None:
            self._layout.start(fit.layout)
        else:
            self._linear.show(fit)

    def _take_up(self, fit: ProjectionFit, points: Points) -> None:
        """Go on from a file's picture: it was fitted to these very vectors, and stays as it is to the last digit."""
        session = self._session
        if fit.layout is not None:
            self._fit = fit
            self._layout.take_up(fit.layout)
            session.points = replace(points, tokens=fit.layout.tokens)
        elif points.layer_xy is not None:
            self._fit = fit = replace(fit, layer_xy=points.layer_xy)
            self._linear.take_up(fit)
            basis = points.basis if points.basis is not None else fit.view.basis
            session.points = replace(points, tokens=fit.request.loaded.tokens, basis=basis)
        if session.brought is not None:
            session.brought = replace(session.brought, points=None)

    def _stop_fitting(self) -> None:
        if self._fitting is not None:
            self._fitting.cancel()
            self._fitting = None

    def _give_up(self) -> None:
        """No more of the tokens there were."""
        self._stop_fitting()
        self._linear.forget()
        self._layout.forget()
        self._fit = self._asked_for = None
        self._session.axis_fit = None

    def _on_layout_failed(self, error: Exception) -> None:
        if self._session.view.projection not in LINEAR:
            self._session.view = replace(self._session.view, projection="pca")
        self._runner.failed.emit(error)


def _largest_change(weights: tuple[float, ...], old: tuple[float, ...]) -> float:
    if len(weights) != len(old):
        return 1.0
    return max((abs(a - b) for a, b in zip(weights, old, strict=True)), default=0.0)
