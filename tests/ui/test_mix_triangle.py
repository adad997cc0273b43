import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtWidgets import QApplication

from elmo_explorer.ui.widgets.mix_triangle import MixTriangle
from elmo_explorer.ui.widgets.triangle_ground import Corner
from elmo_explorer.ui.widgets.triangle_marks import TriangleMark

SYNTAX = TriangleMark("Part of speech", (0.1, 0.7, 0.2))
SENSE = TriangleMark("Word sense", (0.1, 0.2, 0.7))


@pytest.fixture
def triangle(qtbot):
    triangle = MixTriangle([Corner(f"layer {j}", "") for j in range(3)])
    qtbot.addWidget(triangle)
    triangle.resize(300, triangle.heightForWidth(300))
    triangle.show()
    return triangle


def lattice(n=6):
    grid = [(a / n, b / n, (n - a - b) / n) for a in range(n + 1) for b in range(n + 1 - a)]
    return np.array(grid)


def picture(triangle) -> QImage:
    return triangle.grab().toImage()


def changed(one: QImage, other: QImage, at: QPointF, reach=12) -> int:
    """How many pixels differ near a place."""
    x, y = at.toPoint().toTuple()
    return sum(
        one.pixel(i, j) != other.pixel(i, j)
        for i in range(x - reach, x + reach)
        for j in range(y - reach, y + reach)
    )


