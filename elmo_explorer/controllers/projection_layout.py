"""The picture of neighbourhoods (UMAP, t-SNE): refined in a helper process, drawn step by step."""

from __future__ import annotations

import time
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from elmo_explorer.analysis.layout import Pace
from elmo_explorer.controllers.layout_start import LayoutStart
from elmo_explorer.controllers.projection_fit import shown_weights
from elmo_explorer.controllers.shown_job import ShownJob
from elmo_explorer.paths import cache_dir
from elmo_explorer.session.session import Job, Points, Session
from elmo_explorer.translation import tr
from elmo_explorer.workers.layout_messages import Step
from elmo_explorer.workers.layout_process import LayoutProcess

_NAMES = {"umap": "UMAP", "tsne": "t-SNE"}
_REST_MS = 150


class LayoutPicture(QObject):
    """Draws the helper's steps into ``session.points``, and tells it what the picture shall show next.

    UMAP follows a moving mix. t-SNE stays still until the hand rests, then goes on from where it is.
    """

    failed = Signal(object)
    """An error; the next ``start`` begins again."""

    def __init__(
        self, session: Session, parent: QObject | None = None, process: LayoutProcess | None = None
    ) -> None:
        """``process`` lays out; without one, this picture makes its own."""
        super().__init__(parent)
        self._session = session
        self._process = LayoutProcess(cache_dir() / "numba", self) if process is None else process
        self._start: LayoutStart | None = None
        self._placed = self._refined = 0
        self._asked = 0.0
        self._is_new = False
        """The layout has never come to rest since it began: what goes on with it begins again as boldly."""
        self._behind = False
        """The mix has moved since t-SNE heard of it."""
        self._preparing = ShownJob(session, self)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._catch_up)
        self._process.became_ready.connect(self._preparing.end)
        self._process.stepped.connect(self._on_step)
        self._process.failed.connect(self._on_failed)

    def warm_up(self) -> None:
        """Start the process in the background, so that it is ready when it is wanted."""
        self._process.start()

    def start(self, start: LayoutStart) -> None:
        """Lay these tokens out for the present mix."""
        same_method = self._start is not None and self._start.method == start.method
        self._is_new = start.afresh or (self._is_new and same_method)
        self._start = start
        self._placed = self._process.place(start.method, start.states, start.xy, self._session.seed)
        if not self._process.ready:
            self._preparing.update(Job("projection", tr("Preparing {names}", names=_NAMES[start.method])))
        if start.afresh:
            self._session.layout_paused = False
        held = self._session.layout_paused or self._stays_still
        self._behind = held
        self._refine("hold" if held else self._pace)

    def take_up(self, start: LayoutStart) -> None:
        """What is drawn already is the layout of these tokens, at rest: it stays until the mix moves."""
        self._start, self._is_new, self._behind = start, False, False
        self._placed = self._process.place(start.method, start.states, start.xy, self._session.seed)
        self._refined = 0

    def follow(self, jump: bool) -> None:
        """The mix has moved: go on from the last layout.

        Args:
            jump: it did not move there, it was chosen.
        """
        if self._start is None or self._start.method == "umap":
            self._refine(self._pace if jump else "follow")
            return
        self._fall_behind()
        if not self._session.dragging:
            self._rest.start()

    def grip(self) -> None:
        """A handle is taken."""
        if self._stays_still:
            self._rest.stop()
            if not self._is_settled:
                self._fall_behind()

    def release(self) -> None:
        """The handle is let go: find the final shape."""
        if self._start is not None and self._start.method == "umap":
            if not self._is_settled:
                self._refine(self._pace)
        else:
            self._catch_up()

    def set_paused(self, paused: bool) -> None:
        """Hold t-SNE where it is, or let it go on from there."""
        if paused == self._session.layout_paused:
            return
        self._session.layout_paused = paused
        if paused:
            if not self._is_settled:
                self._fall_behind()
        else:
            self._catch_up()

    def stop(self) -> None:
        """Leave the layout as it is."""
        self._rest.stop()
        self._behind = False
        self._process.stop()
        self._preparing.end()
        self._session.layout_paused = False

    def forget(self) -> None:
        """No more of the tokens there were."""
        self.stop()
        self._start, self._placed = None, 0

    def close(self) -> None:
        """End the process; nothing is drawn afterwards."""
        self._rest.stop()
        self._process.close()

    @property
    def _pace(self) -> Pace:
        """What brings the layout to rest."""
        return "afresh" if self._is_new else "go on"

    @property
    def _is_settled(self) -> bool:
        points = self._session.points
        return points is not None and points.settled

    @property
    def _stays_still(self) -> bool:
        """t-SNE while a handle is held."""
        return self._session.dragging and self._start is not None and self._start.method == "tsne"

    def _fall_behind(self) -> None:
        """The layout stays as it is for now, and is not what it should be."""
        self._process.stop()
        points, self._behind = self._session.points, True
        if points is not None and points.settled and points.method == "tsne":
            self._session.points = replace(points, settled=False, trust=None)

    def _catch_up(self) -> None:
        if self._behind and not self._session.layout_paused and not self._session.dragging:
            self._behind = False
            self._refine(self._pace)

    def _refine(self, pace: Pace) -> None:
        session, start = self._session, self._start
        weights, _ = shown_weights(session)
        if start is None or len(weights) != len(start.states):
            return
        self._asked = time.perf_counter()
        self._refined = self._process.refine(weights, session.mix.layer_norm, pace)

    def _on_step(self, step: Step) -> None:
        session, start = self._session, self._start
        if start is None or session.view.projection != start.method or step.placed != self._placed:
            return
        layout = step.layout
        seconds = time.perf_counter() - self._asked
        self._asked = time.perf_counter()
        is_newest = step.refined == self._refined and not self._behind and not session.dragging
        settled = layout.settled and is_newest
        self._is_new = self._is_new and not settled
        session.points = Points(
            start.tokens,
            layout.xy,
            None,
            start.method,
            session.view.layer,
            None,
            settled=settled,
            seconds=seconds,
            model=session.model.name if session.model is not None else "",
            trust=layout.trust if settled else None,
            n_left_out=start.n_left_out,
        )

    def _on_failed(self, error: Exception) -> None:
        self._preparing.end()
        self._placed = self._refined = 0
        self.failed.emit(error)
