"""A few labelled points that glide from one picture to the next."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QEasingCurve,
    QEvent,
    QPointF,
    QRectF,
    QSize,
    QSizeF,
    Qt,
    QVariantAnimation,
    Signal,
)
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from elmo_explorer.ui.motion import motion
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.pill import draw_pill, pill_text
from elmo_explorer.ui.widgets.runs import Run
from elmo_explorer.ui.widgets.scatter_labels import Label, LabelPainter, Placed, Room, place_label
from elmo_explorer.ui.widgets.scatter_markers import Markers, draw_marker

GLIDE_MS = 200
_RADIUS = 9
_MARK = 10.5
_HIT = 12.0


class MovingPicture(QWidget):
    """Markers on a rounded canvas with a legend; which frame they show is set from outside."""

    mark_hovered = Signal(int)
    """A mark's number; -1 when the pointer leaves."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.animated = True
        """Whether points glide; else they jump."""
        self.xy: NDArray[np.float64] = np.zeros((0, 2))
        """Where the points are drawn now, (n, 2)."""
        self.note = ""
        """Said at the top right."""
        self._from = self._to = self.xy
        self._reach = 1.0
        self._labels: tuple[Label, ...] = ()
        self._tips: tuple[tuple[str, str, str], ...] = ()
        self._categories: tuple[int, ...] = ()
        self._legend: tuple[tuple[str, int], ...] = ()
        self._placed: list[Placed | None] = []
        self._hovered = -1
        self._markers = Markers()
        self._painter = LabelPainter()
        self._clock = QVariantAnimation(self)
        self._clock.setStartValue(0.0)
        self._clock.setEndValue(1.0)
        self._clock.setDuration(GLIDE_MS)
        self._clock.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self._clock.valueChanged.connect(self._glide)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self._restyle)

    def set_points(
        self,
        labels: Sequence[Label],
        tips: Sequence[tuple[str, str, str]],
        categories: Sequence[int],
        legend: Sequence[str],
    ) -> None:
        """Other points; where they are comes with ``show_frame``.

        Args:
            labels: n of them.
            tips: what stands before the word, the word, and what stands after it, of each point.
            categories: (n,).
            legend: the categories' names.
        """
        self._labels, self._tips, self._categories = tuple(labels), tuple(tips), tuple(categories)
        self._legend = tuple((name, self._categories.count(k)) for k, name in enumerate(legend))
        self._clock.stop()
        self.xy = self._from = self._to = np.zeros((0, 2))
        self._hovered = -1
        self.update()

    def show_frame(self, xy: NDArray[np.floating], reach: float) -> None:
        """Bring the points there.

        Args:
            xy: (n, 2), round the origin.
            reach: the largest distance from the origin, along either axis, that has to be seen.
        """
        target = np.asarray(xy, np.float64)
        self._reach = max(reach, 1e-9)
        self._clock.stop()
        glides = self.animated and not motion.reduced
        if glides and len(self.xy) == len(target) and self.isVisible():
            self._from, self._to = self.xy, target
            self._place_labels()
            self._clock.start()
        else:
            self.xy = self._from = self._to = target
            self._place_labels()
            self.update()

    @property
    def gliding(self) -> bool:
        """Whether the points are on their way."""
        return self._clock.state() == QVariantAnimation.State.Running

    def pixel_of(self, mark: int) -> QPointF:
        """Where a mark is drawn."""
        x, y = self._pixels(self.xy[mark : mark + 1])[0]
        return QPointF(float(x), float(y))

    def sizeHint(self) -> QSize:
        """Wide rather than high."""
        return QSize(420, 180)

    def minimumSizeHint(self) -> QSize:
        """Still to be seen."""
        return QSize(200, theme.px(84))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Labels find other places."""
        super().resizeEvent(event)
        self._place_labels()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say which mark is under the pointer."""
        self._hover(self._mark_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """No mark."""
        self._hover(-1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Canvas, points, labels, legend, and the sentence under the pointer."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        shape = QPainterPath()
        shape.addRoundedRect(box, _RADIUS, _RADIUS)
        painter.fillPath(shape, theme.color("canvas"))
        painter.save()
        painter.setClipPath(shape)
        painter.setPen(QPen(theme.color("grid"), 1))
        middle = self._middle()
        painter.drawLine(QPointF(round(middle.x()) + 0.5, 0), QPointF(round(middle.x()) + 0.5, self.height()))
        painter.drawLine(QPointF(0, round(middle.y()) + 0.5), QPointF(self.width(), round(middle.y()) + 0.5))
        self._paint_points(painter)
        self._paint_legend(painter)
        painter.restore()
        painter.setPen(QPen(theme.color("border"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(shape)
        if 0 <= self._hovered < len(self.xy):
            self._paint_tip(painter)

    def _paint_points(self, painter: QPainter) -> None:
        at = self._pixels(self.xy)
        ratio = self.devicePixelRatioF()
        for placed, (x, y) in zip(self._placed, at, strict=False):
            if placed is not None:
                self._painter.draw(painter, placed.label, QPointF(x, y) + placed.offset, ratio)
        size = _MARK * theme.zoom
        for k, (x, y) in enumerate(at):
            if k == self._hovered:
                painter.setPen(QPen(theme.color("text2"), 1.6))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(QPointF(x, y), size * 0.9, size * 0.9)
            self._markers.draw(painter, self._categories[k], QPointF(x, y), size, ratio)

    def _paint_legend(self, painter: QPainter) -> None:
        x, y = float(theme.px(12)), self.height() - theme.px(13)
        font, count_font = theme.font(11, 500), theme.font(11, tabular=True)
        for k, (name, count) in enumerate(self._legend):
            draw_marker(painter, k, QPointF(x, y), 8.5 * theme.zoom)
            x += theme.px(9)
            for text, used, role in ((name, font, "text1"), (f" {count}", count_font, "text3")):
                size = self._text_size(text, used)
                painter.setFont(used)
                painter.setPen(theme.color(role))
                painter.drawText(QRectF(x, y - size.height() / 2, size.width() + 2, size.height()), 0, text)
                x += size.width()
            x += theme.px(16)

    def _paint_tip(self, painter: QPainter) -> None:
        before, word, after = self._tips[self._hovered]
        colour = pill_text()
        runs = [Run(before, theme.font(11), colour), Run(word, theme.font(11, 700), colour)]
        runs.append(Run(after, theme.font(11), colour))
        above = self.pixel_of(self._hovered) - QPointF(0, theme.px(24))
        draw_pill(painter, runs, above, QRectF(self.rect()).adjusted(4, 4, -4, -4))

    def _middle(self) -> QPointF:
        return QPointF(self.width() / 2, (self.height() - theme.px(14)) / 2)

    def _pixels(self, xy: NDArray[np.float64]) -> NDArray[np.float64]:
        """Places in this widget's pixels, (n, 2); across and up have their own scales, for the picture is wide."""
        middle = self._middle()
        across = self.width() / 2 - theme.px(92)
        up = middle.y() - theme.px(18)
        scale = np.array([max(across, 20.0), -max(up, 10.0)]) / self._reach
        result: NDArray[np.float64] = xy * scale + (middle.x(), middle.y())
        return result

    def _place_labels(self) -> None:
        """Labels keep their place beside the point where it is still free."""
        target = self._pixels(self._to)
        bounds = QRectF(self.rect()).adjusted(3, 2, -3, -theme.px(24))
        half = _MARK * theme.zoom / 2
        marks = [QRectF(x - half, y - half, 2 * half, 2 * half) for x, y in target]
        room = Room(bounds, marks)
        before = self._placed if len(self._placed) == len(target) else [None] * len(target)
        self._placed = []
        for label, (x, y), last in zip(self._labels, target, before, strict=False):
            place = last.place if last is not None else None
            size = self._painter.size(label)
            self._placed.append(place_label(room, label, size, QPointF(x, y), half + 4, place))

    def _mark_at(self, at: QPointF) -> int:
        if not len(self.xy):
            return -1
        away = np.hypot(*(self._pixels(self.xy) - (at.x(), at.y())).T)
        nearest = int(away.argmin())
        return nearest if away[nearest] <= _HIT * theme.zoom else -1

    def _hover(self, mark: int) -> None:
        if mark != self._hovered:
            self._hovered = mark
            self.mark_hovered.emit(mark)
            self.update()

    def _glide(self, share: float) -> None:
        self.xy = self._from + (self._to - self._from) * share if share < 1.0 else self._to
        self.update()

    @staticmethod
    def _text_size(text: str, font: QFont) -> QSizeF:
        metrics = QFontMetricsF(font)
        return QSizeF(math.ceil(metrics.horizontalAdvance(text)), math.ceil(metrics.height()))

    def _restyle(self) -> None:
        self._markers.forget()
        self._painter.forget()
        self._place_labels()
        self.update()
