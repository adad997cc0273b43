from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest

from elmo_explorer.session.history import History
from elmo_explorer.session.session import Focus, Mix, ModelInfo, Points, Sentence, Session, TokenRef
from elmo_explorer.session.shown_model import (
    close_model,
    n_sentences_of,
    open_model,
    show_model,
    show_reader,
)

EN = ModelInfo("en", ("en",), 3, 8, "CPU")
ZH = ModelInfo("zh", ("zh",), 3, 8, "CPU")
ENGLISH = tuple(Sentence(f"the bank {k}", ("the", "bank", str(k))) for k in range(3))
CHINESE = tuple(Sentence(f"银行 {k}", ("银行", str(k)), "zh") for k in range(2))


@pytest.fixture
def session():
    return Session(sentences=ENGLISH + CHINESE)


def texts(sentences):
    return [sentence.text for sentence in sentences]


def test_the_only_model_reads_everything(session):
    open_model(session, EN)
    assert session.pictured() == list(session.sentences)
    assert n_sentences_of(session) == {"en": 5}


def test_each_of_two_models_pictures_its_own_language_alone(session):
    open_model(session, EN)
    open_model(session, ZH)
    assert session.model == ZH
    assert session.pictured() == list(CHINESE)
    show_model(session, "en")
    assert session.pictured() == list(ENGLISH)
    assert n_sentences_of(session) == {"en": 3, "zh": 2}


def test_hidden_sentences_are_not_pictured(session):
    open_model(session, EN)
    session.sentences = tuple(replace(s, hidden=True) for s in session.sentences)
    assert session.pictured() == []


def test_another_model_of_the_same_language_takes_its_sentences_and_the_focus_word(session):
    open_model(session, EN)
    session.focus = Focus("bank")
    session.mix = Mix((1.0, 0.0, 0.0))
    own = ModelInfo("own", ("de",), 3, 8, "CPU")  # any European language counts as English
    open_model(session, own)
    assert session.pictured() == list(session.sentences)  # Chinese, which neither knows, comes along
    assert (session.focus, session.mix) == (Focus("bank"), Mix((1.0, 0.0, 0.0)))
    session.focus = Focus("the")
    open_model(session, EN)  # and back, to compare
    assert session.pictured() == list(session.sentences)
    assert session.focus == Focus("the")


def test_a_model_of_both_languages_has_one_picture(session):
    open_model(session, EN)
    open_model(session, ModelInfo("both", ("en", "zh"), 3, 8, "CPU"))
    assert len(session.pictured()) == 5


def test_every_picture_comes_back_as_it_was_left(session):
    open_model(session, EN)
    session.focus = Focus("bank")
    session.mix = Mix((0.0, 1.0, 0.0))
    session.view = replace(session.view, projection="umap", hidden_groups=frozenset({"money"}))
    tokens = (TokenRef(ENGLISH[0].id, 1),)
    points = Points(tokens, np.zeros((1, 2), np.float32), None, "umap", None, None, settled=True)
    session.points = points
    view = session.view
    open_model(session, ZH)
    assert (session.focus, session.points) == (None, None)
    assert session.view.hidden_groups == frozenset()
    session.focus = Focus("银行")
    session.mix = Mix((0.0, 0.0, 1.0))
    show_model(session, "en")
    assert (session.focus, session.mix, session.view) == (Focus("bank"), Mix((0.0, 1.0, 0.0)), view)
    assert session.points is points
    show_model(session, "zh")
    assert (session.focus, session.mix) == (Focus("银行"), Mix((0.0, 0.0, 1.0)))


def test_points_are_not_brought_back_to_other_sentences(session):
    open_model(session, EN)
    session.points = Points((), np.zeros((0, 2), np.float32), None, "pca", None, None, settled=True)
    open_model(session, ZH)
    session.sentences = session.sentences[1:]
    show_model(session, "en")
    assert session.points is None


