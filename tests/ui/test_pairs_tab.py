"""The tab Minimal pairs in the real window with the bundled models."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from elmo_explorer import BiLM
from elmo_explorer.explorer import DEFAULT_MODEL, Explorer
from elmo_explorer.session.minimal_pair import MinimalPair
from elmo_explorer.session.session import Focus, Mix, TokenRef, View
from elmo_explorer.ui.distance_scale import share
from elmo_explorer.ui.settings import Settings
from elmo_explorer.ui.theme import theme
from elmo_explorer.window_options import WindowOptions

LONG = 120_000
TEXT = "The boat drifted to the bank of the river."


@pytest.fixture(scope="module")
def started(qapp: object) -> Iterator[Explorer]:
    """One window for all tests here."""
    theme.set_mode("light")
    made = Explorer(WindowOptions(model=DEFAULT_MODEL), Settings(None))
    made.projection.animated = False
    made.window.resize(1440, 900)
    made.window.tabs.show_tab("pairs")
    made.window.show()
    made.start()
    yield made
    made.window.close()
    made.window.deleteLater()


@pytest.fixture
def explorer(started: Explorer, qtbot: QtBot) -> Explorer:
    """Without sentences, as it was opened."""
    session = started.session
    qtbot.waitUntil(lambda: session.model is not None, timeout=LONG)
    session.selection, session.focus, session.sentences = frozenset(), None, ()
    session.mix, session.view = Mix.average(3), View()
    at_rest(started, qtbot)
    return started


@pytest.fixture
def boat(explorer: Explorer, qtbot: QtBot) -> Explorer:
    explorer.text.add_text(TEXT)
    qtbot.waitUntil(lambda: bool(explorer.session.sentences), timeout=LONG)
    explorer.session.focus = Focus("bank")
    at_rest(explorer, qtbot)
    return explorer


def at_rest(explorer: Explorer, qtbot: QtBot) -> None:
    panel, controller = explorer.pairs.panel, explorer.pairs.controller
    qtbot.waitUntil(
        lambda: not explorer.runner.busy and not controller.pending and not panel._later.isActive(),
        timeout=LONG,
    )


def pair_of(explorer: Explorer) -> MinimalPair:
    pair = explorer.session.minimal_pair
    assert pair is not None
    return pair


def click_word(explorer: Explorer, column: int) -> None:
    """Of the table; column 0 is the beginning."""
    strip = explorer.pairs.panel.table.strip
    at = strip.column_rect(column).center()
    at.setY(strip.words_rect().center().y())
    QTest.mouseClick(strip, Qt.MouseButton.LeftButton, pos=at.toPoint())


def test_an_empty_window_says_what_to_do(explorer: Explorer, qtbot: QtBot) -> None:
    at_rest(explorer, qtbot)
    assert explorer.pairs.panel.pair is None
    assert "No sentence" in explorer.pairs.panel.empty.title


def test_one_click_on_a_word_and_one_on_another(boat: Explorer, qtbot: QtBot) -> None:
    panel, session = boat.pairs.panel, boat.session
    assert "No loaded sentence differs" in panel.hint.title
    assert not panel.figures.isVisible()
    river = session.sentences[0].tokens.index("river")
    click_word(boat, river + 1)
    at_rest(boat, qtbot)
    assert session.selection == {TokenRef(session.sentences[0].id, river)}
    assert panel.vary.label.text() == "Vary “river”:"
    assert len(panel.vary.chips) >= 3
    word = panel.vary.chips[0].text()
    panel.vary.chips[0].click()
    at_rest(boat, qtbot)
    pair = pair_of(boat)
    assert pair.b is not None
    assert pair.read is not None
    assert pair.b.text == TEXT.replace("river", word)
    assert len(session.sentences) == 1
    columns = panel.table.strip.columns
    assert [c.a for c in columns] == ["<BOS>", *pair.a.tokens, "<EOS>"]
    assert [k for k, c in enumerate(columns) if not c.same] == [river + 1]
    # The varied word is selected, so the focus word's shift is shown.
    assert panel.figures.focus_title.title == "Shift of “bank”"
    assert panel.table.strip.marked == pair.a.tokens.index("bank") + 1


def test_the_table_shows_the_vectors(boat: Explorer, qtbot: QtBot) -> None:
    """Against NumPy on the vectors of another BiLM of the same name."""
    session, panel = boat.session, boat.pairs.panel
    tokens = session.sentences[0].tokens
    river, bank = tokens.index("river"), tokens.index("bank")
    panel.word_varied.emit(session.sentences[0].id, river, "city")
    at_rest(boat, qtbot)
    other = tuple("city" if k == river else word for k, word in enumerate(tokens))
    bilm = BiLM.load(DEFAULT_MODEL, device="cpu")
    a, b = (bilm.embed([words])[0].astype(np.float64) for words in (tokens, other))

    def distance(x: np.ndarray, y: np.ndarray) -> float:
        return float(1 - x @ y / np.sqrt((x @ x) * (y @ y)))

    strip, half = panel.table.strip, a.shape[2] // 2
    titles = [row.title for row in strip.rows]
    assert titles == ["expected", "layer 2", "layer 1", "layer 0", "layer 1", "layer 2", "expected"]
    for row, layer, part in ((1, 2, slice(half)), (2, 1, slice(half)), (4, 1, slice(half, None))):
        for k in range(len(tokens)):
            cell = strip.columns[k + 1].cells[row]
            assert cell is not None
            forward = part.start is None
            if k < river if forward else k > river:
                assert cell.equal
                assert cell.text == "="
            else:
                expected = distance(a[layer, k, part], b[layer, k, part])
                assert not cell.equal
                assert cell.share == pytest.approx(share(expected), abs=1e-3)
    rows = panel.figures.focus_plot.rows
    mixed = [np.asarray(session.mix.weights) @ of[:, bank] for of in (a, b)]
    expected = [distance(a[k, bank], b[k, bank]) for k in range(3)] + [distance(*mixed)]
    assert rows[0].value == 0
    assert rows[0].text == "="
    np.testing.assert_allclose([row.value for row in rows], expected, atol=2e-6)
    assert panel.figures.focus_plot.rows[-1].strong


def test_the_mix_is_followed_at_once(boat: Explorer, qtbot: QtBot) -> None:
    session, panel = boat.session, boat.pairs.panel
    panel.word_varied.emit(session.sentences[0].id, session.sentences[0].tokens.index("river"), "city")
    at_rest(boat, qtbot)
    pair = pair_of(boat)
    session.mix = replace(session.mix, weights=(0.0, 0.0, 1.0))
    qtbot.waitUntil(lambda: not panel._later.isActive(), timeout=LONG)
    rows = panel.figures.focus_plot.rows
    assert rows[-1].value == pytest.approx(rows[2].value, rel=1e-5)
    assert pair_of(boat) is pair


def test_corrected_cosines_and_the_random_pair(boat: Explorer, qtbot: QtBot) -> None:
    session, panel = boat.session, boat.pairs.panel
    panel.word_varied.emit(session.sentences[0].id, session.sentences[0].tokens.index("river"), "city")
    at_rest(boat, qtbot)
    assert panel.figures.focus_title.remark == "too few words for a random pair"
    assert all(np.isnan(row.measure) for row in panel.figures.focus_plot.rows)
    boat.text.add_text("Nine quite different green dogs have seldom slept under my yellow table.")
    qtbot.waitUntil(lambda: len(session.states) == 2, timeout=LONG)
    at_rest(boat, qtbot)
    baselines = session.pair_baselines
    assert baselines is not None
    row = panel.figures.focus_plot.rows[2]
    assert row.measure == pytest.approx(1 - baselines.layers[2])
    assert row.detail == f"of {row.measure:.2f}"
    before, cell = row.value, panel.table.strip.columns[6].cells[5]
    assert cell is not None
    session.view = replace(session.view, corrected=True)
    at_rest(boat, qtbot)
    row = panel.figures.focus_plot.rows[2]
    assert row.value == pytest.approx(before / (1 - baselines.layers[2]))
    assert row.text.endswith(" %")
    assert row.measure == 1
    corrected = panel.table.strip.columns[6].cells[5]
    assert corrected is not None
    distance = pair_of(boat).read.apart[1, 2, 5]  # type: ignore[union-attr]
    assert corrected.share == pytest.approx(share(distance / (1 - baselines.halves[1, 2])))


def test_a_change_that_is_clicked_is_selected(boat: Explorer, qtbot: QtBot) -> None:
    session, panel = boat.session, boat.pairs.panel
    tokens = session.sentences[0].tokens
    panel.word_varied.emit(session.sentences[0].id, tokens.index("river"), "city")
    at_rest(boat, qtbot)
    changes, entries = panel.figures.change_list, panel.figures.change_list.entries
    assert entries[0].word == "river | city"
    moved = [entry for entry in entries if entry.figure.endswith("% moved")]
    assert len(moved) == len(pair_of(boat).read.shifts)  # type: ignore[union-attr]
    index = next(k for k, entry in enumerate(entries) if entry.word == "bank")
    at = changes.entry_rect(index).center().toPoint()
    QTest.mouseClick(changes, Qt.MouseButton.LeftButton, pos=at)
    assert session.selection == {TokenRef(session.sentences[0].id, tokens.index("bank"))}


def test_a_typed_sentence_is_aligned_and_added(boat: Explorer, qtbot: QtBot) -> None:
    session, panel = boat.session, boat.pairs.panel
    panel.vary.type_button.click()
    field = panel.vary.sentence_field
    assert field.text() == TEXT
    field.setText("Two boats drifted to the muddy bank of the river.")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: pair_of(boat).b is not None, timeout=LONG)
    at_rest(boat, qtbot)
    assert "3 places" in panel.title.remark
    assert not panel.vary.typing
    words = [(c.a, c.b) for c in panel.table.strip.columns if not c.same]
    assert words == [("The", "Two"), ("boat", "boats"), ("", "muddy")]
    assert panel.table.names[1][1] == "not in the list"
    panel.add_button.click()
    at_rest(boat, qtbot)
    assert [s.text for s in session.sentences][1:] == ["Two boats drifted to the muddy bank of the river."]
    assert panel.table.names[1][1] == "sentence 2"
    assert not panel.add_button.isEnabled()
    boat.history.undo()
    at_rest(boat, qtbot)
    assert len(session.sentences) == 1
    assert panel.add_button.isEnabled()


def test_chinese_is_compared_by_its_own_model(qapp: object, qtbot: QtBot) -> None:
    made = Explorer(WindowOptions(model="zh"), Settings(None))
    made.window.resize(1280, 720)
    made.window.tabs.show_tab("pairs")
    made.window.show()
    made.start()
    qtbot.waitUntil(lambda: made.session.model is not None, timeout=LONG)
    made.text.add_text("他在银行工作了很多年。")
    qtbot.waitUntil(lambda: bool(made.session.sentences), timeout=LONG)
    at_rest(made, qtbot)
    sentence = made.session.sentences[0]
    place = sentence.tokens.index("银行")
    click_word(made, place + 1)
    at_rest(made, qtbot)
    made.pairs.panel.vary.chips[0].click()
    at_rest(made, qtbot)
    pair = pair_of(made)
    assert pair.read is not None
    assert pair.read.changed == (place,)
    assert pair.read.shifts
    assert pair.b is not None
    assert pair.b.language == "zh"
    made.window.close()
    made.window.deleteLater()


def test_the_scale_goes_by_tenfolds() -> None:
    assert share(1) == 1
    assert share(0.001) == share(1e-9) == 0
    assert share(0.1) == pytest.approx(2 / 3)
    assert np.isnan(share(float("nan")))
