"""Steps of a longer work: done, under way, still to come."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QWidget

from elmo_explorer.ui.icons import paint_icon
from elmo_explorer.ui.theme import theme

_ROW = 30
_DOT = 9.0


class StepList(QWidget):
    """A tick for what is done, a turning ring for the first that is not, a circle for the rest."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: tuple[tuple[str, bool], ...] = ()
        self._angle = 0
        self._timer = QTimer(self, interval=40)
        self._timer.timeout.connect(self._turn)
        theme.changed.connect(self.update)

    def set_steps(self, steps: Sequence[tuple[str, bool]]) -> None:
        """(name, done) in order."""
        if tuple(steps) != self._steps:
            self._steps = tuple(steps)
            self.setAccessibleName(", ".join(f"{n}: {'done' if d else 'to do'}" for n, d in steps))
            self.setFixedHeight(theme.px(_ROW) * len(self._steps))
            self.update()

    def sizeHint(self) -> QSize:
        """One row a step."""
        return QSize(300, theme.px(_ROW) * len(self._steps))

    def showEvent(self, event: QShowEvent) -> None:
        """The ring turns while it is seen."""
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """And rests while it is not."""
        self._timer.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Row by row."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        current = next((i for i, (_, done) in enumerate(self._steps) if not done), -1)
        row = theme.px(_ROW)
        for i, (name, done) in enumerate(self._steps):
            at = QPointF(_DOT + 1, row * (i + 0.5))
            self._paint_dot(painter, at, done, i == current)
            painter.setFont(theme.font(13, 500 if i == current else 400))
            painter.setPen(theme.color("text1" if done or i == current else "text3"))
            box = QRectF(2 * _DOT + 14, row * i, self.width() - 2 * _DOT - 14, row)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)

    def _paint_dot(self, painter: QPainter, at: QPointF, done: bool, current: bool) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if done:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("ok_soft"))
            painter.drawEllipse(at, _DOT, _DOT)
            paint_icon(painter, "check", QRectF(at.x() - 7, at.y() - 7, 14, 14), "ok_text")
            return
        painter.setPen(QPen(theme.color("control_border"), 1.5 if not current else 2))
        painter.drawEllipse(at, _DOT - 1.5, _DOT - 1.5)
        if current:
            pen = QPen(theme.color("accent"), 2)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            side = 2 * (_DOT - 1.5)
            painter.drawArc(
                QRectF(at.x() - side / 2, at.y() - side / 2, side, side), -self._angle * 16, 100 * 16
            )

    def _turn(self) -> None:
        self._angle = (self._angle + 14) % 360
        self.update()
