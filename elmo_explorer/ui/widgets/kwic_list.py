"""Key word in context: one line per occurrence, the word in one column."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from elmo_explorer.translation import tr
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.scatter_markers import draw_marker

_ROW = 15
_TALLEST_ROW = 26
_NUMBER = 24
_FOCUS_COLUMN = 0.52
"""Share of the room for text that lies left of the word."""
_FAINT = 0.4
Side = Literal["", "before", "after"]
_Index = QModelIndex | QPersistentModelIndex


class KwicRow(NamedTuple):
    """One line; ``before`` and ``after`` keep the spaces at the word."""

    number: str
    category: int
    before: str
    word: str
    after: str


class KwicList(QListView):
    """Thousands of lines, made when they come into view; selection and hover speak in row numbers."""

    row_hovered = Signal(int)
    """-1 when the pointer leaves."""
    selection_chosen = Signal(list)
    """Row numbers, after the user changed the selection."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = _Rows(self)
        self._delegate = _Line(self)
        self._quiet = False
        self.paint_tail: Callable[[QPainter, QRectF, int], object] | None = None
        """Paints what stands right of a line's text: gets the line's place and number."""
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setAccessibleName(tr("Occurrences in context"))
        self.selectionModel().selectionChanged.connect(self._on_selection)
        theme.changed.connect(self._restyle)

    @property
    def n_rows(self) -> int:
        """How many lines there are."""
        return self._model.n_rows

    @property
    def lit(self) -> frozenset[int]:
        """The rows that are lit."""
        return self._delegate.lit

    def set_rows(self, n_rows: int, row_at: Callable[[int], KwicRow]) -> None:
        """Show other lines; ``row_at`` makes one when it is needed."""
        same = n_rows == self._model.n_rows
        self._quiet = True
        self._model.set_rows(n_rows, row_at)
        self._quiet = False
        if not same:
            self._fit_rows()
        self.viewport().update()

    def row(self, i: int) -> KwicRow:
        """What line ``i`` says."""
        return self._model.row(i)

    def selected_rows(self) -> list[int]:
        """The selected lines, in order."""
        return sorted(index.row() for index in self.selectionModel().selectedRows())

    def set_selected(self, rows: Iterable[int]) -> None:
        """Select these lines, and bring the first into view."""
        wanted = sorted(rows)
        if wanted == self.selected_rows():
            return
        selection = QItemSelection()
        for row in wanted:
            index = self._model.index(row)
            selection.select(index, index)
        self._quiet = True
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if wanted:
            first = self._model.index(wanted[0])
            self.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.scrollTo(first)
        self._quiet = False

    def set_lit(self, rows: Iterable[int]) -> None:
        """Show these lines as hovered."""
        lit = frozenset(rows)
        if lit != self._delegate.lit:
            self._delegate.lit = lit
            self.viewport().update()

    @property
    def muted(self) -> Side:
        """The side of the word that is faint."""
        return self._delegate.muted

    def set_muted(self, side: Side) -> None:
        """Make the text before or after the word faint, or none."""
        if side != self._delegate.muted:
            self._delegate.muted = side
            self.viewport().update()

    def fit_tail(self, width: int) -> None:
        """Keep so many pixels at the right free of text, for ``paint_tail``."""
        self._delegate.tail_width = width
        self.viewport().update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say which line is under the pointer."""
        super().mouseMoveEvent(event)
        self.row_hovered.emit(self.indexAt(event.position().toPoint()).row())

    def viewportEvent(self, event: QEvent) -> bool:
        """The pointer has left."""
        if event.type() == QEvent.Type.Leave:
            self.row_hovered.emit(-1)
        return super().viewportEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on empty ground clears the selection."""
        if not self.indexAt(event.position().toPoint()).isValid():
            self.clearSelection()
        super().mousePressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Few lines get more air."""
        super().resizeEvent(event)
        self._fit_rows()

    def _fit_rows(self) -> None:
        room = self.viewport().height() // max(1, self._model.n_rows)
        height = min(max(room, theme.px(_ROW)), theme.px(_TALLEST_ROW))
        if height != self._delegate.row_height:
            self._delegate.row_height = height
            self._model.layoutChanged.emit()

    def _on_selection(self) -> None:
        if not self._quiet:
            self.selection_chosen.emit(self.selected_rows())

    def _restyle(self) -> None:
        self._fit_rows()
        self.viewport().update()


class _Rows(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.n_rows = 0
        self.row: Callable[[int], KwicRow] = _no_row

    def set_rows(self, n_rows: int, row_at: Callable[[int], KwicRow]) -> None:
        self.beginResetModel()
        self.n_rows = n_rows
        self.row = lru_cache(maxsize=256)(row_at)
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self.n_rows

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= self.n_rows:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            row = self.row(index.row())
            return f"{row.before}{row.word}{row.after}"
        return None


def _no_row(i: int) -> KwicRow:
    raise IndexError(i)


class _Line(QStyledItemDelegate):
    def __init__(self, view: KwicList) -> None:
        super().__init__(view)
        self._view = view
        self.row_height = theme.px(_ROW)
        self.lit: frozenset[int] = frozenset()
        self.tail_width = 0
        self.muted: Side = ""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(100, self.row_height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row = self._view.row(index.row())
        rect = QRectF(option.rect)
        selected = self._view.selectionModel().isSelected(index)
        lit = index.row() in self.lit
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if selected or lit:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_soft" if selected else "hover"))
            painter.drawRoundedRect(rect, 4, 4)
        self._paint_number(painter, rect, row, selected)
        self._paint_text(painter, rect.adjusted(0, 0, -self.tail_width, 0), row, selected or lit)
        if self._view.paint_tail is not None:
            self._view.paint_tail(painter, rect, index.row())
        painter.restore()

    def _paint_number(self, painter: QPainter, rect: QRectF, row: KwicRow, selected: bool) -> None:
        painter.setFont(theme.font(11, 600 if selected else 400, tabular=True))
        painter.setPen(theme.color("accent_text" if selected else "text2"))
        box = QRectF(rect.left(), rect.top(), theme.px(_NUMBER), rect.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, row.number)
        at = QPointF(box.right() + theme.px(12), rect.center().y())
        draw_marker(painter, row.category, at, theme.px(9))

    def _paint_text(self, painter: QPainter, rect: QRectF, row: KwicRow, strong: bool) -> None:
        plain, bold = theme.font(12), theme.font(12, 700)
        metrics, bold_metrics = QFontMetricsF(plain), QFontMetricsF(bold)
        left = rect.left() + theme.px(_NUMBER) + theme.px(24)
        right = rect.right() - theme.px(6)
        column = left + round((right - left) * _FOCUS_COLUMN)
        baseline = rect.center().y() + (metrics.ascent() - metrics.descent()) / 2
        text = theme.color("text1" if strong or self.muted else "text2")
        faint = theme.color("text3")
        faint.setAlphaF(_FAINT)
        before, after = " ".join(row.before.split("\n")), " ".join(row.after.split("\n"))

        trimmed = before.rstrip()
        gap = metrics.horizontalAdvance(" ") if trimmed != before else 0.0
        shown = metrics.elidedText(trimmed, Qt.TextElideMode.ElideLeft, column - gap - left)
        painter.setFont(plain)
        painter.setPen(faint if self.muted == "before" else text)
        painter.drawText(QPointF(column - gap - metrics.horizontalAdvance(shown), baseline), shown)

        room = max(0.0, right - column)
        word = bold_metrics.elidedText(row.word, Qt.TextElideMode.ElideRight, room)
        painter.setFont(bold)
        painter.setPen(theme.category(row.category).text)
        painter.drawText(QPointF(column, baseline), word)

        start = column + bold_metrics.horizontalAdvance(word)
        painter.setFont(plain)
        painter.setPen(faint if self.muted == "after" else text)
        shown = metrics.elidedText(after, Qt.TextElideMode.ElideRight, max(0.0, right - start))
        painter.drawText(QPointF(start, baseline), shown)
