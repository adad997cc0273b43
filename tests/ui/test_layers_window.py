"""The tab Layers in the real window with the bundled model: its numbers against plain sorting and the biLM's own trace."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from elmo_explorer.explorer import Explorer
from elmo_explorer.session.session import TokenRef
from elmo_explorer.session.units import UnitAsk

LONG = 60_000


@pytest.fixture
def layers(doctor_window: Explorer, qtbot: QtBot) -> Explorer:
    doctor_window.window.tabs.show_tab("layers")
    at_rest(doctor_window, qtbot)
    return doctor_window


def at_rest(window: Explorer, qtbot: QtBot) -> None:
    part, panel = window.layers, window.layers.panel
    qtbot.waitUntil(
        lambda: not part.waiting_for() and not window.runner.busy and not panel._later.isActive(),
        timeout=LONG,
    )


def test_the_tab_holds_what_the_model_gives(layers: Explorer, qtbot: QtBot) -> None:
    """Pictures, strips, the tokens of a number, gates and followed cells, in one sitting."""
    session, panel = layers.session, layers.layers.panel
    bilm = layers.models.bilm
    assert bilm is not None
    assert [p.in_one_point for p in panel.pictures.pictures] == [True, False, False]
    assert session.comparison is not None
    for k, picture in enumerate(panel.pictures.pictures):
        assert picture.bars[1].value == pytest.approx(float(session.comparison.overall[k]))
        assert picture.bars[1].tick == pytest.approx(float(session.comparison.baseline[k]))

    # the gates are those of the biLM's trace of the sentence in view
    token = session.occurrences[0]
    sentence = session.sentence(token.sentence_id)
    trace = bilm.trace(sentence.tokens)
    columns = panel.gates.table.columns
    assert columns.columns.words == ("<BOS>", *sentence.tokens)
    np.testing.assert_allclose(columns.rows[0].means, trace.input[1, 0, :-1].mean(-1), atol=1e-6)
    np.testing.assert_allclose(trace.states, session.states[sentence.id], atol=1e-5)
    panel.gates.direction.choose(1)
    np.testing.assert_allclose(columns.rows[4].means, trace.cell[1, 1, 1:].mean(-1), atol=1e-6)
    panel.gates.field.setValue(700)
    np.testing.assert_array_equal(columns.followed[0].values[1], trace.forget[1, 1, 1:, 700])

    # a click on a number ranks all loaded tokens by it
    strips = panel.vector.strips
    box = strips.strip_rect(2)
    at = QPointF(box.left() + 0.7 * box.width(), box.center().y())
    row, unit = strips.unit_at(at)
    qtbot.mouseClick(strips, Qt.MouseButton.LeftButton, pos=at.toPoint())
    assert session.unit_ask == UnitAsk(1, unit)
    assert row == 2
    qtbot.waitUntil(lambda: session.unit_tokens is not None, timeout=LONG)
    at_rest(layers, qtbot)
    every = [
        (float(session.states[s.id][1, i, unit]), TokenRef(s.id, i))
        for s in session.sentences
        for i in range(len(s.tokens))
    ]
    found = session.unit_tokens
    assert found is not None
    assert found.n_tokens == len(every)
    assert [*found.highest][:5] == [t for _, t in sorted(every, key=lambda pair: -round(pair[0], 6))[:5]]
    assert [*found.lowest][:5] == [t for _, t in sorted(every, key=lambda pair: round(pair[0], 6))[:5]]
    lines = panel.unit.ends[1].lines
    at_row = lines.visualRect(lines.model().index(0, 0)).center()
    qtbot.mouseMove(lines.viewport(), at_row)
    qtbot.mouseClick(lines.viewport(), Qt.MouseButton.LeftButton, pos=at_row)
    assert session.selection == {found.lowest[0]}
    at_rest(layers, qtbot)
    assert session.gates is not None
    assert session.gates.sentence_id == found.lowest[0].sentence_id

    # Esc: out of the cells that are followed, then out of the tokens
    qtbot.keyClick(lines, Qt.Key.Key_Escape)
    assert panel.gates.cells == ()
    assert session.unit_ask is not None
    qtbot.keyClick(lines, Qt.Key.Key_Escape)
    assert session.unit_ask is None
    qtbot.waitUntil(panel.pictures.isVisible, timeout=LONG)


def test_what_nobody_sees_is_not_computed(layers: Explorer, qtbot: QtBot) -> None:
    session = layers.session
    session.unit_ask = UnitAsk(None, 3)
    at_rest(layers, qtbot)
    assert session.unit_tokens is not None
    layers.window.tabs.show_tab("compare")
    assert session.unit_tokens is None
    session.mix = replace(session.mix, weights=(0.0, 0.5, 0.5))
    session.selection = frozenset({session.occurrences[2]})
    qtbot.waitUntil(lambda: not layers.runner.busy, timeout=LONG)
    assert session.unit_tokens is None
    assert session.gates is not None
    assert session.gates.sentence_id != session.occurrences[2].sentence_id
    layers.window.tabs.show_tab("layers")
    at_rest(layers, qtbot)
    assert session.gates.sentence_id == session.occurrences[2].sentence_id
    assert session.unit_tokens is not None


def test_an_edited_sentence_is_read_again(layers: Explorer, qtbot: QtBot) -> None:
    session = layers.session
    sentence = session.sentence(session.occurrences[0].sentence_id)
    layers.text.edit_sentence(sentence.id, "The doctor was late again.")
    qtbot.waitUntil(
        lambda: session.gates is not None and session.gates.tokens[:2] == ("The", "doctor"), timeout=LONG
    )
    at_rest(layers, qtbot)
    assert layers.layers.panel.gates.table.columns.columns.words[1:3] == ("The", "doctor")
