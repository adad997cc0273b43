"""The card of the axes, its fields and the badge of trust by themselves."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from elmo_explorer.ui.widgets.axis_editor import AxisEditor, Chip, Count
from elmo_explorer.ui.widgets.axis_end import AxisEnd
from elmo_explorer.ui.widgets.trust_badge import TrustBadge


@pytest.fixture
def editor(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(700, 400)
    editor = AxisEditor(parent)
    editor.set_width(560)
    parent.show()
    yield editor
    parent.close()


def test_what_is_typed_is_told_when_typing_rests(editor, qtbot):
    told = []
    editor.edited.connect(told.append)
    row = editor.rows[0]
    qtbot.keyClicks(row.low, "he, him")
    assert editor.is_typing
    assert not told
    qtbot.waitUntil(lambda: told == [(("he, him", ""),)])
    qtbot.keyClicks(row.high, "she")
    qtbot.keyClick(row.high, Qt.Key.Key_Return)
    assert told[-1] == (("he, him", "she"),)


def test_every_end_says_how_many_tokens_match(editor):
    editor.set_counts([(Count("3 tokens", False, "he 2, him 1"), Count("no match", True, "she 0"))])
    low, high = editor.rows[0].fields
    assert (low.count, high.count) == ("3 tokens", "no match")
    assert low.toolTip() == "he 2, him 1"
    assert low.accessibleDescription() == "he 2, him 1"


def test_a_second_axis_comes_and_goes(editor, qtbot):
    told = []
    editor.edited.connect(told.append)
    editor.set_axes((("he", "she"),))
    height = editor.height()
    qtbot.mouseClick(editor.add_button, Qt.MouseButton.LeftButton)
    assert editor.rows[1].isVisible()
    assert editor.height() > height
    editor.set_axes((("he", "she"),))  # an answer for the first one leaves the new row open
    assert editor.rows[1].isVisible()
    qtbot.keyClicks(editor.rows[1].low, "bad")
    qtbot.mouseClick(editor.remove_button, Qt.MouseButton.LeftButton)
    assert not editor.rows[1].isVisible()
    assert told[-1] == (("he", "she"),)
    assert editor.height() == height


def test_an_axis_that_is_taken_away_takes_its_row_along(editor):
    editor.set_axes((("he", "she"), ("bad", "good")))
    assert editor.rows[1].isVisible()
    editor.set_axes((("he", "she"),))
    assert not editor.rows[1].isVisible()


def test_chips_and_the_sentence_make_the_card_higher(editor, qtbot):
    height = editor.height()
    editor.set_message("No loaded token matches “she”; add a sentence with it or change the end.", "error")
    with_message = editor.height()
    assert with_message > height
    editor.set_chips([Chip("he – she", "he, him – she, her"), Chip("bad – good", "no match", enabled=False)])
    assert editor.height() > with_message
    with qtbot.waitSignal(editor.chip_chosen) as chosen:
        qtbot.mouseClick(editor.chips[0], Qt.MouseButton.LeftButton)
    assert chosen.args == [0]
    assert not editor.chips[1].isEnabled()
    editor.set_message("", "")
    editor.set_chips(())
    assert editor.height() == height


def test_escape_closes(editor, qtbot):
    with qtbot.waitSignal(editor.closed):
        qtbot.keyClick(editor.rows[0].low, Qt.Key.Key_Escape)


def test_an_end_can_be_clicked_and_stays_short(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    end = AxisEnd("left", parent)
    assert end.isHidden()
    end.set_text("he, him, his, himself, " * 10)
    parent.show()
    assert 100 < end.width() < 220
    with qtbot.waitSignal(end.clicked):
        qtbot.mouseClick(end, Qt.MouseButton.LeftButton)
    assert "Left end of the axis" in end.accessibleName()


def test_trust_is_the_mean_over_what_was_measured(qtbot):
    badge = TrustBadge()
    qtbot.addWidget(badge)
    assert badge.text == "trust –"
    badge.set_trust(np.array([0.2, 0.6, np.nan, 1.0] * 50, np.float32))
    assert badge.text == "trust 0.60"
    assert badge.n_poor == 50
    assert "15 nearest" in badge.toolTip()
    assert "(150 measured)" in badge.toolTip()
    assert "by chance it would be 0.08" in badge.toolTip()
    assert "50 points are faded" in badge.toolTip()
    badge.set_trust(None)
    assert badge.text == "trust –"
    assert badge.n_poor == 0


def test_few_points_have_fewer_neighbours(qtbot):
    badge = TrustBadge()
    qtbot.addWidget(badge)
    badge.set_trust(np.full(9, 0.5, np.float32))
    assert "4 nearest" in badge.toolTip()


def test_a_wide_picture_counts_its_faded_points(qtbot):
    badge = TrustBadge()
    qtbot.addWidget(badge)
    badge.set_trust(np.array([0.1, 0.2, 0.9], np.float32))
    width = badge.width()
    badge.set_room(True)
    assert badge.poor_text.strip() == "2 faded"
    assert badge.width() > width
    badge.set_trust(np.array([0.5, 0.9, 0.9], np.float32))
    assert badge.width() == width
