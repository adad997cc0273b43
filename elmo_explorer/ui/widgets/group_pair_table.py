"""Lines of two groups each with their figures as coloured cells, under headings in two rows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.heat_map import figure
from elmo_explorer.ui.widgets.runs import Run, draw_line
from elmo_explorer.ui.widgets.scatter_markers import draw_marker

_ROW, _HEADING, _REMARK = 40, 29, 15
_CELL, _CELL_HEIGHT, _GAP, _GROUP_GAP = 34, 20, 1, 6
_NAMES = 92
"""Pixels that the names keep where there are many cells."""
_LEAST_TOP = 0.4
"""The darkest colour stands for this value at least."""
_Index = QModelIndex | QPersistentModelIndex


class Member(NamedTuple):
    """One of a line's two groups."""

    category: int
    name: str


class PairRow(NamedTuple):
    """One line."""

    one: Member
    other: Member
    remark: str
    values: tuple[float, ...]
    """One for each column; NaN shows a dash."""
    strong: tuple[bool, ...]
    """Which of them stand out."""
    sentence: str
    """The line in words, for those who hear it."""
    tip: str


class Heading(NamedTuple):
    """Over one or more columns."""

    title: str
    columns: tuple[tuple[str, str], ...]
    """Name and colour role of each."""


class GroupPairTable(QWidget):
    """Lines are made of ``PairRow``; the cells' colours go from 0 to the largest value."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[PairRow, ...] = ()
        self.headings: tuple[Heading, ...] = ()
        self._top = _LEAST_TOP
        self._heading = _HeadingLine(self)
        self.lines = QListView()
        self._model = _Rows(self)
        self.lines.setModel(self._model)
        self.lines.setItemDelegate(_Line(self))
        self.lines.setUniformItemSizes(True)
        self.lines.setMouseTracking(True)
        self.lines.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.lines.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.lines.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        column.addWidget(self._heading)
        column.addWidget(self.lines, 1)
        theme.changed.connect(self._restyle)
        self._restyle()

    def set_rows(self, rows: Sequence[PairRow], headings: Sequence[Heading]) -> None:
        """Show other lines; each has as many values as the headings have columns."""
        self.rows, self.headings = tuple(rows), tuple(headings)
        finite = [value for row in rows for value in row.values if math.isfinite(value)]
        self._top = max(_LEAST_TOP, max(finite, default=0.0))
        self._model.set_rows(self.rows)
        self._heading.update()

    def cells(self, right: float) -> list[tuple[QRectF, str, str]]:
        """Left and width of every column up to ``right``, in a line of height 1, with its name and colour role."""
        n = sum(len(heading.columns) for heading in self.headings)
        gaps = theme.px(_GROUP_GAP) * len(self.headings) + theme.px(_GAP) * (n - len(self.headings))
        width = min(float(theme.px(_CELL)), (right - theme.px(_NAMES) - gaps) / max(1, n))
        x = right - n * width - gaps
        cells = []
        for heading in self.headings:
            x += theme.px(_GROUP_GAP)
            for k, (name, role) in enumerate(heading.columns):
                x += theme.px(_GAP) if k else 0
                cells.append((QRectF(x, 0, width, 1), name, role))
                x += width
        return cells

    def paint_heading(self, painter: QPainter) -> None:
        """The columns' names."""
        cells = self.cells(float(self.lines.viewport().width()))
        plain = theme.font(11)
        metrics = QFontMetricsF(plain)
        line = metrics.height()
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
        start = 0
        painter.setFont(theme.font(11, 600, tabular=True))
        painter.setPen(theme.color("text1"))
        for heading in self.headings:
            box = cells[start][0].united(cells[start + len(heading.columns) - 1][0])
            painter.drawText(QRectF(box.left() - 8, 0, box.width() + 16, line - 1), flags, heading.title)
            start += len(heading.columns)
        painter.setFont(plain)
        for box, name, role in cells:
            painter.setPen(theme.color(role))
            text = name if metrics.horizontalAdvance(name) <= box.width() + 1 else name[:1]
            painter.drawText(QRectF(box.left() - 8, 0, box.width() + 16, 2 * line - 2), flags, text)

    def paint_row(self, painter: QPainter, rect: QRectF, row: PairRow) -> None:
        """Both groups and their cells over the remark."""
        cells = self.cells(rect.right())
        height = theme.px(_CELL_HEIGHT)
        room = cells[0][0].left() - theme.px(_GROUP_GAP) if cells else rect.right()
        names = QRectF(rect.left(), rect.top() + theme.px(1), room - rect.left(), height)
        _draw_names(painter, names, row)
        remark = QRectF(rect.left(), names.bottom(), rect.width(), theme.px(_REMARK))
        draw_line(painter, [Run(row.remark, theme.font(11), theme.color("text2"))], remark)
        for (box, _, _), value, strong in zip(cells, row.values, row.strong, strict=True):
            self._paint_cell(painter, QRectF(box.left(), names.top(), box.width(), height), value, strong)

    def _paint_cell(self, painter: QPainter, place: QRectF, value: float, strong: bool) -> None:
        font = theme.font(11, 700 if strong else 400, tabular=True)
        known = math.isfinite(value)
        colour = theme.sequential(value / self._top) if known else theme.color("sunken")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(place, 3, 3)
        text = figure(value)
        if QFontMetricsF(font).horizontalAdvance(text) > place.width():
            text = text.replace("0.", ".")  # a narrow cell: −.06
        painter.setFont(font)
        painter.setPen(theme.text_on(colour) if known else theme.color("text2"))
        painter.drawText(place.adjusted(-3, 0, 3, 0), Qt.AlignmentFlag.AlignCenter, text)

    def _restyle(self) -> None:
        self._heading.setFixedHeight(theme.px(_HEADING))
        self._model.layoutChanged.emit()
        self.update()


