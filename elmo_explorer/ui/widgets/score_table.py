"""What each task reaches with each choice of layers: a table whose cells are shaded line by line."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from elmo_explorer.translation import tr
from elmo_explorer.ui.theme import theme

_HEAD, _ROW = 24, 40
_NAME, _CELL, _NARROW_CELL = 150, 92, 74
_GAP, _RADIUS = 3, 4
_LIGHTEST, _DARKEST = 0.12, 0.9
"""Of the sequential colours: the lowest score of a line, and its highest."""


@dataclass(frozen=True)
class ScoreRow:
    """One task; C choices of layers."""

    key: str
    name: str
    metric: str
    cells: tuple[str, ...]
    """(C,) what stands in each cell, "" for nothing."""
    scores: tuple[float, ...]
    """(C,), NaN for nothing."""
    remark: str
    """One sentence."""


class ScoreTable(QWidget):
    """In every line the highest score has the strongest colour; the first column, the reference, has none."""

    chosen = Signal(str)
    """Key of the row that was clicked."""
    hovered = Signal(str)
    """Key of the row under the pointer, "" when it leaves."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[ScoreRow, ...] = ()
        self.columns: tuple[str, ...] = ()
        self._lit = ""
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Scores by task and layer"))
        theme.changed.connect(self._restyle)

    def set_rows(self, rows: Sequence[ScoreRow], columns: Sequence[str]) -> None:
        """Show other tasks; every row has a cell for each of the (C,) columns, the reference first."""
        self.rows, self.columns = tuple(rows), tuple(columns)
        lines = (
            f"{row.name}, {row.metric}: "
            + ", ".join(f"{c} {v}" for c, v in zip(columns, row.cells, strict=True) if v)
            for row in self.rows
        )
        self.setAccessibleDescription("; ".join(lines))
        self._restyle()

    def set_lit(self, key: str) -> None:
        """Light a row; "" for none."""
        if key != self._lit:
            self._lit = key
            self.update()

    def sizeHint(self) -> QSize:
        """All rows."""
        return QSize(theme.px(700), theme.px(_HEAD) + theme.px(_ROW) * len(self.rows))

    def minimumSizeHint(self) -> QSize:
        """Without the remarks."""
        width = theme.px(_NAME) + len(self.columns) * theme.px(_NARROW_CELL)
        return QSize(width, self.sizeHint().height())

    def cell(self, row: int, column: int) -> QRectF:
        """Where a score stands."""
        place, width = self._row(row), self._cell_width()
        left = theme.px(_NAME) + column * width
        height = theme.px(_ROW) - 10
        return QRectF(left, place.center().y() - height / 2, width - theme.px(_GAP), height)

    def _cell_width(self) -> float:
        free = self.width() - theme.px(_NAME) - theme.px(240)
        return min(theme.px(_CELL), max(theme.px(_NARROW_CELL), free / max(1, len(self.columns))))

    def _row(self, row: int) -> QRectF:
        return QRectF(0, theme.px(_HEAD) + row * theme.px(_ROW), self.width(), theme.px(_ROW))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Heads and rows."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(11))
        painter.setPen(theme.color("text3"))
        for j, column in enumerate(self.columns):
            place = self.cell(0, j)
            box = QRectF(place.left(), 0, place.width(), theme.px(_HEAD))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, column)
        for i, row in enumerate(self.rows):
            self._paint_row(painter, i, row)

    def _paint_row(self, painter: QPainter, i: int, row: ScoreRow) -> None:
        place = self._row(i)
        if row.key == self._lit:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("hover"))
            painter.drawRoundedRect(place.adjusted(0, 1, 0, -1), 6, 6)
        start = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        room = theme.px(_NAME) - theme.px(14)
        half = place.height() / 2
        line = QRectF(theme.px(6), place.top() + 3, room, half - 2)
        for font, role, text, down in (
            (theme.font(12, 600), "text1", row.name, 0.0),
            (theme.font(11), "text2", row.metric, half - 4),
        ):
            painter.setFont(font)
            painter.setPen(theme.color(role))
            painter.drawText(line.translated(0, down), start, _elided(font, text, room))
        known = [score for score in row.scores[1:] if math.isfinite(score)]
        low, high = (min(known), max(known)) if known else (0.0, 1.0)
        for j, (text, score) in enumerate(zip(row.cells, row.scores, strict=True)):
            cell = self.cell(i, j)
            best = j > 0 and score == high
            painter.setFont(theme.font(12, 700 if best else 400, tabular=True))
            if j == 0 or not math.isfinite(score):
                painter.setPen(theme.color("text2"))
            else:
                share = (score - low) / (high - low) if high > low else 1.0
                colour = theme.sequential(_LIGHTEST + (_DARKEST - _LIGHTEST) * share)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colour)
                painter.drawRoundedRect(cell, _RADIUS, _RADIUS)
                painter.setPen(theme.text_on(colour))
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, text)
        left = self.cell(i, len(row.cells) - 1).right() + theme.px(14)
        painter.setFont(theme.font(11))
        painter.setPen(theme.color("text1"))
        box = QRectF(left, place.top(), self.width() - left - theme.px(6), place.height())
        painter.drawText(box, start | Qt.TextFlag.TextWordWrap, row.remark)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The row under the pointer is lit everywhere."""
        self._hover(self._key_at(event.position().y()))

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is lit."""
        self._hover("")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click chooses a row."""
        key = self._key_at(event.position().y())
        if key and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(key)

    def _key_at(self, y: float) -> str:
        row = int((y - theme.px(_HEAD)) // theme.px(_ROW))
        return self.rows[row].key if 0 <= row < len(self.rows) else ""

    def _hover(self, key: str) -> None:
        if key != self._lit:
            self.set_lit(key)
            self.hovered.emit(key)
        self.setCursor(Qt.CursorShape.PointingHandCursor if key else Qt.CursorShape.ArrowCursor)

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()


def _elided(font: QFont, text: str, room: float) -> str:
    return QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
