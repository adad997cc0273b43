"""Places every token in the plane, and keeps the picture alive while a handle moves."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QObject, QTimer

from elmo_explorer.analysis.projection import weigh
from elmo_explorer.controllers.loaded_tokens import LoadedTokens
from elmo_explorer.controllers.projection_fit import (
    ProjectionFit,
    ProjectionRequest,
    UmapStart,
    fit_projection,
)
from elmo_explorer.controllers.shown_job import ShownJob
from elmo_explorer.paths import cache_dir
from elmo_explorer.session.session import Floats, Job, Mix, ModelInfo, Points, Session, TokenRef, View
from elmo_explorer.workers.runner import Runner
from elmo_explorer.workers.task import Task
from elmo_explorer.workers.umap_child import Step
from elmo_explorer.workers.umap_process import UmapProcess

LANE = "analysis"
_REST_MS = 150
_EASE_MS = 200
_FRAME_MS = 16
_JUMP = 0.15
"""A weight that changes more than this without a drag was chosen, not moved: the picture glides there."""
_AFRESH = (1.0, 24)  # learning rate and steps of ten epochs
_GO_ON = (0.35, 12)
_LIVE = (0.25, 8)


class ProjectionController(QObject):
    """Answers sentences, focus word, mix and view with ``session.points``.

    While a handle moves, PCA keeps its basis and every mix has its points in the same call; when it rests
    or is let go, the basis is fitted again in lane ``"analysis"`` and turned to the old picture.
    """

    def __init__(self, session: Session, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.animated = True
        """Ease a new basis in while a handle is held; False for reduced motion."""
        self._session = session
        self._runner = runner
        self._loaded: LoadedTokens | None = None
        self._fit: ProjectionFit | None = None
        self._fitting: Task | None = None
        self._asked_for: ProjectionRequest | None = None
        self._model = ""
        self._left: Points | None = None
        self._again = self._wanted = False
        self._offset: Floats | None = None
        self._eased_from = 0.0
        self._umap = UmapProcess(cache_dir() / "numba", self)
        self._umap_tokens: tuple[TokenRef, ...] = ()
        self._placed = self._refined = 0
        self._asked = 0.0
        self._preparing = ShownJob(session, self)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._frame = QTimer(self, interval=_FRAME_MS)
        self._soon.timeout.connect(self._request_news)
        self._rest.timeout.connect(self._request_fit)
        self._frame.timeout.connect(self._draw_linear)
        self._umap.became_ready.connect(self._preparing.end)
        self._umap.stepped.connect(self._on_step)
        self._umap.failed.connect(self._on_umap_failed)
        events = session.events
        events.states.connect(self._on_states)
        events.model.connect(self._on_model)
        events.sentences.connect(self._on_tokens)
        events.occurrences.connect(self._on_tokens)
        events.view.connect(self._on_view)
        events.mix.connect(self._on_mix)
        events.dragging.connect(self._on_dragging)

    def warm_up(self) -> None:
        """Start UMAP's process in the background, so that it is ready when it is wanted."""
        self._umap.start()

    def cancel(self) -> None:
        """Give up waiting for UMAP."""
        if self._session.view.projection == "umap":
            self._umap.stop()
            self._session.view = replace(self._session.view, projection="pca")

    def close(self) -> None:
        """End UMAP's process; nothing is drawn afterwards."""
        for timer in (self._soon, self._rest, self._frame):
            timer.stop()
        self._umap.close()

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

    def _on_tokens(self) -> None:
        self._soon.start()

    def _want(self) -> None:
        """Fit as soon as all is told, even the tokens that were fitted before."""
        self._wanted = True
        self._soon.start()

    def _on_states(self, states: Mapping[int, Floats]) -> None:
        """More vectors: a fit under way is drawn first, so that the points of a long import do come in batches."""
        if states and self._fitting is not None and not self._soon.isActive():
            self._again = True
        else:
            self._soon.start()

    def _on_view(self, view: View, old: View) -> None:
        if (view.projection, view.layer) != (old.projection, old.layer):
            if view.projection != "umap":
                self._umap.stop()
                self._preparing.end()
            self._want()

    def _on_dragging(self, dragging: bool) -> None:
        points = self._session.points
        if dragging:
            return
        if self._session.view.projection == "pca":
            self._request_fit()
        elif points is not None and not points.settled:
            self._refine(_GO_ON)

    def _on_mix(self, mix: Mix, old: Mix) -> None:
        session = self._session
        moved = _largest_change(mix.weights, old.weights)
        if session.view.projection == "umap":
            if self._shown_layer() is None and (moved > 0 or mix.layer_norm != old.layer_norm):
                self._refine(_LIVE if moved < _JUMP else _GO_ON)
            return
        if not self._basis_fits() or mix.layer_norm != old.layer_norm:
            self._want()
        elif self._shown_layer() is not None:
            return
        elif session.dragging or moved < _JUMP:
            if moved > 0 or mix.gamma != old.gamma:
                self._rest.start()
                self._draw_linear()
        else:
            self._want()

    # The linear picture

    def _basis_fits(self) -> bool:
        """Whether the last fit can show the present tokens at the present mix."""
        fit, mix = self._fit, self._session.mix
        return (
            fit is not None
            and self._session.points is not None
            and self._session.points.tokens is fit.request.loaded.tokens
            and fit.request.layer_norm == mix.layer_norm
            and len(fit.layer_xy) == len(mix.weights)
        )

    def _tokens(self) -> tuple[LoadedTokens, tuple[TokenRef, ...]]:
        """The tokens that have vectors, the same object while they are the same, and the focus word's among them."""
        loaded = LoadedTokens.of(self._session)
        if self._loaded is None or not loaded.same_as(self._loaded):
            self._loaded = loaded
        loaded = self._loaded
        return loaded, tuple(t for t in self._session.occurrences if t.sentence_id in loaded.starts)

    def _is_news(self) -> bool:
        """Whether the last fit does not answer: a new sentence without vectors, for one, changes nothing yet."""
        known = self._asked_for
        return self._wanted or self._again or known is None or (known.loaded, known.focus) != self._tokens()

    def _request_news(self) -> None:
        if self._is_news():
            self._request_fit()

    def _request_fit(self) -> None:
        self._soon.stop()
        self._rest.stop()
        self._again = self._wanted = False
        session = self._session
        loaded, occurrences = self._tokens()
        weights, gamma = self._weights()
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
            session.points or self._left,
            self._fit.fitted_on if self._fit is not None else None,
            time.perf_counter(),
        )
        self._asked_for = request
        self._fitting = self._runner.submit(
            LANE, lambda task: fit_projection(request, task), self._on_fitted, key="projection"
        )

    def _on_fitted(self, fit: ProjectionFit) -> None:
        self._fitting = None
        if self._soon.isActive() and self._is_news():
            return  # a newer one is about to begin
        self._left = None
        if self._again:
            self._soon.start()
        if len(fit.layer_xy) != len(self._session.mix.weights):
            return  # of a model that is gone
        before = self._session.points
        self._fit = fit
        if fit.umap is not None:
            self._start_umap(fit.umap)
            return
        self._offset = None
        if self._session.dragging and self.animated and before is not None:
            self._ease_from(before)
        self._draw_linear(fit.request.started)

    def _ease_from(self, before: Points) -> None:
        """Let the difference to the old picture fade; the mix goes on moving meanwhile."""
        fit = self._fit
        if fit is None or before.method != "pca" or before.tokens is not fit.request.loaded.tokens:
            return
        weights, gamma = self._weights()
        self._offset = before.xy - weigh(fit.layer_xy, weights, gamma)
        self._eased_from = time.perf_counter()
        self._frame.start()

    def _draw_linear(self, started: float | None = None) -> None:
        """Weigh the layers' places: all that a frame of a drag costs."""
        started = time.perf_counter() if started is None else started
        fit, session = self._fit, self._session
        if fit is None or session.view.projection != "pca" or len(fit.layer_xy) != len(session.mix.weights):
            self._frame.stop()
            return
        weights, gamma = self._weights()
        xy, layer_xy = weigh(fit.layer_xy, weights, gamma), fit.layer_xy
        eased = self._eased_offset()
        if eased is not None:
            xy = xy + eased
            layer_xy = layer_xy + eased
            xy.flags.writeable = layer_xy.flags.writeable = False
        moving = session.dragging or eased is not None or self._rest.isActive()
        session.points = Points(
            fit.request.loaded.tokens,
            xy,
            layer_xy,
            "pca",
            self._shown_layer(),
            fit.view.explained(weights),
            settled=not moving,
            seconds=time.perf_counter() - started,
            model=self._model_name(),
        )

    def _eased_offset(self) -> Floats | None:
        if self._offset is None:
            return None
        t = (time.perf_counter() - self._eased_from) * 1000 / _EASE_MS
        if t >= 1.0:
            self._offset = None
            self._frame.stop()
            return None
        return np.asarray(self._offset * np.float32((1.0 - t) ** 3), dtype=np.float32)

    def _stop_fitting(self) -> None:
        if self._fitting is not None:
            self._fitting.cancel()
            self._fitting = None

    def _give_up(self) -> None:
        """No more of the tokens there were."""
        self._stop_fitting()
        self._frame.stop()
        self._umap.stop()
        self._preparing.end()
        self._fit = self._asked_for = self._offset = None
        self._umap_tokens, self._placed = (), 0

    # UMAP

    def _start_umap(self, start: UmapStart) -> None:
        self._umap_tokens = start.tokens
        self._placed = self._umap.place(start.states, start.xy)
        if not self._umap.ready:
            self._preparing.update(Job("projection", "Preparing UMAP"))
        self._refine(_AFRESH if start.afresh else _GO_ON)

    def _refine(self, pace: tuple[float, int]) -> None:
        weights, _ = self._weights()
        if self._fit is None or len(weights) != len(self._fit.layer_xy) or not self._umap_tokens:
            return
        alpha, n_steps = pace
        before = self._session.points
        if (
            before is not None
            and before.method == "umap"
            and not before.settled
            and not self._session.dragging
        ):
            alpha, n_steps = max(alpha, _GO_ON[0]), max(n_steps, _GO_ON[1])  # it was still finding its shape
        self._asked = time.perf_counter()
        self._refined = self._umap.refine(weights, self._session.mix.layer_norm, alpha, n_steps)

    def _on_step(self, step: Step) -> None:
        session = self._session
        if session.view.projection != "umap" or step.placed != self._placed:
            return
        seconds = time.perf_counter() - self._asked
        self._asked = time.perf_counter()
        settled = step.settled and step.refined == self._refined and not session.dragging
        session.points = Points(
            self._umap_tokens,
            step.xy,
            None,
            "umap",
            self._shown_layer(),
            None,
            settled=settled,
            seconds=seconds,
            model=self._model_name(),
        )

    def _on_umap_failed(self, error: Exception) -> None:
        self._preparing.end()
        self._placed = self._refined = 0
        if self._session.view.projection == "umap":
            self._session.view = replace(self._session.view, projection="pca")
        self._runner.failed.emit(error)

    # What is shown

    def _model_name(self) -> str:
        return self._session.model.name if self._session.model is not None else ""

    def _shown_layer(self) -> int | None:
        return self._session.view.layer

    def _weights(self) -> tuple[tuple[float, ...], float]:
        """The weights and the scale of what is shown: the mix, or one layer alone."""
        mix, layer = self._session.mix, self._session.view.layer
        if layer is None:
            return mix.weights, mix.gamma
        return tuple(float(k == layer) for k in range(len(mix.weights))), 1.0


def _largest_change(weights: tuple[float, ...], old: tuple[float, ...]) -> float:
    if len(weights) != len(old):
        return 1.0
    return max((abs(a - b) for a, b in zip(weights, old, strict=True)), default=0.0)
