"""The faint tokens behind the picture: any number of them, counted by pixel and toned like a photograph."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

MANY_DOTS = 8_000
"""From here on pixels are counted first and widened to dots afterwards: a picture of density."""
DOT_RADIUS = 2.3

LEVELS = 16
"""Steps of cover for one dot."""
_FAINT_LEVELS = 6
"""Steps for a dot that is not to be trusted."""
FAINT = _FAINT_LEVELS / LEVELS
"""Its strength, as a share of another one's."""
_TOP = 8191
"""The last cover that has a tone."""
_MOST = 255
"""Dots on one pixel that are counted."""
_AT_ONCE = 1 << 15
"""Points whose places fit into the processor's nearest cache."""
_ONE = np.uint32(1)
_DENSEST_FEW, _DENSEST_MANY = 0.62, 0.66
_KNEE = 2.0 * LEVELS
"""Cover from which on twice the dots are no longer twice as dark."""

Cover = NDArray[np.uint16]
"""How much of dots lies on each pixel, in steps of which ``LEVELS`` are one dot, (rows, columns).

More than the last tone's is as dark as that."""


class Lens(NamedTuple):
    """Takes places to pixels: ``(x * scale_x + shift_x, y * scale_y + shift_y)``."""

    scale_x: float = 1.0
    scale_y: float = 1.0
    shift_x: float = 0.0
    shift_y: float = 0.0


class DotsImage(NamedTuple):
    """An image and the memory it lies in, which must outlive it."""

    image: QImage
    pixels: NDArray[np.uint32]
    """0xAARRGGBB, premultiplied, (rows, columns)."""


def dots_image(
    xy: NDArray[np.floating],
    width: int,
    height: int,
    colour: QColor,
    ratio: float = 1.0,
    poor: NDArray[np.bool_] | None = None,
) -> DotsImage:
    """A transparent image of soft dots; where dots lie on each other it is darker.

    Args:
        xy: places in device-independent pixels, (n, 2).
        width: of the image, in device-independent pixels.
        height: of the image, in device-independent pixels.
        colour: of one dot; its alpha is the strength of a single one.
        ratio: device pixels per device-independent pixel.
        poor: which dots are fainter, (n,); None for none.
    """
    columns, rows = max(1, round(width * ratio)), max(1, round(height * ratio))
    places = np.asarray(xy, np.float32)
    cover = DotsCover().lay(places, (rows, columns), ratio, Lens(ratio, ratio), poor)
    pixels = np.take(tones(colour, None, len(xy), cover), cover, mode="clip")
    image = QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    return DotsImage(image, pixels)


