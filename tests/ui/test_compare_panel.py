from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from elmo_explorer.analysis.half_separation import half_separation
from elmo_explorer.analysis.similarity import MOST_COMPARED
from elmo_explorer.session.ears import EarPair, Ears
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


def half_of_it(session: Session, half: str) -> Comparison:
    whole = session.comparison
    return replace(
        whole, cosine=whole.cosine - 0.2, overall=whole.overall - 0.2, half=half, mix_baseline=0.05
    )


def test_an_ear_is_chosen_and_everything_follows_it(panel, session, qtbot):
    session.half_comparison = half_of_it(session, "forward")
    panel.halves.choose(1)
    assert session.view.half == "forward"
    qtbot.waitUntil(lambda: "left ear" in panel.matrix_title.remark)
    np.testing.assert_allclose(panel.matrix.values, session.comparison.cosine - 0.2)
    assert panel.matrix.baseline == pytest.approx(0.05)
    assert panel.matrix.remark == "left ear, random pair 0.05"
    assert "left ear" in panel.chart_title.remark
    assert panel.context.muted == "after"
    panel.grab()
    session.view = replace(session.view, half="both")
    qtbot.waitUntil(lambda: panel.halves.index == 0 and panel.context.muted == "")
    assert "ear" not in panel.matrix_title.remark
    np.testing.assert_allclose(panel.matrix.values, session.comparison.cosine)


def test_until_a_half_is_compared_the_whole_is_shown_as_what_it_is(panel, session, qtbot):
    panel.halves.choose(2)
    qtbot.waitUntil(lambda: panel.context.muted == "before")
    assert "ear" not in panel.matrix_title.remark
    np.testing.assert_allclose(panel.matrix.values, session.comparison.cosine)


def test_two_selected_are_compared_by_the_chosen_ear(panel, session, qtbot):
    session.half_comparison = half_of_it(session, "backward")
    panel.halves.choose(2)
    tokens = session.comparison.tokens
    session.selection = frozenset({tokens[0], tokens[2]})
    qtbot.waitUntil(lambda: "right ear" in panel.chart_title.remark)
    one, other = (session.states[t.sentence_id][:, t.index, 4:] for t in (tokens[0], tokens[2]))
    expected = [a @ b / np.linalg.norm(a) / np.linalg.norm(b) for a, b in zip(one, other, strict=True)]
    np.testing.assert_allclose(panel.chart.lines[0].values, expected, atol=1e-5)


def test_two_selected_are_normalised_as_the_matrix_is(panel, session, qtbot):
    session.mix = replace(session.mix, layer_norm=True)
    session.view = replace(session.view, layer=1)
    tokens = session.comparison.tokens
    session.selection = frozenset({tokens[0], tokens[2]})
    one, other = (session.states[t.sentence_id][1, t.index].astype(float) for t in (tokens[0], tokens[2]))
    one, other = ((v - v.mean()) / v.std() for v in (one, other))
    expected = one @ other / np.linalg.norm(one) / np.linalg.norm(other)
    qtbot.waitUntil(lambda: panel.chart.lines[0].name == "1 × 2")
    assert panel.chart.lines[0].values[1] == pytest.approx(expected, abs=1e-4)
    assert f"{expected:.2f}".replace("-", "−") in panel.chart_title.remark


def make_ears(n_one: int, n_other: int, forward: float, backward: float) -> Ears:
    """Two senses so far apart in each half, in every layer but the lowest."""
    one, other = (RANDOM.normal(size=(n, 16)) for n in (n_one, n_other))
    one[:, 0] += forward
    other[:, 0] -= forward
    one[:, 8] += backward
    other[:, 8] -= backward
    same = half_separation(np.ones((n_one, 16)), np.ones((n_other, 16)))
    found = half_separation(one, other)
    return Ears((EarPair(0, 1, n_one, n_other, (same, found, found)),), NAMES, 2, 2, n_one + n_other)


def told(panel: ComparePanel) -> str:
    """What the only line says."""
    (row,) = panel.ears.table.rows
    return row.sentence


def test_which_ear_tells_the_senses_apart_is_said_in_words(panel, session, qtbot):
    session.ears = make_ears(5, 5, 0.0, 5.0)
    panel.by.choose(1)
    assert panel.ears.table.isVisible()
    separated = session.ears.pairs[0].layers[1]
    assert told(panel).startswith("money | river: told apart by what follows, layer 1: left ")
    assert told(panel).endswith(f"right {separated.backward:.2f}")
    (row,) = panel.ears.table.rows
    assert row.values == (separated.forward, separated.backward) * 2
    assert row.strong == (False, True) * 2
    assert "Layer 0: 0.00 in both; the word vector twice" in row.tip
    assert panel.ears.note.text() == "In layer 0 both ears hear the word alone."
    session.ears = make_ears(5, 5, 5.0, 0.0)
    qtbot.waitUntil(lambda: "by what comes before" in told(panel))
    session.ears = make_ears(5, 5, 5.0, 5.0)
    qtbot.waitUntil(lambda: "by both sides" in told(panel))
    session.ears = make_ears(30, 30, 0.0, 0.0)
    qtbot.waitUntil(lambda: "by neither side" in told(panel))
    panel.grab()


