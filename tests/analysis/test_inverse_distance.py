import numpy as np

from elmo_explorer.analysis.inverse_distance import nearest_with_weights
from elmo_explorer.analysis.moved_distances import moves_in_plane
from elmo_explorer.analysis.similarity import unit_rows


def test_a_vector_that_has_not_moved_lies_where_its_token_lies():
    random = np.random.default_rng(0)
    tokens = unit_rows(random.normal(size=(50, 8))).astype(np.float32)
    rows, weights = nearest_with_weights(3 * tokens[[4]], tokens)
    places = random.normal(size=(50, 2))
    np.testing.assert_allclose((weights[0, :, None] * places[rows[0]]).sum(axis=0), places[4], atol=1e-3)


def test_neighbours_are_the_nearest_by_cosine_and_count_by_inverse_square():
    random = np.random.default_rng(1)
    tokens = unit_rows(random.normal(size=(40, 6))).astype(np.float32)
    vector = random.normal(size=6).astype(np.float32)
    rows, weights = nearest_with_weights(vector[None], tokens, n_nearest=5)
    distances = 1 - tokens.astype(float) @ (vector / np.linalg.norm(vector))
    nearest = np.argsort(distances)[:5]
    assert set(rows[0].tolist()) == set(nearest.tolist())
    expected = 1 / distances[rows[0]] ** 2
    np.testing.assert_allclose(weights[0], expected / expected.sum(), rtol=1e-4)


def test_few_tokens_all_count():
    tokens = np.eye(3, dtype=np.float32)
    rows, weights = nearest_with_weights(np.ones((2, 3), np.float32), tokens)
    assert rows.shape == weights.shape == (2, 3)


def test_a_linear_picture_moves_as_its_basis_says():
    random = np.random.default_rng(2)
    before, after = random.normal(size=(3, 8)), random.normal(size=(3, 4, 8))
    basis = random.normal(size=(8, 2))
    ways = moves_in_plane(*(x.astype(np.float32) for x in (before, after, basis)))
    for layer in range(3):
        for k in range(4):
            expected = after[layer, k] @ basis - before[layer] @ basis
            np.testing.assert_allclose(ways[layer, k], expected, atol=1e-5)
