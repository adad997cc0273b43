"""The shade of a triangle of mixes: a quantity that is known at a lattice of them."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage, QPixmap

from elmo_explorer.analysis.mix_triangle import TriangleLattice
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.triangle_frame import HEIGHT

_SMALLEST_SPAN = 0.1
"""A flatter map is drawn as flat as it is."""


def shade_top() -> float:
    """How far up the sequential scale the shade goes, 0 to 1: the handle must stand out from it."""
    return 0.42 if theme.dark else 0.5


class TriangleShade:
    """Paler is lower."""

    def __init__(
        self,
        weights: NDArray[np.floating],
        values: NDArray[np.floating],
        title: str = "",
        low: float | None = None,
        high: float | None = None,
    ) -> None:
        """Take the values, of which one at least is finite.

        Args:
            weights: (n, 3), see ``TriangleLattice``.
            values: (n,); NaN where it is not known.
            title: the quantity's name.
            low: where the scale begins; without it, at the lowest value.
            high: where it ends; without it, at the highest value.

        Raises:
            ValueError: where the mixes are no lattice.
        """
        self._lattice = TriangleLattice(weights, values)
        self._title = title
        top = float(np.nanmax(values)) if high is None else high
        bottom = min(float(np.nanmin(values)), top - _SMALLEST_SPAN) if low is None else low
        self._low, self._span = bottom, max(top - bottom, 1e-9)
        self._pixmap = QPixmap()
        self._drawn_for: object = None

    def said_at(self, weights: Sequence[float]) -> str:
        """Name and value at a mix, for people; "" where it is not known."""
        value = float(self._lattice.at(weights))
        if not math.isfinite(value):
            return ""
        digits = 2 if self._span >= _SMALLEST_SPAN else 3
        return f"{self._title} {value:.{digits}f}".replace("-", "−").strip()

    def pixmap(self, side: float, ratio: float) -> QPixmap:
        """The shade of the triangle's box; drawn anew only for another size or theme.

        Args:
            side: of the triangle, in device-independent pixels.
            ratio: device pixels per device-independent pixel.
        """
        wanted = side, ratio, theme.dark
        if wanted != self._drawn_for:
            self._pixmap, self._drawn_for = self._draw(side, ratio), wanted
        return self._pixmap

    def _draw(self, side: float, ratio: float) -> QPixmap:
        field, width = self._field(side, ratio)
        image = QImage(field.data, width, len(field), field.strides[0], QImage.Format.Format_Indexed8)
        table = theme.sequential_lut()[np.linspace(0, 255 * shade_top(), 256).astype(int)].astype(np.uint32)
        rgb = 0xFF000000 | table[:, 0] << 16 | table[:, 1] << 8 | table[:, 2]
        image.setColorTable([int(v) for v in rgb])
        pixmap = QPixmap.fromImage(image)
        pixmap.setDevicePixelRatio(ratio)
        return pixmap

    def _field(self, side: float, ratio: float) -> tuple[NDArray[np.uint8], int]:
        """The place on the scale for every device pixel, 0 to 255, and how many columns of it count."""
        width, height = math.ceil(side * ratio), math.ceil(side * HEIGHT * ratio)
        x = (np.arange(width) + 0.5) / (side * ratio)
        top = 1.0 - (np.arange(height)[:, None] + 0.5) / (side * HEIGHT * ratio)  # (height, 1)
        right = x - top / 2
        s = np.stack(np.broadcast_arrays(1.0 - top - right, right, top), axis=-1)  # (height, width, 3)
        share = (self._lattice.at(s) - self._low) / self._span
        field = np.zeros(
            (height, -(-width // 4) * 4), np.uint8
        )  # an image's lines begin at multiples of 4 bytes
        field[:, :width] = np.nan_to_num(np.clip(share, 0.0, 1.0) * 255.0)
        return field, width
