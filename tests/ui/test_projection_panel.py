import itertools
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from elmo_explorer.session.session import (
    Comparison,
    Focus,
    Groups,
    ModelInfo,
    Points,
    Sentence,
    Session,
    TokenRef,
)
from elmo_explorer.ui.panels.projection_panel import ProjectionPanel

MIX = (0.2, 0.3, 0.5)
LINES = (
    ("He robbed the bank on Monday", "money"),
    ("She opened an account at the bank", "money"),
    ("My bank approved the loan", "money"),
    ("We sat on the bank of the river", "river"),
    ("The boat drifted to the bank of the river", "river"),
    ("They fished from the far bank", "river"),
)
NAMES = ("money", "river")
CENTRES = {"money": (-3.0, 1.0), "river": (2.5, -1.5)}


@dataclass
class Picture:
    """A panel over a session with six uses of "bank" in two clouds, and 200 other tokens."""

    session: Session
    panel: ProjectionPanel
    layers: np.ndarray
    tokens: tuple[TokenRef, ...]

    def points(self, weights=MIX, settled=True, tokens=None, layers=None) -> Points:
        layers = self.layers if layers is None else layers
        xy = np.einsum("l,lnd->nd", np.array(weights, np.float32), layers)
        return Points(tokens or self.tokens, xy, layers, "pca", None, (0.24, 0.13), settled, 0.004)

    def at(self, token: TokenRef) -> QPoint:
        return self.panel.scatter.pixel_of(self.tokens.index(token)).toPoint()

    def empty_place(self) -> QPoint:
        scatter = self.panel.scatter
        for x, y in itertools.product(range(330, 700, 7), range(80, 460, 7)):
            if scatter.point_at(QPointF(x, y)) is None and scatter.childAt(x, y) is None:
                return QPoint(x, y)
        raise AssertionError("no empty place")

    def drag(self, path, modifiers=Qt.KeyboardModifier.NoModifier, button=Qt.MouseButton.LeftButton) -> None:
        """Press at the first place, lead along the others, release at the last."""
        scatter = self.panel.scatter
        kinds = [QEvent.Type.MouseButtonPress, *[QEvent.Type.MouseMove] * (len(path) - 1)]
        for kind, at in zip((*kinds, QEvent.Type.MouseButtonRelease), (*path, path[-1]), strict=True):
            at = QPointF(at)
            held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else button
            which = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else button
            event = QMouseEvent(kind, at, scatter.mapToGlobal(at), which, held, modifiers)
            QApplication.sendEvent(scatter, event)

    def around(self, tokens) -> list[QPoint]:
        """A closed way round some tokens that encloses no other large point of the two clouds."""
        xy = np.array([(self.at(t).x(), self.at(t).y()) for t in tokens])
        low, high = xy.min(axis=0) - 14, xy.max(axis=0) + 14
        corners = [
            (low[0], low[1]),
            (high[0], low[1]),
            (high[0], high[1]),
            (low[0], high[1]),
            (low[0], low[1]),
        ]
        return [QPoint(int(x), int(y)) for x, y in corners]