def _draw_names(painter: QPainter, place: QRectF, row: PairRow) -> None:
    """Marker and name of both groups; where they do not fit the longer one is cut first."""
    font, mark, gap, bar = theme.font(12, 500), theme.px(8), theme.px(4), theme.px(9)
    metrics = QFontMetricsF(font)
    widths = [metrics.horizontalAdvance(member.name) for member in (row.one, row.other)]
    room = place.width() - 2 * (mark + gap) - bar
    if sum(widths) > room:
        most = max(room / 2, room - min(widths))
        widths = [min(width, most) for width in widths]
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    x, middle = place.left(), place.center().y()
    for k, (member, width) in enumerate(zip((row.one, row.other), widths, strict=True)):
        if k:
            painter.setPen(theme.color("control_border"))
            painter.drawLine(QPointF(x + bar / 2, middle - 7), QPointF(x + bar / 2, middle + 7))
            x += bar
        draw_marker(painter, member.category, QPointF(x + mark / 2, middle), mark)
        x += mark + gap
        text = metrics.elidedText(member.name, Qt.TextElideMode.ElideRight, width + 0.5)
        painter.setFont(font)
        painter.setPen(theme.category(member.category).text)
        painter.drawText(QRectF(x, place.top(), width + 2, place.height()), flags, text)
        x += width


class _HeadingLine(QWidget):
    def __init__(self, table: GroupPairTable) -> None:
        super().__init__(table)
        self._table = table

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._table.rows:
            self._table.paint_heading(QPainter(self))


class _Rows(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: tuple[PairRow, ...] = ()

    def set_rows(self, rows: tuple[PairRow, ...]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.sentence
        return row.tip if role == Qt.ItemDataRole.ToolTipRole else None


class _Line(QStyledItemDelegate):
    def __init__(self, table: GroupPairTable) -> None:
        super().__init__(table)
        self._table = table

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(100, theme.px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._table.paint_row(painter, QRectF(option.rect), self._table.rows[index.row()])
        painter.restore()
