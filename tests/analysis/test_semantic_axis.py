import numpy as np
import pytest

from elmo_explorer.analysis.projection import LayerCovariances, weigh
from elmo_explorer.analysis.semantic_axis import (
    AxisEnds,
    AxisError,
    centroid,
    find_words,
    fit_axes,
    same_way_up,
)

L, N, D = 3, 60, 8
WEIGHTS = (0.2, 0.5, 0.3)
LOW, HIGH, UP_LOW, UP_HIGH = [0, 1, 2], [3, 4], [5, 6], [7, 8, 9]


@pytest.fixture
def states():
    return np.random.default_rng(3).normal(size=(L, N, D)).astype(np.float32)


def ends(states, low, high):
    return AxisEnds(centroid([states[:, low]]), centroid([states[:, high]]))


def picture(states, axes, weights=WEIGHTS, fitted_for=WEIGHTS):
    found = fit_axes(axes, LayerCovariances.of([states]), fitted_for)
    return weigh(found.view.project(states), weights), found


def test_words_are_found_whatever_their_case():
    found = find_words(["He", "saw", "HER", "and", "he"], ["he", "Her", "him"])
    assert {word: rows.tolist() for word, rows in found.items()} == {"he": [0, 4], "her": [2], "him": []}


def test_a_centroid_does_not_depend_on_the_chunks(states):
    np.testing.assert_allclose(centroid([states[:, :7], states[:, 7:]]), states.mean(axis=1), atol=1e-6)
    with pytest.raises(ValueError, match="at least 1 token"):
        centroid([])


def test_the_ends_lie_at_minus_one_and_one(states):
    xy, _ = picture(states, [ends(states, LOW, HIGH)])
    np.testing.assert_allclose(xy[LOW].mean(axis=0), (-1, 0), atol=1e-5)
    np.testing.assert_allclose(xy[HIGH].mean(axis=0), (1, 0), atol=1e-5)


def test_every_token_lies_at_its_projection_on_the_axis(states):
    xy, _ = picture(states, [ends(states, LOW, HIGH)])
    mixed = np.einsum("l,lnd->nd", np.array(WEIGHTS), states)
    low, high = mixed[LOW].mean(axis=0), mixed[HIGH].mean(axis=0)
    axis = high - low
    by_hand = 2 * (mixed - (low + high) / 2) @ axis / (axis @ axis)
    np.testing.assert_allclose(xy[:, 0], by_hand, atol=1e-4)


def test_a_drag_only_weighs_the_layers(states):
    """The plane fitted for one mix shows another: the same as projecting the other mix's vectors on it."""
    other = (0.6, 0.1, 0.3)
    xy, found = picture(states, [ends(states, LOW, HIGH)], weights=other)
    mixed = np.einsum("l,lnd->nd", np.array(other), states)
    centre = np.array(other) @ found.view.centres
    np.testing.assert_allclose(xy, (mixed - centre) @ found.view.basis, atol=1e-4)


def test_the_second_direction_is_the_widest_across_the_first_and_drawn_as_wide(states):
    states = states.copy()
    states[:, :, 5] *= 6  # one direction of large spread
    xy, found = picture(states, [ends(states, LOW, HIGH)])
    first, second = (axis / np.linalg.norm(axis) for axis in found.view.basis.T.astype(np.float64))
    np.testing.assert_allclose(first @ second, 0, atol=1e-5)
    mixed = np.einsum("l,lnd->nd", np.array(WEIGHTS), states)
    spread = np.cov(mixed.T, bias=True)
    across = np.eye(D) - np.outer(first, first)
    largest = np.linalg.eigvalsh(across @ spread @ across)[-1]
    np.testing.assert_allclose(second @ spread @ second, largest, rtol=1e-3)
    np.testing.assert_allclose(xy[:, 1].std(), xy[:, 0].std(), rtol=1e-3)


def test_a_second_axis_has_its_own_ends(states):
    xy, found = picture(states, [ends(states, LOW, HIGH), ends(states, UP_LOW, UP_HIGH)])
    np.testing.assert_allclose(xy[HIGH, 0].mean() - xy[LOW, 0].mean(), 2, atol=1e-4)
    np.testing.assert_allclose(xy[UP_LOW, 1].mean(), -1, atol=1e-4)
    np.testing.assert_allclose(xy[UP_HIGH, 1].mean(), 1, atol=1e-4)
    assert not found.note


def test_axes_that_run_nearly_alike_are_told_apart_and_it_is_said(states):
    first = ends(states, LOW, HIGH)
    bent = AxisEnds(first.low, first.high + np.float32(0.15) * states[:, 11])
    xy, found = picture(states, [first, bent])
    assert "nearly alike" in found.note
    basis = found.view.basis
    assert abs(basis[:, 0] @ basis[:, 1]) < 1e-3 * np.linalg.norm(basis[:, 0]) * np.linalg.norm(basis[:, 1])
    assert np.isfinite(xy).all()


def test_the_same_axis_twice_is_refused(states):
    axis = ends(states, LOW, HIGH)
    for second in (axis, AxisEnds(axis.high, axis.low)):
        with pytest.raises(AxisError, match="runs along the first"):
            picture(states, [axis, second])


def test_ends_that_are_the_same_tokens_are_refused(states):
    with pytest.raises(AxisError, match="the same tokens"):
        picture(states, [ends(states, LOW, LOW)])


def test_ends_that_differ_in_the_upper_layers_alone_have_an_axis_in_layer_0(states):
    """Two uses of one word: their word vectors are the same."""
    states = states.copy()
    states[0, 1] = states[0, 0]
    xy, _ = picture(states, [ends(states, [0], [1])], weights=(1, 0, 0), fitted_for=(1, 0, 0))
    assert np.isfinite(xy).all()
    np.testing.assert_allclose(xy[0], xy[1], atol=1e-4)


def test_tokens_without_spread_have_places(states):
    states = np.repeat(states[:, :2], 5, axis=1)
    same = LayerCovariances.of([states[:, :5]])
    view = fit_axes([ends(states, [0], [9])], same, WEIGHTS).view
    assert np.isfinite(view.project(states)).all()
    assert view.explained(WEIGHTS) is None


def test_a_direction_that_nobody_chose_stays_the_way_up_it_was(states):
    _, found = picture(states, [ends(states, LOW, HIGH)])
    y = weigh(found.view.project(states), WEIGHTS)[:, 1]
    turned = same_way_up(found.view, y, -y)
    np.testing.assert_allclose(weigh(turned.project(states), WEIGHTS)[:, 1], -y, atol=1e-4)
    assert same_way_up(found.view, y, y) is found.view
