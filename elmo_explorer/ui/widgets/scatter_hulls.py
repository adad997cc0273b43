"""The soft outline round the points of one group."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPolygonF

from elmo_explorer.ui.theme import theme

_REACH, _LEAST_REACH = 27.0, 12.0
_REACH_SHARE = 0.054
"""Of the picture's height: a low picture is left to its points."""
_DIRECTIONS = np.linspace(0.0, 2.0 * np.pi, 48, endpoint=False)
_UNIT = np.stack([np.cos(_DIRECTIONS), np.sin(_DIRECTIONS)], axis=1).astype(np.float32)  # (48, 2)


def hull_reach(height: float) -> float:
    """Pixels between a point and its hull, in a picture of this height."""
    return min(max(_REACH_SHARE * height / theme.zoom, _LEAST_REACH), _REACH) * theme.zoom


def rounded_hull(xy: NDArray[np.floating], margin: float) -> QPolygonF:
    """The convex hull of ``xy`` (n, 2), widened by ``margin`` with round corners.

    In each of 48 directions the hull reaches the furthest point plus ``margin``: its support function.
    """
    if not len(xy):
        return QPolygonF()
    points = np.asarray(xy, np.float32)
    furthest = np.argmax(points @ _UNIT.T, axis=0)  # (48,)
    outline = points[furthest] + margin * _UNIT
    return QPolygonF([QPointF(x, y) for x, y in outline.tolist()])


def without_strays(xy: NDArray[np.floating]) -> NDArray[np.floating]:
    """The points of a group without those far outside it, so that one stray does not swell its hull.

    Args:
        xy: (n, 2); groups of fewer than five points are kept whole.
    """
    if len(xy) < 5:
        return xy
    middle = len(xy) // 2
    distance = np.hypot(*(xy - np.sort(xy, axis=0)[middle]).T)
    kept: NDArray[np.floating] = xy[distance <= 2.6 * np.sort(distance)[middle] + 1e-6]
    return kept
