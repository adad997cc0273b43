"""The picture of a scatter: faint dots, large marked points, labels and trails, seen by a camera that can glide."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QWidget

from elmo_explorer.ui.figure_mode import Figure
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.scatter_camera import Camera
from elmo_explorer.ui.widgets.scatter_canvas import Canvas
from elmo_explorer.ui.widgets.scatter_finder import point_at
from elmo_explorer.ui.widgets.scatter_fit import camera_near, fitting_camera, marks_outside
from elmo_explorer.ui.widgets.scatter_ground import Ground
from elmo_explorer.ui.widgets.scatter_label_layer import LabelLayer
from elmo_explorer.ui.widgets.scatter_labelling import Labelling, label_places, word_order
from elmo_explorer.ui.widgets.scatter_labels import Placed
from elmo_explorer.ui.widgets.scatter_marks import Marks
from elmo_explorer.ui.widgets.scatter_motion import Motion
from elmo_explorer.ui.widgets.scatter_moves import Moves, draw_moves
from elmo_explorer.ui.widgets.scatter_pair import PointPair, draw_pair
from elmo_explorer.ui.widgets.scatter_scene import ScatterScene
from elmo_explorer.ui.widgets.scatter_stage import Floats, Integers, Places, Stage


class Picture(Canvas):
    """Draws a scene at its places, and follows a drag frame by frame."""

    fitted = Signal()
    resized = Signal()
    camera_moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stage = Stage()
        self.camera_is_users = False
        """The user zoomed or panned since the last fit."""
        self._ground = Ground(self.stage)
        self._marks = Marks(self.stage)
        self._motion = Motion(self.stage, self)
        self._labels = LabelLayer(self)
        self._moves: Moves | None = None
        self.pair: PointPair | None = None
        """Two points that are joined."""
        self._word_order: Integers = np.empty(0, np.int64)
        self._given: tuple[object, object] = (None, None)
        """The places as they were given last."""
        self._motion.moved.connect(self._places_changed)
        self._labels.due.connect(self._place_labels)
        self._labels.faded.connect(self.update)
        theme.changed.connect(self._on_theme)

    # What is shown

    @property
    def scene(self) -> ScatterScene:
        """What is shown apart from where."""
        return self.stage.scene

    @property
    def camera(self) -> Camera:
        """How it is looked at in this frame."""
        return self.stage.camera

    @property
    def camera_to_be(self) -> Camera:
        """How it is looked at when the present move has ended."""
        return self._motion.camera

    @property
    def selected(self) -> frozenset[int]:
        """The points that are lifted out."""
        return self.stage.selected

    @property
    def hovered(self) -> int | None:
        """The point with a ring."""
        return self.stage.hovered

    @property
    def thinned(self) -> bool:
        """Whether only every second small point is drawn."""
        return self.stage.thinned

    @thinned.setter
    def thinned(self, on: bool) -> None:
        self.stage.thinned = on

    @property
    def settled(self) -> bool:
        """Nothing moves or fades any more."""
        return self._labels.settled and not self._motion.easing

    @property
    def placed_labels(self) -> dict[int, QRectF]:
        """The rectangle of every label that is drawn, by point (-1: the start's note)."""
        places = label_places(self.stage, self._labels.placed)
        return {i: p.rect(places[i]) for i, p in self._labels.placed.items() if i in places}

    def set_scene(
        self,
        scene: ScatterScene,
        xy: Floats,
        layers: Floats | None,
        came_from: NDArray[np.int64] | None = None,
    ) -> None:
        """Show a new scene; no point of it is known to lie wrong.

        Args:
            scene: what is shown.
            xy: where, (n_points, 2).
            layers: where at every layer, (n_layers, n_points, 2), or None.
            came_from: for each point its number in the present scene, -1 where it is new: points known
                before glide to their places. None for no gliding.
        """
        before = self.stage.shown
        self.stage.set_scene(scene)
        self._word_order = word_order(self.stage)
        target = self._places(xy, layers)
        self._labels.place({})
        self._motion.jump(target)
        if came_from is not None and len(before.xy) and self.isVisible():
            start = before.xy[came_from]
            new = came_from < 0
            start[new] = target.xy[new]
            self._motion.glide(Places(start, target.layers), target)
        self._places_changed()

    def restyle(self, scene: ScatterScene) -> None:
        """The same large points in other groups or with other labels.

        Raises:
            ValueError: where the large points are others.
        """
        if not np.array_equal(scene.marks, self.scene.marks):
            raise ValueError("restyle() keeps the large points; set_scene() changes them.")
        self.stage.scene = scene
        self._labels.refresh()
        self.request_frame()

    def set_places(self, xy: Floats, layers: Floats | None, ease: bool = False) -> None:
        """The same points at other places: (n_points, 2) and (n_layers, n_points, 2) or None."""
        if xy is self._given[0] and layers is self._given[1]:
            return  # their trust has come, or their name
        target = self._places(xy, layers)
        if ease and self.isVisible() and len(xy):
            self._motion.glide(self.stage.shown, target)
        else:
            self._motion.jump(target)
        self._places_changed(new=True)

    def set_trust(self, trust: Floats | None) -> None:
        """Draw the points faintly whose trust, (n_points,), is under 0.3; NaN and None are unknown.

        Raises:
            ValueError: where it is not one number for each point.
        """
        if self.stage.set_trust(trust):
            self.request_frame()

    def set_selected(self, points: Iterable[int]) -> None:
        """Lift these points out."""
        selected = frozenset(points)
        if selected != self.stage.selected:
            self.stage.selected = selected
            self._refresh_labels()

    def set_hovered(self, point: int | None) -> None:
        """Ring this point."""
        if point != self.stage.hovered:
            self.stage.hovered = point
            self.update()

    def set_pair(self, pair: PointPair | None) -> None:
        """Ring and join these two points, or none."""
        if pair != self.pair:
            self.pair = pair
            self.update()

    def set_switches(self, labels: bool, trails: bool) -> None:
        """Labels on or off, thin trails of all large points on or off."""
        stage = self.stage
        if (labels, trails) != (stage.labels_on, stage.trails_on):
            stage.labels_on, stage.trails_on = labels, trails
            self._refresh_labels()

    def set_moves(self, moves: Moves | None) -> None:
        """Draw where one point would go; None for nothing."""
        if moves != self._moves:
            self._moves = moves
            self.request_frame()

    def add_float(self, widget: QWidget) -> None:
        """A child that lies over the picture: labels keep clear of it, and frames get a shadow."""
        self.floats.append(widget)

    def remove_float(self, widget: QWidget) -> None:
        """The child has gone."""
        if widget in self.floats:
            self.floats.remove(widget)

    def settle(self) -> None:
        """Everything where it will stay, now: a figure waits for nothing."""
        self._motion.stop()
        self._place_labels()
        self._labels.settle()

    def floats_changed(self) -> None:
        """A child over the picture has moved, come or gone for good: labels make room."""
        self._refresh_labels()

    def set_covered(self, pixels: int) -> None:
        """So much under the heading is covered: a fit keeps the points below, at once unless the user looks elsewhere."""
        if pixels != self.stage.covered:
            self.stage.covered = pixels
            if not self.camera_is_users and self.scene.n_points:
                self.fit()

    def _places(self, xy: Floats, layers: Floats | None) -> Places:
        self._given = xy, layers
        of_marks = None if layers is None else np.ascontiguousarray(layers[:, self.scene.marks])
        return Places(np.asarray(xy, np.float32), of_marks)

    # The camera

    def pixel_of(self, point: int) -> QPointF:
        """The pixel of a point."""
        return self.stage.pixel_of(point)

    def point_at(self, at: QPointF) -> int | None:
        """The point at a pixel: a large one before a small one."""
        return point_at(self.stage, at)

    def places_of(self, points: NDArray[np.int64]) -> Floats:
        """Where points are, or glide to, (n, 2)."""
        places: Floats = self.stage.target.xy[points]
        return places

    def visible_marks(self) -> Integers:
        """The large points that are drawn, (n,)."""
        return self.stage.marks_shown

    def fit(self, ease: bool = True) -> None:
        """Show all large points, and their ways through the layers where these do not dwarf them."""
        self.camera_is_users = False
        self._to_camera(fitting_camera(self.stage), ease)
        self.fitted.emit()

    def look_again(self, camera: Camera) -> None:
        """Take up a camera that the user had chosen before."""
        self.camera_is_users = True
        self._to_camera(camera, ease=False)

    def lead_camera(self, camera: Camera) -> None:
        """One step of a move that somebody else leads; points under way go on."""
        self.camera_is_users = False
        self._motion.look(camera)
        self._labels.ride()
        self.request_frame()

    def fit_if_outside(self) -> None:
        """Bring the large points back into the picture, unless the user looks somewhere else."""
        if (
            not self.camera_is_users
            and len(self.visible_marks())
            and marks_outside(self.stage, self.camera_to_be)
        ):
            self.fit()

    def zoom_to_nearest(self, point: int, count: int = 10) -> None:
        """Close in on a point and those nearest to it in the picture."""
        self.camera_is_users = True
        self._to_camera(camera_near(self.stage, point, count), ease=True)

    def move_camera(self, camera: Camera) -> None:
        """The user looks somewhere else; the picture keeps still there from now on."""
        self.camera_is_users = True
        self._motion.jump_to(camera)
        self._places_changed()
        self.camera_moved.emit()

    def _to_camera(self, camera: Camera, ease: bool) -> None:
        if ease and self.isVisible():
            self._motion.glide_to(camera)
        else:
            self._motion.jump_to(camera)
        self._labels.ride()
        self.request_frame()

    # Frames

    def _places_changed(self, new: bool = False) -> None:
        self.stage.version += 1
        self._labels.ride()
        self.request_frame(new_places=new)

    def _refresh_labels(self) -> None:
        self._announced = False
        self._labels.refresh()
        self.update()

    def _on_theme(self) -> None:
        self._marks.forget()
        self._labels.painter.forget()
        self._refresh_labels()

    def _place_labels(self) -> None:
        stage = self.stage
        placed: dict[int, Placed] = {}
        if stage.labels_on and stage.complete:
            labelling = Labelling(
                stage, self._labels.painter, self._labels.placed, self.floats, self._marks.hulls
            )
            placed = labelling.find(self._word_order)
        self._labels.place(placed)
        self.update()

    # Painting

    def draw_ground(self, pixels: NDArray[np.uint32], ratio: float) -> None:
        """The canvas with its small points and its grid."""
        self._ground.fill(pixels, ratio)

    def draw_ground_straight(self, painter: QPainter, figure: Figure) -> None:
        """Few small points as circles in a vector figure, any others as pixels."""
        self._ground.draw(painter, figure)

    def draw_picture(self, painter: QPainter, ratio: float) -> None:
        """The large points and their labels."""
        if self.stage.complete:
            self._marks.draw(painter, self.floats, ratio)
            if self.stage.labels_on or self._labels.placed:
                self._labels.draw(
                    painter, label_places(self.stage, self._labels.placed), self.selected, ratio
                )
            if self._moves is not None:
                draw_moves(painter, self.stage, self._moves, self.floats)
            if self.pair is not None:
                draw_pair(painter, self.stage, self.pair)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the points in the middle."""
        super().resizeEvent(event)
        self.stage.size = event.size()
        if self.camera_is_users:
            old = event.oldSize()
            if old.isValid():
                by = QPointF((self.width() - old.width()) / 2, (self.height() - old.height()) / 2)
                self._motion.jump_to(self.camera_to_be.panned(by))
        else:
            self._motion.stop()
            self._motion.jump_to(fitting_camera(self.stage))
        self._places_changed()
        self.resized.emit()
