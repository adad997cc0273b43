from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from elmo_explorer.analysis.ranked_samples import ranked_samples
from elmo_explorer.session.gates import GATE_KINDS, SentenceGates
from elmo_explorer.session.session import (
    Comparison,
    Focus,
    Groups,
    LayerViews,
    Mix,
    Sentence,
    Session,
    TokenRef,
)
from elmo_explorer.session.units import UnitAsk, UnitTokens
from elmo_explorer.ui.panels.layers_panel import LayersPanel
from elmo_explorer.ui.theme import theme

TEXTS = ("He robbed the bank", "The bank of the river", "My bank is shut", "A muddy bank")
GROUP_OF = (0, 1, 0, 1)


def make_session(n_layers=3, n_sentences=4) -> Session:
    random = np.random.default_rng(2)
    sentences = tuple(Sentence(text, tuple(text.split())) for text in TEXTS[:n_sentences])
    session = Session(sentences=sentences, focus=Focus("bank"), mix=Mix.average(n_layers))
    session.occurrences = tuple(TokenRef(s.id, s.tokens.index("bank")) for s in sentences)
    of = dict(zip(session.occurrences, GROUP_OF, strict=False))
    session.groups = Groups(("money", "river"), MappingProxyType(of))
    session.states = MappingProxyType(
        {s.id: random.normal(size=(n_layers, len(s.tokens), 10)).astype(np.float32) for s in sentences}
    )
    if n_sentences > 1:
        tokens = tuple(TokenRef(s.id, i) for s in sentences for i in range(len(s.tokens)))
        xy = random.normal(size=(n_layers, len(tokens), 2)).astype(np.float32)
        marks = [tokens.index(token) for token in session.occurrences]
        xy[0, marks] = (0.5, 0.5)
        spread = np.linspace(0, 0.4, n_layers, dtype=np.float32)
        session.layer_views = LayerViews(tokens, xy, spread, 1 - spread, 1 - 2 * spread, spread + 1)
    return session


@pytest.fixture
def session(qapp: QApplication) -> Session:
    theme.set_mode("light")
    return make_session()


@pytest.fixture
def panel(session: Session, qtbot: QtBot) -> LayersPanel:
    return show(session, qtbot)


def show(session: Session, qtbot: QtBot) -> LayersPanel:
    panel = LayersPanel(session)
    qtbot.addWidget(panel)
    panel.resize(1104, 372)
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


def test_one_picture_per_layer_with_its_figures(panel):
    assert [(p.title, p.remark) for p in panel.pictures.pictures] == [
        ("Layer 0", "characters"),
        ("Layer 1", "LSTM"),
        ("Layer 2", "LSTM"),
    ]
    assert panel.pictures.pictures[2].bars[0].text == "0.40"
    assert panel.pictures.pictures[1].captions[0] == "cosine within 0.80, between 0.60"


def test_layer_0_has_all_uses_in_one_point(panel):
    assert [picture.in_one_point for picture in panel.pictures.pictures] == [True, False, False]


def test_every_layer_is_drawn_to_the_same_scale(panel, session):
    views = session.layer_views
    marks = [views.tokens.index(token) for token in session.occurrences]
    lengths = []
    for layer in (1, 2):
        picture = panel.pictures.pictures[layer]
        drawn = picture.pixel_of(0) - picture.pixel_of(1)
        true = views.xy[layer, marks[0]] - views.xy[layer, marks[1]]
        lengths.append(np.hypot(drawn.x(), drawn.y()) / np.hypot(*true))
    assert lengths[0] == pytest.approx(lengths[1], rel=1e-4)


def test_any_number_of_layers_scrolls(qtbot, qapp):
    panel = show(make_session(n_layers=8), qtbot)
    assert len(panel.pictures.pictures) == 8
    assert all(picture.width() >= 150 for picture in panel.pictures.pictures)
    assert len(panel.vector.strips.strips) == 9
    panel.grab()


def test_a_click_selects_in_all_layers(panel, session, qtbot):
    at = panel.pictures.pictures[2].pixel_of(1).toPoint()
    qtbot.mouseClick(panel.pictures.pictures[2], Qt.MouseButton.LeftButton, pos=at)
    assert session.selection == {session.occurrences[1]}
    assert "sentence 2" in panel.vector.title.remark


def test_hovering_a_mark_tells_the_session(panel, session):
    move(panel.pictures.pictures[1], panel.pictures.pictures[1].pixel_of(3))
    assert session.hovered == session.occurrences[3]
    move(panel.pictures.pictures[1], QPointF(2, 2))
    assert session.hovered is None