@pytest.fixture
def picture(qtbot):
    rng = np.random.default_rng(5)
    session = Session()
    sentences, occurrences, groups, layers = [], [], {}, []
    start = np.array([0.3, 0.4])
    for text, sense in LINES:
        words = tuple(text.split())
        focus = words.index("bank")
        sentence = Sentence(text, words, senses=MappingProxyType({focus: sense}))
        sentences.append(sentence)
        for i in range(len(words)):
            place = rng.normal(0, 3, 2)
            ways = [place, place, place]
            if i == focus:
                token = TokenRef(sentence.id, i)
                occurrences.append(token)
                groups[token] = NAMES.index(sense)
                top = np.array(CENTRES[sense]) + rng.normal(0, 0.9, 2)
                ways = [start, 0.4 * start + 0.6 * top, top]
            layers.append(ways)
    for _ in range(20):
        words = ("other", "words", "about", "money", "and", "water", "and", "boats", "on", "shores")
        sentences.append(Sentence(" ".join(words), words))
        layers += [[place] * 3 for place in rng.normal(0, 3, (len(words), 2))]
    session.model = ModelInfo("en", ("en",), 3, 4, "CPU")
    session.sentences = tuple(sentences)
    session.focus = Focus("bank")
    session.occurrences = tuple(occurrences)
    session.groups = Groups(NAMES, MappingProxyType(groups))
    n = len(occurrences)
    cosine = np.where(np.equal.outer(*[[groups[t] for t in occurrences]] * 2), 0.8, 0.3)
    cosine += 0.01 * np.arange(n)
    none = np.full(3, np.nan, np.float32)
    session.comparison = Comparison(
        tuple(occurrences), cosine.astype(np.float32), none, none, none, none, float("nan")
    )
    tokens = tuple(TokenRef(s.id, i) for s in sentences for i in range(len(s.tokens)))
    panel = ProjectionPanel(session)
    qtbot.addWidget(panel)
    panel.resize(804, 554)
    panel.show()
    result = Picture(session, panel, np.array(layers, np.float32).transpose(1, 0, 2).copy(), tokens)
    with qtbot.waitSignal(panel.drawn):
        session.points = result.points()
    return result


def image_bytes(panel: ProjectionPanel) -> bytes:
    image = panel.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return bytes(image.constBits())


def test_an_empty_session_is_an_empty_picture(qtbot):
    panel = ProjectionPanel(Session())
    qtbot.addWidget(panel)
    panel.resize(400, 300)
    panel.show()
    assert not panel.grab().isNull()
    assert not panel.settled


def test_sixty_steps_of_a_drag_are_sixty_pictures(picture):
    picture.session.dragging = True
    seen = set()
    for step in range(60):
        w = step / 59
        picture.session.points = picture.points((1 - w, 0.4 * w, 0.6 * w), settled=False)
        seen.add(image_bytes(picture.panel))
    assert len(seen) == 60


def test_at_layer_0_all_uses_lie_on_one_pixel_and_the_camera_stood_still(picture):
    camera = picture.panel.scatter.camera
    picture.session.dragging = True
    picture.session.points = picture.points((1, 0, 0), settled=False)
    places = {(p.x(), p.y()) for p in map(picture.at, picture.session.occurrences)}
    assert len(places) == 1
    assert picture.panel.scatter.camera == camera
    assert picture.panel.rect().contains(QPoint(*places.pop()))


def test_all_uses_are_inside_the_safe_area_after_the_first_fit(picture):
    for token in picture.session.occurrences:
        at = picture.at(token)
        assert 60 < at.y() < 554 - 52
        assert 0 < at.x() < 804


def test_new_points_ease_to_their_places_and_are_settled_then(qtbot, picture):
    with qtbot.waitSignal(picture.panel.drawn):
        picture.session.points = picture.points((0, 0.5, 0.5))
        assert not picture.panel.settled
    assert picture.panel.settled
    expected = picture.session.points.xy
    shown = picture.panel.scatter.places_of(np.arange(len(picture.tokens)))
    np.testing.assert_array_equal(shown, expected)


def test_points_that_left_the_picture_are_brought_back_when_the_hand_lets_go(qtbot, picture):
    picture.session.dragging = True
    picture.session.points = picture.points((0, 0, 6), settled=False)
    picture.session.dragging = False
    with qtbot.waitSignal(picture.panel.drawn):
        picture.session.points = picture.points((0, 0, 6))
    assert all(picture.panel.rect().contains(picture.at(t)) for t in picture.session.occurrences)


