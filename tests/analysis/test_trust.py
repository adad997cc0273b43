import numpy as np
import pytest

from elmo_explorer.analysis.trust import MOST_PAIRS, K, n_measured, trust, trust_of_all


class StoppedError(Exception):
    pass


def never():
    pass


def unit_vectors(n, dim, seed=0):
    vectors = np.random.default_rng(seed).normal(size=(n, dim)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def brute_force(unit, xy, k=K):
    cosine = unit @ unit.T
    np.fill_diagonal(cosine, -2)
    distance = np.linalg.norm(xy[:, None] - xy[None], axis=2)
    np.fill_diagonal(distance, np.inf)
    high, low = np.argsort(-cosine, axis=1)[:, :k], np.argsort(distance, axis=1)[:, :k]
    return np.array([len(set(a) & set(b)) / k for a, b in zip(high, low, strict=True)])


def pieces(unit, size):
    return (unit[k : k + size] for k in range(0, len(unit), size))


@pytest.mark.parametrize("size", [7, 50, 1000])
def test_it_is_the_share_of_kept_neighbours_in_whatever_pieces_the_vectors_come(size):
    unit = unit_vectors(120, 5)
    xy = unit[:, :2] + 0.1
    found = trust(pieces(unit, size), unit, xy, np.arange(120), never)
    np.testing.assert_allclose(found, brute_force(unit, xy), atol=1e-6)


def test_blocks_change_nothing(monkeypatch):
    monkeypatch.setattr("elmo_explorer.analysis.trust._AT_ONCE", 1)
    unit = unit_vectors(150, 5)
    xy = unit[:, :2]
    found = trust(pieces(unit, 130), unit, xy, np.arange(150), never)
    np.testing.assert_allclose(found, brute_force(unit, xy), atol=1e-6)


def test_a_picture_that_keeps_all_distances_is_trusted_wholly():
    angle = np.random.default_rng(0).uniform(0, 0.5, 200)
    circle = np.stack([np.cos(angle), np.sin(angle)], axis=1).astype(np.float32)
    np.testing.assert_array_equal(trust((circle,), circle, circle, np.arange(200), never), 1.0)


def test_a_random_picture_keeps_as_many_as_chance():
    n = 600
    unit = unit_vectors(n, 8)
    found = trust((unit,), unit, np.random.default_rng(1).normal(size=(n, 2)), np.arange(n), never)
    assert found.mean() == pytest.approx(K / (n - 1), abs=0.01)


def test_some_are_measured_against_all():
    unit = unit_vectors(120, 5)
    xy = unit[:, :2]
    rows = np.array([3, 40, 119])
    found = trust(pieces(unit, 50), unit[rows], xy, rows, never)
    np.testing.assert_allclose(found[rows], brute_force(unit, xy)[rows], atol=1e-6)
    assert np.isnan(np.delete(found, rows)).all()


def test_twins_stand_for_one_another():
    unit = np.repeat(unit_vectors(4, 5), 30, axis=0)  # a word's uses are one vector in layer 0
    xy = np.repeat(np.array([[0, 0], [0, 9], [9, 0], [9, 9]], np.float32), 30, axis=0)
    np.testing.assert_array_equal(trust((unit,), unit, xy, np.arange(120), never), 1.0)


def test_few_tokens_are_measured_with_fewer_neighbours_and_two_not_at_all():
    unit = unit_vectors(9, 2)
    np.testing.assert_allclose(
        trust((unit,), unit, unit, np.arange(9), never), brute_force(unit, unit, k=4), atol=1e-6
    )
    assert np.isnan(trust((unit[:2],), unit[:2], unit[:2], np.arange(2), never)).all()


def test_it_can_be_stopped():
    def stop():
        raise StoppedError

    unit = unit_vectors(50, 3)
    with pytest.raises(StoppedError):
        trust((unit,), unit, np.zeros((50, 2)), np.arange(50), stop)


@pytest.mark.parametrize(("n_tokens", "expected"), [(10, 10), (5000, 5000), (100_000, 500), (1_000_000, 200)])
def test_of_many_tokens_a_part_is_measured(n_tokens, expected):
    assert n_measured(n_tokens) == expected
    assert MOST_PAIRS >= 5000**2


def test_where_the_nearest_are_known_it_is_the_same():
    unit = unit_vectors(1100, 5)
    cosine = unit @ unit.T
    np.fill_diagonal(cosine, -2)
    known = np.sort(cosine, axis=1)[:, ::-1][:, :20]
    xy = unit[:, :2]
    expected = trust((unit,), unit, xy, np.arange(1100), never)
    np.testing.assert_allclose(trust_of_all(unit, known, xy), expected, atol=1e-6)
