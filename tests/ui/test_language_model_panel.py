import math
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from elmo_explorer.session.predictions import Expectation, LikelyWord, Place, Predictions
from elmo_explorer.session.session import ModelInfo, Sentence, Session, TokenRef
from elmo_explorer.ui.panels.language_model_panel import LanguageModelPanel
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.prediction_columns import Cell

LEFT = Qt.MouseButton.LeftButton
MODEL = ModelInfo("en", ("en",), 3, 256, "CPU", has_output_layer=True)


def expectation(*words, rank=0, probability=math.nan):
    likely = tuple(LikelyWord(word, p, word.startswith("<")) for word, p in words)
    return Expectation(likely, probability, rank)


def predictions_of(sentence):
    """The boat drifts: "boat" is unknown to the left side's five, "drifts" is outside the vocabulary."""
    the = expectation(("The", 0.25), ("In", 0.125), rank=1, probability=0.25)
    boat = expectation(("shore", 0.138), ("<UNK>", 0.05), rank=14, probability=1 / 64)
    drifts = expectation(("is", 0.5), ("was", 0.25))
    end = expectation(("<EOS>", 0.5), (".", 0.25), rank=1, probability=0.5)
    begin = expectation(("<BOS>", 0.5), ("a", 0.01), rank=1, probability=0.5)
    places = (
        Place("<BOS>", True, None, begin, None),
        Place("The", True, the, the, the),
        Place("boat", True, boat, boat, boat),
        Place("drifts", False, drifts, drifts, drifts),
        Place("<EOS>", True, end, None, None),
    )
    return Predictions(sentence.id, sentence.tokens, "en", places)


@pytest.fixture
def session(qapp: QApplication) -> Session:
    theme.set_mode("light")
    sentence = Sentence("The boat drifts", ("The", "boat", "drifts"))
    session = Session(sentences=(sentence,), model=MODEL, models=(MODEL,))
    session.predictions = predictions_of(sentence)
    return session


@pytest.fixture
def panel(session, qtbot):
    panel = LanguageModelPanel(session)
    qtbot.addWidget(panel)
    panel.resize(1104, 380)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def at_rest(panel, qtbot):
    qtbot.waitUntil(lambda: not panel._later.isActive())


def click(widget, at):
    QTest.mouseClick(widget, LEFT, pos=at.toPoint())


