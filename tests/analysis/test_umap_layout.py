import itertools

import numpy as np
import pytest

from elmo_explorer.analysis.layout import FEWEST, SIZE, first_layout
from elmo_explorer.analysis.neighbours import exact_neighbours, unit_mix
from elmo_explorer.analysis.trust import trust
from elmo_explorer.analysis.umap_layout import UmapLayout, n_neighbours, warm_up
from elmo_explorer.paths import cache_dir

# umap tells of a part that it does not find, and that nobody wants
pytestmark = pytest.mark.filterwarnings("ignore:Tensorflow not installed:ImportWarning")


class StoppedError(Exception):
    pass


def never():
    pass


@pytest.fixture(scope="module", autouse=True)
def _compiled():
    warm_up(str(cache_dir() / "numba"))


@pytest.fixture
def states():
    random = np.random.default_rng(0)
    centres = np.repeat(np.eye(8)[:2] * 6, 20, axis=0)
    return (centres + random.normal(size=(2, 40, 8))).astype(np.float32)


def test_the_first_layout_has_umaps_scale_and_keeps_the_picture():
    xy = np.random.default_rng(0).normal(size=(30, 2)).astype(np.float32)
    found = first_layout(xy)
    assert np.ptp(found, axis=0).max() == pytest.approx(SIZE, rel=0.02)
    np.testing.assert_allclose(
        np.diff(found, axis=0), np.diff(xy, axis=0) * SIZE / np.ptp(xy, axis=0).max(), atol=0.1
    )
    assert np.isfinite(first_layout(np.zeros((5, 2), np.float32))).all()


def test_clouds_part_and_every_step_is_finite(states):
    layout = UmapLayout(states, first_layout(states[0, :, :2]))
    steps = list(layout.refine((0.0, 1.0), False, "afresh", never))
    assert [step.settled for step in steps] == [False] * (len(steps) - 1) + [True]
    assert all(np.isfinite(step.xy).all() for step in steps)
    last = steps[-1].xy
    apart = np.linalg.norm(last[:20].mean(axis=0) - last[20:].mean(axis=0))
    assert apart > 2 * last[:20].std()


def test_the_layout_is_as_good_as_umaps_own():
    from umap.layouts import optimize_layout_euclidean
    from umap.umap_ import fuzzy_simplicial_set, make_epochs_per_sample

    random = np.random.default_rng(0)
    states = (np.repeat(random.normal(size=(10, 12)) * 2, 30, axis=0) + random.normal(size=(300, 12)))[None]
    states = states.astype(np.float32)
    layout = UmapLayout(states, first_layout(states[0, :, :2]))
    ours = list(layout.refine((1.0,), False, "afresh", never))[-1].trust
    unit = unit_mix(states, (1.0,), False)
    indices, cosines = exact_neighbours(unit, n_neighbours(300) - 1, never)
    itself = np.arange(300, dtype=np.int32)[:, None]
    graph = fuzzy_simplicial_set(
        unit,
        n_neighbours(300),
        None,
        "cosine",
        knn_indices=np.hstack([itself, indices]),
        knn_dists=np.hstack([np.zeros((300, 1), np.float32), 1 - cosines]),
    )[0].tocoo()
    theirs = first_layout(states[0, :, :2])
    optimize_layout_euclidean(
        theirs,
        theirs,
        graph.row,
        graph.col,
        240,
        300,
        make_epochs_per_sample(graph.data, 240),
        1.577,
        0.895,
        np.array([1, 2, 3], np.int64),
        move_other=True,
    )
    assert ours.mean() > trust((unit,), unit, theirs, np.arange(300), never).mean() - 0.03


def test_another_mix_goes_on_from_the_layout_without_turning(states):
    layout = UmapLayout(states, first_layout(states[0, :, :2]))
    before = list(layout.refine((0.0, 1.0), False, "afresh", never))[-1].xy
    frames = [before, *(step.xy for step in layout.refine((0.3, 0.7), False, "go on", never))]
    size = np.ptp(before, axis=0).max()
    assert all(np.isfinite(xy).all() for xy in frames)
    assert max(np.abs(new - old).max() for old, new in itertools.pairwise(frames)) < 0.6 * size
    assert np.corrcoef(frames[-1].ravel(), before.ravel())[0, 1] > 0.8


