import itertools

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPainter

from elmo_explorer.ui.widgets.scatter_labels import (
    MOST_PIXMAPS,
    Label,
    LabelPainter,
    Room,
    place_label,
    places,
)

SIZE = QSizeF(90, 16)


def test_there_are_ten_places_and_none_covers_the_point():
    offsets = places(SIZE, 14)
    assert len(offsets) == 10
    for x, y in offsets:
        assert not QRectF(float(x), float(y), 90, 16).contains(QPointF(0, 0))


def test_the_next_place_is_taken_where_the_first_is_not_free():
    room = Room(QRectF(0, 0, 400, 300), [QRectF(210, 140, 60, 20)])
    placed = place_label(room, Label("left"), SIZE, QPointF(200, 150), 14, None)
    assert placed is not None
    assert placed.rect(QPointF(200, 150)).right() < 200


def test_labels_never_overlap_nor_leave_the_picture():
    rng = np.random.default_rng(3)
    bounds = QRectF(0, 0, 500, 300)
    safe = QRectF(0, 0, 200, 60)
    room = Room(bounds, [safe])
    rects = []
    for i in range(80):
        at = QPointF(*rng.uniform((0, 0), (500, 300)))
        placed = place_label(room, Label(str(i)), SIZE, at, 14, None)
        if placed is not None:
            rects.append(placed.rect(at))
    assert len(rects) > 15
    assert all(bounds.contains(r) and not r.intersects(safe) for r in rects)
    assert not any(a.intersects(b) for a, b in itertools.combinations(rects, 2))


def test_a_label_keeps_its_place_while_that_is_free():
    room = Room(QRectF(0, 0, 400, 300))
    placed = place_label(room, Label("a"), SIZE, QPointF(200, 150), 14, last=7)
    assert placed is not None
    assert placed.place == 7


@pytest.mark.parametrize("bounds", [QRectF(0, 0, 50, 300), QRectF(0, 0, 400, 8)])
def test_a_label_without_room_is_left_out(bounds):
    assert place_label(Room(bounds), Label("a"), SIZE, QPointF(20, 4), 14, None) is None


def test_of_many_labels_only_those_drawn_last_are_kept(qapp):
    image = QImage(90, 20, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    labels = LabelPainter()
    painter = QPainter(image)

    def draw(n):
        for i in range(n):
            labels.draw(painter, Label(f"label {i}"), QPointF(0, 0))
            labels.draw(painter, Label("in every picture"), QPointF(0, 0))

    draw(MOST_PIXMAPS + 40)
    assert labels.n_pixmaps == MOST_PIXMAPS
    assert labels.keeps(Label("in every picture"))
    assert not labels.keeps(Label("label 0"))
    labels.expect(MOST_PIXMAPS)  # a picture with so many: two of them find room
    draw(MOST_PIXMAPS)
    assert labels.keeps(Label("label 0"))
    labels.expect(1)
    assert labels.n_pixmaps == MOST_PIXMAPS
    painter.end()
