import itertools

import numpy as np
import pytest

from elmo_explorer.analysis.weights import (
    average,
    between,
    effective_shares,
    nearest,
    one_layer,
    snapped,
    towards,
    with_weight,
)

LAYERS = (1, 2, 3, 4, 6, 13)


def random_cases(seed=0, n=400):
    """Weights with zeros and corners among them, and every kind of lock."""
    rng = np.random.default_rng(seed)
    for _ in range(n):
        n_layers = int(rng.choice(LAYERS))
        weights = rng.dirichlet(np.full(n_layers, rng.choice([0.05, 1.0, 20.0])))
        weights[weights < 1e-3] = 0.0
        weights /= weights.sum()
        locked = frozenset(np.flatnonzero(rng.random(n_layers) < rng.choice([0.0, 0.3, 0.8])).tolist())
        yield tuple(weights.tolist()), locked, rng


def assert_is_mix(result, weights, locked):
    assert len(result) == len(weights)
    assert sum(result) == pytest.approx(1.0, abs=1e-9)
    assert all(0.0 <= w <= 1.0 for w in result)
    assert all(result[j] == weights[j] for j in locked)


def test_a_moved_weight_leaves_a_mix_and_the_locked_alone():
    for weights, locked, rng in random_cases():
        layer = int(rng.integers(len(weights)))
        assert_is_mix(with_weight(weights, layer, rng.uniform(-0.5, 1.5), locked), weights, locked)


def test_a_moved_weight_takes_the_value_that_is_possible():
    assert with_weight((0.2, 0.3, 0.5), 0, 0.6)[0] == pytest.approx(0.6)
    assert with_weight((0.2, 0.3, 0.5), 0, 7.0) == pytest.approx((1, 0, 0))
    assert with_weight((0.2, 0.3, 0.5), 0, 0.9, {2}) == pytest.approx((0.5, 0.0, 0.5))


def test_the_others_keep_their_proportion():
    for weights, locked, rng in random_cases(1):
        layer = int(rng.integers(len(weights)))
        moved = with_weight(weights, layer, rng.uniform(0, 0.9), locked)
        others = [j for j in range(len(weights)) if j != layer and j not in locked]
        if sum(weights[j] for j in others) > 1e-9:
            for i, j in itertools.combinations(others, 2):
                assert moved[i] * weights[j] == pytest.approx(moved[j] * weights[i], abs=1e-9)


def test_others_that_were_zero_share_equally():
    assert with_weight((1.0, 0.0, 0.0), 0, 0.4) == pytest.approx((0.4, 0.3, 0.3))
    assert with_weight((0.5, 0.0, 0.5, 0.0), 0, 0.1, {2}) == pytest.approx((0.1, 0.2, 0.5, 0.2))


@pytest.mark.parametrize("locked", [{1, 2}, {0}, {0, 1, 2}])
def test_nothing_moves_where_nothing_is_free(locked):
    assert with_weight((0.2, 0.3, 0.5), 0, 0.9, locked) == (0.2, 0.3, 0.5)


def test_nearest_is_the_nearest_of_many():
    rng = np.random.default_rng(2)
    others = rng.dirichlet(np.ones(3), 4000)
    for point in rng.normal(0.3, 1.0, (50, 3)):
        found = np.array(nearest(point.tolist()))
        assert found.sum() == pytest.approx(1.0)
        assert (found >= 0).all()
        assert np.linalg.norm(found - point) <= np.linalg.norm(others - point, axis=1).min() + 1e-9


def test_towards_leaves_the_locked_alone():
    for weights, locked, rng in random_cases(3):
        target = rng.normal(0.3, 0.8, len(weights)).tolist()
        assert_is_mix(towards(weights, target, locked), weights, locked)


def test_towards_reaches_a_free_target():
    assert towards((1.0, 0.0, 0.0), (0.2, 0.5, 0.3)) == pytest.approx((0.2, 0.5, 0.3))
    assert towards((0.4, 0.3, 0.3), (0.0, 0.8, 0.2), {0}) == pytest.approx((0.4, 0.6, 0.0))


def test_snapped_weights_are_multiples_with_sum_one():
    for weights, locked, _ in random_cases(4):
        result = snapped(weights, 0.05, locked)
        assert_is_mix(result, weights, locked)
        if not locked:
            assert np.allclose(np.array(result) / 0.05, np.rint(np.array(result) / 0.05), atol=1e-6)
            assert np.abs(np.array(result) - weights).max() < 0.05 + 1e-9


def test_snapping_twice_changes_nothing():
    for weights, _, _ in random_cases(5, 100):
        once = snapped(weights)
        assert snapped(once) == pytest.approx(once)


def test_snapping_gives_the_odd_remainder_to_the_largest():
    assert snapped((1 / 3, 0.46, 1 - 1 / 3 - 0.46), 0.05, {0}) == pytest.approx((1 / 3, 1 - 1 / 3 - 0.2, 0.2))


def test_presets():
    assert average(4) == (0.25,) * 4
    assert one_layer(3, 1) == (0.0, 1.0, 0.0)
    assert between((1.0, 0.0), (0.0, 1.0), 0.25) == (0.75, 0.25)


def test_a_long_layer_has_a_larger_share():
    assert effective_shares((0.5, 0.5), (1.0, 3.0)) == pytest.approx((0.25, 0.75))
    assert effective_shares((1.0, 0.0, 0.0), np.array([5.0, 1.0, 1.0])) == pytest.approx((1, 0, 0))


@pytest.mark.parametrize("lengths", [(0.0, 0.0), (float("nan"), 1.0)])
def test_without_lengths_the_share_is_the_weight(lengths):
    assert effective_shares((0.3, 0.7), lengths) == (0.3, 0.7)
