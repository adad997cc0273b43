"""A widget's picture, kept while it looks the same: what moves below or beside it costs it no drawing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from elmo_explorer.ui.figure_mode import figure_now
from elmo_explorer.ui.theme import theme


class KeptPicture:
    """Belongs to one widget, whose ``paintEvent`` calls ``show``."""

    def __init__(self) -> None:
        self._pixmap = QPixmap()
        self._look: object = None

    def show(self, widget: QWidget, look: object, draw: Callable[[QPainter], None]) -> None:
        """Paint the widget, from memory where it can be.

        Args:
            widget: is being painted.
            look: all that its picture depends on besides its size, whether it is enabled, and the theme.
            draw: draws it with an open, smoothing painter.
        """
        if figure_now() is not None:
            straight = QPainter(widget)
            straight.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw(straight)
            straight.end()
            return
        ratio = widget.devicePixelRatioF()
        looks = theme.dark, theme.zoom, theme.high_contrast
        look = (look, widget.size(), ratio, widget.isEnabled(), looks)
        if look != self._look:
            size = widget.size()
            self._pixmap = QPixmap(QSize(round(size.width() * ratio), round(size.height() * ratio)))
            self._pixmap.setDevicePixelRatio(ratio)
            self._pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(self._pixmap)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            draw(painter)
            painter.end()
            self._look = look
        painter = QPainter(widget)
        painter.drawPixmap(0, 0, self._pixmap)
        painter.end()
