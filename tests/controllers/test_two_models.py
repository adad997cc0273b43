"""Two models of the same shape, side by side: what one has made never comes into the other's picture."""

import os
import shutil
from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest

from elmo_explorer.controllers.compare_controller import CompareController
from elmo_explorer.controllers.language_controller import LanguageController
from elmo_explorer.controllers.loaded_tokens import LoadedTokens
from elmo_explorer.controllers.model_controller import MOST_OPEN
from elmo_explorer.controllers.projection_controller import ProjectionController
from elmo_explorer.controllers.text_controller import TextController
from elmo_explorer.session.history import History
from elmo_explorer.session.session import Focus, Sentence
from elmo_explorer.session.shown_model import open_model, show_model

WAIT_MS = 120_000
CHINESE = ("他 在 银行 存 钱", "我 去 银行 取 钱", "银行 在 河 边", "这 家 银行 很 大")


@pytest.fixture
def model_folder(two_models):
    """The model that is open first."""
    return two_models / "en"


@pytest.fixture
def chinese():
    return tuple(
        Sentence(text, tuple(text.split()), "zh", True, senses={text.split().index("银行"): "money"})
        for text in CHINESE
    )


@pytest.fixture
def mixed(session, loaded, bank_sentences, chinese, embedded):
    """Sentences of both languages, all read by the English model."""
    session.focus = Focus("bank")
    session.sentences = (*bank_sentences[:4], *chinese, *bank_sentences[4:])
    embedded()
    return session


@pytest.fixture
def both(mixed, models, two_models, qtbot):
    with qtbot.waitSignal(models.changed, timeout=WAIT_MS):
        models.load_beside(two_models / "zh")
    return mixed


@pytest.fixture
def pictures(session, runner):
    """All that is made of the vectors."""
    projection, compare = ProjectionController(session, runner), CompareController(session, runner)
    yield projection
    projection.close()
    del compare


def wait_for_picture(session, runner, qtbot):
    qtbot.waitUntil(
        lambda: (
            not runner.busy
            and session.points is not None
            and session.points.settled
            and session.comparison is not None
            and {t.sentence_id for t in session.points.tokens} == {s.id for s in session.pictured()}
        ),
        timeout=WAIT_MS,
    )


def assert_all_is_of_the_shown_model(session, models):
    """Every vector is the one that the shown biLM itself makes, and no other token is anywhere."""
    pictured = session.pictured()
    own = {s.id for s in pictured}
    assert {session.reader_key(s) for s in pictured} == {session.model.key}
    assert set(session.states) <= own
    for tokens in (session.occurrences, session.groups.of):
        assert {token.sentence_id for token in tokens} <= own
    for found in (session.points, session.comparison, session.layer_views):
        assert found is None or {token.sentence_id for token in found.tokens} <= own
    if session.points is not None:
        assert session.points.model == session.model.name
    expected = models.bilm_of(session.model.key).embed([list(s.tokens) for s in pictured])
    by_id = {s.id: vectors for s, vectors in zip(pictured, expected, strict=True)}
    loaded = LoadedTokens.of(session)
    for sentence_id, array in zip(loaded.ids.tolist(), loaded.arrays, strict=True):
        np.testing.assert_allclose(array, by_id[sentence_id], atol=1e-5)


def test_vectors_of_two_models_are_never_in_one_picture(both, models, pictures, runner, embedded, qtbot):
    session = both
    assert [info.dim for info in session.models] == [24, 24]  # nothing but the rule keeps them apart
    for name, word in (("zh", "银行"), ("en", "bank"), ("zh", "银行")):
        show_model(session, next(m.key for m in session.models if m.name == name))
        session.focus = Focus(word)
        assert_all_is_of_the_shown_model(session, models)  # at once, before anything is computed
        wait_for_picture(session, runner, qtbot)
        assert_all_is_of_the_shown_model(session, models)
        assert len(session.occurrences) == (4 if name == "zh" else 8)


def test_the_same_words_have_other_vectors_in_the_other_model(both, models):
    """What the picture would mix up if it mixed: the two models do not agree at all."""
    tokens = [["bank"]]
    en, zh = (models.bilm_of(info.key).embed(tokens)[0] for info in both.models)
    assert np.abs(en - zh).max() > 0.1


