import numpy as np
import pytest

from elmo_explorer.controllers.isolated_tokens import IsolatedTokens
from elmo_explorer.controllers.loaded_tokens import LoadedTokens
from elmo_explorer.controllers.projection_controller import ProjectionController
from elmo_explorer.session.session import Focus, TokenRef

WAIT_MS = 60_000


@pytest.fixture
def everything(session, loaded, bank_sentences, embedded):
    session.sentences = bank_sentences
    embedded()
    return LoadedTokens.of(session)


def some_of(everything: LoadedTokens) -> frozenset[TokenRef]:
    rows = np.random.default_rng(1).choice(len(everything.tokens), 17, replace=False)
    return frozenset(everything.tokens.take(rows))


def test_isolated_tokens_have_their_own_vectors_and_words(everything):
    chosen = some_of(everything)
    few = IsolatedTokens.among(everything, chosen)
    assert frozenset(few.tokens) == chosen
    assert np.all(np.diff(everything.rows(few.tokens)) > 0)  # in the order of the list
    rows = np.arange(len(few.tokens))
    np.testing.assert_array_equal(few.states(rows), everything.states(everything.rows(few.tokens)))
    assert few.words_of(rows) == everything.words_of(everything.rows(few.tokens))
    assert few.rows(few.tokens).tolist() == rows.tolist()
    np.testing.assert_array_equal(np.concatenate(list(few.chunks()), axis=1), few.states(rows))


def test_other_tokens_of_the_same_sentences_are_not_among_them(everything):
    few = IsolatedTokens.among(everything, some_of(everything))
    assert few.known(everything.tokens) == tuple(few.tokens)
    assert len(few.rows(everything.tokens)) == len(few.tokens)


def test_the_same_tokens_are_known_again(everything):
    chosen = some_of(everything)
    few = IsolatedTokens.among(everything, chosen)
    assert few.same_as(IsolatedTokens.among(everything, chosen))
    assert not few.same_as(IsolatedTokens.among(everything, frozenset(list(chosen)[1:])))
    assert not few.same_as(everything)
    assert not everything.same_as(few)


def test_tokens_that_are_not_loaded_are_left_out(everything):
    assert not len(IsolatedTokens.among(everything, frozenset({TokenRef(-5, 0)})).tokens)


def test_the_picture_is_of_the_isolated_tokens_and_then_of_all_again(session, runner, everything, qtbot):
    projection = ProjectionController(session, runner)
    session.focus = Focus("bank")
    qtbot.waitUntil(lambda: session.points is not None and not runner.busy, timeout=WAIT_MS)
    assert len(session.points.tokens) == len(everything.tokens)
    chosen = some_of(everything)
    session.isolated = chosen
    qtbot.waitUntil(lambda: len(session.points.tokens) == len(chosen) and not runner.busy, timeout=WAIT_MS)
    assert frozenset(session.points.tokens) == chosen
    assert np.isfinite(session.points.xy).all()
    qtbot.waitUntil(lambda: session.points.trust is not None, timeout=WAIT_MS)
    assert session.points.trust.shape == (len(chosen),)
    session.isolated = None
    qtbot.waitUntil(lambda: len(session.points.tokens) == len(everything.tokens), timeout=WAIT_MS)
    projection.close()
