import itertools

import numpy as np
import pytest

from elmo_explorer.analysis.anisotropy import (
    intra_sentence_similarity,
    maximum_explainable_variance,
    mean_pair_cosine,
    random_pairs,
    self_similarity,
)


def cosine(a, b):
    return a @ b / np.linalg.norm(a) / np.linalg.norm(b)


VECTORS = np.random.default_rng(0).normal(1.0, 1.0, size=(6, 4)).astype(np.float16)


def test_self_similarity_is_the_mean_over_all_pairs():
    vectors = VECTORS.astype(np.float64)
    pairs = [cosine(vectors[j], vectors[k]) for j, k in itertools.permutations(range(6), 2)]
    assert self_similarity(VECTORS) == pytest.approx(sum(pairs) / (6 * 6 - 6))
    assert self_similarity(np.ones((3, 2))) == pytest.approx(1)
    assert self_similarity(np.eye(3)) == pytest.approx(0)


def test_intra_sentence_similarity_is_with_the_mean_vector():
    mean = VECTORS.astype(np.float64).mean(axis=0)
    by_hand = sum(cosine(row.astype(np.float64), mean) for row in VECTORS) / 6
    assert intra_sentence_similarity(VECTORS) == pytest.approx(by_hand)


@pytest.mark.parametrize("vectors", [VECTORS, VECTORS[:3]])
def test_explainable_variance_is_the_first_singular_values_share(vectors):
    squares = np.linalg.svd(vectors.astype(np.float64), compute_uv=False) ** 2
    assert maximum_explainable_variance(vectors) == pytest.approx(squares[0] / squares.sum())
    assert maximum_explainable_variance(np.eye(4)) == pytest.approx(1 / 4)
    assert maximum_explainable_variance(np.ones((5, 3))) == pytest.approx(1)
    assert np.isnan(maximum_explainable_variance(np.zeros((2, 3))))


def test_random_pairs_are_of_different_words_in_different_sentences():
    words = ["a", "A", "b", "a", "b", "c"]
    sentence_of = np.array([0, 0, 0, 1, 1, 2])
    left, right = random_pairs(words, sentence_of, 500, seed=4)
    assert len(left) == len(right) == 500
    found = {frozenset(pair) for pair in zip(left.tolist(), right.tolist(), strict=True)}
    assert found == {
        frozenset(pair)
        for pair in itertools.combinations(range(6), 2)
        if words[pair[0]].lower() != words[pair[1]].lower() and sentence_of[pair[0]] != sentence_of[pair[1]]
    }
    assert random_pairs(words, sentence_of, 500, seed=4)[0].tolist() == left.tolist()


def test_no_such_pair_is_said():
    with pytest.raises(ValueError, match="too few different words"):
        random_pairs(["a", "b"], np.array([0, 0]), 5, seed=0)


def test_mean_pair_cosine_by_hand():
    left, right = np.array([[1.0, 0], [0, 2]]), np.array([[3.0, 0], [1, 0]])
    assert mean_pair_cosine(left, right) == 0.5
