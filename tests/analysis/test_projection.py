import numpy as np
import pytest

from elmo_explorer.analysis.mixing import mix_layers
from elmo_explorer.analysis.projection import LayerCovariances, align, chunked, fit_pca, weigh

WEIGHTS = (0.2, 0.3, 0.5)


@pytest.fixture
def states():
    random = np.random.default_rng(0)
    return (random.normal(size=(3, 200, 16)) * np.linspace(3, 0.1, 16) + 5).astype(np.float32)


def test_covariances_in_chunks_are_those_of_the_mix(states):
    found = LayerCovariances.of([states[:, :70], states[:, 70:]]).of_mix(WEIGHTS)
    expected = np.cov(mix_layers(states, WEIGHTS).T.astype(np.float64), bias=True)
    np.testing.assert_allclose(found, expected, atol=1e-5)


def test_pca_is_the_singular_value_decompositions(states):
    view = fit_pca(LayerCovariances.of([states]), WEIGHTS)
    mixed = mix_layers(states, WEIGHTS).astype(np.float64)
    centred = mixed - mixed.mean(axis=0)
    _, singular, axes = np.linalg.svd(centred, full_matrices=False)
    np.testing.assert_allclose(np.abs(np.diag(axes[:2] @ view.basis)), 1, atol=1e-3)
    np.testing.assert_allclose(view.explained(WEIGHTS), (singular**2 / (singular**2).sum())[:2], rtol=1e-3)
    places = weigh(view.project(states), WEIGHTS)
    np.testing.assert_allclose(places, centred @ view.basis, atol=1e-4)


def test_the_sign_is_fixed(states):
    basis = fit_pca(LayerCovariances.of([states]), WEIGHTS).basis
    assert (basis[np.abs(basis).argmax(axis=0), [0, 1]] > 0).all()


def test_a_mix_without_spread_takes_the_average_of_layers_plane(states):
    same = states.copy()
    same[0] = same[0, :1]  # layer 0 does not know the context
    covariances = LayerCovariances.of([same])
    view = fit_pca(covariances, (1.0, 0.0, 0.0))
    average = fit_pca(covariances, (1 / 3,) * 3)
    np.testing.assert_allclose(np.abs(np.diag(view.basis.T @ average.basis)), 1, atol=1e-3)
    assert view.explained((1.0, 0.0, 0.0)) is None
    np.testing.assert_allclose(view.project(same)[0], 0, atol=1e-4)
    assert np.ptp(view.project(same)[2], axis=0).min() > 0.1


def test_identical_tokens_have_no_spread(states):
    one = np.repeat(states[:, :1], 5, axis=1)
    covariances = LayerCovariances.of([one])
    assert not covariances.has_spread
    assert LayerCovariances.of([states]).has_spread
    assert np.isfinite(fit_pca(covariances, WEIGHTS).project(one)).all()


def test_a_turned_view_explains_as_much_in_all(states):
    covariances = LayerCovariances.of([states])
    view = fit_pca(covariances, WEIGHTS)
    angle = 0.7
    rotation = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    turned = view.turned(rotation, covariances)
    assert sum(turned.explained(WEIGHTS)) == pytest.approx(sum(view.explained(WEIGHTS)), rel=1e-4)
    np.testing.assert_allclose(turned.project(states), view.project(states) @ rotation, atol=1e-4)


@pytest.mark.parametrize("mirror", [1, -1])
def test_alignment_undoes_turn_mirror_and_shift(mirror):
    old = np.random.default_rng(1).normal(size=(20, 2))
    rotation = np.array([[0, -1], [1, 0]]) @ np.diag([1, mirror])
    found = align(old @ rotation + [3, -2], old)
    np.testing.assert_allclose(found(old @ rotation + [3, -2]), old, atol=1e-5)


def test_alignment_keeps_the_scale():
    old = np.random.default_rng(1).normal(size=(20, 2))
    assert np.linalg.det(align(5 * old, old).rotation) == pytest.approx(1)


@pytest.mark.parametrize("n", [0, 1, 5])
def test_alignment_of_too_little_changes_no_shape(n):
    found = align(np.ones((n, 2)), np.zeros((n, 2)))
    np.testing.assert_allclose(found.rotation @ found.rotation.T, np.eye(2), atol=1e-9)


def test_no_tokens_have_no_covariance():
    with pytest.raises(ValueError, match="at least 1 token"):
        LayerCovariances.of([np.empty((3, 0, 4), np.float32)])


def test_chunks_join_small_arrays(states):
    parts = list(chunked([states[:, k : k + 3] for k in range(0, 198, 3)], n_tokens=50))
    assert all(part.shape[1] >= 50 for part in parts[:-1])
    np.testing.assert_array_equal(np.concatenate(parts, axis=1), states[:, :198])


def test_one_number_a_vector_still_gives_a_plane():
    states = np.arange(12, dtype=np.float32).reshape(2, 6, 1)
    assert fit_pca(LayerCovariances.of([states]), (0.5, 0.5)).project(states).shape == (2, 6, 2)
