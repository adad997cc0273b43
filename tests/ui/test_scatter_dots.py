import numpy as np
import pytest
from PySide6.QtGui import QColor

from elmo_explorer.ui.widgets.scatter_dots import (
    LEVELS,
    MANY_DOTS,
    DotsCover,
    DotsImage,
    Lens,
    dots_image,
    tones,
)

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
@pytest.mark.parametrize("ratio", [1.0, 3.0])
def test_any_number_of_dots_on_one_pixel_stays_dark(n, ratio):
    picture = alpha(dots_image(np.full((n, 2), 20.5, np.float32), 40, 40, GREY, ratio))
    middle = int(20.5 * ratio)
    assert picture[middle, middle] == picture.max() > 130


def test_dots_outside_leave_no_trace_on_the_other_side():
    xy = np.array([(-10.0, 5.0), (80.0, 5.0), (5.0, -30.0), (5.0, 90.0), (np.nan, 5.0)])
    for crowd in (xy, np.repeat(xy, MANY_DOTS, axis=0)):
        assert alpha(dots_image(crowd, 60, 60, GREY)).max() == 0


def test_twice_the_pixels_on_a_fine_screen():
    image = dots_image(np.array([(10.0, 10.0)]), 30, 20, GREY, ratio=2.0).image
    assert (image.width(), image.height(), image.devicePixelRatio()) == (60, 40, 2.0)


@pytest.mark.parametrize("n", [500, 30_000])
def test_every_dot_inside_counts(n):
    rng = np.random.default_rng(4)
    xy = rng.uniform(-20, 120, (n, 2)).astype(np.float32)
    lens = Lens(2.0, -3.0, 40.0, 310.0)
    cells = np.floor(xy * (2.0, -3.0) + (40.0, 310.0)).astype(int)
    dots = DotsCover()
    one = dots.lay(np.repeat(xy[:1] * 0 + 50, 1 + (n > MANY_DOTS) * n, axis=0), (350, 300), 1.0, lens).copy()
    share = int(one.sum()) / min(1 + (n > MANY_DOTS) * n, 255)  # the whole cover of one dot
    near = ((cells >= 4) & (cells < (296, 346))).all(axis=1)
    far = ((cells < -4) | (cells > (304, 354))).any(axis=1)
    cover = dots.lay(xy[near | far], (350, 300), 1.0, lens)
    assert int(cover.sum()) == pytest.approx(share * near.sum(), rel=0.08 if n > MANY_DOTS else 0.001)


@pytest.mark.parametrize("n", [500, 30_000])
def test_some_dots_are_left_out_and_some_are_faint(n):
    rng = np.random.default_rng(5)
    xy = rng.uniform(0, 100, (n, 2)).astype(np.float32)
    xy[:3] = (150.5, 150.5), (170.5, 170.5), (190.5, 190.5)
    poor = np.zeros(n, bool)
    poor[1] = True
    cover = DotsCover().lay(xy, (210, 210), 1.0, Lens(), poor, np.array([2]))
    assert cover[150, 150] == LEVELS
    assert 0 < cover[170, 170] < 0.5 * LEVELS
    assert cover[180:, 180:].max() == 0
    assert poor.sum() == 1


def test_a_dot_is_seen_among_a_million_and_the_crowd_is_not_solid():
    rng = np.random.default_rng(6)
    xy = (rng.standard_normal((400_000, 2)) * 40 + 150).astype(np.float32)
    xy[0] = 295.5, 5.5
    cover = DotsCover().lay(xy, (300, 300), 1.0, Lens())
    table = tones(QColor(0, 0, 0, 77), QColor(255, 255, 255), len(xy), cover)
    grey = np.take(table, cover, mode="clip") & 0xFF
    assert grey[5, 295] < 250
    assert 60 < grey.min() < 130
    assert (table >> 24 == 255).all()
    assert (np.diff((table & 0xFF).astype(int)) <= 0).all()


def test_tones_follow_the_density_without_a_jump():
    rng = np.random.default_rng(7)
    xy = (rng.standard_normal((50_000, 2)) * 30).astype(np.float32)
    dots, shown = DotsCover(), []
    for scale in np.linspace(1.0, 1.4, 41):
        cover = dots.lay(xy, (300, 300), 1.0, Lens(scale, scale, 150, 150))
        table = tones(QColor(0, 0, 0, 77), QColor(255, 255, 255), len(xy), cover)
        shown.append(np.take(table, cover, mode="clip")[140:160, 140:160].astype(np.uint8).mean())
    assert np.abs(np.diff(shown)).max() < 4
