"""A short ranked list: a word on each line, alone or in its sentence, with its cosine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QListView, QSizePolicy, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.runs import Run, draw_line
from elmo_explorer.ui.widgets.scatter_markers import draw_marker

_LOWEST, _TALLEST = 14, 22
_FIGURE, _BAR, _MARKER = 31, 44, 14
_NOTED = 150
"""Pixels from which there is room for a note."""
_WIDE = 200
"""From here on there is room for a bar."""
_VERY_WIDE = 290
"""And from here on for the sentence."""
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class RankedWord:
    """One line."""

    word: str
    figure: str
    share: float
    """Of the bar, 0 to 1."""
    tip: str
    different: frozenset[int] = frozenset()
    """The characters that the word compared with has not."""
    before: str = ""
    after: str = ""
    """The sentence around it, where there is room."""
    note: str = ""
    """Stands quietly behind the word: its sentence's number."""
    category: int | None = None
    """Of a token's marker; None for a word that is no token."""


class RankedWords(QListView):
    """As many lines as have room; hover, click and Enter speak in row numbers."""

    row_hovered = Signal(int)
    """-1 when the pointer leaves; the arrow keys hover too."""
    row_chosen = Signal(int, bool)
    """A row, and whether to add to what is selected."""

    def __init__(self, name: str, n_rows: int = 10, parent: QWidget | None = None) -> None:
        """An empty list.

        Args:
            name: for screen readers.
            n_rows: lines that it keeps room for.
            parent: the widget around it.
        """
        super().__init__(parent)
        self._rows = _Rows(self)
        self._n_rows = n_rows
        self._line = _Line(self)
        self._says = ""
        self.setModel(self._rows)
        self.setItemDelegate(self._line)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # wheel and keys do
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(name)
        self.selectionModel().currentChanged.connect(lambda index, _: self.row_hovered.emit(index.row()))
        theme.changed.connect(self._restyle)
        self._restyle()

    @property
    def rows(self) -> tuple[RankedWord, ...]:
        """What it lists."""
        return self._rows.rows

    @property
    def lit(self) -> int:
        """The line shown as hovered; -1 for none."""
        return self._line.lit

    @property
    def says(self) -> str:
        """What stands in the place of lines."""
        return "" if self.rows else self._says

    def set_rows(self, rows: Sequence[RankedWord], says: str = "") -> None:
        """Show these, or a sentence where there are none."""
        if tuple(rows) != self.rows:
            self._rows.set_rows(tuple(rows))
            self._fit()
        self._says = says
        self.viewport().update()

    def set_lit(self, row: int) -> None:
        """Show a line as hovered; -1 for none."""
        if row != self._line.lit:
            self._line.lit = row
            self.viewport().update()

    def minimumSizeHint(self) -> QSize:
        """Room for its lines, close together."""
        return QSize(90, theme.px(_LOWEST) * self._n_rows)

    def sizeHint(self) -> QSize:
        """The same."""
        return self.minimumSizeHint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say which line is under the pointer."""
        super().mouseMoveEvent(event)
        self.row_hovered.emit(self.indexAt(event.position().toPoint()).row())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press chooses at once."""
        row = self.indexAt(event.position().toPoint()).row()
        if event.button() == Qt.MouseButton.LeftButton and row >= 0:
            self.row_chosen.emit(row, bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.row_chosen.emit(self.currentIndex().row(), False)
        else:
            super().keyPressEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """The pointer has left."""
        if event.type() == QEvent.Type.Leave:
            self.row_hovered.emit(-1)
        return super().viewportEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The lines, or what is said instead."""
        super().paintEvent(event)
        if self.says:
            painter = QPainter(self.viewport())
            painter.setFont(theme.font(11))
            painter.setPen(theme.color("text3"))
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
            painter.drawText(self.viewport().rect().adjusted(2, 4, -2, 0), int(flags), self.says)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Few lines get more air."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """No line is cut: so many as have room share all of it."""
        room = self.viewport().height()
        n_lines = max(1, min(len(self.rows), room // theme.px(_LOWEST)))
        height = min(max(room // n_lines, theme.px(_LOWEST)), theme.px(_TALLEST))
        if height != self._line.height:
            self._line.height = height
            self._rows.layoutChanged.emit()

    def _restyle(self) -> None:
        self._fit()
        self.updateGeometry()
        self.viewport().update()


class _Rows(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: tuple[RankedWord, ...] = ()

    def set_rows(self, rows: tuple[RankedWord, ...]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.word
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.word}, {row.figure}"
        return row.tip if role == Qt.ItemDataRole.ToolTipRole else None


class _Line(QStyledItemDelegate):
    def __init__(self, view: RankedWords) -> None:
        super().__init__(view)
        self._view = view
        self.height = theme.px(_LOWEST)
        self.lit = -1

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(80, self.height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row, rect = self._view.rows[index.row()], QRectF(option.rect)
        if option.rect.bottom() >= self._view.viewport().height():
            return  # no line is cut
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        current = self._view.hasFocus() and index.row() == self._view.currentIndex().row()
        if current or index.row() == self.lit:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_soft" if current else "hover"))
            painter.drawRoundedRect(rect, 4, 4)
        right = rect.right() - theme.px(4)
        painter.setFont(theme.font(11, 600, tabular=True))
        painter.setPen(theme.color("text1"))
        figure = QRectF(right - theme.px(_FIGURE), rect.top(), theme.px(_FIGURE), rect.height())
        painter.drawText(figure, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), row.figure)
        right = figure.left() - theme.px(2)
        if rect.width() >= theme.px(_WIDE):
            right -= theme.px(_BAR) + theme.px(6)
            self._paint_bar(
                painter, QRectF(right + theme.px(6), rect.top(), theme.px(_BAR), rect.height()), row
            )
        left = rect.left() + theme.px(2)
        if row.category is not None:
            draw_marker(painter, row.category, QPointF(left + theme.px(5), rect.center().y()), theme.px(8))
            left += theme.px(_MARKER)
        box = QRectF(left, rect.top(), right - left, rect.height())
        if rect.width() < theme.px(_NOTED):
            row = replace(row, note="")
        in_sentence = bool(row.before or row.after) and rect.width() >= theme.px(_VERY_WIDE)
        self._paint_in_sentence(painter, box, row) if in_sentence else self._paint_word(painter, box, row)
        painter.restore()

    @staticmethod
    def _paint_word(painter: QPainter, box: QRectF, row: RankedWord) -> None:
        """The word with its different letters, and the note behind it."""
        note = theme.font(11, tabular=True)
        gap = theme.px(5)
        room = QFontMetricsF(note).horizontalAdvance(row.note) + gap if row.note else 0.0
        metrics = QFontMetricsF(theme.font(12, 600 if row.different else 400))
        word = metrics.elidedText(row.word, Qt.TextElideMode.ElideRight, box.width() - room + 1)
        plain, strong = theme.font(12), theme.font(12, 600)
        runs = [
            Run(
                "".join(character for _, character in letters),
                strong if differs else plain,
                theme.color("accent_text" if differs else "text1"),
            )
            for differs, letters in groupby(enumerate(word), lambda letter: letter[0] in row.different)
        ]
        words = sum(QFontMetricsF(run.font).horizontalAdvance(run.text) for run in runs)
        draw_line(painter, runs, box.adjusted(0, 0, -room, 0))
        if row.note:
            behind = min(words, box.width() - room) + gap
            place = box.adjusted(behind, 0, 2, 0)
            draw_line(painter, [Run(row.note, note, theme.color("text3"))], place)

    @staticmethod
    def _paint_in_sentence(painter: QPainter, box: QRectF, row: RankedWord) -> None:
        """The word bold in the middle, as much of the sentence around it as has room."""
        plain: QFont = theme.font(12)
        bold = theme.font(12, 700)
        metrics = QFontMetricsF(plain)
        word = QFontMetricsF(bold).horizontalAdvance(row.word)
        side = max(0.0, (box.width() - word) / 2)
        after = metrics.horizontalAdvance(row.after)
        before = max(side, box.width() - word - after)
        text = metrics.elidedText(row.before, Qt.TextElideMode.ElideLeft, before)
        category = row.category if row.category is not None else -1
        runs = [
            Run(text, plain, theme.color("text2")),
            Run(row.word, bold, theme.category(category).text),
            Run(row.after, plain, theme.color("text2")),
        ]
        draw_line(painter, runs, box)

    @staticmethod
    def _paint_bar(painter: QPainter, room: QRectF, row: RankedWord) -> None:
        height = theme.px(5)
        track = QRectF(room.left(), room.center().y() - height / 2, room.width(), height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("border"))
        painter.drawRoundedRect(track, height / 2, height / 2)
        track.setWidth(track.width() * min(max(row.share, 0.0), 1.0))
        if track.width() >= 1:
            painter.setBrush(
                theme.color("accent") if row.category is None else theme.category(row.category).mark
            )
            painter.drawRoundedRect(track, height / 2, height / 2)
