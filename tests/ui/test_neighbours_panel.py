from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from elmo_explorer.session.nearest import NearestAsk, NearestTokens
from elmo_explorer.session.session import Focus, Groups, Mix, Sentence, Session, TokenRef
from elmo_explorer.ui.panels.neighbours_panel import NeighboursPanel
from elmo_explorer.ui.theme import theme

LINES = (
    "He robbed the bank on Monday",
    "We sat on the bank of the river",
    "My bank approved the loan",
    "They fished from the far bank",
)


def make_session() -> Session:
    theme.set_mode("light")
    sentences = tuple(Sentence(text, tuple(text.split())) for text in LINES)
    session = Session(sentences=sentences, focus=Focus("bank"), mix=Mix.average(3))
    session.occurrences = tuple(TokenRef(s.id, s.tokens.index("bank")) for s in sentences)
    session.groups = Groups(("money",), MappingProxyType({session.occurrences[2]: 0}))
    session.selection = frozenset({session.occurrences[0]})
    session.nearest = found(session)
    return session


def found(session: Session, baseline: float = 0.2, n: int = 3, **asked) -> NearestTokens:
    tokens = session.occurrences[1 : n + 1]
    return NearestTokens(
        session.occurrences[0],
        NearestAsk(**asked),
        2,
        tokens,
        np.array([0.9, 0.7, 0.1], np.float32)[: len(tokens)],
        17,
        baseline,
    )


@pytest.fixture
def session(qapp):
    return make_session()


@pytest.fixture
def panel(session, qtbot):
    panel = NeighboursPanel(session)
    qtbot.addWidget(panel)
    panel.resize(1104, 300)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def centre_of(panel, row) -> QPoint:
    lines = panel.list.lines
    return lines.visualRect(lines.model().index(row, 0)).center()


def test_more_says_how_many(panel):
    assert panel.more.toolTip() == "List up to 400 more of the nearest tokens"


def test_each_row_has_rank_context_group_and_both_cosines(panel, session):
    assert panel.list.n_rows == 3
    first, second, _ = (panel.list.row(i) for i in range(3))
    assert (first.line.number, first.line.before, first.line.word) == ("1", "We sat on the ", "bank")
    assert (first.sentence, second.sentence) == ("2", "3")
    assert (first.line.category, second.line.category) == (-1, 0)
    assert first.cosine == pytest.approx(0.9)
    assert first.corrected == pytest.approx(0.7)
    assert panel.title.title == "Nearest to “bank”"
    assert panel.title.remark == "layer 2 · LSTM, random pair 0.20"
    assert panel.token.row.number == "1"


def test_the_switch_decides_which_value_stands_out(panel, session, qtbot):
    before = panel.grab().toImage()
    session.view = replace(session.view, corrected=True)
    qtbot.waitUntil(lambda: panel.list.corrected_first)
    assert panel.title.remark == "layer 2 · LSTM, less random pair 0.20"
    assert panel.grab().toImage() != before


def test_too_few_words_for_a_baseline_are_said(panel, session, qtbot):
    session.nearest = found(session, baseline=float("nan"))
    session.view = replace(session.view, corrected=True)
    qtbot.waitUntil(lambda: "too few words for a baseline" in panel.title.remark)
    assert np.isnan(panel.list.row(0).corrected)
    assert not panel.list.corrected_first
    assert "needs 10 different loaded words" in panel.title.toolTip()
    panel.grab()


def test_a_row_under_the_pointer_lights_its_token(panel, session, qtbot):
    qtbot.mouseMove(panel.list.lines.viewport(), centre_of(panel, 1))
    assert session.hovered == session.occurrences[2]
    assert panel.list.lines.lit == {1}
    session.hovered = session.occurrences[3]
    assert panel.list.lines.lit == {2}
    session.hovered = None
    assert not panel.list.lines.lit


def test_a_click_selects_and_ctrl_adds(panel, session, qtbot):
    viewport = panel.list.lines.viewport()
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=centre_of(panel, 2))
    assert session.selection == {session.occurrences[3]}
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, control, centre_of(panel, 0))
    assert session.selection == {session.occurrences[3], session.occurrences[1]}


def test_arrow_keys_hover_and_enter_selects(panel, session, qtbot):
    lines = panel.list.lines
    qtbot.keyClick(lines, Qt.Key.Key_Down)
    qtbot.keyClick(lines, Qt.Key.Key_Down)
    row = lines.currentIndex().row()
    assert session.hovered == session.nearest.tokens[row]
    qtbot.keyClick(lines, Qt.Key.Key_Return)
    assert session.selection == {session.nearest.tokens[row]}


def test_the_controls_write_what_is_asked_for(panel, session):
    panel.space.choose(4)
    assert session.nearest_ask.space == 2
    panel.space.choose(1)
    assert session.nearest_ask.space == "mix"
    panel.words.choose(2)
    assert session.nearest_ask == NearestAsk("mix", "other")
    assert panel.more.isVisible()
    panel.more.click()
    assert session.nearest_ask.most == 500


def test_isolate_and_back(panel, session, qtbot):
    panel.isolate.click()
    assert session.isolated == frozenset(session.occurrences)
    qtbot.waitUntil(lambda: panel.isolate.text() == "Back to all")
    panel.isolate.click()
    assert session.isolated is None
    qtbot.waitUntil(lambda: panel.isolate.text() == "Isolate these")


def test_a_word_that_stands_alone_is_said(panel, session, qtbot):
    session.nearest = found(session, n=0, words="same")
    qtbot.waitUntil(panel.none.isVisible)
    assert panel.none.title == "“bank” stands nowhere else"
    assert not panel.isolate.isEnabled()


def test_without_a_token_words_are_offered(panel, session, qtbot):
    session.focus, session.occurrences, session.selection, session.nearest = None, (), frozenset(), None
    qtbot.waitUntil(panel.empty.isVisible)
    assert panel.empty.title == "Pick a word to find its neighbours"
    qtbot.mouseClick(panel.empty.chips[0], Qt.MouseButton.LeftButton)
    assert session.focus == Focus("bank")


def test_dark_and_light_differ(panel):
    light = panel.grab().toImage()
    theme.set_mode("dark")
    assert panel.grab().toImage() != light
    theme.set_mode("light")