class DotsCover:
    """Lays dots on pixels; its memory is used again for the next frame, for fetching new costs more than the work."""

    def __init__(self) -> None:
        self._counts = self._faint = np.empty(0, np.uint32)
        self._dots = self._part = self._total = np.empty(0, np.uint16)
        x = np.empty(_AT_ONCE, np.float32)
        self._values = x, np.empty_like(x)
        self._whole = np.empty(_AT_ONCE, np.int32), np.empty(_AT_ONCE, np.int32)
        self._cells = np.empty(_AT_ONCE, np.intp)

    def lay(
        self,
        xy: NDArray[np.float32],
        shape: tuple[int, int],
        ratio: float,
        lens: Lens,
        poor: NDArray[np.bool_] | None = None,
        without: NDArray[np.int64] | None = None,
    ) -> Cover:
        """Lay a soft dot on the pixels of every place.

        Args:
            xy: places, (n, 2).
            shape: rows and columns of the picture, in device pixels.
            ratio: device pixels per device-independent pixel: how large a dot is.
            lens: from places to device pixels.
            poor: which dots are fainter, (n,); None for none.
            without: dots to leave out, (k,) numbers of places, each at most once; None for none.

        Returns:
            The cover, (rows, columns), until the next call.
        """
        n_dots = len(xy) - (0 if without is None else len(without))
        kernel = _disk(dot_radius(n_dots) * ratio)
        margin = 2 * (kernel.shape[0] // 2) + 1
        rows, columns = shape
        wide = columns + 2 * margin
        self._clear((rows + 2 * margin) * wide)
        self._count(xy, poor, lens, margin, wide, 1)
        cells = self._cells[: len(xy)].copy() if len(xy) <= MANY_DOTS else self._cells[:0]
        if without is not None and len(without):
            self._count(xy[without], None if poor is None else poor[without], lens, margin, wide, -1)
        if len(xy) <= MANY_DOTS:
            self._widen_few(kernel, wide, cells)
        else:
            self._widen_many(kernel, wide, faint=poor is not None)
        return self._total.reshape(-1, wide)[margin : margin + rows, margin : margin + columns]

    def _clear(self, size: int) -> None:
        if len(self._total) != size:
            self._counts, self._faint = np.empty(size, np.uint32), np.empty(size, np.uint32)
            self._dots, self._part, self._total = (np.empty(size, np.uint16) for _ in range(3))
        self._counts.fill(0)
        self._faint.fill(0)
        self._total.fill(0)

    def _count(
        self,
        xy: NDArray[np.float32],
        poor: NDArray[np.bool_] | None,
        lens: Lens,
        margin: int,
        wide: int,
        sign: int,
    ) -> None:
        """Add the places to the counts of their pixels, or take them away; what lies outside is put on the rim."""
        high = len(self._total) // wide
        limits = (lens.scale_x, lens.shift_x, wide - 1), (lens.scale_y, lens.shift_y, high - 1)
        add = np.add if sign > 0 else np.subtract
        for first in range(0, len(xy), _AT_ONCE):
            part = xy[first : first + _AT_ONCE]
            n = len(part)
            for k, (scale, shift, last) in enumerate(limits):
                values = self._values[k][:n]
                np.multiply(part[:, k], np.float32(scale), out=values)
                np.add(values, np.float32(shift + margin), out=values)
                np.fmax(values, np.float32(0), out=values)  # and what is nowhere, NaN
                np.minimum(values, np.float32(last), out=values)
                np.copyto(self._whole[k][:n], values, casting="unsafe")
            column, row, cells = self._whole[0][:n], self._whole[1][:n], self._cells[:n]
            np.multiply(row, np.int32(wide), out=row)
            np.add(row, column, out=cells)
            if poor is None:
                add.at(self._counts, cells, _ONE)
            else:
                faint = poor[first : first + n]
                add.at(self._counts, cells[~faint], _ONE)
                add.at(self._faint, cells[faint], _ONE)

    def _widen_few(self, kernel: NDArray[np.float32], wide: int, cells: NDArray[np.intp]) -> None:
        """A whole disk for every pixel that holds dots."""
        reach, high = kernel.shape[0] // 2, len(self._total) // wide
        places = np.unique(cells)
        row, column = np.divmod(places, wide)
        places = places[(row >= reach) & (row < high - reach) & (column >= reach) & (column < wide - reach)]
        most = _most_on_one_pixel(kernel)
        for counts, levels in ((self._counts, LEVELS), (self._faint, _FAINT_LEVELS)):
            dots = np.minimum(counts[places], most).astype(np.uint16)
            if dots.any():
                for i, j in np.argwhere(kernel):
                    step = np.uint16(round(float(kernel[i, j]) * levels))
                    self._total[places + int((i - reach) * wide + j - reach)] += dots * step

    def _widen_many(self, kernel: NDArray[np.float32], wide: int, faint: bool) -> None:
        """A disk for every pixel, whether it holds dots or not."""
        dots, part, total, size = self._dots, self._part, self._total, len(self._total)
        most = _most_on_one_pixel(kernel)
        np.minimum(self._counts, most, out=dots, casting="unsafe")
        np.multiply(dots, np.uint16(LEVELS), out=dots)
        if faint:
            np.minimum(self._faint, most, out=part, casting="unsafe")
            np.multiply(part, np.uint16(_FAINT_LEVELS), out=part)
            np.add(dots, part, out=dots)
            np.minimum(dots, np.uint16(most * LEVELS), out=dots)
        reach = kernel.shape[0] // 2
        steps = np.round(kernel * LEVELS).astype(int)
        for step in np.unique(steps[steps > 0]).tolist():
            if step == LEVELS:
                part[:] = dots
            else:
                np.multiply(dots, np.uint16(step), out=part)
                np.right_shift(part, 4, out=part)
            for i, j in np.argwhere(steps == step).tolist():
                shift = (i - reach) * wide + j - reach
                target = total[max(shift, 0) : size + min(shift, 0)]
                np.add(target, part[max(-shift, 0) : size + min(-shift, 0)], out=target)


def dot_radius(n_dots: int) -> float:
    """Device-independent pixels: of very many each is smaller."""
    smaller: float = (2000 / max(n_dots, 1)) ** 0.4
    return max(DOT_RADIUS * min(1.0, smaller), 0.9)


def _most_on_one_pixel(kernel: NDArray[np.float32]) -> np.uint32:
    """So many dots are counted that 16 bits hold the cover of a place where every pixel has as many."""
    return np.uint32(min(_MOST, 60_000 // (LEVELS * float(kernel.sum() + kernel.size * 0.5 / LEVELS))))


def tones(colour: QColor, ground: QColor | None, n_dots: int, cover: Cover) -> NDArray[np.uint32]:
    """The colour of every cover, 0xAARRGGBB, (n_covers,): opaque on a ground, else premultiplied.

    Few dots darken each other one by one. Of many the logarithm is shown, and full strength is twice the density
    that the typical dot has round it: that changes as smoothly as the points move, so nothing flickers.
    """
    ink = (colour.rgba(), None if ground is None else ground.rgb())
    if n_dots <= MANY_DOTS:
        return _tones_of_few(*ink)
    values = cover[::2].astype(np.float32).ravel()  # half of the lines tell enough
    mass = float(values.sum())
    typical = float(values @ values) / mass if mass else 1.0
    # Steps of 3 %: too small to be seen, large enough that most frames of a drag find their table.
    return _tones_of_many(*ink, round(24 * float(np.log2(max(typical, 4.0 * LEVELS)))))


def _disk(radius: float) -> NDArray[np.float32]:
    """How much of each pixel a disk around the middle pixel covers, 0 to 1, (k, k)."""
    reach = int(np.ceil(radius))
    offsets = np.arange(-reach, reach + 1, dtype=np.float32)
    distance = np.hypot(offsets[:, None], offsets[None, :])
    disk: NDArray[np.float32] = np.clip(radius + 0.5 - distance, 0.0, 1.0).astype(np.float32)
    return disk


@lru_cache(maxsize=32)
def _tones_of_few(colour: int, ground: int | None) -> NDArray[np.uint32]:
    """Every dot lets through the same share of what lies below it."""
    strength = min(QColor.fromRgba(colour).alphaF(), 0.5)
    cover = np.arange(_TOP + 1) / LEVELS
    alpha = np.minimum(1.0 - (1.0 - strength) ** cover, _DENSEST_FEW)
    return _mixed(np.where(cover < 1.0, strength * cover, alpha), colour, ground)


@lru_cache(maxsize=64)
def _tones_of_many(colour: int, ground: int | None, step: int) -> NDArray[np.uint32]:
    """The logarithm of the cover, up to twice the typical one, ``2 ** (step / 24)``."""
    full = 2.0 * 2.0 ** (step / 24)
    cover = np.arange(_TOP + 1)
    alpha = _DENSEST_MANY * np.minimum(np.log1p(cover / _KNEE) / np.log1p(full / _KNEE), 1.0)
    return _mixed(alpha, colour, ground)


def _mixed(alpha: NDArray[np.float64], colour: int, ground: int | None) -> NDArray[np.uint32]:
    above, below = QColor.fromRgba(colour), QColor() if ground is None else QColor.fromRgba(ground)
    ink = np.array([above.red(), above.green(), above.blue()])
    mixed = alpha[:, None] * ink
    opacity = np.round(255 * alpha) if ground is None else np.full(len(alpha), 255.0)
    if ground is not None:
        mixed += (1.0 - alpha[:, None]) * np.array([below.red(), below.green(), below.blue()])
    channels = np.column_stack([opacity, np.round(mixed)]).astype(np.uint32)
    table: NDArray[np.uint32] = channels @ np.array([1 << 24, 1 << 16, 1 << 8, 1], np.uint32)
    table.flags.writeable = False
    return table
