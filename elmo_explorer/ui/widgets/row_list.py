"""A list of many rows, each of its own height, that asks for no row but those that are seen."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
)
from PySide6.QtGui import QDragLeaveEvent, QDragMoveEvent, QDropEvent, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyleOptionViewItem, QWidget

from elmo_explorer.ui.theme import theme

Index = QModelIndex | QPersistentModelIndex
_NO_HEIGHTS = np.zeros(0, np.int64)


class RowList(QListView):
    """Lays out rows by one sum over their heights, where Qt's list asks each row again after every change.

    With 95,000 rows that makes the difference between 1 and 200 ms at every sentence that is typed.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ends = _NO_HEIGHTS
        self._drop_row = -1
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def heights(self) -> NDArray[np.int64]:
        """Every row's height, (n_rows,) pixels."""
        return _NO_HEIGHTS

    # What is chosen

    def selected_rows(self) -> list[int]:
        """The numbers of the chosen rows, rising."""
        selection = self.selectionModel().selection()
        return sorted(row for part in _parts(selection) for row in range(part[0], part[1] + 1))

    def select_rows(self, rows: Sequence[int]) -> None:
        """Choose these rows, in rising order, and come to see one of them."""
        selection = QItemSelection()
        for first, last in _ranges(rows):
            selection.select(self.model().index(first, 0), self.model().index(last, 0))
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().select(selection, flags.ClearAndSelect)
        if rows:
            index = self.model().index(rows[0], 0)
            self.selectionModel().setCurrentIndex(index, flags.NoUpdate)
            seen = self.viewport().rect()
            if not any(seen.intersects(self._rect(row, row)) for row in rows if row < len(self._ends)):
                self.scrollTo(index)

    # Where rows are

    def doItemsLayout(self) -> None:
        """Heights or rows have changed."""
        self._ends = np.cumsum(self.heights(), dtype=np.int64)
        QAbstractItemView.doItemsLayout(self)

    def visualRect(self, index: Index) -> QRect:
        """Where a row is in the viewport."""
        row = index.row()
        if not index.isValid() or row >= len(self._ends):
            return QRect()
        return self._rect(row, row)

    def indexAt(self, position: QPoint) -> QModelIndex:
        """The row at a place of the viewport."""
        row = self._row_at(position.y())
        return self.model().index(row, 0) if 0 <= row < self._n_rows() else QModelIndex()

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Come to see a row, by the shortest way unless a place is asked for."""
        rect, height, bar = self.visualRect(index), self.viewport().height(), self.verticalScrollBar()
        hints = QAbstractItemView.ScrollHint
        to_top, to_bottom = rect.top(), rect.top() + rect.height() - height
        if rect.isEmpty():
            return
        if hint == hints.PositionAtCenter:
            bar.setValue(bar.value() + (to_top + to_bottom) // 2)
        elif hint == hints.PositionAtTop or (hint == hints.EnsureVisible and to_top < 0):
            bar.setValue(bar.value() + to_top)
        elif hint == hints.PositionAtBottom or (hint == hints.EnsureVisible and to_bottom > 0):
            bar.setValue(bar.value() + min(to_bottom, to_top))

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """The row that a key leads to."""
        actions, last = QAbstractItemView.CursorAction, self._n_rows() - 1
        row = self.currentIndex().row()
        if last < 0:
            return QModelIndex()
        if row < 0:
            return self.model().index(0, 0)
        page = self.viewport().height()
        middle = self._rect(row, row).center().y()
        steps = {
            actions.MoveUp: row - 1,
            actions.MovePrevious: row - 1,
            actions.MoveLeft: row - 1,
            actions.MoveDown: row + 1,
            actions.MoveNext: row + 1,
            actions.MoveRight: row + 1,
            actions.MoveHome: 0,
            actions.MoveEnd: last,
            actions.MovePageUp: self._row_at(middle - page),
            actions.MovePageDown: self._row_at(middle + page),
        }
        return self.model().index(min(max(steps[action], 0), last), 0)

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Choose the rows that a rectangle of the viewport touches."""
        rect = rect.normalized()
        first, last = max(self._row_at(rect.top()), 0), min(self._row_at(rect.bottom()), self._n_rows() - 1)
        chosen = QItemSelection()
        if first <= last:
            chosen.select(self.model().index(first, 0), self.model().index(last, 0))
        self.selectionModel().select(chosen, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """The part of the viewport that these rows take."""
        region, seen = QRegion(), self.viewport().rect()
        for part in selection:  # type: ignore[attr-defined]
            if part.bottom() < len(self._ends):
                region += seen.intersected(self._rect(part.top(), part.bottom()))
        return region

    def updateGeometries(self) -> None:
        """The scroll bar goes as far as the rows do."""
        height, bar = self.viewport().height(), self.verticalScrollBar()
        bar.setPageStep(height)
        bar.setRange(0, max(int(self._ends[-1]) - height, 0) if len(self._ends) else 0)
        QAbstractItemView.updateGeometries(self)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """All is drawn anew: a fade lies over the lowest row."""
        self.updateEditorGeometries()
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows that are seen."""
        painter, n_rows = QPainter(self.viewport()), self._n_rows()
        chosen, model, delegate = self.selectionModel(), self.model(), self.itemDelegate()
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        state: QStyle.StateFlag = option.state
        first = max(self._row_at(event.rect().top()), 0)
        for row in range(first, min(self._row_at(event.rect().bottom()) + 1, n_rows)):
            index = model.index(row, 0)
            option.rect = self._rect(row, row)
            selected = QStyle.StateFlag.State_Selected if chosen.isSelected(index) else state
            option.state = state | selected
            delegate.paint(painter, option, index)
        if 0 <= self._drop_row <= n_rows and n_rows:
            above = self._rect(self._drop_row, self._drop_row) if self._drop_row < n_rows else None
            y = above.top() if above is not None else self._rect(n_rows - 1, n_rows - 1).bottom() + 1
            painter.fillRect(0, y - 1, self.viewport().width(), 2, theme.color("accent"))

    # Dragging

    def row_for_drop(self, position: QPoint) -> int:
        """The row before which something let go here belongs."""
        index = self.indexAt(position)
        if not index.isValid():
            return self._n_rows()
        return index.row() + (position.y() > self.visualRect(index).center().y())

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """A line says where the rows would go."""
        QAbstractItemView.dragMoveEvent(self, event)
        self._show_drop(self.row_for_drop(event.position().toPoint()) if event.isAccepted() else -1)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """They go nowhere."""
        super().dragLeaveEvent(event)
        self._show_drop(-1)

    def dropEvent(self, event: QDropEvent) -> None:
        """The line goes; whoever inherits from this moves the rows."""
        self._show_drop(-1)

    def _show_drop(self, row: int) -> None:
        self._drop_row = row
        self.viewport().update()

    def _n_rows(self) -> int:
        """Rows that are laid out and listed."""
        return min(len(self._ends), self.model().rowCount() if self.model() is not None else 0)

    def _rect(self, first: int, last: int) -> QRect:
        """The place of rows, which may be out of sight."""
        offset = self.verticalScrollBar().value()
        top = (int(self._ends[first - 1]) if first else 0) - offset
        return QRect(0, top, self.viewport().width(), int(self._ends[last]) - offset - top)

    def _row_at(self, y: int) -> int:
        """The row at a height of the viewport: -1 above all, as many as there are below them."""
        at = y + self.verticalScrollBar().value()
        return -1 if at < 0 else int(np.searchsorted(self._ends, at, side="right"))


def _ranges(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Runs of numbers that follow each other, as (first, last)."""
    ranges: list[tuple[int, int]] = []
    for row in rows:
        if ranges and row == ranges[-1][1] + 1:
            ranges[-1] = (ranges[-1][0], row)
        else:
            ranges.append((row, row))
    return ranges


def _parts(selection: QItemSelection) -> list[tuple[int, int]]:
    return [(part.top(), part.bottom()) for part in selection]  # type: ignore[attr-defined]
