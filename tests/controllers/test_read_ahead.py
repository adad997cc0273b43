from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtTest import QSignalSpy

from elmo_explorer.controllers.read_ahead import ReadAhead
from elmo_explorer.controllers.text_controller import TextController
from elmo_explorer.session.history import History
from elmo_explorer.session.session import Sentence

WAIT_MS = 60_000


class Watched:
    """A biLM that notes what it reads."""

    def __init__(self, bilm):
        self.bilm, self.read = bilm, []

    def embed(self, sentences, **options):
        self.read += [tuple(tokens) for tokens in sentences]
        return self.bilm.embed(sentences, **options)


@pytest.fixture
def history(session):
    return History(session)


@pytest.fixture
def text(session, runner, history):
    return TextController(session, runner, history)


@pytest.fixture
def watched(models):
    """The shown model, watched."""
    (key, loaded) = next(iter(models._open.items()))
    bilm = Watched(loaded.bilm)
    models._open[key] = replace(loaded, bilm=bilm)
    return bilm


@pytest.fixture
def ahead(text, loaded, watched):
    return ReadAhead(text, loaded[0])


def at_rest(ahead, runner, qtbot):
    qtbot.waitUntil(lambda: not ahead.pending and not runner.busy, timeout=WAIT_MS)


def test_a_typed_sentence_has_its_vectors_at_enter(session, ahead, text, runner, watched, qtbot):
    ahead.typed("the bank of the river")
    at_rest(ahead, runner, qtbot)
    text.add_text("the bank of the river")
    (sentence,) = session.sentences
    np.testing.assert_allclose(
        session.states[sentence.id], watched.bilm.embed([sentence.tokens])[0], atol=1e-5
    )
    assert watched.read == [sentence.tokens]


def test_reading_ahead_leaves_no_trace(session, ahead, history, runner, qtbot):
    told = []
    session.events.connect(told.append)
    failures = QSignalSpy(runner.failed)
    ahead.typed("the bank of the river")
    at_rest(ahead, runner, qtbot)
    assert not told
    assert not history.can_undo
    assert not failures.count()
    assert not session.sentences
    assert not session.states


def test_the_newest_text_wins(session, ahead, text, runner, watched, qtbot):
    ahead.typed("the")
    ahead.typed("the bank")
    ahead.typed("the bank opens")
    at_rest(ahead, runner, qtbot)
    assert watched.read == [("the", "bank", "opens")]


def test_vectors_of_what_was_typed_before_are_not_kept(session, ahead, text, runner, watched, qtbot):
    for typed in ("a bank", "a bank opens", "a bank"):
        ahead.typed(typed)
        at_rest(ahead, runner, qtbot)
    assert watched.read == [("a", "bank"), ("a", "bank", "opens"), ("a", "bank")]


def test_enter_does_not_wait_for_the_hands_to_rest(session, ahead, text, embedded, watched, runner, qtbot):
    ahead.typed("the bank opens")
    text.add_text("the bank opens")
    qtbot.waitUntil(lambda: bool(session.sentences), timeout=WAIT_MS)
    embedded()
    at_rest(ahead, runner, qtbot)
    assert watched.read == [("the", "bank", "opens")]


def test_what_is_being_read_is_not_read_again_at_enter(
    session, ahead, text, embedded, watched, runner, qtbot
):
    ahead.typed("the bank opens")
    qtbot.waitUntil(lambda: bool(watched.read), timeout=WAIT_MS)
    text.add_text("the bank opens")
    qtbot.waitUntil(lambda: bool(session.sentences), timeout=WAIT_MS)
    embedded()
    assert watched.read == [("the", "bank", "opens")]


def test_an_edited_sentence_is_read_ahead_too(session, ahead, text, embedded, watched, runner, qtbot):
    text.add_text("the bank opens")
    qtbot.waitUntil(lambda: bool(session.sentences), timeout=WAIT_MS)
    embedded()
    ahead.typed("the bank closes")
    at_rest(ahead, runner, qtbot)
    text.edit_sentence(session.sentences[0].id, "the bank closes")
    qtbot.waitUntil(lambda: session.sentences[0].tokens[-1] == "closes", timeout=WAIT_MS)
    assert session.sentences[0].id in session.states
    assert watched.read == [("the", "bank", "opens"), ("the", "bank", "closes")]


def test_an_empty_field_and_a_page_are_not_read(session, ahead, runner, watched, qtbot):
    ahead.typed("the bank")
    ahead.typed("")
    assert not ahead.pending
    ahead.typed("word " * 500)
    assert not ahead.pending


def test_two_sentences_in_a_row_keep_their_order(session, ahead, text, runner, qtbot):
    ahead.typed("the second")
    at_rest(ahead, runner, qtbot)
    text.add_text("the first")
    text.add_text("the second")
    qtbot.waitUntil(lambda: len(session.sentences) == 2, timeout=WAIT_MS)
    assert [s.text for s in session.sentences] == ["the first", "the second"]


def test_what_was_cancelled_is_read_when_it_is_wished_again(session, loaded, watched, runner, qtbot):
    embed, sentence = loaded[0], Sentence("the bank opens", ("the", "bank", "opens"))
    embed.read_ahead([sentence])
    session.sentences = (sentence,)  # waits for what is being read ahead
    embed.cancel()
    session.sentences = ()
    embed.read_ahead([sentence])
    qtbot.waitUntil(lambda: not runner.busy, timeout=WAIT_MS)
    embed.resume()
    session.sentences = (sentence,)
    assert sentence.id in session.states


def test_a_wish_while_others_are_read_is_answered_after_them(session, loaded, watched, runner, qtbot):
    embed, sentence = loaded[0], Sentence("the bank opens", ("the", "bank", "opens"))
    session.sentences = (Sentence("first", ("first",)),)
    for typed in ("the", "the bank"):
        embed.read_ahead([Sentence(typed, tuple(typed.split()))])
    embed.read_ahead([sentence])
    qtbot.waitUntil(lambda: not runner.busy, timeout=WAIT_MS)
    assert watched.read == [("first",), ("the", "bank", "opens")]
    session.sentences = (*session.sentences, sentence)
    assert sentence.id in session.states