def point(triangle, at: QPointF):
    """Move the pointer there."""
    move = QMouseEvent(
        QEvent.Type.MouseMove,
        at,
        triangle.mapToGlobal(at),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(triangle, move)


def test_a_ring_marks_a_place_and_the_hovered_one_grows_and_shows_its_name(triangle):
    bare = picture(triangle)
    triangle.set_marks((SYNTAX, SENSE))
    rings = picture(triangle)
    at = triangle.point_of(SENSE.weights)
    assert changed(bare, rings, at)
    triangle.set_marks((SYNTAX, SENSE), "Word sense")
    assert triangle.hovered_mark == "Word sense"
    hovered = picture(triangle)
    assert changed(bare, hovered, at) > 1.5 * changed(bare, rings, at)
    assert changed(rings, hovered, at + QPointF(40, 0)) > 300  # the name
    assert not changed(rings, hovered, triangle.point_of(SYNTAX.weights))
    triangle.set_marks(())
    assert picture(triangle) == bare


def test_a_mark_hears_the_pointer(triangle, qtbot):
    triangle.set_marks((SYNTAX, SENSE))
    heard, wished = [], []
    triangle.mark_hovered.connect(heard.append)
    triangle.wished.connect(lambda weights, snap: wished.append(weights))
    at = triangle.point_of(SENSE.weights)
    point(triangle, at + QPointF(2, 1))
    point(triangle, at)
    assert triangle.hovered_mark == "Word sense"
    assert triangle.tip_at(at).splitlines()[0] == "Word sense"
    with qtbot.waitSignal(triangle.mark_clicked) as clicked:
        qtbot.mouseClick(triangle, Qt.MouseButton.LeftButton, pos=at.toPoint())
    assert clicked.args == ["Word sense"]
    assert wished == []
    point(triangle, triangle.point_of((0.6, 0.2, 0.2)))
    assert heard == ["Word sense", ""]
    assert triangle.hovered_mark is None


def test_the_pointer_leaves_a_mark_with_the_triangle(triangle):
    triangle.set_marks((SENSE,))
    heard = []
    triangle.mark_hovered.connect(heard.append)
    point(triangle, triangle.point_of(SENSE.weights))
    QApplication.sendEvent(triangle, QEvent(QEvent.Type.Leave))
    assert heard == ["Word sense", ""]


def test_of_marks_that_lie_together_the_nearest_is_meant(triangle):
    triangle.set_marks((TriangleMark("a little left", (0.12, 0.19, 0.69)), SENSE))
    point(triangle, triangle.point_of(SENSE.weights))
    assert triangle.hovered_mark == "Word sense"


def test_the_handle_lies_over_every_mark(triangle, qtbot):
    triangle.set_weights(SENSE.weights)
    triangle.set_marks((SENSE,))
    at = triangle.point_of(SENSE.weights)
    point(triangle, at)
    assert triangle.hovered_mark is None
    with qtbot.assertNotEmitted(triangle.mark_clicked), qtbot.waitSignal(triangle.grabbed):
        qtbot.mouseClick(triangle, Qt.MouseButton.LeftButton, pos=at.toPoint())


def test_a_drag_over_a_mark_goes_on(triangle, qtbot):
    triangle.set_marks((SENSE,))
    wished = []
    triangle.wished.connect(lambda weights, snap: wished.append(weights))
    qtbot.mousePress(triangle, Qt.MouseButton.LeftButton, pos=triangle.point_of(triangle.weights).toPoint())
    point(triangle, triangle.point_of(SENSE.weights))
    assert wished[-1] == pytest.approx(SENSE.weights, abs=0.01)
    assert triangle.hovered_mark is None


def test_the_best_mix_is_named_but_takes_no_click(triangle, qtbot):
    triangle.set_best(TriangleMark("Best mix", SENSE.weights))
    at = triangle.point_of(SENSE.weights)
    assert triangle.tip_at(at).splitlines()[0] == "Best mix"
    point(triangle, at)
    assert triangle.hovered_mark is None
    with qtbot.assertNotEmitted(triangle.mark_clicked), qtbot.waitSignal(triangle.wished):
        qtbot.mouseClick(triangle, Qt.MouseButton.LeftButton, pos=at.toPoint())


def test_a_path_fades_towards_its_beginning_and_marks_its_end(triangle):
    bare = picture(triangle)
    way = np.linspace((0.9, 0.05, 0.05), (0.05, 0.05, 0.9), 500)
    triangle.set_path(way)
    drawn = picture(triangle)

    def strength(step):
        at = triangle.point_of(way[step]).toPoint()
        near = [at + QPoint(i, 0) for i in range(-2, 3)]
        return max(bare.pixelColor(p).lightness() - drawn.pixelColor(p).lightness() for p in near)

    assert 0 < strength(60) < strength(250) < strength(420)
    assert changed(bare, drawn, triangle.point_of(way[-1]), 5) > 40
    triangle.set_path(None)
    assert picture(triangle) == bare


def test_a_path_grows_step_by_step_from_none(triangle):
    bare = picture(triangle)
    triangle.set_path(np.empty((0, 3)))
    assert picture(triangle) == bare
    triangle.set_path(np.array([[0.1, 0.2, 0.7]]))
    assert changed(bare, picture(triangle), triangle.point_of((0.1, 0.2, 0.7)))
    with pytest.raises(ValueError, match="mixes of 3 layers"):
        triangle.set_path(np.ones((4, 2)))


def test_a_shade_has_its_own_title_and_scale(triangle):
    mixes = lattice()
    triangle.set_weights((1.0, 0.0, 0.0))
    triangle.set_shade(mixes, 0.9 + 0.05 * mixes[:, 2], "Accuracy", 0.9, 0.95)
    top, low = triangle.point_of((0.1, 0.1, 0.8)), triangle.point_of((0.3, 0.65, 0.05))
    image = picture(triangle)
    assert image.pixelColor(top.toPoint()).lightness() < image.pixelColor(low.toPoint()).lightness() - 20
    assert triangle.tip_at(top).splitlines()[-1] == "Accuracy 0.940"
    triangle.set_shade(mixes, 0.9 + 0.05 * mixes[:, 2], "Accuracy", 0.0, 1.0)
    image = picture(triangle)
    assert image.pixelColor(top.toPoint()).lightness() == pytest.approx(
        image.pixelColor(low.toPoint()).lightness(), abs=4
    )
    assert triangle.tip_at(top).splitlines()[-1] == "Accuracy 0.94"


def test_a_disabled_triangle_shows_no_marks(triangle):
    triangle.setEnabled(False)
    bare = picture(triangle)
    triangle.set_marks((SENSE,), "Word sense")
    triangle.set_path(lattice())
    assert picture(triangle) == bare
