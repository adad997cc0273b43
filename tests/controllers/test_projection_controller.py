import errno
import itertools
import os
from dataclasses import replace

import numpy as np
import pytest

from elmo_explorer.analysis.mixing import mix_layers
from elmo_explorer.controllers.projection_controller import ProjectionController
from elmo_explorer.session.session import Focus, Mix, Sentence
from elmo_explorer.workers.layout_process import LayoutProcess
from elmo_explorer.workers.runner import Runner

WAIT_MS = 180_000


@pytest.fixture
def projection(session, runner, loaded, bank_sentences, embedded, qtbot):
    projection = ProjectionController(session, runner)
    session.focus = Focus("bank")
    session.sentences = bank_sentences
    embedded()
    settle(session, qtbot)
    yield projection
    projection.close()


def settle(session, qtbot, method="pca"):
    qtbot.waitUntil(
        lambda: session.points is not None and session.points.settled and session.points.method == method,
        timeout=WAIT_MS,
    )


def quiet(session, runner, qtbot):
    """Until no fit is under way or planned."""
    old = session.points
    qtbot.waitUntil(
        lambda: session.points is not old and session.points.settled and not runner.busy, timeout=WAIT_MS
    )


def focus_rows(session):
    rows = {token: row for row, token in enumerate(session.points.tokens)}
    return [rows[token] for token in session.occurrences]


def spread(session):
    return float(np.sqrt(session.points.xy[focus_rows(session)].var(axis=0).sum()))


def test_every_token_has_a_place(session, projection):
    points = session.points
    assert len(points.tokens) == sum(len(s.tokens) for s in session.sentences) == len(points.xy)
    assert points.layer_xy.shape == (3, len(points.tokens), 2)
    assert np.isfinite(points.xy).all()
    assert not points.xy.flags.writeable
    assert not points.layer_xy.flags.writeable
    assert 0 < points.explained[1] <= points.explained[0] < 1
    assert points.seconds > 0


def test_the_mix_is_the_layers_pictures_mixed(session, projection):
    points = session.points
    np.testing.assert_allclose(points.xy, mix_layers(points.layer_xy, session.mix.weights), atol=1e-5)
    np.testing.assert_allclose(points.xy[focus_rows(session)].mean(axis=0), 0, atol=1e-4)


def test_every_position_of_a_drag_has_its_points_in_the_same_call(session, projection):
    tokens = session.points.tokens
    session.dragging = True
    seen = []
    for k in range(60):
        session.mix = Mix((k / 60, (60 - k) / 120, (60 - k) / 120))
        assert session.points.tokens is tokens
        assert not session.points.settled
        seen.append(session.points.xy)
    assert all(np.abs(a - b).max() > 0 for a, b in itertools.pairwise(seen))
    assert max(np.abs(a - b).max() for a, b in itertools.pairwise(seen)) < 0.1 * np.abs(seen[0]).max()


def test_towards_layer_0_all_uses_come_to_one_point_and_towards_the_top_apart(
    session, projection, runner, qtbot
):
    session.dragging = True
    session.mix = Mix((0.0, 0.0, 1.0))
    top = spread(session)
    session.mix = Mix((1.0, 0.0, 0.0))
    assert spread(session) < 1e-4 * top
    session.dragging = False
    quiet(session, runner, qtbot)
    assert np.isfinite(session.points.xy).all()
    assert spread(session) < 1e-4 * top
    assert session.points.explained is None
    session.dragging = True
    session.mix = Mix((0.5, 0.0, 0.5))
    assert spread(session) > 0.1 * top  # the plane at layer 0 still shows where the uses go


def test_a_release_fits_again_and_nothing_flips(session, projection, runner, qtbot):
    session.dragging = True
    session.mix = Mix((0.2, 0.1, 0.7))
    dragged = session.points.xy
    session.dragging = False
    quiet(session, runner, qtbot)
    rows = focus_rows(session)
    old, new = dragged[rows].ravel(), session.points.xy[rows].ravel()
    assert np.corrcoef(old, new)[0, 1] > 0.8


