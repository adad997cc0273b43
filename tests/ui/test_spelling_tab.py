"""The tab in the real window, with a small model that has a vocabulary of its own."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from elmo_explorer import BiLM
from elmo_explorer.bilm.output_layer import OutputLayer
from elmo_explorer.explorer import Explorer
from elmo_explorer.session.session import Focus, Session, TokenRef
from elmo_explorer.session.spelling import Encoding, Letter, Spelling, SpellingAsk, SpellingLab, SpeltWord
from elmo_explorer.ui.panels.spelling_panel import SpellingPanel
from elmo_explorer.ui.settings import Settings
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.heat_map import figure
from elmo_explorer.ui.widgets.ranked_words import RankedWords
from elmo_explorer.window_options import WindowOptions

LONG = 120_000
VOCABULARY = ("<S>", "</S>", "<UNK>", *(f"{a}{b}{c}" for a in "bcdfghlm" for b in "aeiou" for c in "nrstk"))
TEXT = """The boat drifted to the bank of the river.
The bank lent her a lot of money.
A doctor came at night and she was kind.
"""


@pytest.fixture(scope="module")
def started(
    qapp: object, tmp_path_factory: pytest.TempPathFactory, make_bilm: Callable[..., BiLM]
) -> Iterator[Explorer]:
    """One window for all tests here; what it keeps on disk goes with them."""
    theme.set_mode("light")
    bilm, folder = make_bilm(), tmp_path_factory.mktemp("spelling")
    output = OutputLayer(len(VOCABULARY), bilm.options.projection_dim)
    BiLM(bilm.options, bilm.network, bilm.facts, output, VOCABULARY, device="cpu").save(folder / "small")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        made = Explorer(WindowOptions(model=str(folder / "small")), Settings(None))
    made.window.resize(1440, 900)
    made.window.show()
    made.start()
    yield made
    made.window.close()
    made.window.deleteLater()


@pytest.fixture
def lab(started: Explorer, qtbot: QtBot) -> Explorer:
    session = started.session
    qtbot.waitUntil(lambda: session.model is not None, timeout=LONG)
    if not session.sentences:
        started.text.add_text(TEXT)
        qtbot.waitUntil(lambda: len(session.states) == 3, timeout=LONG)
    session.view = replace(session.view, corrected=False)
    session.focus = Focus("bank")
    session.selection = frozenset()
    started.spelling.lab.ask = SpellingAsk(("banc",))
    started.window.tabs.show_tab("spelling")
    finish(started, qtbot)
    return started


def finish(explorer: Explorer, qtbot: QtBot) -> Spelling:
    """Wait until the tab shows what was asked for."""
    panel, lab = explorer.spelling.panel, explorer.spelling.lab

    def told() -> bool:
        return (
            explorer.waiting_for() == ""
            and not panel._rest.isActive()
            and not panel._later.isActive()
            and lab.found is not None
            and tuple(word.word for word in lab.found.words) == lab.ask.words
        )

    qtbot.waitUntil(told, timeout=LONG)
    assert lab.found is not None
    return lab.found


def click_row(rows: RankedWords, row: int) -> None:
    at = rows.visualRect(rows.model().index(row, 0)).center()
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_typed_words_stand_side_by_side(lab: Explorer, qtbot: QtBot) -> None:
    panel = lab.spelling.panel
    panel.words.setFocus()
    panel.words.selectAll()
    QTest.keyClicks(panel.words, "colur bat bat ")
    QGuiApplication.clipboard().setText("🙂")
    panel.words.paste()
    QTest.keyClicks(panel.words, " unfriendable five")
    qtbot.waitUntil(lambda: len(lab.spelling.lab.ask.words) == 4, timeout=LONG)
    found = finish(lab, qtbot)
    assert [word.word for word in found.words] == ["colur", "bat", "🙂", "unfriendable"]
    assert panel.note.remark.startswith("the first 4 of 5 words")
    assert panel.words.text() == "colur bat bat 🙂 unfriendable five"  # as it was typed
    columns = [column for column in panel.columns if column.isVisible()]
    assert len(columns) == 4
    assert columns[0].facts.text() == "5 characters, 5 bytes · not in vocabulary"
    assert columns[1].facts.text() == "3 characters, 3 bytes · in vocabulary"
    assert columns[2].facts.text() == "1 character, 4 bytes · not in vocabulary"
    assert "F0 9F 99 82" in columns[2].facts.toolTip()
    for column, word in zip(columns, found.words, strict=True):
        assert word.spellings is not None
        assert [row.word for row in column.lists[0].rows] == list(word.spellings.words)
        assert [row.figure for row in column.lists[0].rows] == [figure(c) for c in word.spellings.cosines]
        assert [title.title for title in column.titles] == ["Layer 0", "Layer 1", "Layer 2"]
        assert len(column.letters.places()) == len(word.letters)


def test_a_spelling_that_is_clicked_becomes_the_typed_word(lab: Explorer, qtbot: QtBot) -> None:
    panel = lab.spelling.panel
    before = finish(lab, qtbot).words[0].spellings
    assert before is not None
    click_row(panel.columns[0].lists[0], 2)
    found = finish(lab, qtbot)
    assert found.words[0].word == before.words[2] == panel.words.text()
    assert found.words[0].known


def test_a_neighbour_in_context_lights_its_point_and_is_selected(lab: Explorer, qtbot: QtBot) -> None:
    panel, session = lab.spelling.panel, lab.session
    found = finish(lab, qtbot)
    near = found.words[0].contexts[1]
    rows = panel.columns[0].lists[2]
    qtbot.mouseMove(rows.viewport(), rows.visualRect(rows.model().index(1, 0)).center())
    assert session.hovered == near.tokens[1]
    assert rows.lit == 1
    click_row(rows, 1)
    assert session.selection == {near.tokens[1]}
    after = finish(lab, qtbot)
    assert after.place == found.place  # the words stay where they were read
    session.hovered = None
    other = next(
        TokenRef(s.id, 0)
        for s in session.sentences
        if s.id not in (near.tokens[1].sentence_id, found.place.sentence_id)  # type: ignore[union-attr]
    )
    session.selection = frozenset({other})  # somewhere else
    qtbot.waitUntil(lambda: lab.spelling.lab.ask.place is None, timeout=LONG)
    assert finish(lab, qtbot).place == other


def test_a_word_clicked_in_a_sentence_is_taken_over(lab: Explorer, qtbot: QtBot) -> None:
    lab.session.focus = Focus("doctor")
    found = finish(lab, qtbot)
    assert [word.word for word in found.words] == ["doctor"]
    assert lab.spelling.panel.words.text() == "doctor"
    assert "_" in found.carrier
    assert lab.spelling.panel.carrier.text() == "A _ came at night and she was kind."


def test_the_sentence_can_be_edited_and_had_back(lab: Explorer, qtbot: QtBot) -> None:
    panel = lab.spelling.panel
    before = panel.carrier.text()
    assert not panel.reset.isEnabled()
    panel.carrier.setFocus()
    panel.carrier.selectAll()
    QTest.keyClicks(panel.carrier, "I saw a _ there")
    qtbot.waitUntil(lambda: bool(lab.spelling.lab.ask.carrier), timeout=LONG)
    assert finish(lab, qtbot).carrier == ("I", "saw", "a", "_", "there")
    QTest.mouseClick(panel.reset, Qt.MouseButton.LeftButton)
    assert finish(lab, qtbot).place is not None
    assert panel.carrier.text() == before


def test_the_switch_corrects_every_cosine(lab: Explorer, qtbot: QtBot) -> None:
    panel, session = lab.spelling.panel, lab.session
    found = finish(lab, qtbot)
    session.view = replace(session.view, corrected=True)
    finish(lab, qtbot)
    word = found.words[0]
    assert word.spellings is not None
    lists = panel.columns[0].lists
    assert lists[0].rows[0].figure == figure(float(word.spellings.cosines[0]) - found.baseline)
    for near, rows in zip(word.contexts, lists[1:], strict=True):
        assert rows.rows[0].figure == figure(float(near.cosines[0]) - near.baseline)
    assert "less random pair" in panel.note.remark


def test_an_example_fills_the_columns_and_the_cross_takes_one_away(lab: Explorer, qtbot: QtBot) -> None:
    panel = lab.spelling.panel
    QTest.mouseClick(panel.presets[0], Qt.MouseButton.LeftButton)
    found = finish(lab, qtbot)
    assert [word.word for word in found.words] == ["colour", "colur", "coulor", "color"]
    QTest.mouseClick(panel.columns[1].remove, Qt.MouseButton.LeftButton)
    assert [word.word for word in finish(lab, qtbot).words] == ["colour", "coulor", "color"]


def test_no_words_no_model_and_an_unfinished_vocabulary_are_told(qapp: object, qtbot: QtBot) -> None:
    session, lab = Session(), SpellingLab()
    panel = SpellingPanel(session, lab)
    qtbot.addWidget(panel)
    panel.show()
    assert panel.empty.title == "No model is open yet"
    from elmo_explorer.session.session import ModelInfo

    session.model = ModelInfo("en", ("en",), 3, 256, "CPU")
    qtbot.waitUntil(lambda: panel.empty.title.startswith("Type a word"))
    lab.ask = SpellingAsk(("x" * 60,))
    word = SpeltWord("x" * 60, tuple(Letter("x", b"x", int(k < 48), 0.1) for k in range(60)), False, None, ())
    lab.encoding = Encoding(100, 1000)
    lab.found = Spelling(lab.ask, "en", (word,), ("_",), None, 0, float("nan"), True, 0)
    qtbot.waitUntil(lambda: panel.columns != [])
    column = panel.columns[0]
    assert column.facts.text() == "60 bytes, the model reads the first 48"
    assert "Not read: " + "x" * 12 in column.facts.toolTip()
    assert column.lists[0].says == "Encoding the vocabulary: 100 of 1,000 words"
    assert column.lists[1].says.startswith("No loaded tokens")
    lab.encoding = Encoding(100, 1000, stopped=True)
    qtbot.waitUntil(panel.go_on.isVisible)
    with qtbot.waitSignal(panel.resume_requested):
        panel.go_on.click()
    session.model = ModelInfo("zh", ("zh",), 3, 256, "CPU")
    qtbot.waitUntil(lambda: panel.presets[1].text() == "Doubled")
