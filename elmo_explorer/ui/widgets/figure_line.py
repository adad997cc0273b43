"""Figures on one line, each with a square in its colour: a legend that tells its values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from elmo_explorer.ui.theme import theme

_SQUARE, _GAP, _BETWEEN = 9, 5, 14


class Figure(NamedTuple):
    """A value and what it is."""

    role: str
    name: str
    value: str


class FigureLine(QWidget):
    """As wide as its figures."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.figures: tuple[Figure, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._restyle)

    def set_figures(self, figures: Sequence[Figure]) -> None:
        """Show these."""
        if tuple(figures) != self.figures:
            self.figures = tuple(figures)
            self.setAccessibleName(", ".join(f"{figure.name} {figure.value}" for figure in figures))
            self._restyle()

    def sizeHint(self) -> QSize:
        """All figures."""
        return QSize(round(sum(self._widths())) + 2, theme.px(20))

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Square, name, value."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x = 0.0
        for figure, width in zip(self.figures, self._widths(), strict=True):
            side = theme.px(_SQUARE)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(figure.role))
            painter.drawRoundedRect(QRectF(x, (self.height() - side) / 2, side, side), 2, 2)
            at = x + side + theme.px(_GAP)
            plain, bold = self._fonts()
            for font, role, text in ((plain, "text2", f"{figure.name} "), (bold, "text1", figure.value)):
                painter.setFont(font)
                painter.setPen(theme.color(role))
                room = QFontMetricsF(font).horizontalAdvance(text)
                painter.drawText(QRectF(at, 0, room + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, text)
                at += room
            x += width

    def _widths(self) -> list[float]:
        plain, bold = map(QFontMetricsF, self._fonts())
        fixed = theme.px(_SQUARE) + theme.px(_GAP) + theme.px(_BETWEEN)
        return [
            fixed + plain.horizontalAdvance(f"{f.name} ") + bold.horizontalAdvance(f.value)
            for f in self.figures
        ]

    def _fonts(self) -> tuple[QFont, QFont]:
        return theme.font(12), theme.font(12, 700, tabular=True)

    def _restyle(self) -> None:
        self.setFixedSize(self.sizeHint())
        self.update()
