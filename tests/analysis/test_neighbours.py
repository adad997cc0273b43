import numpy as np
import pytest

from elmo_explorer.analysis.mixing import mix_layers
from elmo_explorer.analysis.neighbours import exact_neighbours, neighbours_among, unit_mix
from elmo_explorer.analysis.similarity import cosine_matrix


class StoppedError(Exception):
    pass


@pytest.fixture
def states():
    return np.random.default_rng(0).normal(size=(3, 90, 16)).astype(np.float32)


@pytest.mark.parametrize("layer_norm", [False, True])
def test_mixed_vectors_have_length_1_and_zeros_stay(states, layer_norm):
    states[:, 7] = 0
    unit = unit_mix(states, (0.2, 0.3, 0.5), layer_norm)
    mixed = mix_layers(states, (0.2, 0.3, 0.5), layer_norm=layer_norm)
    lengths = np.linalg.norm(unit, axis=1)
    assert lengths[7] == 0
    np.testing.assert_allclose(np.delete(lengths, 7), 1, rtol=1e-5)
    np.testing.assert_allclose(cosine_matrix(unit), cosine_matrix(mixed), atol=1e-5)


def test_neighbours_are_exact(states, monkeypatch):
    monkeypatch.setattr("elmo_explorer.analysis.neighbours._MOST_PRODUCTS", 16 * 90 * 16)  # several blocks
    unit = unit_mix(states, (0.2, 0.3, 0.5), False)
    indices, cosines = exact_neighbours(unit, 6, lambda: None)
    cosine = cosine_matrix(unit)
    np.fill_diagonal(cosine, -2)
    np.testing.assert_array_equal(indices, np.argsort(-cosine, axis=1)[:, :6])
    np.testing.assert_allclose(cosines, np.sort(cosine, axis=1)[:, ::-1][:, :6], atol=1e-5)


def test_among_all_others_as_candidates_the_same_neighbours_are_found(states):
    unit = unit_mix(states, (0.2, 0.3, 0.5), False)
    everybody = np.tile(np.arange(90, dtype=np.int32), (90, 1))
    exact, among = exact_neighbours(unit, 6, lambda: None), neighbours_among(unit, [everybody, everybody], 6)
    np.testing.assert_array_equal(exact[0], among[0])
    np.testing.assert_allclose(exact[1], among[1], atol=1e-6)


def test_it_can_be_stopped_between_two_blocks(states):
    def stop():
        raise StoppedError

    with pytest.raises(StoppedError):
        exact_neighbours(unit_mix(states, (1.0, 0.0, 0.0), False), 3, stop)
