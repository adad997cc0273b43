import numpy as np
import pytest

from elmo_explorer.analysis.mixing import mix_layers
from elmo_explorer.analysis.same_sense import best_thresholds, mixed_cosines, pair_products, simplex_grid


def test_mixed_cosines_are_those_of_the_mixed_vectors():
    random = np.random.default_rng(3)
    left, right = random.normal(size=(2, 5, 3, 4)).astype(np.float32)
    grid = simplex_grid(3, 4)
    cosines = mixed_cosines(pair_products(left, right), grid)
    for weights, row in zip(grid, cosines, strict=True):
        for k in range(5):
            a, b = mix_layers(left[k], weights), mix_layers(right[k], weights)
            assert row[k] == pytest.approx(a @ b / np.linalg.norm(a) / np.linalg.norm(b), abs=1e-5)


def test_a_vector_of_length_zero_has_cosine_zero():
    products = pair_products(np.zeros((1, 2, 3)), np.ones((1, 2, 3)))
    assert mixed_cosines(products, [[0.5, 0.5]]).tolist() == [[0.0]]


def test_the_grid_covers_the_simplex():
    grid = simplex_grid(3, 2)
    assert sorted(map(tuple, grid.tolist())) == [
        (0, 0, 1), (0, 0.5, 0.5), (0, 1, 0), (0.5, 0, 0.5), (0.5, 0.5, 0), (1, 0, 0),
    ]  # fmt: skip
    assert len(simplex_grid(3)) == 66


def test_best_threshold_by_hand():
    scores = np.array([[0.9, 0.2, 0.4, 0.6], [0.1, 0.2, 0.3, 0.4]])
    same = np.array([True, False, True, False])
    thresholds, accuracies = best_thresholds(scores, same)
    # First row: above 0.3 two same and one different; second row: 0.1, 0.3 same, 0.2, 0.4 different: best is all same
    # or from 0.25 on, 2 of 4, and the lowest of the equally good is "all".
    assert thresholds[0] == pytest.approx(0.3)
    assert accuracies.tolist() == [0.75, 0.5]
    assert thresholds[1] == -np.inf


def test_equal_scores_are_never_parted():
    thresholds, accuracies = best_thresholds(np.array([[0.5, 0.5, 0.5]]), np.array([False, False, True]))
    assert (thresholds.tolist(), accuracies.tolist()) == ([np.inf], [2 / 3])


@pytest.mark.parametrize("seed", range(5))
def test_thresholds_are_as_good_as_the_best_of_all(seed):
    random = np.random.default_rng(seed)
    scores, same = random.integers(0, 6, size=(3, 30)) / 5, random.random(30) < 0.5
    thresholds, accuracies = best_thresholds(scores, same)
    for row, threshold, accuracy in zip(scores, thresholds, accuracies, strict=True):
        every = [np.mean((row >= cut) == same) for cut in (-1, 0.1, 0.3, 0.5, 0.7, 0.9, 2)]
        assert accuracy == pytest.approx(max(every))
        assert np.mean((row >= threshold) == same) == pytest.approx(accuracy)
