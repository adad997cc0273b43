import numpy as np

from elmo_explorer.analysis.state_distance import cosine_distances, half_distances, words_until_half


def test_a_distance_is_one_minus_the_cosine() -> None:
    random = np.random.default_rng(0)
    a, b = random.normal(size=(2, 5, 8))
    expected = [1 - x @ y / np.sqrt((x @ x) * (y @ y)) for x, y in zip(a, b, strict=True)]
    np.testing.assert_allclose(cosine_distances(a, b), expected, atol=1e-12)


def test_it_is_zero_only_where_nothing_differs() -> None:
    a = np.array([[1.0, 2.0, 3.0], [1.0, 2.0, 3.0], [1.0, 2.0, 3.0]], np.float32)
    b = a.copy()
    b[1] *= 2  # as good as no angle
    b[2, 0] = np.nextafter(b[2, 0], np.float32(2))
    found = cosine_distances(a, b)
    assert found[0] == 0
    assert (found[1:] > 0).all()


def test_a_vector_of_zeros_has_no_angle() -> None:
    assert cosine_distances(np.zeros(3), np.ones(3)) == 1
    assert cosine_distances(np.zeros(3), np.zeros(3)) == 0


def test_the_halves_are_compared_apart() -> None:
    random = np.random.default_rng(1)
    a, b = random.normal(size=(2, 3, 6)), random.normal(size=(2, 4, 6))
    b[:, 3, :3] = a[:, 0, :3]
    found = half_distances(a, b, (0, 2), (3, 1))
    assert found.shape == (2, 2, 2)
    assert (found[0, :, 0] == 0).all()
    np.testing.assert_allclose(found[1, :, 0], cosine_distances(a[:, 0, 3:], b[:, 3, 3:]))
    np.testing.assert_allclose(found[0, 1, 1], cosine_distances(a[1, 2, :3], b[1, 1, :3]))


def test_how_soon_two_sentences_meet() -> None:
    assert words_until_half(np.array([0.4, 0.3, 0.2, 0.1])) == 2
    assert words_until_half(np.array([0.4, 0.3])) is None
    assert words_until_half(np.array([])) is None
    assert words_until_half(np.array([0.0, 0.0])) is None
