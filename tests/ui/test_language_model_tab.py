"""The tab in the real window with the bundled model: what is predicted, exchanged, typed."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from elmo_explorer.explorer import DEFAULT_MODEL, Explorer
from elmo_explorer.session.session import TokenRef
from elmo_explorer.ui.settings import Settings
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.prediction_columns import Cell
from elmo_explorer.window_options import WindowOptions

LONG = 120_000
TEXT = "The boat drifted to the bank of the river."


@pytest.fixture(scope="module")
def settings() -> Settings:
    return Settings(None)


@pytest.fixture
def explorer(qapp: object, qtbot: QtBot, settings: Settings) -> Iterator[Explorer]:
    theme.set_mode("light")
    made = Explorer(WindowOptions(model=DEFAULT_MODEL), settings)
    made.window.resize(1440, 900)
    made.window.tabs.show_tab("language_model")
    made.window.show()
    qtbot.waitExposed(made.window)
    made.start()
    qtbot.waitUntil(lambda: made.session.model is not None, timeout=LONG)
    yield made
    made.window.close()
    made.window.deleteLater()


@pytest.fixture
def drifted(explorer: Explorer, qtbot: QtBot) -> Explorer:
    explorer.text.add_text(TEXT)
    qtbot.waitUntil(lambda: bool(explorer.session.sentences), timeout=LONG)
    at_rest(explorer, qtbot)
    return explorer


def at_rest(explorer: Explorer, qtbot: QtBot) -> None:
    panel = explorer.language_model.panel

    def told() -> bool:
        sentence, found = explorer.session.sentences[0], explorer.session.predictions
        return (
            not explorer.runner.busy
            and not explorer.language_model.controller.pending
            and not panel._later.isActive()
            and found is not None
            and found.tokens == sentence.tokens
        )

    qtbot.waitUntil(told, timeout=LONG)


def test_the_tab_shows_the_softmax_of_the_vectors(drifted: Explorer) -> None:
    """Against plain NumPy: the output layer on the forward half of the word before."""
    bilm, sentence = drifted.models.bilm, drifted.session.sentences[0]
    assert bilm is not None
    assert bilm.output_layer is not None
    place = sentence.tokens.index("bank")
    top = bilm.embed([sentence.tokens])[0][-1].astype(np.float64)
    half = top[place - 1, : bilm.dim // 2]
    logits = half @ bilm.output_layer.weight.numpy().T.astype(np.float64) + bilm.output_layer.bias.numpy()
    p = np.exp(logits - logits.max())
    p /= p.sum()
    shown = drifted.language_model.panel.table.columns.columns[place + 1].blocks[0]
    assert shown is not None
    best = np.argsort(-p)[:5]
    names = {"<UNK>": "<UNK>", "<S>": "<BOS>", "</S>": "<EOS>"}
    assert [g.word for g in shown.guesses] == [
        names.get(bilm.vocabulary[k], bilm.vocabulary[k]) for k in best
    ]
    np.testing.assert_allclose([g.share for g in shown.guesses], p[best], rtol=1e-3)
    true = bilm.vocabulary.index("bank")
    assert shown.rank == 1 + (p > p[true]).sum()


def test_a_click_replaces_the_word_and_undo_restores_it(drifted: Explorer, qtbot: QtBot) -> None:
    session, columns = drifted.session, drifted.language_model.panel.table.columns
    before = session.sentences[0]
    place = before.tokens.index("bank")
    column = columns.columns[place + 1].blocks[1]
    assert column is not None
    row = next(k for k, g in enumerate(column.guesses) if not g.is_mark)
    word = column.guesses[row].word
    at = columns.cell_rect(Cell(place + 1, 1, row)).center().toPoint()
    QTest.mouseClick(columns, Qt.MouseButton.LeftButton, pos=at)
    assert session.sentences[0].text == TEXT.replace("bank", word)
    at_rest(drifted, qtbot)
    qtbot.waitUntil(lambda: before.id in session.states, timeout=LONG)
    assert session.selection == {TokenRef(before.id, place)}
    bilm = drifted.models.bilm
    assert bilm is not None
    expected = bilm.embed([session.sentences[0].tokens])[0]
    np.testing.assert_allclose(session.states[before.id], expected, atol=1e-5)
    drifted.history.undo()
    assert session.sentences[0] == before
    at_rest(drifted, qtbot)
    assert [c.word for c in columns.columns][1:-1] == list(before.tokens)


def test_next_words_are_offered_and_taken_with_tab(explorer: Explorer, qtbot: QtBot) -> None:
    field, row = explorer.sentences.field, explorer.language_model.row
    field.edit.setFocus()
    QTest.keyClicks(field.edit, "The boat drifted to the")
    qtbot.waitUntil(lambda: row.offer is not None, timeout=LONG)
    assert row.isVisible()
    first = row.chips[0].text()
    QTest.keyClick(field.edit, Qt.Key.Key_Tab)
    assert field.text() == f"The boat drifted to the {first}"
    qtbot.waitUntil(lambda: row.offer is not None, timeout=LONG)  # and so on
    QTest.keyClick(field.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(explorer.session.sentences), timeout=LONG)
    assert explorer.session.sentences[0].text == f"The boat drifted to the {first}"
    assert not row.isVisible()


def test_turned_off_it_stays_off_in_the_next_window(
    explorer: Explorer, settings: Settings, qtbot: QtBot
) -> None:
    explorer.language_model.panel.type_ahead.click()
    assert not settings.type_ahead
    explorer.sentences.field.set_text("The boat drifted to the")
    qtbot.waitUntil(lambda: not explorer.read_ahead.pending and not explorer.runner.busy, timeout=LONG)
    assert explorer.session.next_words is None
    other = Explorer(WindowOptions(), settings)
    assert not other.language_model.offers.enabled
    assert not other.language_model.panel.type_ahead.isChecked()
    other.close()
    other.window.deleteLater()
    settings.type_ahead = True