def test_too_few_uses_for_an_ear_are_said(panel, session, qtbot):
    panel.by.choose(1)
    session.ears = make_ears(2, 2, 5.0, 5.0)
    qtbot.waitUntil(lambda: bool(panel.ears.table.rows))
    assert told(panel) == "money | river: too few uses to tell, 2 and 2; chance would do as well"
    assert np.isfinite(panel.ears.table.rows[0].values).all()
    session.ears = make_ears(1, 5, 5.0, 5.0)
    qtbot.waitUntil(panel.ears.missing.isVisible)
    assert panel.ears.missing.text.startswith("Too few uses: two senses of 2 uses each")
    session.ears = Ears((), ("money",), 1, 1, 4)
    qtbot.waitUntil(lambda: "All have the same sense" in panel.ears.missing.text)
    session.ears = Ears((), (), 0, 0, 4)
    qtbot.waitUntil(lambda: "No sense is set" in panel.ears.missing.text)
    panel.grab()


def test_a_pair_with_a_group_of_one_stands_last_and_has_no_figures(panel, session, qtbot):
    whole, alone = make_ears(5, 5, 5.0, 0.0), make_ears(1, 5, 0.0, 0.0)
    pairs = (replace(alone.pairs[0], other=2), whole.pairs[0])
    session.ears = Ears(pairs, ("money", "river", "rely"), 3, 3, 11)
    panel.by.choose(1)
    rows = panel.ears.table.rows
    assert rows[1].sentence == "money | rely: too few uses, 1 and 5; each needs 2"
    assert np.isnan(rows[1].values).all()
    panel.grab()


def test_more_uses_than_are_compared_are_said(qtbot, qapp):
    lines = [(f"bank {k}", "money" if k % 2 else "river") for k in range(MOST_COMPARED + 7)]
    session = make_session(lines)
    whole = comparison(session)
    kept = whole.tokens[:MOST_COMPARED]
    session.comparison = replace(whole, tokens=kept, cosine=whole.cosine[:MOST_COMPARED, :MOST_COMPARED])
    session.ears = replace(make_ears(5, 5, 5.0, 0.0), n_uses=MOST_COMPARED, n_groups=9)
    panel = show(session, qtbot)
    assert "first 400 of 407" in panel.matrix_title.remark
    assert panel.chart.note == "Of the first 400 of 407 uses."
    assert panel.context.n_rows == 407
    panel.by.choose(1)
    assert "The 2 largest of 9 senses. The first 400 of 407 uses." in panel.ears.note.text()


@pytest.mark.parametrize("width", [690, 760, 850, 943, 1000, 1100, 1400])
@pytest.mark.parametrize("height", [200, 236, 300])
def test_all_parts_lie_inside_the_tab(panel, qtbot, width, height):
    def end(widget):
        return widget.mapTo(panel, widget.rect().topRight()).x()

    panel.resize(width, height)
    qtbot.waitUntil(lambda: width - 30 < end(panel.by) < width)
    assert end(panel.halves) < panel.matrix_title.mapTo(panel, QPoint(0, 0)).x()


def test_too_few_words_are_said_of_a_half_too(panel, session, qtbot):
    nothing = np.full(3, np.nan, np.float32)
    half = replace(half_of_it(session, "forward"), baseline=nothing, mix_baseline=float("nan"))
    session.half_comparison = half
    session.view = replace(session.view, half="forward", corrected=True)
    qtbot.waitUntil(lambda: panel.matrix_title.remark == "mix, left ear, too few words for a baseline")
    assert panel.matrix.remark == "left ear, too few words for a baseline"
    assert "shown as they are" in panel.matrix_title.toolTip()
    np.testing.assert_allclose(panel.matrix.values, half.cosine)


def test_a_narrow_tab_still_names_the_ears(panel):
    panel.resize(790, 236)
    assert panel.chart.isVisible()
    assert panel.halves.labels() == ["Both", "Left", "Right"]
    panel.resize(600, 236)  # no room for the curves
    assert not panel.chart.isVisible()
    assert panel.matrix.isVisible()
    assert panel.context.geometry().right() < panel.width() - panel.matrix.width()
    panel.resize(1200, 236)
    assert panel.halves.labels() == ["Both ears", "Left ear", "Right ear"]
