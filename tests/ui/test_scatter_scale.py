"""The picture of 200,000 points: exact large points, the same point under the pointer as a plain search finds."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage

from elmo_explorer.analysis.projection import weigh
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.lasso import Lasso, inside_polygon
from elmo_explorer.ui.widgets.scatter import Scatter
from elmo_explorer.ui.widgets.scatter_finder import points_inside
from elmo_explorer.ui.widgets.scatter_scene import ScatterScene

N = 200_000
MARKS = np.arange(11, N, 4001)


@pytest.fixture
def layers():
    return np.random.default_rng(1).standard_normal((3, N, 2), dtype=np.float32) * 3


@pytest.fixture
def scatter(qtbot, layers):
    scatter = Scatter()
    qtbot.addWidget(scatter)
    scatter.resize(700, 560)
    scene = ScatterScene(N, MARKS, np.arange(len(MARKS)) % 3, np.ones(len(MARKS), bool), with_hulls=False)
    scatter.show()
    with qtbot.waitSignal(scatter.drawn):
        scatter.set_scene(scene, weigh(layers, (0.2, 0.3, 0.5)), layers)
        scatter.fit(ease=False)
    return scatter


def picture(scatter) -> np.ndarray:
    image = scatter.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width()).copy()


def test_in_a_drag_the_large_points_are_exactly_where_the_mix_puts_them(scatter, layers):
    for w in (0.0, 0.25, 0.6):
        weights = (w, 0.4, 0.6 - w)
        scatter.set_places(weigh(layers, weights), layers)
        expected = np.einsum("l,lnd->nd", np.array(weights), layers[:, MARKS].astype(float))
        np.testing.assert_allclose(scatter.places_of(MARKS), expected, atol=1e-5)
        shown = picture(scatter)
        for k, mark in enumerate(MARKS):
            at = scatter.pixel_of(int(mark)).toPoint()
            alone = np.abs(scatter.stage.mark_pixels() - (at.x(), at.y())).max(axis=1)
            if scatter.rect().adjusted(2, 2, -2, -2).contains(at) and (alone < 14).sum() == 1:
                assert QColor.fromRgb(int(shown[at.y(), at.x()])) == theme.category(k % 3).mark


def test_the_point_under_the_pointer_is_the_nearest_one(scatter):
    at = scatter.camera.to_screen(scatter.stage.shown.xy)
    small = np.ones(N, bool)
    small[MARKS] = False
    rng = np.random.default_rng(2)
    for pixel in rng.uniform((0, 0), (700, 560), (60, 2)).astype(np.float32):
        away = np.hypot(*(at - pixel).T)
        expected = None
        for chosen, reach in ((~small, 11.0), (small, 5.5)):
            nearest = int(np.where(chosen, away, np.inf).argmin())
            if expected is None and away[nearest] <= reach:
                expected = nearest
        assert scatter.point_at(QPointF(*pixel.tolist())) == expected


def test_a_lasso_holds_what_lies_inside_it(scatter):
    scatter.stage.scene = ScatterScene(
        N, MARKS, np.zeros(len(MARKS), int), np.zeros(len(MARKS), bool), with_hulls=False
    )
    angles = np.linspace(0, 5, 90)
    lasso = Lasso(QPointF(350, 280))
    for a in angles:
        lasso.add(QPointF(350 + (200 - 20 * a) * np.cos(a), 280 + 150 * np.sin(a)))
    corners = np.array([(p.x(), p.y()) for p in lasso.points])
    at = scatter.camera.to_screen(scatter.stage.shown.xy)
    parts = [inside_polygon(part, corners) for part in np.array_split(at, 40)]  # so few are asked one by one
    expected = np.concatenate(parts)
    expected[MARKS] = False
    assert expected.sum() > 20_000
    np.testing.assert_array_equal(points_inside(scatter.stage, lasso), np.flatnonzero(expected))


def test_points_that_are_not_to_be_trusted_fade_but_stay(scatter):
    before = picture(scatter)
    trust = np.full(N, np.nan, np.float32)
    scatter.set_trust(trust)
    assert (picture(scatter) == before).all()
    trust = trust.copy()
    trust[: N // 2] = 0.1
    trust[N // 2 :] = 0.9
    scatter.set_trust(trust)
    after = picture(scatter)
    light = [
        np.array([QColor.fromRgb(int(v)).lightnessF() for v in p[200:360:7, 200:500:7].ravel()])
        for p in (before, after)
    ]
    assert light[1].mean() > light[0].mean()  # paler,
    assert light[1].mean() < theme.color("canvas").lightnessF()  # but there
    mark = int(MARKS[0])
    at = scatter.pixel_of(mark).toPoint()
    window = after[at.y() - 8 : at.y() + 9, at.x() - 8 : at.x() + 9]
    assert QColor.fromRgb(int(after[at.y(), at.x()])) != theme.category(0).mark  # hollow,
    assert len(np.unique(window)) > 3
    scatter.set_trust(None)
    assert (picture(scatter) == before).all()


def test_trust_must_be_known_for_each_point(scatter):
    with pytest.raises(ValueError, match="200000 points need as much trust"):
        scatter.set_trust(np.zeros(3, np.float32))


def test_what_only_lies_over_the_picture_does_not_draw_it_anew(qtbot, scatter):
    drawn = scatter._painted.cacheKey()
    scatter.repaint()
    assert scatter._painted.cacheKey() == drawn
    scatter.update()
    scatter.repaint()
    assert scatter._painted.cacheKey() != drawn
