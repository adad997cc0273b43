"""The hand on the picture: click, lasso, pan, zoom, and the canvas's keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent

from elmo_explorer.ui.widgets.canvas_tools import Tool
from elmo_explorer.ui.widgets.lasso import Lasso
from elmo_explorer.ui.widgets.scatter_finder import point_beside, points_inside
from elmo_explorer.ui.widgets.scatter_trails import distance

if TYPE_CHECKING:
    from elmo_explorer.ui.widgets.scatter import Scatter

HOVER_MS = 80
LEAVE_MS = 220
_STEADY = 5.0
"""Pixels that a click may move."""

_FORWARD = (Qt.Key.Key_J, Qt.Key.Key_Down)
_BACKWARD = (Qt.Key.Key_K, Qt.Key.Key_Up)
_WAYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TOOLS: dict[Qt.Key, Tool] = {Qt.Key.Key_V: "select", Qt.Key.Key_L: "lasso"}


class Hand:
    """Turns the events of a scatter into its signals and moves of its camera."""

    def __init__(self, scatter: Scatter) -> None:
        self._scatter = scatter
        self.tool: Tool = "select"
        self.lasso: Lasso | None = None
        self.pointer: int | None = None
        """The point that lies under the pointer now."""
        self._lasso_mode = "replace"
        self._pressed: QPointF | None = None
        self._pressed_point: int | None = None
        self._walks = False
        """Whether the hovered point was come to by keys."""
        self._panning: QPointF | None = None
        self._space = False
        self._hover = QTimer(scatter, singleShot=True)
        self._hover.timeout.connect(self._tell_hover)

    # The mouse

    def press(self, event: QMouseEvent) -> None:
        """Start a click, a lasso or a pan."""
        at, button, held = event.position(), event.button(), event.modifiers()
        if button == Qt.MouseButton.MiddleButton or (
            button == Qt.MouseButton.LeftButton and (self._space or self.tool == "pan")
        ):
            self._panning = at
        elif button == Qt.MouseButton.LeftButton:
            point = self._scatter.point_at(at)
            shift = bool(held & Qt.KeyboardModifier.ShiftModifier)
            if self.tool == "lasso" or (shift and point is None):
                self.lasso = Lasso(at)
                ctrl, alt = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
                self._lasso_mode = "add" if held & ctrl else "subtract" if held & alt else "replace"
            else:
                self._pressed, self._pressed_point = at, point
        self.show_cursor()

    def move(self, event: QMouseEvent) -> None:
        """Lead on what was started, or look what lies under the pointer."""
        at = event.position()
        if self._panning is not None:
            self._scatter.move_camera(self._scatter.camera_to_be.panned(at - self._panning))
            self._panning = at
        elif self.lasso is not None:
            self.lasso.add(at)
            self._scatter.update()
        elif self._pressed is not None:
            if self._pressed_point is None and distance(at, self._pressed) > _STEADY:
                self._panning, self._pressed = self._pressed, None
        else:
            self.look_at(self._scatter.point_at(at))
        self.show_cursor()

    def release(self, event: QMouseEvent) -> None:
        """Finish what was started."""
        scatter = self._scatter
        if self._panning is not None:
            self._panning = None
        elif self.lasso is not None:
            self._finish_lasso(event.position())
        elif self._pressed is not None:
            self._pressed = None
            if self._pressed_point is None:
                scatter.emptied.emit()
            else:
                self._choose(self._pressed_point, event.modifiers())
        self.show_cursor()

    def double_click(self, event: QMouseEvent) -> None:
        """Zoom to the ten nearest points."""
        point = self._scatter.point_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and point is not None and self.tool == "select":
            self._scatter.zoom_to_nearest(point)
        else:
            self.press(event)

    def wheel(self, event: QWheelEvent) -> None:
        """Zoom at the pointer."""
        steps = event.angleDelta().y() or event.angleDelta().x()
        if steps:
            camera = self._scatter.camera_to_be
            self._scatter.move_camera(camera.zoomed(1.0016**steps, event.position()))
        event.accept()

    def look_at(self, point: int | None) -> None:
        """A new point has to stay under the pointer for a moment; the old one lingers for the way to its card."""
        if point != self.pointer:
            self.pointer = point
            self._walks = False
            self._hover.start(LEAVE_MS if point is None else HOVER_MS)

    def keep_hover(self) -> None:
        """The pointer reached the hovered point's card: stay."""
        self._hover.stop()
        self.pointer = self._scatter.hovered

    def _tell_hover(self) -> None:
        self._scatter.hover_changed.emit(self.pointer)

    def _finish_lasso(self, at: QPointF) -> None:
        lasso, self.lasso = self.lasso, None
        scatter = self._scatter
        scatter.update()
        if lasso is None or len(lasso.points) < 4:  # a click
            point = scatter.point_at(at)
            if point is None:
                scatter.emptied.emit()
            else:
                scatter.clicked.emit(point, self._lasso_mode == "add")
            return
        scatter.lassoed.emit(points_inside(scatter.stage, lasso), self._lasso_mode, at.toPoint())

    # The keys

    def key(self, event: QKeyEvent) -> bool:
        """Whether a pressed key means something here."""
        scatter, key = self._scatter, Qt.Key(event.key())
        asks = {
            Qt.Key.Key_P: scatter.pin_asked,
            Qt.Key.Key_H: scatter.hide_asked,
            Qt.Key.Key_T: scatter.trails_asked,
        }
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in _ENTER and scatter.hovered is not None:
            self._choose(scatter.hovered, held)
            return True
        if held & ~Qt.KeyboardModifier.ShiftModifier:
            return False
        if key in _WAYS and (held or _WAYS[key][0]):
            self._walk(_WAYS[key])
        elif key in _FORWARD or key in _BACKWARD:
            scatter.stepped.emit(1 if key in _FORWARD else -1)
        elif key in _TOOLS:
            self.take(_TOOLS[key])
        elif key in asks:
            asks[key].emit()
        elif key == Qt.Key.Key_F:
            scatter.fit()
        elif key == Qt.Key.Key_Space:
            self._space = True
            self.show_cursor()
        elif key == Qt.Key.Key_Escape:
            self._escape()
        else:
            return False
        return True

    def key_released(self, event: QKeyEvent) -> bool:
        """Space lets go of the picture; whether a released key means something here."""
        if event.key() != Qt.Key.Key_Space or event.isAutoRepeat():
            return False
        self.let_go_of_space()
        return True

    def let_go_of_space(self) -> None:
        """The picture is no longer held."""
        self._space = False
        self.show_cursor()

    def take(self, tool: Tool) -> None:
        """Take a tool."""
        if tool != self.tool:
            self.tool = tool
            self.show_cursor()
            self._scatter.tool_changed.emit(tool)

    def _choose(self, point: int, held: Qt.KeyboardModifier) -> None:
        """Select a point; with Ctrl as well, with Shift as the end of a path from the one selected."""
        if held & Qt.KeyboardModifier.ShiftModifier:
            self._scatter.joined.emit(point)
        else:
            self._scatter.clicked.emit(point, bool(held & Qt.KeyboardModifier.ControlModifier))

    def _walk(self, way: tuple[int, int]) -> None:
        """Hover the nearest point on this side of the present one."""
        found = point_beside(self._scatter.stage, self._scatter.hovered, way)
        if found is not None:
            self._walks = True
            self._hover.stop()
            self._scatter.hover_changed.emit(found)
            self._scatter.walked.emit(found)

    def _escape(self) -> None:
        if self.lasso is not None:
            self.lasso = None
            self._scatter.update()
        elif self.tool != "select":
            self.take("select")
        elif self._walks and self._scatter.hovered is not None:
            self._walks = False
            self._scatter.hover_changed.emit(None)
        else:
            self._scatter.escaped.emit()

    def show_cursor(self) -> None:
        """The pointer's shape tells what a press would do."""
        if self._panning is not None:
            shape = Qt.CursorShape.ClosedHandCursor
        elif self._space or self.tool == "pan":
            shape = Qt.CursorShape.OpenHandCursor
        elif self.lasso is not None or self.tool == "lasso":
            shape = Qt.CursorShape.CrossCursor
        elif self.pointer is not None:
            shape = Qt.CursorShape.PointingHandCursor
        else:
            shape = Qt.CursorShape.ArrowCursor
        if self._scatter.cursor().shape() != shape:
            self._scatter.setCursor(shape)
