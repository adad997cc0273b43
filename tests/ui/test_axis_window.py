"""Semantic axes in the real window with the bundled model."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from elmo_explorer.explorer import Explorer
from elmo_explorer.session.session import Mix, SemanticAxis, TokenRef

LONG = 60_000


@pytest.fixture
def window(doctor_window: Explorer) -> Explorer:
    return doctor_window


def end_places(window: Explorer, *words: str) -> np.ndarray:
    """Mean place of the tokens with these words, (2,)."""
    points = window.session.points
    assert points is not None
    names = [window.session.word(token).lower() for token in points.tokens]
    return np.asarray(points.xy[[name in words for name in names]].mean(axis=0))


def type_axis(window: Explorer, qtbot: QtBot, low: str, high: str) -> None:
    row = window.canvas.axis.editor.rows[0]
    for field, text in ((row.low, low), (row.high, high)):
        field.clear()
        qtbot.keyClicks(field, text)
    qtbot.keyClick(row.high, Qt.Key.Key_Return)
    answered(window, qtbot)


def answered(window: Explorer, qtbot: QtBot) -> None:
    session = window.session

    def is_answered() -> bool:
        found = session.axis_fit
        return found is not None and found.axes == session.view.axes and window.canvas.settled

    qtbot.waitUntil(is_answered, timeout=LONG)


def test_words_that_are_typed_become_the_ends_of_the_picture(window: Explorer, qtbot: QtBot) -> None:
    session, editor, ends = window.session, window.canvas.axis.editor, window.canvas.axis.ends
    assert not editor.isVisible()
    window.toolbar.projection.choose(3)
    answered(window, qtbot)
    assert editor.isVisible()
    assert session.points is not None
    assert session.points.method == "pca"  # no axis is given yet
    assert {chip.text() for chip in editor.chips if chip.isEnabled()} == {"he – she", "bad – good"}

    type_axis(window, qtbot, "he, him", "she her")
    assert session.view.axes == (SemanticAxis(("he", "him"), ("she", "her")),)
    assert [field.count for field in editor.rows[0].fields] == ["2 tokens", "4 tokens"]
    np.testing.assert_allclose(end_places(window, "he", "him"), (-1, 0), atol=1e-3)
    np.testing.assert_allclose(end_places(window, "she", "her"), (1, 0), atol=1e-3)
    assert [ends[side].text for side in ("left", "right", "up", "down")] == ["he, him", "she, her", "", ""]
    assert window.canvas.header.caption.startswith("Axis he – she of the mix · 2 – 4 tokens")
    shown = [end.geometry() for end in ends.values() if end.isVisible()]
    canvas = window.canvas
    others = [editor, canvas.header, canvas.tools, canvas.legend, canvas.badge, canvas.trust]
    assert len(shown) == 2
    assert not any(end.intersects(other.geometry()) for end in shown for other in others)
    for label in canvas.scatter.placed_labels.values():
        assert not any(label.toRect().intersects(end) for end in shown)

    type_axis(window, qtbot, "he", "woman, girl")
    assert "No loaded token matches “woman”, “girl”" in editor.message.text()
    assert editor.rows[0].high.count == "no match"
    assert ends["right"].text == "she, her"  # the old picture stays
    np.testing.assert_allclose(end_places(window, "she", "her"), (1, 0), atol=1e-3)

    window.history.undo()
    answered(window, qtbot)
    assert not editor.message.isVisible()
    assert editor.rows[0].high.text() == "she, her"
    assert window.history.redo_name == "Axis"


def test_a_drag_keeps_x_the_weighted_projection(window: Explorer, qtbot: QtBot) -> None:
    session = window.session
    window.toolbar.projection.choose(3)
    answered(window, qtbot)
    window.canvas.axis.editor.chips[0].click()
    answered(window, qtbot)
    layer_xy = session.points.layer_xy
    session.dragging = True
    for weights in ((0.4, 0.3, 0.3), (0.1, 0.2, 0.7)):
        session.mix = Mix(weights)
        np.testing.assert_array_equal(session.points.layer_xy, layer_xy)
        by_hand = np.einsum("l,lnd->nd", np.array(weights, np.float32), layer_xy)
        np.testing.assert_allclose(session.points.xy, by_hand, atol=1e-5)
    assert window.canvas.trust.text == "trust –"
    session.dragging = False
    qtbot.waitUntil(lambda: session.points.settled, timeout=LONG)
    np.testing.assert_allclose(end_places(window, "he", "his", "him"), (-1, 0), atol=1e-3)


def test_two_selected_tokens_are_the_ends(window: Explorer, qtbot: QtBot) -> None:
    session = window.session
    ids = [sentence.id for sentence in session.sentences]
    first, second = TokenRef(ids[0], 8), TokenRef(ids[4], 1)
    assert [session.word(token) for token in (first, second)] == ["doctor"] * 2
    session.selection = frozenset({second, first})
    window.window.activateWindow()
    window.canvas.scatter.setFocus()
    qtbot.keyClick(window.canvas.scatter, Qt.Key.Key_4, Qt.KeyboardModifier.ShiftModifier)
    answered(window, qtbot)
    assert session.view.axes == (SemanticAxis((), (), (first,), (second,)),)
    ends = window.canvas.axis.ends
    assert (ends["left"].text, ends["right"].text) == ("doctor@1", "doctor@5")
    rows = [list(session.points.tokens).index(token) for token in (first, second)]
    np.testing.assert_allclose(session.points.xy[rows], [(-1, 0), (1, 0)], atol=1e-3)


def test_the_card_is_closed_and_opened_again(window: Explorer, qtbot: QtBot) -> None:
    axis = window.canvas.axis
    window.toolbar.projection.choose(3)
    answered(window, qtbot)
    axis.editor.chips[1].click()
    answered(window, qtbot)
    covered = window.canvas.scatter.stage.covered
    assert covered > 0
    qtbot.keyClick(axis.editor.rows[0].low, Qt.Key.Key_Escape)
    assert not axis.editor.isVisible()
    assert not window.canvas.tools.axes.isChecked()
    assert window.canvas.scatter.stage.covered == 0
    qtbot.mouseClick(axis.ends["right"], Qt.MouseButton.LeftButton)
    assert axis.editor.isVisible()
    assert axis.editor.rows[0].high.selectedText() == "good, great, best, excellent"
    window.toolbar.projection.choose(0)
    assert not axis.editor.isVisible()
    assert not window.canvas.tools.axes.isVisible()
    assert not any(end.isVisible() for end in axis.ends.values())


def test_a_ready_made_axis_takes_the_place_of_the_one_without_matches(window: Explorer, qtbot: QtBot) -> None:
    editor, session = window.canvas.axis.editor, window.session
    window.toolbar.projection.choose(3)
    answered(window, qtbot)
    type_axis(window, qtbot, "he", "she")
    qtbot.mouseClick(editor.add_button, Qt.MouseButton.LeftButton)
    qtbot.keyClicks(editor.rows[1].low, "king")
    qtbot.keyClicks(editor.rows[1].high, "good")
    qtbot.keyClick(editor.rows[1].high, Qt.Key.Key_Return)
    answered(window, qtbot)
    assert editor.message.text().startswith("No loaded token matches “king”")
    next(chip for chip in editor.chips if chip.text() == "bad – good").click()
    answered(window, qtbot)
    assert session.view.axes[0] == SemanticAxis(("he",), ("she",))
    assert session.view.axes[1].high[0] == "good"
    assert window.canvas.axis.ends["up"].text.startswith("good")
    assert end_places(window, "good", "great")[1] == pytest.approx(1, abs=1e-3)