def test_strips_show_the_selected_occurrence_else_the_first(panel, session):
    assert "sentence 1" in panel.vector.title.remark
    session.selection = frozenset({session.occurrences[2]})
    assert "sentence 3" in panel.vector.title.remark
    token = session.occurrences[2]
    shown = panel.vector.strips.strips[3].values
    assert np.array_equal(shown, session.states[token.sentence_id][2, token.index])


def test_the_mix_strip_follows_the_drag_at_once(panel, session):
    token = session.occurrences[0]
    layers = session.states[token.sentence_id][:, token.index]
    session.dragging = True
    for weights in ((1.0, 0.0, 0.0), (0.25, 0.25, 0.5)):
        session.mix = replace(session.mix, weights=weights, gamma=2.0)
        expected = 2.0 * np.array(weights) @ layers
        assert np.allclose(panel.vector.strips.strips[0].values, expected, atol=1e-6)


def test_a_unit_is_read_with_its_half(panel):
    strips = panel.vector.strips
    box = strips.strip_rect(1)
    assert strips.unit_at(QPointF(box.left() + 1, box.center().y())) == (1, 0)
    assert strips.unit_at(QPointF(box.right() - 1, box.center().y())) == (1, 9)
    assert strips.unit_at(QPointF(2, box.center().y())) == (-1, -1)
    move(strips, QPointF(box.right() - 1, box.center().y()))
    panel.grab()


def test_one_occurrence_asks_for_another_and_shows_its_vector(qtbot, qapp):
    panel = show(make_session(n_sentences=1), qtbot)
    assert panel.pictures.one_only.isVisible()
    assert panel.pictures.one_only.title == "Add another sentence with “bank” to compare"
    assert len(panel.vector.strips.strips) == 4


def test_without_vectors_it_says_so(qtbot, qapp):
    session = make_session()
    session.states, session.layer_views = MappingProxyType({}), None
    panel = show(session, qtbot)
    assert panel.vector.title.remark == "not computed yet"
    panel.grab()


def test_without_groups_it_says_what_is_missing(qtbot, qapp):
    session = make_session()
    nothing = np.full(3, np.nan, np.float32)
    session.layer_views = replace(session.layer_views, separation=nothing, within=nothing, between=nothing)
    panel = show(session, qtbot)
    assert panel.pictures.pictures[1].captions[0] == "separation needs two senses"
    panel.grab()


def test_no_focus_word(qtbot, qapp):
    session = make_session()
    session.focus, session.occurrences = None, ()
    panel = show(session, qtbot)
    assert panel.empty.title == "Pick a word to compare"
    session.focus = Focus("bank")
    qtbot.waitUntil(lambda: panel.empty.title == "No visible sentence contains “bank”")


def compared(session: Session, baseline=0.25) -> Comparison:
    """A comparison whose figures of the layers are easy to tell."""
    n_layers, tokens = len(session.mix.weights), session.occurrences
    overall = np.linspace(1.0, 0.6, n_layers, dtype=np.float32)
    cosine = np.ones((len(tokens), len(tokens)), np.float32)
    baselines = np.full(n_layers, baseline, np.float32)
    return Comparison(tokens, cosine, overall, overall, overall, baselines, baseline)


def test_self_similarity_stands_beside_the_random_pair(panel, session, qtbot):
    session.comparison = compared(session)
    picture = panel.pictures.pictures[2]
    qtbot.waitUntil(lambda: len(picture.bars) == 2)
    bar = picture.bars[1]
    assert (bar.name, bar.text, bar.tick) == ("self-similarity", "0.60", pytest.approx(0.25))
    assert picture.remark_below == "random pair 0.25"
    session.view = replace(session.view, corrected=True)
    qtbot.waitUntil(lambda: picture.bars[1].text == "0.35")
    assert picture.remark_below == "less random pair 0.25"
    session.comparison = compared(session, float("nan"))
    qtbot.waitUntil(lambda: picture.remark_below == "too few words for a baseline")
    assert picture.bars[1].text == "0.60"


