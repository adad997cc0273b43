"""The large points: one cached pixmap per category and size."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QTransform

from elmo_explorer.ui.figure_mode import figure_now
from elmo_explorer.ui.theme import theme

MARKER_SIZE = 13.0
"""Pixels at a zoom of 1."""
_RIM = 1.5
_OUTLINE = 1.6


class Markers:
    """Draws markers of the theme's categories; forget() after the theme has changed."""

    def __init__(self) -> None:
        self._pixmaps: dict[tuple[int, int, int, bool], tuple[QPixmap, float]] = {}

    def forget(self) -> None:
        """Drop the cached pictures."""
        self._pixmaps.clear()

    def draw(
        self,
        painter: QPainter,
        category: int,
        at: QPointF,
        size: float,
        ratio: float = 1.0,
        hollow: bool = False,
    ) -> None:
        """One marker with a rim in the canvas's colour, centred on ``at``; hollow where it is not to be trusted."""
        if figure_now() is not None:
            draw_marker(painter, category, at, size, rim=theme.color("canvas"), hollow=hollow)
            return
        key = (category, round(size * 16), round(ratio * 16), hollow)
        if key not in self._pixmaps:
            pixmap = _drawn(category, size, ratio, hollow)
            self._pixmaps[key] = pixmap, pixmap.width() / ratio / 2.0
        pixmap, half = self._pixmaps[key]
        painter.drawPixmap(QPointF(at.x() - half, at.y() - half), pixmap)


def _drawn(category: int, size: float, ratio: float, hollow: bool) -> QPixmap:
    side = round((size * 1.3 + 2 * _RIM + 2) * ratio)
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(side / 2, side / 2)
    painter.scale(ratio, ratio)
    draw_marker(painter, category, QPointF(), size, rim=theme.color("canvas"), hollow=hollow)
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def draw_marker(
    painter: QPainter,
    category: int,
    at: QPointF,
    size: float,
    rim: QColor | None = None,
    hollow: bool = False,
) -> None:
    """One marker of a category, drawn straight; a negative category is the grey of the rest."""
    look = theme.category(category)
    inset = _OUTLINE if hollow else 0.0
    path: QPainterPath = QTransform.fromScale(size - inset, size - inset).map(theme.marker_path(look.shape))
    path.translate(at)
    if rim is not None:
        pen = QPen(rim, 2 * _RIM + inset, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        painter.strokePath(path, pen)
    if not hollow:
        painter.fillPath(path, look.mark)
        return
    fill, edge = theme.color("canvas"), QColor(look.mark)
    fill.setAlphaF(0.75)
    edge.setAlphaF(0.85)
    painter.fillPath(path, fill)
    painter.strokePath(path, QPen(edge, _OUTLINE))
