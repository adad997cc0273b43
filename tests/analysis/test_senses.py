import math

import numpy as np
import pytest
from sklearn.metrics import silhouette_score

from elmo_explorer.analysis.senses import cluster_labels, cluster_order, separation, separation_over_mixes
from elmo_explorer.analysis.similarity import cosine_matrix


def test_separation_by_hand():
    cosine = np.array([[1.0, 0.9, 0.2], [0.9, 1.0, 0.4], [0.2, 0.4, 1.0]])
    # a = 0.1, b = 0.8: 7/8; a = 0.1, b = 0.6: 5/6; the third stands alone: 0.
    assert separation(cosine, [0, 0, 1]) == pytest.approx((7 / 8 + 5 / 6) / 3)


def test_points_without_a_group_are_left_out():
    cosine = np.array(
        [[1.0, 0.9, 0.2, 0.9], [0.9, 1.0, 0.4, 0.9], [0.2, 0.4, 1.0, 0.9], [0.9, 0.9, 0.9, 1.0]]
    )
    assert separation(cosine, [0, 0, 1, -1]) == pytest.approx((7 / 8 + 5 / 6) / 3)


def test_one_group_has_no_separation():
    assert math.isnan(separation(np.eye(3), [0, 0, 0]))
    assert math.isnan(separation(np.eye(0), []))


def test_separation_of_equal_vectors_is_zero():
    vectors = np.full((5, 7), 0.3, dtype=np.float32)
    assert separation(cosine_matrix(vectors), [0, 0, 1, 1, 1]) == 0.0


def test_separation_over_mixes_is_that_of_the_mixed_vectors():
    random = np.random.default_rng(0)
    labels = random.integers(0, 4, 40)
    layers = random.normal(size=(4, 40, 16)).astype(np.float32) + 2 * np.eye(4, 16)[labels]
    weights = random.dirichlet(np.ones(4), 25)
    expected = [
        silhouette_score(np.einsum("l,lnd->nd", s, layers.astype(float)), labels, metric="cosine")
        for s in weights
    ]
    assert separation_over_mixes(layers, labels, weights) == pytest.approx(np.array(expected), abs=1e-6)


def test_mixes_of_equal_vectors_are_not_separated():
    layers = np.ones((3, 5, 8), dtype=np.float32)
    mixes = [[1.0, 0.0, 0.0], [0.2, 0.3, 0.5]]
    assert separation_over_mixes(layers, [0, 0, 1, 1, -1], mixes) == pytest.approx(np.zeros(2))
    assert np.isnan(separation_over_mixes(layers, [0, 0, 0, 0, 0], mixes)).all()


def test_order_is_by_group_and_puts_like_beside_like():
    angles = np.deg2rad([0.0, 50.0, 5.0, 100.0, 55.0, 90.0])
    cosine = cosine_matrix(np.stack([np.cos(angles), np.sin(angles)], axis=1))
    order = cluster_order(cosine, [1, 1, 1, -1, 1, 0]).tolist()
    assert order[0] == 5
    assert order[-1] == 3
    assert order[1:-1] in ([0, 2, 1, 4], [2, 0, 1, 4], [4, 1, 2, 0], [1, 4, 2, 0], [0, 2, 4, 1], [4, 1, 0, 2])


def test_order_of_few_points_keeps_every_point():
    assert cluster_order(np.eye(2), [1, 0]).tolist() == [1, 0]
    assert cluster_order(np.eye(0), []).tolist() == []


def test_clusters_are_found_with_their_number():
    random = np.random.default_rng(1)
    centre_of = np.array([2, 0, 1, 1, 0, 2, 2, 0, 1])
    vectors = np.eye(3, 6)[centre_of] + random.normal(scale=0.05, size=(9, 6))
    assert cluster_labels(vectors).tolist() == [0, 1, 2, 2, 1, 0, 0, 1, 2]


def test_never_more_clusters_than_allowed():
    assert set(cluster_labels(np.eye(9) + 0.1, max_clusters=2).tolist()) <= {0, 1}


def test_too_few_or_equal_points_are_one_cluster():
    assert cluster_labels(np.eye(2)).tolist() == [0, 0]
    assert cluster_labels(np.ones((4, 3))).tolist() == [0, 0, 0, 0]


def test_groups_of_one_have_no_separation():
    cosine = np.eye(3)
    assert math.isnan(separation(cosine, [0, 1, 2]))
    assert math.isnan(separation(cosine, [0, -1, 2]))
    layers = np.random.default_rng(2).normal(size=(3, 3, 4))
    assert np.isnan(separation_over_mixes(layers, [0, 1, 2], [[1.0, 0.0, 0.0]])).all()
