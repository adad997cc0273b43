import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF

from elmo_explorer.ui.widgets.scatter_camera import Camera


def test_fitting_shows_all_points_with_equal_aspect_and_y_upwards():
    xy = np.array([(0.0, 0.0), (10.0, 5.0)], np.float32)
    camera = Camera().fitted(xy, QRectF(100, 50, 200, 400))
    assert camera.to_screen(xy).tolist() == [[100.0, 300.0], [300.0, 200.0]]


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
