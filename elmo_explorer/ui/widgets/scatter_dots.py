"""The faint tokens behind the picture: any number of them, drawn into one image by counting pixels."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

MANY_DOTS = 8_000
"""From here on pixels are counted first and widened to dots afterwards: a picture of density."""
DOT_RADIUS = 2.3
_DENSEST = 0.62


class DotsImage(NamedTuple):
    """An image and the memory it lies in, which must outlive it."""

    image: QImage
    cover: NDArray[np.uint8]
    """How much of dots covers each pixel, in 1/16 dots, (rows, columns)."""


def dots_image(
    xy: NDArray[np.floating],
    width: int,
    height: int,
    colour: QColor,
    ratio: float = 1.0,
    ground: QColor | None = None,
) -> DotsImage:
    """An image of soft dots; where dots lie on each other it is darker.

    Args:
        xy: places in device-independent pixels, (n, 2).
        width: of the image, in device-independent pixels.
        height: of the image, in device-independent pixels.
        colour: of one dot; its alpha is the strength of a single one.
        ratio: device pixels per device-independent pixel.
        ground: what the dots lie on, for an opaque image, which is drawn much faster; None for a
            transparent one.
    """
    columns, rows = max(1, round(width * ratio)), max(1, round(height * ratio))
    many = len(xy) > MANY_DOTS
    radius = DOT_RADIUS * min(1.0, (2000 / max(len(xy), 1)) ** 0.4)
    kernel = _disk(max(radius, 0.9) * ratio)
    counts = _counts(np.asarray(xy, np.float32) * np.float32(ratio), columns, rows, kernel, many)
    strength = min(colour.alphaF(), 0.5)
    if many:
        strength *= max(0.25, (MANY_DOTS / len(xy)) ** 0.45)
    image = QImage(counts.data, columns, rows, columns, QImage.Format.Format_Indexed8)
    image.setColorTable(_table(colour, strength, ground))
    image.setDevicePixelRatio(ratio)
    return DotsImage(image, counts)


_LEVELS = 16
"""Steps of the table for one dot's full cover."""
_MOST = 15
"""Dots on one pixel that are told apart; with their steps they fit into a byte."""


def _counts(
    xy: NDArray[np.float32], columns: int, rows: int, kernel: NDArray[np.float32], many: bool
) -> NDArray[np.uint8]:
    """How much of dots covers each pixel, in 1/16 dots, (rows, columns)."""
    reach = kernel.shape[0] // 2
    inside = (
        (xy[:, 0] > -reach) & (xy[:, 1] > -reach) & (xy[:, 0] < columns + reach) & (xy[:, 1] < rows + reach)
    )
    cells = np.floor(xy[inside]).astype(np.int32) + 2 * reach  # into the padded image
    padded_columns, padded_rows = columns + 4 * reach, rows + 4 * reach
    flat = cells[:, 1] * padded_columns + cells[:, 0]
    size = padded_columns * padded_rows
    steps = np.round(kernel * _LEVELS).astype(np.uint16)
    taps = [
        (int((row - reach) * padded_columns + column - reach), steps[row, column])
        for row, column in np.argwhere(steps)
    ]
    total = np.zeros(size, np.uint16)
    if many:
        points = _small(np.bincount(flat, minlength=size))
        for shift, step in taps:
            target = total[max(shift, 0) : size + min(shift, 0)]
            target += points[max(-shift, 0) : size + min(-shift, 0)] * step
    else:
        pixels, number = np.unique(flat, return_counts=True)
        for shift, step in taps:
            total[pixels + shift] += _small(number) * step
    image = total.reshape(padded_rows, padded_columns)[2 * reach : 2 * reach + rows, 2 * reach :][:, :columns]
    return np.ascontiguousarray(np.minimum(image, 255), np.uint8)


def _small(counts: NDArray[np.int64]) -> NDArray[np.uint16]:
    """Counts in 16 bits, which are faster to add; more than a few dots on one pixel look the same."""
    if len(counts) and counts.max() > _MOST:
        counts = np.minimum(counts, _MOST)
    return counts.astype(np.uint16)


def _disk(radius: float) -> NDArray[np.float32]:
    """How much of each pixel a disk around the middle pixel covers, 0 to 1, (k, k)."""
    reach = int(np.ceil(radius))
    offsets = np.arange(-reach, reach + 1, dtype=np.float32)
    distance = np.hypot(offsets[:, None], offsets[None, :])
    disk: NDArray[np.float32] = np.clip(radius + 0.5 - distance, 0.0, 1.0).astype(np.float32)
    return disk


def _table(colour: QColor, strength: float, ground: QColor | None) -> list[int]:
    """Colours (0xAARRGGBB) for a cover of 0, 1, … 255 sixteenths of a dot; opaque on a ground."""
    cover = np.arange(256) / _LEVELS
    alpha = np.minimum(1.0 - (1.0 - strength) ** cover, _DENSEST)
    alpha = np.where(cover < 1.0, strength * cover, alpha)
    if ground is None:
        return [QColor(colour.red(), colour.green(), colour.blue(), round(255 * a)).rgba() for a in alpha]
    below, above = (np.array([c.red(), c.green(), c.blue()]) for c in (ground, colour))
    mixed = np.round(alpha[:, None] * above + (1.0 - alpha[:, None]) * below).astype(int)
    return [QColor(*(int(v) for v in rgb)).rgba() for rgb in mixed]
