import gc
import weakref
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtTest import QSignalSpy

from elmo_explorer.analysis.mixing import mix_layers
from elmo_explorer.analysis.similarity import cosine_matrix
from elmo_explorer.controllers.loaded_tokens import LoadedTokens
from elmo_explorer.controllers.nearest_controller import NearestController
from elmo_explorer.controllers.random_pairs import RandomPairs
from elmo_explorer.session.nearest import NearestAsk
from elmo_explorer.session.session import Focus, Mix, Sentence, TokenRef

WAIT_MS = 60_000


@pytest.fixture
def nearest(session, runner, loaded, bank_sentences, embedded):
    nearest = NearestController(session, runner)
    session.sentences = bank_sentences
    embedded()
    nearest.visible = True
    return nearest


def river(session) -> TokenRef:
    sentence = session.sentences[4]
    return TokenRef(sentence.id, sentence.tokens.index("bank"))


def ask(session, runner, qtbot, **asked):
    """What was found for the changed question."""
    old = session.nearest
    session.nearest_ask = replace(NearestAsk(), **asked)
    qtbot.waitUntil(lambda: session.nearest is not old and not runner.busy, timeout=WAIT_MS)
    return session.nearest


def select(session, runner, qtbot, token):
    session.selection = frozenset({token})
    qtbot.waitUntil(
        lambda: session.nearest is not None and session.nearest.token == token and not runner.busy,
        timeout=WAIT_MS,
    )
    return session.nearest


def by_brute_force(session, token, weights, layer_norm=False):
    """Every other token with its cosine, in the order of the list."""
    loaded = LoadedTokens.of(session)
    states = loaded.states(np.arange(len(loaded.tokens)))
    row = loaded.tokens.index(token)
    cosines = cosine_matrix(mix_layers(states, weights, layer_norm=layer_norm))[row]
    return {other: cosine for other, cosine in zip(loaded.tokens, cosines, strict=True) if other != token}


def check(found, wanted):
    assert len(found.tokens) == len(set(found.tokens)) == min(len(wanted), found.ask.most)
    np.testing.assert_allclose(found.cosines, [wanted[token] for token in found.tokens], atol=1e-5)
    highest = sorted(wanted.values(), reverse=True)[: len(found.tokens)]
    np.testing.assert_allclose(found.cosines, highest, atol=1e-5)
    assert found.n_candidates == len(wanted)


def test_the_neighbours_are_those_of_brute_force_in_every_space(session, runner, nearest, qtbot):
    token = river(session)
    select(session, runner, qtbot, token)
    session.mix = Mix((0.1, 0.3, 0.6), gamma=2.0)
    mixes = {"mix": session.mix.weights, 0: (1, 0, 0), 1: (0, 1, 0), 2: (0, 0, 1)}
    for space, weights in mixes.items():
        found = ask(session, runner, qtbot, space=space, most=15)
        check(found, by_brute_force(session, token, weights))
        assert found.layer == (None if space == "mix" else space)


def test_layer_normalisation_counts(session, runner, nearest, qtbot):
    token = river(session)
    old = select(session, runner, qtbot, token)
    session.mix = Mix((0.2, 0.3, 0.5), layer_norm=True)
    qtbot.waitUntil(lambda: session.nearest is not old and not runner.busy, timeout=WAIT_MS)
    check(session.nearest, by_brute_force(session, token, (0.2, 0.3, 0.5), layer_norm=True))


def test_they_follow_the_picture_s_layer(session, runner, nearest, qtbot):
    token = river(session)
    old = select(session, runner, qtbot, token)
    assert old.layer is None
    session.view = replace(session.view, layer=2)
    qtbot.waitUntil(lambda: session.nearest is not old and not runner.busy, timeout=WAIT_MS)
    assert session.nearest.layer == 2
    check(session.nearest, by_brute_force(session, token, (0, 0, 1)))


def test_the_same_word_and_other_words_are_told_apart(session, runner, nearest, qtbot):
    session.sentences = (*session.sentences, Sentence("Bank it", ("Bank", "it")))
    token = river(session)
    select(session, runner, qtbot, token)
    qtbot.waitUntil(lambda: session.nearest.n_candidates == len(LoadedTokens.of(session).tokens) - 1)
    same = ask(session, runner, qtbot, words="same")
    assert {session.word(found).casefold() for found in same.tokens} == {"bank"}
    assert len(same.tokens) == 8
    other = ask(session, runner, qtbot, words="other")
    assert "bank" not in {session.word(found).casefold() for found in other.tokens}
    assert same.n_candidates + other.n_candidates == len(LoadedTokens.of(session).tokens) - 1


