"""Tasks by layers: how much of each layer a task's learned mix holds."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from elmo_explorer.translation import tr
from elmo_explorer.ui.accessible import Part
from elmo_explorer.ui.figure_mode import draw_cells
from elmo_explorer.ui.theme import theme

_HEAD, _ROW, _FOOT = 24, 36, 26
_CELL, _CELL_HEIGHT, _GAP = 46, 26, 3
_GAMMA = 40
_RADIUS = 4
_STEP = 0.2
"""The scale of the colours ends at a multiple of this."""


@dataclass(frozen=True)
class TaskRow:
    """One task; L layers."""

    key: str
    name: str
    figure: str
    """What it reaches, for people: ``"accuracy 92.4 %"``."""
    score: float
    """The same as a number, to sort by."""
    weights: tuple[float, ...]
    """(L,), sum 1."""
    gamma: float
    tip: str
    """HTML: the intervals and the table."""
    applied: bool = False
    """Whether these are the mixing weights in use."""


Sort = int | str
"""A layer, or ``"name"``, ``"score"``, ``"gamma"``."""


class TaskMap(QWidget):
    """A heat map, task by layer, in the manner of figure 2 of Peters et al. 2018; a click on a row wishes its weights."""

    accessible_role = QAccessible.Role.List

    chosen = Signal(str)
    """Key of the row that was clicked or entered."""
    hovered = Signal(str)
    """Key of the row under the pointer, "" when it leaves."""
    sorted_by = Signal(object)
    """A :data:`Sort`: the head that was clicked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[TaskRow, ...] = ()
        self.columns: tuple[str, ...] = ()
        self.sort: Sort = "name"
        self._lit = ""
        self._current = 0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._restyle)
        self._name()

    def set_rows(self, rows: Sequence[TaskRow], columns: Sequence[str], sort: Sort = "name") -> None:
        """Show other tasks, in the order given.

        Args:
            rows: each with a weight for every column.
            columns: (L,) what the layers are called.
            sort: what they are sorted by; its head is marked.
        """
        self.rows, self.columns, self.sort = tuple(rows), tuple(columns), sort
        self._current = min(self._current, max(0, len(rows) - 1))
        self._name()
        self.updateGeometry()
        self.update()

    def n_accessible_parts(self) -> int:
        """One for each task."""
        return len(self.rows)

    def accessible_part(self, index: int) -> Part:
        """A task with its weights."""
        row = self.rows[index]
        return Part(
            f"{row.name}, {row.figure}",
            self._said_weights(row),
            rect=self._row(index).toRect(),
            selected=row.applied,
            focused=self.hasFocus() and index == self._current,
        )

    def set_lit(self, key: str) -> None:
        """Light a row; "" for none."""
        if key != self._lit:
            self._lit = key
            self.update()

    @property
    def top(self) -> float:
        """The weight of the strongest colour: the largest in view, rounded up to 20, 40, 60, 80 or 100 %."""
        largest = max((max(row.weights) for row in self.rows), default=_STEP)
        return min(1.0, _STEP * math.ceil(largest / _STEP - 1e-9))

    def sizeHint(self) -> QSize:
        """All rows."""
        height = theme.px(_HEAD) + theme.px(_ROW) * len(self.rows) + theme.px(_FOOT)
        return QSize(theme.px(300), height)

    def minimumSizeHint(self) -> QSize:
        """All rows, names cut."""
        width = theme.px(80) + theme.px(_GAMMA) + len(self.columns) * theme.px(34)
        return QSize(width, self.sizeHint().height())

    def key_at(self, y: float) -> str:
        """Key of the row at this height, "" where there is none."""
        row = self._row_at(y)
        return self.rows[row].key if row >= 0 else ""

    # Places

    def cell(self, row: int, column: int) -> QRectF:
        """Where a weight stands."""
        place = self._row(row)
        width = self._cell_width()
        left = place.right() - theme.px(_GAMMA) - (len(self.columns) - column) * width
        height = theme.px(_CELL_HEIGHT)
        return QRectF(left, place.center().y() - height / 2, width - theme.px(_GAP), height)

    def _cell_width(self) -> float:
        free = self.width() - theme.px(_GAMMA) - theme.px(84)
        return max(theme.px(34), min(theme.px(_CELL), free / max(1, len(self.columns))))

    def _row(self, row: int) -> QRectF:
        return QRectF(0, theme.px(_HEAD) + row * theme.px(_ROW), self.width(), theme.px(_ROW))

    def _row_at(self, y: float) -> int:
        row = int((y - theme.px(_HEAD)) // theme.px(_ROW))
        return row if 0 <= row < len(self.rows) and y >= theme.px(_HEAD) else -1

    def _head_at(self, x: float) -> Sort:
        for j in range(len(self.columns)):
            cell = self.cell(0, j)
            if cell.left() <= x <= cell.right():
                return j
        return (
            "gamma" if x > self.width() - theme.px(_GAMMA) else ("score" if self.sort == "name" else "name")
        )

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Heads, rows, the scale of the colours."""
        painter = QPainter(self)
        self.paint(painter)
        if self.hasFocus() and self.rows:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self._row(self._current).adjusted(1, 1, -1, -1), 6, 6)

    def paint(self, painter: QPainter) -> None:
        """Draw all of it, on the screen or into a figure."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_heads(painter)
        for i, row in enumerate(self.rows):
            self._paint_row(painter, i, row)
        if self.rows:
            self._paint_scale(painter)

    def _paint_heads(self, painter: QPainter) -> None:
        middle = Qt.AlignmentFlag.AlignCenter
        for j, column in enumerate(self.columns):
            cell = self.cell(0, j)
            self._paint_head(
                painter, QRectF(cell.left() - 4, 0, cell.width() + 8, theme.px(_HEAD)), column, j, middle
            )
        right = QRectF(self.width() - theme.px(_GAMMA), 0, theme.px(_GAMMA) - theme.px(6), theme.px(_HEAD))
        side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        self._paint_head(painter, right, "γ", "gamma", side)
        left = QRectF(theme.px(6), 0, theme.px(120), theme.px(_HEAD))
        name, sort = (tr("Score"), "score") if self.sort == "score" else (tr("Task"), "name")
        start = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        self._paint_head(painter, left, name, sort, start)

    def _paint_head(
        self, painter: QPainter, place: QRectF, text: str, sort: Sort, side: Qt.AlignmentFlag
    ) -> None:
        ours = sort == self.sort
        painter.setFont(theme.font(11, 600 if ours else 400))
        painter.setPen(theme.color("text1" if ours else "text3"))
        painter.drawText(place, side, text)

    def _paint_row(self, painter: QPainter, i: int, row: TaskRow) -> None:
        place = self._row(i)
        if row.applied or row.key == self._lit:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_soft" if row.applied else "hover"))
            painter.drawRoundedRect(place.adjusted(0, 1, 0, -1), 6, 6)
        room = self.cell(i, 0).left() - theme.px(10)
        font = theme.font(12, 600 if row.applied else 500)
        painter.setFont(font)
        painter.setPen(theme.color("accent_text" if row.applied else "text1"))
        half = place.height() / 2
        line = QRectF(theme.px(6), place.top() + 3, room, half - 2)
        start = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(line, start, _elided(font, row.name, room))
        small = theme.font(11, tabular=True)
        painter.setFont(small)
        painter.setPen(theme.color("text2"))
        painter.drawText(line.translated(0, half - 3), start, _elided(small, row.figure, room))
        for j, weight in enumerate(row.weights):
            cell = self.cell(i, j)
            colour = theme.sequential(weight / self.top)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawRoundedRect(cell, _RADIUS, _RADIUS)
            painter.setFont(theme.font(12, tabular=True))
            painter.setPen(theme.text_on(colour))
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, f"{100 * weight:.0f} %")
        painter.setFont(theme.font(12, tabular=True))
        painter.setPen(theme.color("text2"))
        end = place.adjusted(0, 0, -theme.px(6), 0)
        painter.drawText(end, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, f"{row.gamma:.2f}")

    def _paint_scale(self, painter: QPainter) -> None:
        top = theme.px(_HEAD) + len(self.rows) * theme.px(_ROW)
        line = QRectF(theme.px(6), top, self.width(), theme.px(_FOOT))
        text = tr("weight 0–{top:.0f} %", top=100 * self.top)
        font = theme.font(11, tabular=True)
        painter.setFont(font)
        painter.setPen(theme.color("text2"))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        width = QFontMetricsF(font).horizontalAdvance(text)
        bar = QRectF(line.left() + width + theme.px(12), line.center().y() - 3, theme.px(110), 6)
        table = np.ascontiguousarray(theme.sequential_lut()[None])
        image = QImage(table.data, table.shape[1], 1, table.shape[1] * 4, QImage.Format.Format_RGBA8888)
        shape = QPainterPath()
        shape.addRoundedRect(bar, 3, 3)
        painter.save()
        painter.setClipPath(shape)
        draw_cells(painter, bar, image)
        painter.restore()
        painter.setPen(QPen(QColor(theme.color("border")), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(shape)

    # Pointer and keys

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The row under the pointer is lit everywhere."""
        key = self.key_at(event.position().y())
        self._hover(key)
        pointing = key or (event.position().y() < theme.px(_HEAD) and self.rows)
        self.setCursor(Qt.CursorShape.PointingHandCursor if pointing else Qt.CursorShape.ArrowCursor)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is lit."""
        self._hover("")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a head sorts, on a row chooses."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        at: QPointF = event.position()
        row = self._row_at(at.y())
        if row >= 0:
            self._current = row
            self._choose()
        elif 0 <= at.y() < theme.px(_HEAD) and self.rows:
            self.sorted_by.emit(self._head_at(at.x()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down walk, Enter and Space choose."""
        moves: dict[int, Callable[[int], int]] = {
            Qt.Key.Key_Down: lambda at: at + 1,
            Qt.Key.Key_Up: lambda at: at - 1,
            Qt.Key.Key_Home: lambda at: 0,
            Qt.Key.Key_End: lambda at: len(self.rows) - 1,
        }
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose()
        elif event.key() in moves and self.rows:
            self._current = min(max(moves[event.key()](self._current), 0), len(self.rows) - 1)
            self._hover(self.rows[self._current].key)
            self._name()
            self.update()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """A row's intervals and table."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            row = self._row_at(event.pos().y())
            if row >= 0:
                QToolTip.showText(event.globalPos(), self.rows[row].tip, self, self._row(row).toRect())
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def _choose(self) -> None:
        if self.rows:
            self.chosen.emit(self.rows[self._current].key)
            self._name()
            self.update()

    def _hover(self, key: str) -> None:
        if key != self._lit:
            self.set_lit(key)
            self.hovered.emit(key)

    def _name(self) -> None:
        self.setAccessibleName(tr("Mixing weights learned by task"))
        if not self.rows:
            self.setAccessibleDescription(tr("none yet"))
            return
        row = self.rows[self._current]
        place = tr("{current} of {n}", current=self._current + 1, n=len(self.rows))
        self.setAccessibleDescription(f"{row.name}, {row.figure}: {self._said_weights(row)}; {place}")

    def _said_weights(self, row: TaskRow) -> str:
        layers = zip(self.columns, row.weights, strict=True)
        return ", ".join(
            tr("{layer} {percent} percent", layer=name, percent=f"{100 * weight:.0f}")
            for name, weight in layers
        )

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()


def _elided(font: QFont, text: str, room: float) -> str:
    return QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
