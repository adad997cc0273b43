"""A sentence as columns: in each its word, and the words that were expected there with their probabilities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from elmo_explorer.translation import tr
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.pill import draw_pill, pill_text
from elmo_explorer.ui.widgets.prediction_cells import (
    NARROWEST,
    NOT_KNOWN,
    Column,
    Guess,
    paint_column_ground,
    paint_guess,
    paint_rank,
    paint_start,
    paint_word,
    rank_font,
)
from elmo_explorer.ui.widgets.runs import Run

_LOWEST_LINE, _LINE = 13.5, 17.0
"""Pixels at a zoom of 1: where room is short, and where it is not."""
_WORD_ROW, _GAP, _PAD = 28, 4, 4


class Cell(NamedTuple):
    """A place in the table: ``block`` is -1 for the word itself, ``row`` is -1 below the guesses."""

    column: int
    block: int
    row: int


class PredictionColumns(QWidget):
    """One side above the words, a second one below; a guess that can stand in its place can be clicked."""

    accessible_role = QAccessible.Role.Chart

    guess_chosen = Signal(int, int, int)
    """Column, block, row."""
    column_clicked = Signal(int)
    column_hovered = Signal(int)
    """-1 where none is."""
    shown = Signal(int)
    """The keyboard went to this column: it should be in sight."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns: tuple[Column, ...] = ()
        self.roles: tuple[str, ...] = ()
        self.selected: frozenset[int] = frozenset()
        self.hovered = -1
        self._n_rows = 0
        self._largest = 1.0
        self._line = _LINE
        self._pointed: Cell | None = None
        self._cursor = Cell(0, 0, 0)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Expected words"))
        theme.changed.connect(self._restyle)

    def set_columns(self, columns: Sequence[Column], roles: Sequence[str]) -> None:
        """Show these; ``roles`` are the colours of their blocks, one or two."""
        self.columns, self.roles = tuple(columns), tuple(roles)
        blocks = [block.guesses for column in self.columns for block in column.blocks if block is not None]
        self._n_rows = max(map(len, blocks), default=0)
        self._largest = max((guess.share for guesses in blocks for guess in guesses), default=0.0) or 1.0
        self._pointed = None
        self._cursor = Cell(min(self._cursor.column, max(len(columns) - 1, 0)), 0, 0)
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

    def fit_into(self, height: float) -> None:
        """Draw the lines closer together where they would not fit, as close as they can be read."""
        n_blocks, n_lines = len(self.roles), self._n_rows + 1
        fixed = theme.px(_WORD_ROW) + theme.px(_GAP) * (1 + n_blocks) + theme.px(_PAD)
        line = (height - fixed) / (n_blocks * n_lines * theme.zoom) if n_blocks else _LINE
        line = min(max(line, _LOWEST_LINE), _LINE)
        if line != self._line:
            self._line = line
            self._restyle()

    def column_width(self) -> float:
        """Of each column, in pixels."""
        return self.width() / max(1, len(self.columns))

    def narrowest(self) -> int:
        """Pixels that a column needs: what stands in the place of a missing rank is read whole."""
        blocks = (block for column in self.columns for block in column.blocks)
        least = theme.px(NARROWEST)
        if any(block is not None and not block.rank for block in blocks):
            return max(
                least, round(QFontMetricsF(rank_font()).horizontalAdvance(tr(NOT_KNOWN))) + theme.px(8)
            )
        return least

    def block_rect(self, block: int) -> QRectF:
        """Where a side's guesses and their rank line stand, across all columns."""
        top = theme.px(_GAP) + (self._block_height() + theme.px(_WORD_ROW) + 2 * theme.px(_GAP)) * block
        return QRectF(0, top, self.width(), self._block_height())

    def word_rect(self) -> QRectF:
        """The row of words."""
        return QRectF(0, self.block_rect(0).bottom() + theme.px(_GAP), self.width(), theme.px(_WORD_ROW))

    def cell_rect(self, cell: Cell) -> QRectF:
        """The place of a guess, of a rank line, or of a word."""
        width = self.column_width()
        left = cell.column * width
        if cell.block < 0:
            return QRectF(left, self.word_rect().top(), width, self.word_rect().height())
        line = self._line * theme.zoom
        row = cell.row if cell.row >= 0 else self._n_rows
        return QRectF(left, self.block_rect(cell.block).top() + row * line, width, line)

    def sizeHint(self) -> QSize:
        """The narrowest columns."""
        return QSize(self.narrowest() * len(self.columns), self._height())

    def minimumSizeHint(self) -> QSize:
        """The same: the rest is scrolled."""
        return self.sizeHint()

    # Pointer and keyboard

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what is under the pointer."""
        self._point_at(self._cell_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is."""
        self._point_at(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A guess is chosen, a word is clicked."""
        cell = self._cell_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and cell is not None:
            self._cursor = cell
            self._activate(cell)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk the table, Enter chooses."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.columns:
            self._activate(self._cursor)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End) and self.columns:
            last = len(self.columns) - 1
            at = self._cursor.column
            to = {Qt.Key.Key_Left: at - 1, Qt.Key.Key_Right: at + 1, Qt.Key.Key_Home: 0}.get(key, last)
            self._move_cursor(self._cursor._replace(column=min(max(to, 0), last)))
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self.columns:
            rows = self._rows()
            at = rows.index((self._cursor.block, self._cursor.row)) if self._cursor[1:] in rows else 0
            at = min(max(at + (1 if key == Qt.Key.Key_Down else -1), 0), len(rows) - 1)
            self._move_cursor(Cell(self._cursor.column, *rows[at]))
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

    def text_of(self, cell: Cell) -> str:
        """A cell in words."""
        column = self.columns[cell.column]
        if cell.block < 0:
            return tr(
                "{word}, word {column} of {n}",
                word=column.word,
                column=cell.column,
                n=max(0, len(self.columns) - 2),
            )
        guesses = column.blocks[cell.block]
        side = self.roles[cell.block]
        if guesses is None:
            return tr("{side}: starts here", side=side)
        if not 0 <= cell.row < len(guesses.guesses):
            return f"{column.word}, {side}: {guesses.note}"
        guess = guesses.guesses[cell.row]
        return tr(
            "{word} for {word2}, {side}: {note}",
            word=guess.word,
            word2=column.word,
            side=side,
            note=guess.note,
        )

    def can_choose(self, cell: Cell) -> bool:
        """Whether a click puts another word there."""
        guess = self._guess(cell)
        return guess is not None and not (guess.is_mark or guess.is_true or self.columns[cell.column].is_mark)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Columns, word row, what is under the pointer."""
        if not self.columns:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self.column_width()
        first = max(0, int(event.rect().left() / width) - 1)
        last = min(len(self.columns), int(event.rect().right() / width) + 2)
        for index in range(first, last):
            paint_column_ground(painter, self, index, width, self.columns[index].category)
        self._paint_word_row(painter)
        for index in range(first, last):
            self._paint_column(painter, index)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawRoundedRect(self.cell_rect(self._cursor).adjusted(1, 0, -2, 0), 4, 4)
        self._paint_note(painter)

    def _paint_word_row(self, painter: QPainter) -> None:
        painter.setPen(QPen(theme.color("border"), 1))
        painter.setBrush(theme.color("sunken"))
        # Its left end is drawn by the titles beside the table.
        painter.drawRoundedRect(self.word_rect().adjusted(-20, 0.5, -0.5, -0.5), 7, 7)

    def _paint_column(self, painter: QPainter, index: int) -> None:
        column, width = self.columns[index], self.column_width()
        word = self.word_rect()
        place = QRectF(index * width, word.top(), width, word.height())
        paint_word(painter, place, column, index in self.selected)
        for block, guesses in enumerate(column.blocks):
            role = self.roles[block]
            place = self.block_rect(block)
            box = QRectF(index * width, place.top(), width, place.height())
            if guesses is None:
                if len(self.roles) > 1:
                    paint_start(painter, box, forward=index == 0)
                continue
            for row in range(len(guesses.guesses)):
                cell = Cell(index, block, row)
                lit = cell == self._pointed and self.can_choose(cell)
                share = guesses.guesses[row].share / self._largest
                paint_guess(painter, self.cell_rect(cell), guesses.guesses[row], share, role, lit)
            paint_rank(painter, self.cell_rect(Cell(index, block, -1)), guesses.rank)

    def _paint_note(self, painter: QPainter) -> None:
        cell = self._pointed
        if cell is None or cell.block < 0:
            return
        guesses = self.columns[cell.column].blocks[cell.block]
        guess = self._guess(cell)
        note = guess.note if guess is not None else guesses.note if guesses is not None else ""
        if note:
            place = self.cell_rect(cell)
            runs = [Run(note, theme.font(11, 500, tabular=True), pill_text())]
            bounds = QRectF(self.visibleRegion().boundingRect())
            draw_pill(painter, runs, QPointF(place.right() - theme.px(8), place.center().y()), bounds)

    # Places

    def _block_height(self) -> float:
        return self._line * theme.zoom * (self._n_rows + 1)

    def _height(self) -> int:
        last = self.block_rect(1).bottom() if len(self.roles) > 1 else self.word_rect().bottom()
        return round(last) + theme.px(_PAD)

    def _rows(self) -> list[tuple[int, int]]:
        """All (block, row), from top to bottom."""
        n = self._n_rows
        above = [(0, row) for row in (*range(n), -1)]
        below = [(1, row) for row in (*range(n), -1)] if len(self.roles) > 1 else []
        return [*above, (-1, 0), *below]

    def _guess(self, cell: Cell) -> Guess | None:
        guesses = self.columns[cell.column].blocks[cell.block] if cell.block >= 0 else None
        if guesses is None or not 0 <= cell.row < len(guesses.guesses):
            return None
        return guesses.guesses[cell.row]

    def _cell_at(self, at: QPointF) -> Cell | None:
        if not self.columns or not 0 <= at.x() < self.width():
            return None
        column = min(int(at.x() / self.column_width()), len(self.columns) - 1)
        for block, row in self._rows():
            cell = Cell(column, block, row)
            if self.cell_rect(cell).contains(at):
                return cell
        return None

    def _point_at(self, cell: Cell | None) -> None:
        if cell == self._pointed:
            return
        before, self._pointed = self._pointed, cell
        clickable = cell is not None and (cell.block < 0 or self.can_choose(cell))
        self.setCursor(Qt.CursorShape.PointingHandCursor if clickable else Qt.CursorShape.ArrowCursor)
        column = -1 if cell is None else cell.column
        if column != (-1 if before is None else before.column):
            self.column_hovered.emit(column)
        self.update()

    def _move_cursor(self, cell: Cell) -> None:
        self._cursor = cell
        self._describe()
        self.shown.emit(cell.column)
        self.update()

    def _describe(self) -> None:
        if self.columns:
            self.setAccessibleDescription(self.text_of(self._cursor))

    def _activate(self, cell: Cell) -> None:
        if self.can_choose(cell):
            self.guess_chosen.emit(*cell)
        elif cell.block < 0 or cell.row < 0:
            self.column_clicked.emit(cell.column)

    def _restyle(self) -> None:
        self.setFixedHeight(self._height())
        self.setMinimumWidth(self.sizeHint().width())
        self.updateGeometry()
        self.update()