def test_a_resting_hand_gets_a_new_basis_that_eases_in(session, projection, runner, qtbot):
    session.dragging = True
    session.mix = Mix((0.1, 0.0, 0.9))
    before = session.points
    frames = []
    session.events.points.connect(lambda points: frames.append(points.xy))
    qtbot.waitUntil(
        lambda: (
            session.points.layer_xy is not before.layer_xy
            and projection._linear._offset is None
            and len(frames) > 2
        ),
        timeout=WAIT_MS,
    )
    steps = [np.abs(a - b).max() for a, b in zip([before.xy, *frames], frames, strict=False)]
    total = np.abs(frames[-1] - before.xy).max()
    assert steps[0] < 0.7 * total
    assert not session.points.settled


def test_gamma_moves_lengths_alone(session, projection):
    old = session.points.xy
    session.mix = replace(session.mix, gamma=2.0)
    np.testing.assert_allclose(session.points.xy, 2 * old, rtol=1e-4)


def test_a_single_layer_has_its_own_picture(session, projection, runner, qtbot):
    session.view = replace(session.view, layer=2)
    quiet(session, runner, qtbot)
    assert session.points.layer == 2
    np.testing.assert_allclose(session.points.xy, session.points.layer_xy[2], atol=1e-6)


def test_layer_0_alone_is_never_nan(session, projection, runner, qtbot):
    session.view = replace(session.view, layer=0)
    quiet(session, runner, qtbot)
    assert np.isfinite(session.points.xy).all()


def test_layer_norm_fits_again(session, projection, runner, qtbot):
    session.mix = replace(session.mix, layer_norm=True)
    quiet(session, runner, qtbot)
    assert np.isfinite(session.points.xy).all()


def test_new_sentences_leave_the_old_points_about_where_they_are(session, projection, runner, qtbot):
    old = dict(zip(session.points.tokens, session.points.xy, strict=True))
    uses = session.occurrences
    extra = Sentence("Another bank", ("Another", "bank"))
    session.sentences = (*session.sentences, extra)
    n = sum(len(s.tokens) for s in session.sentences)
    qtbot.waitUntil(lambda: len(session.points.tokens) == n and session.points.settled, timeout=WAIT_MS)
    new = dict(zip(session.points.tokens, session.points.xy, strict=True))
    before, after = (np.array([where[t] for t in uses]).ravel() for where in (old, new))
    assert np.corrcoef(before, after)[0, 1] > 0.8


def test_points_of_a_long_import_come_in_batches(session, projection, qtbot):
    sizes = []
    session.events.points.connect(lambda points: sizes.append(len(points.tokens)))
    n_before = len(session.points.tokens)
    imported = tuple(Sentence(f"w{k} x", (f"w{k}", "x")) for k in range(1000))
    session.sentences = (*session.sentences, *imported)
    qtbot.waitUntil(lambda: len(session.points.tokens) == n_before + 2000, timeout=WAIT_MS)
    assert len(set(sizes) - {n_before}) > 1


def test_few_or_identical_tokens_have_places_too(session, runner, loaded, embedded, qtbot):
    projection = ProjectionController(session, runner)
    session.focus = Focus("a")
    for sentences in [(Sentence("a", ("a",)),), tuple(Sentence("a a", ("a", "a")) for _ in range(3))]:
        session.sentences = sentences
        n = sum(len(s.tokens) for s in sentences)
        qtbot.waitUntil(
            lambda n=n: session.points is not None and len(session.points.tokens) == n, timeout=WAIT_MS
        )
        assert np.isfinite(session.points.xy).all()
    session.sentences = ()
    qtbot.waitUntil(lambda: session.points is None, timeout=WAIT_MS)
    projection.close()


def test_another_number_of_layers_is_projected_anew(session, projection, models, deep_model_folder, qtbot):
    with qtbot.waitSignal(models.changed, timeout=WAIT_MS):
        models.load(deep_model_folder)
    qtbot.waitUntil(lambda: session.points is not None and len(session.points.layer_xy) == 4, timeout=WAIT_MS)


