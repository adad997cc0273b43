"""The tab Influence in the real window with the bundled models: what moves, what is drawn, what is put into the list."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from elmo_explorer.explorer import DEFAULT_MODEL, Explorer
from elmo_explorer.session.influence import Influence, InfluenceAsk, InfluenceLook
from elmo_explorer.session.session import Focus, Sentence, TokenRef
from elmo_explorer.ui.settings import Settings
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.scatter_moves import Moves
from elmo_explorer.window_options import WindowOptions

LONG = 120_000


@pytest.fixture(scope="module")
def started(qapp: object) -> Iterator[Explorer]:
    """One window for all tests here: a model takes its time."""
    theme.set_mode("light")
    made = Explorer(WindowOptions(model=DEFAULT_MODEL), Settings(None))
    made.projection.animated = False
    made.window.resize(1440, 900)
    made.window.show()
    made.start()
    yield made
    made.window.close()
    made.window.deleteLater()


@pytest.fixture
def bank(started: Explorer, qtbot: QtBot) -> Explorer:
    session = started.session
    qtbot.waitUntil(lambda: session.model is not None, timeout=LONG)
    if not session.sentences:
        started.open_example("bank")
        qtbot.waitUntil(lambda: bool(session.sentences), timeout=LONG)
    session.focus = Focus("bank")
    session.view = replace(session.view, corrected=False, layer=None, projection="pca")
    session.influence_ask = InfluenceAsk()
    started.window.tabs.show_tab("influence")
    qtbot.waitUntil(lambda: started.waiting_for() == "", timeout=LONG)
    session.selection = frozenset({session.occurrences[5]})
    seen(started, qtbot)
    session.influence_look = InfluenceLook()
    return started


def seen(explorer: Explorer, qtbot: QtBot) -> Influence:
    """What the tab shows, once all is quiet."""
    panel = explorer.influence.panel
    qtbot.waitUntil(lambda: explorer.waiting_for() == "" and not panel._later.isActive(), timeout=LONG)
    assert panel.figures is not None
    assert panel.figures.influence is explorer.session.influence
    return panel.figures.influence


def drawn(explorer: Explorer) -> Moves:
    moves = explorer.canvas.scatter._moves
    assert moves is not None
    return moves


def apart(a: np.ndarray, b: np.ndarray) -> float:
    a, b = a.astype(np.float64), b.astype(np.float64)
    return float(1 - a @ b / np.sqrt((a @ a) * (b @ b)))


def test_the_figures_are_those_of_edited_sentences_embedded_alone(bank: Explorer, qtbot: QtBot) -> None:
    bilm, found = bank.models.bilm, seen(bank, qtbot)
    assert bilm is not None
    figures = bank.influence.panel.figures
    assert figures is not None
    weights = np.array(bank.session.mix.weights)
    index = found.token.index
    before = bilm.embed([found.tokens])[0][:, index]
    for place in found.places:
        changed = [word for k, word in enumerate(found.tokens) if k != place]
        after = bilm.embed([changed])[0][:, index - (place < index)]
        assert figures.distance(place, 0) == pytest.approx(apart(weights @ before, weights @ after), abs=1e-5)
        for layer in range(3):
            expected = apart(before[layer], after[layer])
            assert figures.distance(place, layer + 1) == pytest.approx(expected, abs=1e-5)
        assert figures.text(place, 1) == "0"  # layer 0 never moves
    assert bank.influence.panel.list.bars[0].key == max(found.places, key=figures.distance)


def test_the_trail_ends_where_the_edited_vector_lies_in_the_plane(bank: Explorer, qtbot: QtBot) -> None:
    found, points = seen(bank, qtbot), bank.session.points
    assert points is not None
    assert points.basis is not None
    weights = np.array(bank.session.mix.weights)
    place = found.places[1]
    bank.session.influence_look = InfluenceLook(hovered=place)
    moves = drawn(bank)
    assert not moves.approximate
    assert moves.point == list(points.tokens).index(found.token)
    assert moves.moves[-1].label == f"without {found.tokens[place]}"
    assert len(moves.moves) == len(found.places)
    change = weights @ (found.after[:, found.variant(place)] - found.before) @ points.basis
    np.testing.assert_allclose(moves.moves[-1].to, points.xy[moves.point] + change, atol=1e-4)


def test_the_trail_follows_the_mix_while_the_handle_is_dragged(bank: Explorer, qtbot: QtBot) -> None:
    session, found = bank.session, seen(bank, qtbot)
    session.influence_look = InfluenceLook(pinned=found.places[0])
    old = session.mix
    session.dragging = True
    basis = session.points.basis if session.points is not None else None
    session.mix = replace(old, weights=(0.1, 0.3, 0.6))
    points = session.points
    assert points is not None
    assert points.basis is basis is not None
    change = np.array(session.mix.weights) @ (found.after[:, 0] - found.before) @ basis
    moves = drawn(bank)
    np.testing.assert_allclose(moves.moves[-1].to, points.xy[moves.point] + change, atol=1e-4)
    session.mix = old
    session.dragging = False


def test_layer_0_has_no_trail_and_the_tab_says_why(bank: Explorer, qtbot: QtBot) -> None:
    session = bank.session
    session.view = replace(session.view, layer=0)
    seen(bank, qtbot)
    assert bank.canvas.scatter._moves is None
    assert bank.influence.panel.caption.text().startswith("Layer 0 is the spelling")
    session.view = replace(session.view, layer=None)


def test_hover_lights_a_word_everywhere_and_a_click_pins_it(bank: Explorer, qtbot: QtBot) -> None:
    panel, session, found = bank.influence.panel, bank.session, seen(bank, qtbot)
    place = found.places[2]
    at = panel.words.box(place).center().toPoint()
    qtbot.mouseMove(panel.words, at)
    assert session.influence_look.hovered == place
    assert session.hovered == TokenRef(found.token.sentence_id, place)
    assert panel.rows.lit == panel.list.lit == place
    assert f"“{found.tokens[place]}” removed" in panel.detail.text()
    assert not panel.add.isEnabled()
    qtbot.mouseClick(panel.words, Qt.MouseButton.LeftButton, pos=at)
    assert session.influence_look.pinned == place
    qtbot.mouseMove(panel.words, QPoint(panel.words.width() - 1, panel.words.height() - 1))
    panel.words.word_hovered.emit(-1)
    assert session.influence_look.place == place
    assert panel.add.isEnabled()
    qtbot.mouseClick(panel.words, Qt.MouseButton.LeftButton, pos=at)
    assert session.influence_look.pinned == -1
    session.hovered = None


def test_the_tooltip_says_what_was_done(bank: Explorer, qtbot: QtBot) -> None:
    found, panel = seen(bank, qtbot), bank.influence.panel
    assert panel.figures is not None
    tip = panel.words.words[0].tip
    word, followed = found.tokens[0], found.tokens[found.token.index]
    assert tip.startswith(f"“{word}” removed: the vector of “{followed}” moves by {panel.figures.text(0)}")
    assert "random pair 0." in tip
    assert "only the forward half" in tip


def test_the_pinned_variant_becomes_a_sentence_and_undo_takes_it_back(bank: Explorer, qtbot: QtBot) -> None:
    panel, session, found = bank.influence.panel, bank.session, seen(bank, qtbot)
    before = session.sentences
    place = found.places[-1]
    session.influence_look = InfluenceLook(pinned=place)
    panel.add.click()
    assert len(session.sentences) == len(before) + 1
    added = session.sentences[-1]
    assert added.tokens == (*found.tokens[:place], *found.tokens[place + 1 :])
    qtbot.waitUntil(lambda: added.id in session.states, timeout=LONG)
    vector = session.states[added.id][:, found.token.index]
    np.testing.assert_allclose(vector, found.after[:, found.variant(place)], atol=1e-4)
    assert bank.history.undo_name.startswith("Sentence with")
    bank.history.undo()
    assert session.sentences == before
    seen(bank, qtbot)


def test_corrected_shows_shares_of_a_random_pairs_distance(bank: Explorer, qtbot: QtBot) -> None:
    panel, session, found = bank.influence.panel, bank.session, seen(bank, qtbot)
    assert panel.figures is not None
    raw = panel.figures.distances.copy()
    qtbot.mouseClick(bank.corrected.switch, Qt.MouseButton.LeftButton)
    seen(bank, qtbot)
    figures = panel.figures
    assert figures is not None
    assert session.influence_baselines is not None
    assert session.comparison is not None
    assert session.influence_baselines.mix == pytest.approx(session.comparison.mix_baseline, abs=1e-6)
    expected = np.insert(raw[0], found.token.index, np.nan) / (1 - session.influence_baselines.mix)
    np.testing.assert_allclose(figures.shown[0], expected, atol=1e-9)
    assert figures.text(found.places[0]).endswith(" %")
    qtbot.mouseClick(bank.corrected.switch, Qt.MouseButton.LeftButton)


def test_likely_words_and_a_typed_one(bank: Explorer, qtbot: QtBot) -> None:
    panel, session = bank.influence.panel, bank.session
    panel.ask.how.choose(1)
    found = seen(bank, qtbot)
    assert found.how == "likely"
    assert "→" in panel.list.bars[0].remark
    panel.ask.how.choose(2)
    found = seen(bank, qtbot)
    assert set(found.replacements) == {"something"}
    assert panel.ask.word.isVisible()
    panel.ask.word.setFocus()
    qtbot.keyClicks(panel.ask.word, "tree")
    qtbot.keyClick(panel.ask.word, Qt.Key.Key_Return)
    assert session.influence_ask.word == "tree"
    assert set(seen(bank, qtbot).replacements) == {"tree"}
    panel.ask.how.choose(0)
    seen(bank, qtbot)
    assert not panel.ask.word.isVisible()
    session.influence_ask = InfluenceAsk()


def test_a_row_shades_the_words_and_a_double_click_follows_another_word(bank: Explorer, qtbot: QtBot) -> None:
    panel, session, found = bank.influence.panel, bank.session, seen(bank, qtbot)
    at = panel.rows.cell_rect(3, found.places[0]).center().toPoint()
    qtbot.mouseClick(panel.rows, Qt.MouseButton.LeftButton, pos=at)
    assert session.influence_ask.space == 2
    assert session.influence_look.pinned == found.places[0]
    seen(bank, qtbot)
    assert panel.figures is not None
    assert panel.figures.row == 3
    box = panel.words.box(found.places[1]).center().toPoint()
    qtbot.mouseDClick(panel.words, Qt.MouseButton.LeftButton, pos=box)
    assert session.selection == {TokenRef(found.token.sentence_id, found.places[1])}
    assert seen(bank, qtbot).token.index == found.places[1]


def test_the_keyboard_walks_pins_and_chooses(bank: Explorer, qtbot: QtBot) -> None:
    panel, session, found = bank.influence.panel, bank.session, seen(bank, qtbot)
    bank.window.activateWindow()
    panel.words.setFocus()
    qtbot.keyClick(panel.words, Qt.Key.Key_Right)
    assert session.influence_look.hovered == 0
    qtbot.keyClick(panel.words, Qt.Key.Key_Left)
    assert session.influence_look.hovered == len(found.tokens) - 1
    qtbot.keyClick(panel.words, Qt.Key.Key_Space)
    assert session.influence_look.pinned == len(found.tokens) - 1
    assert panel.words.accessibleDescription() == panel.words.words[-1].tip
    qtbot.keyClick(panel.words, Qt.Key.Key_Escape)
    assert session.influence_look == InfluenceLook()
    session.hovered = None


def test_a_long_sentence_tells_how_far_its_reading_is(bank: Explorer, qtbot: QtBot) -> None:
    session, panel = bank.session, bank.influence.panel
    words = [word for sentence in session.sentences for word in sentence.tokens]
    tokens = (words * 3)[:200]
    made = Sentence(" ".join(tokens), tuple(tokens))
    session.sentences = (*session.sentences, made)
    told: list[tuple[int, int]] = []
    bank.influence.controller.progressed.connect(lambda done, total: told.append((done, total)))
    session.selection = frozenset({TokenRef(made.id, 150)})
    qtbot.waitUntil(
        lambda: panel.figures is not None and len(panel.figures.influence.tokens) == 200, timeout=LONG
    )
    assert told[-1] == (199, 199)
    middle = panel.words.box(150).center().toPoint()
    qtbot.waitUntil(lambda: panel.words.visibleRegion().contains(middle))  # the followed word is in sight
    bank.history.undo()


def test_without_a_word_the_sentence_asks_for_one(bank: Explorer, qtbot: QtBot) -> None:
    panel, session = bank.influence.panel, bank.session
    session.selection = frozenset()
    session.focus = None
    qtbot.waitUntil(lambda: panel.title.title == "Pick a word", timeout=LONG)
    assert session.influence is None
    assert bank.canvas.scatter._moves is None
    at = panel.words.box(1).center().toPoint()
    qtbot.mouseClick(panel.words, Qt.MouseButton.LeftButton, pos=at)
    qtbot.waitUntil(lambda: session.influence is not None, timeout=LONG)
    assert session.influence is not None
    assert session.influence.token.index == 1


def test_umap_tells_that_its_trail_is_approximate(bank: Explorer, qtbot: QtBot) -> None:
    session = bank.session
    session.view = replace(session.view, projection="umap")
    qtbot.waitUntil(
        lambda: session.points is not None and session.points.method == "umap" and session.points.settled,
        timeout=LONG,
    )
    seen(bank, qtbot)
    qtbot.waitUntil(lambda: session.influence_anchors is not None, timeout=LONG)
    moves, points = drawn(bank), session.points
    assert moves.approximate
    assert "approximate" in bank.influence.panel.caption.text()
    assert points is not None
    places = np.array([move.to for move in moves.moves])
    low, high = points.xy.min(axis=0), points.xy.max(axis=0)
    assert ((places >= low - 1e-3) & (places <= high + 1e-3)).all()  # means of points lie among them
    session.view = replace(session.view, projection="pca")
    qtbot.waitUntil(lambda: session.points is not None and session.points.method == "pca", timeout=LONG)
    seen(bank, qtbot)
    assert session.influence_anchors is None
    assert not drawn(bank).approximate


def test_leaving_the_tab_takes_the_trail_away(bank: Explorer, qtbot: QtBot) -> None:
    assert drawn(bank).moves
    bank.window.tabs.show_tab("compare")
    assert bank.session.influence is None
    assert bank.canvas.scatter._moves is None


def test_one_word_alone_says_so(bank: Explorer, qtbot: QtBot) -> None:
    session, panel = bank.session, bank.influence.panel
    bank.text.add_text("Bank")
    qtbot.waitUntil(lambda: session.sentences[-1].tokens == ("Bank",), timeout=LONG)
    session.selection = frozenset({TokenRef(session.sentences[-1].id, 0)})
    qtbot.waitUntil(lambda: panel.empty.title == "“Bank” stands alone", timeout=LONG)
    assert panel.empty.isVisible()
    bank.history.undo()


def test_chinese_is_read_by_its_own_model(bank: Explorer, qtbot: QtBot) -> None:
    session, panel = bank.session, bank.influence.panel
    bank.models.load("zh")
    qtbot.waitUntil(lambda: session.model is not None and session.model.knows("zh"), timeout=LONG)
    bank.text.add_text("潮水 退了 就 知道 谁 没穿 裤子")
    qtbot.waitUntil(lambda: session.sentences[-1].language == "zh", timeout=LONG)
    sentence = session.sentences[-1]
    qtbot.waitUntil(lambda: sentence.id in session.states, timeout=LONG)
    session.selection = frozenset({TokenRef(sentence.id, sentence.tokens.index("知道"))})
    session.influence_ask = InfluenceAsk("word")
    qtbot.waitUntil(
        lambda: session.influence is not None and session.influence.tokens == sentence.tokens, timeout=LONG
    )
    assert session.influence is not None
    assert set(session.influence.replacements) == {"某"}
    qtbot.waitUntil(lambda: panel.title.title == "What moves “知道”?", timeout=LONG)
