"""The strip of two aligned sentences with its titles at the left; long sentences scroll."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.pair_strip import PairStrip, StripColumn, StripRow

_TITLES, _BLOCK = 156, 96
_ANY_HEIGHT = (1 << 24) - 1
"""Qt's own word for no limit."""


@dataclass(frozen=True)
class StripBlock:
    """Rows that belong together, by their first and last."""

    first: int
    last: int
    role: str
    title: str
    lines: tuple[str, ...] = ()


class PairTable(QScrollArea):
    """``strip`` emits what is done with it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.strip = PairStrip()
        self.blocks: tuple[StripBlock, ...] = ()
        self.names: tuple[tuple[str, str], ...] = ()
        self._middle = -1
        self.setWidget(self.strip)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.viewport().setAutoFillBackground(False)
        self.strip.setAutoFillBackground(False)
        self._titles = _Titles(self)
        self._restyle()

        self.strip.shown.connect(self.show_column)
        self.horizontalScrollBar().rangeChanged.connect(self._centre)
        theme.changed.connect(self._restyle)

    def set_table(
        self,
        columns: Sequence[StripColumn],
        rows: Sequence[StripRow],
        blocks: Sequence[StripBlock],
        names: Sequence[tuple[str, str]],
    ) -> None:
        """Show these; ``names`` of the one or both sentences, each with what is said quietly beside it."""
        self.blocks, self.names, self._middle = tuple(blocks), tuple(names), -1
        self.strip.set_columns(columns, rows, len(names) > 1)
        self._fit()
        self._titles.update()

    def show_column(self, column: int) -> None:
        """Scroll so that a column is in sight."""
        place, bar = self.strip.column_rect(column), self.horizontalScrollBar()
        if place.left() < bar.value():
            bar.setValue(round(place.left()))
        elif place.right() > bar.value() + self.viewport().width():
            bar.setValue(round(place.right()) - self.viewport().width())

    def show_middle(self, column: int) -> None:
        """Scroll so that a column is in the middle, where it can be; also once there is more to scroll."""
        self._middle = column
        self._centre()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The titles stay at the left."""
        super().resizeEvent(event)
        self._fit()

    def _centre(self) -> None:
        if 0 <= self._middle < len(self.strip.columns):
            middle = self.strip.column_rect(self._middle).center().x()
            self.horizontalScrollBar().setValue(round(middle - self.viewport().width() / 2))

    def _fit(self) -> None:
        scrolls = self.strip.minimumWidth() > self.width() - theme.px(_TITLES)
        bar = self.horizontalScrollBar().sizeHint().height() if scrolls else 0
        self.strip.fit_into(self.height() - bar - 2)
        # One sentence alone takes its line and no more.
        most = self.strip.height() + bar + 2 if not self.blocks else _ANY_HEIGHT
        if most != self.maximumHeight():
            self.setMaximumHeight(most)
        self._titles.setGeometry(0, 0, theme.px(_TITLES), self.strip.height())
        self._titles.update()

    def _restyle(self) -> None:
        self.setViewportMargins(theme.px(_TITLES), 0, 0, 0)
        self._fit()


class _Titles(QWidget):
    """What stands in the rows."""

    def __init__(self, table: PairTable) -> None:
        super().__init__(table)
        self._table = table
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        table, strip = self._table, self._table.strip
        if not strip.columns:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for block in table.blocks:
            top, bottom = strip.row_rect(block.first).top(), strip.row_rect(block.last).bottom()
            self._paint_block(painter, QRectF(0, top, theme.px(_BLOCK), bottom - top), block)
        middle = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(theme.font(12))
        painter.setPen(theme.color("text2"))
        for k, row in enumerate(strip.rows):
            line = strip.row_rect(k)
            place = QRectF(0, line.top(), self.width() - theme.px(10), line.height())
            painter.drawText(place, middle, row.title)
        self._paint_names(painter)

    def _paint_block(self, painter: QPainter, box: QRectF, block: StripBlock) -> None:
        painter.fillRect(
            QRectF(theme.px(10), box.top() + 2, theme.px(4), box.height() - 4), theme.color(block.role)
        )
        left, at = theme.px(22), box.top() + theme.px(2)
        painter.setPen(theme.color("text1"))
        painter.setFont(theme.font(13, 600))
        painter.drawText(QRectF(left, at, self.width() - left, theme.px(19)), 0, block.title)
        painter.setFont(theme.font(11))
        painter.setPen(theme.color("text2"))
        for k, line in enumerate(block.lines):
            top = at + theme.px(20) + k * theme.px(15)
            painter.drawText(QRectF(left, top, self.width() - left, theme.px(15)), 0, line)

    def _paint_names(self, painter: QPainter) -> None:
        words = self._table.strip.words_rect()
        painter.setPen(QPen(theme.color("border"), 1))
        painter.setBrush(theme.color("sunken"))
        painter.drawRoundedRect(
            QRectF(theme.px(2), words.top() + 0.5, self.width() + 20, words.height() - 1), 7, 7
        )
        height = words.height() / max(1, len(self._table.names))
        bold, plain = theme.font(14, 700), theme.font(12)
        middle = Qt.AlignmentFlag.AlignVCenter
        for k, (name, remark) in enumerate(self._table.names):
            box = QRectF(theme.px(14), words.top() + k * height, self.width() - theme.px(22), height)
            painter.setFont(bold)
            painter.setPen(theme.color("text1"))
            painter.drawText(box, middle, name)
            box.setLeft(box.left() + QFontMetricsF(bold).horizontalAdvance(name) + theme.px(10))
            text = QFontMetricsF(plain).elidedText(remark, Qt.TextElideMode.ElideRight, box.width())
            painter.setFont(plain)
            painter.setPen(theme.color("text2"))
            painter.drawText(box, middle, text)