def test_umap_refines_and_never_starts_again(session, projection, qtbot):
    session.view = replace(session.view, projection="umap")
    settle(session, qtbot, "umap")
    assert not session.jobs
    first = session.points
    assert first.layer_xy is None
    frames = []
    session.events.points.connect(lambda points: frames.append(points))
    session.dragging = True
    session.mix = Mix((0.3, 0.3, 0.4))
    qtbot.waitUntil(lambda: len(frames) >= 3, timeout=WAIT_MS)
    session.dragging = False
    settle(session, qtbot, "umap")
    size = np.ptp(first.xy, axis=0).max()
    steps = [np.abs(b.xy - a.xy).max() for a, b in zip([first, *frames], frames, strict=False)]
    assert all(points.tokens is first.tokens for points in frames)
    assert max(steps) < 0.6 * size
    session.view = replace(session.view, projection="pca")
    settle(session, qtbot, "pca")


def test_umap_takes_new_sentences_in(session, projection, qtbot):
    session.view = replace(session.view, projection="umap")
    settle(session, qtbot, "umap")
    session.sentences = (*session.sentences, Sentence("Another bank", ("Another", "bank")))
    n = sum(len(s.tokens) for s in session.sentences)
    qtbot.waitUntil(lambda: len(session.points.tokens) == n and session.points.settled, timeout=WAIT_MS)
    assert session.points.method == "umap"
    assert np.isfinite(session.points.xy).all()


def test_tsne_stays_still_in_a_drag_and_goes_on_from_its_layout_afterwards(session, projection, qtbot):
    session.view = replace(session.view, projection="tsne")
    settle(session, qtbot, "tsne")
    first = session.points
    session.dragging = True
    for k in range(10):
        session.mix = Mix((0.33 - k / 50, 0.33, 0.34 + k / 50))
    assert session.points.xy is first.xy
    assert session.points.tokens is first.tokens
    assert not session.points.settled
    frames = []
    session.events.points.connect(frames.append)
    session.dragging = False
    qtbot.waitUntil(lambda: bool(frames) and frames[-1].settled, timeout=WAIT_MS)
    size = np.ptp(first.xy, axis=0).max()
    assert len(frames) > 2
    assert np.abs(frames[0].xy - first.xy).max() < 0.5 * size
    assert all(points.tokens is first.tokens for points in frames)


def test_tsne_can_be_held_and_let_go(session, projection, qtbot):
    projection.warm_up()
    session.view = replace(session.view, projection="tsne")
    qtbot.waitUntil(lambda: session.points.method == "tsne", timeout=WAIT_MS)
    projection.set_paused(True)
    assert session.layout_paused
    assert not session.points.settled
    session.sentences = (*session.sentences, Sentence("Another bank", ("Another", "bank")))
    n = sum(len(s.tokens) for s in session.sentences)
    qtbot.waitUntil(lambda: len(session.points.tokens) == n, timeout=WAIT_MS)
    assert session.layout_paused
    assert not session.points.settled
    projection.set_paused(False)
    assert not session.layout_paused
    settle(session, qtbot, "tsne")


def test_a_held_tsne_is_let_go_with_its_picture(session, projection, qtbot):
    session.view = replace(session.view, projection="tsne")
    qtbot.waitUntil(lambda: session.points.method == "tsne", timeout=WAIT_MS)
    projection.set_paused(True)
    session.view = replace(session.view, projection="umap")
    settle(session, qtbot, "umap")
    assert not session.layout_paused


def test_cancel_gives_the_linear_picture_back(session, projection, qtbot):
    session.view = replace(session.view, projection="tsne")
    projection.cancel()
    assert session.view.projection == "pca"
    settle(session, qtbot)


def test_without_a_process_for_layouts_the_linear_picture_stays(
    session, runner, loaded, bank_sentences, embedded, tmp_path, qtbot
):
    def no_room(cache):
        raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    told = Runner()
    projection = ProjectionController(session, told, process=LayoutProcess(tmp_path, spawn=no_room))
    session.focus, session.sentences = Focus("bank"), bank_sentences
    embedded()
    settle(session, qtbot)
    with qtbot.waitSignal(told.failed, timeout=WAIT_MS) as failure:
        session.view = replace(session.view, projection="umap")
    assert "could not be started" in str(failure.args[0])
    assert session.view.projection == "pca"
    settle(session, qtbot)
    assert not [job for job in session.jobs if "UMAP" in job.title]
    projection.close()
    told.close()
