"""What lies over a talk: nothing, a blank screen, or the dark round a spotlight."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QWidget

from elmo_explorer.ui.theme import theme

Cover = Literal["", "black", "white", "spotlight"]
_DARKNESS = 0.78


class Veil(QWidget):
    """Lets the mouse through; hidden while it covers nothing."""

    def __init__(self, lit: Callable[[], tuple[QRectF, QPointF | None, float]], parent: QWidget) -> None:
        """``lit``: what a spotlight leaves bright: a rectangle, and a circle if there is one."""
        super().__init__(parent)
        self._lit = lit
        self.cover: Cover = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def set_cover(self, cover: Cover) -> None:
        """Cover with something else."""
        self.cover = cover
        self.setVisible(bool(cover))
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The cover."""
        painter = QPainter(self)
        if self.cover in ("black", "white"):
            painter.fillRect(self.rect(), QColor(self.cover))
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        band, at, radius = self._lit()
        dark = QPainterPath()
        dark.addRect(QRectF(self.rect()))
        light = QPainterPath()
        light.addRect(band)
        if at is not None:
            light.addEllipse(at, radius, radius)
        shade = theme.color("canvas") if not theme.dark else QColor("black")
        shade.setAlphaF(_DARKNESS)
        painter.fillPath(dark.subtracted(light), shade)