def test_even_vectors_that_are_there_by_mistake_stay_out(both, chinese, bank_sentences):
    """The one gate: whoever puts the other model's vectors into the states does not get them into a picture."""
    session = both
    stray = np.zeros((3, 20, 24), np.float32)
    everything = {s.id: stray[:, : len(s.tokens)] for s in session.sentences}
    session.states = MappingProxyType(everything)
    assert {t.sentence_id for t in LoadedTokens.of(session).tokens} == {s.id for s in chinese}
    show_model(session, next(m.key for m in session.models if m.name == "en"))
    session.states = MappingProxyType(everything)
    assert {t.sentence_id for t in LoadedTokens.of(session).tokens} == {s.id for s in bank_sentences}


def test_work_under_way_for_one_model_is_not_shown_with_the_other(both, models, pictures, runner, qtbot):
    session = both
    zh, en = session.model.key, next(m.key for m in session.models if m.name == "en")
    session.focus = Focus("银行")
    for _ in range(3):
        wait_for_picture(session, runner, qtbot)
        before = session.points
        session.mix = replace(session.mix, layer_norm=not session.mix.layer_norm)
        # Under way, or done already where the machine is fast.
        qtbot.waitUntil(lambda before=before: runner.busy or session.points is not before, timeout=WAIT_MS)
        show_model(session, en if session.model.key == zh else zh)
        assert_all_is_of_the_shown_model(session, models)
        wait_for_picture(session, runner, qtbot)
        assert_all_is_of_the_shown_model(session, models)


def test_umaps_steps_for_one_model_do_not_reach_the_others_picture(both, models, pictures, runner, qtbot):
    session = both
    session.focus = Focus("银行")
    session.view = replace(session.view, projection="umap")
    qtbot.waitUntil(lambda: session.points is not None and session.points.method == "umap", timeout=WAIT_MS)
    session.mix = replace(session.mix, weights=(0.0, 0.0, 1.0))  # more steps are on their way
    show_model(session, next(m.key for m in session.models if m.name == "en"))
    session.view = replace(session.view, projection="umap")
    seen = []
    session.events.points.connect(lambda points: seen.append(points))
    qtbot.waitUntil(lambda: bool(seen) and seen[-1] is not None and seen[-1].settled, timeout=WAIT_MS)
    own = {s.id for s in session.pictured()}
    assert all({t.sentence_id for t in points.tokens} <= own for points in seen if points is not None)
    assert {points.model for points in seen if points is not None} == {"en"}


def test_a_picture_comes_back_with_its_points_in_their_places(both, pictures, runner, qtbot):
    session = both
    en = next(m.key for m in session.models if m.name == "en")
    show_model(session, en)
    wait_for_picture(session, runner, qtbot)
    before = session.points
    show_model(session, next(m.key for m in session.models if m.name == "zh"))
    session.focus = Focus("银行")
    wait_for_picture(session, runner, qtbot)
    session.sentences = session.sentences  # the same: the picture is there at once
    show_model(session, en)
    assert session.points is before
    wait_for_picture(session, runner, qtbot)
    np.testing.assert_allclose(session.points.xy, before.xy, atol=1e-4)


def test_new_sentences_go_to_the_model_of_their_language(both, runner, loaded, models, qtbot):
    session = both
    text = TextController(session, runner, History(session))
    n = len(session.sentences)
    text.add_text("We walked to the bank.\n我们 走到 银行 去 。\nIt was closed.")
    qtbot.waitUntil(lambda: len(session.sentences) == n + 3, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not runner.busy, timeout=WAIT_MS)
    assert [session.is_read_here(s) for s in session.sentences[-3:]] == [False, True, False]
    assert set(session.states) == {s.id for s in session.pictured()}
    show_model(session, next(m.key for m in session.models if m.name == "en"))
    assert set(session.states) == {s.id for s in session.pictured()}  # embedded meanwhile: no wait
    assert_all_is_of_the_shown_model(session, models)


def test_a_damaged_second_model_costs_nothing_of_the_first(mixed, models, two_models, tmp_path, qtbot):
    session = mixed
    damaged = tmp_path / "zh"
    shutil.copytree(two_models / "zh", damaged)
    os.truncate(damaged / "model.safetensors", 1000)
    before = (session.model, session.models, session.readers, models.bilm, dict(session.states))
    said = []
    models.load_beside(damaged, failed=said.append)
    qtbot.waitUntil(lambda: bool(said), timeout=WAIT_MS)
    assert (session.model, session.models, session.readers, models.bilm, dict(session.states)) == before
    assert session.notice is None
    assert "\n" not in said[0]
    assert not models.loading
    assert not session.jobs


