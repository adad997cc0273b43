"""Tokens ranked by one number of their vectors, against plain sorting."""

from dataclasses import replace

import numpy as np
import pytest

from elmo_explorer.analysis.mixing import mix_layers
from elmo_explorer.controllers.loaded_tokens import LoadedTokens
from elmo_explorer.controllers.unit_ranking import MOST
from elmo_explorer.controllers.units_controller import UnitsController
from elmo_explorer.session.session import Mix, Sentence
from elmo_explorer.session.units import UnitAsk

WAIT_MS = 60_000


@pytest.fixture
def units(session, runner, loaded, bank_sentences, embedded):
    units = UnitsController(session, runner)
    session.sentences = bank_sentences
    embedded()
    units.visible = True
    return units


def ask(session, units, runner, qtbot, *asked):
    session.unit_ask = UnitAsk(*asked)
    return settled(session, units, runner, qtbot)


def settled(session, units, runner, qtbot):
    qtbot.waitUntil(lambda: not units.pending and not runner.busy, timeout=WAIT_MS)
    return session.unit_tokens


def every_state(session):
    loaded = LoadedTokens.of(session)
    return loaded, loaded.states(np.arange(len(loaded.tokens)))


def check(found, tokens, values):
    order = sorted(range(len(values)), key=lambda row: (-round(float(values[row]), 6), row))
    n = min(MOST, len(values))
    assert [*found.highest] == [tokens[row] for row in order[:n]]
    np.testing.assert_allclose(found.highest_values, values[order[:n]], atol=1e-6)
    order = sorted(range(len(values)), key=lambda row: (round(float(values[row]), 6), row))
    assert [*found.lowest] == [tokens[row] for row in order[:n]]
    np.testing.assert_allclose(found.lowest_values, values[order[:n]], atol=1e-6)


def test_the_ends_are_those_of_sorting_all_tokens(session, units, runner, qtbot):
    loaded, states = every_state(session)
    for layer in (1, 2):
        for unit in (0, states.shape[2] - 1):
            found = ask(session, units, runner, qtbot, layer, unit)
            check(found, loaded.tokens, states[layer, :, unit])
            assert (found.n_tokens, found.n_words) == (len(loaded.tokens), 0)


def test_in_layer_0_each_word_stands_once(session, units, runner, qtbot):
    loaded, states = every_state(session)
    words = loaded.words_of(np.arange(len(loaded.tokens)))
    first = [row for row, word in enumerate(words) if words.index(word) == row]
    found = ask(session, units, runner, qtbot, 0, 3)
    check(found, [loaded.tokens[row] for row in first], states[0, first, 3])
    assert found.n_words == len(set(words)) < found.n_tokens


def test_the_ranks_in_the_mix_follow_it(session, units, runner, qtbot):
    loaded, states = every_state(session)
    ask(session, units, runner, qtbot, None, 2)
    for mix in (
        Mix((0.1, 0.3, 0.6), gamma=2.0),
        Mix((0.5, 0.1, 0.4)),
        Mix((0.2, 0.3, 0.5), gamma=0.5, layer_norm=True),
    ):
        session.mix = mix
        found = settled(session, units, runner, qtbot)
        mixed = mix_layers(states, mix.weights, mix.gamma, mix.layer_norm)
        check(found, loaded.tokens, mixed[:, 2])


def test_a_layer_s_ranks_do_not_care_for_the_mix(session, units, runner, qtbot):
    found = ask(session, units, runner, qtbot, 2, 1)
    session.mix = replace(session.mix, weights=(0.0, 0.0, 1.0))
    assert not units.pending
    assert session.unit_tokens is found


def test_new_sentences_are_ranked_with_the_old_ones(session, units, runner, qtbot, embedded):
    ask(session, units, runner, qtbot, 1, 4)
    session.sentences += (Sentence("a new bank", ("a", "new", "bank")),)
    embedded()
    found = settled(session, units, runner, qtbot)
    loaded, states = every_state(session)
    check(found, loaded.tokens, states[1, :, 4])
    session.sentences = session.sentences[2:]
    found = settled(session, units, runner, qtbot)
    loaded, states = every_state(session)
    check(found, loaded.tokens, states[1, :, 4])


def test_nothing_is_ranked_that_nobody_sees(session, units, runner, qtbot):
    ask(session, units, runner, qtbot, 1, 4)
    units.visible = False
    assert session.unit_tokens is None
    session.unit_ask = UnitAsk(2, 0)
    assert not units.pending
    units.visible = True
    assert settled(session, units, runner, qtbot).ask == UnitAsk(2, 0)


def test_a_unit_of_another_model_is_no_longer_asked_for(
    session, units, runner, qtbot, models, deep_model_folder
):
    ask(session, units, runner, qtbot, 2, 1)
    with qtbot.waitSignal(models.changed, timeout=WAIT_MS):
        models.load(deep_model_folder)
    qtbot.waitUntil(lambda: session.unit_ask is None, timeout=WAIT_MS)
    assert settled(session, units, runner, qtbot) is None


def test_a_unit_that_there_is_not_is_not_asked_for(session, units, runner, qtbot):
    assert ask(session, units, runner, qtbot, 1, 10_000) is None
    assert session.unit_ask is None
