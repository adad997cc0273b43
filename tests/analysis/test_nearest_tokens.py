import numpy as np
import pytest

from elmo_explorer.analysis.mixing import mix_layers
from elmo_explorer.analysis.nearest_tokens import TokenMoments, TokenProducts, highest, products_with
from elmo_explorer.analysis.similarity import cosine_matrix

RANDOM = np.random.default_rng(3)


def never() -> None:
    """Nobody stops it."""


def sentences(n_sentences: int, n_layers: int, dim: int, longest: int = 30) -> list[np.ndarray]:
    """Vectors far from the origin, whose layers differ in length, as a biLM's do."""
    scale = np.arange(1, n_layers + 1, dtype=np.float32)[:, None, None]
    return [
        scale * RANDOM.normal(0.4, 1.0, (n_layers, int(RANDOM.integers(1, longest)), dim)).astype(np.float32)
        for _ in range(n_sentences)
    ]


def products_of(arrays: list[np.ndarray], row: int) -> TokenProducts:
    query = np.concatenate(arrays, axis=1)[:, row]
    return TokenProducts(TokenMoments.of(arrays, never), row, products_with(arrays, query, never))


@pytest.mark.parametrize("layer_norm", [False, True])
@pytest.mark.parametrize(
    ("n_sentences", "n_layers", "dim"), [(1, 1, 4), (3, 2, 7), (40, 3, 32), (150, 3, 16), (30, 5, 64)]
)
def test_cosines_are_those_of_the_mixed_vectors(
    n_sentences: int, n_layers: int, dim: int, layer_norm: bool
) -> None:
    arrays = sentences(n_sentences, n_layers, dim)
    states = np.concatenate(arrays, axis=1)
    row = int(RANDOM.integers(states.shape[1]))
    products = products_of(arrays, row)
    mixes = [RANDOM.dirichlet(np.ones(n_layers)) for _ in range(3)] + list(np.eye(n_layers))
    for weights in mixes:
        mixed = mix_layers(states.astype(np.float64), weights, gamma=2.5, layer_norm=layer_norm)
        wanted = cosine_matrix(mixed)[row]
        np.testing.assert_allclose(products.cosines(weights, layer_norm), wanted, atol=2e-5)


@pytest.mark.parametrize("most", [1, 10, 300, 10_000])
def test_the_nearest_are_those_of_a_full_sort(most: int) -> None:
    arrays = sentences(60, 3, 32)
    products = products_of(arrays, 5)
    cosines = products.cosines((0.2, 0.3, 0.5))
    allowed = RANDOM.random(len(cosines)) < 0.7
    wanted = [row for row in np.argsort(-np.round(cosines, 6), kind="stable") if allowed[row]][:most]
    assert highest(cosines, most, allowed).tolist() == wanted


def test_equal_tokens_stand_in_the_order_of_the_list() -> None:
    values = np.array([0.5, 1.0, 0.2, 1.0, 1.0], np.float32)
    assert highest(values, 2, np.ones(5, bool)).tolist() == [1, 3]
    assert highest(values, 2, np.array([True, False, True, True, True])).tolist() == [3, 4]


def test_a_vector_of_zeros_is_near_to_nothing() -> None:
    arrays = [np.zeros((2, 3, 4), np.float32)]
    arrays[0][:, 1] = 1.0
    assert products_of(arrays, 0).cosines((0.5, 0.5)).tolist() == [0, 0, 0]
    assert products_of(arrays, 1).cosines((0.5, 0.5)).tolist() == [0, 1, 0]


def test_tokens_that_come_later_are_counted_alone() -> None:
    arrays = sentences(30, 3, 16)
    whole = TokenMoments.of(arrays, never)
    joined = TokenMoments.of(arrays[:10], never).followed_by(TokenMoments.of(arrays[10:], never))
    np.testing.assert_allclose(joined.grams, whole.grams, rtol=1e-5, atol=1e-5)
    np.testing.assert_allclose(joined.sums, whole.sums, rtol=1e-5, atol=1e-4)


def test_a_mix_of_another_number_of_layers_is_refused() -> None:
    with pytest.raises(ValueError, match="3 layers need as many weights, got 2"):
        products_of(sentences(2, 3, 4), 0).cosines((0.5, 0.5))


def test_a_stop_takes_effect_between_the_pieces() -> None:
    checked = []

    def stop() -> None:
        checked.append(1)
        if len(checked) == 2:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        TokenMoments.of(sentences(200, 2, 4), stop)
    assert len(checked) == 2
