import numpy as np

from elmo_explorer.analysis.ranked_samples import ranked_samples
from elmo_explorer.analysis.unit_values import unit_values


def test_samples_are_evenly_spaced_ranks_of_real_numbers():
    values = np.random.default_rng(0).normal(size=(2, 3, 40)).astype(np.float32)
    found = ranked_samples(values, 8)
    expected = -np.sort(-values, axis=-1)[..., 2::5]
    np.testing.assert_array_equal(found.values, expected)
    np.testing.assert_array_equal(np.take_along_axis(values, found.columns, -1), found.values)
    np.testing.assert_allclose(found.means, values.mean(-1))


def test_fewer_numbers_than_samples_are_all_shown():
    values = np.array([[0.2, 0.9, 0.5]], np.float32)
    found = ranked_samples(values, 16)
    np.testing.assert_array_equal(found.columns, [[1, 2, 0]])


def test_a_row_that_was_not_read_stays_unknown():
    values = np.full((1, 20), np.nan, np.float32)
    found = ranked_samples(values, 4)
    assert np.isnan(found.values).all()
    assert np.isnan(found.means).all()


def test_a_unit_of_every_token():
    random = np.random.default_rng(1)
    arrays = [random.normal(size=(3, n, 6)).astype(np.float32) for n in (2, 1, 5)]
    whole = np.concatenate(arrays, axis=1)
    calls = []
    found = unit_values(arrays, 4, lambda: calls.append(1))
    np.testing.assert_array_equal(found, whole[:, :, 4])
    assert calls
    normed = (whole - whole.mean(-1, keepdims=True)) / whole.std(-1, keepdims=True)
    found = unit_values(arrays, 4, lambda: None, layer_norm=True)
    np.testing.assert_allclose(found, normed[:, :, 4], rtol=1e-4, atol=1e-5)
