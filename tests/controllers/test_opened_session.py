"""A session from a file among the controllers: its picture stays as it was to the last digit."""

from dataclasses import replace

import numpy as np
import pytest

from elmo_explorer.controllers.learned_controller import LearnedController
from elmo_explorer.controllers.projection_controller import ProjectionController
from elmo_explorer.session.history import History
from elmo_explorer.session.session import Focus, Mix, Sentence
from elmo_explorer.session.session_file import from_bytes, saved_session, to_bytes
from elmo_explorer.session.session_restore import missing_models, restore

WAIT_MS = 180_000


@pytest.fixture
def projection(session, runner, loaded, bank_sentences, embedded, qtbot):
    projection = ProjectionController(session, runner)
    session.focus = Focus("bank")
    session.sentences = bank_sentences
    session.mix = Mix((0.2, 0.3, 0.5), locked=frozenset({0}))
    embedded()
    rest(session, qtbot)
    yield projection
    projection.close()


def rest(session, qtbot, method="pca"):
    """Until the picture is finished, and its trust is known."""
    qtbot.waitUntil(
        lambda: (
            session.points is not None
            and session.points.settled
            and session.points.method == method
            and session.points.trust is not None
            and (session.brought is None or session.brought.points is None)
        ),
        timeout=WAIT_MS,
    )


def reopened(session, with_vectors=False):
    """Close it and open it again from its bytes; what was saved, and the places that were drawn since."""
    data = to_bytes(saved_session(session, with_vectors=with_vectors))
    session.sentences, session.focus, session.points = (), None, None
    session.mix = Mix.average(3)
    drawn = []
    session.events.points.connect(lambda points: drawn.append(points), unique=False)
    restore(session, from_bytes(data))
    return data, drawn


def is_the_saved_one(points, saved):
    return (
        points is not None
        and np.array_equal(points.xy, saved.xy)
        and np.array_equal(points.trust, saved.trust, equal_nan=True)
        and points.explained == saved.explained
    )


@pytest.mark.parametrize("with_vectors", [False, True])
def test_the_picture_is_the_saved_one_before_there_are_vectors_and_afterwards(
    session, projection, runner, qtbot, with_vectors
):
    saved, groups = session.points, session.groups
    data, drawn = reopened(session, with_vectors)
    assert is_the_saved_one(session.points, saved)
    rest(session, qtbot)
    qtbot.waitUntil(lambda: not runner.busy, timeout=WAIT_MS)
    assert drawn
    assert all(is_the_saved_one(points, saved) for points in drawn)
    assert session.groups.names == groups.names
    assert len(session.groups.of) == 8
    assert to_bytes(saved_session(session, with_vectors=with_vectors)) == data
    assert session.notice is None
    # It goes on from there as if it had never been closed.
    session.dragging = True
    session.mix = Mix((0.2, 0.29, 0.51))
    assert 0 < np.abs(session.points.xy - saved.xy).max() < 0.05 * np.abs(saved.xy).max()
    session.dragging = False


def test_a_new_sentence_finds_its_place_in_an_opened_picture(session, projection, qtbot, embedded):
    saved = session.points
    reopened(session)
    rest(session, qtbot)
    session.sentences = (*session.sentences, Sentence("Cats sleep all day", ("Cats", "sleep", "all", "day")))
    embedded()
    qtbot.waitUntil(lambda: len(session.points.tokens) == len(saved.tokens) + 4, timeout=WAIT_MS)
    moved = np.abs(session.points.xy[: len(saved.xy)] - saved.xy).max()
    assert moved < 1e-3 * np.abs(saved.xy).max()


@pytest.mark.parametrize("method", ["umap", "tsne"])
def test_a_layout_is_kept_and_not_started_anew(session, projection, runner, qtbot, method):
    session.view = replace(session.view, projection=method)
    rest(session, qtbot, method)
    saved = session.points
    data, drawn = reopened(session)
    rest(session, qtbot, method)
    qtbot.waitUntil(lambda: not runner.busy, timeout=WAIT_MS)
    assert all(is_the_saved_one(points, saved) for points in drawn)
    assert to_bytes(saved_session(session, with_vectors=False)) == data
    # The mix moves: it goes on from there.
    session.mix = Mix((0.15, 0.3, 0.55))
    qtbot.waitUntil(lambda: session.points is not drawn[-1] or not session.points.settled, timeout=WAIT_MS)
    rest(session, qtbot, method)
    assert np.corrcoef(session.points.xy.ravel(), saved.xy.ravel())[0, 1] > 0.7


