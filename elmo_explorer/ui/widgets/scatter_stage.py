"""What the parts of a scatter share: its points, where they are, how they are seen, what is lifted out."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize

from elmo_explorer.ui.widgets.scatter_camera import Camera
from elmo_explorer.ui.widgets.scatter_scene import ScatterScene

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]

POOR_TRUST = 0.3
"""A point with fewer of its neighbours than this share lies wrong as often as right: it is drawn faintly."""
_MOST_MEASURED = 20_000


class Places(NamedTuple):
    """Where the points are: all of them, and the large ones at every layer."""

    xy: Floats
    """(n_points, 2)."""
    layers: Floats | None
    """(n_layers, n_marks, 2)."""

    def some(self) -> Floats:
        """An even choice of all places, enough to measure how far they spread, (n, 2)."""
        return self.xy[:: max(1, len(self.xy) // _MOST_MEASURED)]


NOWHERE = Places(np.empty((0, 2), np.float32), None)


class Stage:
    """The state that is drawn; whoever changes it asks the widget for a new frame."""

    def __init__(self) -> None:
        self.scene = ScatterScene()
        self.shown = NOWHERE
        """Where the points are drawn."""
        self.target = NOWHERE
        """Where they glide to."""
        self.camera = Camera(scale=40.0)
        self.size = QSize(0, 0)
        self.covered = 0
        """Pixels under the heading that something else lies over: no fit puts points there."""
        self.selected: frozenset[int] = frozenset()
        self.hovered: int | None = None
        self.labels_on = True
        self.trails_on = False
        self.thinned = False
        self.is_mark: NDArray[np.bool_] = np.zeros(0, bool)
        """Which points are large, (n_points,)."""
        self.poor: NDArray[np.bool_] | None = None
        """Which points lie where few of their neighbours do, (n_points,); None where none does."""
        self._trust: Floats | None = None
        self.version = 0
        """Counts the changes of places, scene or trust."""

    def set_scene(self, scene: ScatterScene) -> None:
        """Other points: nothing of the old ones is lifted out any more."""
        self.scene = scene
        self.is_mark = np.zeros(scene.n_points, bool)
        self.is_mark[scene.marks] = True
        self.selected = frozenset()
        self.hovered = None
        self.poor = self._trust = None

    def set_trust(self, trust: Floats | None) -> bool:
        """Take each point's trust, (n_points,), NaN where it is unknown; whether the picture changes.

        Raises:
            ValueError: where it is not one number for each point.
        """
        if trust is self._trust:
            return False
        self._trust = trust
        poor = None
        if trust is not None:
            if trust.shape != (self.scene.n_points,):
                raise ValueError(f"{self.scene.n_points} points need as much trust, got {trust.shape}.")
            below = trust < POOR_TRUST  # never true for NaN
            poor = below if below.any() else None
        if (poor is None) == (self.poor is None) and (
            poor is None or self.poor is None or np.array_equal(poor, self.poor)
        ):
            return False
        self.poor = poor
        self.version += 1
        return True

    @property
    def complete(self) -> bool:
        """Whether there are points, and all have places."""
        return len(self.shown.xy) == self.scene.n_points > 0

    @property
    def rect(self) -> QRectF:
        """The whole picture."""
        return QRectF(0, 0, self.size.width(), self.size.height())

    @property
    def marks_shown(self) -> Integers:
        """The large points that are drawn, (n,)."""
        visible: Integers = self.scene.marks[self.scene.shown]
        return visible

    def mark_pixels(self) -> Floats:
        """The pixels of all large points, (n_marks, 2)."""
        return self.camera.to_screen(self.shown.xy[self.scene.marks])

    def pixel_of(self, point: int) -> QPointF:
        """The pixel of a point."""
        x, y = self.camera.to_screen(self.shown.xy[point])
        return QPointF(float(x), float(y))

    def is_poor(self, point: int) -> bool:
        """Whether a point is to be drawn faintly."""
        return self.poor is not None and bool(self.poor[point])

    def selected_marks(self) -> Integers:
        """Which of the large points are selected and shown, as places among them, (n,)."""
        selected = np.fromiter(self.selected, np.int64, len(self.selected))
        return np.flatnonzero(np.isin(self.scene.marks, selected) & self.scene.shown)

    def chosen_trails(self) -> list[tuple[int, Floats]]:
        """Place among the large points, and pixels by layer (n_layers, 2), of a few selected points."""
        layers = self.shown.layers
        if layers is None or layers.shape[1] != len(self.scene.marks) or not self.selected:
            return []
        chosen = self.selected_marks()
        if len(chosen) > 2:
            return []
        return [(int(i), self.camera.to_screen(layers[:, i])) for i in chosen]

    def start_place(self) -> QPointF | None:
        """Where all large points begin together at layer 0; None where they do not, or no trail is drawn."""
        layers = self.shown.layers
        if layers is None or not self.scene.start_note or layers.shape[1] < 2:
            return None
        start = self.camera.to_screen(layers[0])
        if float(np.ptp(start, axis=0).max()) > 3.0:
            return None
        if not (self.trails_on or self.chosen_trails()) and (
            float(np.abs(self.mark_pixels() - start).max()) > 3.0
        ):
            return None
        return QPointF(*(float(v) for v in start.mean(axis=0)))
