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
_TOP = 8191
"""The largest cover that is told apart."""
_MOST = 255
"""Dots on one pixel that are counted."""
_AT_ONCE = 1 << 15
"""Points whose places fit into the processor's nearest cache."""
_DENSEST_FEW, _DENSEST_MANY = 0.62, 0.66
_KNEE = 2.0 * LEVELS
"""Cover from which on twice the dots are no longer twice as dark."""

Cover = NDArray[np.uint16]
"""How much of dots lies on each pixel, in steps of which ``LEVELS`` are one dot, (rows, columns)."""


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
    cover = dots_cover(np.asarray(xy, np.float32), columns, rows, ratio, Lens(ratio, ratio), poor)
    pixels = np.take(tones(colour, None, len(xy), cover), cover)
    image = QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    return DotsImage(image, pixels)


def dots_cover(
    xy: NDArray[np.float32],
    columns: int,
    rows: int,
    ratio: float,
    lens: Lens,
    poor: NDArray[np.bool_] | None = None,
    without: NDArray[np.int64] | None = None,
) -> Cover:
    """Lay a soft dot on the pixels of every place.

    Args:
        xy: places, (n, 2).
        columns: of the picture, in device pixels.
        rows: of the picture, in device pixels.
        ratio: device pixels per device-independent pixel: how large a dot is.
        lens: from places to device pixels.
        poor: which dots are fainter, (n,); None for none.
        without: dots to leave out, (k,) numbers of places, each at most once; None for none.
    """
    n = len(xy) - (0 if without is None else len(without))
    radius = DOT_RADIUS * min(1.0, (2000 / max(n, 1)) ** 0.4)
    kernel = _disk(max(radius, 0.9) * ratio)
    margin = 2 * (kernel.shape[0] // 2) + 1
    lay = _lay_few if len(xy) <= MANY_DOTS else _lay_many
    total = lay(xy, columns, rows, kernel, margin, lens, poor, without)
    inner = total[margin : margin + rows, margin : margin + columns]
    cover: Cover = np.minimum(inner, _TOP).astype(np.uint16)
    return cover


def tones(colour: QColor, ground: QColor | None, n_dots: int, cover: Cover) -> NDArray[np.uint32]:
    """The colour of every cover, 0xAARRGGBB, (n_covers,): opaque on a ground, else premultiplied.

    Few dots darken each other one by one. Of many the logarithm is shown, and full strength is twice the density
    that the typical dot has round it: that changes as smoothly as the points move, so nothing flickers.
    """
    ink = (colour.rgba(), None if ground is None else ground.rgb())
    if n_dots <= MANY_DOTS:
        return _tones_of_few(*ink)
    values = cover.astype(np.float32).ravel()
    mass = float(values.sum())
    typical = float(values @ values) / mass if mass else 1.0
    # Steps of 3 %: too small to be seen, large enough that most frames of a drag find their table.
    return _tones_of_many(*ink, round(24 * float(np.log2(max(typical, 4.0 * LEVELS)))))


def _lay_few(
    xy: NDArray[np.float32],
    columns: int,
    rows: int,
    kernel: NDArray[np.float32],
    margin: int,
    lens: Lens,
    poor: NDArray[np.bool_] | None,
    without: NDArray[np.int64] | None,
) -> NDArray[np.integer]:
    """Cover with a margin around, a dot's whole disk for every point."""
    if without is not None and len(without):
        kept = np.ones(len(xy), bool)
        kept[without] = False
        xy, poor = xy[kept], None if poor is None else poor[kept]
    width, height = columns + 2 * margin, rows + 2 * margin
    total = np.zeros(width * height, np.int32)
    cells = np.empty(len(xy), np.intp)
    _cells_of(xy, lens, margin, width, height, cells)
    reach = kernel.shape[0] // 2
    row_of, column_of = np.divmod(cells, width)
    kept = (row_of >= reach) & (row_of < height - reach) & (column_of >= reach) & (column_of < width - reach)
    cells = cells[kept]
    groups: list[tuple[NDArray[np.intp], int]] = [(cells, LEVELS)]
    if poor is not None:
        poor = poor[kept]
        groups = [(cells[~poor], LEVELS), (cells[poor], _FAINT_LEVELS)]
    for places, levels in groups:
        for row, column in np.argwhere(kernel):
            step = round(float(kernel[row, column]) * levels)
            if step and len(places):
                np.add.at(total, places + int((row - reach) * width + column - reach), np.int32(step))
    return total.reshape(height, width)


def _lay_many(
    xy: NDArray[np.float32],
    columns: int,
    rows: int,
    kernel: NDArray[np.float32],
    margin: int,
    lens: Lens,
    poor: NDArray[np.bool_] | None,
    without: NDArray[np.int64] | None,
) -> NDArray[np.integer]:
    """Cover with a margin around: pixels are counted, and every count is widened to a disk."""
    width, height = columns + 2 * margin, rows + 2 * margin
    size = width * height
    cells = np.empty(len(xy), np.intp)
    _cells_of(xy, lens, margin, width, height, cells)
    if poor is not None:
        cells += poor * np.intp(size)  # they are counted apart
    counts = np.bincount(cells, minlength=size if poor is None else 2 * size)
    if without is not None and len(without):
        counts -= np.bincount(cells[without], minlength=len(counts))
    dots = np.minimum(counts[:size], _MOST).astype(np.uint16)
    dots *= np.uint16(LEVELS)
    if poor is not None:
        faint = np.minimum(counts[size:], _MOST).astype(np.uint16)
        dots = np.minimum(dots + faint * np.uint16(_FAINT_LEVELS), LEVELS * _MOST).astype(np.uint16)
    total = np.zeros(size, np.uint16)
    reach = kernel.shape[0] // 2
    part = np.empty(size, np.uint16)
    for row, column in np.argwhere(kernel):
        step = round(float(kernel[row, column]) * LEVELS)
        shift = int((row - reach) * width + column - reach)
        if step == LEVELS:
            part[:] = dots
        elif step:
            np.multiply(dots, np.uint16(step), out=part)
            np.right_shift(part, 4, out=part)
        else:
            continue
        target = total[max(shift, 0) : size + min(shift, 0)]
        target += part[max(-shift, 0) : size + min(-shift, 0)]
        if kernel.size > 25:  # a fine screen's large dots could count beyond 16 bits
            np.minimum(target, _TOP, out=target)
    return total.reshape(height, width)


def _cells_of(
    xy: NDArray[np.float32], lens: Lens, margin: int, width: int, height: int, cells: NDArray[np.intp]
) -> None:
    """The pixel of every place in a picture with a margin, row by row; what lies outside is put on its rim."""
    at_once = min(_AT_ONCE, len(xy))
    x, y = np.empty(at_once, np.float32), np.empty(at_once, np.float32)
    column, row = np.empty(at_once, np.int32), np.empty(at_once, np.int32)
    for first in range(0, len(xy), _AT_ONCE):
        part = xy[first : first + _AT_ONCE]
        n = len(part)
        for values, k, scale, shift, last, whole in (
            (x[:n], 0, lens.scale_x, lens.shift_x, width - 1, column[:n]),
            (y[:n], 1, lens.scale_y, lens.shift_y, height - 1, row[:n]),
        ):
            np.multiply(part[:, k], np.float32(scale), out=values)
            np.add(values, np.float32(shift + margin), out=values)
            np.fmax(values, np.float32(0), out=values)  # and what is nowhere, NaN
            np.minimum(values, np.float32(last), out=values)
            np.copyto(whole, values, casting="unsafe")
        np.multiply(row[:n], np.int32(width), out=row[:n])
        np.add(row[:n], column[:n], out=cells[first : first + n])


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
