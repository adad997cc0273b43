"""A curve or two over a logarithmic axis that several charts share, each named at its end."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from elmo_explorer.translation import tr
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.line_chart import apart
from elmo_explorer.ui.widgets.pill import draw_pill, pill_text
from elmo_explorer.ui.widgets.runs import Run, draw_line

_ABOVE = 20
"""Pixels for the chart's name."""
_FEWEST_NODES = 24
"""A curve with fewer points than this shows them."""


@dataclass(frozen=True, eq=False)
class Curve:
    """Values over places on the horizontal axis, in rising order."""

    name: str
    x: NDArray[np.floating]
    y: NDArray[np.floating]
    role: str = "text1"
    text_role: str = "text1"
    dash: tuple[float, ...] = ()


class CurveChart(QWidget):
    """Curves from left to right; the pointer reads them, in every chart that shares the axis."""

    hovered = Signal(float)
    """The place under the pointer on the horizontal axis; NaN when it leaves."""

    def __init__(
        self, title: str, unit: str, digits: int, log: bool = False, parent: QWidget | None = None
    ) -> None:
        """An empty chart.

        Args:
            title: what is drawn.
            unit: of what, quietly beside it.
            digits: after the point, in values.
            log: whether the vertical axis is logarithmic too.
            parent: Qt's.
        """
        super().__init__(parent)
        self.title, self.unit = title, unit
        self.curves: tuple[Curve, ...] = ()
        self.empty = ""
        """What is said while there is no curve."""
        self.shows_axis = True
        """Whether the places are written below."""
        self._digits = digits
        self._log = log
        self._x_range = (1.0, 10.0)
        self._at = math.nan
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)

    def set_curves(self, curves: Sequence[Curve], x_range: tuple[float, float]) -> None:
        """Show these; ``x_range`` are the axis's ends, above 0."""
        self.curves = tuple(curve for curve in curves if len(curve.x))
        self._x_range = (x_range[0], max(x_range[1], x_range[0] * 1.01))
        ends = ", ".join(f"{curve.name} {self.text(float(curve.y[-1]))}" for curve in self.curves)
        self.setAccessibleName(f"{self.title}: {ends}" if ends else f"{self.title}: {self.empty}")
        self.update()

    def set_at(self, x: float) -> None:
        """Read the curves at this place; NaN reads nothing."""
        if x != self._at and not (math.isnan(x) and math.isnan(self._at)):
            self._at = x
            self.update()

    def text(self, value: float) -> str:
        """A value with this chart's digits."""
        return f"{value:,.{self._digits}f}" if math.isfinite(value) else "–"

    def sizeHint(self) -> QSize:
        """Half of a column of the lower panel."""
        return QSize(300, 110)

    def minimumSizeHint(self) -> QSize:
        """Still to be read."""
        return QSize(150, theme.px(62))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say which place is under the pointer."""
        box = self._box()
        if not self.curves or not box.adjusted(-8, -8, 8, 16).contains(event.position()):
            self.hovered.emit(math.nan)
            return
        share = min(max((event.position().x() - box.left()) / max(box.width(), 1.0), 0.0), 1.0)
        low, high = self._x_range
        self.hovered.emit(low * (high / low) ** share)

    def leaveEvent(self, event: QEvent) -> None:
        """No place."""
        self.hovered.emit(math.nan)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Name, axes, curves, their ends, and what the pointer reads."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        name = [
            Run(self.title, theme.font(11, 600), theme.color("text2")),
            Run("  " + self.unit, theme.font(11), theme.color("text3")),
        ]
        draw_line(painter, name, QRectF(0, 0, self.width(), theme.px(16)))
        box = self._box()
        low, high = self._y_range()
        self._paint_axes(painter, box, low, high)
        if not self.curves:
            painter.setFont(theme.font(11))
            painter.setPen(theme.color("text3"))
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), self.empty)
            return
        for curve in reversed(self.curves):
            self._paint_curve(painter, box, curve, low, high)
        self._paint_ends(painter, box, low, high)
        if math.isfinite(self._at):
            self._paint_reading(painter, box, low, high)

    def _box(self) -> QRectF:
        bold, small = QFontMetricsF(theme.font(12, 600, tabular=True)), QFontMetricsF(theme.font(11))
        right = max(bold.horizontalAdvance("8,888"), small.horizontalAdvance(tr("backward"))) + theme.px(12)
        left = theme.px(34)
        below = theme.px(18) if self.shows_axis else theme.px(4)
        above = theme.px(_ABOVE)
        return QRectF(
            left, above, max(self.width() - left - right, 10), max(self.height() - above - below, 10)
        )

    def _y_range(self) -> tuple[float, float]:
        if not self.curves:
            return (1.0, 10.0) if self._log else (0.0, 1.0)
        values = np.concatenate([np.asarray(curve.y, np.float64) for curve in self.curves])
        low, high = float(values.min()), float(values.max())
        if self._log:
            low, high = max(low, 1e-9) / 1.12, max(high, 1e-9) * 1.12
            return low, max(high, low * 1.6)
        room = max(0.06 * (high - low), 0.02)
        return low - room, max(high + room, low + 0.2)

    def _x(self, box: QRectF, x: float) -> float:
        low, high = self._x_range
        return box.left() + math.log(max(x, low) / low) / math.log(high / low) * box.width()

    def _y(self, box: QRectF, y: float, low: float, high: float) -> float:
        linear = (y - low) / (high - low)
        share = math.log(max(y, 1e-9) / low) / math.log(high / low) if self._log else linear
        return box.bottom() - share * box.height()

    def _paint_axes(self, painter: QPainter, box: QRectF, low: float, high: float) -> None:
        font = theme.font(11, tabular=True)
        line = QFontMetricsF(font).height()
        painter.setFont(font)
        most = max(2, int(box.height() / (1.7 * line)))
        for value in log_ticks(low, high, most) if self._log else linear_ticks(low, high, most):
            y = round(self._y(box, value, low, high)) + 0.5
            painter.setPen(QPen(theme.color("grid"), 1))
            painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
            if self.curves:
                painter.setPen(theme.color("text2"))
                place = QRectF(0, y - line / 2, box.left() - theme.px(7), line)
                painter.drawText(
                    place, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), short(value)
                )
        painter.setPen(QPen(theme.color("border"), 1))
        y = round(box.bottom()) + 0.5
        painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
        if not self.curves:
            return
        metrics = QFontMetricsF(font)
        until = -math.inf
        for value in log_ticks(*self._x_range, max(2, int(box.width() / theme.px(40)))):
            x = self._x(box, value)
            painter.setPen(QPen(theme.color("grid"), 1))
            painter.drawLine(QPointF(round(x) + 0.5, box.top()), QPointF(round(x) + 0.5, box.bottom()))
            half = metrics.horizontalAdvance(short(value)) / 2
            if self.shows_axis and x - half > until + 6 and x + half < self.width():
                until = x + half
                painter.setPen(theme.color("text2"))
                place = QRectF(x - 40, box.bottom() + theme.px(3), 80, line)
                painter.drawText(place, Qt.AlignmentFlag.AlignHCenter, short(value))

    def _paint_curve(self, painter: QPainter, box: QRectF, curve: Curve, low: float, high: float) -> None:
        points = self._points(box, curve, low, high)
        pen = QPen(theme.color(curve.role), 1.75)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        if curve.dash:
            pen.setDashPattern(list(curve.dash))
        path = QPainterPath(points[0])
        for point in points[1:]:
            path.lineTo(point)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen)
        painter.drawPath(path)
        if len(points) <= _FEWEST_NODES:
            painter.setPen(QPen(theme.color(curve.role), 1.75))
            painter.setBrush(theme.color("surface"))
            for point in points:
                painter.drawEllipse(point, 2.5, 2.5)

    def _points(self, box: QRectF, curve: Curve, low: float, high: float) -> list[QPointF]:
        """At most one point a pixel: the mean of those that fall on it."""
        x = self._xs(box, curve)
        y = np.asarray(curve.y, np.float64)
        _, first, count = np.unique(np.round(x), return_index=True, return_counts=True)
        mean_x = np.add.reduceat(x, first) / count
        mean_y = np.add.reduceat(y, first) / count
        return [
            QPointF(float(a), self._y(box, float(b), low, high)) for a, b in zip(mean_x, mean_y, strict=True)
        ]

    def _xs(self, box: QRectF, curve: Curve) -> NDArray[np.float64]:
        low, high = self._x_range
        shares = np.log(np.maximum(np.asarray(curve.x, np.float64), low) / low) / math.log(high / low)
        result: NDArray[np.float64] = box.left() + shares * box.width()
        return result

    def _paint_ends(self, painter: QPainter, box: QRectF, low: float, high: float) -> None:
        large, small = theme.font(12, 600, tabular=True), theme.font(11)
        named = len(self.curves) > 1
        first = QFontMetricsF(large).height() - 1
        height = first + (QFontMetricsF(small).height() - 2 if named else 0)
        ends = [float(curve.y[-1]) for curve in self.curves]
        wanted = [self._y(box, end, low, high) - first * 0.6 for end in ends]
        tops = apart(wanted, height, box.top() - theme.px(8), box.bottom() + theme.px(12))
        left = box.right() + theme.px(8)
        for curve, end, top in zip(self.curves, ends, tops, strict=True):
            painter.setPen(theme.color(curve.text_role))
            painter.setFont(large)
            place = QRectF(left, top, self.width() - left, first)
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft, self.text(end))
            if named:
                painter.setFont(small)
                painter.drawText(place.translated(0, first - 2), Qt.AlignmentFlag.AlignLeft, curve.name)

    def _paint_reading(self, painter: QPainter, box: QRectF, low: float, high: float) -> None:
        nearest = [
            int(np.abs(np.log(np.maximum(c.x, 1.0)) - math.log(self._at)).argmin()) for c in self.curves
        ]
        at = float(self.curves[0].x[nearest[0]])
        x = self._x(box, at)
        painter.setPen(QPen(theme.color("text3"), 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))
        plain, bold, colour = theme.font(11), theme.font(11, 700, tabular=True), pill_text()
        runs = [Run(tr("{at} tokens", at=short(at)), plain, colour)]
        for curve, index in zip(self.curves, nearest, strict=True):
            value = float(curve.y[index])
            painter.setPen(QPen(theme.color("surface"), 1.5))
            painter.setBrush(theme.color(curve.role))
            painter.drawEllipse(
                QPointF(self._x(box, float(curve.x[index])), self._y(box, value, low, high)), 4, 4
            )
            runs += [Run(f"  ·  {curve.name} ", plain, colour), Run(self.text(value), bold, colour)]
        draw_pill(painter, runs, QPointF(x, theme.px(9)), QRectF(self.rect()))


def short(value: float) -> str:
    """A number in few characters: 950, 12k, 1.5M."""
    for size, sign in ((1e9, "B"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= 0.9995 * size:
            return f"{value / size:.3g}{sign}"
    return f"{value:.3g}"


def log_ticks(low: float, high: float, at_most: int) -> list[float]:
    """Round values from ``low`` to ``high``, by powers of ten where they suffice, else by 1, 2, 5."""
    decades = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    chosen: list[float] = []
    for digits in ((1,), (1, 3), (1, 2, 5), (1, 1.5, 2, 3, 5, 7)):
        inside = [d * 10.0**k for k in decades for d in digits if low <= d * 10.0**k <= high]
        if len(inside) > at_most and chosen:
            break
        chosen = inside
    step = max(1, math.ceil(len(chosen) / max(1, at_most)))
    return chosen[::step]


def linear_ticks(low: float, high: float, at_most: int) -> list[float]:
    """Round values from ``low`` to ``high``, so many at most, two if possible."""
    span = max(high - low, 1e-9)
    size = 10.0 ** math.floor(math.log10(span / max(1, at_most)))
    for factor in (1, 2, 5, 10, 20):
        step = factor * size
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        if last - first + 1 <= at_most:
            return [round(k * step, 10) for k in range(first, last + 1)]
    return []