def test_a_click_on_a_number_asks_for_its_tokens(panel, session, qtbot):
    strips = panel.vector.strips
    box = strips.strip_rect(2)
    at = QPointF(box.left() + 7.5 / 10 * box.width(), box.center().y()).toPoint()
    qtbot.mouseClick(strips, Qt.MouseButton.LeftButton, pos=at)
    assert session.unit_ask == UnitAsk(1, 7)
    qtbot.waitUntil(lambda: panel.unit.isVisible())
    assert panel.unit.title.title == "What drives layer 1, backward 2"
    assert strips.marked == (2, 7)
    first = strips.strip_rect(0)
    at = QPointF(first.left() + 1, first.center().y()).toPoint()
    qtbot.mouseClick(strips, Qt.MouseButton.LeftButton, pos=at)
    assert session.unit_ask == UnitAsk(None, 0)
    qtbot.waitUntil(lambda: panel.unit.title.title == "What drives mix, forward 0")
    qtbot.keyClick(strips, Qt.Key.Key_Escape)
    assert session.unit_ask is None
    qtbot.waitUntil(lambda: panel.pictures.isVisible())


def test_the_keyboard_reads_and_chooses_numbers(panel, session, qtbot):
    strips = panel.vector.strips
    strips.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Return):
        qtbot.keyClick(strips, key)
    assert session.unit_ask == UnitAsk(0, 2)


def test_units_that_share_a_pixel_give_way_to_the_strongest(qtbot, qapp):
    session = make_session(n_layers=1)
    values = np.zeros((1, 4, 4000), np.float32)
    values[0, :, 1234] = -3.0
    session.states = MappingProxyType({s.id: values[:, : len(s.tokens)] for s in session.sentences})
    strips = show(session, qtbot).vector.strips
    box = strips.strip_rect(1)
    at = QPointF(box.left() + 1234.2 / 4000 * box.width(), box.center().y())
    assert strips.unit_at(at) == (1, 1234)


