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
    if len(xy) > _MANY:
        found = _looked_up(xy, corners)
        np.equal(found, _INSIDE, out=inside)
        near = np.flatnonzero(found == _EDGE)
    else:
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


_MANY = 20_000
_AT_ONCE = 1 << 15
_INSIDE, _EDGE = 120, 240


def _looked_up(xy: NDArray[np.floating], corners: NDArray[np.floating]) -> NDArray[np.uint8]:
    """For each pixel place: 0 outside the polygon, ``_INSIDE``, or ``_EDGE`` beside its line, (n,)."""
    margin = 4
    low = np.floor(corners.min(axis=0)) - margin
    width, height = (np.ceil(corners.max(axis=0)) - low + margin + 1).astype(int).tolist()
    image = QImage(width, height, QImage.Format.Format_Grayscale8)
    image.fill(0)
    painter = QPainter(image)
    painter.translate(-float(low[0]), -float(low[1]))
    painter.setPen(QPen(QColor(_EDGE, _EDGE, _EDGE), 4))
    painter.setBrush(QColor(_INSIDE, _INSIDE, _INSIDE))
    painter.drawPolygon(QPolygonF([QPointF(float(x), float(y)) for x, y in corners]))
    painter.end()
    drawn, line = np.frombuffer(image.constBits(), np.uint8), image.bytesPerLine()
    found = np.empty(len(xy), np.uint8)
    for first in range(0, len(xy), _AT_ONCE):
        part = xy[first : first + _AT_ONCE]
        column = np.clip(part[:, 0] - np.float32(low[0]), 0, width - 1).astype(np.int32)
        row = np.clip(part[:, 1] - np.float32(low[1]), 0, height - 1).astype(np.int32)
        np.take(drawn, row * line + column, out=found[first : first + _AT_ONCE], mode="clip")
    return found