def test_cancelling_the_second_model_keeps_the_first(mixed, models, two_models, runner, qtbot):
    before = mixed.model, dict(mixed.states)
    models.load_beside(two_models / "zh")
    models.cancel()
    qtbot.waitUntil(lambda: not runner.busy, timeout=WAIT_MS)
    assert (mixed.model, dict(mixed.states)) == before
    assert len(mixed.models) == 1


def test_an_open_model_is_shown_without_loading_it_again(both, models, two_models):
    bilm = models.bilm_of(both.model.key)
    models.load(two_models / "en")
    assert not models.loading
    assert both.model.name == "en"
    models.load(two_models / "zh")
    assert models.bilm is bilm


def test_a_model_that_has_changed_on_disk_is_read_anew(
    mixed, models, make_bilm, two_models, tmp_path, embedded, qtbot
):
    session = mixed
    folder = tmp_path / "own"
    shutil.copytree(two_models / "en", folder)
    with qtbot.waitSignal(models.changed, timeout=WAIT_MS):
        models.load(folder)
    embedded()
    before = session.states[session.sentences[0].id]
    make_bilm(seed=5, name="en").save(folder)
    with qtbot.waitSignal(models.changed, timeout=WAIT_MS):
        models.load(folder)
    embedded()
    assert len(session.models) == 2
    assert np.abs(session.states[session.sentences[0].id] - before).max() > 0.1
    assert_all_is_of_the_shown_model(session, models)


def test_few_models_stay_open_and_those_that_read_something_stay_first(
    both, models, two_models, tmp_path, qtbot
):
    session = both
    for k in range(MOST_OPEN):
        folder = tmp_path / f"own{k}"
        shutil.copytree(two_models / "en", folder)
        with qtbot.waitSignal(models.changed, timeout=WAIT_MS):
            models.load(folder)
    assert len(session.models) == MOST_OPEN
    assert {"zh", "en"} == {info.name for info in session.models}
    assert session.readers["zh"].endswith("zh")
    assert session.readers["en"] == session.model.key
    assert all(models.bilm_of(info.key) is not None for info in session.models)


def test_an_unloaded_model_leaves_its_sentences_to_the_other(both, models, embedded, qtbot):
    session = both
    gone = session.model.key
    with qtbot.waitSignal(models.changed, timeout=WAIT_MS):
        models.close_model(gone)
    assert session.model.name == "en"
    assert models.bilm_of(gone) is None
    embedded()
    assert len(session.states) == len(session.sentences)
    assert_all_is_of_the_shown_model(session, models)
    models.close_model(session.model.key)
    assert models.bilm is not None


# The offer


@pytest.fixture
def languages(session, runner, models, two_models):
    return LanguageController(
        session, runner, models, lambda language: (language, str(two_models / language)), "cpu"
    )


def test_chinese_sentences_bring_the_offer_of_a_chinese_model(mixed, languages, qtbot):
    mixed.sentences = mixed.sentences[:-1]
    qtbot.waitUntil(lambda: mixed.offer is not None, timeout=WAIT_MS)
    assert (mixed.offer.language, mixed.offer.n_sentences, mixed.offer.name) == ("zh", 4, "zh")
    assert mixed.offer.reader.name == "en"
    mixed.sentences = tuple(s for s in mixed.sentences if s.language == "en")
    assert mixed.offer is None


def test_one_click_loads_moves_and_shows(mixed, models, languages, embedded, qtbot):
    mixed.sentences = mixed.sentences[:-1]
    qtbot.waitUntil(lambda: mixed.offer is not None, timeout=WAIT_MS)
    languages.accept()
    qtbot.waitUntil(lambda: mixed.model.name == "zh", timeout=WAIT_MS)
    assert mixed.offer is None
    assert [info.name for info in mixed.models] == ["en", "zh"]
    qtbot.waitUntil(lambda: len(mixed.states) == 4, timeout=WAIT_MS)
    assert_all_is_of_the_shown_model(mixed, models)