def test_the_same_seed_gives_the_same_places_for_the_same_epochs(states):
    def first_step():
        layout = UmapLayout(states, first_layout(states[0, :, :2]), seed=3)
        return next(layout.refine((0.0, 1.0), False, "afresh", never)).xy

    np.testing.assert_array_equal(first_step(), first_step())


def test_a_stop_takes_effect_at_the_next_check_and_the_shape_is_found_later(states):
    layout = UmapLayout(states, first_layout(states[0, :, :2]))
    left = [3]

    def check():
        left[0] -= 1
        if left[0] < 0:
            raise StoppedError

    seen = []
    with pytest.raises(StoppedError):
        seen.extend(layout.refine((0.0, 1.0), False, "afresh", check))
    assert not seen or not seen[-1].settled
    last = list(layout.refine((0.0, 1.0), False, "follow", never))[-1]
    assert last.settled
    assert np.linalg.norm(last.xy[:20].mean(0) - last.xy[20:].mean(0)) > 2 * last.xy[:20].std()


def test_the_graph_is_umaps_own():
    from umap.umap_ import fuzzy_simplicial_set

    from elmo_explorer.analysis.layout_kernels import fuzzy_union, memberships

    vectors = np.random.default_rng(0).normal(size=(200, 6)).astype(np.float32)
    vectors[50:60] = vectors[50]  # twins
    indices, cosines = exact_neighbours(unit_mix(vectors[None], (1.0,), False), 14, never)
    distances = np.maximum(1 - cosines, 0).astype(np.float32)
    itself = np.arange(200, dtype=np.int32)[:, None]
    theirs = fuzzy_simplicial_set(
        vectors,
        15,
        None,
        "cosine",
        knn_indices=np.hstack([itself, indices]),
        knn_dists=np.hstack([np.zeros((200, 1), np.float32), distances]),
    )[0].toarray()
    ours = np.zeros((200, 200), np.float32)
    heads, tails, weights = fuzzy_union(indices, memberships(distances))
    ours[heads, tails] = weights
    np.testing.assert_allclose(ours, theirs, atol=1e-4)
    assert len(weights) == len(set(zip(heads.tolist(), tails.tolist(), strict=True)))


def test_a_moving_mix_is_shown_before_all_pairs_are_compared():
    random = np.random.default_rng(0)
    states = random.normal(size=(2, 120, 6)).astype(np.float32)
    layout = UmapLayout(states, first_layout(states[0, :, :2]))
    for _ in layout.refine((0.5, 0.5), False, "go on", never):
        pass

    def compared_all_pairs():
        raise AssertionError

    assert not next(
        layout.refine((0.4, 0.6), False, "follow", compared_all_pairs_after_one(compared_all_pairs))
    ).settled
    assert list(layout.refine((0.4, 0.6), False, "follow", never))[-1].settled


def compared_all_pairs_after_one(fail):
    """One look is allowed: the one before the first epochs."""
    seen = []

    def check():
        seen.append(1)
        if len(seen) > 1:
            fail()

    return check


def test_new_tokens_begin_beside_their_neighbours(states):
    xy = first_layout(states[1, :, :2])
    xy[5] = np.nan
    layout = UmapLayout(states, xy)
    (step,) = layout.refine((0.0, 1.0), False, "hold", never)
    near = exact_neighbours(unit_mix(states, (0.0, 1.0), False), 3, never)[0][5]
    assert np.linalg.norm(step.xy[5] - step.xy[near].mean(axis=0)) < 0.1 * SIZE
    np.testing.assert_array_equal(np.delete(step.xy, 5, 0), np.delete(xy, 5, 0))


def test_identical_tokens_have_finite_places():
    layout = UmapLayout(np.ones((2, 30, 4), np.float32), first_layout(np.zeros((30, 2), np.float32)))
    assert np.isfinite(list(layout.refine((0.5, 0.5), True, "afresh", never))[-1].xy).all()


@pytest.mark.parametrize(("n_tokens", "expected"), [(4, 4), (20, 5), (130, 6), (900, 15), (5000, 15)])
def test_few_tokens_have_few_neighbours(n_tokens, expected):
    assert n_neighbours(n_tokens) == expected


def test_too_few_tokens_stay_where_they_are(states):
    xy = np.ones((FEWEST - 1, 2), np.float32)
    layout = UmapLayout(states[:, : FEWEST - 1], xy)
    (step,) = layout.refine((0.5, 0.5), True, "afresh", never)
    assert step.settled
    np.testing.assert_array_equal(step.xy, xy)
