"""A small dark label beside the pointer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.runs import Run, draw_line


def pill_text() -> QColor:
    """The colour of words on the pill."""
    return theme.color("text1" if theme.dark else "on_tooltip")


def draw_pill(painter: QPainter, runs: Sequence[Run], at: QPointF, bounds: QRectF) -> QRectF:
    """Draw the runs on a dark pill to the right of ``at``, or to its left near the edge.

    Args:
        painter: open on the widget.
        runs: one line of text.
        at: the place that the pill speaks of.
        bounds: where the pill has to stay.

    Returns:
        The pill's place.
    """
    width = sum(QFontMetricsF(run.font).horizontalAdvance(run.text) for run in runs) + theme.px(18)
    height = float(theme.px(22))
    left = at.x() + 10
    if left + width > bounds.right():
        left = max(bounds.left(), at.x() - 10 - width)
    top = min(max(at.y() - height / 2, bounds.top()), bounds.bottom() - height)
    pill = QRectF(left, top, width, height)
    painter.setPen(QPen(theme.color("control_border"), 1) if theme.dark else QPen(theme.color("tooltip"), 1))
    painter.setBrush(theme.color("raised" if theme.dark else "tooltip"))
    painter.drawRoundedRect(pill, 6, 6)
    draw_line(painter, runs, pill.adjusted(theme.px(9), 0, 0, 0))
    return pill
