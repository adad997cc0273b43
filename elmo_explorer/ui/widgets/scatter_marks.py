"""The large points and what belongs to them: hulls of the groups, trails through the layers, halos, markers."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QWidget

from elmo_explorer.ui.figure_mode import figure_now
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.scatter_dots import dots_image
from elmo_explorer.ui.widgets.scatter_hulls import hull_reach, rounded_hull, without_strays
from elmo_explorer.ui.widgets.scatter_markers import MARKER_SIZE, Markers
from elmo_explorer.ui.widgets.scatter_stage import Floats, Integers, Stage
from elmo_explorer.ui.widgets.scatter_trails import draw_nodes, draw_thin_trail, draw_trail
from elmo_explorer.ui.widgets.token_card import TokenCard

_MOST_TRAILS = 120
_MOST_MARKERS = 1500
"""With more large points than this each group is drawn as one image."""
_MOST_HALOS = 2000
_CROWD_MARGIN = 8


class Marks:
    """Draws a stage's large points, back to front."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._markers = Markers()
        self.hulls: list[QPolygonF] = []
        """As they were drawn last: no word of the background is written into them."""

    def forget(self) -> None:
        """Drop the cached pictures, after the theme has changed."""
        self._markers.forget()

    def draw(self, painter: QPainter, floats: Iterable[QWidget], ratio: float) -> None:
        """All of it.

        Args:
            painter: open.
            floats: the children over the picture; a card is linked to its point.
            ratio: device pixels per device-independent pixel.
        """
        at = self._stage.mark_pixels()
        self._draw_hulls(painter, at)
        self._draw_thin_trails(painter, at)
        self._draw_links(painter, floats)
        self._draw_halos(painter, ratio)
        trails = self._stage.chosen_trails()
        self._draw_chosen_trails(painter, trails)
        self._draw_markers(painter, at, ratio)
        for i, layers in trails:
            draw_nodes(painter, layers, self._mark_pixel(i), self._colour_of(i), near=False)

    def _draw_hulls(self, painter: QPainter, at: Floats) -> None:
        self.hulls = []
        scene = self._stage.scene
        if not scene.with_hulls:
            return
        categories = np.where(scene.shown, scene.categories, -1)
        for k in np.unique(categories[categories >= 0]):
            if k >= 8:
                break
            members = without_strays(at[categories == k])
            if len(members) < 2 or float(np.ptp(members, axis=0).max()) < 4.0:
                continue  # on one place a hull would only hide what lies there too
            hull = rounded_hull(members, hull_reach(self._stage.size.height()))
            self.hulls.append(hull)
            mark = theme.category(int(k)).mark
            fill, edge = QColor(mark), QColor(mark)
            fill.setAlphaF(0.11 if theme.dark else 0.065)
            edge.setAlphaF(0.30 if theme.dark else 0.22)
            # A large smooth filling waits for Qt's helper threads, up to 2 ms on busy cores: only the edge is smooth.
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.setBrush(fill)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawPolygon(hull)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(edge, 1))
            painter.drawPolygon(hull)

    def _draw_thin_trails(self, painter: QPainter, at: Floats) -> None:
        stage, layers = self._stage, self._stage.shown.layers
        if not stage.trails_on or layers is None or layers.shape[1] != len(at):
            return
        pixels = stage.camera.to_screen(layers)  # (n_layers, n_marks, 2)
        alpha = 0.30 if len(at) <= 200 else 0.12
        for i in np.flatnonzero(stage.scene.shown)[:_MOST_TRAILS]:
            colour = QColor(theme.category(int(stage.scene.categories[i])).mark)
            colour.setAlphaF(alpha)
            draw_thin_trail(painter, pixels[:, i], QPointF(float(at[i, 0]), float(at[i, 1])), colour)

    def _draw_links(self, painter: QPainter, floats: Iterable[QWidget]) -> None:
        """A thin line from each card to its point."""
        painter.setPen(QPen(theme.color("control_border"), 1))
        for card in floats:
            if isinstance(card, TokenCard) and card.isVisible() and card.point is not None:
                at = self._stage.pixel_of(card.point)
                if not self._stage.rect.contains(at):
                    continue
                box = QRectF(card.geometry())
                end = QPointF(
                    min(max(at.x(), box.left()), box.right()), min(max(at.y(), box.top()), box.bottom())
                )
                painter.drawLine(at, end)

    def _draw_halos(self, painter: QPainter, ratio: float) -> None:
        stage = self._stage
        if not stage.selected and stage.hovered is None:
            return
        marks = set(stage.marks_shown.tolist())
        hidden = set(stage.scene.marks.tolist()) - marks
        points = sorted(stage.selected - hidden)[:_MOST_HALOS]
        at = stage.camera.to_screen(stage.shown.xy[points]).tolist() if points else []
        if figure_now() is not None:
            for point, (x, y) in zip(points, at, strict=True):
                _draw_halo(painter, QPointF(x, y), (14.0 if point in marks else 7.0) * theme.zoom)
            points, at = [], []
        halos = {large: _halo((14.0 if large else 7.0) * theme.zoom, ratio) for large in (False, True)}
        for point, (x, y) in zip(points, at, strict=True):
            halo = halos[point in marks]
            half = halo.width() / ratio / 2
            painter.drawPixmap(QPointF(x - half, y - half), halo)
        if stage.hovered is not None and stage.hovered not in hidden:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("text2"), 1.6))
            radius = (11.5 if stage.hovered in marks else 6.0) * theme.zoom
            painter.drawEllipse(stage.pixel_of(stage.hovered), radius, radius)

    def _draw_chosen_trails(self, painter: QPainter, trails: Iterable[tuple[int, Floats]]) -> None:
        for i, layers in trails:
            shown, colour = self._mark_pixel(i), self._colour_of(i)
            draw_trail(painter, layers, shown, colour)
            draw_nodes(painter, layers, shown, colour, near=True)

    def _draw_markers(self, painter: QPainter, at: Floats, ratio: float) -> None:
        stage = self._stage
        size = MARKER_SIZE * theme.zoom
        shown = np.flatnonzero(stage.scene.shown)
        if len(shown) > _MOST_MARKERS:
            self._draw_crowds(painter, at, ratio)
            shown = stage.selected_marks()[:_MOST_MARKERS]
        elif len(shown) > 200:
            size *= 0.75
        near = (at[shown] > -20) & (at[shown] < (stage.size.width() + 20, stage.size.height() + 20))
        shown = shown[near.all(axis=1)]
        for i, (x, y) in zip(shown.tolist(), at[shown].tolist(), strict=True):
            point = int(stage.scene.marks[i])
            self._markers.draw(
                painter,
                int(stage.scene.categories[i]),
                QPointF(x, y),
                size * (1.12 if point in stage.selected else 1.0),
                ratio,
                hollow=stage.is_poor(point),
            )

    def _draw_crowds(self, painter: QPainter, at: Floats, ratio: float) -> None:
        """Thousands of large points: one image of dots per group, no larger than the group."""
        stage = self._stage
        categories = np.minimum(stage.scene.categories, 8)
        inside = (at > -_CROWD_MARGIN) & (
            at < (stage.size.width() + _CROWD_MARGIN, stage.size.height() + _CROWD_MARGIN)
        )
        drawn = inside.all(axis=1) & stage.scene.shown
        for k in np.unique(categories[drawn]):
            members: Integers = np.flatnonzero(drawn & (categories == k))
            pixels = at[members]
            low = np.floor(pixels.min(axis=0)) - _CROWD_MARGIN
            width, height = (np.ceil(pixels.max(axis=0) - low) + _CROWD_MARGIN).astype(int).tolist()
            colour = QColor(theme.category(int(k)).mark)
            colour.setAlphaF(0.5)
            poor = None if stage.poor is None else stage.poor[stage.scene.marks[members]]
            crowd = dots_image(pixels - low, width, height, colour, ratio, poor)
            painter.drawImage(QPointF(float(low[0]), float(low[1])), crowd.image)

    def _mark_pixel(self, i: int) -> QPointF:
        return self._stage.pixel_of(int(self._stage.scene.marks[i]))

    def _colour_of(self, i: int) -> QColor:
        return theme.category(int(self._stage.scene.categories[i])).text


def _halo(radius: float, ratio: float) -> QPixmap:
    """The ring round a selected point, drawn once for all of them."""
    side = math.ceil((2 * radius + 4) * ratio)
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    pixmap.setDevicePixelRatio(ratio)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _draw_halo(painter, QPointF(side / ratio / 2, side / ratio / 2), radius)
    painter.end()
    return pixmap


def _draw_halo(painter: QPainter, at: QPointF, radius: float) -> None:
    fill = theme.color("accent")
    fill.setAlphaF(0.16)
    painter.setPen(QPen(theme.color("accent"), 2))
    painter.setBrush(fill)
    painter.drawEllipse(at, radius, radius)