def test_nothing_of_one_models_vectors_is_there_when_another_is_told(session):
    open_model(session, EN)
    session.states = MappingProxyType({ENGLISH[0].id: np.zeros((3, 3, 8), np.float32)})
    session.selection = frozenset({TokenRef(ENGLISH[0].id, 0)})
    told = []
    for event in (session.events.model, session.events.readers, session.events.focus, session.events.mix):
        event.connect(lambda: told.append((dict(session.states), session.selection, session.model.name)))
    session.focus = Focus("bank")
    told.clear()
    open_model(session, replace(ZH, n_layers=4))
    assert told
    assert all(state == ({}, frozenset(), "zh") for state in told)
    assert session.mix == Mix.average(4)


def test_a_closed_models_sentences_go_to_one_that_is_left(session):
    open_model(session, EN)
    open_model(session, ZH)
    close_model(session, "zh")
    assert session.model == EN
    assert session.models == (EN,)
    assert len(session.pictured()) == 5
    close_model(session, "en")
    assert session.model == EN  # the last one stays


def test_a_closed_models_sentences_go_to_one_that_knows_them(session):
    open_model(session, EN)
    open_model(session, replace(EN, name="own"))
    open_model(session, ZH)
    close_model(session, "own")
    assert session.model == ZH
    assert session.readers == {"en": "en", "zh": "zh"}


def test_the_reader_of_a_language_is_shown_only_where_it_knows_it(session):
    open_model(session, EN)
    show_reader(session, "zh")
    assert session.model == EN
    open_model(session, ZH, show=False)
    assert session.model == EN
    assert session.pictured() == list(ENGLISH)
    show_reader(session, "zh")
    assert session.model == ZH


def test_undo_shows_the_picture_in_which_the_step_was_made(session):
    open_model(session, EN)
    history = History(session)
    session.focus = Focus("bank")
    open_model(session, ZH)
    session.focus = Focus("银行")
    session.mix = Mix((1.0, 0.0, 0.0))
    show_model(session, "en")
    assert history.undo_name == "Mix"  # to show a model is no step
    history.undo()
    assert (session.model, session.mix, session.focus) == (ZH, Mix.average(3), Focus("银行"))
    history.undo()
    assert (session.model, session.focus) == (ZH, None)
    history.undo()
    assert (session.model, session.focus) == (EN, None)
    assert not history.can_undo
    for _ in range(3):
        history.redo()
    assert (session.model, session.focus, session.mix) == (ZH, Focus("银行"), Mix((1.0, 0.0, 0.0)))
    show_model(session, "en")
    assert (session.focus, session.mix) == (Focus("bank"), Mix.average(3))


def test_a_step_over_two_models_is_undone_as_one(session):
    open_model(session, EN)
    open_model(session, ZH, show=False)
    session.focus = Focus("bank")
    history = History(session)
    before = session.sentences
    with history.group("Example"):
        show_reader(session, "zh")
        session.focus = Focus("银行")
        session.sentences = CHINESE
    history.undo()
    assert (session.model, session.focus, session.sentences) == (EN, Focus("bank"), before)
    history.redo()
    assert (session.model, session.focus, session.sentences) == (ZH, Focus("银行"), CHINESE)


def test_steps_of_a_closed_model_are_undone_in_the_picture_that_is_left(session):
    open_model(session, EN)
    history = History(session)
    open_model(session, replace(ZH, n_layers=4))
    session.mix = Mix((1.0, 0.0, 0.0, 0.0))
    session.sentences = session.sentences[1:]
    close_model(session, "zh")
    assert history.undo_name == "Remove 1 sentence"  # the mix of four layers is gone
    history.undo()
    assert len(session.sentences) == 5
    assert session.model == EN
    assert len(session.mix.weights) == 3
    assert not history.can_undo


def test_corrected_cosines_stay_corrected_in_every_model_s_picture(session):
    open_model(session, EN)
    open_model(session, ZH)
    session.view = replace(session.view, corrected=True)
    show_model(session, "en")
    assert session.view.corrected
    show_model(session, "zh")
    assert session.view.corrected
