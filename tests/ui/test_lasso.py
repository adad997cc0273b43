import numpy as np

from elmo_explorer.ui.widgets.lasso import inside_polygon


def test_points_inside_a_hollow_shape():
    u_shape = np.array([(0, 0), (6, 0), (6, 6), (4, 6), (4, 2), (2, 2), (2, 6), (0, 6)], float)
    xy = np.array([(1, 5), (3, 5), (5, 5), (3, 1), (7, 1), (-1, 3)], float)
    assert inside_polygon(xy, u_shape).tolist() == [True, False, True, True, False, False]


def test_a_line_encloses_nothing():
    assert not inside_polygon(np.zeros((3, 2)), np.array([(0.0, 0.0), (1.0, 1.0)])).any()