def test_a_new_sentence_keeps_the_camera_and_the_selection(qtbot, picture):
    session = picture.session
    session.selection = frozenset(session.occurrences[:1])
    camera = picture.panel.scatter.camera
    sentence = Sentence("The new bank", ("The", "new", "bank"))
    token = TokenRef(sentence.id, 2)
    session.sentences = (sentence, *session.sentences)
    session.occurrences = (token, *session.occurrences)
    tokens = (*(TokenRef(sentence.id, i) for i in range(3)), *picture.tokens)
    layers = np.concatenate([picture.layers[:, :3] * 0, picture.layers], axis=1)
    with qtbot.waitSignal(picture.panel.drawn):
        session.points = picture.points(tokens=tokens, layers=layers)
    scatter = picture.panel.scatter
    assert scatter.camera == camera
    assert scatter.selected == {tokens.index(session.occurrences[1])}
    assert 2 in scatter.scene.marks


def test_a_click_selects_ctrl_adds_and_empty_canvas_clears(qtbot, picture):
    session, scatter = picture.session, picture.panel.scatter
    first, second = session.occurrences[:2]
    qtbot.mouseClick(scatter, Qt.MouseButton.LeftButton, pos=picture.at(first))
    assert session.selection == {first}
    qtbot.mouseClick(
        scatter, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, picture.at(second)
    )
    assert session.selection == {first, second}
    qtbot.mouseClick(
        scatter, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, picture.at(first)
    )
    assert session.selection == {second}
    qtbot.mouseClick(scatter, Qt.MouseButton.LeftButton, pos=picture.empty_place())
    assert session.selection == frozenset()


def test_hovering_lights_the_point_everywhere_and_opens_its_card(qtbot, picture):
    token = picture.session.occurrences[4]
    qtbot.mouseMove(picture.panel.scatter, picture.at(token))
    qtbot.waitUntil(lambda: picture.session.hovered == token)
    card = picture.panel.cards.live
    assert card.isVisible()
    assert card.content.place == "sentence 5, word 6 of 9"
    assert card.content.group == "river"
    assert [n.category for n in card.content.nearest] == [1, 1, 0, 0]
    assert card.content.nearest[0].cosine > card.content.nearest[-1].cosine
    assert not card.geometry().contains(picture.at(token))


def test_a_point_lit_elsewhere_gets_a_ring_but_no_card(picture):
    token = picture.session.occurrences[0]
    picture.session.hovered = token
    assert picture.panel.scatter.hovered == picture.tokens.index(token)
    assert not picture.panel.cards.live.isVisible()


def test_up_to_three_cards_stay(qtbot, picture):
    scatter, cards = picture.panel.scatter, picture.panel.cards
    for token in picture.session.occurrences[:4]:
        picture.session.selection = frozenset((token,))
        qtbot.keyClick(scatter, Qt.Key.Key_P)
    assert len(cards.pinned) == 3
    boxes = [card.geometry() for card in cards.pinned]
    assert not any(a.intersects(b) for a, b in itertools.combinations(boxes[:2], 2))
    last = cards.pinned[-1]
    for _ in range(2):  # a second click may come before it is gone
        cards.close(last)
    assert len(cards.pinned) == 2
    qtbot.keyClick(scatter, Qt.Key.Key_Escape)
    assert cards.pinned == []


def test_a_lasso_selects_adds_and_subtracts(qtbot, picture):
    session, panel = picture.session, picture.panel
    money, river = session.occurrences[:3], session.occurrences[3:]
    qtbot.keyClick(panel.scatter, Qt.Key.Key_L)
    assert panel.tools.tools["lasso"].isChecked()
    picture.drag(picture.around(money))
    assert session.selection == frozenset(money)
    assert panel.selection_bar.isVisible()
    assert panel.selection_bar.accessibleName() == "3 selected"
    picture.drag(picture.around(river), Qt.KeyboardModifier.ControlModifier)
    assert session.selection == frozenset(session.occurrences)
    picture.drag(picture.around(money), Qt.KeyboardModifier.AltModifier)
    assert session.selection == frozenset(river)
    qtbot.keyClick(panel.scatter, Qt.Key.Key_Escape)
    assert panel.scatter.tool == "select"


