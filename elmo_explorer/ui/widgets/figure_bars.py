"""Short bars from 0 to 1, each with its name and its number."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from elmo_explorer.ui.theme import theme

_HEIGHT = 5.0


class FigureBar(NamedTuple):
    """One figure; NaN is no bar."""

    name: str
    value: float
    text: str
    tick: float = math.nan
    """A value to measure it against, marked on the bar; NaN for none."""


def draw_bars(painter: QPainter, bars: Sequence[FigureBar], line: QRectF) -> None:
    """Draw the bars below each other, the first one in ``line``; all begin and end at the same places."""
    small, bold = theme.font(11), theme.font(12, 600, tabular=True)
    names = max((QFontMetricsF(small).horizontalAdvance(bar.name) for bar in bars), default=0.0)
    left = line.left() + names + theme.px(8)
    right = line.right() - QFontMetricsF(bold).horizontalAdvance("−0.00") - theme.px(6)
    line = QRectF(line)
    for bar in bars:
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(small)
        painter.setPen(theme.color("text2"))
        painter.drawText(line, middle | Qt.AlignmentFlag.AlignLeft, bar.name)
        painter.setFont(bold)
        painter.setPen(theme.color("text1"))
        painter.drawText(line, middle | Qt.AlignmentFlag.AlignRight, bar.text)
        _draw_bar(
            painter, bar, QRectF(left, line.center().y() - _HEIGHT / 2, max(0.0, right - left), _HEIGHT)
        )
        line.translate(0, line.height())


def _draw_bar(painter: QPainter, bar: FigureBar, track: QRectF) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("border"))
    painter.drawRoundedRect(track, _HEIGHT / 2, _HEIGHT / 2)
    if math.isfinite(bar.value) and bar.value > 0:
        filled = QRectF(track)
        filled.setWidth(max(_HEIGHT, track.width() * min(bar.value, 1.0)))
        painter.setBrush(theme.color("accent"))
        painter.drawRoundedRect(filled, _HEIGHT / 2, _HEIGHT / 2)
    if math.isfinite(bar.tick) and 0 <= bar.tick <= 1:
        x = track.left() + track.width() * bar.tick
        painter.setBrush(theme.color("text1"))
        painter.drawRect(QRectF(x - 0.75, track.top() - 2, 1.5, track.height() + 4))
