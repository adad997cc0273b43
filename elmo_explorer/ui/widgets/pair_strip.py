"""Two sentences as rows of aligned words, with coloured cells above and below every column."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from elmo_explorer.translation import tr
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.pill import draw_pill, pill_text
from elmo_explorer.ui.widgets.runs import Run

_LOWEST, _HIGHEST = 22, 32
"""Heights of a row of cells at a zoom of 1: where room is short, and where it is not."""
_WORD, _GAP = 30, 6
_NARROWEST, _BESIDE, _WIDEST = 46, 16, 130


@dataclass(frozen=True)
class StripCell:
    """A value as a colour."""

    share: float
    """How strong, 0 to 1."""
    text: str
    note: str
    """What is said of it under the pointer."""
    equal: bool = False
    """Nothing differs here: drawn without colour."""


@dataclass(frozen=True)
class StripRow:
    """What the cells of a row have in common."""

    title: str
    role: str
    """The theme's colour of the strongest."""
    below: bool = False
    """Below the words, else above."""


@dataclass(frozen=True)
class StripColumn:
    """A word of either sentence, or of one alone."""

    a: str
    b: str
    same: bool
    cells: tuple[StripCell | None, ...]
    """One for each row."""
    is_mark: bool = False
    """No word: a sentence's beginning or end."""


