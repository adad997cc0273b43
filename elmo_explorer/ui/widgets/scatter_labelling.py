"""Which points get a label and where: the uses first, then words of the background where there is room."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPolygonF
from PySide6.QtWidgets import QWidget

from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.scatter_labels import Label, LabelPainter, Placed, Room, place_label
from elmo_explorer.ui.widgets.scatter_stage import Floats, Integers, Stage
from elmo_explorer.ui.widgets.scatter_trails import NODE_RADIUS, distance

START = -1
"""The key of the note where all trails start."""
_MOST_LABELS = 160
_MOST_WORDS_TRIED = 6000


class Labelling:
    """Finds places for the labels of one frame."""

    def __init__(
        self,
        stage: Stage,
        painter: LabelPainter,
        before: Mapping[int, Placed],
        floats: Sequence[QWidget],
        hulls: Sequence[QPolygonF],
    ) -> None:
        """Get ready.

        Args:
            stage: what is drawn.
            painter: knows how large a label is.
            before: the labels there are: they keep their places where they can.
            floats: children over the picture, which no label may touch.
            hulls: no background word is written into them.
        """
        self._stage, self._painter, self._before, self._hulls = stage, painter, before, hulls
        self._at = stage.mark_pixels()
        self._room = Room(stage.rect.adjusted(6, 6, -6, -6), self._taken(floats))
        self.placed: dict[int, Placed] = {}

    def find(self, word_order: Integers) -> dict[int, Placed]:
        """All labels that found a place, by point.

        Args:
            word_order: the small points in the order in which their words are tried, (n,).
        """
        self._place_uses()
        zoom = theme.zoom
        most = max(4, round(self._stage.rect.width() * self._stage.rect.height() / 30_000 / zoom**2))
        n_words = 0
        for point, word, place in self._word_candidates(word_order):
            if n_words >= most:
                break
            if not any(hull.containsPoint(place, Qt.FillRule.OddEvenFill) for hull in self._hulls):
                n_words += self._try(point, Label(word, kind="word"), place, 6.0 * zoom, margin=16.0 * zoom)
        return self.placed

    def _place_uses(self) -> None:
        stage, at = self._stage, self._at
        marks = stage.scene.marks
        inside = ((at > 0) & (at < (stage.rect.width(), stage.rect.height()))).all(axis=1) & stage.scene.shown
        order = sorted(np.flatnonzero(inside).tolist(), key=lambda i: int(marks[i]) not in stage.selected)
        start = stage.start_place()
        labelled: set[tuple[int, int]] = set()
        if start is not None:  # where all lie on the start, its note says it for all
            labelled.add((round(start.x() / 3), round(start.y() / 3)))
        for rank, i in enumerate(order[:_MOST_LABELS]):
            point = int(marks[i])
            chosen = point in stage.selected
            cell = (round(float(at[i, 0]) / 3), round(float(at[i, 1]) / 3))
            if cell in labelled and not chosen:
                continue
            labelled.add(cell)
            if rank and start is not None and not chosen and START not in self.placed:
                self._try_start(start)
                start = None
            before, word, after = stage.scene.snippet_of(i)
            kind = "chosen" if chosen else "context"
            label = Label(before, word, after, int(stage.scene.categories[i]), kind)
            place = QPointF(float(at[i, 0]), float(at[i, 1]))
            self._try(point, label, place, (19.0 if chosen else 14.0) * theme.zoom)
        if start is not None:
            self._try_start(start)

    def _try_start(self, start: QPointF) -> None:
        self._try(START, Label(self._stage.scene.start_note, kind="note"), start, 12.0 * theme.zoom)

    def _try(self, key: int, label: Label, place: QPointF, gap: float, margin: float = 1.0) -> bool:
        last = self._before[key].place if key in self._before else None
        found = place_label(self._room, label, self._painter.size(label), place, gap, last, margin)
        if found is not None:
            self.placed[key] = found
        return found is not None

    def _taken(self, floats: Sequence[QWidget]) -> list[QRectF]:
        """Where no label may lie: large points, the chosen trail and its nodes, and the children on top."""
        stage = self._stage
        half = 8.5 * theme.zoom
        taken = [_square(x, y, half) for x, y in self._at[stage.scene.shown][: 4 * _MOST_LABELS].tolist()]
        for i, layers in stage.chosen_trails():
            taken += self._along(layers, stage.pixel_of(int(stage.scene.marks[i])))
        if len(stage.selected) <= 50:
            for point in stage.selected:
                at = stage.pixel_of(point)
                taken.append(_square(at.x(), at.y(), 15.0 * theme.zoom))
        return taken + [QRectF(c.geometry()).adjusted(-6, -4, 6, 4) for c in floats if c.isVisible()]

    @staticmethod
    def _along(layers: Floats, end: QPointF) -> list[QRectF]:
        """The nodes of a trail and the way between them."""
        taken = [_square(x, y, NODE_RADIUS * theme.zoom + 1) for x, y in layers.tolist()]
        for a, b in itertools.pairwise([*(QPointF(x, y) for x, y in layers.tolist()), end]):
            n = int(distance(a, b) / 9)
            steps = [a + (b - a) * (j / n) for j in range(1, n)]
            taken += [_square(at.x(), at.y(), 3.0) for at in steps]
        return taken

    def _word_candidates(self, word_order: Integers) -> list[tuple[int, str, QPointF]]:
        """Background words that could be shown: those shown before first, then the given order."""
        stage = self._stage
        earlier = np.array(
            [i for i, p in self._before.items() if p.label.kind == "word" and i not in self.placed], np.int64
        )
        order = np.concatenate([earlier, word_order[:_MOST_WORDS_TRIED]])
        at = stage.camera.to_screen(stage.shown.xy[order])
        room = (at > 12) & (at < (stage.rect.width() - 12, stage.rect.height() - 12))
        seen = {p.label.word.lower() for p in self.placed.values()}
        found = []
        for j in np.flatnonzero(room.all(axis=1))[:260]:
            point = int(order[j])
            word = stage.scene.word_of(point)
            if word.lower() in seen or not word.isalpha():
                continue
            seen.add(word.lower())
            found.append((point, word, QPointF(float(at[j, 0]), float(at[j, 1]))))
        return found


def label_places(stage: Stage, placed: Mapping[int, Placed]) -> dict[int, QPointF]:
    """The pixel of everything that carries a label, by point."""
    xy = stage.shown.xy
    points = [i for i in placed if i != START and i < len(xy)]
    places: dict[int, QPointF] = {}
    if points:
        at = stage.camera.to_screen(xy[points]).tolist()
        places = {i: QPointF(x, y) for i, (x, y) in zip(points, at, strict=True)}
    start = stage.start_place()
    if start is not None:
        places[START] = start
    return places


def word_order(stage: Stage) -> Integers:
    """A fixed random choice of the small points, (n,), for the words that are tried; quick for a million."""
    n = stage.scene.n_points
    order = np.random.default_rng(7)
    if n <= 4 * _MOST_WORDS_TRIED:
        return order.permutation(np.flatnonzero(~stage.is_mark))[:_MOST_WORDS_TRIED]
    some: Integers = np.unique(order.integers(0, n, 2 * _MOST_WORDS_TRIED))
    return order.permutation(some[~stage.is_mark[some]])[:_MOST_WORDS_TRIED]


def _square(x: float, y: float, half: float) -> QRectF:
    return QRectF(x - half, y - half, 2 * half, 2 * half)
