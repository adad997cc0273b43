"""Which points lie at a pixel or inside a line, among a million and without an index."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF

from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.lasso import Lasso
from elmo_explorer.ui.widgets.scatter_stage import Integers, Stage

MARK_REACH = 11.0
DOT_REACH = 5.5
"""Pixels at a zoom of 1 within which a point is meant."""


def point_at(stage: Stage, at: QPointF) -> int | None:
    """The point at a pixel: a large one before a small one, the nearest of each."""
    if not stage.complete:
        return None
    pixel = np.array([at.x(), at.y()], np.float32)
    reach = DOT_REACH * theme.zoom
    for points, within in (
        (stage.marks_shown, MARK_REACH * theme.zoom),
        (_dots_between(stage, pixel - reach, pixel + reach), reach),
    ):
        if not len(points):
            continue
        away = ((stage.camera.to_screen(stage.shown.xy[points]) - pixel) ** 2).sum(axis=1)
        nearest = int(np.argmin(away))
        if away[nearest] <= within**2:
            return int(points[nearest])
    return None


def points_inside(stage: Stage, lasso: Lasso) -> Integers:
    """The large points inside a lasso; small ones only where it holds no large one, (n,)."""
    if not stage.complete:
        return np.empty(0, np.int64)
    marks = stage.marks_shown
    if len(marks):
        marks = marks[lasso.inside(stage.camera.to_screen(stage.shown.xy[marks]))]
    if len(marks):
        return marks
    inside = lasso.inside(stage.camera.to_screen(stage.shown.xy))
    dots: Integers = np.flatnonzero(inside & ~stage.is_mark)
    return dots


def _dots_between(stage: Stage, low: NDArray[np.float32], high: NDArray[np.float32]) -> Integers:
    """The small points between two pixels, and perhaps a few beside them, (n,).

    Two comparisons per point in the plane are cheaper than taking every point to the screen: 2 ms for a million.
    """
    left, top = stage.camera.to_plane(QPointF(float(low[0]) - 1, float(low[1]) - 1))
    right, bottom = stage.camera.to_plane(QPointF(float(high[0]) + 1, float(high[1]) + 1))
    x, y = stage.shown.xy[:, 0], stage.shown.xy[:, 1]
    found = np.flatnonzero((x > left) & (x < right))
    found = found[(y[found] > bottom) & (y[found] < top)]
    dots: Integers = found[~stage.is_mark[found]]
    return dots


def point_beside(stage: Stage, point: int | None, way: tuple[int, int]) -> int | None:
    """The nearest point of the picture on one side of a point; without a point, of the picture's middle.

    Args:
        stage: knows what is shown and where.
        point: to start from.
        way: (1, 0) is right, (0, 1) is down.

    Returns:
        A point's number; None where nothing more lies there within the picture.
    """
    if not stage.complete or not len(stage.shown.xy):
        return None
    at = stage.camera.to_screen(stage.shown.xy)
    start = at[point] if point is not None and point < len(at) else _middle(stage)
    off = at - start
    along = off[:, 0] * way[0] + off[:, 1] * way[1]
    beside = np.abs(off[:, 0] * way[1]) + np.abs(off[:, 1] * way[0])
    inside = (at >= 0).all(axis=1) & (at[:, 0] < stage.size.width()) & (at[:, 1] < stage.size.height())
    hidden = stage.scene.marks[~stage.scene.shown]
    inside[hidden] = False
    fits = inside & (along > 1.0)
    if not fits.any():
        return None
    cost = np.where(fits, along + 2.5 * beside, np.inf)
    return int(cost.argmin())


def _middle(stage: Stage) -> NDArray[np.float32]:
    return np.array([stage.size.width() / 2, stage.size.height() / 2], np.float32)
