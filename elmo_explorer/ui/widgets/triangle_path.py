"""The way of some weights through a triangle of mixes, the newest end marked."""

from __future__ import annotations

import itertools

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from elmo_explorer.translation import tr
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.triangle_frame import TriangleFrame

_MOST_POINTS = 240
_PIECES = 12
_FAINTEST = 0.12


class TrianglePath:
    """A line that fades towards its beginning."""

    def __init__(self, weights: NDArray[np.floating]) -> None:
        """Take the way.

        Args:
            weights: (n_steps, 3), at least one; the newest is last.

        Raises:
            ValueError: where it has another shape.
        """
        if weights.ndim != 2 or weights.shape[1] != 3 or not len(weights):
            raise ValueError(tr("A path is a list of mixes of 3 layers, got {shape}.", shape=weights.shape))
        some = np.unique(np.linspace(0, len(weights) - 1, _MOST_POINTS).round().astype(int))
        self._weights = np.asarray(weights, np.float64)[some]

    def paint(self, painter: QPainter, frame: TriangleFrame) -> None:
        """Line and end."""
        points = frame.points_of(self._weights)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        colour = theme.color("text1")
        edges = np.unique(np.linspace(0, len(points) - 1, _PIECES + 1).round().astype(int))
        for k, (first, last) in enumerate(itertools.pairwise(edges), start=1):
            colour.setAlphaF(_FAINTEST + (1.0 - _FAINTEST) * k / (len(edges) - 1))
            pen = QPen(colour, 1.75)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)  # round ones would show where two pieces meet
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawPolyline(QPolygonF(points[first : last + 1]))
        painter.setPen(QPen(theme.color("surface"), 1.5))
        painter.setBrush(theme.color("text1"))
        painter.drawEllipse(points[-1], theme.px(4), theme.px(4))
