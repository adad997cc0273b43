"""Neighbours, isolation and corrected cosines in the real window, with the bundled model."""

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from elmo_explorer.analysis.mixing import mix_layers
from elmo_explorer.analysis.similarity import cosine_matrix
from elmo_explorer.controllers.loaded_tokens import LoadedTokens
from elmo_explorer.explorer import DEFAULT_MODEL, Explorer
from elmo_explorer.session.nearest import NearestTokens
from elmo_explorer.session.session import Focus, Session, TokenRef
from elmo_explorer.ui.settings import Settings
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.heat_map import figure
from elmo_explorer.window_options import WindowOptions

LONG = 120_000


@pytest.fixture(scope="module")
def started(qapp: object) -> Iterator[Explorer]:
    """One window for all tests here: a model takes its time."""
    theme.set_mode("light")
    made = Explorer(WindowOptions(model=DEFAULT_MODEL), Settings(None))
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
    session.focus = Focus("bank")
    session.isolated = None
    session.view = replace(session.view, corrected=False, layer=None)
    session.nearest_ask = replace(session.nearest_ask, space="picture", words="all")
    started.window.tabs.show_tab("compare")
    finish(started, qtbot)
    session.selection = frozenset({session.occurrences[0]})
    return started


def finish(explorer: Explorer, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: explorer.waiting_for() == "", timeout=LONG)


def neighbours(explorer: Explorer, qtbot: QtBot) -> NearestTokens:
    """What the tab lists, once it is up to date."""
    panel, session = explorer.neighbours.panel, explorer.session
    qtbot.waitUntil(
        lambda: (
            session.nearest is not None
            and session.selection == {session.nearest.token}
            and panel.list.n_rows == len(session.nearest.tokens) > 0
            and explorer.waiting_for() == ""
        ),
        timeout=LONG,
    )
    assert session.nearest is not None
    return session.nearest


def by_brute_force(session: Session) -> np.ndarray:
    """The cosines of the selected token with all others in the mix, highest first."""
    loaded = LoadedTokens.of(session)
    states = loaded.states(np.arange(len(loaded.tokens)))
    (token,) = session.selection
    cosines = cosine_matrix(mix_layers(states, session.mix.weights))[loaded.tokens.index(token)]
    return np.sort(np.delete(cosines, loaded.tokens.index(token)))[::-1]


def test_n_opens_the_selected_token_s_exact_neighbours(bank: Explorer, qtbot: QtBot) -> None:
    bank.window.activateWindow()
    bank.canvas.scatter.setFocus()
    qtbot.keyClick(bank.canvas.scatter, Qt.Key.Key_N)
    assert bank.window.tabs.current == "neighbours"
    found = neighbours(bank, qtbot)
    np.testing.assert_allclose(found.cosines, by_brute_force(bank.session)[: len(found.cosines)], atol=1e-5)


def test_the_menu_finds_the_neighbours_of_any_point(bank: Explorer, qtbot: QtBot) -> None:
    assert bank.session.points is not None
    token = next(t for t in bank.session.points.tokens if t not in bank.session.occurrences)
    menu = bank.canvas.menu_for(token, frozenset({token}))
    next(action for action in menu.actions() if action.text() == "Find neighbours").trigger()
    assert bank.window.tabs.current == "neighbours"
    assert neighbours(bank, qtbot).token == token
    menu.close()


def test_the_sentence_list_s_menu_finds_the_neighbours_of_a_word(bank: Explorer, qtbot: QtBot) -> None:
    sentence = bank.session.sentences[1]
    menu = bank.sentences.row_menu(sentence.id, 1)
    next(action for action in menu.actions() if action.text() == "Find neighbours").trigger()
    assert bank.window.tabs.current == "neighbours"
    assert neighbours(bank, qtbot).token == TokenRef(sentence.id, 1)
    menu.deleteLater()
    at_no_word = bank.sentences.row_menu(sentence.id, -1)
    assert "Find neighbours" not in [action.text() for action in at_no_word.actions()]
    at_no_word.deleteLater()


