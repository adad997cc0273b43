"""From the plane of the points to the pixels of the picture and back, with equal aspect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Camera:
    """A view on the plane: ``(x, y)`` lies at pixel ``(origin_x, origin_y)``; y grows upwards."""

    x: float = 0.0
    y: float = 0.0
    scale: float = 1.0
    """Pixels per unit."""
    origin_x: float = 0.0
    origin_y: float = 0.0

    @property
    def affine(self) -> tuple[float, float, float, float]:
        """Scale and shift of both coordinates: a pixel is ``(x * scale_x + shift_x, y * scale_y + shift_y)``."""
        shift_x, shift_y = self.origin_x - self.x * self.scale, self.origin_y + self.y * self.scale
        return self.scale, -self.scale, shift_x, shift_y

    def to_screen(self, xy: NDArray[np.floating]) -> Floats:
        """Pixels of the points ``xy``, (..., 2) to (..., 2)."""
        affine = np.array(self.affine, np.float32)
        places = np.asarray(xy, np.float32)
        pixels = np.empty_like(places)
        for k in range(2):  # numpy is ten times as fast along the many points as along the two coordinates
            np.multiply(places[..., k], affine[k], out=pixels[..., k])
            pixels[..., k] += affine[2 + k]
        return pixels

    def to_plane(self, at: QPointF) -> tuple[float, float]:
        """The point of the plane under a pixel."""
        return (
            self.x + (at.x() - self.origin_x) / self.scale,
            self.y - (at.y() - self.origin_y) / self.scale,
        )

    def fitted(self, xy: NDArray[np.floating], room: QRectF, closest: float = 0.0) -> Camera:
        """A camera that shows all of ``xy``, (n, 2), inside ``room``.

        Args:
            xy: the points to show; without any the camera stays as it is.
            room: the pixels to use.
            closest: the smallest extent in units that is ever blown up to the whole room.
        """
        return self.fitting([(xy, room)], closest)

    def fitting(self, parts: Sequence[tuple[NDArray[np.floating], QRectF]], closest: float = 0.0) -> Camera:
        """The closest camera that shows each of some sets of points inside a room of its own.

        Args:
            parts: points, (n, 2), and pixels; the rooms lie about in the same place.
            closest: the smallest extent in units that is ever blown up to a whole room.
        """
        parts = [(xy, room) for xy, room in parts if len(xy)]
        if not parts:
            return self
        low = np.array([np.min(xy, axis=0) for xy, _ in parts], float) * (1, -1)  # (n_parts, 2)
        high = np.array([np.max(xy, axis=0) for xy, _ in parts], float) * (1, -1)
        low[:, 1], high[:, 1] = high[:, 1].copy(), low[:, 1].copy()  # y grows downwards from here on
        begin = np.array([(room.left(), room.top()) for _, room in parts])
        end = np.array([(room.right(), room.bottom()) for _, room in parts])
        # The first of one part and the last of another have to fit between the first's begin and the other's end.
        extent = high[None] - low[:, None]  # (n_parts, n_parts, 2)
        pixels = np.maximum(end[None] - begin[:, None], 1.0)
        scale = float(np.min(pixels / np.maximum(extent, max(closest, 1e-9))))
        shift = (np.max(begin - scale * low, axis=0) + np.min(end - scale * high, axis=0)) / 2
        x, y = (low.min(axis=0) + high.max(axis=0)) / 2
        origin_x, origin_y = np.array((x, y)) * scale + shift
        return Camera(float(x), float(-y), scale, float(origin_x), float(origin_y))

    def zoomed(self, factor: float, at: QPointF) -> Camera:
        """Closer by ``factor``; what is under ``at`` stays there."""
        x, y = self.to_plane(at)
        return Camera(x, y, self.scale * factor, at.x(), at.y())

    def panned(self, by: QPointF) -> Camera:
        """Moved by some pixels."""
        return replace(self, origin_x=self.origin_x + by.x(), origin_y=self.origin_y + by.y())

    def between(self, other: Camera, t: float) -> Camera:
        """On the way to ``other``: 0 is here, 1 is there. The zoom changes by a constant factor."""
        scale = self.scale * (other.scale / self.scale) ** t

        def mean(a: float, b: float) -> float:
            return a + (b - a) * t

        return Camera(
            mean(self.x, other.x),
            mean(self.y, other.y),
            scale,
            mean(self.origin_x, other.origin_x),
            mean(self.origin_y, other.origin_y),
        )
