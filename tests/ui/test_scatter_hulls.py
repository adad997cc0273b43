import numpy as np
from PySide6.QtCore import QPointF, Qt

from elmo_explorer.ui.widgets.scatter_hulls import rounded_hull, without_strays


def test_the_hull_holds_its_points_with_a_round_margin():
    xy = np.array([(0.0, 0.0), (100.0, 0.0), (50.0, 80.0)])
    hull = rounded_hull(xy, 20.0)
    inside = [hull.containsPoint(QPointF(x, y), Qt.FillRule.OddEvenFill) for x, y in xy]
    assert all(inside)
    assert abs(hull.boundingRect().left() + 20) < 0.5
    assert not hull.containsPoint(QPointF(-18, -18), Qt.FillRule.OddEvenFill)  # the corner is round


def test_one_stray_does_not_swell_the_hull():
    rng = np.random.default_rng(0)
    xy = np.concatenate([rng.normal(0, 1, (12, 2)), [(60.0, 0.0)]])
    assert np.abs(without_strays(xy)).max() < 5
    assert len(without_strays(xy[-3:])) == 3
