"""Gates over the words of a sentence: a square of sorted cells for each, or lines of some cells that are followed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from elmo_explorer.translation import tr
from elmo_explorer.ui.figure_mode import draw_cells, figure_now
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.gate_rows import FollowedCell, GateRow, GateWords
from elmo_explorer.ui.widgets.pill import draw_pill, pill_text
from elmo_explorer.ui.widgets.runs import Run
from elmo_explorer.ui.widgets.scale_legend import signed
from elmo_explorer.ui.widgets.scatter_markers import draw_marker

_GAP = 3
_BETWEEN = 4
_WORDS = 19
_SMALLEST, _TALLEST = 16, 42
_NARROWEST, _WIDEST = 40, 84
_MEAN = 3
_TOP = 3


class GateColumns(QWidget):
    """Below each square a short bar is the mean of all cells."""

    accessible_role = QAccessible.Role.Chart

    column_hovered = Signal(int)
    """-1 when the pointer leaves."""
    column_chosen = Signal(int)
    cell_chosen = Signal(int)
    """A cell's number."""
    shown = Signal(int)
    """A column that the keyboard went to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[GateRow, ...] = ()
        self.columns = GateWords(())
        self.followed: tuple[FollowedCell, ...] = ()
        self._images: list[QImage] = []
        self._hovered = -1
        self._pointer: QPointF | None = None
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Gates at each word"))
        theme.changed.connect(self._restyle)

    def set_gates(
        self, columns: GateWords, rows: Sequence[GateRow], followed: Sequence[FollowedCell] = ()
    ) -> None:
        """Show other gates; with cells that are followed their lines take the squares' place."""
        if len(columns.words) != len(self.columns.words):
            self._hovered, self._pointer = -1, None
        self.columns, self.rows, self.followed = columns, tuple(rows), tuple(followed)
        self._restyle()

    @property
    def shown_rows(self) -> list[int]:
        """The rows that there is room for."""
        room = self.height() - theme.px(_WORDS) - _TOP
        if room >= len(self.rows) * (theme.px(_SMALLEST + 6) + _GAP):
            return list(range(len(self.rows)))
        return [k for k, row in enumerate(self.rows) if not row.optional]

    def sizeHint(self) -> QSize:
        """Rows that can be read."""
        n = len([row for row in self.rows if not row.optional]) or 1
        width = max(1, len(self.columns.words)) * theme.px(_NARROWEST)
        return QSize(width, n * (theme.px(_SMALLEST) + _GAP) + theme.px(_WORDS) + _TOP)

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def column_width(self) -> float:
        """Of each column, in pixels."""
        return min(self.width() / max(1, len(self.columns.words)), float(theme.px(_WIDEST)))

    def row_rect(self, place: int) -> QRectF:
        """Across all columns, the ``place``-th row that is shown."""
        n = max(1, len(self.shown_rows))
        room = (self.height() - theme.px(_WORDS) - _TOP) / n - _GAP
        height = min(max(float(theme.px(_SMALLEST)), float(int(room))), float(theme.px(_TALLEST)))
        width = self.column_width() * len(self.columns.words)
        return QRectF(0, _TOP + place * (height + _GAP), width, height)

    def square_rect(self, place: int, column: int) -> QRectF:
        """One gate at one word; whole pixels."""
        row, width = self.row_rect(place), self.column_width()
        left, right = round(column * width), round((column + 1) * width)
        return QRectF(left + _BETWEEN / 2, row.top(), right - left - _BETWEEN, row.height() - _MEAN - 1)

    def words_rect(self) -> QRectF:
        """The line of words."""
        last = self.row_rect(len(self.shown_rows) - 1)
        return QRectF(0, last.bottom() + 1, last.width(), theme.px(_WORDS))

    def column_at(self, at: QPointF) -> int:
        """The column under a place; -1 where there is none."""
        column = int(at.x() / self.column_width()) if at.x() >= 0 else -1
        return column if 0 <= column < len(self.columns.words) else -1

    def cell_at(self, at: QPointF) -> tuple[int, int]:
        """The row and the sample under a place; (-1, -1) beside the squares."""
        column = self.column_at(at)
        for place, row in enumerate(self.shown_rows):
            box = self.square_rect(place, column) if column >= 0 else QRectF()
            if box.adjusted(0, 0, 0, _MEAN + 1).contains(at) and column not in self._unread():
                n = self.rows[row].values.shape[1]
                return row, min(max(int((at.x() - box.left()) / box.width() * n), 0), n - 1)
        return -1, -1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read one cell."""
        self._pointer = event.position()
        self._hover(self.column_at(event.position()))
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Read none."""
        self._pointer = None
        self._hover(-1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A cell is followed, a word chosen."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        column = self.column_at(event.position())
        row, sample = self.cell_at(event.position())
        if row >= 0 and not self.followed:
            self.cell_chosen.emit(int(self.rows[row].cells[column, sample]))
        elif column >= 0:
            self.column_chosen.emit(column)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys go from word to word, Enter chooses one."""
        n = len(self.columns.words)
        now = self._hovered if self._hovered >= 0 else self.columns.marked
        key = Qt.Key(event.key())
        target = {
            Qt.Key.Key_Left: now - 1,
            Qt.Key.Key_Right: now + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: n - 1,
        }.get(key)
        if target is not None and n:
            self._pointer = None
            self._hover(min(max(target, 0), n - 1))
            self.shown.emit(self._hovered)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and now >= 0:
            self.column_chosen.emit(now)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What the keys read ends with the keyboard."""
        super().focusOutEvent(event)
        if self._pointer is None:
            self._hover(-1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Squares or lines, words, the marked column, and the pill of the cell under the pointer."""
        if not self.rows or not self.columns.words:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, row in enumerate(self.shown_rows):
            if self.followed:
                self._paint_lines(painter, place, row)
            else:
                self._paint_squares(painter, place, row)
        self._paint_words(painter)
        self._paint_frame(painter, self.columns.marked, theme.category(self.columns.category).mark, 2.0)
        if self._hovered >= 0:
            self._paint_frame(painter, self._hovered, theme.color("text2"), 1.0)
            self._paint_pill(painter)

    def _unread(self) -> frozenset[int]:
        return frozenset(k for k in self.columns.quiet if not np.isfinite(self.rows[0].means[k]))

    def _paint_squares(self, painter: QPainter, place: int, row: int) -> None:
        shown = self.rows[row]
        image = self._images[row] if figure_now() is None else shown.picture()
        n = shown.values.shape[1]
        for column in range(len(self.columns.words)):
            box = self.square_rect(place, column)
            shape = QPainterPath()
            shape.addRoundedRect(box, 3, 3)
            painter.save()
            painter.setClipPath(shape)
            painter.setOpacity(0.4 if column in self.columns.quiet else 1.0)
            draw_cells(painter, box, image, QRect(column * n, 0, n, 1))
            painter.restore()
            self._paint_mean(painter, shown, column, QRectF(box.left(), box.bottom() + 1, box.width(), _MEAN))

    @staticmethod
    def _paint_mean(painter: QPainter, row: GateRow, column: int, track: QRectF) -> None:
        painter.fillRect(track, theme.color("border"))
        mean = float(row.means[column])
        start = track.left() + track.width() * row.share(0.0)
        end = track.left() + track.width() * row.share(mean)
        if np.isfinite(mean):
            bar = QRectF(min(start, end), track.top(), max(abs(end - start), 1.0), track.height())
            painter.fillRect(bar, theme.color("text2"))

    def _paint_lines(self, painter: QPainter, place: int, row: int) -> None:
        shown, box = self.rows[row], self.row_rect(place)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("sunken"))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(QPen(theme.color("border"), 1))
        zero = self._y(box, shown.share(0.0 if shown.limit else 0.5))
        painter.drawLine(QPointF(box.left() + 4, zero), QPointF(box.right() - 4, zero))
        faint = QPen(theme.color("text3"), 1.2, Qt.PenStyle.DashLine)
        self._paint_line(painter, faint, [shown.share(float(v)) for v in shown.means], shown.means, box)
        for cell in self.followed:
            values = cell.values[row]
            pen = QPen(theme.category(cell.category).mark, 1.8)
            places = self._paint_line(painter, pen, [shown.share(float(v)) for v in values], values, box)
            for at in places:
                draw_marker(painter, cell.category, at, 6.5 * theme.zoom)

    def _paint_line(
        self, painter: QPainter, pen: QPen, shares: list[float], values: np.ndarray, box: QRectF
    ) -> list[QPointF]:
        width = self.column_width()
        places = [
            QPointF((column + 0.5) * width, self._y(box, share))
            for column, share in enumerate(shares)
            if np.isfinite(values[column])
        ]
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(places))
        return places

    @staticmethod
    def _y(box: QRectF, share: float) -> float:
        return box.bottom() - 4 - share * (box.height() - 8)

    def _paint_words(self, painter: QPainter) -> None:
        line, width = self.words_rect(), self.column_width()
        for column, word in enumerate(self.columns.words):
            quiet, marked = column in self.columns.quiet, column == self.columns.marked
            font = theme.font(11, mono=True) if quiet else theme.font(11, 700 if marked else 400)
            colour = theme.color("text3" if quiet else "text2")
            if marked:
                colour = theme.category(self.columns.category).text
            painter.setFont(font)
            room = width - 3
            text = painter.fontMetrics().elidedText(word, Qt.TextElideMode.ElideRight, int(room))
            painter.setPen(colour)
            place = QRectF(column * width, line.top(), width, line.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_frame(self, painter: QPainter, column: int, colour: QColor, thick: float) -> None:
        if not 0 <= column < len(self.columns.words):
            return
        first = self.square_rect(0, column)
        last = self.row_rect(len(self.shown_rows) - 1)
        box = QRectF(first.left() - 2, first.top() - 2, first.width() + 4, last.bottom() - first.top() + 3)
        painter.setPen(QPen(colour, thick))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 5, 5)

    def _paint_pill(self, painter: QPainter) -> None:
        column, colour = self._hovered, pill_text()
        plain, bold = theme.font(12, tabular=True), theme.font(12, 700, tabular=True)
        word = self.columns.words[column]
        if column in self._unread():
            runs = [Run(tr("{word} is not read in this direction", word=word), plain, colour)]
        else:
            runs = [Run(f"{word} · {self.reading(column)}", plain, colour)]
            row, sample = self.cell_at(self._pointer) if self._pointer is not None else (-1, -1)
            if row >= 0 and not self.followed:
                shown = self.rows[row]
                runs = [
                    Run(
                        tr(
                            "{word} · {name}, cell {cell}  ",
                            word=word,
                            name=shown.name,
                            cell=shown.cells[column, sample],
                        ),
                        plain,
                        colour,
                    ),
                    Run(self._figure(shown, float(shown.values[column, sample])), bold, colour),
                    Run(
                        tr("   mean {figure}", figure=self._figure(shown, float(shown.means[column]))),
                        plain,
                        colour,
                    ),
                ]
        box = self.square_rect(0, column)
        y = self._pointer.y() - theme.px(18) if self._pointer is not None else box.top()
        draw_pill(painter, runs, QPointF(box.center().x(), y), QRectF(self.visibleRegion().boundingRect()))

    def reading(self, column: int) -> str:
        """What the rows say at a column: the followed cell's values, or the means."""
        parts = []
        for k in self.shown_rows:
            row = self.rows[k]
            values = [cell.values[k, column] for cell in self.followed] or [row.means[column]]
            parts.append(f"{row.name} " + ", ".join(self._figure(row, float(v)) for v in values))
        return ("" if self.followed else tr("means: ")) + "  ".join(parts)

    @staticmethod
    def _figure(row: GateRow, value: float) -> str:
        return signed(value, 2) if row.limit else f"{value:.2f}"

    def _hover(self, column: int) -> None:
        if column != self._hovered:
            self._hovered = column
            self.setAccessibleDescription(
                f"{self.columns.words[column]}, {self.reading(column)}" if column >= 0 and self.rows else ""
            )
            self.column_hovered.emit(column)
            self.update()

    def _restyle(self) -> None:
        self._images = [row.picture() for row in self.rows]
        self.setMinimumSize(self.sizeHint())
        self.updateGeometry()
        self.update()