def test_of_a_model_that_is_not_here_the_picture_stays_and_follows_the_mix(
    session, projection, models, runner, qtbot, model_folder
):
    saved, key = session.points, session.model.key
    data = to_bytes(saved_session(session, with_vectors=False))
    other = replace(session.model, checksum="0" * 64)
    session.models, session.model = (other,), other  # of the same name, with other weights
    opened = from_bytes(data)
    assert [model.name for model in missing_models(session, opened)] == [session.model.name]
    restore(session, opened)
    assert "Another model" in session.notice.title
    qtbot.waitUntil(lambda: not runner.busy, timeout=WAIT_MS)
    assert is_the_saved_one(session.points, saved)
    assert not session.states
    assert session.model.absent
    session.mix = Mix((1.0, 0.0, 0.0))
    qtbot.waitUntil(lambda: session.points.trust is None, timeout=WAIT_MS)
    np.testing.assert_allclose(session.points.xy, saved.layer_xy[0], atol=1e-6)
    gone = session.sentences[0]
    session.sentences = session.sentences[1:]
    qtbot.waitUntil(lambda: len(session.points.tokens) < len(saved.tokens), timeout=WAIT_MS)
    assert gone.id not in {token.sentence_id for token in session.points.tokens}
    # Only when a model is chosen is anything computed.
    models.show(key)
    qtbot.waitUntil(lambda: len(session.states) == len(session.sentences), timeout=WAIT_MS)
    assert not session.model.absent
    assert [model.absent for model in session.models] == [False]


def test_with_its_vectors_it_needs_no_model(session, projection, runner, qtbot):
    saved = session.points
    states = {s.tokens: session.states[s.id] for s in session.sentences}
    data = to_bytes(saved_session(session, with_vectors=True))
    other = replace(session.model, name="other", checksum="0" * 64)
    session.models, session.model = (other,), other
    restore(session, from_bytes(data))
    assert "is not here" in session.notice.title
    assert is_the_saved_one(session.points, saved)
    rest(session, qtbot)
    assert is_the_saved_one(session.points, saved)
    for sentence in session.sentences:
        np.testing.assert_array_equal(session.states[sentence.id], states[sentence.tokens])
    session.focus = Focus("the")
    session.mix = Mix((0.0, 0.0, 1.0))
    qtbot.waitUntil(
        lambda: session.points.layer_xy is not saved.layer_xy and session.points.settled, timeout=WAIT_MS
    )
    assert to_bytes(saved_session(session, with_vectors=True)) != data


def test_learned_weights_come_with_the_file_and_can_be_removed(
    session, projection, runner, qtbot, tmp_path, make_result
):
    learned = LearnedController(session, runner, tmp_path / "own")
    session.brought = None
    learned.keep(make_result(checksum=session.model.checksum))
    qtbot.waitUntil(lambda: bool(session.learned), timeout=WAIT_MS)
    data, _ = reopened(session)
    assert len(from_bytes(data).learned) == 1
    qtbot.waitUntil(lambda: bool(session.learned), timeout=WAIT_MS)
    learned.remove(session.learned[0].key)
    qtbot.waitUntil(lambda: not runner.busy and not list((tmp_path / "own").iterdir()), timeout=WAIT_MS)
    session.brought = None
    restore(session, from_bytes(data))
    qtbot.waitUntil(lambda: [task.key for task in session.learned] == ["session/0"], timeout=WAIT_MS)
    assert to_bytes(saved_session(session, with_vectors=False)) == data
    learned.remove("session/0")
    assert not saved_session(session, with_vectors=False).learned


def test_opening_a_file_is_no_step_once_the_history_is_cleared(session, projection, qtbot):
    history = History(session)
    reopened(session)
    history.clear()
    rest(session, qtbot)
    assert not history.can_undo
    session.focus = Focus("the")
    history.undo()
    assert session.focus == Focus("bank")
    assert not history.can_undo
