"""Arrows from a point to where it would lie otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.scatter_stage import Stage
from elmo_explorer.ui.widgets.scatter_trails import distance

_HEAD = 9.0
_MARGIN = 6.0


@dataclass(frozen=True)
class Move:
    """One point's way."""

    to: tuple[float, float]
    """Where it would lie, in the plane of the points."""
    label: str = ""
    """At the arrow's end; a move without one is drawn thinly."""


@dataclass(frozen=True)
class Moves:
    """Where one point would go."""

    point: int
    moves: tuple[Move, ...]
    """The last on top."""
    approximate: bool = False
    """The places are only about right: the lines are dashed."""


def draw_moves(painter: QPainter, stage: Stage, moves: Moves, floats: Iterable[QWidget] = ()) -> None:
    """A thin line for each way, an arrow for those with a label.

    Args:
        painter: open on the picture.
        stage: where the points are drawn.
        moves: nothing is drawn of a point that is not there.
        floats: the children over the picture, which labels keep clear of.
    """
    if not 0 <= moves.point < len(stage.shown.xy) or not moves.moves:
        return
    start = stage.pixel_of(moves.point)
    ends = stage.camera.to_screen(np.array([move.to for move in moves.moves], np.float32))
    colour = theme.color("accent")  # a group's colour would look like the way through the layers
    thin = QColor(colour)
    thin.setAlphaF(0.45)
    taken = [QRectF(child.geometry()) for child in floats if child.isVisible()]
    for move, (x, y) in zip(moves.moves, ends.tolist(), strict=True):
        end = QPointF(x, y)
        if move.label:
            _draw_arrow(painter, start, end, colour, moves.approximate)
        else:
            painter.setPen(_pen(thin, 1.2, moves.approximate))
            painter.drawLine(start, end)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(thin)
            painter.drawEllipse(end, 2.5, 2.5)
    for move, (x, y) in zip(reversed(moves.moves), reversed(ends.tolist()), strict=True):
        if move.label:
            _draw_label(painter, QPointF(x, y), start, move.label, stage.rect, taken)


def _draw_arrow(painter: QPainter, start: QPointF, end: QPointF, colour: QColor, dashed: bool) -> None:
    ring = 6.0 * theme.zoom
    halo = QPen(theme.color("canvas"), 5)
    halo.setCapStyle(Qt.PenCapStyle.RoundCap)
    for pen in (halo, _pen(colour, 2.4, dashed)):
        painter.setPen(pen)
        painter.drawLine(start, end)
    away = distance(start, end)
    if away > ring + _HEAD:
        along = (end - start) / away
        across = QPointF(-along.y(), along.x())
        tip = end - along * ring
        back = tip - along * _HEAD * theme.zoom
        half = across * 0.5 * _HEAD * theme.zoom
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(QPolygonF([tip, back + half, back - half]))
    painter.setPen(QPen(colour, 2))
    painter.setBrush(theme.color("canvas"))
    painter.drawEllipse(end, ring, ring)


def _draw_label(
    painter: QPainter, end: QPointF, start: QPointF, text: str, bounds: QRectF, taken: list[QRectF]
) -> None:
    """On the far side of the end, or where else there is room; nowhere on what is taken."""
    font = theme.font(13, 600)
    metrics = QFontMetricsF(font)
    width, height = metrics.horizontalAdvance(text) + 2 * _MARGIN, metrics.height() + 4
    gap = 9.0 * theme.zoom
    right, left = end.x() + gap, end.x() - gap - width
    middle, above, below = end.y() - height / 2, end.y() - gap - height, end.y() + gap
    sides = (right, left) if end.x() >= start.x() else (left, right)
    centre = end.x() - width / 2
    corners = [(sides[0], middle), (sides[1], middle), (centre, above), (centre, below)]
    boxes = (QRectF(x, y, width, height) for x, y in corners)
    box = next((b for b in boxes if bounds.contains(b) and not any(map(b.intersects, taken))), None)
    if box is None:
        return
    taken.append(box)
    ground = theme.color("raised")
    ground.setAlphaF(0.92)
    painter.setPen(QPen(theme.color("control_border"), 1))
    painter.setBrush(ground)
    painter.drawRoundedRect(box, 5, 5)
    painter.setFont(font)
    painter.setPen(theme.color("text1"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def _pen(colour: QColor, width: float, dashed: bool) -> QPen:
    pen = QPen(colour, width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    if dashed:
        pen.setDashPattern([3.0, 2.4])
    return pen
