"""A scatter plot that mouse and keys can work with."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from elmo_explorer.translation import tr
from elmo_explorer.ui.widgets.canvas_tools import Tool
from elmo_explorer.ui.widgets.scatter_hand import Hand
from elmo_explorer.ui.widgets.scatter_picture import Picture
from elmo_explorer.ui.widgets.scatter_scene import ScatterScene
from elmo_explorer.ui.widgets.scatter_stage import Floats


class Scatter(Picture):
    """The mouse and the keys come out as signals with point numbers."""

    accessible_role = QAccessible.Role.Chart

    hover_changed = Signal(object)
    """The point under the pointer, after a short rest, or None."""
    clicked = Signal(int, bool)
    """A point, and whether Ctrl was held."""
    joined = Signal(int)
    """A point at which a path from the selected one is to end."""
    walked = Signal(int)
    """Keys have led to a point, which is hovered now."""
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

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(tr("Picture of the tokens"))
        self.setMinimumSize(240, 200)
        self._hand = Hand(self)

    @property
    def tool(self) -> Tool:
        """The tool in the hand."""
        return self._hand.tool

    def set_tool(self, tool: Tool) -> None:
        """Take a tool into the hand."""
        self._hand.take(tool)

    def keep_hover(self) -> None:
        """The pointer reached the hovered point's card: stay."""
        self._hand.keep_hover()

    def set_scene(
        self,
        scene: ScatterScene,
        xy: Floats,
        layers: Floats | None,
        came_from: NDArray[np.int64] | None = None,
    ) -> None:
        """Show a new scene; whatever lay under the pointer is gone."""
        self._hand.pointer = None
        super().set_scene(scene, xy, layers, came_from)

    def draw_picture(self, painter: QPainter, ratio: float) -> None:
        """The points, and the lasso over them."""
        super().draw_picture(painter, ratio)
        if self._hand.lasso is not None:
            self._hand.lasso.draw(painter)

    # Events

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Start a click, a lasso or a pan."""
        self._hand.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Lead on what was started, or look what lies under the pointer."""
        self._hand.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Finish what was started."""
        self._hand.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Zoom to the ten nearest points."""
        self._hand.double_click(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer."""
        self._hand.wheel(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing lies under the pointer."""
        self._hand.look_at(None)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of a point; by key, that of the point which keys have led to, or of the selection."""
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            self.menu_asked.emit(self.point_at(QPointF(event.pos())), event.globalPos())
        else:
            at = event.pos() if self.hovered is None else self.pixel_of(self.hovered).toPoint()
            self.menu_asked.emit(self.hovered, self.mapToGlobal(at))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The canvas's single keys."""
        if not self._hand.key(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Space lets go of the picture."""
        if not self._hand.key_released(event):
            super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The picture is no longer held."""
        self._hand.let_go_of_space()
        super().focusOutEvent(event)
