import numpy as np

from elmo_explorer.controllers.projection_controller import ProjectionController
from elmo_explorer.session.session import Focus, Sentence

WAIT_MS = 60_000


def test_a_sentence_at_the_end_is_drawn_in_the_plane_there_is(
    session, runner, loaded, bank_sentences, embedded, qtbot
):
    projection = ProjectionController(session, runner)
    session.focus = Focus("bank")
    session.sentences = bank_sentences
    embedded()
    qtbot.waitUntil(lambda: session.points is not None and not runner.busy, timeout=WAIT_MS)
    before = session.points
    drawn = []
    session.events.points.connect(drawn.append)
    session.sentences = (*bank_sentences, Sentence("a bank", ("a", "bank")))
    embedded()
    first = drawn[0]
    n_before = len(before.tokens)
    assert len(first.tokens) == n_before + 2
    np.testing.assert_allclose(first.xy[:n_before], before.xy, atol=1e-6)
    np.testing.assert_allclose(first.layer_xy[:, :n_before], before.layer_xy, atol=1e-6)
    assert np.isfinite(first.xy).all()
    qtbot.waitUntil(lambda: len(drawn) > 1 and not runner.busy, timeout=WAIT_MS)  # the fit of all
    assert drawn[-1].tokens == first.tokens
    projection.close()


def test_a_sentence_in_the_middle_waits_for_the_fit(session, runner, loaded, bank_sentences, embedded, qtbot):
    projection = ProjectionController(session, runner)
    session.sentences = bank_sentences
    embedded()
    qtbot.waitUntil(lambda: session.points is not None and not runner.busy, timeout=WAIT_MS)
    drawn = []
    session.events.points.connect(drawn.append)
    session.sentences = (Sentence("a bank", ("a", "bank")), *bank_sentences)
    embedded()
    qtbot.waitUntil(lambda: bool(drawn) and not runner.busy, timeout=WAIT_MS)
    assert len(drawn) == 1
    projection.close()
