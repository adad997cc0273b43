"""Rings in a triangle of mixes: places with a name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.pill import draw_pill, pill_text
from elmo_explorer.ui.widgets.runs import Run
from elmo_explorer.ui.widgets.triangle_frame import TriangleFrame, Triple, distance

_REACH = 8
_SMALL, _LARGE = 7, 11


@dataclass(frozen=True)
class TriangleMark:
    """A place with a name."""

    name: str
    weights: Triple


class TriangleMarks:
    """The marks of one triangle; the hovered one is larger and shows its name."""

    def __init__(self) -> None:
        self.best: TriangleMark | None = None
        """A mark that is no more than a place: it does not hear the pointer."""
        self.marks: tuple[TriangleMark, ...] = ()
        self.hovered: str | None = None

    def near(self, point: QPointF, frame: TriangleFrame) -> list[str]:
        """The names of all that lie under a place, the nearest first."""
        found = [
            (away, mark.name)
            for mark in self._all()
            if (away := distance(frame.point_of(mark.weights), point)) < theme.px(_REACH)
        ]
        return [name for _, name in sorted(found)]

    def at(self, point: QPointF, frame: TriangleFrame) -> str | None:
        """The name of the mark under a place, the nearest of several."""
        named = {mark.name for mark in self.marks}
        return next((name for name in self.near(point, frame) if name in named), None)

    def paint(self, painter: QPainter, frame: TriangleFrame) -> None:
        """All rings, the hovered one on top."""
        for mark in sorted(self._all(), key=lambda mark: mark.name == self.hovered):
            painter.setPen(QPen(theme.color("text1"), 1.5))
            painter.setBrush(theme.color("surface"))
            radius = theme.px(_LARGE if mark.name == self.hovered else _SMALL) / 2
            painter.drawEllipse(frame.point_of(mark.weights), radius, radius)

    def paint_name(self, painter: QPainter, frame: TriangleFrame, bounds: QRectF) -> None:
        """The hovered one's name, over everything else."""
        for mark in self.marks:
            if mark.name == self.hovered:
                name = Run(mark.name, theme.font(12, 600), pill_text())
                draw_pill(painter, [name], frame.point_of(mark.weights), bounds)

    def _all(self) -> Iterable[TriangleMark]:
        return self.marks if self.best is None else (self.best, *self.marks)
