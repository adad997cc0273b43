"""A token's way through the layers: a smooth curve with a numbered node for each layer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from elmo_explorer.ui.theme import theme

NODE_RADIUS = 9.0
"""Pixels at a zoom of 1."""


def smooth_path(points: Sequence[QPointF]) -> QPainterPath:
    """A curve of cubic Béziers through all points, without overshoot at the ends (Catmull-Rom)."""
    path = QPainterPath()
    if not points:
        return path
    path.moveTo(points[0])
    for i in range(len(points) - 1):
        before = points[max(i - 1, 0)]
        after = points[min(i + 2, len(points) - 1)]
        path.cubicTo(
            points[i] + (points[i + 1] - before) / 6.0,
            points[i + 1] - (after - points[i]) / 6.0,
            points[i + 1],
        )
    return path


def draw_thin_trail(painter: QPainter, layers: NDArray[np.floating], end: QPointF, colour: QColor) -> None:
    """From layer 0 to where the token is shown, bent towards the layers between.

    Args:
        painter: open.
        layers: the token's place at every layer in pixels, (n_layers, 2).
        end: where it is shown.
        colour: of the line, with its alpha.
    """
    start = QPointF(float(layers[0, 0]), float(layers[0, 1]))
    middle = layers[1:-1] if len(layers) > 2 else layers
    bend = QPointF(*(float(v) for v in middle.mean(axis=0)))
    halfway = (start + end) / 2.0
    reach = 0.3 * distance(start, end)
    away = distance(bend, halfway)
    if away > reach:  # a curve, not a detour
        bend = halfway + (bend - halfway) * (reach / away)
    path = QPainterPath(start)
    path.quadTo(bend, end)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, 1))
    painter.drawPath(path)


def draw_trail(painter: QPainter, layers: NDArray[np.floating], shown: QPointF, colour: QColor) -> None:
    """The whole way in full strength, and a dashed line from the last layer to where the token is shown."""
    points = [QPointF(float(x), float(y)) for x, y in layers]
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, 2.2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.drawPath(smooth_path(points))
    if distance(points[-1], shown) > 2 * NODE_RADIUS:
        dashed = QPen(colour, 1.5)
        dashed.setDashPattern([3.0, 2.2])
        painter.setPen(dashed)
        painter.drawLine(points[-1], shown)


def draw_nodes(
    painter: QPainter, layers: NDArray[np.floating], shown: QPointF, colour: QColor, near: bool
) -> None:
    """The numbered nodes that touch the shown marker, to lie under it, or those that do not.

    A node that the marker would cover is left out.
    """
    radius = NODE_RADIUS * theme.zoom
    painter.setFont(theme.font(11, 700, tabular=True))
    for number, (x, y) in enumerate(layers):
        at = QPointF(float(x), float(y))
        away = distance(at, shown)
        if away < 0.7 * radius or near != (away < 2.0 * radius):
            continue
        painter.setPen(QPen(colour, 1.8))
        painter.setBrush(theme.color("raised"))
        painter.drawEllipse(at, radius, radius)
        painter.setPen(theme.color("text1"))
        painter.drawText(QRectF(at.x() - 20, at.y() - 20, 40, 40), Qt.AlignmentFlag.AlignCenter, str(number))


def distance(a: QPointF, b: QPointF) -> float:
    """Pixels between two points."""
    return float(np.hypot(a.x() - b.x(), a.y() - b.y()))
