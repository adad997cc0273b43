from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from elmo_explorer.session.session import Comparison, Focus, Groups, Mix, Sentence, Session, TokenRef
from elmo_explorer.ui.panels.compare_panel import ComparePanel
from elmo_explorer.ui.theme import theme

LINES = (
    ("He robbed the bank on Monday", "money"),
    ("We sat on the bank of the river", "river"),
    ("My bank approved the loan", "money"),
    ("They fished from the far bank", "river"),
)
NAMES = ("money", "river")
RANDOM = np.random.default_rng(5)


def make_session(lines=LINES, n_layers=3) -> Session:
    sentences = tuple(Sentence(text, tuple(text.split())) for text, _ in lines)
    session = Session(sentences=sentences, focus=Focus("bank"), mix=Mix.average(n_layers))
    session.occurrences = tuple(TokenRef(s.id, s.tokens.index("bank")) for s in sentences)
    session.groups = Groups(
        NAMES,
        MappingProxyType(
            {token: NAMES.index(sense) for token, (_, sense) in zip(session.occurrences, lines, strict=True)}
        ),
    )
    session.states = MappingProxyType(
        {s.id: RANDOM.normal(size=(n_layers, len(s.tokens), 8)).astype(np.float32) for s in sentences}
    )
    return session


def comparison(session: Session, within=(1.0, 0.7, 0.6), between=(1.0, 0.4, 0.3)) -> Comparison:
    tokens = tuple(sorted(session.occurrences, key=lambda t: session.groups.of[t]))
    n = len(tokens)
    cosine = np.full((n, n), 0.4, np.float32)
    np.fill_diagonal(cosine, 1.0)
    cosine[0, 1] = cosine[1, 0] = 0.81
    layers = [np.array(v, np.float32) for v in (within, between, (1.0, 0.5, 0.4), (0.3, 0.2, 0.1))]
    return Comparison(tokens, cosine, *layers, 0.12)


@pytest.fixture
def session(qapp: QApplication) -> Session:
    theme.set_mode("light")
    session = make_session()
    session.comparison = comparison(session)
    return session


@pytest.fixture
def panel(session: Session, qtbot: QtBot) -> ComparePanel:
    return show(session, qtbot)


def show(session: Session, qtbot: QtBot) -> ComparePanel:
    panel = ComparePanel(session)
    qtbot.addWidget(panel)
    panel.resize(1104, 236)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def move(widget, at: QPointF) -> None:
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        at,
        widget.mapToGlobal(at),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(widget, event)


def test_lines_are_sorted_by_cluster_and_keep_the_list_s_numbers(panel):
    rows = [panel.context.row(i) for i in range(panel.context.n_rows)]
    assert [row.number for row in rows] == ["1", "3", "2", "4"]
    assert [row.category for row in rows] == [0, 0, 1, 1]
    assert rows[0][2:] == ("He robbed the ", "bank", " on Monday")


def test_the_matrix_marks_what_a_random_pair_has(panel):
    assert panel.matrix.baseline == 0.12
    low, high = panel.matrix.bar_range
    assert low <= 0.12
    assert high >= 0.81


def test_hovering_a_cell_lights_both_occurrences(panel, session):
    move(panel.matrix, panel.matrix.cell_rect(1, 0).center())
    assert session.hovered == session.comparison.tokens[1]
    assert panel.context.lit == {0, 1}
    move(panel.matrix, QPointF(panel.matrix.width() - 2, 3))
    assert session.hovered is None
    assert panel.context.lit == frozenset()


def test_clicking_a_cell_selects_the_pair_and_shows_its_cosine_by_layer(panel, session, qtbot):
    at = panel.matrix.cell_rect(2, 0).center().toPoint()
    qtbot.mouseClick(panel.matrix, Qt.MouseButton.LeftButton, pos=at)
    tokens = session.comparison.tokens
    assert session.selection == {tokens[0], tokens[2]}
    assert panel.context.selected_rows() == [0, 2]
    assert [line.name for line in panel.chart.lines] == ["1 × 2", "all pairs", "random pair"]
    one, other = (session.states[t.sentence_id][1, t.index] for t in (tokens[0], tokens[2]))
    expected = one @ other / np.linalg.norm(one) / np.linalg.norm(other)
    assert panel.chart.lines[0].values[1] == pytest.approx(expected, abs=1e-5)


