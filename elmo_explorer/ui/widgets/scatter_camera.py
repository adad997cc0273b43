"""From the plane of the points to the pixels of the picture and back, with equal aspect."""

from __future__ import annotations

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
        if not len(xy):
            return self
        low, high = np.min(xy, axis=0), np.max(xy, axis=0)
        extent = np.maximum((high - low).astype(float), max(closest, 1e-9))
        scale = min(max(room.width(), 1.0) / extent[0], max(room.height(), 1.0) / extent[1])
        centre = (low.astype(float) + high) / 2.0
        return Camera(float(centre[0]), float(centre[1]), float(scale), room.center().x(), room.center().y())

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
