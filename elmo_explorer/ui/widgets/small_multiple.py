"""One small picture of a row of them: the same items with the same axes, placed by one layer."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from elmo_explorer.translation import tr
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.figure_bars import FigureBar, draw_bars
from elmo_explorer.ui.widgets.runs import Run, draw_line
from elmo_explorer.ui.widgets.scatter_dots import DotsImage, dots_image
from elmo_explorer.ui.widgets.scatter_markers import Markers

_RADIUS = 9
_MARK = 10.5
_PILE = 12.0
"""Radius of the ring that stands for marks on each other."""
_HIT = 11.0
_TOUCHING = 0.75
"""Marks nearer than this, in pixels, are one point."""
_SMALLEST_WIDTH = 150
_MOST_ROOM = 1.5
"""How many times as large as the marks' own extent the frame may be."""
_FEWEST_IN_PILE = 3
_BARS = 2
"""Below each picture, with two lines of text."""


class Frame(NamedTuple):
    """The part of the plane that every picture of a row shows."""

    x: float
    y: float
    width: float
    height: float

    @staticmethod
    def around(places: NDArray[np.floating], marks: NDArray[np.floating]) -> Frame:
        """Holds all marks, and of the other places so much that the marks still fill most of it.

        Args:
            places: (n_layers, n, 2).
            marks: (n_layers, m, 2).
        """
        large, small = _corners(marks, 0.0), _corners(places, 1.0)
        if large is None and small is None:
            return Frame(-1.0, -1.0, 2.0, 2.0)
        low, high = (large if large is not None else small) or (np.zeros(2), np.zeros(2))
        if large is not None and small is not None:
            room = (_MOST_ROOM - 1) / 2 * float((high - low).max())
            if room <= 0:
                low, high = np.minimum(low, small[0]), np.maximum(high, small[1])
            else:
                low, high = (
                    np.maximum(np.minimum(low, small[0]), low - room),
                    np.minimum(np.maximum(high, small[1]), high + room),
                )
        size = np.maximum(high - low, 1e-6)
        return Frame(float(low[0]), float(low[1]), float(size[0]), float(size[1]))


