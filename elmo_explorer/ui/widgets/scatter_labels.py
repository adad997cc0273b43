"""Labels that never overlap: ten places round each point are tried, the important labels first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap

from elmo_explorer.ui.figure_mode import figure_now
from elmo_explorer.ui.theme import theme

Floats = NDArray[np.float32]
MOST_PIXMAPS = 256
"""Drawn labels that are kept, some 20 KB each and more on a sharp screen; where a picture shows more, twice as many."""
MOST_SIZES = 1_000
_HALO = 2.0


@dataclass(frozen=True)
class Label:
    """What stands beside a point: plain text with one word in the group's colour."""

    before: str
    word: str = ""
    after: str = ""
    category: int | None = None
    """Of the coloured word."""
    kind: str = "context"
    """``"context"``, ``"chosen"`` (stronger), ``"word"`` (faint background word) or ``"note"``."""

    @property
    def text(self) -> str:
        """The whole label without its colours."""
        return self.before + self.word + self.after


@dataclass(frozen=True)
class Placed:
    """A label that found a place, relative to its point."""

    label: Label
    offset: QPointF
    """From the point to the label's top left corner."""
    size: QSizeF
    place: int

    def rect(self, at: QPointF) -> QRectF:
        """The label's pixels while its point is at ``at``."""
        return QRectF(at + self.offset, self.size)


def places(size: QSizeF, gap: float) -> Floats:
    """Ten offsets from a point to the top left corner of a label of this size, (10, 2), the best first."""
    w, h = size.width(), size.height()
    near = gap * 0.5
    return np.array(
        [
            (gap, -h / 2),  # right
            (-gap - w, -h / 2),  # left
            (near, -h - near),  # above right
            (near, near),  # below right
            (-near - w, -h - near),  # above left
            (-near - w, near),  # below left
            (-w / 2, -h - gap * 0.9),  # above
            (-w / 2, gap * 0.9),  # below
            (-w * 0.8, -h - gap * 0.9),  # above, further left
            (-w * 0.2, gap * 0.9),  # below, further right
        ],
        np.float32,
    )


class Room:
    """The pixels that are still free: rectangles are asked for and taken."""

    def __init__(self, bounds: QRectF, taken: Sequence[QRectF] = ()) -> None:
        self._bounds = (bounds.left(), bounds.top(), bounds.right(), bounds.bottom())
        self._boxes = np.empty((max(16, 2 * len(taken)), 4), np.float32)
        self._n = 0
        for rect in taken:
            self.take(rect)

    def take(self, rect: QRectF) -> None:
        """Nothing else will be placed here."""
        if self._n == len(self._boxes):
            self._boxes = np.concatenate([self._boxes, np.empty_like(self._boxes)])
        self._boxes[self._n] = (rect.left(), rect.top(), rect.right(), rect.bottom())
        self._n += 1

    def free(self, corners: Floats, size: QSizeF, margin: float = 0.0) -> NDArray[np.bool_]:
        """Which rectangles with these top left corners, (n, 2), lie in the bounds and hit nothing, (n,)."""
        left, top = corners[:, 0], corners[:, 1]
        right, bottom = left + size.width(), top + size.height()
        x0, y0, x1, y1 = self._bounds
        inside = (left >= x0) & (top >= y0) & (right <= x1) & (bottom <= y1)
        boxes = self._boxes[: self._n]
        hits = (
            (left[:, None] - margin < boxes[None, :, 2])
            & (right[:, None] + margin > boxes[None, :, 0])
            & (top[:, None] - margin < boxes[None, :, 3])
            & (bottom[:, None] + margin > boxes[None, :, 1])
        )
        free: NDArray[np.bool_] = inside & ~hits.any(axis=1)
        return free


def place_label(
    room: Room, label: Label, size: QSizeF, at: QPointF, gap: float, last: int | None, margin: float = 1.0
) -> Placed | None:
    """The first free of the ten places, the last one it had before all others; None where all are taken."""
    offsets = places(size, gap)
    corners = offsets + np.array([at.x(), at.y()], np.float32)
    free = room.free(corners, size, margin)
    if last is not None and free[last]:
        choice = last
    elif free.any():
        choice = int(np.argmax(free))
    else:
        return None
    offset = QPointF(float(offsets[choice, 0]), float(offsets[choice, 1]))
    placed = Placed(label, offset, size, choice)
    room.take(placed.rect(at))
    return placed


