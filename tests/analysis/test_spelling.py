"""Exact cosines, compared with plain NumPy in float64."""

import numpy as np
import pytest

from elmo_explorer.analysis.spelling import WordTypes, layer_cosines, letter_shifts, unit

RANDOM = np.random.default_rng(0)


def plain_cosines(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    a, b = a.astype(np.float64), b.astype(np.float64)
    return a @ b.T / np.linalg.norm(a, axis=1)[:, None] / np.linalg.norm(b, axis=1)


def test_nearest_types_are_those_of_all_cosines() -> None:
    vectors = RANDOM.normal(size=(20_000, 16)).astype(np.float32)  # more than one block
    words = tuple(f"w{k}" for k in range(len(vectors)))
    queries = RANDOM.normal(size=(3, 16)).astype(np.float32)
    queries[1] = vectors[7] * 2  # a word of the table itself
    calls = []
    found = WordTypes.of(words, unit(vectors), True).nearest(
        ["new", "w7", "new2"], queries, 10, lambda: calls.append(1)
    )
    assert len(calls) > 1
    for number, (rows, cosines) in enumerate(found):
        plain = plain_cosines(queries[number : number + 1], vectors)[0]
        if number == 1:
            assert plain[7] == pytest.approx(1)
            plain[7] = -2
        order = np.argsort(-plain)[:10]
        np.testing.assert_array_equal(rows, order)
        np.testing.assert_allclose(cosines, plain[order], atol=1e-6)


def test_fewer_types_than_wanted_are_all_told() -> None:
    types = WordTypes.of(("a", "b"), unit(RANDOM.normal(size=(2, 4)).astype(np.float32)), False)
    ((rows, _),) = types.nearest(["a"], types.directions[:1], 10, lambda: None)
    assert rows.tolist() == [1]
    assert np.isnan(types.baseline)


def test_layer_cosines_are_the_same_in_pieces() -> None:
    states = RANDOM.normal(size=(3, 50, 8)).astype(np.float32)
    queries = RANDOM.normal(size=(2, 3, 8)).astype(np.float32)
    found = layer_cosines([states[:, :20], states[:, 20:]], queries, [1, 2], lambda: None)
    assert found.shape == (2, 2, 50)
    for q in range(2):
        for place, layer in enumerate((1, 2)):
            plain = plain_cosines(queries[q, layer][None], states[layer])[0]
            np.testing.assert_allclose(found[q, place], plain, atol=1e-6)


def test_a_vector_of_zeros_is_near_to_nothing() -> None:
    zeros = np.zeros((2, 1, 4), np.float32)
    assert layer_cosines([zeros], np.ones((1, 2, 4), np.float32), [0, 1], lambda: None).tolist() == [
        [[0.0], [0.0]]
    ]


def test_letter_shifts_are_cosine_distances() -> None:
    vectors = RANDOM.normal(size=(4, 8)).astype(np.float32)
    plain = 1 - plain_cosines(vectors[:1], vectors[1:])[0]
    np.testing.assert_allclose(letter_shifts(vectors), plain, atol=1e-6)