class PairStrip(QWidget):
    """Rows above the words, from top to bottom, the words, and the rows below them."""

    accessible_role = QAccessible.Role.Chart

    column_clicked = Signal(int)
    column_hovered = Signal(int)
    """-1 where none is."""
    shown = Signal(int)
    """The keyboard went to this column: it should be in sight."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns: tuple[StripColumn, ...] = ()
        self.rows: tuple[StripRow, ...] = ()
        self.has_b = False
        self.marked = -1
        self.chosen = -1
        self._pointed: tuple[int, int] = (-1, -1)
        self._lit = -1
        self._cursor = 0
        self._cell = float(_HIGHEST)
        self._least: list[float] = []
        self._lefts: list[float] = [0.0]
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Both sentences, word by word"))
        theme.changed.connect(self._restyle)

    def set_columns(self, columns: Sequence[StripColumn], rows: Sequence[StripRow], has_b: bool) -> None:
        """Show these; without ``has_b`` there is only one sentence."""
        self.columns, self.rows, self.has_b = tuple(columns), tuple(rows), has_b
        self._pointed = (-1, -1)
        self._cursor = min(self._cursor, max(len(columns) - 1, 0))
        self._restyle()

    def set_marked(self, marked: int, chosen: int) -> None:
        """The column that is measured, and the one that may be varied; -1 marks none."""
        if (marked, chosen) != (self.marked, self.chosen):
            self.marked, self.chosen = marked, chosen
            self.update()

    def set_lit(self, column: int) -> None:
        """Light a column up; -1 lights none."""
        if column != self._lit:
            self._lit = column
            self.update()

    def fit_into(self, height: float) -> None:
        """Draw the rows as high as there is room for."""
        fixed = theme.px(_WORD) * (2 if self.has_b else 1) + 2 * theme.px(_GAP)
        cell = (height - fixed) / (len(self.rows) * theme.zoom) if self.rows else _HIGHEST
        cell = float(min(max(int(cell), _LOWEST), _HIGHEST))
        if cell != self._cell:
            self._cell = cell
            self._restyle()

    def column_rect(self, column: int) -> QRectF:
        """The place of a column."""
        left, right = self._lefts[column], self._lefts[column + 1]
        return QRectF(left, 0, right - left, self.height())

    def row_rect(self, row: int) -> QRectF:
        """Where a row of cells lies, across all columns."""
        height, above = self._cell_height(), self._n_above()
        below = self.words_rect().bottom() + theme.px(_GAP)
        top = row * height if row < above else below + (row - above) * height
        return QRectF(0, top, self.width(), height)

    def words_rect(self) -> QRectF:
        """Where both rows of words lie."""
        top = self._n_above() * self._cell_height() + (theme.px(_GAP) if self.rows else 0)
        return QRectF(0, top, self.width(), theme.px(_WORD) * (2 if self.has_b else 1))

    def cell_rect(self, column: int, row: int) -> QRectF:
        """The place of a cell."""
        place, line = self.column_rect(column), self.row_rect(row)
        return QRectF(place.left(), line.top(), place.width(), line.height())

    def sizeHint(self) -> QSize:
        """The narrowest columns."""
        return QSize(round(sum(self._least)), self._height())

    def minimumSizeHint(self) -> QSize:
        """The same: the rest is scrolled."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Room that is left is shared by the columns."""
        super().resizeEvent(event)
        self._place()

    # Pointer and keyboard

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what is under the pointer."""
        self._point_at(event.position())

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is."""
        self._point_at(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the column."""
        column, _ = self._place_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and column >= 0:
            self._cursor = column
            self.column_clicked.emit(column)

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

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground of the columns, cells, words, what is under the pointer."""
        if not self.columns:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        first = max(0, bisect(self._lefts, event.rect().left()) - 1)
        last = min(len(self.columns), bisect(self._lefts, event.rect().right()))
        words = self.words_rect()
        painter.setPen(QPen(theme.color("border"), 1))
        painter.setBrush(theme.color("sunken"))
        # Its left end is drawn by the titles beside the strip.
        painter.drawRoundedRect(words.adjusted(-20, 0.5, -0.5, -0.5), 7, 7)
        for index in range(first, last):
            self._paint_ground(painter, index)
            self._paint_words(painter, index)
            for row in range(len(self.rows)):
                cell = self.columns[index].cells[row]
                if cell is not None:
                    self._paint_cell(painter, self.cell_rect(index, row), cell, self.rows[row].role)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("accent"), 2))
            place = self.column_rect(self._cursor)
            box = QRectF(place.left(), words.top(), place.width(), words.height())
            painter.drawRoundedRect(box.adjusted(1, 1, -2, -1), 5, 5)
        self._paint_note(painter)

    def _paint_ground(self, painter: QPainter, index: int) -> None:
        box = self.column_rect(index)
        if index == self.marked:
            tint = theme.color("accent_soft")
            painter.fillRect(box, tint)
        elif index == self._lit:
            painter.fillRect(box, theme.color("hover"))

    def _paint_words(self, painter: QPainter, index: int) -> None:
        column, height, place = self.columns[index], theme.px(_WORD), self.column_rect(index)
        top = self.words_rect().top()
        for k, word in enumerate((column.a, column.b) if self.has_b else (column.a,)):
            box = QRectF(place.left(), top + k * height, place.width(), height)
            if column.is_mark:
                font, colour = theme.font(11, mono=True), theme.color("text3")
            else:
                font, colour = self._word_font(), theme.color("text1")
            room = box.width() - theme.px(8)
            text = QFontMetricsF(font).elidedText(word or "–", Qt.TextElideMode.ElideRight, room)
            if not column.same and self.has_b and word:
                colour = theme.color("on_accent")
                self._paint_chip(painter, box, text, theme.color("accent"), None)
            elif index == self.chosen and not column.is_mark:
                self._paint_chip(painter, box, text, None, theme.color("accent"))
            elif not word:
                colour = theme.color("text3")
            painter.setFont(font)
            painter.setPen(colour)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_chip(
        self, painter: QPainter, box: QRectF, text: str, fill: QColor | None, frame: QColor | None
    ) -> None:
        half = QFontMetricsF(self._word_font()).horizontalAdvance(text) / 2 + theme.px(8)
        half, high = min(half, box.width() / 2 - 1), theme.px(24)
        painter.setPen(QPen(frame, 1.5) if frame is not None else Qt.PenStyle.NoPen)
        painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(
            QRectF(box.center().x() - half, box.center().y() - high / 2, 2 * half, high), 6, 6
        )

    def _paint_cell(self, painter: QPainter, place: QRectF, cell: StripCell, role: str) -> None:
        box = place.adjusted(1.5, 1.5, -1.5, -1.5)
        painter.setPen(Qt.PenStyle.NoPen)
        ground = theme.color("canvas")
        if cell.equal:
            painter.setBrush(theme.color("sunken"))
            colour = theme.color("text3")
        else:
            ground = _blend(ground, theme.color(role), 0.06 + 0.94 * cell.share)
            painter.setBrush(ground)
            colour = theme.text_on(ground)
        painter.drawRoundedRect(box, 4, 4)
        painter.setFont(theme.font(13 if self._cell >= 28 else 12, 400 if cell.equal else 600, tabular=True))
        painter.setPen(colour)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, cell.text)

    def _paint_note(self, painter: QPainter) -> None:
        column, row = self._pointed
        if column < 0 or row < 0:
            return
        cell = self.columns[column].cells[row]
        if cell is not None and cell.note:
            place = self.cell_rect(column, row)
            runs = [Run(cell.note, theme.font(12, 500, tabular=True), pill_text())]
            bounds = QRectF(self.visibleRegion().boundingRect())
            draw_pill(painter, runs, QPointF(place.right() - theme.px(8), place.center().y()), bounds)

    # Places

    def _n_above(self) -> int:
        return sum(not row.below for row in self.rows)

    def _height(self) -> int:
        if not self.rows:
            return round(self.words_rect().bottom())
        return round(self.row_rect(len(self.rows) - 1).bottom())

    def _cell_height(self) -> int:
        return theme.px(self._cell)

    def _measure(self) -> None:
        """The least width of every column: its words', and that of a figure."""
        words, marks = QFontMetricsF(self._word_font()), QFontMetricsF(theme.font(11, mono=True))
        self._least = []
        for column in self.columns:
            metrics, beside = (marks, theme.px(8)) if column.is_mark else (words, theme.px(_BESIDE))
            widest = max(metrics.horizontalAdvance(word) for word in (column.a, column.b)) + beside
            self._least.append(min(max(widest, theme.px(_NARROWEST)), theme.px(_WIDEST)))

    def _place(self) -> None:
        more = max(0.0, self.width() - sum(self._least)) / max(1, len(self._least))
        self._lefts = [0.0, *accumulate(least + more for least in self._least)]

    def _word_font(self) -> QFont:
        return theme.font(14, 600)

    def _place_at(self, at: QPointF) -> tuple[int, int]:
        """Column and row, -1 for none."""
        if not self.columns or not QRectF(self.rect()).contains(at):
            return -1, -1
        column = min(bisect(self._lefts, at.x()), len(self.columns)) - 1
        rows = (row for row in range(len(self.rows)) if self.row_rect(row).contains(at))
        return column, next(rows, -1)

    def _point_at(self, at: QPointF | None) -> None:
        pointed = (-1, -1) if at is None else self._place_at(at)
        if pointed == self._pointed:
            return
        before, self._pointed = self._pointed, pointed
        self.setCursor(Qt.CursorShape.PointingHandCursor if pointed[0] >= 0 else Qt.CursorShape.ArrowCursor)
        if pointed[0] != before[0]:
            self.set_lit(pointed[0])
            self.column_hovered.emit(pointed[0])
        self.update()

    def _describe(self) -> None:
        if self.columns:
            self.setAccessibleDescription(self.text_of(self._cursor))

    def text_of(self, index: int) -> str:
        """A column in words."""
        column = self.columns[index]
        words = (
            column.a
            if column.same or not self.has_b
            else tr("{value} or {value2}", value=column.a or "no word", value2=column.b or "no word")
        )
        notes = [cell.note for cell in column.cells if cell is not None and cell.note]
        return ", ".join([words, *notes])

    def _restyle(self) -> None:
        self._measure()
        self.setFixedHeight(self._height())
        self.setMinimumWidth(self.sizeHint().width())
        self._place()
        self.updateGeometry()
        self.update()


def _blend(ground: QColor, colour: QColor, share: float) -> QColor:
    """So much of the colour over the ground."""

    def between(one: int, other: int) -> int:
        return round(one + (other - one) * share)

    return QColor(
        between(ground.red(), colour.red()),
        between(ground.green(), colour.green()),
        between(ground.blue(), colour.blue()),
    )
