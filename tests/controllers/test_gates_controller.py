"""The gates of the sentence in view are those of the biLM's trace."""

import numpy as np
import pytest

from elmo_explorer.controllers.gates_controller import N_SAMPLES, GatesController
from elmo_explorer.session.gates import GATE_KINDS
from elmo_explorer.session.session import Focus, TokenRef

WAIT_MS = 60_000


@pytest.fixture
def gates(session, runner, models, loaded, bank_sentences, embedded, qtbot):
    gates = GatesController(session, runner, models)
    session.sentences = bank_sentences
    session.focus = Focus("bank")
    embedded()
    qtbot.waitUntil(lambda: len(session.occurrences) == len(bank_sentences), timeout=WAIT_MS)
    gates.visible = True
    return gates


def settled(session, gates, qtbot):
    qtbot.waitUntil(lambda: not gates.pending, timeout=WAIT_MS)
    return session.gates


def test_they_are_those_of_the_first_occurrence_s_sentence(session, gates, models, qtbot):
    found = settled(session, gates, qtbot)
    sentence = session.sentences[0]
    assert (found.sentence_id, found.tokens) == (sentence.id, sentence.tokens)
    bilm = models.bilm
    trace = bilm.trace(sentence.tokens)
    for kind in GATE_KINDS:
        values = getattr(trace, kind)
        np.testing.assert_array_equal(found.values[kind], values)
        means = found.samples[kind].means
        np.testing.assert_allclose(means, values.mean(-1), atol=1e-6)
    n_cells = bilm.options.cell_dim
    assert found.n_cells == n_cells
    assert found.samples["input"].values.shape == (2, 2, len(sentence.tokens) + 2, min(N_SAMPLES, n_cells))


def test_they_follow_the_selection_and_edits(session, gates, qtbot):
    settled(session, gates, qtbot)
    other = session.sentences[3]
    session.selection = frozenset({TokenRef(other.id, 0)})
    assert settled(session, gates, qtbot).tokens == other.tokens
    kept = session.gates
    session.selection = frozenset({TokenRef(other.id, 2)})
    assert settled(session, gates, qtbot) is kept  # the same sentence
    session.sentences = tuple(s for s in session.sentences if s is not other)
    qtbot.waitUntil(lambda: session.gates.sentence_id == session.sentences[0].id, timeout=WAIT_MS)


def test_a_hidden_sentence_is_not_read(session, gates, qtbot):
    settled(session, gates, qtbot)
    session.selection = frozenset({TokenRef(999_999, 0)})
    assert settled(session, gates, qtbot).sentence_id == session.sentences[0].id


def test_nothing_is_read_that_nobody_sees(session, gates, qtbot):
    settled(session, gates, qtbot)
    gates.visible = False
    session.selection = frozenset({TokenRef(session.sentences[3].id, 0)})
    assert not gates.pending
    gates.visible = True
    assert settled(session, gates, qtbot).sentence_id == session.sentences[3].id


def test_another_model_reads_anew(session, gates, models, deep_model_folder, qtbot):
    assert settled(session, gates, qtbot).n_layers == 2
    with qtbot.waitSignal(models.changed, timeout=WAIT_MS):
        models.load(deep_model_folder)
    qtbot.waitUntil(lambda: session.gates is not None and session.gates.n_layers == 3, timeout=WAIT_MS)


def test_without_a_word_in_view_there_are_none(session, gates, qtbot):
    settled(session, gates, qtbot)
    session.sentences = ()
    qtbot.waitUntil(lambda: session.gates is None, timeout=WAIT_MS)
