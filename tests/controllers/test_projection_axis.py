"""The projection on semantic axes, with a real biLM's vectors."""

from dataclasses import replace

import numpy as np
import pytest

from elmo_explorer.analysis.mixing import mix_layers
from elmo_explorer.controllers.projection_controller import ProjectionController
from elmo_explorer.session.session import Focus, Mix, SemanticAxis, Sentence

WAIT_MS = 60_000
HE_SHE = SemanticAxis(("he",), ("she", "her"))
BANK_RIVER = SemanticAxis(("bank",), ("river", "stream"))


@pytest.fixture
def projection(session, runner, loaded, bank_sentences, embedded, qtbot):
    """An axis between he and she among the sentences about banks."""
    projection = ProjectionController(session, runner)
    session.sentences = (*bank_sentences, Sentence("She saw her bank", ("She", "saw", "her", "bank")))
    session.focus = Focus("bank")
    embedded()
    show(session, qtbot, HE_SHE)
    yield projection
    projection.close()


def show(session, qtbot, *axes):
    session.view = replace(session.view, projection="axis", axes=axes)
    answered(session, qtbot)


def answered(session, qtbot):
    def is_answered():
        found, points = session.axis_fit, session.points
        if found is None or points is None or found.axes != session.view.axes or not points.settled:
            return False
        return bool(found.error) or (
            points.axes == found.axes and (points.method == "axis") == bool(found.axes)
        )

    qtbot.waitUntil(is_answered, timeout=WAIT_MS)


def end_places(session, *words):
    """Mean place of the tokens with these words, (2,)."""
    names = [session.word(token).lower() for token in session.points.tokens]
    return session.points.xy[[name in words for name in names]].mean(axis=0)


def test_the_ends_lie_left_and_right(session, projection):
    assert session.points.method == "axis"
    assert session.points.axes == (HE_SHE,)
    np.testing.assert_allclose(end_places(session, "he"), (-1, 0), atol=1e-4)
    np.testing.assert_allclose(end_places(session, "she", "her"), (1, 0), atol=1e-4)
    assert session.axis_fit.counts == (((1,), (2, 1)),)


def test_a_drag_weighs_the_layers_and_the_axis_stays(session, projection, qtbot):
    """What a frame of a drag draws is the mix's own projection on the axis of the moment before the drag."""
    fitted = Mix((1 / 3, 1 / 3, 1 / 3))
    mixed = {token: session.states[token.sentence_id][:, token.index] for token in session.points.tokens}
    names = [session.word(token).lower() for token in session.points.tokens]
    states = np.stack(list(mixed.values()), axis=1)  # (L, N, D)
    old = mix_layers(states, fitted.weights)
    low, high = (old[[name in words for name in names]].mean(axis=0) for words in (("he",), ("she", "her")))
    axis = 2 * (high - low) / ((high - low) @ (high - low))
    session.dragging = True
    for weights in ((0.3, 0.3, 0.4), (0.2, 0.3, 0.5)):
        session.mix = Mix(weights)
        layers = [
            [states[:, [name in words for name in names]].mean(axis=1) for words in (("he",), ("she", "her"))]
        ]
        middle = np.array(weights) @ (layers[0][0] + layers[0][1]) / 2
        by_hand = (mix_layers(states, weights) - middle) @ axis
        np.testing.assert_allclose(session.points.xy[:, 0], by_hand, atol=1e-4)
        assert not session.points.settled
    session.dragging = False
    qtbot.waitUntil(lambda: session.points.settled, timeout=WAIT_MS)
    np.testing.assert_allclose(end_places(session, "he"), (-1, 0), atol=1e-4)


def test_a_refit_is_not_turned(session, projection, qtbot):
    """A PCA is turned to the picture before; the low end of an axis stays left, and up stays up."""
    before = session.points.xy
    session.mix = Mix((0.0, 0.1, 0.9))
    qtbot.waitUntil(lambda: session.points.xy is not before and session.points.settled, timeout=WAIT_MS)
    assert end_places(session, "he")[0] == pytest.approx(-1, abs=1e-4)
    assert np.corrcoef(session.points.xy[:, 1], before[:, 1])[0, 1] > 0


def test_a_second_axis_is_the_vertical_one(session, projection, qtbot):
    show(session, qtbot, HE_SHE, BANK_RIVER)
    assert end_places(session, "bank")[1] == pytest.approx(-1, abs=1e-4)
    assert end_places(session, "river", "stream")[1] == pytest.approx(1, abs=1e-4)
    assert end_places(session, "he")[0] == pytest.approx(-1, abs=1e-4)


def test_without_a_match_it_is_said_and_the_old_axis_stays(session, projection, qtbot):
    before = session.points
    show(session, qtbot, replace(HE_SHE, high=("woman", "girl")))
    assert session.axis_fit.error.startswith("No loaded token matches “woman”, “girl”")
    assert session.axis_fit.counts == (((1,), (0, 0)),)
    assert session.points.axes == (HE_SHE,)
    np.testing.assert_array_equal(session.points.xy, before.xy)
    session.sentences = (*session.sentences, Sentence("A woman left", ("A", "woman", "left")))
    qtbot.waitUntil(lambda: not session.axis_fit.error, timeout=WAIT_MS)
    answered(session, qtbot)
    assert session.axis_fit.counts == (((1,), (1, 0)),)
    np.testing.assert_allclose(end_places(session, "woman"), (1, 0), atol=1e-4)


def test_sentences_without_a_match_have_a_picture_all_the_same(session, projection, qtbot):
    session.sentences = tuple(Sentence(text, tuple(text.split())) for text in ("It rains", "The sun is out"))
    qtbot.waitUntil(lambda: session.points is not None and len(session.points.tokens) == 6, timeout=WAIT_MS)
    assert session.points.method == "pca"
    assert session.axis_fit.error


def test_before_an_axis_is_given_there_is_a_pca_and_the_axes_that_suit(session, projection, qtbot):
    show(session, qtbot)
    assert session.points.method == "pca"
    assert not session.axis_fit.error
    assert any(preset.low[0] == "he" for preset in session.axis_fit.presets)
    assert not any(preset.low[0] == "bad" for preset in session.axis_fit.presets)


def test_every_layer_alone_has_the_axis(session, projection, qtbot):
    for layer in range(3):
        session.view = replace(session.view, layer=layer)
        qtbot.waitUntil(
            lambda layer=layer: session.points.layer == layer and session.points.settled, timeout=WAIT_MS
        )
        np.testing.assert_allclose(end_places(session, "she", "her"), (1, 0), atol=1e-4)


def test_a_picture_of_some_tokens_alone_keeps_the_axis_of_all(session, projection, qtbot):
    places = dict(zip(session.points.tokens, session.points.xy[:, 0].tolist(), strict=True))
    session.isolated = frozenset(session.occurrences)
    qtbot.waitUntil(lambda: len(session.points.tokens) == len(session.occurrences), timeout=WAIT_MS)
    assert session.points.axes == (HE_SHE,)
    assert session.axis_fit.counts == (((1,), (2, 1)),)
    alone = dict(zip(session.points.tokens, session.points.xy[:, 0].tolist(), strict=True))
    assert alone == pytest.approx({token: places[token] for token in alone}, abs=1e-4)
