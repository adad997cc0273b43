import gc
import weakref
from dataclasses import replace

import numpy as np
import pytest

from elmo_explorer.analysis.mixing import mix_layers
from elmo_explorer.analysis.similarity import cosine_matrix
from elmo_explorer.controllers.compare_controller import CompareController
from elmo_explorer.controllers.projection_controller import ProjectionController
from elmo_explorer.session.session import Focus, Mix, Sentence

WAIT_MS = 60_000


@pytest.fixture
def compare(session, runner, loaded, bank_sentences, embedded, qtbot):
    projection = ProjectionController(session, runner)
    compare = CompareController(session, runner)
    session.focus = Focus("bank")
    session.sentences = bank_sentences
    embedded()
    qtbot.waitUntil(
        lambda: (
            session.comparison is not None
            and len(session.comparison.tokens) == len(bank_sentences)
            and session.layer_views is not None
            and session.separation_map is not None
            and not runner.busy
        ),
        timeout=WAIT_MS,
    )
    yield compare
    projection.close()


def rest(session, runner, qtbot, old):
    qtbot.waitUntil(lambda: session.comparison is not old and not runner.busy, timeout=WAIT_MS)


def test_the_matrix_is_of_the_mix_in_display_order(session, compare):
    found = session.comparison
    vectors = np.stack(
        [mix_layers(session.states[t.sentence_id][:, t.index], session.mix.weights) for t in found.tokens]
    )
    np.testing.assert_allclose(found.cosine, cosine_matrix(vectors), atol=1e-5)
    groups = [session.groups.of[token] for token in found.tokens]
    assert groups == sorted(groups)
    assert not found.cosine.flags.writeable


def test_layer_0_does_not_know_the_context(session, compare):
    found = session.comparison
    np.testing.assert_allclose([found.within[0], found.between[0], found.overall[0]], 1, atol=1e-5)
    assert found.overall[2] < 1
    assert np.isfinite(found.baseline).all()
    assert np.isfinite(found.mix_baseline)


def test_every_layer_has_its_own_picture(session, compare):
    views = session.layer_views
    assert views.xy.shape == (3, len(views.tokens), 2)
    assert np.isfinite(views.xy).all()
    assert (views.typical_length > 0).all()
    n = len(session.occurrences)
    assert set(views.tokens[:n]) == set(session.occurrences)


def test_the_map_has_325_mixes_and_its_best(session, compare):
    found = session.separation_map
    assert found.weights.shape == (325, 3)
    assert (
        found.separation.max() == found.separation[(found.weights == np.float32(found.best)).all(axis=1)][0]
    )


def test_separation_follows_a_drag_while_rows_and_map_stay(session, compare, runner, qtbot):
    order, old_map = session.comparison.tokens, session.separation_map
    seen = []
    session.events.separation.connect(seen.append)
    session.dragging = True
    for k in range(1, 4):
        session.mix = Mix((0.0, k / 10, 1 - k / 10))
        n = len(seen)
        qtbot.waitUntil(lambda n=n: len(seen) > n, timeout=WAIT_MS)
        assert session.comparison.tokens == order
    assert session.separation_map is old_map
    old = session.comparison
    session.dragging = False
    rest(session, runner, qtbot, old)
    assert np.isfinite(session.separation)


def test_removed_sentences_leave_the_matrix_at_once(session, compare, runner, qtbot):
    gone = session.sentences[0].id
    session.sentences = session.sentences[1:]
    assert all(token.sentence_id != gone for token in session.comparison.tokens)
    assert len(session.comparison.cosine) == len(session.comparison.tokens)
    assert all(token.sentence_id != gone for token in session.layer_views.tokens)
    assert session.layer_views.xy.shape[1] == len(session.layer_views.tokens)


def test_without_a_focus_word_there_is_nothing_to_compare(session, compare, runner, qtbot):
    session.focus = None
    qtbot.waitUntil(lambda: session.comparison is None and not runner.busy, timeout=WAIT_MS)
    assert session.separation_map is None
    assert np.isnan(session.separation)
    session.focus = Focus("the")
    qtbot.waitUntil(lambda: session.comparison is not None and not runner.busy, timeout=WAIT_MS)


def test_one_use_without_groups_is_no_error(session, compare, runner, qtbot):
    session.sentences = (Sentence("One bank", ("One", "bank")),)
    qtbot.waitUntil(
        lambda: session.comparison is not None and len(session.comparison.tokens) == 1 and not runner.busy,
        timeout=WAIT_MS,
    )
    assert session.separation_map is None
    assert np.isnan(session.comparison.within).all()


def test_four_layers_have_no_triangle(session, compare, models, deep_model_folder, runner, qtbot):
    with qtbot.waitSignal(models.changed, timeout=WAIT_MS):
        models.load(deep_model_folder)
    qtbot.waitUntil(
        lambda: session.layer_views is not None and len(session.layer_views.xy) == 4 and not runner.busy,
        timeout=WAIT_MS,
    )
    assert session.separation_map is None


def test_layer_norm_and_single_layers_are_compared(session, compare, runner, qtbot):
    old = session.comparison
    session.mix = replace(session.mix, layer_norm=True)
    rest(session, runner, qtbot, old)
    old = session.comparison
    session.view = replace(session.view, layer=1)
    rest(session, runner, qtbot, old)
    np.testing.assert_allclose(old.within, session.comparison.within)


def test_without_sentences_their_vectors_are_let_go(session, compare, runner, qtbot):
    held = weakref.ref(compare._gathered)
    session.sentences = ()
    session.states = {}
    qtbot.waitUntil(lambda: session.layer_views is None and not runner.busy, timeout=WAIT_MS)
    gc.collect()
    assert held() is None
