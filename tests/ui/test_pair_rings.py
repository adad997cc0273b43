"""A matrix cell under the pointer and its two points, in the real window with the bundled model."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from elmo_explorer.explorer import DEFAULT_MODEL, Explorer
from elmo_explorer.session.token_places import TokenPlaces
from elmo_explorer.ui.ear_names import pair_sentence
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
    session.view = replace(session.view, corrected=False, layer=None, half="both", colour_by="sense")
    started.window.tabs.show_tab("compare")
    finish(started, qtbot)
    started.history.clear()
    return started


def finish(explorer: Explorer, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: bool(explorer.session.sentences) and explorer.waiting_for() == "", timeout=LONG)


def hover(widget, at: QPointF) -> None:
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        at,
        widget.mapToGlobal(at),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(widget, event)


def choose_half(explorer: Explorer, index: int, qtbot: QtBot) -> np.ndarray:
    """Press the button of a half; the shown cosines of it once they are there."""
    session, panel = explorer.session, explorer.compare_panel
    panel.halves.choose(index)
    half = session.view.half
    qtbot.waitUntil(
        lambda: (
            (session.half_comparison is None and half == "both")
            or (session.half_comparison is not None and session.half_comparison.half == half)
        ),
        timeout=LONG,
    )
    found = session.comparison if half == "both" else session.half_comparison
    assert found is not None
    qtbot.waitUntil(lambda: len(panel.matrix.values) and np.array_equal(panel.matrix.values, found.cosine))
    return found.cosine


def by_hand(explorer: Explorer, part: slice) -> np.ndarray:
    """The cosines of the average of the layers over some of the vectors' numbers, in the matrix's order."""
    session = explorer.session
    found = session.half_comparison or session.comparison
    assert found is not None
    vectors = np.stack(
        [session.states[t.sentence_id][:, t.index, part].astype(float).mean(axis=0) for t in found.tokens]
    )
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit @ unit.T


def test_a_matrix_cell_lights_both_points_and_tells_their_cosine(bank: Explorer, qtbot: QtBot) -> None:
    session, matrix, scatter = bank.session, bank.compare_panel.matrix, bank.canvas.scatter
    found = session.comparison
    assert found is not None
    hover(matrix, matrix.cell_rect(2, 5).center())
    places = TokenPlaces(session.points.tokens).find((found.tokens[2], found.tokens[5]))
    assert (scatter.pair.one, scatter.pair.other) == tuple(places)
    assert scatter.hovered == places[0]
    assert scatter.pair.figure == f"cosine {figure(float(found.cosine[2, 5]))}"
    assert scatter.pair.remark == f"random pair {figure(found.mix_baseline)}"
    bank.canvas.grab()
    session.view = replace(session.view, corrected=True)
    assert scatter.pair.figure == f"corrected {figure(float(found.cosine[2, 5] - found.mix_baseline))}"
    hover(matrix, matrix.cell_rect(2, 2).center())
    assert scatter.pair is None
    hover(matrix, matrix.cell_rect(2, 5).center())
    hover(matrix, QPointF(matrix.width() - 2, 3))
    assert scatter.pair is None
    assert scatter.hovered is None


def test_a_hidden_tab_leaves_no_pair_lit(bank: Explorer, qtbot: QtBot) -> None:
    matrix = bank.compare_panel.matrix
    hover(matrix, matrix.cell_rect(1, 0).center())
    assert bank.session.hovered_pair is not None
    bank.window.tabs.show_tab("neighbours")
    assert bank.canvas.scatter.pair is None


def test_the_matrix_of_either_ear_is_that_of_its_half_and_undo_brings_the_whole_back(
    bank: Explorer, qtbot: QtBot
) -> None:
    session = bank.session
    middle = session.model.dim // 2
    left = choose_half(bank, 1, qtbot)
    np.testing.assert_allclose(left, by_hand(bank, slice(0, middle)), atol=1e-5)
    hover(bank.compare_panel.matrix, bank.compare_panel.matrix.cell_rect(1, 0).center())
    assert bank.canvas.scatter.pair.figure == f"cosine {figure(float(left[1, 0]))}"
    assert bank.canvas.scatter.pair.remark.startswith("left ear, random pair ")
    hover(bank.compare_panel.matrix, QPointF(bank.compare_panel.matrix.width() - 2, 3))
    right = choose_half(bank, 2, qtbot)
    np.testing.assert_allclose(right, by_hand(bank, slice(middle, None)), atol=1e-5)
    assert bank.history.undo_name == "Ear"
    bank.history.undo()
    assert session.view.half == "forward"
    bank.history.undo()
    assert session.view.half == "both"
    qtbot.waitUntil(lambda: session.half_comparison is None, timeout=LONG)
    np.testing.assert_allclose(by_hand(bank, slice(None)), session.comparison.cosine, atol=1e-5)


def test_corrected_halves_are_less_their_own_baseline(bank: Explorer, qtbot: QtBot) -> None:
    session, panel = bank.session, bank.compare_panel
    left = choose_half(bank, 1, qtbot)
    found = session.half_comparison
    whole = session.comparison
    assert found.mix_baseline != pytest.approx(whole.mix_baseline, abs=1e-4)
    session.view = replace(session.view, corrected=True)
    qtbot.waitUntil(lambda: panel.matrix.baseline == 0)
    np.testing.assert_allclose(panel.matrix.values, left - found.mix_baseline, atol=1e-6)
    within, between, random = panel.chart.lines
    np.testing.assert_allclose(within.values, found.within - found.baseline, atol=1e-6)
    np.testing.assert_allclose(between.values, found.between - found.baseline, atol=1e-6)
    assert not random.values.any()
    # what is of whole vectors stays of whole vectors
    session.selection = frozenset({session.occurrences[0]})
    nearest = bank.canvas.cards.live.content.nearest[0].cosine
    assert bank.canvas.cards.live.content.measure == f"corrected, less random {figure(whole.mix_baseline)}"
    place = whole.tokens.index(session.occurrences[0])
    row = np.delete(whole.cosine[place], place)
    assert nearest == pytest.approx(float(row.max()) - whole.mix_baseline, abs=1e-6)
    session.selection = frozenset()


def test_the_bank_of_a_river_is_told_by_what_follows(bank: Explorer, qtbot: QtBot) -> None:
    session, panel = bank.session, bank.compare_panel
    panel.by.choose(1)
    qtbot.waitUntil(lambda: len(panel.ears.table.rows) == 6, timeout=LONG)
    told = [row.sentence for row in panel.ears.table.rows]
    assert told == [pair_sentence(pair, session.ears.names) for pair in session.ears.pairs]
    assert told[0].startswith("money | river: told apart by what follows, layer 1: left ")
    assert told[2].startswith("money | rely: told apart mostly by what comes before, layer 1: left ")
    session.view = replace(session.view, colour_by="sentence")
    qtbot.waitUntil(panel.ears.missing.isVisible, timeout=LONG)
    assert "two sentences of 2 uses" in panel.ears.missing.text
    finish(bank, qtbot)
    assert session.separation_map is None  # "Best mix" shows a dash
    assert np.isnan(session.separation)
    panel.by.choose(0)
