"""Four empty markers, strewn: nothing is here yet."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from elmo_explorer.ui.theme import theme


class StrewnMarkers(QWidget):
    """The markers of the first four groups in outline."""

    def __init__(self, size: QSize, centres: tuple[tuple[int, int], ...], side: int) -> None:
        """Lay them out.

        Args:
            size: of the widget.
            centres: of the markers, in its pixels.
            side: of one marker.
        """
        super().__init__()
        self._size, self._centres, self._side = size, centres, side

    def sizeHint(self) -> QSize:
        """As it was told."""
        return self._size

    def paintEvent(self, event: QPaintEvent) -> None:
        """The outlines."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = QPen(theme.color("control_border"), 1.5)
        pen.setCosmetic(True)
        painter.setPen(pen)
        for k, (x, y) in enumerate(self._centres):
            painter.save()
            painter.translate(QPointF(x, y))
            painter.scale(self._side, self._side)
            painter.drawPath(theme.marker_path(theme.category(k).shape))
            painter.restore()


def large_markers() -> StrewnMarkers:
    """For the middle of the window."""
    return StrewnMarkers(QSize(142, 60), ((12, 40), (50, 14), (90, 44), (126, 20)), 18)


def small_markers() -> StrewnMarkers:
    """For a tab."""
    return StrewnMarkers(QSize(122, 44), ((10, 28), (44, 11), (78, 30), (110, 13)), 15)