def test_hover_lights_the_point_and_a_click_walks_on(bank: Explorer, qtbot: QtBot) -> None:
    bank.window.tabs.show_tab("neighbours")
    found = neighbours(bank, qtbot)
    lines = bank.neighbours.panel.list.lines
    at = lines.visualRect(lines.model().index(2, 0)).center()
    qtbot.mouseMove(lines.viewport(), at)
    assert bank.session.hovered == found.tokens[2]
    qtbot.mouseClick(lines.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert bank.session.selection == {found.tokens[2]}
    walked = neighbours(bank, qtbot)
    assert walked.token == found.tokens[2]
    assert found.token in walked.tokens
    bank.session.hovered = None


def test_what_is_isolated_fills_the_picture_until_all_are_wanted_back(bank: Explorer, qtbot: QtBot) -> None:
    session, panel = bank.session, bank.neighbours.panel
    bank.window.tabs.show_tab("neighbours")
    session.nearest_ask = replace(session.nearest_ask, words="same")
    qtbot.waitUntil(lambda: session.nearest is not None and session.nearest.ask.words == "same", timeout=LONG)
    found = neighbours(bank, qtbot)
    assert session.points is not None
    n_all = len(session.points.tokens)
    panel.isolate.click()
    wanted = {found.token, *found.tokens}
    qtbot.waitUntil(lambda: set(session.points.tokens) == wanted, timeout=LONG)
    assert bank.canvas.isolation.isVisible()
    assert bank.canvas.isolation.text == f"{len(wanted)} tokens isolated"
    finish(bank, qtbot)
    assert panel.list.n_rows == len(found.tokens)  # the neighbours are still those among everything loaded
    bank.canvas.isolation.back.click()
    assert not bank.canvas.isolation.isVisible()
    qtbot.waitUntil(lambda: len(session.points.tokens) == n_all, timeout=LONG)


def test_escape_leaves_the_isolation(bank: Explorer, qtbot: QtBot) -> None:
    session = bank.session
    session.isolated = frozenset(session.occurrences)
    qtbot.waitUntil(lambda: set(session.points.tokens) == set(session.occurrences), timeout=LONG)
    bank.canvas.scatter.setFocus()
    qtbot.keyClick(bank.canvas.scatter, Qt.Key.Key_Escape)
    assert not session.selection
    assert session.isolated is not None
    qtbot.keyClick(bank.canvas.scatter, Qt.Key.Key_Escape)
    assert session.isolated is None


def test_one_switch_corrects_every_cosine(bank: Explorer, qtbot: QtBot) -> None:
    session = bank.session
    compared = session.comparison
    assert compared is not None
    mix, layers = compared.mix_baseline, compared.baseline
    assert math.isfinite(mix)
    chart = bank.compare_panel.chart
    raw_lines = [np.array(line.values) for line in chart.lines]
    raw_card = [n.cosine for n in bank.canvas.cards.live.content.nearest]
    can_undo = bank.history.undo_name

    qtbot.mouseClick(bank.corrected.switch, Qt.MouseButton.LeftButton)
    assert session.view.corrected
    np.testing.assert_allclose(
        [n.cosine for n in bank.canvas.cards.live.content.nearest], np.array(raw_card) - mix, atol=1e-6
    )
    qtbot.waitUntil(lambda: abs(float(bank.compare_panel.matrix.values[0, 0]) - (1 - mix)) < 1e-5)
    np.testing.assert_allclose(bank.compare_panel.matrix.values, compared.cosine - mix, atol=1e-6)
    assert bank.compare_panel.matrix.baseline == 0
    for line, raw in zip(chart.lines, raw_lines, strict=True):
        np.testing.assert_allclose(line.values, raw - layers, atol=1e-6)

    bank.window.tabs.show_tab("layers")
    finish(bank, qtbot)
    views = session.layer_views
    assert views is not None
    for k, picture in enumerate(bank.layers.panel.pictures.pictures):
        within, between = (figure(float(values[k] - layers[k])) for values in (views.within, views.between))
        assert picture.captions[0] == f"corrected within {within}, between {between}"
        assert figure(float(layers[k])) in picture.toolTip()

    bank.window.tabs.show_tab("neighbours")
    found = neighbours(bank, qtbot)
    assert found.baseline == pytest.approx(mix)
    rows = [bank.neighbours.panel.list.row(i) for i in range(len(found.tokens))]
    np.testing.assert_allclose([row.corrected for row in rows], found.cosines - mix, atol=1e-6)
    assert bank.neighbours.panel.list.corrected_first
    assert bank.history.undo_name == can_undo  # how figures are shown is no step

    qtbot.mouseClick(bank.corrected.switch, Qt.MouseButton.LeftButton)
    assert not session.view.corrected


def test_too_few_words_for_a_baseline_are_said_everywhere(bank: Explorer, qtbot: QtBot) -> None:
    session = bank.session
    sentences = session.sentences
    session.view = replace(session.view, corrected=True)
    bank.text.remove([sentence.id for sentence in sentences])
    bank.text.add_text("A bank.\nMy bank.")
    qtbot.waitUntil(lambda: len(session.states) == 2, timeout=LONG)
    session.focus = Focus("bank")
    finish(bank, qtbot)
    bank.window.tabs.show_tab("compare")
    qtbot.waitUntil(
        lambda: "too few words for a baseline" in bank.compare_panel.matrix_title.remark, timeout=LONG
    )
    assert session.comparison is not None
    np.testing.assert_array_equal(bank.compare_panel.matrix.values, session.comparison.cosine)
    assert "needs 10 different loaded words" in bank.compare_panel.chart.note
    session.selection = frozenset({session.occurrences[0]})
    bank.window.tabs.show_tab("neighbours")
    neighbours(bank, qtbot)
    assert "too few words for a baseline" in bank.neighbours.panel.title.remark
    assert "needs 10 different loaded words" in bank.canvas.cards.live.toolTip()
    bank.window.tabs.show_tab("layers")
    finish(bank, qtbot)
    qtbot.waitUntil(lambda: "too few words" in bank.layers.panel.pictures.title.remark, timeout=LONG)
    session.sentences = sentences
