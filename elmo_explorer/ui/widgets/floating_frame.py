"""A raised frame that floats over a picture, and the shadow that the picture paints under it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QFrame, QWidget

from elmo_explorer.ui.theme import theme

_BLUR = 22
_DROP = 8
_shadows: dict[tuple[int, int, int, bool], QPixmap] = {}


class FloatingFrame(QFrame):
    """Raised surface with a border and round corners; its children are laid out as in any frame."""

    def __init__(self, parent: QWidget | None = None, radius: int = 9) -> None:
        super().__init__(parent)
        self.radius = radius
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Surface and border."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw_frame(painter)

    def draw_frame(self, painter: QPainter) -> None:
        """Surface and border, with a painter that is open."""
        painter.setBrush(theme.color("raised"))
        painter.setPen(QPen(theme.color("border"), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), self.radius, self.radius)


def draw_shadow(painter: QPainter, frame: FloatingFrame) -> None:
    """The shadow of a floating frame, in the coordinates of its parent."""
    margin = _BLUR
    at = QPointF(frame.x() - margin, frame.y() - margin + _DROP / 2)
    painter.drawPixmap(at, _shadow(frame.width(), frame.height(), frame.radius))


def _shadow(width: int, height: int, radius: int) -> QPixmap:
    key = (width, height, radius, theme.dark)
    if key not in _shadows:
        if len(_shadows) > 60:
            _shadows.clear()
        _shadows[key] = _draw_shadow(width, height, radius)
    return _shadows[key]


def _draw_shadow(width: int, height: int, radius: int) -> QPixmap:
    """A black rounded rectangle, blurred by three box filters."""
    image = QImage(width + 2 * _BLUR, height + 2 * _BLUR, QImage.Format.Format_Alpha8)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(Qt.GlobalColor.black)
    painter.drawRoundedRect(QRectF(_BLUR, _BLUR, width, height), radius, radius)
    painter.end()
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    alpha = rows[:, : image.width()].astype(np.float32)
    for _ in range(3):
        for axis in (0, 1):
            alpha = _box(alpha, 7, axis)
    argb = np.zeros((*alpha.shape, 4), np.uint8)
    argb[..., 3] = np.clip(alpha * (0.62 if theme.dark else 0.17), 0, 255)
    result = QImage(argb.data, argb.shape[1], argb.shape[0], argb.shape[1] * 4, QImage.Format.Format_ARGB32)
    return QPixmap.fromImage(result)


def _box(values: NDArray[np.float32], reach: int, axis: int) -> NDArray[np.float32]:
    """The mean over ``2 * reach + 1`` neighbours along one axis; zero outside."""
    pad = [(0, 0), (0, 0)]
    pad[axis] = (reach + 1, reach)
    sums = np.cumsum(np.pad(values, pad), axis=axis)
    size = values.shape[axis]
    upper = np.take(sums, np.arange(2 * reach + 1, 2 * reach + 1 + size), axis=axis)
    lower = np.take(sums, np.arange(size), axis=axis)
    mean: NDArray[np.float32] = ((upper - lower) / (2 * reach + 1)).astype(np.float32)
    return mean
