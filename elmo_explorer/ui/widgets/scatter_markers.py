"""The large points: one cached pixmap per category and size."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QTransform

from elmo_explorer.ui.theme import theme

MARKER_SIZE = 13.0
"""Pixels at a zoom of 1."""
_RIM = 1.5


class Markers:
    """Draws markers of the theme's categories; forget() after the theme has changed."""

    def __init__(self) -> None:
        self._pixmaps: dict[tuple[int, int, int], QPixmap] = {}

    def forget(self) -> None:
        """Drop the cached pictures."""
        self._pixmaps.clear()

    def draw(self, painter: QPainter, category: int, at: QPointF, size: float, ratio: float = 1.0) -> None:
        """One marker with a rim in the canvas's colour, centred on ``at``."""
        pixmap = self._pixmap(category, size, ratio)
        half = pixmap.width() / ratio / 2.0
        painter.drawPixmap(QPointF(at.x() - half, at.y() - half), pixmap)

    def _pixmap(self, category: int, size: float, ratio: float) -> QPixmap:
        key = (category, round(size * 16), round(ratio * 16))
        if key not in self._pixmaps:
            side = round((size * 1.3 + 2 * _RIM + 2) * ratio)
            pixmap = QPixmap(side, side)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(side / 2, side / 2)
            painter.scale(ratio, ratio)
            draw_marker(painter, category, QPointF(), size, rim=theme.color("canvas"))
            painter.end()
            pixmap.setDevicePixelRatio(ratio)
            self._pixmaps[key] = pixmap
        return self._pixmaps[key]


def draw_marker(
    painter: QPainter, category: int, at: QPointF, size: float, rim: QColor | None = None
) -> None:
    """One marker of a category, drawn straight; a negative category is the grey of the rest."""
    look = theme.category(category)
    path: QPainterPath = QTransform.fromScale(size, size).map(theme.marker_path(look.shape))
    path.translate(at)
    if rim is not None:
        painter.strokePath(path, QPen(rim, 2 * _RIM, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.fillPath(path, look.mark)
