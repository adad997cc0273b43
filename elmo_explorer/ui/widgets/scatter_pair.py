"""Two points of a scatter that belong together for a moment: rings, a line, and a figure at its middle."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPen

from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.pill import draw_pill, pill_text
from elmo_explorer.ui.widgets.runs import Run
from elmo_explorer.ui.widgets.scatter_stage import Stage


class PointPair(NamedTuple):
    """The numbers of the points."""

    one: int
    other: int
    figure: str
    """What is said of them."""
    remark: str = ""
    """What the figure is to be measured against."""


def draw_pair(painter: QPainter, stage: Stage, pair: PointPair) -> None:
    """Ring and join the two; nothing is drawn where one of them is not there."""
    if not all(0 <= point < len(stage.shown.xy) for point in (pair.one, pair.other)):
        return
    ends = [stage.pixel_of(point) for point in (pair.one, pair.other)]
    dotted = QPen(theme.color("text2"), 1.4, Qt.PenStyle.DashLine)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(dotted)
    painter.drawLine(*ends)
    painter.setPen(QPen(theme.color("text2"), 1.6))
    for point, end in zip((pair.one, pair.other), ends, strict=True):
        radius = (11.5 if stage.is_mark[point] else 6.0) * theme.zoom
        painter.drawEllipse(end, radius, radius)
    colour = pill_text()
    runs = [Run(pair.figure, theme.font(12, 700, tabular=True), colour)]
    if pair.remark:
        runs.append(Run(f"   {pair.remark}", theme.font(12, tabular=True), colour))
    draw_pill(painter, runs, (ends[0] + ends[1]) / 2, stage.rect)