class LabelPainter:
    """Measures and draws labels, each from a cached pixmap with a halo in the canvas's colour."""

    def __init__(self) -> None:
        self._pixmaps: dict[tuple[Label, float], QPixmap] = {}
        self._sizes: dict[Label, QSizeF] = {}
        self._most = MOST_PIXMAPS

    @property
    def n_pixmaps(self) -> int:
        """Drawn labels that are kept."""
        return len(self._pixmaps)

    def expect(self, n_labels: int) -> None:
        """So many are drawn from now on: all of them are kept, and as many others."""
        self._most = max(MOST_PIXMAPS, 2 * n_labels)
        for key in list(self._pixmaps)[: -self._most]:
            del self._pixmaps[key]

    def keeps(self, label: Label, ratio: float = 1.0) -> bool:
        """Whether it need not be drawn anew."""
        return (label, ratio) in self._pixmaps

    def forget(self) -> None:
        """Drop what was drawn, after the theme has changed."""
        self._pixmaps.clear()
        self._sizes.clear()

    def size(self, label: Label) -> QSizeF:
        """Pixels the label needs."""
        if label not in self._sizes:
            if len(self._sizes) >= MOST_SIZES:
                self._sizes.clear()
            plain, bold = self._metrics(label)
            width = (
                plain.horizontalAdvance(label.before)
                + bold.horizontalAdvance(label.word)
                + plain.horizontalAdvance(label.after)
            )
            self._sizes[label] = QSizeF(np.ceil(width) + 2 * _HALO, np.ceil(plain.height()))
        return self._sizes[label]

    def draw(self, painter: QPainter, label: Label, corner: QPointF, ratio: float = 1.0) -> None:
        """The label with its top left corner at ``corner``."""
        figure = figure_now()
        if figure is not None:
            painter.save()
            painter.translate(corner)
            self._draw_haloed(painter, label, outlined=figure.vector)
            painter.restore()
            return
        painter.drawPixmap(corner, self._pixmap(label, ratio))

    def _metrics(self, label: Label) -> tuple[QFontMetricsF, QFontMetricsF]:
        size, weight = (11, 500) if label.kind == "note" else (12, 400)
        return QFontMetricsF(theme.font(size, weight)), QFontMetricsF(theme.font(size, 600))

    def _pixmap(self, label: Label, ratio: float) -> QPixmap:
        key = (label, ratio)
        pixmap = self._pixmaps.pop(key, None)
        if pixmap is None:
            pixmap = self._draw(label, ratio)
        self._pixmaps[key] = pixmap  # the last drawn at the end
        if len(self._pixmaps) > self._most:
            del self._pixmaps[next(iter(self._pixmaps))]
        return pixmap

    def _draw(self, label: Label, ratio: float) -> QPixmap:
        size = self.size(label)
        pixmap = QPixmap(int(np.ceil(size.width() * ratio)), int(np.ceil(size.height() * ratio)))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        self._draw_haloed(painter, label)
        painter.end()
        return pixmap

    def _draw_haloed(self, painter: QPainter, label: Label, outlined: bool = False) -> None:
        """With a halo made of its words, or of their outlines: then the text has every word once."""
        if outlined:
            self._draw_outline(painter, label)
        else:
            halo = theme.color("canvas")
            halo.setAlphaF(0.5)
            for angle in np.arange(8) * np.pi / 4:
                self._draw_runs(painter, label, 1.4 * np.cos(angle), 1.4 * np.sin(angle), halo)
        self._draw_runs(painter, label, 0.0, 0.0, None)

    def _draw_outline(self, painter: QPainter, label: Label) -> None:
        halo = theme.color("canvas")
        halo.setAlphaF(0.85)
        path, x = QPainterPath(), float(_HALO)
        for text, font, metrics in self._runs(label):
            path.addText(QPointF(x, self._metrics(label)[0].ascent()), font, text)
            x += metrics.horizontalAdvance(text)
        pen = QPen(halo, 2.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(path, pen)

    def _runs(self, label: Label) -> tuple[tuple[str, QFont, QFontMetricsF], ...]:
        plain, bold = self._metrics(label)
        size, weight = (11, 500) if label.kind == "note" else (12, 400)
        usual, strong = theme.font(size, weight), theme.font(size, 600)
        runs = (label.before, usual, plain), (label.word, strong, bold), (label.after, usual, plain)
        return tuple(run for run in runs if run[0])

    def _draw_runs(self, painter: QPainter, label: Label, dx: float, dy: float, colour: object) -> None:
        plain, bold = self._metrics(label)
        role = {"chosen": "text1", "word": "text3"}.get(label.kind, "text2")
        x, y = _HALO + dx, plain.ascent() + dy
        for text, font, metrics in self._runs(label):
            painter.setFont(font)
            strong = (
                theme.category(label.category).text if label.category is not None else theme.color("text1")
            )
            painter.setPen(colour or (strong if metrics is bold else theme.color(role)))
            painter.drawText(QPointF(x, y), text)
            x += metrics.horizontalAdvance(text)
