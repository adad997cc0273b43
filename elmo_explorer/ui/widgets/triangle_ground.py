"""What lies below the handle in a triangle of mixes: shade, grid, captions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QFont, QFontMetricsF, QPainter, QPen, QPixmap, QPolygonF, QTransform

from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.triangle_frame import TriangleFrame

_GRID_STEPS = 4


class Corner(NamedTuple):
    """What stands at a corner: corner 0 is bottom left, 1 bottom right, 2 on top."""

    title: str
    subtitle: str


def paint_surface(painter: QPainter, frame: TriangleFrame, shade: QPixmap | None, lively: bool) -> None:
    """Shade, grid, outline."""
    a, b, c = frame
    outline = QPolygonF([a, b, c])
    brush = QBrush(theme.color("canvas" if lively else "surface"))
    if shade is not None:
        brush = QBrush(shade)
        ratio = 1 / shade.devicePixelRatio()
        brush.setTransform(QTransform.fromTranslate(a.x(), c.y()).scale(ratio, ratio))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(brush)
    painter.drawPolygon(outline)
    line = theme.color("text1")
    line.setAlphaF(0.13 if lively else 0.07)
    painter.setPen(QPen(line, 1))
    for k in range(1, _GRID_STEPS):
        t = k / _GRID_STEPS
        for p, q, r in ((a, b, c), (b, c, a), (c, a, b)):
            painter.drawLine(p + (q - p) * t, p + (r - p) * t)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.color("control_border"), 1))
    painter.drawPolygon(outline)


class Captions:
    """The corners' names round the triangle."""

    def __init__(
        self, corners: Sequence[Corner], picked: int | None, lively: bool, stacked: bool = False
    ) -> None:
        """``picked`` is the corner that the keys move; ``stacked`` puts the upper corner's two lines above each other."""
        self._corners = corners
        self._picked = picked
        self._lively = lively
        self._stacked = stacked

    def paint(self, painter: QPainter, frame: TriangleFrame, width: float) -> None:
        """Two below, one above; ``width`` is the widget's."""
        left, _, top = frame
        line = float(theme.px(16))
        title, subtitle = theme.font(12, 600), theme.font(11)
        below = left.y() + theme.px(7)
        for j, side in ((0, Qt.AlignmentFlag.AlignLeft), (1, Qt.AlignmentFlag.AlignRight)):
            box = QRectF(0, below, width, line)
            _paint_text(painter, box, side, self._corners[j].title, title, self._role(j))
            box.translate(0, line - 1)
            _paint_text(painter, box, side, self._corners[j].subtitle, subtitle, "text3")
        if self._stacked:
            box = QRectF(top.x() - width, top.y() - 2 * line - theme.px(7), 2 * width, line)
            middle = Qt.AlignmentFlag.AlignHCenter
            _paint_text(painter, box, middle, self._corners[2].title, title, self._role(2))
            box.translate(0, line - 1)
            _paint_text(painter, box, middle, self._corners[2].subtitle, subtitle, "text3")
            return
        advance = QFontMetricsF(title).horizontalAdvance(self._corners[2].title)
        box = QRectF(top.x() - advance / 2 - 1, top.y() - line - theme.px(7), advance + 2, line)
        _paint_text(painter, box, Qt.AlignmentFlag.AlignLeft, self._corners[2].title, title, self._role(2))
        box = QRectF(box.right() + theme.px(10), box.top(), width - box.right(), line)
        _paint_text(painter, box, Qt.AlignmentFlag.AlignLeft, self._corners[2].subtitle, subtitle, "text3")

    def _role(self, corner: int) -> str:
        if not self._lively:
            return "text3"
        return "accent_text" if corner == self._picked else "text1"


def paint_guides(painter: QPainter, frame: TriangleFrame, handle: QPointF, picked: int | None) -> None:
    """From the handle straight to each side: the line's length is the weight of the corner opposite."""
    colour = theme.color("accent")
    for j in range(3):
        p, q = frame[(j + 1) % 3], frame[(j + 2) % 3]
        along = q - p
        t = QPointF.dotProduct(handle - p, along) / QPointF.dotProduct(along, along)
        strong = j == picked
        colour.setAlphaF(1.0 if strong else 0.65)
        pen = QPen(colour, 2 if strong else 1.5, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([3.0, 2.0])
        painter.setPen(pen)
        painter.drawLine(handle, p + along * t)


def paint_handle(painter: QPainter, at: QPointF, lively: bool, held: bool, focused: bool) -> None:
    """The handle, with a halo while it can be taken and a ring where the keys are."""
    painter.setPen(Qt.PenStyle.NoPen)
    if lively:
        halo = theme.color("accent")
        halo.setAlphaF(0.32 if held else 0.2)
        painter.setBrush(halo)
        painter.drawEllipse(at, theme.px(15), theme.px(15))
    painter.setBrush(Qt.GlobalColor.white if lively else theme.color("control_border"))
    painter.drawEllipse(at, theme.px(9), theme.px(9))
    fill = theme.color("surface")
    if lively:  # the dark accent is as light as the handle's own ring
        fill = theme.sequential(0.5) if theme.dark else theme.color("accent")
    painter.setBrush(fill)
    painter.drawEllipse(at, theme.px(13) / 2, theme.px(13) / 2)
    if focused:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("accent"), 2))
        painter.drawEllipse(at, theme.px(9) + 3, theme.px(9) + 3)


def _paint_text(
    painter: QPainter, box: QRectF, side: Qt.AlignmentFlag, text: str, font: QFont, role: str
) -> None:
    painter.setFont(font)
    painter.setPen(theme.color(role))
    painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, text)
