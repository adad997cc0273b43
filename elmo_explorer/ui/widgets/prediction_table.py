"""Columns of expected words over bars of surprisal, with their titles at the left; long sentences scroll."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from elmo_explorer.translation import tr
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.prediction_cells import Column
from elmo_explorer.ui.widgets.prediction_columns import PredictionColumns
from elmo_explorer.ui.widgets.surprisal_bars import SMALLEST_HEIGHT, Bars, SurprisalBars

_TITLES = 104


@dataclass(frozen=True)
class Side:
    """What a block of the columns is called."""

    role: str
    """Its colour."""
    title: str
    lines: tuple[str, ...] = ()


class PredictionTable(QScrollArea):
    """``columns`` and ``bars`` emit what is done with them; both are lit and marked together here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = PredictionColumns()
        self.bars = SurprisalBars()
        self.sides: tuple[Side, ...] = ()
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.columns)
        column.addWidget(self.bars, 1)
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)
        self._titles = _Titles(self)
        self._restyle()

        content.installEventFilter(self)
        self.verticalScrollBar().valueChanged.connect(self._place)
        for part in (self.columns, self.bars):
            part.column_hovered.connect(self._light)
            part.shown.connect(self.show_column)
        theme.changed.connect(self._restyle)

    def set_table(self, columns: Sequence[Column], bars: Sequence[Bars], sides: Sequence[Side]) -> None:
        """Show these: as many columns as bars, and a side for each block of the columns."""
        self.sides = tuple(sides)
        self.columns.set_columns(columns, [side.role for side in sides])
        self.bars.set_columns(bars)
        self._fit()
        self._titles.update()

    def set_selected(self, columns: frozenset[int]) -> None:
        """Mark these columns; the first one comes in sight."""
        if columns != self.columns.selected and columns:
            self.show_column(min(columns))
        self.columns.set_selected(columns)
        self.bars.set_selected(columns)

    def show_column(self, column: int) -> None:
        """Scroll so that a column is in sight."""
        width, bar = self.columns.column_width(), self.horizontalScrollBar()
        left = round(column * width)
        if left < bar.value():
            bar.setValue(left)
        elif left + width > bar.value() + self.viewport().width():
            bar.setValue(round(left + width) - self.viewport().width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The titles stay at the left."""
        super().resizeEvent(event)
        self._fit()
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The titles are as high as the table."""
        if watched is self.widget() and event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._place()
        return super().eventFilter(watched, event)

    def _light(self, column: int) -> None:
        self.columns.set_hovered(column)
        self.bars.set_hovered(column)

    def _fit(self) -> None:
        self.columns.fit_into(self.viewport().height() - theme.px(SMALLEST_HEIGHT))

    def _place(self) -> None:
        content = self.widget()
        height = content.height() if content is not None else self.height()
        self._titles.setGeometry(0, -self.verticalScrollBar().value(), theme.px(_TITLES), height)
        self._titles.update()

    def _restyle(self) -> None:
        self.setViewportMargins(theme.px(_TITLES), 0, 0, 0)
        self._place()


class _Titles(QWidget):
    """What stands in the rows."""

    def __init__(self, table: PredictionTable) -> None:
        super().__init__(table)
        self._table = table
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        table = self._table
        if not table.columns.columns:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for k, side in enumerate(table.sides):
            place = table.columns.block_rect(k)
            self._paint_side(painter, QRectF(0, place.top(), self.width(), place.height()), side)
        word = table.columns.word_rect()
        painter.setPen(QPen(theme.color("border"), 1))
        painter.setBrush(theme.color("sunken"))
        painter.drawRoundedRect(
            QRectF(theme.px(2), word.top() + 0.5, self.width() + 20, word.height() - 1), 7, 7
        )
        painter.setFont(theme.font(11))
        painter.setPen(theme.color("text2"))
        left = theme.px(24)
        painter.drawText(
            QRectF(left, word.top(), self.width() - left, word.height()),
            Qt.AlignmentFlag.AlignVCenter,
            tr("Word"),
        )
        self._paint_axis(painter)

    def _paint_side(self, painter: QPainter, box: QRectF, side: Side) -> None:
        painter.fillRect(QRectF(theme.px(10), box.top(), theme.px(4), box.height()), theme.color(side.role))
        left = theme.px(24)
        at = box.top() + theme.px(2)
        painter.setPen(theme.color("text1"))
        painter.setFont(theme.font(12, 600))
        painter.drawText(QRectF(left, at, self.width() - left, theme.px(18)), 0, side.title)
        painter.setFont(theme.font(11))
        painter.setPen(theme.color("text2"))
        for k, line in enumerate(side.lines):
            place = QRectF(left, at + theme.px(19) + k * theme.px(15), self.width() - left, theme.px(15))
            painter.drawText(place, 0, line)

    def _paint_axis(self, painter: QPainter) -> None:
        bars = self._table.bars
        top = bars.y()
        painter.setPen(theme.color("text1"))
        painter.setFont(theme.font(12, 600))
        painter.drawText(
            QRectF(theme.px(10), top + theme.px(4), self.width(), theme.px(18)), 0, tr("Surprisal")
        )
        painter.setFont(theme.font(11))
        painter.setPen(theme.color("text2"))
        painter.drawText(QRectF(theme.px(10), top + theme.px(21), self.width(), theme.px(15)), 0, tr("bits"))
        painter.setFont(theme.font(11, tabular=True))
        painter.setPen(theme.color("text3"))
        half = theme.px(8)
        for y, text in bars.ticks():
            place = QRectF(0, top + y - half, self.width() - theme.px(8), 2 * half)
            if place.left() >= 0:
                painter.drawText(
                    place, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), text
                )
