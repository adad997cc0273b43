"""A freehand line that closes on release, and what lies inside it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

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

    def bounds(self) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """The upper left and the lower right corner of the pixels that it reaches, (2,) each."""
        corners = self._corners()
        return corners.min(axis=0).astype(np.float32), corners.max(axis=0).astype(np.float32)

    def inside(self, xy: NDArray[np.floating]) -> NDArray[np.bool_]:
        """Which of the pixels ``xy``, (n, 2), lie inside the closed line, (n,)."""
        return inside_polygon(xy, self._corners())

    def _corners(self) -> NDArray[np.floating]:
        return np.array([(p.x(), p.y()) for p in self.points])


def inside_polygon(xy: NDArray[np.floating], corners: NDArray[np.floating]) -> NDArray[np.bool_]:
    """Which points, (n, 2), lie inside a polygon, (m, 2), by counting the edges a ray to the right crosses.

    Of many points only those near the line are asked one by one; the others are looked up in a drawing of it.
    """
    inside = np.zeros(len(xy), bool)
    if len(corners) < 3:
        return inside
    near = np.flatnonzero(((xy >= corners.min(axis=0)) & (xy <= corners.max(axis=0))).all(axis=1))
    if len(near) > _MANY:
        found = _looked_up(xy[near], corners)
        inside[near] = found == _INSIDE
        near = near[found == _EDGE]
    x, y = xy[near, 0], xy[near, 1]
    hit = np.zeros(len(near), bool)
    for (x0, y0), (x1, y1) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        if y0 == y1:
            continue
        crosses = (y0 > y) != (y1 > y)
        hit ^= crosses & (x < x0 + (y - y0) / (y1 - y0) * (x1 - x0))
    inside[near] = hit
    return inside


_MANY = 20_000
_INSIDE, _EDGE = 120, 240


def _looked_up(xy: NDArray[np.floating], corners: NDArray[np.floating]) -> NDArray[np.uint8]:
    """For each pixel place inside the polygon's bounds: 0 outside, ``_INSIDE``, or ``_EDGE`` beside the line, (n,)."""
    low = np.floor(corners.min(axis=0))
    width, height = (np.ceil(corners.max(axis=0)) - low + 2).astype(int).tolist()
    image = QImage(width, height, QImage.Format.Format_Grayscale8)
    image.fill(0)
    painter = QPainter(image)
    painter.translate(-float(low[0]), -float(low[1]))
    painter.setPen(QPen(QColor(_EDGE, _EDGE, _EDGE), 4))
    painter.setBrush(QColor(_INSIDE, _INSIDE, _INSIDE))
    painter.drawPolygon(QPolygonF([QPointF(float(x), float(y)) for x, y in corners]))
    painter.end()
    drawn = np.frombuffer(image.constBits(), np.uint8)
    at = (xy - low).astype(np.int32)
    found: NDArray[np.uint8] = drawn[at[:, 1] * image.bytesPerLine() + at[:, 0]]
    return found
