"""Pictures of a few vectors over the course of a training run."""

import itertools

import numpy as np
import pytest

from elmo_explorer.analysis.probe_pictures import probe_pictures

SENSES = ["animal"] * 4 + ["club"] * 4


@pytest.fixture
def course() -> list[np.ndarray]:
    """Two groups that come apart, in a space that turns from checkpoint to checkpoint; (3, 8, 16) each."""
    rng = np.random.default_rng(0)
    noise = rng.normal(0, 0.05, (8, 16))
    common, apart = rng.normal(0, 1, 16), rng.normal(0, 1, 16)
    side = np.repeat([1.0, -1.0], 4)[:, None]
    checkpoints = []
    for k in range(6):
        turn, _ = np.linalg.qr(rng.normal(0, 1, (16, 16)))
        context = (common + noise + 0.1 * k * side * apart) @ turn
        checkpoints.append(np.stack([np.tile(common, (8, 1)), context, 2 * context]))
    return checkpoints


def test_senses_come_apart_and_the_figures_say_so(course: list[np.ndarray]) -> None:
    found = probe_pictures(course, SENSES)
    assert found.xy.shape == (6, 4, 8, 2)
    assert (np.diff(found.separation[:, 2]) > 0).all()
    assert found.separation[-1, 2] > 0.7
    assert found.right[-1, 3] == 1.0
    spread = np.abs(found.xy[:, 2]).max(axis=(1, 2))
    assert spread[-1] > 2 * spread[0]


def test_points_neither_jump_nor_flip_when_the_space_turns(course: list[np.ndarray]) -> None:
    xy = probe_pictures(course, SENSES).xy[:, 2]
    for before, after in itertools.pairwise(xy[1:]):
        moved = np.linalg.norm(after - before, axis=1)
        assert moved.max() < 0.6 * np.abs(after).max()
        cosines = (
            (before * after).sum(axis=1) / np.linalg.norm(before, axis=1) / np.linalg.norm(after, axis=1)
        )
        assert cosines.min() > 0.8


def test_the_word_vector_alone_is_one_point(course: list[np.ndarray]) -> None:
    found = probe_pictures(course, SENSES)
    assert not found.xy[:, 1].any()


def test_the_length_of_vectors_does_not_matter(course: list[np.ndarray]) -> None:
    xy = probe_pictures(course, SENSES).xy
    np.testing.assert_allclose(xy[:, 2], xy[:, 3], atol=1e-5)


def test_one_sense_has_no_figures(course: list[np.ndarray]) -> None:
    found = probe_pictures(course, ["animal"] * 8)
    assert np.isnan(found.separation).all()
    assert np.isnan(found.right).all()


def test_nothing_is_drawn_of_nothing() -> None:
    assert probe_pictures([], []).xy.shape == (0, 0, 0, 2)
