"""A square matrix of values as coloured cells, with the groups along two edges and a colour bar."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetricsF,
    QHideEvent,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from elmo_explorer.translation import mark, tr
from elmo_explorer.ui.figure_mode import draw_cells
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.pill import draw_pill, pill_text
from elmo_explorer.ui.widgets.runs import Run

MOST_NUMBERED = 8
"""Up to here the value stands in its cell."""
_MOST_PIXELS = 1024
"""More rows than this are thinned for the picture; hovering still reads the true cell."""
_EDGE = 5
_GAP = 3
_BAR_AWAY, _BAR = 14, 8
_SMALLEST_GRID_CELL = 5
_BASELINE_NAME = mark("random pair")


class HeatMap(QWidget):
    """Cosines of every item with every other, coloured from the lowest in view to the highest.

    The colour bar reaches down to the baseline, so that the lightest cell is not taken for no similarity.
    """

    cell_hovered = Signal(int, int)
    """Row and column; -1, -1 when the pointer leaves."""
    cell_clicked = Signal(int, int, bool)
    """Row, column, and whether to add to what is selected; a click on a number gives it twice."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.values: NDArray[np.floating] = np.zeros((0, 0), np.float32)
        self.numbers: tuple[str, ...] = ()
        self.categories: tuple[int, ...] = ()
        self.baseline = math.nan
        self.remark = ""
        self.range = (0.0, 1.0)
        self._image: QImage | None = None
        self._image_dark = False
        self._hovered = (-1, -1)
        self._lit = -1
        self._selected: frozenset[int] = frozenset()
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Cosine similarity of the occurrences"))
        theme.changed.connect(self._restyle)

    def set_matrix(
        self,
        values: NDArray[np.floating],
        numbers: Sequence[str],
        categories: Sequence[int],
        baseline: float = math.nan,
        remark: str = "",
    ) -> None:
        """Show another matrix.

        Args:
            values: (n, n), -1 to 1; cell (i, j) lies in row i and column j.
            numbers: (n,) what each row is called.
            categories: (n,) each row's group; negative for none.
            baseline: a value to mark on the colour bar; NaN for none.
            remark: what a value is to be measured against, beside the value under the pointer.
        """
        self.values = values
        self.numbers = tuple(numbers)
        self.categories = tuple(categories)
        self.baseline = baseline
        self.remark = remark
        self.range = value_range(values)
        self._image = None
        if max(self._hovered) >= len(values):
            self._hovered = (-1, -1)
        self.update()

    def set_lit(self, row: int) -> None:
        """Light one row and column; -1 for none."""
        if row != self._lit:
            self._lit = row
            self.update()

    def set_selected(self, rows: Iterable[int]) -> None:
        """Mark these rows' numbers; two of them also mark their cell."""
        selected = frozenset(rows)
        if selected != self._selected:
            self._selected = selected
            self.update()

    @property
    def bar_range(self) -> tuple[float, float]:
        """Lowest and highest value on the colour bar: the cells' range, and the baseline with it."""
        low, high = self.range
        if not math.isfinite(self.baseline):
            return low, high
        lowest = math.floor(self.baseline * 10 + 1e-6) / 10
        highest = math.ceil(self.baseline * 10 - 1e-6) / 10
        return min(low, lowest), max(high, highest)

    def sizeHint(self) -> QSize:
        """Room for twelve rows."""
        return QSize(310, 200)

    def minimumSizeHint(self) -> QSize:
        """Still to be read."""
        return QSize(200, 90)

    def width_for_height(self, height: int) -> int:
        """The width at which the cells fill ``height`` pixels."""
        return height - self._below() + self._left() + self._right()

    def cell_rect(self, row: int, column: int) -> QRectF:
        """Where a cell is drawn."""
        box, cell = self._square()
        return QRectF(box.left() + column * cell, box.top() + row * cell, cell, cell)

    def cell_at(self, at: QPointF) -> tuple[int, int]:
        """The row and column under a place; (-1, -1) where there is none, the row twice on its number."""
        box, cell = self._square()
        n = len(self.values)
        if not n or not box.top() <= at.y() < box.bottom() or at.x() >= box.right() or at.x() < 0:
            return -1, -1
        row = min(n - 1, int((at.y() - box.top()) / cell))
        if at.x() < box.left():
            return row, row
        return row, min(n - 1, int((at.x() - box.left()) / cell))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say which cell is under the pointer."""
        self._hover(*self.cell_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """No cell."""
        self._hover(-1, -1)

    def hideEvent(self, event: QHideEvent) -> None:
        """No cell either."""
        self._hover(-1, -1)
        super().hideEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the cell's row and column."""
        row, column = self.cell_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and row >= 0:
            adds = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self.cell_clicked.emit(row, column, adds)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Cells, edges, numbers, colour bar, and the pill of the cell under the pointer."""
        if not len(self.values):
            return
        painter = QPainter(self)
        box, cell = self._square()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, cell < 1)
        draw_cells(painter, box, self._cells())
        self._paint_grid(painter, box, cell)
        self._paint_edges(painter, box, cell)
        self._paint_numbers(painter, box, cell)
        if len(self.values) <= MOST_NUMBERED:
            self._paint_values(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_bar(painter, box)
        self._paint_chosen(painter, cell)
        if self._hovered[0] >= 0 and self._hovered[0] != self._hovered[1]:
            self._paint_pill(painter)

    def _square(self) -> tuple[QRectF, float]:
        n = max(1, len(self.values))
        side = max(1, min(self.width() - self._left() - self._right(), self.height() - self._below()))
        cell = float(side // n) if side // n >= 3 else side / n
        return QRectF(self._left(), 0, cell * n, cell * n), cell

    def _left(self) -> int:
        metrics = QFontMetricsF(theme.font(11, 600, tabular=True))
        widest = max((len(number) for number in self.numbers), default=2)
        return round(metrics.horizontalAdvance("0" * max(widest, 2))) + theme.px(6) + _EDGE + _GAP

    def _right(self) -> int:
        name = QFontMetricsF(theme.font(11)).horizontalAdvance(tr(_BASELINE_NAME))
        return _BAR_AWAY + _BAR + round(name) + theme.px(14)

    def _below(self) -> int:
        return _EDGE + _GAP

    def _cells(self) -> QImage:
        if self._image is None or self._image_dark != theme.dark:
            self._image_dark = theme.dark
            values = _thinned(self.values)
            pixels = np.ascontiguousarray(theme.sequential_lut()[self._steps(values)])
            rows, columns = values.shape
            image = QImage(pixels.data, columns, rows, columns * 4, QImage.Format.Format_RGBA8888)
            self._image = image.copy()  # the array's memory ends with this function
        return self._image

    def _steps(self, values: NDArray[np.floating]) -> NDArray[np.intp]:
        low, high = self.range
        scaled = (np.nan_to_num(values, nan=low) - low) * (255.0 / (high - low))
        steps: NDArray[np.intp] = np.clip(np.rint(scaled), 0, 255).astype(np.intp)
        return steps

    def _paint_grid(self, painter: QPainter, box: QRectF, cell: float) -> None:
        if cell < _SMALLEST_GRID_CELL:
            return
        colour = theme.color("surface")
        for k in range(len(self.values) + 1):
            at = round(k * cell) - 1
            painter.fillRect(QRectF(box.left(), box.top() + at, box.width(), 1), colour)
            painter.fillRect(QRectF(box.left() + at, box.top(), 1, box.height()), colour)

    def _paint_edges(self, painter: QPainter, box: QRectF, cell: float) -> None:
        gap = 1.0 if cell >= _SMALLEST_GRID_CELL else 0.0
        for start, stop in _runs(self.categories) if gap == 0 else _singles(len(self.categories)):
            colour = theme.category(self.categories[start]).mark
            at, length = start * cell, (stop - start) * cell - gap
            painter.fillRect(QRectF(box.left() - _EDGE - _GAP + 1, box.top() + at, _EDGE - 1, length), colour)
            painter.fillRect(QRectF(box.left() + at, box.bottom() + _GAP, length, _EDGE - 1), colour)

    def _paint_numbers(self, painter: QPainter, box: QRectF, cell: float) -> None:
        height = theme.px(12)
        step = max(1, math.ceil(height / cell))
        right = box.left() - _EDGE - _GAP - theme.px(4)
        strong = self._selected | {self._lit} | set(self._hovered)
        for row, number in enumerate(self.numbers):
            marked = row in strong
            if row % step and not (marked and len(strong) < 6):
                continue
            if step > 1 and not marked and any(0 < abs(row - s) < step for s in strong if s >= 0):
                continue
            painter.setFont(theme.font(11, 600 if marked else 400, tabular=True))
            chosen = row in self._selected
            painter.setPen(theme.color("accent_text" if chosen else "text1" if marked else "text2"))
            middle = box.top() + (row + 0.5) * cell
            place = QRectF(0, middle - height, right, 2 * height)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, number)

    def _paint_values(self, painter: QPainter) -> None:
        font = theme.font(11, 500, tabular=True)
        painter.setFont(font)
        if self.cell_rect(0, 0).width() < QFontMetricsF(font).horizontalAdvance("0.00") + 4:
            return
        low, high = self.range
        for i, row in enumerate(self.values):
            for j, value in enumerate(row):
                painter.setPen(theme.text_on(theme.sequential((float(value) - low) / (high - low))))
                painter.drawText(self.cell_rect(i, j), Qt.AlignmentFlag.AlignCenter, figure(float(value)))

    def _paint_bar(self, painter: QPainter, box: QRectF) -> None:
        low, high = self.bar_range
        bar = QRectF(box.right() + _BAR_AWAY, box.top(), _BAR, box.height() - 1)
        shown = np.linspace(high, low, 256)[:, None]  # flat beyond the values that the cells have
        column = np.ascontiguousarray(theme.sequential_lut()[self._steps(shown)])
        image = QImage(column.data, 1, len(column), 4, QImage.Format.Format_RGBA8888)
        draw_cells(painter, bar, image)
        painter.setPen(QPen(theme.color("border"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(bar.adjusted(-0.5, -0.5, 0.5, 0.5), 2, 2)

        def height_of(value: float) -> float:
            return bar.bottom() - (value - low) / (high - low) * bar.height()

        font = theme.font(11, tabular=True)
        line = QFontMetricsF(font).height()
        left = bar.right() + theme.px(6)
        taken = QRectF()
        if math.isfinite(self.baseline):
            taken = self._paint_baseline(painter, bar, height_of(self.baseline), line)
        painter.setFont(font)
        painter.setPen(theme.color("text3"))
        for value in ticks(low, high, max(2, int(bar.height() / (2 * line)))):
            middle = min(max(height_of(value), bar.top() + line / 2 - 2), bar.bottom() - line / 2 + 2)
            place = QRectF(left, middle - line / 2, 60, line)
            if not place.intersects(taken):
                painter.drawText(
                    place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, f"{value:.1f}"
                )

    def _paint_baseline(self, painter: QPainter, bar: QRectF, y: float, line: float) -> QRectF:
        """The value of a random pair, in two lines; returns the room it takes."""
        painter.setPen(QPen(theme.color("surface"), 1))
        painter.setBrush(theme.color("text1"))
        tip = bar.right() - 1
        painter.drawPolygon(QPolygonF([QPointF(tip, y), QPointF(tip + 6, y - 4), QPointF(tip + 6, y + 4)]))
        top = min(max(y - line, bar.top() - 2), bar.bottom() + 4 - 2 * line)
        place = QRectF(bar.right() + theme.px(8), top, 90, line)
        painter.setPen(theme.color("text2"))
        painter.setFont(theme.font(11))
        painter.drawText(
            place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, tr(_BASELINE_NAME)
        )
        painter.setFont(theme.font(11, 600, tabular=True))
        place.translate(0, line)
        painter.drawText(
            place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, figure(self.baseline)
        )
        return QRectF(place.left() - 4, top - 3, 90, 2 * line + 6)

    def _paint_chosen(self, painter: QPainter, cell: float) -> None:
        if cell < 3:
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if len(self._selected) == 2:
            one, other = sorted(self._selected)
            painter.setPen(QPen(theme.color("text1"), 2))
            for i, j in ((one, other), (other, one)):
                painter.drawRect(self.cell_rect(i, j).adjusted(0, 0, -1, -1))
        if self._hovered[0] >= 0:
            painter.setPen(QPen(theme.color("text1"), 1.5))
            painter.drawRect(self.cell_rect(*self._hovered).adjusted(0, 0, -1, -1))

    def _paint_pill(self, painter: QPainter) -> None:
        row, column = self._hovered
        colour = pill_text()
        runs = [
            Run(f"{self.numbers[row]} × {self.numbers[column]}", theme.font(12, tabular=True), colour),
            Run("   ", theme.font(12), colour),
            Run(figure(float(self.values[row, column])), theme.font(12, 700, tabular=True), colour),
        ]
        if self.remark:
            runs.append(Run(f"   {self.remark}", theme.font(12, tabular=True), colour))
        at = self.cell_rect(row, column)
        away = theme.px(15)  # above or below: the cell's row stays to be seen
        y = at.bottom() + away if row < len(self.values) / 2 else at.top() - away
        draw_pill(painter, runs, QPointF(at.right() - 2, y), QRectF(self.rect()))

    def _hover(self, row: int, column: int) -> None:
        if (row, column) != self._hovered:
            self._hovered = (row, column)
            self.update()
            self.cell_hovered.emit(row, column)

    def _restyle(self) -> None:
        self._image = None
        self.update()


def value_range(values: NDArray[np.floating]) -> tuple[float, float]:
    """The lowest and highest value the colours tell apart, in tenths; the diagonal does not count.

    Args:
        values: (n, n).
    """
    values = _thinned(values)
    n = len(values)
    counted = np.asarray(values, np.float64)[~np.eye(n, dtype=bool)] if n > 1 else np.ones(1)
    counted = counted[np.isfinite(counted)]
    if not len(counted):
        return 0.0, 1.0
    low = math.floor(float(counted.min()) * 10 + 1e-6) / 10
    high = math.ceil(float(counted.max()) * 10 - 1e-6) / 10
    high = min(1.0, max(high, low + 0.2))
    return max(-1.0, min(low, round(high - 0.2, 1))), high


def ticks(low: float, high: float, at_most: int) -> list[float]:
    """Round values from ``low`` to ``high``, both in tenths, at most so many (two at least)."""
    for step in (1, 2, 5, 10):
        first, last = math.ceil(round(low * 10, 6) / step), math.floor(round(high * 10, 6) / step)
        if last - first + 1 <= max(2, at_most):
            break
    return [round(k * step / 10, 1) for k in range(first, last + 1)]


def figure(value: float) -> str:
    """A cosine with two digits and a true minus sign; a dash where there is none."""
    if not math.isfinite(value):
        return "–"
    return f"{value:.2f}".replace("-0.00", "0.00").replace("-", "−")


def _thinned(values: NDArray[np.floating]) -> NDArray[np.floating]:
    """Evenly chosen rows, and the same columns, of a matrix with more cells than a screen has pixels."""
    n = len(values)
    if n <= _MOST_PIXELS:
        return values
    kept = np.linspace(0, n - 1, _MOST_PIXELS).round().astype(np.intp)
    return values[np.ix_(kept, kept)]


def _singles(n: int) -> list[tuple[int, int]]:
    return [(i, i + 1) for i in range(n)]


def _runs(categories: Sequence[int]) -> list[tuple[int, int]]:
    """Stretches of equal categories: (start, stop)."""
    edges = [i for i in range(1, len(categories)) if categories[i] != categories[i - 1]]
    bounds = [0, *edges, len(categories)]
    return [(start, stop) for start, stop in itertools.pairwise(bounds) if stop > start]
