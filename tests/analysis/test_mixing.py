import numpy as np
import pytest

from elmo_explorer.analysis.mixing import mix_layers, normalised, typical_lengths


@pytest.fixture
def states():
    return np.random.default_rng(0).normal(loc=1, size=(3, 5, 8)).astype(np.float32)


def test_the_mix_is_the_weighted_sum_times_gamma(states):
    expected = 2 * (0.2 * states[0] + 0.3 * states[1] + 0.5 * states[2])
    np.testing.assert_allclose(mix_layers(states, (0.2, 0.3, 0.5), gamma=2), expected, rtol=1e-5)


def test_layer_norm_is_per_token_and_layer_without_gain_or_bias(states):
    found = normalised(states)
    np.testing.assert_allclose(found.mean(axis=-1), 0, atol=1e-6)
    np.testing.assert_allclose(found.var(axis=-1), 1, rtol=1e-4)
    alone = mix_layers(states[:, :1], (0.2, 0.3, 0.5), layer_norm=True)
    np.testing.assert_allclose(mix_layers(states, (0.2, 0.3, 0.5), layer_norm=True)[:1], alone, rtol=1e-5)


def test_a_vector_without_spread_is_never_nan():
    assert np.isfinite(normalised(np.ones((2, 3, 4), np.float32))).all()


def test_typical_length_is_the_median(states):
    expected = [np.median(np.linalg.norm(layer, axis=1)) for layer in states]
    np.testing.assert_allclose(typical_lengths(states), expected, rtol=1e-5)
    assert np.isnan(typical_lengths(states[:, :0])).all()


def test_weights_must_be_as_many_as_layers(states):
    with pytest.raises(ValueError, match="3 layers need as many weights, got 2"):
        mix_layers(states, (0.5, 0.5))


def test_no_tokens_mix_to_none(states):
    assert mix_layers(states[:, :0], (0.2, 0.3, 0.5)).shape == (0, 8)
