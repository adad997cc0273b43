from dataclasses import replace

import numpy as np
import pytest

from elmo_explorer.analysis.trust import K, n_measured
from elmo_explorer.controllers.loaded_tokens import LoadedTokens
from elmo_explorer.controllers.projection_controller import ProjectionController
from elmo_explorer.controllers.projection_trust import TrustRequest, measure
from elmo_explorer.session.session import Focus, Mix
from elmo_explorer.workers.task import Cancelled, Task

WAIT_MS = 180_000


@pytest.fixture
def projection(session, runner, loaded, bank_sentences, embedded, qtbot):
    projection = ProjectionController(session, runner)
    session.focus = Focus("bank")
    session.sentences = bank_sentences
    embedded()
    yield projection
    projection.close()


def measured(session, qtbot):
    qtbot.waitUntil(lambda: session.points is not None and session.points.trust is not None, timeout=WAIT_MS)
    return session.points


def by_hand(vectors, xy):
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    cosine = unit @ unit.T
    distance = np.linalg.norm(xy[:, None] - xy[None], axis=2)
    np.fill_diagonal(cosine, -2)
    np.fill_diagonal(distance, np.inf)
    farthest = np.sort(cosine, axis=1)[:, -K]
    near = np.argsort(distance, axis=1)[:, :K]
    return np.mean(np.take_along_axis(cosine, near, axis=1) >= farthest[:, None] - 1e-5, axis=1)


def test_a_picture_at_rest_is_measured_and_its_places_stay(session, projection, qtbot):
    measured(session, qtbot)
    seen = []
    session.events.points.connect(seen.append)
    session.view = replace(session.view, layer=2)
    qtbot.waitUntil(lambda: len(seen) > 1, timeout=WAIT_MS)
    before, points = seen
    assert before.trust is None  # the points come first
    assert points.tokens is before.tokens
    assert points.xy is before.xy
    assert points.settled
    assert not points.trust.flags.writeable
    states = np.concatenate([session.states[s.id] for s in session.sentences], axis=1)
    expected = by_hand(states[2], points.xy)
    np.testing.assert_allclose(points.trust, expected, atol=0.07)  # points in one place have no order
    assert points.trust.mean() == pytest.approx(expected.mean(), abs=0.01)


def test_a_moving_picture_has_no_trust_until_it_rests(session, projection, qtbot):
    measured(session, qtbot)
    session.dragging = True
    seen = []
    session.events.points.connect(seen.append)
    for k in range(20):
        session.mix = Mix((k / 40, 0.5 - k / 80, 0.5 - k / 80))
    assert all(points.trust is None for points in seen)
    session.dragging = False
    assert measured(session, qtbot).settled


@pytest.mark.parametrize("method", ["umap", "tsne"])
def test_a_layout_brings_its_own(session, projection, qtbot, method):
    session.view = replace(session.view, projection=method)
    qtbot.waitUntil(
        lambda: session.points is not None and session.points.method == method and session.points.settled,
        timeout=WAIT_MS,
    )
    assert np.isfinite(session.points.trust).all()
    assert len(session.points.trust) == len(session.points.tokens)


def test_of_many_tokens_the_focus_words_are_measured(session, projection, qtbot, monkeypatch):
    points = measured(session, qtbot)
    monkeypatch.setattr("elmo_explorer.controllers.projection_trust.n_measured", lambda n: 10)
    request = TrustRequest(
        LoadedTokens.of(session), session.occurrences, session.mix.weights, False, points.xy
    )
    found = measure(request, Task())
    rows = [i for i, token in enumerate(points.tokens) if token in set(session.occurrences)]
    assert np.isfinite(found[rows]).all()
    assert len(rows) < np.isfinite(found).sum() < len(found)
    np.testing.assert_allclose(found[rows], points.trust[rows], atol=1e-6)
    assert n_measured(10) == 10


def test_it_can_be_cancelled(session, projection, qtbot):
    points = measured(session, qtbot)
    task = Task()
    task.cancel()
    request = TrustRequest(LoadedTokens.of(session), (), session.mix.weights, False, points.xy)
    with pytest.raises(Cancelled):
        measure(request, task)