def test_the_tokens_of_a_number_are_hovered_and_selected(panel, session, qtbot):
    tokens = tuple(TokenRef(session.sentences[k].id, k % 2) for k in range(3))
    session.unit_ask = UnitAsk(1, 3)
    values = np.array([3.0, 2.0, 1.0], np.float32)
    session.unit_tokens = UnitTokens(UnitAsk(1, 3), tokens, values, tokens[::-1], -values, 17)
    highest, lowest = (end.lines for end in panel.unit.ends)
    qtbot.waitUntil(lambda: highest.n_rows == lowest.n_rows == 3)
    assert panel.unit.title.remark == "among 17 tokens"
    assert [highest.row(k).word for k in range(3)] == [session.word(token) for token in tokens]
    at = highest.visualRect(highest.model().index(1, 0)).center()
    move(highest.viewport(), QPointF(at))
    assert session.hovered == tokens[1]
    assert highest.lit == {1}
    assert lowest.lit == {1}  # it stands there, too
    qtbot.mouseClick(highest.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert session.selection == {tokens[1]}
    assert "sentence 2" in panel.vector.title.remark  # no occurrence, and yet shown
    panel.grab()
    panel.unit.back.click()
    assert session.unit_ask is None


def test_an_answer_to_another_question_is_not_shown(panel, session, qtbot):
    session.unit_ask = UnitAsk(1, 3)
    values = np.ones(1, np.float32)
    token = (session.occurrences[0],)
    session.unit_tokens = UnitTokens(UnitAsk(2, 3), token, values, token, values, 17)
    qtbot.waitUntil(lambda: panel.unit.title.remark == "ranking…")
    assert panel.unit.ends[0].lines.n_rows == 0


def read(session: Session, place=0, n_layers=2, n_cells=40) -> SentenceGates:
    """Gates as a model might have them."""
    random, sentence = np.random.default_rng(place), session.sentences[place]
    shape = (n_layers, 2, len(sentence.tokens) + 2, n_cells)
    values = {kind: random.uniform(size=shape).astype(np.float32) for kind in GATE_KINDS}
    values["cell"] = values["cell"] * 6 - 3
    for numbers in values.values():
        numbers[:, 0, -1] = numbers[:, 1, 0] = np.nan
    samples = {kind: ranked_samples(numbers, 16) for kind, numbers in values.items()}
    return SentenceGates(sentence.id, sentence.tokens, "en", values, samples)


@pytest.fixture
def gated(panel, session, qtbot):
    session.gates = read(session)
    qtbot.waitUntil(lambda: panel.gates.table.columns.rows != ())
    return panel


def test_gates_stand_over_the_words_in_both_directions(gated, session):
    columns = gated.gates.table.columns
    words = session.sentences[0].tokens
    assert gated.gates.layer.index == 1  # the top layer at first
    assert columns.columns.words == ("<BOS>", *words)
    assert columns.columns.quiet == {0}
    assert columns.columns.words[columns.columns.marked] == "bank"
    np.testing.assert_array_equal(columns.rows[0].values, session.gates.samples["input"].values[1, 0, :-1])
    gated.gates.direction.choose(1)
    assert columns.columns.words == (*words, "<EOS>")
    assert columns.columns.backward
    assert columns.columns.words[columns.columns.marked] == "bank"
    gated.gates.layer.choose(0)
    np.testing.assert_array_equal(columns.rows[1].values, session.gates.samples["forget"].values[0, 1, 1:])
    assert [row.name for row in columns.rows] == ["input", "forget", "output", "candidate", "cell"]
    gated.grab()


def test_a_click_on_a_square_follows_that_cell(gated, session, qtbot):
    columns, part = gated.gates.table.columns, gated.gates
    row = columns.shown_rows.index(1)
    box = columns.square_rect(row, 2)
    at = QPointF(box.left() + 3.5 / 16 * box.width(), box.center().y()).toPoint()
    cell = int(session.gates.samples["forget"].columns[1, 0, 2, 3])
    qtbot.mouseClick(columns, Qt.MouseButton.LeftButton, pos=at)
    assert part.cells == (cell,)
    for k, kind in enumerate(("input", "forget", "output", "candidate", "cell")):
        np.testing.assert_array_equal(
            columns.followed[0].values[k], session.gates.values[kind][1, 0, :-1, cell]
        )
    gated.grab()
    other = 1 if cell != 1 else 2
    part.field.setValue(other)
    assert part.cells == (cell, other)
    assert part.caption.names == ((0, f"cell {cell}"), (1, f"cell {other}"))
    assert part.field.text() == "cell…"
    qtbot.keyClick(columns, Qt.Key.Key_Escape)
    assert part.cells == ()
    part.field.setValue(other)
    part.direction.choose(1)  # the same number is another cell there
    assert part.cells == ()


def test_a_word_of_the_gates_is_hovered_and_selected(gated, session, qtbot):
    columns = gated.gates.table.columns
    line = columns.words_rect()
    at = QPointF(2.5 * columns.column_width(), line.center().y())
    move(columns, at)
    assert session.hovered == TokenRef(session.sentences[0].id, 1)
    qtbot.mouseClick(columns, Qt.MouseButton.LeftButton, pos=at.toPoint())
    assert session.selection == {TokenRef(session.sentences[0].id, 1)}
    move(columns, QPointF(0.5 * columns.column_width(), line.center().y()))
    assert session.hovered is None  # the beginning is no word


def test_the_keyboard_reads_the_gates(gated, session, qtbot):
    columns = gated.gates.table.columns
    columns.setFocus()
    qtbot.keyClick(columns, Qt.Key.Key_Home)
    qtbot.keyClick(columns, Qt.Key.Key_Right)
    assert columns.accessibleDescription().startswith("He, means: input ")
    assert session.hovered == TokenRef(session.sentences[0].id, 0)
    qtbot.keyClick(columns, Qt.Key.Key_Return)
    assert session.selection == {TokenRef(session.sentences[0].id, 0)}


def test_a_small_panel_has_no_scroll_bar_beside_the_gates(gated, qtbot):
    gated.resize(944, 320)
    columns = gated.gates.table.columns
    qtbot.waitUntil(lambda: gated.height() == 320)
    assert gated.gates.table.verticalScrollBar().maximum() == 0
    assert [columns.rows[k].name for k in columns.shown_rows] == ["input", "forget", "output", "cell"]
    assert gated.gates.layer.labels() == ["1", "2"]
    gated.resize(1104, 520)
    qtbot.waitUntil(lambda: len(columns.shown_rows) == 5)
    assert gated.gates.layer.labels() == ["Layer 1", "Layer 2"]


def test_a_long_sentence_scrolls_to_the_word(panel, session, qtbot):
    tokens = (*(f"w{k}" for k in range(40)), "bank")
    long = Sentence(" ".join(tokens), tokens)
    session.sentences = (*session.sentences, long)
    session.occurrences = (*session.occurrences, TokenRef(long.id, 40))
    session.selection = frozenset({TokenRef(long.id, 40)})
    session.gates = read(session, 4)
    table = panel.gates.table
    qtbot.waitUntil(lambda: len(table.columns.columns.words) == 42)
    place = table.columns.square_rect(0, 41)
    left = table.horizontalScrollBar().value()
    qtbot.waitUntil(lambda: table.horizontalScrollBar().value() > 0)
    left = table.horizontalScrollBar().value()
    assert left <= place.left()
    assert place.right() <= left + table.viewport().width() + 2
    panel.grab()


def test_without_gates_it_says_so(panel):
    assert panel.gates.caption.text == "not read yet"
    assert not panel.gates.field.isEnabled()
    panel.grab()