def test_shift_drag_on_empty_canvas_is_a_lasso(picture):
    way = picture.around(picture.session.occurrences[:3])
    way = way if picture.panel.scatter.point_at(QPointF(way[0])) is None else way[1:] + way[1:2]
    assert picture.panel.scatter.point_at(QPointF(way[0])) is None
    picture.drag(way, Qt.KeyboardModifier.ShiftModifier)
    assert picture.session.selection == frozenset(picture.session.occurrences[:3])


def test_a_sense_is_set_for_the_selection(picture):
    session, panel = picture.session, picture.panel
    session.selection = frozenset(session.occurrences[:2])
    panel.selection_bar.sense_chosen.emit("cash")
    found = [session.sentence(t.sentence_id).senses.get(t.index) for t in session.occurrences[:3]]
    assert found == ["cash", "cash", "money"]


def test_hiding_takes_the_sentences_away(qtbot, picture):
    session = picture.session
    token = session.occurrences[0]
    session.selection = frozenset((token,))
    qtbot.keyClick(picture.panel.scatter, Qt.Key.Key_H)
    assert session.sentence(token.sentence_id).hidden
    assert session.selection == frozenset()


def test_the_menu_of_a_point(picture):
    session, panel = picture.session, picture.panel
    token = TokenRef(session.sentences[0].id, 1)
    session.states = MappingProxyType({token.sentence_id: np.ones((3, 6, 4), np.float32)})
    menu = panel.menu_for(token, frozenset((token,)))
    actions = {action.text(): action for action in menu.actions()}
    actions["Copy sentence"].trigger()
    assert QGuiApplication.clipboard().text() == session.sentences[0].text
    actions["Copy vector"].trigger()
    assert QGuiApplication.clipboard().text() == "1 1 1 1"
    actions["Focus “robbed”"].trigger()
    assert session.focus == Focus("robbed")
    menu.deleteLater()


def test_the_legend_hides_groups(qtbot, picture):
    session, panel = picture.session, picture.panel
    assert [(e.name, e.count) for e in panel.legend.entries] == [("money", 3), ("river", 3)]
    at = panel.legend.entry_rect(0).center().toPoint()
    qtbot.mouseClick(panel.legend, Qt.MouseButton.LeftButton, pos=at)
    assert session.view.hidden_groups == {"money"}
    assert len(panel.scatter.visible_marks()) == 3
    assert (
        panel.scatter.point_at(QPointF(picture.at(session.occurrences[0]))) not in panel.scatter.scene.marks
    )
    at = panel.legend.entry_rect(0).center().toPoint()
    qtbot.mouseClick(panel.legend, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.AltModifier, at)
    assert session.view.hidden_groups == {"river"}


def test_the_keys_walk_through_the_uses(qtbot, picture):
    session, scatter = picture.session, picture.panel.scatter
    for key, expected in ((Qt.Key.Key_J, 0), (Qt.Key.Key_Down, 1), (Qt.Key.Key_K, 0), (Qt.Key.Key_Up, 5)):
        qtbot.keyClick(scatter, key)
        assert session.selection == {session.occurrences[expected]}
    qtbot.keyClick(scatter, Qt.Key.Key_T)
    assert session.view.trajectories


def test_labels_overlap_neither_each_other_nor_anything_on_top(qtbot, picture):
    panel = picture.panel
    with qtbot.waitSignal(panel.drawn):
        picture.session.selection = frozenset(picture.session.occurrences[4:5])
    rects = panel.scatter.placed_labels
    of_uses = [i for i in rects if i in panel.scatter.scene.marks]
    assert len(of_uses) >= 4
    assert not any(a.intersects(b) for a, b in itertools.combinations(rects.values(), 2))
    tops = (panel.header, panel.tools, panel.legend, panel.badge, panel.cards.live)
    for rect in rects.values():
        assert not any(top.isVisible() and top.geometry().intersects(rect.toRect()) for top in tops)
        assert not any(rect.contains(QPointF(picture.at(t))) for t in picture.session.occurrences)


