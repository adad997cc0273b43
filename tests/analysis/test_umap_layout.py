import numpy as np
import pytest

from elmo_explorer.analysis.similarity import cosine_matrix
from elmo_explorer.analysis.umap_layout import (
    FEWEST,
    SIZE,
    UmapLayout,
    first_layout,
    n_neighbours,
    nearest_by_cosine,
    warm_up,
)
from elmo_explorer.paths import cache_dir

# umap tells of a part that it does not find, and that nobody wants
pytestmark = pytest.mark.filterwarnings("ignore:Tensorflow not installed:ImportWarning")


@pytest.fixture(scope="module")
def compiled():
    warm_up(str(cache_dir() / "numba"))


@pytest.fixture
def states():
    random = np.random.default_rng(0)
    centres = np.repeat(np.eye(8)[:2] * 6, 20, axis=0)
    return (centres + random.normal(size=(2, 40, 8))).astype(np.float32)


def test_neighbours_are_exact_and_begin_with_the_token_itself(states):
    indices, distances = nearest_by_cosine(states[1], 6)
    cosine = cosine_matrix(states[1])
    np.fill_diagonal(cosine, 2)
    expected = np.sort(cosine, axis=1)[:, ::-1][:, :6]
    np.testing.assert_array_equal(indices[:, 0], np.arange(40))
    np.testing.assert_allclose(distances[:, 1:], 1 - expected[:, 1:], atol=1e-5)


def test_the_first_layout_has_umaps_scale_and_keeps_the_picture():
    xy = np.random.default_rng(0).normal(size=(30, 2)).astype(np.float32)
    found = first_layout(xy)
    assert np.ptp(found, axis=0).max() == pytest.approx(SIZE, rel=0.02)
    np.testing.assert_allclose(
        np.diff(found, axis=0), np.diff(xy, axis=0) * SIZE / np.ptp(xy, axis=0).max(), atol=0.1
    )
    assert np.isfinite(first_layout(np.zeros((5, 2), np.float32))).all()


def test_the_same_seed_gives_the_same_layout_and_clouds_part(compiled, states):
    def run():
        layout = UmapLayout(states, first_layout(states[0, :, :2]), seed=3)
        layout.set_mix((0.0, 1.0), False)
        for alpha in (1.0, 0.8, 0.6, 0.4, 0.2):
            xy = layout.step(alpha)
        return xy

    first = run()
    np.testing.assert_array_equal(first, run())
    apart = np.linalg.norm(first[:20].mean(axis=0) - first[20:].mean(axis=0))
    assert apart > 2 * first[:20].std()


def test_new_tokens_begin_beside_their_neighbours(compiled, states):
    xy = first_layout(states[1, :, :2])
    xy[5] = np.nan
    layout = UmapLayout(states, xy)
    layout.set_mix((0.0, 1.0), False)
    assert np.isfinite(layout.xy).all()
    near = nearest_by_cosine(states[1], 4)[0][5, 1:]
    assert np.linalg.norm(layout.xy[5] - layout.xy[near].mean(axis=0)) < 0.1 * SIZE


@pytest.mark.parametrize(("n_tokens", "expected"), [(4, 4), (20, 5), (130, 6), (900, 15), (5000, 15)])
def test_few_tokens_have_few_neighbours(n_tokens, expected):
    assert n_neighbours(n_tokens) == expected


def test_too_few_tokens_stay_where_they_are(states):
    xy = np.ones((FEWEST - 1, 2), np.float32)
    layout = UmapLayout(states[:, : FEWEST - 1], xy)
    layout.set_mix((0.5, 0.5), True)
    np.testing.assert_array_equal(layout.step(1.0), xy)
