"""The picture of neighbourhoods (UMAP): refined in a helper process, drawn step by step."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, Signal

from elmo_explorer.controllers.layout_start import LayoutStart
from elmo_explorer.controllers.projection_fit import shown_weights
from elmo_explorer.controllers.shown_job import ShownJob
from elmo_explorer.paths import cache_dir
from elmo_explorer.session.session import Job, Points, Session
from elmo_explorer.workers.umap_child import Step
from elmo_explorer.workers.umap_process import UmapProcess

_AFRESH = (1.0, 24)  # learning rate and steps of ten epochs
_GO_ON = (0.35, 12)
_LIVE = (0.25, 8)


class LayoutPicture(QObject):
    """Draws the helper's steps into ``session.points``, and tells it what the picture shall show next."""

    failed = Signal(object)
    """An error; the next ``start`` begins again."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._umap = UmapProcess(cache_dir() / "numba", self)
        self._start: LayoutStart | None = None
        self._placed = self._refined = 0
        self._asked = 0.0
        self._preparing = ShownJob(session, self)
        self._umap.became_ready.connect(self._preparing.end)
        self._umap.stepped.connect(self._on_step)
        self._umap.failed.connect(self._on_failed)

    def warm_up(self) -> None:
        """Start the process in the background, so that it is ready when it is wanted."""
        self._umap.start()

    def start(self, start: LayoutStart) -> None:
        """Lay these tokens out for the present mix."""
        self._start = start
        self._placed = self._umap.place(start.states, start.xy)
        if not self._umap.ready:
            self._preparing.update(Job("projection", "Preparing UMAP"))
        self._refine(_AFRESH if start.afresh else _GO_ON)

    def follow(self, jump: bool) -> None:
        """The mix has moved: go on from the last layout.

        Args:
            jump: it did not move there, it was chosen.
        """
        self._refine(_GO_ON if jump else _LIVE)

    def release(self) -> None:
        """The handle is let go: find the final shape."""
        points = self._session.points
        if points is not None and not points.settled:
            self._refine(_GO_ON)

    def stop(self) -> None:
        """Leave the layout as it is."""
        self._umap.stop()
        self._preparing.end()

    def forget(self) -> None:
        """No more of the tokens there were."""
        self.stop()
        self._start, self._placed = None, 0

    def close(self) -> None:
        """End the process; nothing is drawn afterwards."""
        self._umap.close()

    def _refine(self, pace: tuple[float, int]) -> None:
        session, start = self._session, self._start
        weights, _ = shown_weights(session)
        if start is None or len(weights) != len(start.states):
            return
        alpha, n_steps = pace
        before = session.points
        if before is not None and before.method == "umap" and not before.settled and not session.dragging:
            alpha, n_steps = max(alpha, _GO_ON[0]), max(n_steps, _GO_ON[1])  # it was still finding its shape
        self._asked = time.perf_counter()
        self._refined = self._umap.refine(weights, session.mix.layer_norm, alpha, n_steps)

    def _on_step(self, step: Step) -> None:
        session, start = self._session, self._start
        if start is None or session.view.projection != "umap" or step.placed != self._placed:
            return
        seconds = time.perf_counter() - self._asked
        self._asked = time.perf_counter()
        session.points = Points(
            start.tokens,
            step.xy,
            None,
            "umap",
            session.view.layer,
            None,
            settled=step.settled and step.refined == self._refined and not session.dragging,
            seconds=seconds,
            model=session.model.name if session.model is not None else "",
        )

    def _on_failed(self, error: Exception) -> None:
        self._preparing.end()
        self._placed = self._refined = 0
        self.failed.emit(error)
