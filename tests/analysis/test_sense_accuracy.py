import math

import numpy as np
import pytest

from elmo_explorer.analysis.sense_accuracy import (
    inverse_document_frequencies,
    nearest,
    other_words,
    sense_centroids,
    share_of_commonest,
    share_right,
    tfidf_cosines,
)


def test_nearest_neighbour_is_another_point():
    cosine = np.array([[1.0, 0.5, 0.2], [0.5, 1.0, 0.7], [0.2, 0.7, 1.0]])
    marked = nearest(cosine, leave_one_out=True)
    assert marked.tolist() == [[False, True, False], [False, False, True], [False, True, False]]
    assert share_right(marked, ["a", "b", "b"], ["a", "b", "b"]).tolist() == [0.0, 1.0, 1.0]


def test_ties_count_as_their_share():
    marked = nearest(np.ones((4, 4)) - 1e-9 * np.eye(4)[::-1], leave_one_out=True)
    assert marked.sum(axis=1).tolist() == [3, 3, 3, 3]
    assert share_right(marked, list("aaab"), list("aaab")) == pytest.approx([2 / 3, 2 / 3, 2 / 3, 0.0])


def test_queries_may_stand_apart_from_the_labelled():
    marked = nearest(np.array([[0.1, 0.9, 0.9]]))
    assert share_right(marked, ["a"], ["a", "a", "b"]).tolist() == [0.5]


def test_a_point_alone_has_no_neighbour():
    assert not nearest(np.ones((1, 1)), leave_one_out=True).any()


def test_other_words_are_lower_case_without_the_target_and_marks():
    assert other_words(["The", "bank", "of", "the", "river", ",", "3"], 1) == [
        "the",
        "of",
        "the",
        "river",
        "3",
    ]


def test_tfidf_by_hand():
    bags = [["a", "b", "a"], ["b"], ["c", "unknown"]]
    frequencies = inverse_document_frequencies(bags)
    assert frequencies["b"] == pytest.approx(math.log(4 / 3) + 1)
    cosines = tfidf_cosines([["a", "b"], ["unseen"], ["b", "b"]], bags[:2], frequencies)
    rare, common = math.log(2) + 1, math.log(4 / 3) + 1
    one, other = np.array([rare, common]), np.array([2 * rare, common])
    expected = one @ other / math.sqrt(one @ one) / math.sqrt(other @ other)
    alone = common / math.sqrt(one @ one), common / math.sqrt(other @ other)
    assert cosines == pytest.approx(np.array([[expected, alone[0]], [0, 0], [alone[1], 1]]))


def test_a_sense_is_the_mean_of_its_uses():
    centroids, senses = sense_centroids(
        np.array([[1.0, 0], [0, 2], [3, 4]], dtype=np.float16), ["b", "a", "b"]
    )
    assert senses == ["b", "a"]
    assert centroids.tolist() == [[2, 2], [0, 2]]


def test_the_commonest_sense_is_shared_at_a_tie():
    assert share_of_commonest(["a", "b"], ["a", "b", "a"]).tolist() == [1, 0]
    assert share_of_commonest(["a", "b", "c"], ["a", "b"]).tolist() == [0.5, 0.5, 0]