def move(widget, at: QPointF) -> None:
    none = Qt.MouseButton.NoButton
    to = widget.mapToGlobal(at)
    event = QMouseEvent(QEvent.Type.MouseMove, at, to, none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(widget, event)


def test_a_column_for_every_place_and_a_block_for_every_side(panel):
    columns = panel.table.columns.columns
    assert [c.word for c in columns] == ["<BOS>", "The", "boat", "drifts", "<EOS>"]
    assert columns[0].blocks[0] is None
    assert columns[-1].blocks[1] is None
    assert [g.word for g in columns[2].blocks[0].guesses] == ["shore", "<UNK>"]
    assert columns[2].blocks[0].rank == 14
    assert panel.title.remark == "sentence 1, each column predicts its own word"


def test_a_guess_says_its_figures(panel):
    assert panel.table.columns.columns[2].blocks[0].guesses[0].note == "P = 13.8 %, rank 1, 2.9 bits"


def test_the_true_word_is_marked(panel):
    of_the = panel.table.columns.columns[1].blocks[0]
    assert [guess.is_true for guess in of_the.guesses] == [True, False]


def test_bars_tell_the_surprisal_and_none_where_the_word_is_unknown(panel):
    bars = panel.table.bars
    assert [b.bits for b in bars.columns[2].bars] == [6.0, 6.0]
    assert bars.columns[2].bars[0].note == "forward 6.0 bits, P = 1.6 %, rank 14"
    assert bars.columns[3].bars == (None, None)
    assert bars.bar_rect(3, 0).isEmpty()
    assert bars.bar_rect(2, 0).height() == pytest.approx(3 * bars.bar_rect(1, 0).height(), rel=0.1)


def test_a_word_outside_the_vocabulary_is_told(panel):
    assert panel.table.columns.columns[3].blocks[0].rank == 0
    assert panel.table.columns.text_of(Cell(3, 0, -1)) == "drifts, forward: not in vocabulary"
    assert panel.note.isVisible()
    assert "drifts" in panel.note.remark


def test_perplexities_of_both_sides(panel):
    forward = 2 ** ((2 + 6 + 1) / 3)
    backward = 2 ** ((1 + 2 + 6) / 3)
    assert [f.value for f in panel.figures.figures] == [f"{forward:.1f}", f"{backward:.1f}"]


def test_a_click_on_a_guess_asks_for_the_word(panel, session, qtbot):
    columns = panel.table.columns
    with qtbot.waitSignal(panel.word_chosen) as asked:
        click(columns, columns.cell_rect(Cell(2, 0, 0)).center())
    assert asked.args == [session.sentences[0].id, 1, "shore"]
    assert session.selection == {TokenRef(session.sentences[0].id, 1)}


@pytest.mark.parametrize("cell", [Cell(2, 0, 1), Cell(1, 0, 0), Cell(4, 0, 1), Cell(0, 1, 1)])
def test_marks_the_true_word_and_boundaries_are_not_exchanged(panel, cell, qtbot):
    columns = panel.table.columns
    with qtbot.assertNotEmitted(panel.word_chosen):
        click(columns, columns.cell_rect(cell).center())


def test_a_click_on_a_bar_selects_its_word(panel, session, qtbot):
    bars = panel.table.bars
    click(bars, bars.bar_rect(2, 1).center())
    assert session.selection == {TokenRef(session.sentences[0].id, 1)}
    at_rest(panel, qtbot)
    assert panel.table.columns.selected == {2} == panel.table.bars.selected


def test_hovering_lights_the_word_everywhere(panel, session):
    columns = panel.table.columns
    move(columns, columns.cell_rect(Cell(2, 0, 0)).center())
    assert session.hovered == TokenRef(session.sentences[0].id, 1)
    assert panel.table.bars.hovered == 2
    move(columns, columns.cell_rect(Cell(0, 1, 0)).center())
    assert session.hovered is None


def test_the_keyboard_walks_and_chooses(panel, session, qtbot):
    columns = panel.table.columns
    columns.setFocus()
    QTest.keyClick(columns, Qt.Key.Key_Right)
    QTest.keyClick(columns, Qt.Key.Key_Right)
    assert columns.accessibleDescription() == "shore for boat, forward: P = 13.8 %, rank 1, 2.9 bits"
    with qtbot.waitSignal(panel.word_chosen) as asked:
        QTest.keyClick(columns, Qt.Key.Key_Return)
    assert asked.args[1:] == [1, "shore"]
    for _ in range(3):
        QTest.keyClick(columns, Qt.Key.Key_Down)
    assert columns.accessibleDescription() == "boat, word 2 of 3"


def test_both_sides_have_one_block(panel):
    panel.mode.choose(1)
    columns = panel.table.columns.columns
    assert [len(c.blocks) for c in columns] == [1] * 5
    assert columns[0].blocks == (None,)
    assert panel.table.sides[0].title == "Both sides ↔"


def test_a_long_sentence_scrolls_to_the_selected_word(panel, session, qtbot):
    words = tuple(f"w{k}" for k in range(40))
    sentence = Sentence(" ".join(words), words)
    one = predictions_of(session.sentences[0]).places[2]
    places = tuple(Place(w, True, one.forward, one.backward, one.both) for w in ("<BOS>", *words, "<EOS>"))
    session.sentences = (sentence,)
    session.predictions = Predictions(sentence.id, words, "en", places)
    session.selection = frozenset({TokenRef(sentence.id, 35)})
    at_rest(panel, qtbot)
    qtbot.waitUntil(lambda: panel.table.horizontalScrollBar().maximum() > 0)
    panel.refresh()
    panel.table.show_column(36)
    left = 36 * panel.table.columns.column_width() - panel.table.horizontalScrollBar().value()
    assert 0 <= left <= panel.table.viewport().width()


def test_without_a_sentence_it_says_so(panel, session, qtbot):
    session.sentences = ()
    session.predictions = None
    at_rest(panel, qtbot)
    assert panel.empty.isVisible()
    assert panel.empty.title == "No sentence to read yet"


def test_a_model_without_an_output_layer_says_so(panel, session, qtbot):
    silent = ModelInfo("published", ("en",), 3, 256, "CPU")
    session.models = (silent,)
    session.model = silent
    at_rest(panel, qtbot)
    assert panel.empty.isVisible()
    assert "“published” has no output layer" in panel.empty.title


def test_what_takes_long_is_told(panel, session, qtbot):
    other = Sentence("A heron stood", ("A", "heron", "stood"))
    session.sentences = (*session.sentences, other)
    session.selection = frozenset({TokenRef(other.id, 1)})
    at_rest(panel, qtbot)
    assert panel.table.isVisible()  # what was there stays for a moment
    qtbot.waitUntil(lambda: panel.empty.isVisible())
    assert panel.empty.title == "Reading the sentence…"
    session.predictions = predictions_of(other)
    at_rest(panel, qtbot)
    assert panel.table.isVisible()


def test_nothing_is_put_into_a_sentence_that_is_another_one_meanwhile(panel, session, qtbot):
    """Its predictions are seen until the new ones are there."""
    (sentence,) = session.sentences
    session.sentences = (replace(sentence, text="The", tokens=("The",)),)
    columns = panel.table.columns
    with qtbot.assertNotEmitted(panel.word_chosen):
        columns.guess_chosen.emit(2, 0, 0)
        columns.column_clicked.emit(2)
        columns.column_hovered.emit(2)
    assert not session.selection
    assert session.hovered is None
