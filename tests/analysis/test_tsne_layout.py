import numpy as np
import pytest

from elmo_explorer.analysis.layout import first_layout
from elmo_explorer.analysis.tsne_layout import TsneLayout, perplexity


class StoppedError(Exception):
    pass


def never():
    pass


def stop_after(n):
    left = [n]

    def check():
        left[0] -= 1
        if left[0] < 0:
            raise StoppedError

    return check


@pytest.fixture
def states():
    """Three blobs in layer 1, noise in layer 0."""
    random = np.random.default_rng(0)
    blobs = np.repeat(np.eye(8)[:3] * 8, 20, axis=0) + random.normal(size=(60, 8))
    return np.stack([random.normal(size=(60, 8)), blobs]).astype(np.float32)


def start(states):
    return TsneLayout(states, first_layout(states[0, :, :2]))


def are_apart(xy):
    middles = xy.reshape(3, 20, 2).mean(axis=1)
    spread = np.linalg.norm(xy.reshape(3, 20, 2) - middles[:, None], axis=2).max()
    gaps = [np.linalg.norm(middles[a] - middles[b]) for a, b in ((0, 1), (0, 2), (1, 2))]
    return min(gaps) > 2 * spread


def test_three_blobs_come_apart_step_by_step(states):
    steps = list(start(states).refine((0.0, 1.0), False, "afresh", never))
    assert len(steps) > 5
    assert [step.settled for step in steps] == [False] * (len(steps) - 1) + [True]
    assert all(np.isfinite(step.xy).all() for step in steps)
    assert are_apart(steps[-1].xy)
    assert 0.3 < steps[-1].trust.mean() <= 1


def test_a_stop_takes_effect_at_the_next_iteration_and_it_goes_on_from_there(states):
    layout = start(states)
    seen = []
    with pytest.raises(StoppedError):
        seen.extend(layout.refine((0.0, 1.0), False, "afresh", stop_after(40)))
    rest = list(layout.refine((0.0, 1.0), False, "go on", never))
    size = np.ptp(rest[-1].xy, axis=0).max()
    assert np.abs(rest[0].xy - seen[-1].xy).max() < 0.7 * size
    assert are_apart(rest[-1].xy)
    np.testing.assert_allclose(layout._affinities.sum(), 1)  # not left exaggerated


def test_one_that_was_stopped_before_it_began_still_finds_its_shape(states):
    layout = start(states)
    with pytest.raises(StoppedError):
        list(layout.refine((0.0, 1.0), False, "afresh", stop_after(0)))
    assert are_apart(list(layout.refine((0.0, 1.0), False, "go on", never))[-1].xy)


def test_another_mix_goes_on_from_the_layout_and_does_not_turn(states):
    layout = start(states)
    before = list(layout.refine((0.0, 1.0), False, "afresh", never))[-1].xy
    after = list(layout.refine((0.1, 0.9), False, "go on", never))
    assert np.corrcoef(after[-1].xy.ravel(), before.ravel())[0, 1] > 0.9
    assert are_apart(after[-1].xy)


def test_new_tokens_begin_beside_their_neighbours_and_the_others_stay(states):
    layout = start(states)
    xy = list(layout.refine((0.0, 1.0), False, "afresh", never))[-1].xy.copy()
    xy[5] = np.nan
    (step,) = TsneLayout(states, xy).refine((0.0, 1.0), False, "hold", never)
    np.testing.assert_array_equal(np.delete(step.xy, 5, 0), np.delete(xy, 5, 0))
    assert np.linalg.norm(step.xy[5] - np.delete(xy[:20], 5, 0).mean(0)) < np.ptp(xy[20:], axis=0).max()


@pytest.mark.parametrize("n", [1, 3, 4, 5, 12])
def test_few_tokens_have_finite_places(states, n):
    steps = list(start(states[:, :n]).refine((0.5, 0.5), True, "afresh", never))
    assert steps[-1].settled
    assert np.isfinite(steps[-1].xy).all()


def test_identical_tokens_have_finite_places():
    layout = TsneLayout(np.ones((2, 40, 4), np.float32), first_layout(np.zeros((40, 2), np.float32)))
    assert np.isfinite(list(layout.refine((0.5, 0.5), False, "afresh", never))[-1].xy).all()


def test_a_small_picture_has_a_small_perplexity():
    assert perplexity(4) == 1
    assert perplexity(130) == pytest.approx(np.sqrt(130))
    assert perplexity(5000) == 30