def _corners(
    places: NDArray[np.floating], cut: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
    """Lowest and highest x and y, without ``cut`` percent at each end; None without a place."""
    flat = np.asarray(places, np.float64).reshape(-1, 2)
    flat = flat[np.isfinite(flat).all(axis=1)]
    if not len(flat):
        return None
    low, high = np.percentile(flat, (cut, 100.0 - cut), axis=0)
    return low, high


class SmallMultiple(QWidget):
    """Title, picture, and beneath it the figures of its layer."""

    mark_hovered = Signal(int)
    """A mark's number; -1 when the pointer leaves."""
    mark_clicked = Signal(int, bool)
    """A mark's number, -1 for empty ground, and whether to add to what is selected."""

    def __init__(self, title: str, remark: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.remark = remark
        self.remark_on_one_point = ""
        self.bars: tuple[FigureBar, ...] = ()
        self.captions: tuple[str, ...] = ()
        self.remark_below = ""
        self._frame = Frame(-1.0, -1.0, 2.0, 2.0)
        self._others: NDArray[np.floating] = np.zeros((0, 2), np.float32)
        self._marks: NDArray[np.floating] = np.zeros((0, 2), np.float32)
        self._categories: tuple[int, ...] = ()
        self._selected: frozenset[int] = frozenset()
        self._hovered = -1
        self._dots: DotsImage | None = None
        self._markers = Markers()
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self._restyle)

    def set_places(
        self,
        others: NDArray[np.floating],
        marks: NDArray[np.floating],
        categories: Iterable[int],
        frame: Frame,
        remark_on_one_point: str = "",
    ) -> None:
        """Show other places.

        Args:
            others: the faint points, (n, 2).
            marks: the large points, (m, 2).
            categories: (m,) each mark's group; negative for none.
            frame: the part of the plane that is shown.
            remark_on_one_point: why marks lie on each other, if they do.
        """
        self._others, self._marks, self._categories = others, marks, tuple(categories)
        self._frame, self.remark_on_one_point = frame, remark_on_one_point
        self._dots = None
        self.update()

    def set_figures(self, bars: Sequence[FigureBar], captions: Sequence[str], remark: str = "") -> None:
        """What stands below the picture.

        Args:
            bars: each with its number.
            captions: the first that fits stands on the line below them.
            remark: on the last line.
        """
        self.bars, self.captions, self.remark_below = tuple(bars), tuple(captions), remark
        words = [f"{bar.name} {bar.text}" for bar in bars]
        self.setAccessibleName(", ".join([f"{self.title} {self.remark}", *words, *captions[:1], remark]))
        self.update()

    def set_selected(self, marks: Iterable[int]) -> None:
        """Ring these marks."""
        selected = frozenset(marks)
        if selected != self._selected:
            self._selected = selected
            self.update()

    def set_hovered(self, mark: int) -> None:
        """Ring this mark thinly; -1 for none."""
        if mark != self._hovered:
            self._hovered = mark
            self.update()

    @property
    def in_one_point(self) -> bool:
        """Whether all marks, two at least, are drawn at one place."""
        return len(self._marks) > 1 and len(self._piles(self._pixels(self._marks))) == 1

    def pixel_of(self, mark: int) -> QPointF:
        """Where a mark is drawn."""
        x, y = self._pixels(self._marks[mark : mark + 1])[0]
        return QPointF(float(x), float(y))

    def sizeHint(self) -> QSize:
        """Three of them beside the strips."""
        return QSize(184, 330)

    def minimumSizeHint(self) -> QSize:
        """Still to be read."""
        return QSize(theme.px(_SMALLEST_WIDTH), theme.px(160))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say which mark is under the pointer."""
        self.mark_hovered.emit(self._mark_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """No mark."""
        self.mark_hovered.emit(-1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the mark."""
        if event.button() == Qt.MouseButton.LeftButton:
            adds = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self.mark_clicked.emit(self._mark_at(event.position()), adds)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Title, picture and figures."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_title(painter)
        box = self._box()
        shape = QPainterPath()
        shape.addRoundedRect(box, _RADIUS, _RADIUS)
        painter.fillPath(shape, theme.color("canvas"))
        painter.save()
        painter.setClipPath(shape)
        self._paint_ground(painter, box)
        self._paint_marks(painter, box)
        painter.restore()
        painter.setPen(QPen(theme.color("border"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(shape)
        self._paint_figures(painter, box)

    def _box(self) -> QRectF:
        top = theme.px(24)
        below = theme.px(8 + 18 * _BARS + 2 * 16)
        return QRectF(0.5, top + 0.5, self.width() - 1, self.height() - top - below - 1)

    def _pixels(self, places: NDArray[np.floating]) -> NDArray[np.float64]:
        """Places in this widget's pixels, (n, 2); one unit is as long across as up."""
        box = self._box().adjusted(16, 16, -16, -16)
        frame = self._frame
        scale = min(box.width() / frame.width, box.height() / frame.height)
        middle = np.array([frame.x + frame.width / 2, frame.y + frame.height / 2])
        centred = (np.asarray(places, np.float64).reshape(-1, 2) - middle) * scale
        pixels: NDArray[np.float64] = centred * (1, -1) + (box.center().x(), box.center().y())
        return pixels

    def _mark_at(self, at: QPointF) -> int:
        if not len(self._marks) or not self._box().contains(at):
            return -1
        away = np.hypot(*(self._pixels(self._marks) - (at.x(), at.y())).T)
        nearest = int(np.nanargmin(away)) if np.isfinite(away).any() else 0
        reach = theme.zoom * (_PILE + 5 if self.in_one_point else _HIT)
        return nearest if away[nearest] <= reach else -1

    def _paint_title(self, painter: QPainter) -> None:
        runs = [
            Run(self.title, theme.font(12, 600), theme.color("text1")),
            Run("  " + self.remark, theme.font(12), theme.color("text2")),
        ]
        draw_line(painter, runs, QRectF(0, 0, self.width(), theme.px(20)))

    def _paint_ground(self, painter: QPainter, box: QRectF) -> None:
        painter.setPen(QPen(theme.color("grid"), 1))
        for share in (1 / 3, 2 / 3):
            x = round(box.left() + box.width() * share) + 0.5
            y = round(box.top() + box.height() * share) + 0.5
            painter.drawLine(QPointF(x, box.top()), QPointF(x, box.bottom()))
            painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))
        if len(self._others):
            ratio = self.devicePixelRatioF()
            if self._dots is None or self._dots.image.size() != self.size() * ratio:
                at = self._pixels(self._others).astype(np.float32)
                at = at[np.isfinite(at).all(axis=1)]
                colour = theme.color("background_point")
                self._dots = dots_image(at, self.width(), self.height(), colour, ratio)
            painter.drawImage(QPointF(0, 0), self._dots.image)

    @staticmethod
    def _piles(at: NDArray[np.float64]) -> list[list[int]]:
        """Marks that lie on each other, together; the largest pile first."""
        piles: dict[tuple[int, int], list[int]] = {}
        for i, (x, y) in enumerate(at):
            if math.isfinite(x) and math.isfinite(y):
                piles.setdefault((round(x / _TOUCHING), round(y / _TOUCHING)), []).append(i)
        return sorted(piles.values(), key=len, reverse=True)

    def _paint_marks(self, painter: QPainter, box: QRectF) -> None:
        at = self._pixels(self._marks)
        size = _MARK * theme.zoom
        ratio = self.devicePixelRatioF()
        piles = self._piles(at)
        piles.sort(key=lambda pile: (bool(self._selected & set(pile)), self._hovered in pile))
        for pile in piles:
            place = QPointF(*at[pile[0]])
            if len(pile) >= _FEWEST_IN_PILE or len(pile) == len(at) > 1:
                self._paint_pile(painter, pile, place)
                continue
            for mark in pile:
                self._paint_ring(painter, mark, place, size)
                self._markers.draw(painter, self._categories[mark], place, size, ratio)
        largest = max(piles, key=len, default=[])
        if len(largest) > max(1, len(at) // 2):
            all_in = tr("all ") if len(largest) == len(at) else ""
            notes = (tr("{all_in}{n} in one point", all_in=all_in, n=len(largest)), self.remark_on_one_point)
            self._paint_note(painter, notes, QPointF(*at[largest[0]]), box)

    def _paint_ring(self, painter: QPainter, mark: int, place: QPointF, size: float) -> None:
        if mark in self._selected:
            fill = theme.color("accent")
            fill.setAlphaF(0.16)
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.setBrush(fill)
            painter.drawEllipse(place, size, size)
        elif mark == self._hovered:
            painter.setPen(QPen(theme.color("text2"), 1.6))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(place, size * 0.9, size * 0.9)

    def _paint_pile(self, painter: QPainter, pile: list[int], place: QPointF) -> None:
        """A ring of the groups' colours, each as long as its share."""
        radius = _PILE * theme.zoom
        painter.setBrush(theme.color("canvas"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(place, radius + 3, radius + 3)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        ring = QRectF(place.x() - radius, place.y() - radius, 2 * radius, 2 * radius)
        ordered = sorted((self._categories[i] for i in pile), key=lambda k: (k < 0, k))
        shares = [(k, ordered.count(k)) for k in dict.fromkeys(ordered)]
        start = 90 * 16.0
        for category, count in shares:
            pen = QPen(theme.category(category).mark, 3.5 * theme.zoom)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            span = -360 * 16.0 * count / len(ordered)
            gap = 60.0 if len(shares) > 1 else 0.0
            painter.drawArc(ring, round(start - gap), round(span + 2 * gap))
            start += span
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("text1"))
        painter.drawEllipse(place, 4.5 * theme.zoom, 4.5 * theme.zoom)
        selected = bool(self._selected & set(pile))
        if selected or self._hovered in pile:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("accent"), 2) if selected else QPen(theme.color("text2"), 1.6))
            painter.drawEllipse(place, radius + 5, radius + 5)

    def _paint_note(self, painter: QPainter, notes: tuple[str, str], place: QPointF, box: QRectF) -> None:
        fonts = (theme.font(12, 500), theme.font(11))
        heights = [
            QFontMetricsF(font).height() if text else 0 for font, text in zip(fonts, notes, strict=True)
        ]
        widths = [
            QFontMetricsF(font).horizontalAdvance(text) for font, text in zip(fonts, notes, strict=True)
        ]
        away = _PILE * theme.zoom + 8
        top = place.y() + away
        if top + sum(heights) > box.bottom() - 4:
            top = place.y() - away - sum(heights)
        half = max(widths) / 2
        middle = min(max(place.x(), box.left() + half + 6), max(box.right() - half - 6, box.center().x()))
        ground = theme.color("canvas")
        ground.setAlphaF(0.78)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(middle - half - 4, top - 1, 2 * half + 8, sum(heights) + 2), 4, 4)
        for text, font, height, role in zip(notes, fonts, heights, ("text1", "text2"), strict=True):
            painter.setFont(font)
            painter.setPen(theme.color(role))
            painter.drawText(QRectF(middle - 150, top, 300, height), Qt.AlignmentFlag.AlignCenter, text)
            top += height

    def _paint_figures(self, painter: QPainter, box: QRectF) -> None:
        line = QRectF(0, box.bottom() + theme.px(5), self.width(), theme.px(18))
        draw_bars(painter, self.bars, line)
        line.translate(0, len(self.bars) * line.height())
        line.setHeight(theme.px(16))
        font = theme.font(11, tabular=True)
        fitting = [c for c in self.captions if QFontMetricsF(font).horizontalAdvance(c) <= self.width()]
        for text in ((*fitting, *self.captions[-1:], "")[0], self.remark_below):
            draw_line(painter, [Run(text, font, theme.color("text2"))], line)
            line.translate(0, line.height())

    def _restyle(self) -> None:
        self._dots = None
        self._markers.forget()
        self.update()
