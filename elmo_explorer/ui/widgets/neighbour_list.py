"""Ranked lines of words in context, each with its cosine, raw and corrected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from elmo_explorer.translation import tr
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.heat_map import figure
from elmo_explorer.ui.widgets.kwic_list import KwicRow
from elmo_explorer.ui.widgets.ranked_lines import RankedLines

_SENTENCE, _BAR, _COSINE, _CORRECTED = 74, 92, 58, 74
_BAR_HEIGHT = 5
_END = 10


@dataclass(frozen=True)
class NeighbourRow:
    """One line: the rank is the number of ``line``."""

    line: KwicRow
    sentence: str
    """The number of its sentence."""
    cosine: float
    corrected: float
    """NaN where there is no baseline."""


class NeighbourList(QWidget):
    """A heading and thousands of lines, made when they come into view."""

    row_hovered = Signal(int)
    """-1 when the pointer leaves; the arrow keys hover too."""
    row_chosen = Signal(int, bool)
    """A row's number, and whether to add to what is selected."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row_at: Callable[[int], NeighbourRow] | None = None
        self._corrected_first = False
        self._heading = _Heading(self)
        self._beside = QHBoxLayout(self._heading)
        self._beside.setContentsMargins(0, 0, 0, 0)
        self.lines = _Lines(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._heading)
        column.addWidget(self.lines, 1)
        self.lines.row_hovered.connect(self.row_hovered)
        self.lines.row_chosen.connect(self.row_chosen)
        theme.changed.connect(self._restyle)
        self._restyle()

    def set_heading(self, widget: QWidget) -> None:
        """Stands left of the columns' names."""
        self._beside.addWidget(widget)

    @property
    def n_rows(self) -> int:
        """How many lines there are."""
        return self.lines.n_rows

    @property
    def corrected_first(self) -> bool:
        """Whether the corrected value is the one that stands out."""
        return self._corrected_first

    def row(self, i: int) -> NeighbourRow:
        """What line ``i`` says.

        Raises:
            IndexError: there is no such line.
        """
        if self._row_at is None or not 0 <= i < self.n_rows:
            raise IndexError(i)
        return self._row_at(i)

    def set_rows(self, n_rows: int, row_at: Callable[[int], NeighbourRow], corrected_first: bool) -> None:
        """Show other lines.

        Args:
            n_rows: how many.
            row_at: makes one when it is needed.
            corrected_first: which value stands out, and has the bar.
        """
        self._row_at, self._corrected_first = row_at, corrected_first
        self.lines.set_rows(n_rows, lambda i: row_at(i).line)
        self._heading.update()

    def set_lit(self, row: int) -> None:
        """Show a line as hovered; -1 for none."""
        self.lines.set_lit(() if row < 0 else (row,))

    def scroll_to_top(self) -> None:
        """Bring the nearest into view."""
        self.lines.scrollToTop()

    @staticmethod
    def tail_width() -> int:
        """Pixels of the figures' columns."""
        return sum(map(theme.px, (_SENTENCE, _BAR, _COSINE, _CORRECTED, _END)))

    def paint_heading(self, painter: QPainter, right: float, height: int) -> None:
        """The columns' names."""
        painter.setFont(theme.font(11))
        painter.setPen(theme.color("text2"))
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        sentence, _, cosine, corrected = self._columns(right, 0, height)
        for place, name, strong in (
            (sentence, tr("sentence"), False),
            (cosine, tr("cosine"), not self._corrected_first),
            (corrected, tr("corrected"), self._corrected_first),
        ):
            painter.setFont(theme.font(11, 600 if strong else 400))
            painter.setPen(theme.color("text1" if strong else "text2"))
            painter.drawText(place, flags, name)

    def paint_figures(self, painter: QPainter, rect: QRectF, i: int) -> None:
        """Sentence, bar and both cosines of line ``i``."""
        row = self.row(i)
        sentence, bar, cosine, corrected = self._columns(rect.right(), rect.top(), rect.height())
        flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font(11, tabular=True))
        painter.setPen(theme.color("text2"))
        painter.drawText(sentence, flags, row.sentence)
        shown = row.corrected if self._corrected_first else row.cosine
        self._paint_bar(painter, bar, shown, row.line.category)
        for place, value, strong in (
            (cosine, row.cosine, not self._corrected_first),
            (corrected, row.corrected, self._corrected_first),
        ):
            painter.setFont(theme.font(12, 600 if strong else 400, tabular=True))
            painter.setPen(theme.color("text1" if strong else "text2"))
            painter.drawText(place, flags, figure(value))

    @staticmethod
    def _paint_bar(painter: QPainter, room: QRectF, value: float, category: int) -> None:
        height = theme.px(_BAR_HEIGHT)
        track = QRectF(room.left() + theme.px(22), room.center().y() - height / 2, theme.px(60), height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("border"))
        painter.drawRoundedRect(track, height / 2, height / 2)
        track.setWidth(track.width() * min(max(value, 0.0), 1.0) if value == value else 0.0)
        if track.width() >= 1:
            painter.setBrush(theme.category(category).mark)
            painter.drawRoundedRect(track, height / 2, height / 2)

    @staticmethod
    def _columns(right: float, top: float, height: float) -> list[QRectF]:
        """Sentence, bar, cosine, corrected."""
        places = []
        right -= theme.px(_END)
        for pixels in (_CORRECTED, _COSINE, _BAR, _SENTENCE):
            width = theme.px(pixels)
            places.append(QRectF(right - width, top, width, height))
            right -= width
        return places[::-1]

    def _restyle(self) -> None:
        self._heading.setFixedHeight(theme.px(22))
        self._beside.setContentsMargins(0, 0, self.tail_width() + theme.px(16), 0)
        self.lines.fit_tail(self.tail_width())
        self.update()


class _Heading(QWidget):
    """Above the list; ends where its lines end, beside the scroll bar."""

    def __init__(self, parent: NeighbourList) -> None:
        super().__init__(parent)
        self._list = parent

    def paintEvent(self, event: QPaintEvent) -> None:
        viewport = self._list.lines.viewport()
        right = viewport.mapTo(self._list, viewport.rect().topRight()).x() + 1 - self.x()
        self._list.paint_heading(QPainter(self), right, self.height())


class _Lines(RankedLines):
    """Their figures are the list's."""

    def __init__(self, parent: NeighbourList) -> None:
        super().__init__(tr("Nearest tokens in context"), parent)
        self._list = parent
        self.paint_tail = parent.paint_figures

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._list.update()
