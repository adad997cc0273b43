"""A few lines over a few numbered places, each named at its end."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.heat_map import figure, ticks
from elmo_explorer.ui.widgets.pill import draw_pill, pill_text
from elmo_explorer.ui.widgets.runs import Run

_ABOVE = 9


@dataclass(frozen=True, eq=False)
class Line:
    """One line of the chart; NaN values break it."""

    name: str
    values: NDArray[np.floating]
    role: str = "text2"
    """The theme's colour of the line."""
    text_role: str = "text2"
    dash: tuple[float, ...] = ()
    nodes: bool = True
    """Whether the values are marked by circles."""


class LineChart(QWidget):
    """Lines from left to right, the area between the first two named as their gap."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[Line, ...] = ()
        self.places: tuple[tuple[str, str], ...] = ()
        self.gap_name = ""
        self.note = ""
        self._marked: int | None = None
        self._hovered = -1
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)

    def set_lines(
        self,
        lines: Sequence[Line],
        places: Sequence[tuple[str, str]],
        gap_name: str = "",
        note: str = "",
        marked: int | None = None,
    ) -> None:
        """Show other lines; those without any finite value are left out.

        Args:
            lines: each with a value for every place.
            places: number and name of each place on the horizontal axis.
            gap_name: names the area between the first two lines; "" leaves it white.
            note: a sentence about what is missing, shown at the foot.
            marked: the place that stands out.
        """
        self.lines = tuple(line for line in lines if np.isfinite(line.values).any())
        self.places = tuple(places)
        self.gap_name = gap_name if len(self.lines) == len(lines) and len(lines) > 1 else ""
        self.note = note
        self._marked = marked
        ends = ", ".join(f"{line.name} {figure(_last(line.values)[1])}" for line in self.lines)
        self.setAccessibleName(f"{ends}. {note}".strip())
        self.update()

    def sizeHint(self) -> QSize:
        """Room for three layers and their labels."""
        return QSize(290, 200)

    def minimumSizeHint(self) -> QSize:
        """Still to be read."""
        return QSize(180, 90)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read the values at the nearest place."""
        box = self._box()
        inside = bool(self.lines) and box.adjusted(-10, -10, 10, 20).contains(event.position())
        nearest = -1
        if inside:
            nearest = min(range(len(self.places)), key=lambda k: abs(self._x(box, k) - event.position().x()))
        if nearest != self._hovered:
            self._hovered = nearest
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """No place."""
        self._hovered = -1
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Axes, area, lines, their names, and the pill of the place under the pointer."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.note:
            self._paint_note(painter)
        if not self.lines or not self.places:
            return
        box = self._box()
        low, high = self._range()
        self._paint_axes(painter, box, low, high)
        if self.gap_name:
            self._paint_area(painter, box, low, high)
        for line in reversed(self.lines):
            self._paint_line(painter, box, line, low, high)
        tops = self._paint_names(painter, box, low, high)
        if self.gap_name:
            self._paint_gap_name(painter, box, low, high, tops)
        if 0 <= self._hovered < len(self.places):
            self._paint_pill(painter, box, low, high)

    def _box(self) -> QRectF:
        small, bold = QFontMetricsF(theme.font(11)), QFontMetricsF(theme.font(13, 600, tabular=True))
        names = max((small.horizontalAdvance(line.name) for line in self.lines), default=60.0)
        right = max(names, bold.horizontalAdvance("−0.00")) + theme.px(15)
        left = theme.px(30)
        below = theme.px(33)
        if self.note:
            below += round(self._note_height()) + theme.px(4)
        return QRectF(left, _ABOVE, self.width() - left - right, self.height() - _ABOVE - below)

    def _range(self) -> tuple[float, float]:
        values = np.concatenate([np.asarray(line.values, np.float64) for line in self.lines])
        values = values[np.isfinite(values)]
        low = math.floor(float(values.min()) * 5 + 1e-6) / 5
        high = math.ceil(float(values.max()) * 5 - 1e-6) / 5
        return (low, high) if high - low > 0.3 else (min(low, high - 0.4), high)

    def _x(self, box: QRectF, place: int) -> float:
        n = len(self.places)
        return box.center().x() if n == 1 else box.left() + 6 + (box.width() - 6) * place / (n - 1)

    @staticmethod
    def _y(box: QRectF, value: float, low: float, high: float) -> float:
        return box.bottom() - (value - low) / (high - low) * box.height()

    def _paint_axes(self, painter: QPainter, box: QRectF, low: float, high: float) -> None:
        font = theme.font(11, tabular=True)
        line = QFontMetricsF(font).height()
        painter.setFont(font)
        for value in ticks(low, high, max(2, int(box.height() / (1.6 * line)))):
            y = self._y(box, value, low, high)
            painter.setPen(QPen(theme.color("border" if value == low else "grid"), 1))
            painter.drawLine(QPointF(box.left(), round(y) + 0.5), QPointF(box.right(), round(y) + 0.5))
            painter.setPen(theme.color("text2"))
            place = QRectF(0, y - line / 2, box.left() - theme.px(7), line)
            text = f"{value:.1f}".replace("-", "−")
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        self._paint_places(painter, box, line)

    def _paint_places(self, painter: QPainter, box: QRectF, line: float) -> None:
        small = QFontMetricsF(theme.font(11))
        n = len(self.places)
        room = box.width() / max(1, n - 1)
        step = max(1, math.ceil(theme.px(16) / max(room, 1.0)))
        named_until = -math.inf
        for k, (number, name) in enumerate(self.places):
            x = self._x(box, k)
            shown = k % step == 0 or k == self._marked
            if not shown:
                continue
            marked = k == self._marked
            top = box.bottom() + theme.px(5)
            painter.setFont(theme.font(11, 600, tabular=True))
            painter.setPen(theme.color("accent_text" if marked else "text1"))
            painter.drawText(QRectF(x - 40, top, 80, line), Qt.AlignmentFlag.AlignHCenter, number)
            half = small.horizontalAdvance(name) / 2
            if x - half < named_until + 5:
                continue
            named_until = x + half
            painter.setFont(theme.font(11))
            painter.setPen(theme.color("accent_text" if marked else "text2"))
            painter.drawText(QRectF(x - 60, top + line - 1, 120, line), Qt.AlignmentFlag.AlignHCenter, name)

    def _points(self, box: QRectF, line: Line, low: float, high: float) -> list[QPointF]:
        return [
            QPointF(self._x(box, k), self._y(box, float(value), low, high))
            for k, value in enumerate(line.values)
            if math.isfinite(value)
        ]

    def _paint_area(self, painter: QPainter, box: QRectF, low: float, high: float) -> None:
        upper, lower = (self._points(box, line, low, high) for line in self.lines[:2])
        fill = theme.color("accent")
        fill.setAlphaF(0.16 if theme.dark else 0.11)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawPolygon(QPolygonF([*upper, *reversed(lower)]))

    def _paint_line(self, painter: QPainter, box: QRectF, line: Line, low: float, high: float) -> None:
        points = self._points(box, line, low, high)
        path = QPainterPath(points[0])
        for point in points[1:]:
            path.lineTo(point)
        pen = QPen(theme.color(line.role), 2 if line.nodes else 1.5)
        if line.dash:
            pen.setDashPattern(list(line.dash))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen)
        painter.drawPath(path)
        if line.nodes:
            painter.setPen(QPen(theme.color(line.role), 2))
            painter.setBrush(theme.color("surface"))
            for point in points:
                painter.drawEllipse(point, 4, 4)

    def _paint_gap_name(
        self, painter: QPainter, box: QRectF, low: float, high: float, tops: list[float]
    ) -> None:
        """The gap at the last place: inside the area where it is wide, else between the lines' names."""
        upper, lower = (np.asarray(line.values, np.float64) for line in self.lines[:2])
        gap = upper - lower
        if len(gap) < 2 or not np.isfinite(gap[-2:]).all():
            return
        font = theme.font(11, tabular=True)
        metrics = QFontMetricsF(font)
        text = f"{self.gap_name} {figure(float(gap[-1]))}"
        width, line = metrics.horizontalAdvance(text) + 2, metrics.height()
        share = 0.62
        before, last = self._x(box, len(gap) - 2), self._x(box, len(gap) - 1)
        values = upper[-2:] + (lower[-2:] - upper[-2:]) / 2
        middle = self._y(box, float(values[0] + (values[1] - values[0]) * share), low, high)
        thickness = abs(float(gap[-2] + (gap[-1] - gap[-2]) * share)) / (high - low) * box.height()
        painter.setFont(font)
        painter.setPen(theme.color("accent_text"))
        if thickness > line * 1.5 and width < 0.75 * (last - before):
            left = min(before + share * (last - before) - width / 2, last - width - 6)
            place = QRectF(left, middle - line / 2, width, line)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)
            return
        above = tops[0] + self._name_height()
        if tops[1] - above > 0.8 * line:
            place = QRectF(box.right() + theme.px(10), above, width, tops[1] - above)
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    @staticmethod
    def _name_height() -> float:
        return (
            QFontMetricsF(theme.font(13, 600, tabular=True)).height()
            + QFontMetricsF(theme.font(11)).height()
            - 1
        )

    def _paint_names(self, painter: QPainter, box: QRectF, low: float, high: float) -> list[float]:
        """Value and name at each line's end, moved apart where they would meet; returns their tops."""
        large, small = theme.font(13, 600, tabular=True), theme.font(11)
        first, height = QFontMetricsF(large).height() - 1, self._name_height()
        wanted = [self._y(box, _last(line.values)[1], low, high) - first * 0.62 for line in self.lines]
        tops = apart(wanted, height, 0.0, box.bottom() + theme.px(16))
        left = box.right() + theme.px(10)
        for line, top in zip(self.lines, tops, strict=True):
            painter.setPen(theme.color(line.text_role))
            painter.setFont(large)
            place = QRectF(left, top, self.width() - left, first)
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft, figure(_last(line.values)[1]))
            painter.setFont(small)
            painter.drawText(place.translated(0, first - 1), Qt.AlignmentFlag.AlignLeft, line.name)
        return tops

    def _paint_pill(self, painter: QPainter, box: QRectF, low: float, high: float) -> None:
        k = self._hovered
        x = self._x(box, k)
        painter.setPen(QPen(theme.color("text3"), 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))
        colour = pill_text()
        plain, bold = theme.font(11), theme.font(11, 700, tabular=True)
        runs: list[Run] = []
        for line in self.lines:
            runs += [Run(f"{'  ·  ' if runs else ''}{line.name.split(' ')[0]} ", plain, colour)]
            runs += [Run(figure(float(line.values[k])), bold, colour)]
        draw_pill(painter, runs, QPointF(x, box.top() + theme.px(11)), QRectF(self.rect()))

    def _note_height(self) -> float:
        room = QRectF(0, 0, max(40, self.width()), 400)
        return (
            QFontMetricsF(theme.font(11))
            .boundingRect(room, int(Qt.TextFlag.TextWordWrap), self.note)
            .height()
        )

    def _paint_note(self, painter: QPainter) -> None:
        height = self._note_height()
        painter.setFont(theme.font(11))
        painter.setPen(theme.color("text2"))
        place = QRectF(0, self.height() - height, self.width(), height)
        painter.drawText(place, int(Qt.TextFlag.TextWordWrap), self.note)


