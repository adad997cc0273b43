"""The linear picture (PCA, semantic axes): drawn anew at every position of a moving handle."""

from __future__ import annotations

import time

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from elmo_explorer.analysis.projection import weigh
from elmo_explorer.controllers.projection_fit import LINEAR, ProjectionFit, shown_weights
from elmo_explorer.session.session import Floats, Points, Session

_REST_MS = 150
_EASE_MS = 200
_FRAME_MS = 16


class LinearPicture(QObject):
    """Weighs the layers' places into ``session.points``; its basis stays until ``show`` brings another."""

    rested = Signal()
    """The hand has moved nothing for 150 ms: time for a new basis."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.animated = True
        """Ease a new basis in while a handle is held; False for reduced motion."""
        self._session = session
        self._fit: ProjectionFit | None = None
        self._offset: Floats | None = None
        self._eased_from = 0.0
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._frame = QTimer(self, interval=_FRAME_MS)
        self._rest.timeout.connect(self.rested)
        self._frame.timeout.connect(self.draw)

    @property
    def fits(self) -> bool:
        """Whether the last fit can show the present tokens at the present mix."""
        fit, mix, points = self._fit, self._session.mix, self._session.points
        return (
            fit is not None
            and points is not None
            and points.tokens is fit.request.loaded.tokens
            and fit.request.layer_norm == mix.layer_norm
            and len(fit.layer_xy) == len(mix.weights)
        )

    def show(self, fit: ProjectionFit) -> None:
        """Draw a new basis; while a handle is held, the difference to the old picture fades."""
        before, self._fit = self._session.points, fit
        self._offset = None
        if self._session.dragging and self.animated and before is not None:
            self._ease_from(before)
        self.draw(fit.request.started)

    def take_up(self, fit: ProjectionFit) -> None:
        """What is drawn already is this fit's."""
        self._fit, self._offset = fit, None

    def follow(self) -> None:
        """The mix has moved a little: the same basis shows it."""
        self._rest.start()
        self.draw()

    def is_resting(self) -> None:
        """No need to wait for the hand any more."""
        self._rest.stop()

    def draw(self, started: float | None = None) -> None:
        """Weigh the layers' places: all that a frame of a drag costs."""
        started = time.perf_counter() if started is None else started
        fit, session = self._fit, self._session
        if (
            fit is None
            or session.view.projection not in LINEAR
            or session.view.projection != fit.request.method
            or len(fit.layer_xy) != len(session.mix.weights)
        ):
            self._frame.stop()
            return
        weights, gamma = shown_weights(session)
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
            fit.method,
            session.view.layer,
            fit.view.explained(weights),
            settled=not moving,
            seconds=time.perf_counter() - started,
            model=session.model.name if session.model is not None else "",
            axes=fit.axes,
            basis=fit.view.basis,
        )

    def forget(self) -> None:
        """No more of the tokens there were."""
        self.stop()
        self._fit = self._offset = None

    def stop(self) -> None:
        """Draw nothing by itself."""
        self._rest.stop()
        self._frame.stop()

    def _ease_from(self, before: Points) -> None:
        """Let the difference to the old picture fade; the mix goes on moving meanwhile."""
        fit = self._fit
        if fit is None or before.method != fit.method or before.tokens is not fit.request.loaded.tokens:
            return
        weights, gamma = shown_weights(self._session)
        self._offset = before.xy - weigh(fit.layer_xy, weights, gamma)
        self._eased_from = time.perf_counter()
        self._frame.start()

    def _eased_offset(self) -> Floats | None:
        if self._offset is None:
            return None
        t = (time.perf_counter() - self._eased_from) * 1000 / _EASE_MS
        if t >= 1.0:
            self._offset = None
            self._frame.stop()
            return None
        return np.asarray(self._offset * np.float32((1.0 - t) ** 3), dtype=np.float32)
