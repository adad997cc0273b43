import numpy as np
import pytest
from PySide6.QtGui import QColor

from elmo_explorer.ui.widgets.scatter_dots import MANY_DOTS, DotsImage, dots_image

GREY = QColor(100, 120, 140, 77)


def alpha(dots: DotsImage) -> np.ndarray:
    return (dots.pixels >> 24).astype(np.int64)


def test_a_dot_is_drawn_where_it_lies_and_nowhere_else():
    picture = alpha(dots_image(np.array([(30.5, 12.5)]), 60, 40, GREY))
    assert picture[12, 30] == pytest.approx(77, abs=2)
    covered = np.argwhere(picture)
    assert np.abs(covered - (12, 30)).max() <= 3


def test_dots_on_each_other_are_darker_but_never_solid():
    same = np.full((500, 2), 20.5)
    assert 77 < alpha(dots_image(same[:2], 40, 40, GREY))[20, 20] < 140
    assert alpha(dots_image(same, 40, 40, GREY)).max() < 170


@pytest.mark.parametrize("n", [MANY_DOTS // 2, MANY_DOTS + 1, 200_000])
def test_any_number_of_dots_on_one_pixel_stays_dark(n):
    picture = alpha(dots_image(np.full((n, 2), 20.5, np.float32), 40, 40, GREY))
    assert picture[20, 20] == picture.max() > 140


def test_dots_outside_leave_no_trace_on_the_other_side():
    xy = np.array([(-10.0, 5.0), (80.0, 5.0), (5.0, -30.0), (5.0, 90.0)])
    for crowd in (xy, np.repeat(xy, MANY_DOTS, axis=0)):
        assert alpha(dots_image(crowd, 60, 60, GREY)).max() == 0


def test_twice_the_pixels_on_a_fine_screen():
    image = dots_image(np.array([(10.0, 10.0)]), 30, 20, GREY, ratio=2.0).image
    assert (image.width(), image.height(), image.devicePixelRatio()) == (60, 40, 2.0)


