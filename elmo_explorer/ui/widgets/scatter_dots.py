"""The faint tokens behind the picture: any number of them, drawn into one image by counting pixels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

MANY_DOTS = 8_000
"""From here on pixels are counted first and widened to dots afterwards: a picture of density."""
DOT_RADIUS = 2.3
_DENSEST = 0.62


def dots_image(
    xy: NDArray[np.floating], width: int, height: int, colour: QColor, ratio: float = 1.0
) -> QImage:
    """An image of soft dots; where dots lie on each other it is darker.

    Args:
        xy: places in device-independent pixels, (n, 2).
        width: of the image, in device-independent pixels.
        height: of the image, in device-independent pixels.
        colour: of one dot; its alpha is the strength of a single one.
        ratio: device pixels per device-independent pixel.
    """
    columns, rows = max(1, round(width * ratio)), max(1, round(height * ratio))
    many = len(xy) > MANY_DOTS
    radius = DOT_RADIUS * min(1.0, (2000 / max(len(xy), 1)) ** 0.4)
    kernel = _disk(max(radius, 0.9) * ratio)
    counts = _counts(np.asarray(xy, np.float32) * np.float32(ratio), columns, rows, kernel, many)
    strength = min(colour.alphaF(), 0.5)
    if many:
        strength *= max(0.25, (MANY_DOTS / len(xy)) ** 0.45)
    table = _table(colour, strength)
    pixels = np.empty((rows, columns), np.uint32)
    np.take(table, counts, out=pixels, mode="clip")
    image = QImage(pixels.data, columns, rows, columns * 4, QImage.Format.Format_ARGB32_Premultiplied)
    image = image.copy()  # the array's memory ends with this function
    image.setDevicePixelRatio(ratio)
    return image


_LEVELS = 16
"""Steps of the table for one dot's full cover."""
_MOST = 64
"""Dots on one pixel that are told apart; a kernel's worth of them fits into 16 bits."""


def _counts(
    xy: NDArray[np.float32], columns: int, rows: int, kernel: NDArray[np.float32], many: bool
) -> NDArray[np.uint16]:
    """How much of dots covers each pixel, in 1/16 dots, (rows, columns)."""
    reach = kernel.shape[0] // 2
    inside = (
        (xy[:, 0] > -reach) & (xy[:, 1] > -reach) & (xy[:, 0] < columns + reach) & (xy[:, 1] < rows + reach)
    )
    cells = np.floor(xy[inside]).astype(np.int32) + reach  # into the padded image
    padded_columns, padded_rows = columns + 2 * reach + 1, rows + 2 * reach + 1
    flat = cells[:, 1] * padded_columns + cells[:, 0]
    size = padded_columns * padded_rows
    steps = np.round(kernel * _LEVELS).astype(np.int32)
    if many:
        points = _small(np.bincount(flat, minlength=size), _MOST)
        total = np.zeros(size, np.uint16)
        for row, column in np.argwhere(steps):
            shift = int((row - reach) * padded_columns + column - reach)
            target = total[max(shift, 0) : size + min(shift, 0)]
            target += points[max(-shift, 0) : size + min(-shift, 0)] * np.uint16(steps[row, column])
    else:
        rows_of, columns_of = np.nonzero(steps)
        offsets = (rows_of - reach) * padded_columns + columns_of - reach
        covered = (flat[:, None] + offsets[None, :].astype(np.int32)).ravel()
        weights = np.broadcast_to(steps[rows_of, columns_of], (len(flat), len(offsets))).ravel()
        keep = (covered >= 0) & (covered < size)
        total = _small(np.bincount(covered[keep], weights=weights[keep], minlength=size), _MOST * _LEVELS)
    image = total.reshape(padded_rows, padded_columns)
    return image[reach : reach + rows, reach : reach + columns]


def _small(counts: NDArray[np.generic], most: int) -> NDArray[np.uint16]:
    """Counts in 16 bits, which are twice as fast to add; more dots than ``most`` look the same."""
    return np.minimum(counts, most).astype(np.uint16)  # type: ignore[no-any-return]


def _disk(radius: float) -> NDArray[np.float32]:
    """How much of each pixel a disk around the middle pixel covers, 0 to 1, (k, k)."""
    reach = int(np.ceil(radius))
    offsets = np.arange(-reach, reach + 1, dtype=np.float32)
    distance = np.hypot(offsets[:, None], offsets[None, :])
    disk: NDArray[np.float32] = np.clip(radius + 0.5 - distance, 0.0, 1.0).astype(np.float32)
    return disk


def _table(colour: QColor, strength: float) -> NDArray[np.uint32]:
    """Premultiplied ARGB for a cover of 0, 1, … sixteenths of a dot, (n,)."""
    cover = np.arange(_LEVELS * _MOST, dtype=np.float64) / _LEVELS
    alpha = np.minimum(1.0 - (1.0 - strength) ** cover, _DENSEST)
    alpha = np.where(cover < 1.0, strength * cover, alpha)
    table = np.round(alpha * 255).astype(np.uint32) << 24
    for shift, channel in ((16, colour.red()), (8, colour.green()), (0, colour.blue())):
        table |= np.round(alpha * channel).astype(np.uint32) << shift
    return table.astype(np.uint32)
