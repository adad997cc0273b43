"""A few distances as points over one logarithmic axis, each with a mark to measure it by."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from elmo_explorer.ui.distance_scale import TICKS, share
from elmo_explorer.ui.theme import theme

_ROW, _AXIS = 25, 16
_NAME, _FIGURE, _DETAIL = 52, 48, 60


@dataclass(frozen=True)
class ShiftRow:
    """One distance."""

    name: str
    value: float
    """0 says that nothing differs at all."""
    text: str
    measure: float
    """Drawn as an upright line on the same axis; NaN draws none."""
    detail: str
    """What is written quietly behind it."""
    strong: bool = False


class ShiftPlot(QWidget):
    """A row for each distance; its height is what the rows need."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[ShiftRow, ...] = ()
        self._ticks: Sequence[tuple[float, str]] = TICKS
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._restyle)

    def set_rows(
        self, rows: Sequence[ShiftRow], measure: str, ticks: Sequence[tuple[float, str]] = TICKS
    ) -> None:
        """Show these; ``measure`` names the upright lines, ``ticks`` are written at the axis."""
        if tuple(rows) == self.rows and ticks == self._ticks:
            return
        self.rows, self._ticks = tuple(rows), ticks
        texts = (f"{row.name}: {row.text}, {row.detail}" for row in rows)
        self.setAccessibleName("; ".join([*texts, measure]))
        self._restyle()

    def sizeHint(self) -> QSize:
        """Rows and axis."""
        return QSize(theme.px(260), theme.px(_ROW) * len(self.rows) + theme.px(_AXIS))

    def point_of(self, row: int) -> QPointF:
        """Where a distance is drawn."""
        track = self._track(row)
        return QPointF(track.left() + share(self.rows[row].value) * track.width(), track.center().y())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Axis, rows."""
        if not self.rows:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_axis(painter)
        for k in range(len(self.rows)):
            self._paint_row(painter, k)

    def _paint_axis(self, painter: QPainter) -> None:
        first, last = self._track(0), self._track(len(self.rows) - 1)
        font = theme.font(11, tabular=True)
        painter.setFont(font)
        free = 0.0
        for value, text in self._ticks:
            x = first.left() + share(value) * first.width()
            painter.fillRect(
                QRectF(round(x), first.top(), 1, last.bottom() - first.top()), theme.color("border")
            )
            painter.setPen(theme.color("text3"))
            half = QFontMetricsF(font).horizontalAdvance(text) / 2 + theme.px(3)
            if x - half >= free:
                free = x + half
                box = QRectF(x - half, last.bottom(), 2 * half, theme.px(_AXIS))
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_row(self, painter: QPainter, k: int) -> None:
        row, track = self.rows[k], self._track(k)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font(12, 600 if row.strong else 500))
        painter.setPen(theme.color("accent_text" if row.strong else "text1"))
        painter.drawText(QRectF(0, track.top(), theme.px(_NAME), track.height()), middle, row.name)
        y = track.center().y()
        painter.fillRect(QRectF(track.left(), y - 1, track.width(), 2), theme.color("grid"))
        if math.isfinite(row.measure):
            x = track.left() + share(row.measure) * track.width()
            painter.fillRect(QRectF(x - 1, y - theme.px(8), 2, theme.px(16)), theme.color("text2"))
        if row.value > 0:
            at = self.point_of(k)
            painter.setPen(QPen(theme.color("accent"), theme.px(3)))
            painter.drawLine(QPointF(track.left(), y), at)
            painter.setPen(QPen(theme.color("surface"), 1.5))
            painter.setBrush(theme.color("accent"))
            painter.drawEllipse(at, theme.px(6), theme.px(6))
        painter.setFont(theme.font(14, 700, tabular=True))
        painter.setPen(theme.color("text1"))
        figure = QRectF(track.right() + theme.px(8), track.top(), theme.px(_FIGURE), track.height())
        right = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(figure, right, row.text)
        painter.setFont(theme.font(11, tabular=True))
        painter.setPen(theme.color("text2"))
        detail = QRectF(figure.right(), track.top(), self.width() - figure.right(), track.height())
        painter.drawText(detail, right, row.detail)

    def _track(self, row: int) -> QRectF:
        left = theme.px(_NAME) + theme.px(10)
        right = self.width() - theme.px(_FIGURE + _DETAIL) - theme.px(8)
        return QRectF(left, row * theme.px(_ROW), max(20, right - left), theme.px(_ROW))

    def _restyle(self) -> None:
        self.setFixedHeight(self.sizeHint().height())
        self.update()
