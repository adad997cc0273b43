import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from elmo_explorer.session.predictions import LikelyWord, NextWordOffer
from elmo_explorer.session.session import Session
from elmo_explorer.ui.type_ahead_row import TypeAheadRow
from elmo_explorer.ui.widgets.sentence_field import SentenceField

WORDS = (LikelyWord("bank", 0.5), LikelyWord("river", 0.25), LikelyWord(".", 0.1))


@pytest.fixture
def session():
    return Session()


@pytest.fixture
def row(session, qtbot):
    box = QWidget()
    layout = QVBoxLayout(box)
    field = SentenceField("Type")
    made = TypeAheadRow(session, field)
    layout.addWidget(field)
    layout.addWidget(made)
    made.next = QPushButton("Next")
    layout.addWidget(made.next)
    made.field = field
    qtbot.addWidget(box)
    box.resize(300, 120)
    box.show()
    qtbot.waitExposed(box)
    field.edit.setFocus()
    made.box = box  # lives as long as the row
    return made


def offer(session, row, typed="to the", words=WORDS, **others):
    row.field.set_text(typed)
    session.next_words = NextWordOffer(typed.strip(), words, **others)


def test_words_are_offered_while_something_stands_there(session, row):
    assert not row.isVisible()
    offer(session, row)
    assert [chip.text() for chip in row.chips] == ["bank", "river", "."]
    assert row.isVisible()
    row.field.set_text("")
    assert not row.isVisible()


def test_a_click_puts_the_word_behind_the_text(session, row):
    offer(session, row, "to the ")
    QTest.mouseClick(row.chips[1], Qt.MouseButton.LeftButton)
    assert row.field.text() == "to the river"
    assert row.field.edit.hasFocus()


@pytest.mark.parametrize("key", [Qt.Key.Key_Tab, Qt.Key.Key_Right])
def test_tab_and_right_take_the_first_word(session, row, key):
    offer(session, row)
    QTest.keyClick(row.field.edit, key)
    assert row.field.text() == "to the bank"
    assert row.field.edit.hasFocus()


def test_inside_the_text_right_moves(session, row):
    offer(session, row)
    QTest.keyClick(row.field.edit, Qt.Key.Key_Home)
    QTest.keyClick(row.field.edit, Qt.Key.Key_Right)
    assert row.field.text() == "to the"


def test_what_was_inserted_can_be_undone_in_the_field(session, row):
    offer(session, row)
    row.insert("river")
    row.field.edit.undo()
    assert row.field.text() == "to the"


def test_an_unfinished_word_is_replaced(session, row):
    offer(session, row, "to the ba", (LikelyWord("bank", 0.5),), replaces=2)
    row.insert("bank")
    assert row.field.text() == "to the bank"


def test_chinese_without_spaces_gets_none(session, row):
    offer(session, row, "潮水退了就", (LikelyWord("会", 0.1),), spaced=False)
    row.insert("会")
    assert row.field.text() == "潮水退了就会"


def test_words_for_an_older_text_cannot_be_taken(session, row):
    offer(session, row)
    row.field.set_text("to the river")
    assert not any(chip.isEnabled() for chip in row.chips)
    row.insert("bank")
    assert row.field.text() == "to the river"


def test_escape_puts_the_words_away_and_then_empties_the_field(session, row, qtbot):
    offer(session, row)
    with qtbot.assertNotEmitted(row.field.escaped):
        QTest.keyClick(row.field.edit, Qt.Key.Key_Escape)
    assert not row.isVisible()
    with qtbot.waitSignal(row.field.escaped):
        QTest.keyClick(row.field.edit, Qt.Key.Key_Escape)


def test_after_escape_tab_leaves_the_field(session, row):
    offer(session, row)
    QTest.keyClick(row.field.edit, Qt.Key.Key_Escape)
    QTest.keyClick(row.field.edit, Qt.Key.Key_Tab)
    assert row.field.text() == "to the"
    assert row.next.hasFocus()


def test_the_cross_turns_it_off(row, session, qtbot):
    offer(session, row)
    with qtbot.waitSignal(row.turned_off):
        QTest.mouseClick(row.close_button, Qt.MouseButton.LeftButton)


def test_marks_cling_to_the_word_before(session, row):
    offer(session, row)
    row.insert(".")
    assert row.field.text() == "to the."
