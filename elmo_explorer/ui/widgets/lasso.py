"""A freehand line that closes on release, and what lies inside it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from elmo_explorer.ui.theme import theme


class Lasso:
    """The line while it is drawn."""

    def __init__(self, start: QPointF) -> None:
        self.points = [start]

    def add(self, at: QPointF) -> None:
        """Lead the line on."""
        step = at - self.points[-1]
        if abs(step.x()) + abs(step.y()) >= 2:
            self.points.append(at)

    def draw(self, painter: QPainter) -> None:
        """The line and the area it would close."""
        fill = theme.color("accent")
        fill.setAlphaF(0.10)
        pen = QPen(theme.color("accent"), 1.5)
        pen.setDashPattern([4.0, 3.0])
        painter.setPen(pen)
        painter.setBrush(fill)
        painter.drawPolygon(QPolygonF(self.points))

    def inside(self, xy: NDArray[np.floating]) -> NDArray[np.bool_]:
        """Which of the pixels ``xy``, (n, 2), lie inside the closed line, (n,)."""
        return inside_polygon(xy, np.array([(p.x(), p.y()) for p in self.points]))


def inside_polygon(xy: NDArray[np.floating], corners: NDArray[np.floating]) -> NDArray[np.bool_]:
    """Which points, (n, 2), lie inside a polygon, (m, 2), by counting the edges a ray to the right crosses."""
    inside = np.zeros(len(xy), bool)
    if len(corners) < 3:
        return inside
    near = np.flatnonzero(((xy >= corners.min(axis=0)) & (xy <= corners.max(axis=0))).all(axis=1))
    x, y = xy[near, 0], xy[near, 1]
    hit = np.zeros(len(near), bool)
    for (x0, y0), (x1, y1) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        if y0 == y1:
            continue
        crosses = (y0 > y) != (y1 > y)
        hit ^= crosses & (x < x0 + (y - y0) / (y1 - y0) * (x1 - x0))
    inside[near] = hit
    return inside


LASSO_CURSOR = Qt.CursorShape.CrossCursor