def apart(wanted: Sequence[float], height: float, top: float, bottom: float) -> list[float]:
    """Places as near as possible to the ``wanted`` ones, ``height`` apart, inside ``top`` and ``bottom``.

    Where they cannot all fit, they start at ``top`` and run over the end.
    """
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    blocks: list[list[float]] = []  # [sum of wanted places less their offsets, count]
    for i in order:
        blocks.append([wanted[i], 1])
        while len(blocks) > 1 and _start(blocks[-2]) + blocks[-2][1] * height > _start(blocks[-1]):
            total, count = blocks.pop()
            blocks[-1][0] += total - count * blocks[-1][1] * height
            blocks[-1][1] += count
    places: list[float] = []
    for block in blocks:
        places += [_start(block) + k * height for k in range(int(block[1]))]
    for k in range(len(places) - 1, -1, -1):
        places[k] = min(places[k], bottom - (len(places) - k) * height)
    for k in range(len(places)):
        places[k] = max(places[k], top + k * height)
    result = [0.0] * len(wanted)
    for k, i in enumerate(order):
        result[i] = places[k]
    return result


def _start(block: list[float]) -> float:
    return block[0] / block[1]


def _last(values: NDArray[np.floating]) -> tuple[int, float]:
    """Place and value of the last finite number."""
    place = int(np.flatnonzero(np.isfinite(values))[-1])
    return place, float(values[place])