def test_english_is_offered_where_only_a_chinese_model_is_open(session, models, languages, two_models, qtbot):
    models.load(two_models / "zh")
    qtbot.waitUntil(lambda: session.model.name == "zh", timeout=WAIT_MS)
    models.close_model(next(m.key for m in session.models if m.name == "en"))
    session.sentences = (Sentence("We walked", ("We", "walked")),)
    qtbot.waitUntil(lambda: session.offer is not None, timeout=WAIT_MS)
    assert (session.offer.language, session.offer.name, session.offer.reader.name) == ("en", "en", "zh")


def test_a_dismissed_offer_does_not_come_back_until_other_models_are_open(
    mixed, models, languages, two_models, tmp_path, qtbot
):
    mixed.sentences = mixed.sentences[:-1]
    qtbot.waitUntil(lambda: mixed.offer is not None, timeout=WAIT_MS)
    languages.dismiss()
    mixed.sentences = mixed.sentences[:-1]
    assert mixed.offer is None
    shutil.copytree(two_models / "en", tmp_path / "own")
    models.load(tmp_path / "own")
    qtbot.waitUntil(lambda: mixed.offer is not None, timeout=WAIT_MS)


def test_a_failed_offer_says_why_in_one_sentence(mixed, models, runner, two_models, tmp_path, qtbot):
    shutil.copytree(two_models / "zh", tmp_path / "zh")
    os.truncate(tmp_path / "zh" / "model.safetensors", 1000)
    languages = LanguageController(mixed, runner, models, lambda _: ("zh", str(tmp_path / "zh")), "cpu")
    mixed.sentences = mixed.sentences[:-1]
    qtbot.waitUntil(lambda: mixed.offer is not None, timeout=WAIT_MS)
    languages.accept()
    qtbot.waitUntil(lambda: mixed.offer.fault != "", timeout=WAIT_MS)
    assert "\n" not in mixed.offer.fault
    assert mixed.model.name == "en"


def test_without_an_installed_model_the_offer_names_none(mixed, models, runner, qtbot):
    languages = LanguageController(mixed, runner, models, lambda _: None)
    mixed.sentences = mixed.sentences[:-1]
    qtbot.waitUntil(lambda: mixed.offer is not None, timeout=WAIT_MS)
    assert mixed.offer.name == ""
    languages.accept()
    assert not models.loading


def test_a_chinese_example_opens_in_the_chinese_models_picture(mixed, models, languages, runner, qtbot):
    history = History(mixed)
    text = TextController(mixed, runner, history)
    before = mixed.sentences, mixed.focus
    languages.open_for("zh", lambda: text.load_example("tide"))
    qtbot.waitUntil(lambda: mixed.sentences is not before[0], timeout=WAIT_MS)
    assert mixed.model.name == "zh"
    assert all(s.language == "zh" for s in mixed.sentences)
    history.undo()
    assert (mixed.sentences, mixed.focus, mixed.model.name) == (*before, "en")
    history.redo()
    assert mixed.model.name == "zh"


def test_the_newest_of_two_examples_is_opened(mixed, models, languages, runner, qtbot):
    opened = []
    languages.open_for("zh", lambda: opened.append("zh"))
    languages.open_for("en", lambda: opened.append("en"))
    qtbot.waitUntil(lambda: not runner.busy and not models.loading, timeout=WAIT_MS)
    assert opened == ["en"]


# What an added sentence costs


def test_a_new_sentence_is_drawn_at_once_when_its_vectors_are_there_and_then_fitted(
    session, loaded, pictures, bank_sentences, embedded, runner, qtbot
):
    session.focus = Focus("bank")
    session.sentences = bank_sentences[:-1]
    embedded()
    wait_for_picture(session, runner, qtbot)
    drawn = []
    session.events.points.connect(lambda points: drawn.append(len(points.tokens)))
    session.sentences = bank_sentences
    wait_for_picture(session, runner, qtbot)
    assert drawn == [sum(len(s.tokens) for s in bank_sentences)] * 2


def test_a_model_moves_to_another_device_alone(both, models, qtbot):
    moved = []
    key = next(m.key for m in both.models if m.name == "en")
    models.move(key, "cpu", lambda: moved.append(key))
    qtbot.waitUntil(lambda: moved == [key], timeout=WAIT_MS)
    assert [info.device for info in both.models] == ["CPU", "CPU"]
    assert both.model.name == "zh"
    open_model(both, both.model)
    assert both.model.name == "zh"
