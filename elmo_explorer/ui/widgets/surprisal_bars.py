"""How surprising each word of a sentence is: two bars a column, in bits."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from elmo_explorer.translation import tr
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.curve_chart import linear_ticks
from elmo_explorer.ui.widgets.pill import draw_pill, pill_text
from elmo_explorer.ui.widgets.prediction_cells import NO_CATEGORY, paint_column_ground
from elmo_explorer.ui.widgets.runs import Run

SMALLEST_HEIGHT = 54
_ABOVE, _BELOW = 20, 8
_BAR, _BETWEEN = 17, 12


@dataclass(frozen=True)
class Bar:
    """One value; NaN draws none."""

    bits: float
    role: str
    note: str


@dataclass(frozen=True)
class Bars:
    """Those of one column."""

    word: str
    bars: tuple[Bar | None, ...]
    category: int = NO_CATEGORY


class SurprisalBars(QWidget):
    """A click on a column's bars, or Enter, chooses it."""

    accessible_role = QAccessible.Role.Chart

    column_clicked = Signal(int)
    column_hovered = Signal(int)
    """-1 where none is."""
    shown = Signal(int)
    """The keyboard went to this column: it should be in sight."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns: tuple[Bars, ...] = ()
        self.selected: frozenset[int] = frozenset()
        self.hovered = -1
        self._top = 1.0
        self._pointed = (-1, -1)
        self._cursor = 0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Surprisal in bits"))
        theme.changed.connect(self._restyle)

    def set_columns(self, columns: Sequence[Bars]) -> None:
        """Show these."""
        self.columns = tuple(columns)
        bits = [b.bits for c in self.columns for b in c.bars if b is not None and math.isfinite(b.bits)]
        self._top = max([*bits, 1.0])
        self._cursor = min(self._cursor, max(0, len(columns) - 1))
        self._pointed = (-1, -1)
        self._restyle()

    def set_selected(self, selected: frozenset[int]) -> None:
        """Mark these columns."""
        if selected != self.selected:
            self.selected = selected
            self.update()

    def set_hovered(self, column: int) -> None:
        """Light a column up; -1 lights none."""
        if column != self.hovered:
            self.hovered = column
            self.update()

    def ticks(self) -> list[tuple[float, str]]:
        """Where the axis has its figures: (y, text)."""
        height = self._zero() - theme.px(_ABOVE)
        most = max(2, round(height / theme.px(14 if height < theme.px(80) else 28)))
        return [(self._y(value), f"{value:g}") for value in linear_ticks(0.0, self._top, most)]

    def bar_rect(self, column: int, bar: int) -> QRectF:
        """The place of a bar; empty where there is none."""
        found = self.columns[column].bars[bar]
        if found is None or math.isnan(found.bits):
            return QRectF()
        width, middle = theme.px(_BAR), (column + 0.5) * self._width()
        n = len(self.columns[column].bars)
        left = middle + (bar - n / 2) * (width + theme.px(_BETWEEN)) + theme.px(_BETWEEN) / 2
        top = self._y(min(found.bits, self._top))
        return QRectF(round(left), top, width, max(1.0, self._zero() - top))

    def sizeHint(self) -> QSize:
        """As wide as the columns above."""
        return QSize(1, theme.px(SMALLEST_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """The same: the rest is scrolled."""
        return self.sizeHint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what is under the pointer."""
        self._point_at(event.position())

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is."""
        self._point_at(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the column."""
        if event.button() == Qt.MouseButton.LeftButton and self.columns:
            self._cursor = self._column_at(event.position())
            self.column_clicked.emit(self._cursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk the columns, Enter chooses."""
        key, last = Qt.Key(event.key()), len(self.columns) - 1
        to = {
            Qt.Key.Key_Left: self._cursor - 1,
            Qt.Key.Key_Right: self._cursor + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }.get(key)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.columns:
            self.column_clicked.emit(self._cursor)
        elif to is not None and self.columns:
            self._cursor = min(max(to, 0), last)
            self._describe()
            self.shown.emit(self._cursor)
            self.update()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring shows where the keyboard is."""
        super().focusInEvent(event)
        self._describe()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No ring."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Axis, bars, figures, what is under the pointer."""
        if not self.columns:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self._width()
        first = max(0, int(event.rect().left() / width) - 1)
        last = min(len(self.columns), int(event.rect().right() / width) + 2)
        for index in range(first, last):
            paint_column_ground(painter, self, index, width, self.columns[index].category)
        for y, _ in self.ticks():
            painter.fillRect(QRectF(0, round(y), self.width(), 1), theme.color("grid"))
        painter.fillRect(QRectF(0, round(self._zero()), self.width(), 1), theme.color("control_border"))
        for index in range(first, last):
            for k, bar in enumerate(self.columns[index].bars):
                if bar is not None:
                    self._paint_bar(painter, self.bar_rect(index, k), bar)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("accent"), 2))
            box = QRectF(self._cursor * width, 1, width, self.height() - 2)
            painter.drawRoundedRect(box.adjusted(1, 0, -2, 0), 4, 4)
        self._paint_note(painter)

    def _paint_bar(self, painter: QPainter, box: QRectF, bar: Bar) -> None:
        if box.isEmpty():
            return
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        round_by = min(3.0, box.height() / 2)
        path.addRoundedRect(box, round_by, round_by)
        path.addRect(box.adjusted(0, box.height() - round_by, 0, 0))  # it stands on the axis
        painter.fillPath(path.simplified(), theme.color(bar.role))
        font = theme.font(11, tabular=True)
        painter.setFont(font)
        painter.setPen(theme.color("text1"))
        half = theme.px(20)
        place = QRectF(box.center().x() - half, box.top() - theme.px(16), 2 * half, theme.px(15))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, f"{bar.bits:.1f}")

    def _paint_note(self, painter: QPainter) -> None:
        column, k = self._pointed
        if column < 0 or k < 0:
            return
        bar = self.columns[column].bars[k]
        if bar is not None:
            box = self.bar_rect(column, k)
            runs = [Run(bar.note, theme.font(11, 500, tabular=True), pill_text())]
            bounds = QRectF(self.visibleRegion().boundingRect())
            draw_pill(painter, runs, QPointF(box.right(), box.center().y()), bounds)

    def _width(self) -> float:
        return self.width() / max(1, len(self.columns))

    def _zero(self) -> float:
        return float(self.height() - theme.px(_BELOW))

    def _y(self, bits: float) -> float:
        return self._zero() - bits / self._top * (self._zero() - theme.px(_ABOVE))

    def _column_at(self, at: QPointF) -> int:
        return min(max(int(at.x() / self._width()), 0), len(self.columns) - 1)

    def _point_at(self, at: QPointF | None) -> None:
        pointed = (-1, -1)
        if at is not None and self.columns and 0 <= at.x() < self.width():
            column = self._column_at(at)
            reach = [
                self.bar_rect(column, k).adjusted(-3, -18, 3, 4)
                for k in range(len(self.columns[column].bars))
            ]
            hits = [
                k for k, box in enumerate(reach) if self.bar_rect(column, k).height() and box.contains(at)
            ]
            pointed = (column, hits[0] if hits else -1)
        if pointed == self._pointed:
            return
        before, self._pointed = self._pointed, pointed
        self.setCursor(Qt.CursorShape.PointingHandCursor if pointed[0] >= 0 else Qt.CursorShape.ArrowCursor)
        if pointed[0] != before[0]:
            self.column_hovered.emit(pointed[0])
        self.update()

    def _describe(self) -> None:
        if self.columns:
            column = self.columns[self._cursor]
            notes = [bar.note for bar in column.bars if bar is not None]
            self.setAccessibleDescription(", ".join([column.word, *notes]))

    def _restyle(self) -> None:
        self.setMinimumSize(self.sizeHint())
        self.updateGeometry()
        self.update()
