from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from elmo_explorer.session.session import Focus, Groups, LayerViews, Mix, Sentence, Session, TokenRef
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
    assert [(p.title, p.remark) for p in panel.pictures] == [
        ("Layer 0", "characters"),
        ("Layer 1", "LSTM"),
        ("Layer 2", "LSTM"),
    ]
    assert panel.pictures[2].separation == pytest.approx(0.4)
    assert panel.pictures[1].captions[0] == "cosine within 0.80, between 0.60"


def test_layer_0_has_all_uses_in_one_point(panel):
    assert [picture.in_one_point for picture in panel.pictures] == [True, False, False]


def test_every_layer_is_drawn_to_the_same_scale(panel, session):
    views = session.layer_views
    marks = [views.tokens.index(token) for token in session.occurrences]
    lengths = []
    for layer in (1, 2):
        picture = panel.pictures[layer]
        drawn = picture.pixel_of(0) - picture.pixel_of(1)
        true = views.xy[layer, marks[0]] - views.xy[layer, marks[1]]
        lengths.append(np.hypot(drawn.x(), drawn.y()) / np.hypot(*true))
    assert lengths[0] == pytest.approx(lengths[1], rel=1e-4)


def test_any_number_of_layers_scrolls(qtbot, qapp):
    panel = show(make_session(n_layers=8), qtbot)
    assert len(panel.pictures) == 8
    assert all(picture.width() >= 150 for picture in panel.pictures)
    assert len(panel.strips.strips) == 9
    panel.grab()


def test_a_click_selects_in_all_layers(panel, session, qtbot):
    at = panel.pictures[2].pixel_of(1).toPoint()
    qtbot.mouseClick(panel.pictures[2], Qt.MouseButton.LeftButton, pos=at)
    assert session.selection == {session.occurrences[1]}
    assert panel.sentence.row.number == "2"


def test_hovering_a_mark_tells_the_session(panel, session):
    move(panel.pictures[1], panel.pictures[1].pixel_of(3))
    assert session.hovered == session.occurrences[3]
    move(panel.pictures[1], QPointF(2, 2))
    assert session.hovered is None


def test_strips_show_the_selected_occurrence_else_the_first(panel, session):
    assert panel.sentence.row.number == "1"
    session.selection = frozenset({session.occurrences[2]})
    assert panel.sentence.row.number == "3"
    token = session.occurrences[2]
    shown = panel.strips.strips[3].values
    assert np.array_equal(shown, session.states[token.sentence_id][2, token.index])


def test_the_mix_strip_follows_the_drag_at_once(panel, session):
    token = session.occurrences[0]
    layers = session.states[token.sentence_id][:, token.index]
    session.dragging = True
    for weights in ((1.0, 0.0, 0.0), (0.25, 0.25, 0.5)):
        session.mix = replace(session.mix, weights=weights, gamma=2.0)
        expected = 2.0 * np.array(weights) @ layers
        assert np.allclose(panel.strips.strips[0].values, expected, atol=1e-6)


def test_a_unit_is_read_with_its_half(panel):
    strips = panel.strips
    box = strips.strip_rect(1)
    assert strips.unit_at(QPointF(box.left() + 1, box.center().y())) == (1, 0)
    assert strips.unit_at(QPointF(box.right() - 1, box.center().y())) == (1, 9)
    assert strips.unit_at(QPointF(2, box.center().y())) == (-1, -1)
    move(strips, QPointF(box.right() - 1, box.center().y()))
    panel.grab()


def test_one_occurrence_asks_for_another_and_shows_its_vector(qtbot, qapp):
    panel = show(make_session(n_sentences=1), qtbot)
    assert panel.one_only.isVisible()
    assert panel.one_only.title == "Add another sentence with “bank” to compare"
    assert len(panel.strips.strips) == 4


def test_without_vectors_it_says_so(qtbot, qapp):
    session = make_session()
    session.states, session.layer_views = MappingProxyType({}), None
    panel = show(session, qtbot)
    assert panel.vector_title.remark == "not computed yet"
    panel.grab()


def test_without_groups_it_says_what_is_missing(qtbot, qapp):
    session = make_session()
    nothing = np.full(3, np.nan, np.float32)
    session.layer_views = replace(session.layer_views, separation=nothing, within=nothing, between=nothing)
    panel = show(session, qtbot)
    assert panel.pictures[1].captions[0] == "needs two senses"
    panel.grab()


def test_no_focus_word(qtbot, qapp):
    session = make_session()
    session.focus, session.occurrences = None, ()
    panel = show(session, qtbot)
    assert panel.empty.title == "Pick a word to compare"
    session.focus = Focus("bank")
    qtbot.waitUntil(lambda: panel.empty.title == "No visible sentence contains “bank”")
