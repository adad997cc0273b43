import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, QSize

from elmo_explorer.ui.widgets.scatter_camera import Camera
from elmo_explorer.ui.widgets.scatter_fit import SAFE_BOTTOM, SAFE_TOP, fitting_camera, marks_outside
from elmo_explorer.ui.widgets.scatter_hulls import hull_reach
from elmo_explorer.ui.widgets.scatter_scene import ScatterScene
from elmo_explorer.ui.widgets.scatter_stage import Places, Stage


def test_fitting_shows_all_points_with_equal_aspect_and_y_upwards():
    xy = np.array([(0.0, 0.0), (10.0, 5.0)], np.float32)
    camera = Camera().fitted(xy, QRectF(100, 50, 200, 400))
    assert camera.to_screen(xy).tolist() == [[100.0, 300.0], [300.0, 200.0]]


def test_each_of_two_sets_of_points_keeps_to_its_own_room():
    ways = np.array([(0.0, -4.0), (10.0, 3.0)], np.float32)
    places = np.array([(2.0, -4.0), (4.0, 1.0)], np.float32)
    edge, inner = QRectF(40, 68, 560, 156), QRectF(40, 87, 560, 118)
    camera = Camera().fitting([(ways, edge), (places, inner)])
    for xy, room in ((ways, edge), (places, inner)):
        at = camera.to_screen(xy)
        assert room.adjusted(-0.01, -0.01, 0.01, 0.01).contains(
            QRectF(QPointF(*at.min(0).tolist()), QPointF(*at.max(0).tolist()))
        )
    assert camera.to_screen(places)[0, 1] == pytest.approx(inner.bottom(), abs=0.01)  # as close as they allow
    assert camera.to_screen(ways)[1, 1] == pytest.approx(edge.top(), abs=0.01)


def low_stage(with_hulls, trails_on=False, layers=None):
    """The canvas of a small window over a high tab."""
    places = np.array([(0.0, 0.0), (1.0, 2.0), (-1.0, 4.0), (3.0, 1.0)], np.float32)
    stage = Stage()
    stage.size = QSize(643, 284)
    stage.trails_on = trails_on
    stage.set_scene(
        ScatterScene(
            n_points=4,
            categories=np.zeros(4, np.int64),
            marks=np.arange(4),
            shown=np.ones(4, bool),
            with_hulls=with_hulls,
        )
    )
    stage.shown = stage.target = Places(places, layers)
    return stage


@pytest.mark.parametrize("trails_on", [False, True])
@pytest.mark.parametrize("below", [-0.1, -0.6, 0.0])
def test_no_hull_runs_under_heading_or_legend_in_a_low_picture(trails_on, below):
    layers = np.array([[(0.5, below)] * 4, [(1.0, 4.0)] * 4], np.float32)
    stage = low_stage(True, trails_on, layers)
    camera = fitting_camera(stage)
    at = camera.to_screen(stage.target.xy)
    assert at[:, 1].min() - hull_reach(284) >= SAFE_TOP - 0.01
    assert at[:, 1].max() + hull_reach(284) <= 284 - SAFE_BOTTOM + 0.01
    assert not marks_outside(stage, camera)
    assert marks_outside(stage, camera.panned(QPointF(0, 40)))


def test_zooming_keeps_what_is_under_the_pointer():
    camera = Camera(1.0, 2.0, 30.0, 400.0, 300.0)
    at = QPointF(120, 80)
    assert camera.zoomed(1.7, at).to_plane(at) == pytest.approx(camera.to_plane(at))


def test_one_place_is_not_blown_up_without_end():
    xy = np.ones((5, 2), np.float32)
    assert Camera().fitted(xy, QRectF(0, 0, 100, 100), closest=2.0).scale == 50.0


def test_between_two_cameras():
    a, b = Camera(scale=1.0), Camera(x=4.0, scale=16.0)
    assert a.between(b, 0.0) == a
    assert a.between(b, 1.0) == b
    assert a.between(b, 0.5).scale == pytest.approx(4.0)
