"""The picture of a talk: large points and labels, and a camera that is led from scene to scene."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from elmo_explorer.session.scenes import Scene
from elmo_explorer.session.session import Points, Session, TokenRef
from elmo_explorer.session.token_places import TokenPlaces
from elmo_explorer.ui.picture_deeds import PictureDeeds
from elmo_explorer.ui.pictured_tokens import PicturedTokens
from elmo_explorer.ui.stage.sizes import LABEL, Sizes
from elmo_explorer.ui.stage.stage_keys import ARROWS
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.legend import Legend
from elmo_explorer.ui.widgets.scatter import Scatter
from elmo_explorer.ui.widgets.scatter_camera import Camera
from elmo_explorer.ui.widgets.scatter_fit import fitting_camera
from elmo_explorer.ui.widgets.scatter_scene import ScatterScene
from elmo_explorer.ui.widgets.selection_bar import SelectionBar

_USUAL = 12
"""Pixels of a label in the window."""


class LargeScatter(Scatter):
    """Draws everything in the sizes of a talk; what it tells is told in the theme's own."""

    def __init__(self, sizes: Sizes, parent: QWidget | None = None) -> None:
        self.sizes = sizes
        super().__init__(parent)

    @property
    def factor(self) -> float:
        """How much larger than in the window."""
        return self.sizes.factor * LABEL / _USUAL

    def paintEvent(self, event: QPaintEvent) -> None:
        """Large."""
        with theme.enlarged(self.factor):
            super().paintEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Large; what was drawn for another size is forgotten."""
        self._marks.forget()
        self._labels.painter.forget()
        self._labels.place({})
        with theme.enlarged(self.factor):
            super().resizeEvent(event)

    def point_at(self, at: QPointF) -> int | None:
        """Large points are hit from further away."""
        with theme.enlarged(self.factor):
            return super().point_at(at)

    def fit(self, ease: bool = True) -> None:
        """Room for what is large."""
        with theme.enlarged(self.factor):
            super().fit(ease)

    def fit_if_outside(self) -> None:
        """Room for what is large."""
        with theme.enlarged(self.factor):
            super().fit_if_outside()

    def zoom_to_nearest(self, point: int, count: int = 10) -> None:
        """Room for what is large."""
        with theme.enlarged(self.factor):
            super().zoom_to_nearest(point, count)

    def fitting(self) -> Camera:
        """The camera that shows all large points."""
        with theme.enlarged(self.factor):
            return fitting_camera(self.stage)

    def _place_labels(self) -> None:
        with theme.enlarged(self.factor):
            super()._place_labels()


class StagePicture(LargeScatter):
    """Shows ``session.points`` as the window's picture does, and writes selection and hover."""

    def __init__(self, session: Session, sizes: Sizes, parent: QWidget | None = None) -> None:
        super().__init__(sizes, parent)
        self._session = session
        self._tokens = PicturedTokens(session)
        self._scene: Scene | None = None
        self._left = 1.0
        """Of the way to the scene's camera."""
        self._ground.with_grid = False
        self.setMinimumSize(1, 1)
        bar, legend = SelectionBar(self), Legend(self)
        bar.hide()
        legend.hide()
        self.deeds = PictureDeeds(session, self._tokens, self, bar, legend)
        self.menu_asked.disconnect()  # a talk has no menus
        self.lassoed.disconnect()
        self.hover_changed.connect(self._hover)
        events = session.events
        events.points.connect(self._on_points)
        events.groups.connect(self._restyle)
        events.occurrences.connect(self._restyle)
        events.sentences.connect(self._on_sentences)
        events.view.connect(self._on_view)
        events.selection.connect(self._show_selection)
        events.hovered.connect(self._show_hovered)
        self._tokens.index_sentences()
        self._on_view()
        self._on_points(session.points)

    def close_picture(self) -> None:
        """Follow the session no more."""
        events = self._session.events
        events.points.disconnect(self._on_points)
        events.groups.disconnect(self._restyle)
        events.occurrences.disconnect(self._restyle)
        events.sentences.disconnect(self._on_sentences)
        events.view.disconnect(self._on_view)
        events.selection.disconnect(self._show_selection)
        events.hovered.disconnect(self._show_hovered)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """With Shift, arrows walk from point to point; all other keys are the talk's."""
        if event.key() in ARROWS and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            super().keyPressEvent(event)
        else:
            event.ignore()

    # The camera

    def lead_to(self, scene: Scene) -> None:
        """Begin the way to a scene's camera."""
        self._scene, self._left = scene, 1.0

    def lead(self, t: float) -> None:
        """So much of the way is gone; the goal may move meanwhile."""
        if self.scene.n_points and self._left > 0.0:
            share = min(1.0, max(0.0, 1.0 - (1.0 - t) / self._left))
            self.lead_camera(self.camera.between(self._goal(), share))
        self._left = 1.0 - t

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A scene's own camera shows the same part of the plane in any size."""
        super().resizeEvent(event)
        if self._scene is not None and self._scene.camera is not None and not self.camera_is_users:
            self.lead_camera(self._goal())

    def _goal(self) -> Camera:
        camera = self._scene.camera if self._scene is not None else None
        if camera is None:
            return self.fitting()
        return camera_for(camera, QRectF(self.rect()))

    def _rest(self) -> None:
        """The points have come to rest: fit them, where the scene has no camera of its own."""
        if self._left > 0.0 or self.camera_is_users:
            return
        shown = self._scene is None or self._scene.camera is None
        if shown or not self._any_inside():
            self.fit()

    def _any_inside(self) -> bool:
        at = self.stage.mark_pixels()
        return bool(((at > 0) & (at < (self.width(), self.height()))).all(axis=1).any())

    # From the session

    def _on_points(self, points: Points | None) -> None:
        if points is not None and points.tokens is self._tokens.tokens and self.scene.n_points:
            self.set_places(points.xy, points.layer_xy, points.settled and not self._session.dragging)
            self.set_trust(points.trust)
        else:
            before = self._tokens.places
            self._tokens.places = TokenPlaces(() if points is None else points.tokens)
            came_from = self._tokens.places.from_earlier(before) if before.tokens else None
            if points is None:
                self._tokens.marks = ()
                self.set_scene(ScatterScene(), np.empty((0, 2), np.float32), None)
            else:
                self.set_scene(self._tokens.scene(), points.xy, points.layer_xy, came_from)
                self.set_trust(points.trust)
                if came_from is None:
                    self.fit(ease=False)
            self._show_selection()
        if points is not None and points.settled and not self._session.dragging:
            self._rest()

    def _on_sentences(self) -> None:
        self._tokens.index_sentences()
        self._restyle()

    def _on_view(self) -> None:
        self.set_switches(self._session.view.labels, self._session.view.trajectories)
        self._restyle()

    def _restyle(self) -> None:
        points = self._session.points
        if points is None or points.tokens is not self._tokens.tokens or not self._tokens.tokens:
            return
        scene = self._tokens.scene()
        if (scene.marks.tolist(), scene.n_points) == (self.scene.marks.tolist(), self.scene.n_points):
            self.restyle(scene)
        else:
            self.set_scene(scene, points.xy, points.layer_xy)
            self.set_trust(points.trust)
            self._show_selection()
            if not self._session.dragging:
                self._rest()

    def _show_selection(self) -> None:
        chosen = self._session.selection
        self.set_selected(int(p) for p in self._tokens.places.find(tuple(chosen)) if p >= 0)
        self.setAccessibleDescription(self._tokens.said(chosen))

    def _show_hovered(self, hovered: TokenRef | None = None) -> None:
        place = self._tokens.place(self._session.hovered)
        self.set_hovered(None if place < 0 else place)

    def _hover(self, point: int | None) -> None:
        self._session.hovered = None if point is None else self._tokens.token(point)


def seen(scatter: Scatter) -> tuple[float, float, float, float]:
    """What a picture shows: left, bottom, width, height in its coordinates."""
    left, top = scatter.camera_to_be.to_plane(QPointF(0, 0))
    right, bottom = scatter.camera_to_be.to_plane(QPointF(scatter.width(), scatter.height()))
    return left, bottom, right - left, top - bottom


def camera_for(plane: tuple[float, float, float, float], room: QRectF) -> Camera:
    """The camera that shows a part of the plane in the middle of some pixels."""
    left, bottom, width, height = plane
    scale = max(min(room.width() / max(width, 1e-9), room.height() / max(height, 1e-9)), 1e-9)
    return Camera(left + width / 2, bottom + height / 2, scale, room.center().x(), room.center().y())
