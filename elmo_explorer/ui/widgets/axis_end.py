"""The words at the end of an axis, with an arrow to the edge of the picture."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from elmo_explorer.translation import mark, tr
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.runs import Run, draw_line

Side = Literal["left", "right", "up", "down"]
_NAMES = {
    "left": mark("Left end of the axis: {words}"),
    "right": mark("Right end of the axis: {words}"),
    "up": mark("Up end of the axis: {words}"),
    "down": mark("Down end of the axis: {words}"),
}
_HEIGHT = 22
_ARROW = 20
_LONGEST = {"left": 150, "right": 150, "up": 260, "down": 260}


class AxisEnd(QWidget):
    """Lies over the picture's edge; a click asks to change the words."""

    clicked = Signal()

    def __init__(self, side: Side, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.side: Side = side
        self.text = ""
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setToolTip(tr("Change the words of the axis"))
        theme.changed.connect(self._resize)
        self.hide()

    def set_text(self, text: str) -> None:
        """Show these words; without any it hides."""
        self.text = text
        self.setAccessibleName(tr(_NAMES[self.side], words=text))
        self.setVisible(bool(text))
        self._resize()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Swallowed: a click here is not a click on the picture."""
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ask."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Arrow and words, on a veil of the canvas."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = theme.color("canvas")
        veil.setAlphaF(0.78)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(veil)
        painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        arrow, words = theme.px(_ARROW), QRectF(self.rect())
        at_right = self.side in ("right", "up")
        words.adjust(*((theme.px(6), 0, -arrow, 0) if at_right else (arrow, 0, -theme.px(4), 0)))
        draw_line(painter, [Run(self.text, self._font(), theme.color("accent_text"))], words)
        middle = QPointF(self.width() - arrow / 2 if at_right else arrow / 2, self.height() / 2)
        self._draw_arrow(painter, middle)

    def _draw_arrow(self, painter: QPainter, middle: QPointF) -> None:
        painter.setPen(QPen(theme.color("accent_text"), 1.75, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        along = {
            "left": QPointF(-1, 0),
            "right": QPointF(1, 0),
            "up": QPointF(0, -1),
            "down": QPointF(0, 1),
        }[self.side] * (5.5 * theme.zoom)
        across = QPointF(-along.y(), along.x()) * 0.65
        tip = middle + along
        painter.drawLine(middle - along, tip)
        painter.drawLine(tip, tip - along * 0.7 + across)
        painter.drawLine(tip, tip - along * 0.7 - across)

    def _font(self) -> QFont:
        return theme.font(12, 600)

    def _resize(self) -> None:
        wanted = QFontMetricsF(self._font()).horizontalAdvance(self.text) + 2
        width = min(wanted, theme.px(_LONGEST[self.side]))
        self.setFixedSize(round(width) + theme.px(_ARROW) + theme.px(8), theme.px(_HEIGHT))
        self.update()
