"""Whether a figure is being drawn: then nothing is taken from pictures that were drawn for the screen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QImage, QPainter


@dataclass(frozen=True)
class Figure:
    """What is drawn into."""

    ratio: float
    """Pixels for each device-independent one, of what has to be drawn as pixels."""
    vector: bool
    """Lines and text stay what they are, as in SVG and PDF."""


def draw_cells(painter: QPainter, box: QRectF, image: QImage, part: QRect | None = None) -> None:
    """Draw an image whose pixels are cells: each stays a rectangle of one colour.

    Args:
        painter: open.
        box: where to.
        image: one pixel for each cell.
        part: of the image; None for all of it.
    """
    figure = figure_now()
    if figure is None or not figure.vector:
        painter.drawImage(box, image, QRectF(image.rect() if part is None else part))
        return
    # An SVG knows no part of an image, and who shows it smooths between pixels.
    shown = image if part is None else image.copy(part)
    size = QSize(
        max(shown.width(), round(box.width() * figure.ratio)),
        max(shown.height(), round(box.height() * figure.ratio)),
    )
    painter.drawImage(box, shown.scaled(size))


_now: list[Figure] = []


def figure_now() -> Figure | None:
    """The figure that is being drawn; None while it is the screen."""
    return _now[-1] if _now else None


@contextmanager
def drawing(figure: Figure) -> Iterator[None]:
    """Widgets that are painted inside draw everything straight."""
    _now.append(figure)
    try:
        yield
    finally:
        _now.pop()