def test_a_line_of_the_list_selects_its_occurrence(panel, session, qtbot):
    index = panel.context.model().index(2, 0)
    at = panel.context.visualRect(index).center()
    qtbot.mouseClick(panel.context.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert session.selection == {session.comparison.tokens[2]}


def test_the_session_s_selection_and_hover_show(panel, session):
    session.selection = frozenset({session.comparison.tokens[3]})
    session.hovered = session.comparison.tokens[1]
    assert panel.context.selected_rows() == [3]
    assert panel.context.lit == {1}


def test_the_chart_draws_within_between_and_the_random_pair(panel):
    assert [line.name for line in panel.chart.lines] == ["within sense", "between senses", "random pair"]
    assert panel.chart.gap_name == "gap"
    assert panel.chart.places == (("0", "characters"), ("1", "LSTM"), ("2", "LSTM"))


def test_any_number_of_layers(qtbot, qapp):
    session = make_session(n_layers=5)
    five = np.linspace(1, 0.5, 5, dtype=np.float32)
    session.comparison = replace(
        comparison(session), within=five, between=five - 0.1, overall=five, baseline=five - 0.4
    )
    panel = show(session, qtbot)
    assert len(panel.chart.places) == 5
    panel.grab()


def test_one_group_says_what_is_missing(qtbot, qapp):
    session = make_session([line for line in LINES if line[1] == "money"])
    session.comparison = comparison(session, between=(np.nan,) * 3)
    panel = show(session, qtbot)
    assert [line.name for line in panel.chart.lines] == ["all pairs", "random pair"]
    assert panel.chart.note == "All have the same sense: within and between need two senses."


def test_one_occurrence_asks_for_another(qtbot, qapp):
    panel = show(make_session(LINES[:1]), qtbot)
    assert panel.one_only.isVisible()
    assert panel.one_only.title == "Add another sentence with “bank” to compare"
    assert "at least 2" in panel.one_only.text
    assert panel.context.n_rows == 1


def test_without_a_focus_word_suggestions_choose_one(qtbot, qapp):
    session = make_session()
    session.focus, session.occurrences = None, ()
    panel = show(session, qtbot)
    assert panel.empty.isVisible()
    assert panel.empty.title == "Pick a word to compare"
    assert [chip.text() for chip in panel.empty.chips] == ["bank × 4"]
    qtbot.mouseClick(panel.empty.chips[0], Qt.MouseButton.LeftButton)
    assert session.focus == Focus("bank")


def test_a_sentence_that_goes_leaves_the_others_compared(panel, session, qtbot):
    gone = session.comparison.tokens[0]
    session.sentences = tuple(s for s in session.sentences if s.id != gone.sentence_id)
    session.occurrences = tuple(t for t in session.occurrences if t != gone)
    qtbot.waitUntil(lambda: panel.context.n_rows == 3)
    assert panel.matrix.values.shape == (3, 3)
    panel.grab()


def test_a_new_occurrence_is_listed_before_it_is_compared(panel, session, qtbot):
    sentence = Sentence("A bank again", ("A", "bank", "again"))
    session.sentences = (*session.sentences, sentence)
    session.occurrences = (*session.occurrences, TokenRef(sentence.id, 1))
    qtbot.waitUntil(lambda: panel.context.n_rows == 5)
    assert panel.context.row(4).number == "5"
    session.selection = frozenset({TokenRef(sentence.id, 1), session.occurrences[0]})
    panel.grab()


def test_a_new_matrix_repaints_the_cells(panel, session, qtbot):
    before = panel.matrix.grab().toImage()
    changed = session.comparison.cosine.copy()
    changed[0, 2] = changed[2, 0] = 0.9
    session.comparison = replace(session.comparison, cosine=changed)
    qtbot.waitUntil(lambda: panel.matrix.values is changed)
    assert panel.matrix.grab().toImage() != before


def test_dark_and_light_differ(panel, qtbot):
    light = panel.grab().toImage()
    theme.set_mode("dark")
    assert panel.grab().toImage() != light
    theme.set_mode("light")


def test_corrected_cosines_are_less_the_baseline_of_their_layer(panel, session, qtbot):
    session.view = replace(session.view, corrected=True)
    qtbot.waitUntil(lambda: panel.matrix.baseline == 0)
    found = session.comparison
    np.testing.assert_allclose(panel.matrix.values, found.cosine - 0.12, atol=1e-6)
    within, between, random = panel.chart.lines
    np.testing.assert_allclose(within.values, found.within - found.baseline, atol=1e-6)
    np.testing.assert_allclose(between.values, found.between - found.baseline, atol=1e-6)
    assert not random.values.any()
    assert panel.matrix_title.remark == "mix, less random pair 0.12"
    panel.grab()


def test_too_few_words_for_a_baseline_are_said(panel, session, qtbot):
    nothing = np.full(3, np.nan, np.float32)
    session.comparison = replace(session.comparison, baseline=nothing, mix_baseline=float("nan"))
    qtbot.waitUntil(lambda: "too few words for a baseline" in panel.matrix_title.remark)
    assert "needs 10 different loaded words" in panel.chart.note
    panel.grab()
