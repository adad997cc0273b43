import numpy as np
import pytest

from elmo_explorer.controllers.layout_start import layout_start
from elmo_explorer.controllers.loaded_tokens import LoadedTokens
from elmo_explorer.session.session import ModelInfo, Points, Sentence, Session

SENTENCES = tuple(Sentence("a b c", ("a", "b", "c")) for _ in range(41))


def load(n_sentences):
    random = np.random.default_rng(0)
    session = Session(model=ModelInfo("m", (), 2, 6, "CPU"))
    session.sentences = SENTENCES[:n_sentences]
    session.states = {s.id: random.normal(size=(2, 3, 6)).astype(np.float32) for s in session.sentences}
    return LoadedTokens.of(session)


@pytest.fixture
def loaded():
    return load(40)


def linear(loaded):
    return np.random.default_rng(1).normal(size=(len(loaded.tokens), 2)).astype(np.float32)


def drawn(start):
    return Points(start.tokens, start.xy, None, start.method, None, None, settled=True)


def test_all_tokens_are_laid_out_from_the_linear_picture(loaded):
    start = layout_start(loaded, np.arange(5), linear(loaded), None, "umap")
    assert start.tokens is loaded.tokens
    assert start.afresh
    assert start.n_left_out == 0
    assert np.isfinite(start.xy).all()
    assert start.states.shape == (2, 120, 6)


def test_of_too_many_the_focus_words_are_laid_out_and_some_others(loaded, monkeypatch):
    monkeypatch.setattr("elmo_explorer.controllers.layout_start.MOST_LAID_OUT", 30)
    focus = np.arange(0, 120, 12)
    start = layout_start(loaded, focus, linear(loaded), None, "tsne")
    assert len(start.tokens) == 30
    assert start.n_left_out == 90
    assert {loaded.tokens[k] for k in focus} <= set(start.tokens)
    np.testing.assert_array_equal(start.states, loaded.states(loaded.rows(start.tokens)))
    again = layout_start(loaded, focus, linear(loaded), drawn(start), "tsne")
    assert again.tokens is start.tokens
    assert not again.afresh
    np.testing.assert_array_equal(again.xy, start.xy)


def test_another_kind_of_layout_begins_afresh(loaded):
    start = layout_start(loaded, np.arange(5), linear(loaded), None, "umap")
    assert layout_start(loaded, np.arange(5), linear(loaded), drawn(start), "tsne").afresh


def test_one_sentence_more_leaves_the_choice_nearly_as_it_was(loaded, monkeypatch):
    monkeypatch.setattr("elmo_explorer.controllers.layout_start.MOST_LAID_OUT", 30)
    more = load(41)
    before = layout_start(loaded, np.arange(5), linear(loaded), None, "umap")
    after = layout_start(more, np.arange(5), linear(more), drawn(before), "umap")
    assert not after.afresh
    assert len(set(before.tokens) & set(after.tokens)) >= 27
    assert np.isfinite(after.xy).all(axis=1).sum() >= 27
