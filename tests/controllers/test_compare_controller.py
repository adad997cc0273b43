import gc
import weakref
from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import silhouette_score

from elmo_explorer.analysis.mixing import mix_layers
from elmo_explorer.analysis.similarity import cosine_matrix, random_pair_baseline
from elmo_explorer.controllers.compare_controller import CompareController
from elmo_explorer.controllers.projection_controller import ProjectionController
from elmo_explorer.session.session import Focus, Groups, Mix, Sentence

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


def half_vectors(session, tokens, half):
    """(L, n, D / 2) out of the session's states."""
    middle = session.model.dim // 2
    part = slice(0, middle) if half == "forward" else slice(middle, None)
    return np.stack([session.states[t.sentence_id][:, t.index, part] for t in tokens], axis=1).astype(float)


def cosines(vectors):
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit @ unit.T


@pytest.mark.parametrize("half", ["forward", "backward"])
def test_a_half_is_compared_by_itself(session, compare, runner, qtbot, half):
    whole = session.comparison
    session.view = replace(session.view, half=half)
    qtbot.waitUntil(
        lambda: session.half_comparison is not None and session.half_comparison.half == half, timeout=WAIT_MS
    )
    found = session.half_comparison
    vectors = half_vectors(session, found.tokens, half)
    np.testing.assert_allclose(found.cosine, cosines(np.einsum("lnd->nd", vectors) / 3), atol=1e-5)
    labels = np.array([session.groups.of[token] for token in found.tokens])
    same, pairs = labels[:, None] == labels, np.triu(np.ones((8, 8), bool), 1)
    for layer in range(3):
        of_layer = cosines(vectors[layer])
        assert found.within[layer] == pytest.approx(of_layer[same & pairs].mean(), abs=1e-5)
        assert found.between[layer] == pytest.approx(of_layer[~same & pairs].mean(), abs=1e-5)
        assert found.overall[layer] == pytest.approx(of_layer[pairs].mean(), abs=1e-5)
    assert np.isfinite(found.baseline).all()
    assert not np.allclose(found.baseline[1:], session.comparison.baseline[1:])
    assert found.baseline[0] == pytest.approx(
        session.comparison.baseline[0], abs=1e-5
    )  # the word vector twice
    assert session.comparison.half == "both"
    np.testing.assert_allclose(session.comparison.cosine, whole.cosine)
    session.view = replace(session.view, half="both")
    qtbot.waitUntil(lambda: session.half_comparison is None, timeout=WAIT_MS)


def test_a_half_s_baseline_is_that_of_random_pairs_on_that_half(session, compare, runner, qtbot):
    session.view = replace(session.view, half="backward", layer=2)
    qtbot.waitUntil(lambda: session.half_comparison is not None and not runner.busy, timeout=WAIT_MS)
    tokens = [(s.id, k) for s in session.sentences for k in range(len(s.tokens))]
    words = [session.sentence(i).tokens[k] for i, k in tokens]
    middle = session.model.dim // 2
    vectors = np.stack([session.states[i][2, k, middle:] for i, k in tokens])
    expected = random_pair_baseline(vectors, words)
    assert session.half_comparison.mix_baseline == pytest.approx(expected, abs=1e-6)
    assert session.half_comparison.baseline[2] == pytest.approx(expected, abs=1e-6)


def test_a_half_follows_a_drag_in_its_own_order(session, compare, runner, qtbot):
    session.view = replace(session.view, half="backward")
    qtbot.waitUntil(lambda: session.half_comparison is not None and not runner.busy, timeout=WAIT_MS)
    old = session.half_comparison
    session.dragging = True
    session.mix = Mix((0.0, 0.2, 0.8))
    qtbot.waitUntil(lambda: session.half_comparison is not old, timeout=WAIT_MS)
    assert session.half_comparison.tokens == old.tokens
    vectors = half_vectors(session, old.tokens, "backward")
    expected = cosines(np.einsum("l,lnd->nd", (0.0, 0.2, 0.8), vectors))
    np.testing.assert_allclose(session.half_comparison.cosine, expected, atol=1e-5)
    gone = old.tokens[0].sentence_id
    session.dragging = False
    session.sentences = tuple(s for s in session.sentences if s.id != gone)
    assert len(session.half_comparison.cosine) == len(session.half_comparison.tokens) == 7


def test_every_two_senses_are_told_apart_by_a_half(session, compare, runner, qtbot):
    qtbot.waitUntil(lambda: session.ears is not None, timeout=WAIT_MS)
    (pair,) = session.ears.pairs
    assert (session.ears.names, pair.n_one, pair.n_other) == (("money", "river"), 4, 4)
    labels = [session.groups.of[token] for token in session.occurrences]
    for layer, found in enumerate(pair.layers):
        for half in ("forward", "backward"):
            vectors = half_vectors(session, session.occurrences, half)[layer]
            expected = silhouette_score(vectors, labels, metric="cosine")
            assert getattr(found, half) == pytest.approx(expected, abs=1e-4)
    assert pair.layers[0].forward == pytest.approx(pair.layers[0].backward, abs=1e-6)


def test_ears_wait_until_they_are_seen(session, compare, runner, qtbot):
    compare.visible = {"layers"}
    before = session.ears
    session.sentences = session.sentences[1:]
    rest(session, runner, qtbot, session.comparison)
    assert session.ears is before
    compare.visible = {"compare"}
    qtbot.waitUntil(lambda: session.ears is not before and not runner.busy, timeout=WAIT_MS)
    assert session.ears.n_uses == 7


def test_only_the_largest_of_many_groups_are_paired(session, compare, runner, qtbot):
    names = tuple(f"group {k}" for k in range(20))
    sentences = tuple(Sentence(f"bank {k}", ("bank", str(k))) for k in range(26))
    session.sentences = sentences
    old = session.comparison
    rest(session, runner, qtbot, old)
    session.groups = Groups(names, {token: k % 20 for k, token in enumerate(session.occurrences)})
    qtbot.waitUntil(lambda: session.ears is not None and session.ears.n_groups == 20, timeout=WAIT_MS)
    assert session.ears.n_paired == 8
    assert {pair.one for pair in session.ears.pairs} | {pair.other for pair in session.ears.pairs} == set(
        range(8)
    )
    assert [pair.n_one for pair in session.ears.pairs[:3]] == [2, 2, 2]


def test_groups_of_one_use_have_no_best_mix(session, compare, runner, qtbot):
    session.groups = Groups(tuple("abcdefgh"), {token: k for k, token in enumerate(session.occurrences)})
    qtbot.waitUntil(lambda: session.separation_map is None and not runner.busy, timeout=WAIT_MS)
    assert np.isnan(session.separation)
