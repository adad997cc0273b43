"""A small curve with a handle: choose one of a row of moments."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from elmo_explorer.translation import tr
from elmo_explorer.ui.theme import theme

_HEIGHT = 40
_PAGE = 5


class Scrubber(QWidget):
    """One tick a moment, evenly spaced, and above them a quantity's course from its lowest value to its highest.

    Keys: arrows go one moment on or back, Page Up and Page Down five, Home and End to the ends.
    """

    accessible_role = QAccessible.Role.Slider

    chosen = Signal(int)
    """The user went to this moment."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place = -1
        """The moment in view; -1 without any."""
        self._values: NDArray[np.float64] = np.zeros(0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Step of training"))
        self._restyle()
        theme.changed.connect(self._restyle)

    def set_course(self, values: NDArray[np.floating]) -> None:
        """The quantity at every moment, (n,); NaN leaves a gap."""
        self._values = np.asarray(values, np.float64)
        self.place = min(self.place, len(self._values) - 1)
        self.update()

    def set_place(self, place: int, name: str = "") -> None:
        """Go to a moment, without a signal; ``name`` says it to a screen reader."""
        self.place = min(max(place, -1), len(self._values) - 1)
        self.setAccessibleName(tr("Step of training: {name}", name=name) if name else tr("Step of training"))
        self.update()

    def x_of(self, place: int) -> float:
        """Where a moment is drawn."""
        n = len(self._values)
        left, right = self._left(), self.width() - self._left()
        return (left + right) / 2 if n < 2 else left + (right - left) * place / (n - 1)

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(240, theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Still to be hit."""
        return QSize(90, theme.px(_HEIGHT))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The handle jumps to the pointer."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._go_to(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """And follows it."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._go_to(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """One notch is one moment."""
        self._choose(self.place - int(math.copysign(1, event.angleDelta().y())))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Page Up and Down, Home, End."""
        target = {
            Qt.Key.Key_Left: self.place - 1,
            Qt.Key.Key_Down: self.place - 1,
            Qt.Key.Key_Right: self.place + 1,
            Qt.Key.Key_Up: self.place + 1,
            Qt.Key.Key_PageUp: self.place + _PAGE,
            Qt.Key.Key_PageDown: self.place - _PAGE,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(self._values) - 1,
        }.get(Qt.Key(event.key()))
        if target is None:
            super().keyPressEvent(event)
        else:
            self._choose(target)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Course, ticks, handle, focus ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        n = len(self._values)
        base = self._base()
        painter.setPen(QPen(theme.color("control_border"), 1))
        painter.drawLine(QPointF(self._left(), base), QPointF(self.width() - self._left(), base))
        if not n:
            return
        self._paint_course(painter)
        every = max(1, math.ceil(n * 5 / max(1, self.width())))
        for k in range(0, n, every):
            x = self.x_of(k)
            painter.setPen(QPen(theme.color("text3" if k <= self.place else "control_border"), 1))
            painter.drawLine(QPointF(x, base - 2.5), QPointF(x, base + 2.5))
        if self.place < 0:
            return
        x = self.x_of(self.place)
        painter.setPen(QPen(theme.color("accent"), 1.5))
        painter.drawLine(QPointF(x, 2), QPointF(x, base))
        radius = theme.px(6)
        painter.setPen(QPen(theme.color("accent"), 2))
        painter.setBrush(theme.color("accent_soft" if self.underMouse() else "surface"))
        painter.drawEllipse(QPointF(x, base), radius, radius)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(x, base), radius + 3.5, radius + 3.5)

    def _paint_course(self, painter: QPainter) -> None:
        finite = np.flatnonzero(np.isfinite(self._values))
        if not len(finite):
            return
        low = min(0.0, float(self._values[finite].min()))
        high = max(float(self._values[finite].max()), low + 0.1)
        base, top = self._base() - theme.px(8), 4.0
        points = [
            QPointF(self.x_of(int(k)), base - (self._values[k] - low) / (high - low) * (base - top))
            for k in finite
        ]
        path = QPainterPath(points[0])
        for point in points[1:]:
            path.lineTo(point)
        area = QPainterPath(path)
        area.lineTo(points[-1].x(), base)
        area.lineTo(points[0].x(), base)
        area.closeSubpath()
        fill = theme.color("accent")
        fill.setAlphaF(0.16 if theme.dark else 0.11)
        painter.fillPath(area, fill)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("accent"), 1.5))
        painter.drawPath(path)

    def _left(self) -> float:
        return float(theme.px(10))

    def _base(self) -> float:
        return self.height() - theme.px(9) - 0.5

    def _go_to(self, event: QMouseEvent) -> None:
        n = len(self._values)
        width = max(1.0, self.width() - 2 * self._left())
        self._choose(round((event.position().x() - self._left()) / width * (n - 1)))

    def _choose(self, place: int) -> None:
        place = min(max(place, 0), len(self._values) - 1)
        if place >= 0 and place != self.place:
            self.place = place
            self.update()
            self.chosen.emit(place)

    def _restyle(self) -> None:
        self.setFixedHeight(theme.px(_HEIGHT))
        self.update()
