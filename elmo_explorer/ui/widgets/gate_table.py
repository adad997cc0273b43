"""Gates over the words of a sentence with the gates' names at the left; long sentences scroll."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from elmo_explorer.translation import tr
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.gate_columns import GateColumns
from elmo_explorer.ui.widgets.gate_rows import FollowedCell, GateRow, GateWords
from elmo_explorer.ui.widgets.runs import Run, draw_line

_TITLES = 84


class GateTable(QScrollArea):
    """``columns`` emits what is done with them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = GateColumns()
        self.setWidget(self.columns)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self.columns.setAutoFillBackground(False)
        self._titles = _Titles(self)
        self._restyle()
        self.columns.installEventFilter(self)
        self.verticalScrollBar().valueChanged.connect(self._place)
        self.columns.shown.connect(self.show_column)
        theme.changed.connect(self._restyle)

    def set_gates(
        self, columns: GateWords, rows: Sequence[GateRow], followed: Sequence[FollowedCell] = ()
    ) -> None:
        """As :meth:`GateColumns.set_gates`; the marked column comes in sight where it is another one."""
        before = self.columns.columns
        self.columns.set_gates(columns, rows, followed)
        self._titles.update()
        if (columns.words, columns.marked) != (before.words, before.marked) and columns.marked >= 0:
            self.show_column(columns.marked)

    def show_column(self, column: int) -> None:
        """Scroll so that a column is in sight; -1 scrolls nowhere."""
        if column < 0:
            return
        width = max(
            self.columns.column_width(), self.columns.minimumWidth() / max(1, len(self.columns.columns.words))
        )
        self.horizontalScrollBar().setMaximum(max(0, self.columns.minimumWidth() - self.viewport().width()))
        bar, left = self.horizontalScrollBar(), round(column * width)
        if left < bar.value():
            bar.setValue(left)
        elif left + width > bar.value() + self.viewport().width():
            bar.setValue(round(left + width) - self.viewport().width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The titles stay at the left."""
        super().resizeEvent(event)
        self._place()
        self.show_column(self.columns.columns.marked)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The titles are as high as the table."""
        if watched is self.columns and event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        self._titles.setGeometry(
            0, -self.verticalScrollBar().value(), theme.px(_TITLES), self.columns.height()
        )
        self._titles.update()

    def _restyle(self) -> None:
        self.setViewportMargins(theme.px(_TITLES), 0, 0, 0)
        self._place()


class _Titles(QWidget):
    """What stands in the rows."""

    def __init__(self, table: GateTable) -> None:
        super().__init__(table)
        self._columns = table.columns
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        columns = self._columns
        if not columns.columns.words:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, k in enumerate(columns.shown_rows):
            row, line = columns.rows[k], columns.row_rect(place)
            runs = [Run(row.name, theme.font(12, 600), theme.color("text1"))]
            if row.limit:
                ends = f"  ±{row.limit:g}"
                runs.append(Run(ends, theme.font(11, tabular=True), theme.color("text2")))
            draw_line(painter, runs, QRectF(0, line.top(), self.width() - 4, line.height()))
        role, text = ("backward", tr("← reads")) if columns.columns.backward else ("forward", tr("reads →"))
        line = columns.words_rect()
        run = Run(text, theme.font(11, 500), theme.color(role))
        draw_line(painter, [run], QRectF(0, line.top(), self.width(), line.height()))
