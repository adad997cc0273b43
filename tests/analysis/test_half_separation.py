import math
from itertools import combinations

import numpy as np
import pytest
from sklearn.metrics import silhouette_score

from elmo_explorer.analysis.half_separation import (
    HalfSeparation,
    half_separation,
    two_group_silhouettes,
)
from elmo_explorer.analysis.halves import half_of
from elmo_explorer.analysis.senses import separation
from elmo_explorer.analysis.similarity import cosine_matrix

RANDOM = np.random.default_rng(3)


def groups(n: int, m: int, forward: float, backward: float) -> tuple[np.ndarray, np.ndarray]:
    """Two groups of vectors of 2 * 8 numbers, so far apart in each half."""
    one, other = RANDOM.normal(size=(n, 16)), RANDOM.normal(size=(m, 16))
    for half, far in ((slice(0, 8), forward), (slice(8, 16), backward)):
        direction = np.zeros(8)
        direction[0] = far
        one[:, half] += direction
        other[:, half] -= direction
    return one, other


def test_the_forward_half_comes_first():
    vectors = np.arange(12).reshape(2, 6)
    assert half_of(vectors, "forward").tolist() == [[0, 1, 2], [6, 7, 8]]
    assert half_of(vectors, "backward").tolist() == [[3, 4, 5], [9, 10, 11]]
    assert half_of(vectors, "both") is vectors


def test_silhouettes_are_those_of_scikit_learn_and_of_the_separation():
    one, other = groups(5, 7, 1.0, 0.0)
    found = half_separation(one, other)
    labels = [0] * 5 + [1] * 7
    for value, half in ((found.forward, slice(0, 8)), (found.backward, slice(8, 16))):
        vectors = np.concatenate([one, other])[:, half]
        assert value == pytest.approx(silhouette_score(vectors, labels, metric="cosine"), abs=1e-9)
        assert value == pytest.approx(separation(cosine_matrix(vectors), labels), abs=1e-12)


def test_chance_is_the_share_of_all_groupings_that_are_as_far_apart():
    one, other = groups(3, 4, 0.6, 0.0)
    vectors = np.concatenate([one, other])[:, :8]
    silhouettes = []
    for chosen in combinations(range(7), 3):
        labels = [int(k in chosen) for k in range(7)]
        silhouettes.append(silhouette_score(vectors, labels, metric="cosine"))
    found = half_separation(one, other)
    expected = np.mean(np.array(silhouettes) >= found.forward - 1e-9)
    assert found.forward_chance == pytest.approx(expected)
    assert found.least_chance == pytest.approx(1 / 35)


def test_many_uses_are_parted_at_random_and_always_alike():
    one, other = groups(20, 20, 1.5, 0.0)
    found = half_separation(one, other)
    assert found.forward_chance == pytest.approx(1 / 400)
    assert found.backward_chance > 0.01
    assert found == half_separation(one, other)


def test_many_ways_at_once_are_each_way_by_itself():
    distances = 1 - cosine_matrix(RANDOM.normal(size=(6, 4)))
    ways = np.array([[1, 1, 0, 0, 0, 0], [1, 0, 1, 0, 1, 0], [0, 0, 1, 1, 1, 1]], bool)
    expected = [separation(1 - distances, way.astype(int)) for way in ways]
    np.testing.assert_allclose(two_group_silhouettes(distances, ways), expected, atol=1e-12)


@pytest.mark.parametrize(
    ("forward", "backward", "verdict"),
    [(3.0, 0.0, "forward"), (0.0, 3.0, "backward"), (4.0, 4.0, "both"), (0.0, 0.0, "neither")],
)
def test_the_half_that_separates_is_named(forward, backward, verdict):
    assert half_separation(*groups(8, 8, forward, backward)).verdict == verdict


def test_a_margin_decides_between_one_half_and_both():
    assert HalfSeparation(0.41, 0.32, 0.01, 0.01, 0.01).verdict == "both"
    assert HalfSeparation(0.41, 0.30, 0.01, 0.01, 0.01).verdict == "forward"
    assert HalfSeparation(0.09, -0.3, 0.01, 0.9, 0.01).verdict == "neither"
    assert HalfSeparation(0.41, 0.30, 0.11, 0.01, 0.01).verdict == "neither"  # chance does as well


def test_too_few_uses_give_no_verdict():
    alone = half_separation(*groups(1, 5, 3.0, 3.0))
    assert alone.verdict == "unknown"
    assert math.isnan(alone.forward)
    assert math.isnan(alone.backward_chance)
    two = half_separation(*groups(2, 2, 3.0, 3.0))
    assert two.verdict == "unknown"  # of three ways to part four uses one is always the best
    assert two.least_chance == pytest.approx(1 / 3)
    assert two.forward > 0.5
    assert half_separation(*groups(3, 3, 4.0, 0.0)).verdict == "forward"


def test_the_same_vector_everywhere_is_separated_by_neither():
    same = np.ones((4, 16), np.float32)
    found = half_separation(same, same)
    assert (found.forward, found.backward) == (0.0, 0.0)
    assert found.verdict == "neither"
