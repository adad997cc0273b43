import math

import numpy as np
import pytest

from elmo_explorer.analysis.similarity import cosine_matrix, random_pair_baseline, within_between


def test_cosines_by_hand():
    vectors = np.array([[3.0, 4.0], [4.0, 3.0], [-6.0, -8.0], [0.0, 0.0]], dtype=np.float32)
    expected = [[1, 0.96, -1, 0], [0.96, 1, -0.96, 0], [-1, -0.96, 1, 0], [0, 0, 0, 0]]
    assert cosine_matrix(vectors) == pytest.approx(np.array(expected), abs=1e-7)


def test_within_and_between_leave_the_diagonal_out():
    cosine = np.array(
        [[1.0, 0.8, 0.1, 0.2], [0.8, 1.0, 0.3, 0.4], [0.1, 0.3, 1.0, 0.6], [0.2, 0.4, 0.6, 1.0]]
    )
    assert within_between(cosine, [0, 0, 1, 1]) == pytest.approx((0.7, 0.25, 2.4 / 6))


def test_points_without_a_group_count_for_the_overall_mean_alone():
    cosine = np.array([[1.0, 0.8, 0.1], [0.8, 1.0, 0.3], [0.1, 0.3, 1.0]])
    within, between, overall = within_between(cosine, [0, 0, -1])
    assert within == pytest.approx(0.8)
    assert math.isnan(between)
    assert overall == pytest.approx(0.4)


def test_one_occurrence_has_no_pair():
    assert all(math.isnan(value) for value in within_between(np.ones((1, 1)), [0]))


def test_baseline_never_pairs_a_word_with_itself():
    # Each word has its own axis: any pair of one word would have cosine 1.
    words = [f"w{i % 10}" for i in range(40)]
    vectors = np.eye(10)[[i % 10 for i in range(40)]]
    assert random_pair_baseline(vectors, words, seed=3, n_pairs=500) == 0.0


def test_baseline_of_a_narrow_cone_is_its_shared_direction():
    words = [f"w{i}" for i in range(50)]
    own = np.eye(50) * math.sqrt(0.4)
    vectors = np.concatenate([own, np.full((50, 1), math.sqrt(0.6))], axis=1)
    assert random_pair_baseline(vectors, words, seed=0, n_pairs=300) == pytest.approx(0.6)


def test_baseline_draws_the_same_pairs_for_the_same_seed():
    words = [f"w{i}" for i in range(30)]
    vectors = np.random.default_rng(0).normal(size=(30, 8))
    first, again, other = (random_pair_baseline(vectors, words, seed, 50) for seed in (1, 1, 2))
    assert first == again != other


def test_baseline_needs_ten_different_words():
    words = ["Bank", "bank"] + [f"w{i}" for i in range(8)]
    assert math.isnan(random_pair_baseline(np.eye(10), words))