def test_labels_ride_with_their_points_and_find_new_places_afterwards(qtbot, picture):
    scatter = picture.panel.scatter
    point = int(scatter.scene.marks[0])
    before = scatter.placed_labels[point].topLeft() - scatter.pixel_of(point)
    picture.session.dragging = True
    picture.session.points = picture.points((0.6, 0.2, 0.2), settled=False)
    assert scatter.placed_labels[point].topLeft() - scatter.pixel_of(point) == before
    assert not scatter.settled
    with qtbot.waitSignal(scatter.drawn):
        picture.session.dragging = False


def test_the_start_is_noted_where_all_uses_begin_together(qtbot, picture):
    with qtbot.waitSignal(picture.panel.drawn):
        picture.session.view = replace(picture.session.view, trajectories=True)
    assert -1 in picture.panel.scatter.placed_labels


def test_the_wheel_zooms_at_the_pointer(picture):
    scatter = picture.panel.scatter
    at = picture.at(picture.session.occurrences[0])
    scale = scatter.camera.scale
    wheel = QWheelEvent(
        QPointF(at),
        scatter.mapToGlobal(QPointF(at)),
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(scatter, wheel)
    assert scatter.camera.scale > 1.3 * scale
    assert (picture.at(picture.session.occurrences[0]) - at).manhattanLength() <= 2


def test_the_middle_button_pans_and_f_fits_again(qtbot, picture):
    scatter = picture.panel.scatter
    before = scatter.camera
    at = picture.at(picture.session.occurrences[0])
    picture.drag([QPoint(400, 300), QPoint(430, 320)], button=Qt.MouseButton.MiddleButton)
    assert scatter.camera.origin_x == pytest.approx(before.origin_x + 30)
    assert picture.at(picture.session.occurrences[0]) - at == QPoint(30, 20)
    with qtbot.waitSignal(picture.panel.drawn):
        qtbot.keyClick(scatter, Qt.Key.Key_F)
    assert scatter.camera == before


def test_a_double_click_zooms_to_the_nearest(qtbot, picture):
    scatter = picture.panel.scatter
    before = scatter.camera.scale
    with qtbot.waitSignal(picture.panel.drawn):
        qtbot.mouseDClick(scatter, Qt.MouseButton.LeftButton, pos=picture.at(picture.session.occurrences[0]))
    assert scatter.camera.scale > before


def test_the_heading_says_what_is_shown(picture):
    header = picture.panel.header
    assert header.word == "bank"
    assert header.chips == ("6 occurrences", "2 senses")
    assert header.caption == "PCA of the layer mix · 24.0 % × 13.0 % of the variance"


def test_axes_turned_to_the_picture_before_are_not_called_first_and_second_component(picture):
    session = picture.session
    session.points = replace(session.points, explained=(0.131, 0.169))
    assert picture.panel.header.caption.endswith("layer mix · 13.1 % × 16.9 % of the variance")


def test_the_camera_button_asks_for_the_export(qtbot, picture):
    with qtbot.waitSignal(picture.panel.export_requested):
        qtbot.mouseClick(picture.panel.tools.export, Qt.MouseButton.LeftButton)


def test_cards_and_labels_outlive_a_sentence_that_becomes_shorter(qtbot, picture):
    session, panel = picture.session, picture.panel
    first, *_, gone = session.occurrences
    for token in (gone, first):  # one card stays, the other tells of its nearest
        session.selection = frozenset((token,))
        qtbot.keyClick(panel.scatter, Qt.Key.Key_P)
    session.occurrences = session.occurrences[:-1]
    session.sentences = tuple(
        replace(s, text="They fished", tokens=("They", "fished")) if s.id == gone.sentence_id else s
        for s in session.sentences
    )
    assert [card.point for card in panel.cards.pinned] == [picture.tokens.index(first)]
    assert panel.scatter.scene.word_of(picture.tokens.index(gone)) == ""
    session.selection = frozenset((gone,))
    assert not panel.cards.live.isVisible()
    panel.grab()  # everything that is there can be drawn