def test_the_baseline_is_that_of_the_space(session, runner, nearest, qtbot):
    select(session, runner, qtbot, river(session))
    pairs = RandomPairs.of(LoadedTokens.of(session), layer_norm=False)
    assert ask(session, runner, qtbot, space=1).baseline == pytest.approx(pairs.in_layers()[1])
    assert ask(session, runner, qtbot, space="mix").baseline == pytest.approx(
        pairs.in_mix(session.mix.weights)
    )


def test_the_newest_selection_wins(session, runner, nearest, qtbot):
    tokens = list(LoadedTokens.of(session).tokens)[:12]
    qtbot.waitUntil(lambda: not runner.busy, timeout=WAIT_MS)
    told = []
    session.events.nearest.connect(lambda new: told.append(new.token))
    for token in tokens:
        session.selection = frozenset({token})
        nearest._start()  # at once, so that the searches meet in the lane
    qtbot.waitUntil(
        lambda: session.nearest is not None and session.nearest.token == tokens[-1] and not runner.busy,
        timeout=WAIT_MS,
    )
    assert told[-1] == tokens[-1]
    assert set(told) == {tokens[-1]}


def test_a_drag_is_followed_to_its_end(session, runner, nearest, qtbot):
    token = river(session)
    select(session, runner, qtbot, token)
    session.dragging = True
    for k in range(1, 4):
        old = session.nearest
        session.mix = Mix((0.0, k / 10, 1 - k / 10))
        qtbot.waitUntil(lambda old=old: session.nearest is not old, timeout=WAIT_MS)
    session.dragging = False
    qtbot.waitUntil(lambda: not runner.busy and not nearest._soon.isActive(), timeout=WAIT_MS)
    check(session.nearest, by_brute_force(session, token, (0.0, 0.3, 0.7)))


def test_nothing_is_searched_while_nobody_looks(session, runner, nearest, qtbot):
    nearest.visible = False
    qtbot.waitUntil(lambda: not runner.busy, timeout=WAIT_MS)
    spy = QSignalSpy(runner.busy_changed)
    session.selection = frozenset({river(session)})
    session.mix = Mix((0.0, 0.0, 1.0))
    assert not nearest._soon.isActive()
    assert spy.count() == 0
    assert session.nearest is None


def test_new_sentences_are_among_the_neighbours(session, runner, nearest, qtbot):
    token = river(session)
    n_before = select(session, runner, qtbot, token).n_candidates
    session.sentences = (
        *session.sentences,
        Sentence("Ducks sat on the bank", ("Ducks", "sat", "on", "the", "bank")),
    )
    qtbot.waitUntil(lambda: session.nearest.n_candidates == n_before + 5 and not runner.busy, timeout=WAIT_MS)
    check(session.nearest, by_brute_force(session, token, session.mix.weights))


def test_a_sentence_that_goes_takes_its_neighbours_along_at_once(session, runner, nearest, qtbot):
    gone = session.sentences[0].id
    found = select(session, runner, qtbot, river(session))
    assert any(token.sentence_id == gone for token in found.tokens)
    session.sentences = session.sentences[1:]
    assert not any(token.sentence_id == gone for token in session.nearest.tokens)
    assert len(session.nearest.tokens) == len(session.nearest.cosines)


def test_without_a_selection_the_focus_word_s_first_use_counts(session, runner, nearest, qtbot):
    assert session.nearest is None
    session.focus = Focus("bank")
    qtbot.waitUntil(lambda: session.nearest is not None and not runner.busy, timeout=WAIT_MS)
    assert session.nearest.token == session.occurrences[0]


def test_what_is_isolated_ends_with_what_it_was_isolated_from(session, runner, nearest, qtbot):
    session.focus = Focus("bank")
    first, second = session.sentences[0].id, session.sentences[1].id
    session.isolated = frozenset({TokenRef(first, 0), TokenRef(second, 0)})
    session.sentences = session.sentences[1:]
    assert session.isolated is not None
    session.sentences = session.sentences[1:]
    assert session.isolated is None
    session.isolated = frozenset({TokenRef(session.sentences[0].id, 0)})
    session.focus = Focus("the")
    assert session.isolated is None


def test_without_a_token_the_vectors_there_were_are_let_go(session, nearest, runner, qtbot):
    select(session, runner, qtbot, river(session))
    held = weakref.ref(nearest._search.products.products)
    session.selection = frozenset()
    qtbot.waitUntil(lambda: session.nearest is None and not runner.busy, timeout=WAIT_MS)
    gc.collect()
    assert held() is None
