"""Where the mixes of three things lie: an equilateral triangle and its barycentric coordinates."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF

from elmo_explorer.analysis.weights import nearest
from elmo_explorer.ui.theme import theme

HEIGHT = math.sqrt(3) / 2
"""Of an equilateral triangle with side 1."""
_SIDE = 250
_ABOVE, _BELOW = 30, 40
"""Room for the captions."""

Triple = tuple[float, float, float]


class TriangleFrame(NamedTuple):
    """The corners in pixels: corner 0 is bottom left, 1 bottom right, 2 on top."""

    left: QPointF
    right: QPointF
    top: QPointF

    @classmethod
    def in_width(cls, width: float) -> TriangleFrame:
        """In the middle of a widget of this width."""
        side = side_in(width)
        left = round((width - side) / 2) + 0.5
        top = theme.px(_ABOVE) + 0.5
        bottom = top + side * HEIGHT
        return cls(QPointF(left, bottom), QPointF(left + side, bottom), QPointF(left + side / 2, top))

    @property
    def side(self) -> float:
        """Its length in pixels."""
        return round(self.right.x() - self.left.x(), 6)  # whole where it is whole

    def point_of(self, weights: Sequence[float]) -> QPointF:
        """Where a mix is."""
        x = sum(w * p.x() for w, p in zip(weights, self, strict=True))
        y = sum(w * p.y() for w, p in zip(weights, self, strict=True))
        return QPointF(x, y)

    def points_of(self, weights: NDArray[np.floating]) -> list[QPointF]:
        """Where many mixes are, (n, 3)."""
        corners = np.array([(p.x(), p.y()) for p in self])
        return [QPointF(x, y) for x, y in (weights @ corners).tolist()]

    def coordinates(self, point: QPointF) -> Triple:
        """Barycentric coordinates, negative outside."""
        up = (self.left.y() - point.y()) / (self.left.y() - self.top.y())
        across = (point.x() - self.left.x()) / self.side - up / 2
        return 1.0 - up - across, across, up

    def weights_at(self, point: QPointF) -> Triple:
        """The mix at a place; outside, the nearest one inside."""
        a, b, c = nearest(self.coordinates(point))
        return a, b, c


def side_in(width: float) -> float:
    """250 in the panel's usual width, a little less in a narrow one, a little more in a wide one."""
    return max(
        min(theme.px(_SIDE), width - 2 * theme.px(12)), min(width - theme.px(150), theme.px(_SIDE) * 1.3)
    )


def height_in(width: float) -> int:
    """Captions, triangle, captions."""
    return math.ceil(theme.px(_ABOVE) + side_in(width) * HEIGHT + theme.px(_BELOW))


def distance(a: QPointF, b: QPointF) -> float:
    """Pixels between two places."""
    return math.hypot(a.x() - b.x(), a.y() - b.y())
