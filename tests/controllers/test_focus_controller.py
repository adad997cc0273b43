from dataclasses import replace

import pytest

from elmo_explorer.controllers.focus_controller import FocusController
from elmo_explorer.session.session import Focus, Sentence, TokenRef

WAIT_MS = 60_000


@pytest.fixture
def focus(session, runner):
    return FocusController(session, runner)


def sentences(*texts):
    return tuple(Sentence(text, tuple(text.split())) for text in texts)


def test_matching_by_form_caseless_and_lemma(session, focus, runner, qtbot):
    session.sentences = a, b, c = sentences("Bank", "the bank", "two banks")
    session.focus = Focus("bank", "form")
    assert session.occurrences == (TokenRef(b.id, 1),)
    session.focus = Focus("bank", "caseless")
    assert session.occurrences == (TokenRef(a.id, 0), TokenRef(b.id, 1))
    session.focus = Focus("bank", "lemma")
    qtbot.waitUntil(lambda: len(session.occurrences) == 3, timeout=WAIT_MS)
    assert session.occurrences[2] == TokenRef(c.id, 1)


def test_hidden_sentences_have_no_occurrences(session, focus):
    session.focus = Focus("bank")
    session.sentences = a, b = sentences("bank", "the bank")
    session.sentences = (replace(a, hidden=True), b)
    assert session.occurrences == (TokenRef(b.id, 1),)


def test_groups_by_sense_sentence_and_word(session, focus, bank_sentences):
    session.focus = Focus("bank")
    plain = Sentence("Bank", ("Bank",))
    session.sentences = (*bank_sentences, plain)
    assert session.groups.names == ("money", "river")
    assert TokenRef(plain.id, 0) not in session.groups.of
    session.view = replace(session.view, colour_by="word")
    assert session.groups.names == ("bank", "Bank")
    session.view = replace(session.view, colour_by="sentence")
    assert session.groups.names[:2] == ("Sentence 1", "Sentence 2")


def test_clusters_group_every_use(session, loaded, bank_sentences, embedded, qtbot):
    session.view = replace(session.view, colour_by="cluster")
    session.focus = Focus("bank")
    session.sentences = bank_sentences
    embedded()
    qtbot.waitUntil(lambda: len(session.groups.of) == len(bank_sentences), timeout=WAIT_MS)
    assert session.groups.names[0] == "Cluster 1"


def test_groups_stay_the_same_object_when_nothing_changed(session, focus, bank_sentences):
    session.focus = Focus("bank")
    session.sentences = bank_sentences
    old = session.groups
    session.sentences = (*bank_sentences, *sentences("another one"))
    assert session.groups is old


def test_a_selection_forgets_tokens_that_are_gone(session, focus, bank_sentences):
    session.sentences = bank_sentences
    kept, gone = TokenRef(bank_sentences[1].id, 1), TokenRef(bank_sentences[0].id, 3)
    session.selection = frozenset({kept, gone})
    session.hovered = gone
    session.sentences = bank_sentences[1:]
    assert session.selection == {kept}
    assert session.hovered is None


def test_occurrences_of_added_sentences_follow_the_others(session, focus):
    session.focus = Focus("bank")
    session.sentences = a, b = sentences("the bank", "a river")
    c, d, hidden = (*sentences("Bank bank", "none"), replace(sentences("bank")[0], hidden=True))
    session.sentences = (a, b, c, d, hidden)
    assert session.occurrences == (TokenRef(a.id, 1), TokenRef(c.id, 0), TokenRef(c.id, 1))
    session.sentences = (a, b, c, d, replace(hidden, hidden=False))
    assert session.occurrences[-1] == TokenRef(hidden.id, 0)
    session.sentences = (c, a)
    assert session.occurrences == (TokenRef(c.id, 0), TokenRef(c.id, 1), TokenRef(a.id, 1))
