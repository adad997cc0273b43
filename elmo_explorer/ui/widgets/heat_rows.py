"""A few rows of coloured cells over one common row of columns, with the meaning of the colours below."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QImage, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from elmo_explorer.ui.figure_mode import draw_cells
from elmo_explorer.ui.theme import theme

_BAR = 96


class HeatRows(QWidget):
    """All cells on one scale from 0 on; a cell without a value is left out."""

    column_hovered = Signal(int)
    """-1 when the pointer leaves."""
    cell_clicked = Signal(int, int)
    """Row and column; column -1 on the row's name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.names: tuple[str, ...] = ()
        self.values: NDArray[np.floating] = np.zeros((0, 0))
        self.limit = 1.0
        self.ends = ("", "", "")
        self.chosen = -1
        self.lit = -1
        self.marked = -1
        self.mark_category = -1
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._restyle)

    def set_table(
        self,
        names: Sequence[str],
        values: NDArray[np.floating],
        limit: float,
        ends: tuple[str, str, str],
        chosen: int,
        marked: tuple[int, int],
    ) -> None:
        """Show other values.

        Args:
            names: of the rows.
            values: (rows, columns), from 0 on; NaN for a cell that is left out.
            limit: the value of the strongest colour.
            ends: what stands at the weak and at the strong end of the scale, and behind it.
            chosen: the row that is shown elsewhere, too.
            marked: a column that stands out, -1 for none, and the group in whose colour.
        """
        same_rows = len(names) == len(self.names)
        self.names, self.values, self.limit = tuple(names), values, limit
        self.ends, self.chosen = ends, chosen
        self.marked, self.mark_category = marked
        if not same_rows:
            self.updateGeometry()
        self.update()

    def set_lit(self, column: int) -> None:
        """Frame a column; -1 for none."""
        if column != self.lit:
            self.lit = column
            self.update()

    def sizeHint(self) -> QSize:
        """All rows and the scale."""
        return QSize(theme.px(300), round(len(self.names) * self._row()) + theme.px(30))

    def minimumSizeHint(self) -> QSize:
        """Narrower cells."""
        return QSize(theme.px(160), self.sizeHint().height())

    def cell_rect(self, row: int, column: int) -> QRectF:
        """Where a cell is drawn."""
        wide = self._cell_width()
        return QRectF(self._left() + column * wide, row * self._row(), wide, self._row())

    def cell_at(self, at: QPointF) -> tuple[int, int]:
        """Row and column under a place; -1 for what is not there."""
        row = int(at.y() // self._row())
        if not 0 <= row < len(self.names):
            return -1, -1
        column = math.floor((at.x() - self._left()) / self._cell_width()) if self.values.shape[1] else -1
        return row, column if 0 <= column < self.values.shape[1] else -1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say which column is under the pointer."""
        self.column_hovered.emit(self.cell_at(event.position())[1])

    def leaveEvent(self, event: QEvent) -> None:
        """No column."""
        self.column_hovered.emit(-1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the cell."""
        row, column = self.cell_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and row >= 0:
            self.cell_clicked.emit(row, column)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Names, cells, frames, scale."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        wide = self._cell_width()
        gap = 2.0 if wide >= 8 else 1.0 if wide >= 4 else 0.0
        if self.values.size:
            self._paint_cells(painter, wide, gap)
        for row, name in enumerate(self.names):
            is_chosen = row == self.chosen
            painter.setFont(theme.font(12, 700 if is_chosen else 400))
            painter.setPen(theme.color("accent_text" if is_chosen else "text2"))
            at = QRectF(0, row * self._row(), self._left() - theme.px(8), self._row())
            painter.drawText(at, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if 0 <= self.chosen < len(self.names):
            painter.setPen(QPen(theme.color("accent"), 1.5))
            line = QRectF(
                self._left(), self.chosen * self._row(), wide * self.values.shape[1] - gap, self._row()
            )
            painter.drawRoundedRect(line.adjusted(-2, 0.5, 2, -0.5), 3, 3)
        if 0 <= self.lit < self.values.shape[1]:
            painter.setPen(QPen(theme.color("text1"), 2))
            column_box = QRectF(
                self._left() + self.lit * wide, 0, max(wide - gap, 3), len(self.names) * self._row()
            )
            painter.drawRect(column_box.adjusted(-1, 1, 1, -1))
        self._paint_scale(painter)

    def _paint_cells(self, painter: QPainter, wide: float, gap: float) -> None:
        """One picture with a pixel for each cell, and what parts them over it."""
        n_rows, n_columns = self.values.shape
        scaled = np.nan_to_num(self.values, nan=0.0) * (255.0 / self.limit if self.limit else 0.0)
        pixels = theme.sequential_lut()[np.clip(np.rint(scaled), 0, 255).astype(np.intp)].copy()
        pixels[~np.isfinite(self.values)] = 0
        if 0 <= self.marked < n_columns:
            pixels[:, self.marked] = theme.category(self.mark_category).mark.getRgb()
        image = QImage(pixels.data, n_columns, n_rows, n_columns * 4, QImage.Format.Format_RGBA8888)
        box = QRectF(self._left(), 0, wide * n_columns, self._row() * n_rows)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        draw_cells(painter, box, image)
        ground = theme.color("surface")
        for row in range(n_rows + 1):
            painter.fillRect(QRectF(box.left(), row * self._row() - 2, box.width(), 4), ground)
        if gap:
            for column in range(n_columns):
                right = box.left() + (column + 1) * wide
                painter.fillRect(QRectF(right - gap, 0, gap, box.height()), ground)

    def _paint_scale(self, painter: QPainter) -> None:
        low, high, behind = self.ends
        if not high:
            return
        font = theme.font(11, 600, tabular=True)
        metrics = QFontMetricsF(font)
        line = QRectF(self._left(), len(self.names) * self._row() + theme.px(6), 0, theme.px(20))
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        x = line.left()
        painter.setFont(font)
        painter.setPen(theme.color("text2"))
        painter.drawText(QRectF(x, line.top(), 80, line.height()), left, low)
        x += metrics.horizontalAdvance(low) + theme.px(6)
        bar = QRectF(x, line.center().y() - theme.px(4), theme.px(_BAR), theme.px(8))
        row = np.ascontiguousarray(theme.sequential_lut()[None])
        image = QImage(row.data, row.shape[1], 1, row.shape[1] * 4, QImage.Format.Format_RGBA8888)
        shape = QPainterPath()
        shape.addRoundedRect(bar, 3, 3)
        painter.save()
        painter.setClipPath(shape)
        draw_cells(painter, bar, image)
        painter.restore()
        x = bar.right() + theme.px(6)
        painter.drawText(QRectF(x, line.top(), 120, line.height()), left, high)
        x += metrics.horizontalAdvance(high) + theme.px(10)
        plain = theme.font(11)
        painter.setFont(plain)
        room = max(0.0, self.width() - x)
        text = QFontMetricsF(plain).elidedText(behind, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(x, line.top(), room, line.height()), left, text)

    def _row(self) -> float:
        return float(theme.px(24))

    def _left(self) -> float:
        bold = QFontMetricsF(theme.font(12, 700))
        return max((bold.horizontalAdvance(name) for name in self.names), default=0.0) + theme.px(12)

    def _cell_width(self) -> float:
        room = max(1.0, self.width() - self._left() - theme.px(4))
        return float(min(room / max(1, self.values.shape[1]), theme.px(44)))

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()
