"""A scatter plot that follows a drag frame by frame: faint dots, large marked points, labels, trails."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from time import perf_counter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QEasingCurve,
    QEvent,
    QPoint,
    QPointF,
    QRectF,
    Qt,
    QTimer,
    QVariantAnimation,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.canvas_tools import Tool
from elmo_explorer.ui.widgets.floating_frame import FloatingFrame, draw_shadow
from elmo_explorer.ui.widgets.lasso import Lasso
from elmo_explorer.ui.widgets.scatter_camera import Camera
from elmo_explorer.ui.widgets.scatter_dots import DotsImage, dots_image
from elmo_explorer.ui.widgets.scatter_hulls import rounded_hull, without_strays
from elmo_explorer.ui.widgets.scatter_label_layer import LabelLayer
from elmo_explorer.ui.widgets.scatter_labels import Label, Placed, Room, place_label
from elmo_explorer.ui.widgets.scatter_markers import MARKER_SIZE, Markers
from elmo_explorer.ui.widgets.scatter_scene import ScatterScene
from elmo_explorer.ui.widgets.scatter_trails import (
    NODE_RADIUS,
    distance,
    draw_nodes,
    draw_thin_trail,
    draw_trail,
)
from elmo_explorer.ui.widgets.token_card import TokenCard

Floats = NDArray[np.float32]

SAFE_TOP = 60
SAFE_BOTTOM = 52
HOVER_MS = 80
LEAVE_MS = 220
EASE_MS = 200
FRAME_MS = 16
START = -1
"""The key of the note where all trails start."""
_MOST_LABELS = 160
_MOST_TRAILS = 120
_MOST_MARKERS = 1500
"""With more large points than this each group is drawn as one image."""


class _Places(NamedTuple):
    """Where the points are: all of them, and the large ones at every layer."""

    xy: Floats
    """(n_points, 2)."""
    layers: Floats | None
    """(n_layers, n_marks, 2)."""


class Scatter(QWidget):
    """Draws a scene at its places; the mouse and the keys come out as signals with point numbers."""

    hover_changed = Signal(object)
    """The point under the pointer, after a short rest, or None."""
    clicked = Signal(int, bool)
    """A point, and whether Ctrl was held."""
    emptied = Signal()
    """A click on empty canvas."""
    lassoed = Signal(object, str, QPoint)
    """Points inside a lasso, (n,) int64; "replace", "add" or "subtract"; where it ended."""
    menu_asked = Signal(object, QPoint)
    """A point or None; the global position."""
    stepped = Signal(int)
    """To the next (1) or previous (-1) large point."""
    pin_asked = Signal()
    hide_asked = Signal()
    trails_asked = Signal()
    escaped = Signal()
    tool_changed = Signal(str)
    fitted = Signal()
    resized = Signal()
    camera_moved = Signal()
    framed = Signal(float)
    """A frame with new places was painted in so many seconds."""
    drawn = Signal()
    """A frame was painted in which nothing will move any more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("Picture of the tokens")
        self.setMinimumSize(240, 200)
        self.scene = ScatterScene()
        self.selected: frozenset[int] = frozenset()
        self.hovered: int | None = None
        self.labels_on = True
        self.trails_on = False
        self.thinned = False
        self.tool: Tool = "select"
        self.camera = Camera(scale=40.0)
        self.camera_is_users = False
        """The user zoomed or panned since the last fit."""

        self._shown = _Places(np.empty((0, 2), np.float32), None)
        self._start = self._shown
        self._target = self._shown
        self._camera_start = self._camera_target = self.camera
        self._dots = np.empty(0, np.int64)
        self._word_order = self._dots
        self._dots_key: object = None
        self._dots_image: DotsImage | None = None
        self._version = 0
        self._floats: list[QWidget] = []
        self._markers = Markers()
        self._labels = LabelLayer(self)
        self._lasso: Lasso | None = None
        self._lasso_mode = "replace"
        self._pressed: QPointF | None = None
        self._pressed_point: int | None = None
        self._panning: QPointF | None = None
        self._space = False
        self._pointer: int | None = None
        self._new_places = False
        self._focus_by_key = False
        self._announced = False
        self._last_frame = 0.0
        self._hulls: list[tuple[int, QPolygonF]] = []

        self._ease = QVariantAnimation(self)
        self._ease.setStartValue(0.0)
        self._ease.setEndValue(1.0)
        self._ease.setDuration(EASE_MS)
        self._ease.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._frame = QTimer(self)
        self._frame.setSingleShot(True)
        self._hover = QTimer(self)
        self._hover.setSingleShot(True)

        self._ease.valueChanged.connect(self._on_ease)
        self._ease.finished.connect(self._finish_ease)
        self._frame.timeout.connect(self.update)
        self._hover.timeout.connect(self._tell_hover)
        self._labels.due.connect(self._place_labels)
        self._labels.faded.connect(self.update)
        theme.changed.connect(self._on_theme)

    # What is shown

    @property
    def settled(self) -> bool:
        """Nothing moves or fades any more."""
        return self._labels.settled and not self._easing

    @property
    def placed_labels(self) -> dict[int, QRectF]:
        """The rectangle of every label that is drawn, by point (-1: the start's note)."""
        places = self._label_places()
        return {i: p.rect(places[i]) for i, p in self._labels.placed.items() if i in places}

    def set_scene(
        self,
        scene: ScatterScene,
        xy: Floats,
        layers: Floats | None,
        came_from: NDArray[np.int64] | None = None,
    ) -> None:
        """Show a new scene.

        Args:
            scene: what is shown.
            xy: where, (n_points, 2).
            layers: where at every layer, (n_layers, n_points, 2), or None.
            came_from: for each point its number in the present scene, -1 where it is new: points known
                before glide to their places. None for no gliding.
        """
        before = self._shown
        self.scene = scene
        mask = np.ones(scene.n_points, bool)
        mask[scene.marks] = False
        self._dots = np.flatnonzero(mask)
        self._word_order = np.random.default_rng(7).permutation(self._dots)[:6000]
        target = self._of_marks(xy, layers)
        self.selected = frozenset()
        self.hovered = self._pointer = None
        self._labels.place({})
        self._stop_ease()
        self._target = self._shown = target
        if came_from is not None and len(before.xy) and self.isVisible():
            known = came_from >= 0
            start = target.xy.copy()
            start[known] = before.xy[came_from[known]]
            self._glide(_Places(start, target.layers), target)
        self._places_changed()

    def restyle(self, scene: ScatterScene) -> None:
        """The same large points in other groups or with other labels.

        Raises:
            ValueError: where the large points are others.
        """
        if not np.array_equal(scene.marks, self.scene.marks):
            raise ValueError("restyle() keeps the large points; set_scene() changes them.")
        self.scene = scene
        self._labels.refresh()
        self._places_changed(moved=False)

    def set_places(self, xy: Floats, layers: Floats | None, ease: bool = False) -> None:
        """The same points at other places: (n_points, 2) and (n_layers, n_points, 2) or None."""
        target = self._of_marks(xy, layers)
        if ease and self.isVisible() and len(xy):
            self._glide(self._shown, target)
        else:
            self._stop_ease()
            self._shown = self._target = target
        self._new_places = True
        self._places_changed()

    def set_selected(self, points: Iterable[int]) -> None:
        """Lift these points out."""
        selected = frozenset(points)
        if selected != self.selected:
            self.selected = selected
            self._refresh_labels()

    def set_hovered(self, point: int | None) -> None:
        """Ring this point."""
        if point != self.hovered:
            self.hovered = point
            self.update()

    def set_switches(self, labels: bool, trails: bool) -> None:
        """Labels on or off, thin trails of all large points on or off."""
        if (labels, trails) != (self.labels_on, self.trails_on):
            self.labels_on, self.trails_on = labels, trails
            self._refresh_labels()

    def set_tool(self, tool: Tool) -> None:
        """Take a tool into the hand."""
        if tool != self.tool:
            self.tool = tool
            self._show_cursor()
            self.tool_changed.emit(tool)

    def add_float(self, widget: QWidget) -> None:
        """A child that lies over the picture: labels keep clear of it, and frames get a shadow."""
        self._floats.append(widget)

    def remove_float(self, widget: QWidget) -> None:
        """The child has gone."""
        if widget in self._floats:
            self._floats.remove(widget)

    def floats_changed(self) -> None:
        """A child over the picture has moved, come or gone for good: labels make room."""
        self._refresh_labels()

    # The camera

    def pixel_of(self, point: int) -> QPointF:
        """The pixel of a point."""
        x, y = self.camera.to_screen(self._shown.xy[point])
        return QPointF(float(x), float(y))

    def places_of(self, points: NDArray[np.int64]) -> Floats:
        """Where points are, or glide to, (n, 2)."""
        places: Floats = self._target.xy[points]
        return places

    def visible_marks(self) -> NDArray[np.int64]:
        """The large points that are drawn, (n,)."""
        visible: NDArray[np.int64] = self.scene.marks[self.scene.shown]
        return visible

    def fit(self, ease: bool = True) -> None:
        """Show all large points, and their ways through the layers where these do not dwarf them."""
        camera = self._fitting_camera()
        self.camera_is_users = False
        self._to_camera(camera, ease)
        self.fitted.emit()

    def look_again(self, camera: Camera) -> None:
        """Take up a camera that the user had chosen before."""
        self.camera_is_users = True
        self._to_camera(camera, ease=False)

    def fit_if_outside(self) -> None:
        """Bring the large points back into the picture, unless the user looks somewhere else."""
        marks = self.visible_marks()
        if self.camera_is_users or not len(marks):
            return
        camera = self._camera_target if self._easing else self.camera
        at = camera.to_screen(self._target.xy[marks])
        room = QRectF(self.rect()).adjusted(24, theme.px(SAFE_TOP), -24, -theme.px(SAFE_BOTTOM))
        low, high = at.min(axis=0), at.max(axis=0)
        outside = (
            low[0] < room.left() or low[1] < room.top() or high[0] > room.right() or high[1] > room.bottom()
        )
        if outside:
            self.fit()

    def zoom_to_nearest(self, point: int, count: int = 10) -> None:
        """Close in on a point and those nearest to it in the picture."""
        xy = self._target.xy
        distances = ((xy - xy[point]) ** 2).sum(axis=1)
        nearest = np.argpartition(distances, min(count, len(xy) - 1))[: count + 1]
        self.camera_is_users = True
        reach = float(np.abs(xy[nearest] - xy[point]).max())
        around = np.array([xy[point] - reach, xy[point] + reach])
        self._to_camera(self.camera.fitted(around, self._fit_room(), closest=1e-3), ease=True)

    def _fitting_camera(self) -> Camera:
        marks = self.visible_marks()
        if not len(marks):
            marks = self.scene.marks
        room = self._fit_room()
        xy = self._target.xy
        if not len(marks):
            if not len(xy):
                return self.camera
            low, high = np.percentile(xy, [1, 99], axis=0)
            return self.camera.fitted(np.array([low, high]), room)
        places = xy[marks]
        if len(marks) == 1:
            spread = np.percentile(xy, 90, axis=0) - np.percentile(xy, 10, axis=0)
            return self.camera.fitted(places, room, closest=max(float(spread.max()), 1e-3))
        closest = self._closest()
        camera = self.camera.fitted(places, room, closest)
        if self._target.layers is not None:
            layers = self._target.layers.reshape(-1, 2)
            edge = QRectF(self.rect()).adjusted(40, theme.px(SAFE_TOP) + 8, -40, -theme.px(SAFE_BOTTOM) - 8)
            wider = self.camera.fitted(np.concatenate([places, layers]), edge, closest)
            least = 0.3 if self.trails_on else 0.6
            if least * camera.scale < wider.scale < camera.scale:
                return wider
        return camera

    def _closest(self) -> float:
        """The smallest extent worth blowing up: noise round one place stays one place."""
        xy = self._target.xy
        spread = float((np.percentile(xy, 95, axis=0) - np.percentile(xy, 5, axis=0)).max())
        if self._target.layers is not None:
            flat = self._target.layers.reshape(-1, 2)
            spread = max(spread, float(np.ptp(flat, axis=0).max()))
        return max(0.1 * spread, 1e-6)

    def _fit_room(self) -> QRectF:
        """The pixels in which a fit puts the points: free of header and legend, with room for labels."""
        side = min(110.0, self.width() * 0.14)
        # A low picture has little room to give away.
        extra = min(27.0, max(6.0, 0.12 * (self.height() - 280)))
        top, bottom = theme.px(SAFE_TOP) + extra, theme.px(SAFE_BOTTOM) + extra
        return QRectF(self.rect()).adjusted(side, top, -side, -bottom)

    def _to_camera(self, camera: Camera, ease: bool) -> None:
        if ease and self.isVisible():
            places = self._shown if self._easing else None
            self._start = places or self._shown
            self._camera_start, self._camera_target = self.camera, camera
            self._ease.stop()
            self._ease.start()
        else:
            self.camera = self._camera_start = self._camera_target = camera
        self._announced = False
        self._labels.ride()
        self._request_frame()

    # Easing and frames

    @property
    def _easing(self) -> bool:
        return self._ease.state() == QVariantAnimation.State.Running

    def _of_marks(self, xy: Floats, layers: Floats | None) -> _Places:
        of_marks = None if layers is None else np.ascontiguousarray(layers[:, self.scene.marks])
        return _Places(np.asarray(xy, np.float32), of_marks)

    def _glide(self, start: _Places, target: _Places) -> None:
        camera_target = self._camera_target if self._easing else self.camera
        self._ease.stop()
        self._start, self._target, self._shown = start, target, start
        self._camera_start, self._camera_target = self.camera, camera_target
        self._ease.start()

    def _stop_ease(self) -> None:
        if self._easing:
            self._ease.stop()
            self.camera = self._camera_target

    def _on_ease(self, value: float) -> None:
        if not self._easing:
            return
        t = np.float32(value)
        xy = self._target.xy
        if self._start.xy is not xy and self._start.xy.shape == xy.shape:
            xy = self._start.xy + (xy - self._start.xy) * t
        layers, first = self._target.layers, self._start.layers
        if layers is not None and first is not None and first.shape == layers.shape and first is not layers:
            layers = first + (layers - first) * t
        self._shown = _Places(xy, layers)
        self.camera = self._camera_start.between(self._camera_target, float(value))
        self._places_changed()

    def _finish_ease(self) -> None:
        self._shown = self._target
        self.camera = self._camera_target
        self._places_changed()

    def _places_changed(self, moved: bool = True) -> None:
        self._version += 1
        self._announced = False
        if moved:
            self._labels.ride()
        self._request_frame()

    def _request_frame(self) -> None:
        """Paint soon, at most once in 16 ms."""
        passed = (perf_counter() - self._last_frame) * 1000
        if passed >= FRAME_MS:
            self.update()
        elif not self._frame.isActive():
            self._frame.start(max(1, int(FRAME_MS - passed)))

    def _refresh_labels(self) -> None:
        self._announced = False
        self._labels.refresh()
        self.update()

    def _on_theme(self) -> None:
        self._markers.forget()
        self._labels.painter.forget()
        self._version += 1
        self._refresh_labels()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """The whole picture, back to front."""
        begin = perf_counter()
        self._last_frame = begin
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        complete = len(self._shown.xy) == self.scene.n_points and self.scene.n_points > 0
        self._draw_ground(painter, self._dots if complete else self._dots[:0])
        self._draw_grid(painter)
        if complete:
            at = self.camera.to_screen(self._shown.xy[self.scene.marks])
            self._draw_hulls(painter, at)
            self._draw_thin_trails(painter, at)
            self._draw_links(painter)
            self._draw_halos(painter)
            self._draw_chosen_trails(painter)
            self._draw_markers(painter, at)
            self._draw_chosen_nodes(painter)
            if self.labels_on or self._labels.placed:
                self._labels.draw(painter, self._label_places(), self.selected, self.devicePixelRatioF())
        if self._lasso is not None:
            self._lasso.draw(painter)
        for child in self._floats:
            if isinstance(child, FloatingFrame) and child.isVisible():
                draw_shadow(painter, child)
        if self.hasFocus() and self._focus_by_key:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()
        if self._new_places:
            self._new_places = False
            self.framed.emit(perf_counter() - begin)
        if self.settled and not self._announced:
            self._announced = True
            QTimer.singleShot(0, self, self.drawn.emit)

    def _draw_grid(self, painter: QPainter) -> None:
        """Subtle lines at round distances, fixed to the plane."""
        wanted = 92.0 / self.camera.scale
        power = 10.0 ** np.floor(np.log10(wanted))
        step = float(min((1, 2, 5, 10), key=lambda m: abs(np.log(m * power / wanted))) * power)
        painter.setPen(QPen(theme.color("grid"), 1))
        left, top = self.camera.to_plane(QPointF(0, 0))
        right, bottom = self.camera.to_plane(QPointF(self.width(), self.height()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for x in np.arange(np.ceil(left / step), right / step):
            pixel = round(self.camera.origin_x + (x * step - self.camera.x) * self.camera.scale)
            painter.drawLine(pixel, 0, pixel, self.height())
        for y in np.arange(np.ceil(bottom / step), top / step):
            pixel = round(self.camera.origin_y - (y * step - self.camera.y) * self.camera.scale)
            painter.drawLine(0, pixel, self.width(), pixel)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)

    def _draw_ground(self, painter: QPainter, dots: NDArray[np.int64]) -> None:
        """The canvas with its small points: one opaque image, kept until something moves."""
        canvas = theme.color("canvas")
        if not len(dots):
            painter.fillRect(self.rect(), canvas)
            return
        dots = dots[::2] if self.thinned else dots
        ratio = self.devicePixelRatioF()
        key = (self._version, self.camera, self.width(), self.height(), ratio, theme.dark, self.thinned)
        if key != self._dots_key:
            xy = self._shown.xy if len(dots) == len(self._shown.xy) else np.take(self._shown.xy, dots, axis=0)
            at = self.camera.to_screen(xy)
            colour = theme.color("background_point")
            self._dots_image = dots_image(at, self.width(), self.height(), colour, ratio, canvas)
            self._dots_key = key
        if self._dots_image is not None:
            painter.drawImage(0, 0, self._dots_image.image)

    def _draw_hulls(self, painter: QPainter, at: Floats) -> None:
        self._hulls = []
        if not self.scene.with_hulls:
            return
        categories = np.where(self.scene.shown, self.scene.categories, -1)
        for k in np.unique(categories[categories >= 0]):
            if k >= 8:
                break
            members = without_strays(at[categories == k])
            if len(members) < 2 or float(np.ptp(members, axis=0).max()) < 4.0:
                continue  # on one place a hull would only hide what lies there too
            hull = rounded_hull(members, 27.0 * theme.zoom)
            self._hulls.append((int(k), hull))
            mark = theme.category(int(k)).mark
            fill, edge = QColor(mark), QColor(mark)
            fill.setAlphaF(0.11 if theme.dark else 0.065)
            edge.setAlphaF(0.30 if theme.dark else 0.22)
            painter.setBrush(fill)
            painter.setPen(QPen(edge, 1))
            painter.drawPolygon(hull)

    def _draw_thin_trails(self, painter: QPainter, at: Floats) -> None:
        layers = self._shown.layers
        if not self.trails_on or layers is None or layers.shape[1] != len(at):
            return
        pixels = self.camera.to_screen(layers)  # (n_layers, n_marks, 2)
        alpha = 0.30 if len(at) <= 200 else 0.12
        for i in np.flatnonzero(self.scene.shown)[:_MOST_TRAILS]:
            colour = QColor(theme.category(int(self.scene.categories[i])).mark)
            colour.setAlphaF(alpha)
            draw_thin_trail(painter, pixels[:, i], QPointF(float(at[i, 0]), float(at[i, 1])), colour)

    def _draw_links(self, painter: QPainter) -> None:
        """A thin line from each card to its point."""
        painter.setPen(QPen(theme.color("control_border"), 1))
        for card in self._floats:
            if isinstance(card, TokenCard) and card.isVisible() and card.point is not None:
                at = self.pixel_of(card.point)
                if not QRectF(self.rect()).contains(at):
                    continue
                box = QRectF(card.geometry())
                end = QPointF(
                    min(max(at.x(), box.left()), box.right()), min(max(at.y(), box.top()), box.bottom())
                )
                painter.drawLine(at, end)

    def _draw_halos(self, painter: QPainter) -> None:
        accent = theme.color("accent")
        fill = theme.color("accent")
        fill.setAlphaF(0.16)
        marks = set(self.scene.marks[self.scene.shown].tolist())
        hidden = set(self.scene.marks.tolist()) - marks
        painter.setPen(QPen(accent, 2))
        painter.setBrush(fill)
        for point in sorted(self.selected)[:2000]:
            if point not in hidden:
                radius = (14.0 if point in marks else 7.0) * theme.zoom
                painter.drawEllipse(self.pixel_of(point), radius, radius)
        if self.hovered is not None and self.hovered not in hidden:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("text2"), 1.6))
            radius = (11.5 if self.hovered in marks else 6.0) * theme.zoom
            painter.drawEllipse(self.pixel_of(self.hovered), radius, radius)

    def _draw_chosen_trails(self, painter: QPainter) -> None:
        for i, layers in self._chosen_trails():
            colour = theme.category(int(self.scene.categories[i])).text
            shown = self.pixel_of(int(self.scene.marks[i]))
            draw_trail(painter, layers, shown, colour)
            draw_nodes(painter, layers, shown, colour, near=True)

    def _draw_chosen_nodes(self, painter: QPainter) -> None:
        for i, layers in self._chosen_trails():
            colour = theme.category(int(self.scene.categories[i])).text
            draw_nodes(painter, layers, self.pixel_of(int(self.scene.marks[i])), colour, near=False)

    def _chosen_trails(self) -> list[tuple[int, Floats]]:
        """Place among the large points, and pixels by layer (n_layers, 2), of a few selected points."""
        layers = self._shown.layers
        if layers is None or layers.shape[1] != len(self.scene.marks) or not self.selected:
            return []
        chosen = self._selected_marks()
        if len(chosen) > 2:
            return []
        return [(int(i), self.camera.to_screen(layers[:, i])) for i in chosen]

    def _selected_marks(self) -> NDArray[np.int64]:
        """Which of the large points are selected and shown, as places among them, (n,)."""
        selected = np.fromiter(self.selected, np.int64, len(self.selected))
        return np.flatnonzero(np.isin(self.scene.marks, selected) & self.scene.shown)

    def _draw_markers(self, painter: QPainter, at: Floats) -> None:
        ratio = self.devicePixelRatioF()
        size = MARKER_SIZE * theme.zoom
        shown = np.flatnonzero(self.scene.shown)
        if len(shown) > _MOST_MARKERS:
            self._draw_crowds(painter, at, ratio)
            shown = self._selected_marks()[:_MOST_MARKERS]
        elif len(shown) > 200:
            size *= 0.75
        near = (at[shown] > -20) & (at[shown] < (self.width() + 20, self.height() + 20))
        for i in shown[near.all(axis=1)]:
            lifted = int(self.scene.marks[i]) in self.selected
            place = QPointF(float(at[i, 0]), float(at[i, 1]))
            self._markers.draw(
                painter, int(self.scene.categories[i]), place, size * (1.12 if lifted else 1.0), ratio
            )

    def _draw_crowds(self, painter: QPainter, at: Floats, ratio: float) -> None:
        """Thousands of large points: one image of dots per group."""
        categories = np.minimum(self.scene.categories, 8)
        for k in np.unique(categories):
            members = at[(categories == k) & self.scene.shown]
            colour = QColor(theme.category(int(k)).mark)
            colour.setAlphaF(0.5)
            crowd = dots_image(members, self.width(), self.height(), colour, ratio)
            painter.drawImage(0, 0, crowd.image)

    # Labels

    def _label_places(self) -> dict[int, QPointF]:
        """The pixel of everything that carries a label."""
        points = [i for i in self._labels.placed if i != START and i < len(self._shown.xy)]
        at = self.camera.to_screen(self._shown.xy[points]) if points else np.empty((0, 2), np.float32)
        places = {i: QPointF(float(x), float(y)) for i, (x, y) in zip(points, at, strict=True)}
        start = self._start_place()
        if start is not None:
            places[START] = start
        return places

    def _start_place(self) -> QPointF | None:
        """Where all large points begin together at layer 0; None where they do not, or no trail is drawn."""
        layers = self._shown.layers
        if layers is None or not self.scene.start_note or layers.shape[1] < 2:
            return None
        start = self.camera.to_screen(layers[0])
        if float(np.ptp(start, axis=0).max()) > 3.0:
            return None
        if not (self.trails_on or self._chosen_trails()):
            here = self.camera.to_screen(self._shown.xy[self.scene.marks])
            if float(np.abs(here - start).max()) > 3.0:
                return None
        return QPointF(*(float(v) for v in start.mean(axis=0)))

    def _place_labels(self) -> None:
        placed: dict[int, Placed] = {}
        if self.labels_on and self.scene.n_points and len(self._shown.xy) == self.scene.n_points:
            placed = self._find_places()
        self._labels.place(placed)
        self.update()

    def _find_places(self) -> dict[int, Placed]:
        zoom = theme.zoom
        marks, shown = self.scene.marks, self.scene.shown
        at = self.camera.to_screen(self._shown.xy[marks])
        room = Room(QRectF(self.rect()).adjusted(6, 6, -6, -6), self._taken(at))
        before = self._labels.placed
        placed: dict[int, Placed] = {}

        def try_label(key: int, label: Label, place: QPointF, gap: float, margin: float = 1.0) -> None:
            last = before[key].place if key in before else None
            size = self._labels.painter.size(label)
            found = place_label(room, label, size, place, gap, last, margin)
            if found is not None:
                placed[key] = found

        inside = ((at > 0) & (at < (self.width(), self.height()))).all(axis=1) & shown
        order = sorted(np.flatnonzero(inside).tolist(), key=lambda i: int(marks[i]) not in self.selected)
        start = self._start_place()
        labelled: set[tuple[int, int]] = set()
        if start is not None:  # where all lie on the start, its note says it for all
            labelled.add((round(start.x() / 3), round(start.y() / 3)))
        for rank, i in enumerate(order[:_MOST_LABELS]):
            point = int(marks[i])
            chosen = point in self.selected
            cell = (round(float(at[i, 0]) / 3), round(float(at[i, 1]) / 3))
            if cell in labelled and not chosen:
                continue
            labelled.add(cell)
            if rank and start is not None and not chosen and START not in placed:
                self._try_start(try_label, start)
                start = None
            before_word, word, after = self.scene.snippet_of(i)
            label = Label(
                before_word, word, after, int(self.scene.categories[i]), "chosen" if chosen else "context"
            )
            place = QPointF(float(at[i, 0]), float(at[i, 1]))
            try_label(point, label, place, (19.0 if chosen else 14.0) * zoom)
        if start is not None:
            self._try_start(try_label, start)
        for point, word, place in self._word_candidates(placed):
            if sum(1 for p in placed.values() if p.label.kind == "word") >= self._most_words():
                break
            if not any(hull.containsPoint(place, Qt.FillRule.OddEvenFill) for _, hull in self._hulls):
                try_label(point, Label(word, kind="word"), place, 6.0 * zoom, margin=16.0 * zoom)
        return placed

    def _try_start(self, try_label: object, start: QPointF) -> None:
        assert callable(try_label)
        try_label(START, Label(self.scene.start_note, kind="note"), start, 12.0 * theme.zoom)

    def _most_words(self) -> int:
        return max(4, round(self.width() * self.height() / 30_000 / theme.zoom**2))

    def _taken(self, at: Floats) -> list[QRectF]:
        """Where no label may lie: large points, the chosen trail and its nodes, and the children on top."""
        half = 8.5 * theme.zoom
        taken = [
            QRectF(x - half, y - half, 2 * half, 2 * half)
            for x, y in at[self.scene.shown][: 4 * _MOST_LABELS].tolist()
        ]
        for i, layers in self._chosen_trails():
            node = NODE_RADIUS * theme.zoom + 1
            taken += [QRectF(x - node, y - node, 2 * node, 2 * node) for x, y in layers.tolist()]
            stops = [*(QPointF(x, y) for x, y in layers.tolist()), self.pixel_of(int(self.scene.marks[i]))]
            for a, b in itertools.pairwise(stops):
                n = int(distance(a, b) / 9)
                taken += [
                    QRectF(a + (b - a) * (j / n) - QPointF(3, 3), a + (b - a) * (j / n) + QPointF(3, 3))
                    for j in range(1, n)
                ]
        for point in self.selected:
            if len(self.selected) <= 50:
                ring = 15.0 * theme.zoom
                c = self.pixel_of(point)
                taken.append(QRectF(c.x() - ring, c.y() - ring, 2 * ring, 2 * ring))
        for child in self._floats:
            if child.isVisible():
                taken.append(QRectF(child.geometry()).adjusted(-6, -4, 6, 4))
        return taken

    def _word_candidates(self, placed: dict[int, Placed]) -> list[tuple[int, str, QPointF]]:
        """Background words that could be shown: those shown before first, then a fixed random order."""
        earlier = np.array(
            [i for i, p in self._labels.placed.items() if p.label.kind == "word" and i not in placed],
            np.int64,
        )
        order = np.concatenate([earlier, self._word_order])
        at = self.camera.to_screen(self._shown.xy[order])
        room = (at > 12) & (at < (self.width() - 12, self.height() - 12))
        seen = {p.label.word.lower() for p in placed.values()}
        found = []
        for j in np.flatnonzero(room.all(axis=1))[:260]:
            point = int(order[j])
            word = self.scene.word_of(point)
            if word.lower() in seen or not word.isalpha():
                continue
            seen.add(word.lower())
            found.append((point, word, QPointF(float(at[j, 0]), float(at[j, 1]))))
        return found

    # The hand

    def point_at(self, at: QPointF) -> int | None:
        """The point at a pixel: a large one before a small one."""
        if len(self._shown.xy) != self.scene.n_points:
            return None
        pixel = np.array([at.x(), at.y()], np.float32)
        for points, reach in ((self.visible_marks(), 11.0), (self._dots, 5.5)):
            if not len(points):
                continue
            d = ((self.camera.to_screen(self._shown.xy[points]) - pixel) ** 2).sum(axis=1)
            nearest = int(np.argmin(d))
            if d[nearest] <= (reach * theme.zoom) ** 2:
                return int(points[nearest])
        return None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Start a click, a lasso or a pan."""
        self._focus_by_key = False
        at, button, held = event.position(), event.button(), event.modifiers()
        point = self.point_at(at)
        if button == Qt.MouseButton.MiddleButton or (
            button == Qt.MouseButton.LeftButton and (self._space or self.tool == "pan")
        ):
            self._panning = at
        elif button == Qt.MouseButton.LeftButton:
            shift = bool(held & Qt.KeyboardModifier.ShiftModifier)
            if self.tool == "lasso" or (shift and point is None):
                self._lasso = Lasso(at)
                ctrl, alt = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
                self._lasso_mode = "add" if held & ctrl else "subtract" if held & alt else "replace"
            else:
                self._pressed, self._pressed_point = at, point
        self._show_cursor()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Lead on what was started, or look what lies under the pointer."""
        at = event.position()
        if self._panning is not None:
            self._user_camera(
                (self._camera_target if self._easing else self.camera).panned(at - self._panning)
            )
            self._panning = at
        elif self._lasso is not None:
            self._lasso.add(at)
            self.update()
        elif self._pressed is not None:
            if self._pressed_point is None and distance(at, self._pressed) > 5:
                self._panning, self._pressed = self._pressed, None
        else:
            self._look_at(self.point_at(at))
        self._show_cursor()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Finish what was started."""
        at = event.position()
        if self._panning is not None:
            self._panning = None
        elif self._lasso is not None:
            self._finish_lasso(at)
        elif self._pressed is not None:
            self._pressed = None
            if self._pressed_point is None:
                self.emptied.emit()
            else:
                ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
                self.clicked.emit(self._pressed_point, ctrl)
        self._show_cursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Zoom to the ten nearest points."""
        point = self.point_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and point is not None and self.tool == "select":
            self.zoom_to_nearest(point)
        else:
            self.mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer."""
        steps = event.angleDelta().y() or event.angleDelta().x()
        if steps:
            camera = self._camera_target if self._easing else self.camera
            self._user_camera(camera.zoomed(1.0016**steps, event.position()))
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing lies under the pointer."""
        self._look_at(None)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of a point; by key, that of the selection."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        self.menu_asked.emit(self.point_at(QPointF(event.pos())) if by_mouse else None, event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The canvas's single keys."""
        key = Qt.Key(event.key())
        forward = (Qt.Key.Key_J, Qt.Key.Key_Down, Qt.Key.Key_Right)
        backward = (Qt.Key.Key_K, Qt.Key.Key_Up, Qt.Key.Key_Left)
        tools: dict[Qt.Key, Tool] = {Qt.Key.Key_V: "select", Qt.Key.Key_L: "lasso"}
        asks = {
            Qt.Key.Key_P: self.pin_asked,
            Qt.Key.Key_H: self.hide_asked,
            Qt.Key.Key_T: self.trails_asked,
        }
        held = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if held:
            super().keyPressEvent(event)
        elif key in forward or key in backward:
            self.stepped.emit(1 if key in forward else -1)
        elif key in tools:
            self.set_tool(tools[key])
        elif key in asks:
            asks[key].emit()
        elif key == Qt.Key.Key_F:
            self.fit()
        elif key == Qt.Key.Key_Space:
            self._space = True
            self._show_cursor()
        elif key == Qt.Key.Key_Escape:
            self._escape()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Space lets go of the picture."""
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space = False
            self._show_cursor()
        else:
            super().keyReleaseEvent(event)

    def event(self, event: QEvent) -> bool:
        """Show a focus ring only when the focus came by the keyboard."""
        if event.type() == QEvent.Type.FocusIn:
            reason = getattr(event, "reason", lambda: None)()
            self._focus_by_key = reason in (
                Qt.FocusReason.TabFocusReason,
                Qt.FocusReason.BacktabFocusReason,
                Qt.FocusReason.ShortcutFocusReason,
            )
        elif event.type() == QEvent.Type.FocusOut:
            self._space = False
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the points in the middle."""
        super().resizeEvent(event)
        if self.camera_is_users:
            old = event.oldSize()
            if old.isValid():
                by = QPointF((self.width() - old.width()) / 2, (self.height() - old.height()) / 2)
                self._stop_ease()
                self.camera = self._camera_target = self.camera.panned(by)
        else:
            self._stop_ease()
            self.camera = self._camera_target = self._fitting_camera()
        self._places_changed()
        self.resized.emit()

    def _escape(self) -> None:
        if self._lasso is not None:
            self._lasso = None
            self.update()
        elif self.tool != "select":
            self.set_tool("select")
        else:
            self.escaped.emit()

    def _user_camera(self, camera: Camera) -> None:
        if self._easing:
            self._ease.stop()
            self._shown = self._target
        self.camera_is_users = True
        self.camera = self._camera_target = camera
        self._places_changed()
        self.camera_moved.emit()

    def _finish_lasso(self, at: QPointF) -> None:
        lasso, self._lasso = self._lasso, None
        self.update()
        if lasso is None or len(lasso.points) < 4:  # a click
            point = self.point_at(at)
            if point is None:
                self.emptied.emit()
            else:
                self.clicked.emit(point, self._lasso_mode == "add")
            return
        found = np.empty(0, np.int64)
        for points in (self.visible_marks(), self._dots):  # small points only where no large one is meant
            if len(points):
                found = points[lasso.inside(self.camera.to_screen(self._shown.xy[points]))]
            if len(found):
                break
        self.lassoed.emit(found, self._lasso_mode, at.toPoint())

    def _look_at(self, point: int | None) -> None:
        """A new point has to stay under the pointer for a moment; the old one lingers for the way to its card."""
        if point != self._pointer:
            self._pointer = point
            self._hover.start(LEAVE_MS if point is None else HOVER_MS)

    def keep_hover(self) -> None:
        """The pointer reached the hovered point's card: stay."""
        self._hover.stop()
        self._pointer = self.hovered

    def _tell_hover(self) -> None:
        self.hover_changed.emit(self._pointer)

    def _show_cursor(self) -> None:
        if self._panning is not None:
            shape = Qt.CursorShape.ClosedHandCursor
        elif self._space or self.tool == "pan":
            shape = Qt.CursorShape.OpenHandCursor
        elif self._lasso is not None or self.tool == "lasso":
            shape = Qt.CursorShape.CrossCursor
        elif self._pointer is not None:
            shape = Qt.CursorShape.PointingHandCursor
        else:
            shape = Qt.CursorShape.ArrowCursor
        if self.cursor().shape() != shape:
            self.setCursor(shape)
