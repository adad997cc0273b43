"""Words with bars, the longest first, as many as there is room for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.runs import Run, draw_line

_MOST = 12


@dataclass(frozen=True)
class RankedBar:
    """One line."""

    key: int
    """What it is of."""
    word: str
    remark: str
    """Quietly behind the word."""
    share: float
    """Length of its bar, 0 to 1; its colour, too."""
    figure: str


class RankedBars(QWidget):
    """Lines in the order in which they are given."""

    hovered = Signal(int)
    """The key of the line; -1 when the pointer leaves."""
    clicked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bars: tuple[RankedBar, ...] = ()
        self.lit = -1
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)

    def set_bars(self, bars: Sequence[RankedBar]) -> None:
        """Show other lines."""
        if tuple(bars) != self.bars:
            self.bars = tuple(bars)
            said = ", ".join(f"{bar.word} {bar.figure}" for bar in self.bars[:_MOST])
            self.setAccessibleDescription(said)
            self.update()

    def set_lit(self, key: int) -> None:
        """Light a line; -1 for none."""
        if key != self.lit:
            self.lit = key
            self.update()

    def sizeHint(self) -> QSize:
        """Six lines."""
        return QSize(theme.px(280), 6 * self._line())

    def minimumSizeHint(self) -> QSize:
        """Two lines."""
        return QSize(theme.px(160), 2 * self._line())

    def key_at(self, at: QPointF) -> int:
        """The key of the line under a place; -1 where there is none."""
        row = int(at.y() // self._line())
        return self.bars[row].key if 0 <= row < self._n_lines() else -1

    def line_rect(self, row: int) -> QRectF:
        """Where a line is drawn."""
        return QRectF(0, row * self._line(), self.width(), self._line())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say which line is under the pointer."""
        self.hovered.emit(self.key_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """No line."""
        self.hovered.emit(-1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the line."""
        key = self.key_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and key >= 0:
            self.clicked.emit(key)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Word, bar, figure."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        number = theme.font(13, 600, tabular=True)
        figures = max((QFontMetricsF(number).horizontalAdvance(bar.figure) for bar in self.bars), default=0.0)
        names = 0.46 * self.width()
        for row, bar in enumerate(self.bars[: self._n_lines()]):
            box = self.line_rect(row)
            if bar.key == self.lit:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.color("accent_soft"))
                painter.drawRoundedRect(box.adjusted(0, 1, 0, -1), 6, 6)
            words = [
                Run(bar.word, theme.font(14, 600), theme.color("text1")),
                Run(f"  {bar.remark}" if bar.remark else "", theme.font(12), theme.color("text2")),
            ]
            draw_line(painter, words, QRectF(theme.px(6), box.top(), names - theme.px(12), box.height()))
            room = QRectF(names, box.top(), box.width() - names - figures - theme.px(14), box.height())
            track = QRectF(room.left(), room.center().y() - theme.px(5), room.width(), theme.px(10))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("sunken"))
            painter.drawRoundedRect(track, 4, 4)
            filled = QRectF(track)
            filled.setWidth(max(2.0, track.width() * min(max(bar.share, 0.0), 1.0)))
            painter.setBrush(theme.color("accent"))
            painter.drawRoundedRect(filled, 4, 4)
            painter.setFont(number)
            painter.setPen(theme.color("text1"))
            painter.drawText(
                box.adjusted(0, 0, -theme.px(6), 0),
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                bar.figure,
            )

    def _line(self) -> int:
        return theme.px(27)

    def _n_lines(self) -> int:
        return min(len(self.bars), _MOST, max(1, self.height() // self._line()))
