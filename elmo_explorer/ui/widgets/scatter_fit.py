"""Which camera shows what there is: the large points, or else the cloud of small ones."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF

from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.scatter_camera import Camera
from elmo_explorer.ui.widgets.scatter_hulls import hull_reach
from elmo_explorer.ui.widgets.scatter_stage import Stage

SAFE_TOP = 60
SAFE_BOTTOM = 52
"""Pixels at a zoom of 1 that heading, tools, legend and badge lie over."""

_OVERLAP = 10
"""So much of a hull may run under what floats before the picture moves."""


def fitting_camera(stage: Stage) -> Camera:
    """Shows all large points, and their ways through the layers where these do not dwarf them.

    Where there is none, or the scene wants it, the cloud of all points counts.
    """
    marks = stage.marks_shown
    if not len(marks):
        marks = stage.scene.marks
    room, target = fit_room(stage), stage.target
    if not len(marks) or stage.scene.fits_all:
        if not len(target.xy):
            return stage.camera
        return stage.camera.fitted(np.percentile(target.some(), [1, 99], axis=0), room)
    places = target.xy[marks]
    if len(marks) == 1:
        low, high = np.percentile(target.some(), [10, 90], axis=0)
        return stage.camera.fitted(places, room, closest=max(float((high - low).max()), 1e-3))
    closest = _closest(stage)
    camera = stage.camera.fitted(places, room, closest)
    if target.layers is not None:
        hulls = _hull_reach(stage)
        ways = target.layers.reshape(-1, 2)
        wider = stage.camera.fitting(
            [(ways, _within(stage, 40, 8, 8)), (places, _within(stage, 40, max(8, hulls), max(8, hulls)))],
            closest,
        )
        least = 0.3 if stage.trails_on else 0.6
        if least * camera.scale < wider.scale < camera.scale:
            return wider
    return camera


def fit_room(stage: Stage) -> QRectF:
    """The pixels in which a fit puts the points: free of header and legend, with room for labels."""
    side = min(110.0, stage.size.width() * 0.14)
    # A low picture has little room to give away.
    extra = max(min(27.0, max(6.0, 0.12 * (stage.size.height() - 280))), _hull_reach(stage))
    return _within(stage, side, extra, extra)


def marks_outside(stage: Stage, camera: Camera) -> bool:
    """Whether a large point or its hull will lie outside the picture or under what floats over it."""
    at = camera.to_screen(stage.target.xy[stage.marks_shown])
    hulls = max(0.0, _hull_reach(stage) - theme.px(_OVERLAP))
    room = _within(stage, 24, hulls, hulls)
    low, high = at.min(axis=0), at.max(axis=0)
    return bool(
        low[0] < room.left() or low[1] < room.top() or high[0] > room.right() or high[1] > room.bottom()
    )


def camera_near(stage: Stage, point: int, count: int) -> Camera:
    """Shows a point and the ``count`` nearest to it."""
    xy = stage.target.xy
    away = (xy[:, 0] - xy[point, 0]) ** 2 + (xy[:, 1] - xy[point, 1]) ** 2
    nearest = np.argpartition(away, min(count, len(xy) - 1))[: count + 1]
    reach = float(np.abs(xy[nearest] - xy[point]).max())
    around = np.array([xy[point] - reach, xy[point] + reach])
    return stage.camera.fitted(around, fit_room(stage), closest=1e-3)


def _hull_reach(stage: Stage) -> float:
    """Pixels by which the hulls are larger than their points."""
    return hull_reach(stage.size.height()) if stage.scene.with_hulls else 0.0


def _within(stage: Stage, side: float, above: float, below: float) -> QRectF:
    """The safe area, less so many pixels at its edges."""
    top, bottom = theme.px(SAFE_TOP) + stage.covered + above, theme.px(SAFE_BOTTOM) + below
    return stage.rect.adjusted(side, top, -side, -bottom)


def _closest(stage: Stage) -> float:
    """The smallest extent worth blowing up: noise round one place stays one place."""
    low, high = np.percentile(stage.target.some(), [5, 95], axis=0)
    spread = float((high - low).max())
    if stage.target.layers is not None:
        spread = max(spread, float(np.ptp(stage.target.layers.reshape(-1, 2), axis=0).max()))
    return max(0.1 * spread, 1e-6)
