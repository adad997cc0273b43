"""Vectors as strips of coloured cells, one strip per vector, with a common scale."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QFocusEvent,
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from elmo_explorer.translation import tr
from elmo_explorer.ui.figure_mode import draw_cells
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.pill import draw_pill, pill_text
from elmo_explorer.ui.widgets.runs import Run, draw_line
from elmo_explorer.ui.widgets.scale_legend import signed

_GAP = 4
_AFTER_FIRST = 5
_TALLEST = 58
_SMALLEST = 13
_FEET = 22


@dataclass(frozen=True, eq=False)
class Strip:
    """One vector with its name at the left and a figure at the right."""

    name: str
    values: NDArray[np.floating]
    """(dim,)."""
    figure: str = ""
    role: str = "text1"


class VectorStrips(QWidget):
    """The first strip stands a little apart; all have the same units, and their halves are named below.

    Where several units share a pixel, the one furthest from 0 is seen, read and chosen there; arrow keys reach each.
    """

    accessible_role = QAccessible.Role.Chart

    unit_chosen = Signal(int, int)
    """Strip and unit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.strips: tuple[Strip, ...] = ()
        self.limit = 1.0
        self.figure_name = ""
        self._image: QImage | None = None
        self._image_dark = False
        self._hovered = (-1, -1)
        self.marked = (-1, -1)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Numbers of the vector by layer"))
        theme.changed.connect(self._restyle)

    def set_strips(self, strips: Sequence[Strip], limit: float, figure_name: str = "") -> None:
        """Show other vectors.

        Args:
            strips: all of the same length, the forward half first.
            limit: the value, plus or minus, of the strongest colour.
            figure_name: stands below the figures at the right.
        """
        changed = len(strips) != len(self.strips)
        self.strips, self.limit, self.figure_name = tuple(strips), limit, figure_name
        self._image = None
        if changed:
            self._hovered = (-1, -1)
            self.setMinimumHeight(self.minimumSizeHint().height())
        self.update()

    def set_marked(self, row: int, unit: int) -> None:
        """Mark the unit that is chosen; (-1, -1) for none."""
        if (row, unit) != self.marked:
            self.marked = (row, unit)
            self.update()

    @property
    def n_units(self) -> int:
        """Numbers in each vector."""
        return len(self.strips[0].values) if self.strips else 0

    def sizeHint(self) -> QSize:
        """Four strips of a comfortable height."""
        return QSize(480, 4 * theme.px(44) + theme.px(_FEET))

    def minimumSizeHint(self) -> QSize:
        """Strips that can still be told apart."""
        n = max(1, len(self.strips))
        return QSize(220, n * (theme.px(_SMALLEST) + _GAP) + _AFTER_FIRST + theme.px(_FEET) - _GAP)

    def strip_rect(self, row: int) -> QRectF:
        """Where a strip's cells are drawn."""
        n = max(1, len(self.strips))
        room = self.height() - theme.px(_FEET) - _GAP * (n - 1) - (_AFTER_FIRST if n > 1 else 0)
        height = max(float(theme.px(_SMALLEST)), min(float(theme.px(_TALLEST)), room / n))
        top = row * (height + _GAP) + (_AFTER_FIRST if row else 0)
        left, right = self._sides()
        return QRectF(left, round(top), self.width() - left - right, round(height))

    def unit_at(self, at: QPointF) -> tuple[int, int]:
        """Strip and unit under a place; (-1, -1) where there is none."""
        for row in range(len(self.strips)):
            box = self.strip_rect(row)
            if box.adjusted(0, -_GAP / 2, 0, _GAP / 2).contains(at):
                return row, self._unit_in_pixel(row, at.x() - box.left(), box.width())
        return -1, -1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read one number."""
        self._hover(self.unit_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Read none."""
        self._hover((-1, -1))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the unit."""
        row, unit = self.unit_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and row >= 0:
            self.unit_chosen.emit(row, unit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys read one number after the other, Enter chooses it."""
        row, unit = (
            self._hovered if self._hovered[0] >= 0 else (max(0, self.marked[0]), max(0, self.marked[1]))
        )
        key = Qt.Key(event.key())
        step = {
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
        }.get(key)
        if not self.strips or (step is None and key not in (Qt.Key.Key_Return, Qt.Key.Key_Enter)):
            super().keyPressEvent(event)
        elif step is None:
            self.unit_chosen.emit(row, unit)
        else:
            rows, units = len(self.strips), self.n_units
            self._hover((min(max(row + step[0], 0), rows - 1), min(max(unit + step[1], 0), units - 1)))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What the keys read ends with the keyboard."""
        super().focusOutEvent(event)
        self._hover((-1, -1))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Names, strips, figures, the halves, and the pill of the unit under the pointer."""
        if not self.strips:
            return
        painter = QPainter(self)
        image = self._cells()
        for row in range(len(self.strips)):
            box = self.strip_rect(row)
            draw_cells(painter, box, image, QRect(0, row, image.width(), 1))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for row, strip in enumerate(self.strips):
            self._paint_texts(painter, strip, self.strip_rect(row))
        self._paint_halves(painter)
        if 0 <= self.marked[0] < len(self.strips) and 0 <= self.marked[1] < self.n_units:
            self._paint_unit(painter, *self.marked, "accent")
        if self._hovered[0] >= 0:
            self._paint_pill(painter)

    def half_of(self, unit: int) -> tuple[str, int]:
        """Which half a unit is of, ``"forward"`` or ``"backward"``, and its number there, from 0."""
        half = self.n_units - self.n_units // 2
        return ("forward", unit) if unit < half else ("backward", unit - half)

    def _unit_in_pixel(self, row: int, x: float, width: float) -> int:
        """The unit at a place of a strip, or the strongest of those that share its pixel."""
        n = self.n_units
        first = min(max(int(int(x) / width * n), 0), n - 1)
        last = min(max(int((int(x) + 1) / width * n), first + 1), n)
        if n <= width:
            return min(max(int(x / width * n), 0), n - 1)
        return first + int(np.abs(np.nan_to_num(self.strips[row].values[first:last])).argmax())

    def _sides(self) -> tuple[float, float]:
        """Room for the names at the left and for the figures at the right."""
        bold, small = QFontMetricsF(theme.font(12, 600)), QFontMetricsF(theme.font(11, tabular=True))
        left = max((bold.horizontalAdvance(strip.name) for strip in self.strips), default=0.0) + theme.px(14)
        right = max((small.horizontalAdvance(strip.figure) for strip in self.strips), default=0.0)
        right = max(right, small.horizontalAdvance(self.figure_name))
        return left, right + theme.px(10) if right else 1.0

    def _cells(self) -> QImage:
        """One pixel per unit, or per device pixel where there are more units than those; one row per strip."""
        box = self.strip_rect(0)
        room = max(1, round(box.width() * self.devicePixelRatioF()))
        columns = min(self.n_units, room)
        if self._image is None or self._image.width() != columns or self._image_dark != theme.dark:
            self._image_dark = theme.dark
            values = np.stack([np.asarray(strip.values, np.float32) for strip in self.strips])
            values = strongest(values, columns) / self.limit
            steps = np.clip(np.rint((np.nan_to_num(values) + 1) * 127.5), 0, 255).astype(np.intp)
            pixels = np.ascontiguousarray(theme.diverging_lut()[steps])
            rows = len(self.strips)
            image = QImage(pixels.data, columns, rows, columns * 4, QImage.Format.Format_RGBA8888)
            self._image = image.copy()  # the array's memory ends with this function
        return self._image

    def _paint_texts(self, painter: QPainter, strip: Strip, box: QRectF) -> None:
        name = QRectF(0, box.top(), box.left() - 6, box.height())
        draw_line(painter, [Run(strip.name, theme.font(12, 600), theme.color(strip.role))], name)
        painter.setFont(theme.font(11, tabular=True))
        painter.setPen(theme.color("text2"))
        place = QRectF(box.right(), box.top(), self.width() - box.right(), box.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, strip.figure)

    def _paint_halves(self, painter: QPainter) -> None:
        first, last = self.strip_rect(0), self.strip_rect(len(self.strips) - 1)
        middle = first.left() + first.width() / 2
        painter.setPen(Qt.PenStyle.NoPen)
        for row in range(len(self.strips)):
            box = self.strip_rect(row)
            painter.fillRect(QRectF(middle - 1.5, box.top(), 3, box.height()), theme.color("surface"))
        if self.figure_name:
            painter.setFont(theme.font(11))
            painter.setPen(theme.color("text2"))
            place = QRectF(
                last.right(), last.bottom() + theme.px(5), self.width() - last.right(), theme.px(17)
            )
            painter.drawText(
                place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self.figure_name
            )
        top = last.bottom() + theme.px(3)
        n = self.n_units
        halves = (
            ("forward", tr("forward {n}", n=n - n // 2), first.left(), middle - 2.5),
            ("backward", tr("backward {n}", n=n // 2), middle + 2.5, first.right()),
        )
        for role, name, left, right in halves:
            painter.fillRect(QRectF(left, top, right - left, 2), theme.color(role))
            painter.setFont(theme.font(11, 500, tabular=True))
            painter.setPen(theme.color(role))
            place = QRectF(left, top + 2, right - left, theme.px(17))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, name)

    def _paint_unit(self, painter: QPainter, row: int, unit: int, role: str) -> QRectF:
        """A frame around one number and a line through its unit in all strips; returns the frame."""
        box = self.strip_rect(row)
        width = box.width() / self.n_units
        x = box.left() + unit * width
        line = theme.color(role)
        line.setAlphaF(0.45)
        across = QRectF(x + width / 2 - 0.5, self.strip_rect(0).top(), 1, 0)
        across.setBottom(self.strip_rect(len(self.strips) - 1).bottom() + 2)
        painter.fillRect(across, line)
        painter.setPen(QPen(theme.color(role), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        frame = QRectF(x - 0.5, box.top(), max(width, 3.0), box.height())
        painter.drawRect(frame)
        return frame

    def _paint_pill(self, painter: QPainter) -> None:
        row, unit = self._hovered
        frame = self._paint_unit(painter, row, unit, "text1")
        direction, number = self.half_of(unit)
        colour = pill_text()
        runs = [
            Run(f"{self.strips[row].name} · {direction} {number}", theme.font(12, tabular=True), colour),
            Run("   ", theme.font(12), colour),
            Run(signed(float(self.strips[row].values[unit]), 2), theme.font(12, 700, tabular=True), colour),
        ]
        draw_pill(painter, runs, QPointF(frame.center().x(), frame.top() - theme.px(12)), QRectF(self.rect()))

    def _hover(self, unit: tuple[int, int]) -> None:
        if unit != self._hovered:
            self._hovered = unit
            self.update()

    def _restyle(self) -> None:
        self._image = None
        self.setMinimumHeight(self.minimumSizeHint().height())
        self.update()


def strongest(values: NDArray[np.floating], columns: int) -> NDArray[np.floating]:
    """The value furthest from 0 in each of ``columns`` equal stretches: an average would fade to nothing.

    Args:
        values: (n, dim).
        columns: at most dim.

    Returns:
        (n, columns).
    """
    dim = values.shape[1]
    if columns >= dim:
        return values
    starts = np.arange(columns) * dim // columns
    high, low = np.maximum.reduceat(values, starts, axis=1), np.minimum.reduceat(values, starts, axis=1)
    chosen: NDArray[np.floating] = np.where(high >= -low, high, low)
    return chosen


def symmetric_limit(values: NDArray[np.floating]) -> float:
    """A round number that all but the strongest fiftieth of the numbers stay below, plus or minus."""
    sizes = np.abs(np.asarray(values, np.float64))
    sizes = sizes[np.isfinite(sizes)]
    most = float(np.quantile(sizes, 0.98)) if sizes.size else 0.0
    if most <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(most))
    for factor in (1, 1.5, 2, 3, 4, 5, 6, 8, 10):
        if most <= factor * power * (1 + 1e-9):
            return float(f"{factor * power:.6g}")
    return 10 * power
