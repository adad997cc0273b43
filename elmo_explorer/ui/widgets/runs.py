"""Text in several colours and weights, on one line or wrapped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout, QTextOption


class Run(NamedTuple):
    """A piece of text in one look."""

    text: str
    font: QFont
    colour: QColor


def wrapped(runs: Sequence[Run], width: float, max_lines: int = 6) -> tuple[QTextLayout, float]:
    """The runs as one paragraph of at most ``max_lines`` lines: the layout and its height in pixels."""
    layout = QTextLayout("".join(run.text for run in runs), runs[0].font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    formats = []
    at = 0
    for run in runs:
        look = QTextLayout.FormatRange()
        look.start, look.length = at, len(run.text)
        style = QTextCharFormat()
        style.setFont(run.font)
        style.setForeground(run.colour)
        look.format = style
        formats.append(look)
        at += len(run.text)
    layout.setFormats(formats)
    height = 0.0
    layout.beginLayout()
    for _ in range(max_lines):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, height))
        height += line.height() * 1.18
    layout.endLayout()
    return layout, height


def draw_line(painter: QPainter, runs: Sequence[Run], rect: QRectF) -> None:
    """The runs on one line, vertically centred, cut with an ellipsis where they do not fit."""
    x = rect.left()
    for run in runs:
        metrics = QFontMetricsF(run.font)
        left = rect.right() - x
        if left <= 2 or not run.text:
            continue
        width = metrics.horizontalAdvance(run.text)
        text = run.text
        if width > left + 0.5:
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, left)
            width = left
        painter.setFont(run.font)
        painter.setPen(run.colour)
        painter.drawText(QPointF(x, rect.center().y() + (metrics.ascent() - metrics.descent()) / 2.0), text)
        x += width
