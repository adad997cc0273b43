"""The Sentences dock: typing, the words, the rows, search, filters and long words."""

import random
import time
from dataclasses import dataclass, replace
from types import MappingProxyType

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragLeaveEvent, QDragMoveEvent, QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from elmo_explorer.session.session import Focus, Groups, ModelInfo, Sentence, Session, TokenRef
from elmo_explorer.ui.panels.sentence_panel import SentencePanel
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets import sentence_model
from elmo_explorer.ui.widgets.sentence_editor import SentenceEditor

TEXTS = (
    "He robbed the bank on Monday morning",
    "My bank approved the loan",
    "We sat on the bank of the river",
    "潮水 退了 就 知道 谁 没穿 裤子",
    "The boat drifted away",
)
TOWN = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"


@dataclass
class Dock:
    """A panel over a session with "bank" in three of five sentences, two groups."""

    session: Session
    panel: SentencePanel
    qtbot: QtBot

    def ids(self) -> list[int]:
        return [s.id for s in self.session.sentences]

    def listed(self) -> list[str]:
        return [s.text for s in self.panel.list.rows.sentences]

    def type(self, text: str) -> None:
        self.panel.field.setFocus()
        if text.isascii():
            self.qtbot.keyClicks(self.panel.field.edit, text)
        else:  # QTest knows ASCII keys alone
            self.panel.field.edit.insertPlainText(text)
        self.qtbot.keyClick(self.panel.field.edit, Qt.Key.Key_Return)

    def click(self, row: int, token: int, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
        rect = self.panel.list.token_rect(self.ids()[row], token)
        assert not rect.isEmpty()
        self.click_at(rect.center(), modifiers)

    def click_at(self, position: QPoint, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.mouseClick(self.panel.list.viewport(), Qt.MouseButton.LeftButton, modifiers, position)

    def number_of(self, row: int) -> QPoint:
        """A place of the row where no word is."""
        rect = self.panel.list.visualRect(self.panel.list.rows.index(row))
        return QPoint(12, rect.top() + 15)

    def hover(self, position: QPoint) -> None:
        viewport = self.panel.list.viewport()
        QApplication.sendEvent(
            viewport,
            QMouseEvent(
                QEvent.Type.MouseMove,
                QPointF(position),
                QPointF(viewport.mapToGlobal(position)),
                Qt.MouseButton.NoButton,
                Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.NoModifier,
            ),
        )


def _fill(session: Session) -> None:
    sentences = []
    uses = []
    for text in TEXTS:
        chinese = text[0] > "一"
        sentence = Sentence(text, tuple(text.split()), "zh" if chinese else "en", spaced=chinese)
        sentences.append(sentence)
        uses += [TokenRef(sentence.id, i) for i, word in enumerate(sentence.tokens) if word == "bank"]
    session.sentences = tuple(sentences)
    session.focus = Focus("bank", "form")
    session.occurrences = tuple(uses)
    session.groups = Groups(("money", "river"), MappingProxyType({uses[0]: 0, uses[1]: 0, uses[2]: 1}))


@pytest.fixture
def dock(qtbot: QtBot) -> Dock:
    session = Session()
    _fill(session)
    panel = SentencePanel(session)
    qtbot.addWidget(panel)
    panel.resize(300, 620)
    with qtbot.waitExposed(panel):
        panel.show()
    QApplication.processEvents()
    return Dock(session, panel, qtbot)


# Typing


def test_enter_submits_what_was_typed_and_empties_the_field(dock: Dock) -> None:
    with dock.qtbot.waitSignal(dock.panel.text_submitted) as submitted:
        dock.type("  A new sentence. ")
    assert submitted.args == ["A new sentence."]
    assert dock.panel.field.text() == ""


def test_white_space_is_not_submitted(dock: Dock) -> None:
    with dock.qtbot.assertNotEmitted(dock.panel.text_submitted):
        dock.type("   ")


def test_pasted_page_is_submitted_whole(dock: Dock) -> None:
    page = f"One sentence. Another.\n\nA third with {TOWN}.\x00"
    QGuiApplication.clipboard().setText(page.replace("\x00", ""))
    dock.panel.field.edit.paste()
    with dock.qtbot.waitSignal(dock.panel.text_submitted) as submitted:
        dock.qtbot.keyClick(dock.panel.field.edit, Qt.Key.Key_Return)
    assert submitted.args == [page.replace("\x00", "")]


def test_a_pasted_book_is_submitted_without_being_laid_out(dock: Dock) -> None:
    book = "A sentence of a book. " * 5000
    QGuiApplication.clipboard().setText(book)
    dock.panel.field.set_text("begun")
    with dock.qtbot.waitSignal(dock.panel.text_submitted) as submitted:
        dock.panel.field.edit.paste()
    assert submitted.args == [book.strip()]
    assert dock.panel.field.text() == "begun"


def test_field_grows_to_four_lines(dock: Dock) -> None:
    field = dock.panel.field
    heights = []
    for n_lines in (1, 2, 4, 9):
        field.set_text("\n".join(["line"] * n_lines))
        heights.append(field.height())
    assert heights[0] < heights[1] < heights[2] == heights[3]


def test_shift_enter_breaks_the_line(dock: Dock) -> None:
    edit = dock.panel.field.edit
    dock.qtbot.keyClicks(edit, "a")
    with dock.qtbot.assertNotEmitted(dock.panel.text_submitted):
        dock.qtbot.keyClick(edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert edit.toPlainText() == "a\n"


def test_files_dropped_on_the_field_are_imported(dock: Dock, tmp_path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.txt"))])
    with dock.qtbot.waitSignal(dock.panel.import_requested) as requested:
        dock.panel.field.edit.insertFromMimeData(data)
    assert requested.args == [[str(tmp_path / "a.txt")]]
    assert dock.panel.field.text() == ""


# Long words


def test_long_word_is_shown_with_what_is_cut_before_it_goes_in(dock: Dock) -> None:
    with dock.qtbot.assertNotEmitted(dock.panel.text_submitted):
        dock.type(f"The village of {TOWN} lies")
    card = dock.panel.card
    assert card.isVisible()
    assert card.title.text() == "Word 4 has 58 characters"
    assert "The last 10 characters" in card.text.text()
    assert "<s" in card.sample.text()
    assert len(dock.panel.field.edit.extraSelections()) == 1


def test_add_shortened_submits_it(dock: Dock) -> None:
    dock.type(f"In {TOWN}")
    with dock.qtbot.waitSignal(dock.panel.text_submitted) as submitted:
        dock.qtbot.mouseClick(dock.panel.card.add_button, Qt.MouseButton.LeftButton)
    assert submitted.args == [f"In {TOWN}"]
    assert not dock.panel.card.isVisible()


def test_edit_sentence_selects_the_long_word(dock: Dock) -> None:
    dock.type(f"In {TOWN}")
    dock.qtbot.mouseClick(dock.panel.card.edit_button, Qt.MouseButton.LeftButton)
    assert not dock.panel.card.isVisible()
    assert dock.panel.field.edit.textCursor().selectedText() == TOWN


def test_escape_leaves_the_card_and_keeps_the_text(dock: Dock) -> None:
    dock.type(f"In {TOWN}")
    dock.qtbot.keyClick(dock.panel.field.edit, Qt.Key.Key_Escape)
    assert not dock.panel.card.isVisible()
    assert dock.panel.field.text() == f"In {TOWN}"


def test_enter_on_the_card_adds_shortened(dock: Dock) -> None:
    dock.type(f"In {TOWN}")
    with dock.qtbot.waitSignal(dock.panel.text_submitted):
        dock.qtbot.keyClick(dock.panel.field.edit, Qt.Key.Key_Return)


def test_bytes_are_named_where_they_are_not_characters(dock: Dock) -> None:
    dock.type("é" * 30)
    assert dock.panel.card.title.text() == "Word 1 has 30 characters, 60 bytes"


def test_import_says_once_how_many_words_are_shortened(dock: Dock) -> None:
    new = tuple(Sentence(f"In {TOWN}", ("In", TOWN)) for _ in range(17))
    dock.session.sentences = dock.session.sentences + new
    dock.panel.sum_up_long_words(new)
    assert dock.panel.summary_row.isVisible()
    assert dock.panel.summary_row.label.text() == "17 words shortened"
    dock.qtbot.mouseClick(dock.panel.summary_row.close_button, Qt.MouseButton.LeftButton)
    assert not dock.panel.summary_row.isVisible()


# Words


def test_clicked_word_becomes_the_focus_word(dock: Dock) -> None:
    dock.click(2, 7)
    assert dock.session.focus == Focus("river", "form")
    assert dock.session.selection == {TokenRef(dock.ids()[2], 7)}


def test_clicked_use_of_the_focus_word_is_chosen_and_the_focus_stays(dock: Dock) -> None:
    focus = dock.session.focus
    dock.click(1, 1)
    assert dock.session.focus is focus
    assert dock.session.selection == {TokenRef(dock.ids()[1], 1)}


def test_ctrl_click_adds_a_word_and_takes_it_out(dock: Dock) -> None:
    dock.click(0, 3)
    dock.click(2, 4, Qt.KeyboardModifier.ControlModifier)
    assert dock.session.selection == {TokenRef(dock.ids()[0], 3), TokenRef(dock.ids()[2], 4)}
    dock.click(0, 3, Qt.KeyboardModifier.ControlModifier)
    assert dock.session.selection == {TokenRef(dock.ids()[2], 4)}


def test_word_under_the_pointer_is_hovered_in_the_session(dock: Dock) -> None:
    dock.hover(dock.panel.list.token_rect(dock.ids()[0], 1).center())
    assert dock.session.hovered == TokenRef(dock.ids()[0], 1)
    dock.hover(dock.number_of(2))
    assert dock.session.hovered == TokenRef(dock.ids()[2], 4)
    dock.hover(dock.number_of(4))
    assert dock.session.hovered is None


def test_chips_carry_their_group(dock: Dock) -> None:
    chips = dock.panel.list.rows.chips
    assert [chips[i] for i in dock.ids()[:3]] == [{3: 0}, {1: 0}, {4: 1}]


# Rows


def test_chosen_row_chooses_its_uses_of_the_focus_word(dock: Dock) -> None:
    dock.click_at(dock.number_of(2))
    assert dock.session.selection == {TokenRef(dock.ids()[2], 4)}


def test_shift_chooses_a_range(dock: Dock) -> None:
    dock.click_at(dock.number_of(0))
    dock.click_at(dock.number_of(2), Qt.KeyboardModifier.ShiftModifier)
    assert dock.session.selection == set(dock.session.occurrences)


def test_row_without_the_focus_word_chooses_all_its_words(dock: Dock) -> None:
    dock.click_at(dock.number_of(4))
    assert dock.session.selection == {TokenRef(dock.ids()[4], i) for i in range(4)}


def test_selection_of_another_view_is_shown(dock: Dock) -> None:
    dock.session.selection = frozenset({TokenRef(dock.ids()[1], 1), TokenRef(dock.ids()[2], 4)})
    assert dock.panel.list.selected_ids() == [dock.ids()[1], dock.ids()[2]]
    dock.session.selection = frozenset()
    assert dock.panel.list.selected_ids() == []


def test_editing_asks_for_the_new_text(dock: Dock) -> None:
    dock.click_at(dock.number_of(1))
    dock.panel.list.setFocus()
    dock.qtbot.keyClick(dock.panel.list, Qt.Key.Key_F2)
    editor = dock.panel.list.findChild(SentenceEditor)
    assert editor is not None
    assert editor.text() == TEXTS[1]
    editor.setPlainText("My bank\nfailed ")
    with dock.qtbot.waitSignal(dock.panel.sentence_edited) as edited:
        dock.qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert edited.args == [dock.ids()[1], "My bank failed"]


def test_escape_leaves_the_sentence_as_it_was(dock: Dock) -> None:
    dock.panel.list.edit_sentence(dock.ids()[1])
    editor = dock.panel.list.findChild(SentenceEditor)
    assert editor is not None
    editor.setPlainText("no")
    with dock.qtbot.assertNotEmitted(dock.panel.sentence_edited):
        dock.qtbot.keyClick(editor, Qt.Key.Key_Escape)


def test_del_asks_to_remove_what_is_chosen(dock: Dock) -> None:
    dock.click_at(dock.number_of(0))
    dock.click_at(dock.number_of(1), Qt.KeyboardModifier.ControlModifier)
    with dock.qtbot.waitSignal(dock.panel.removed) as removed:
        dock.qtbot.keyClick(dock.panel.list, Qt.Key.Key_Delete)
    assert removed.args == [dock.ids()[:2]]


def test_eye_hides_and_shows_a_row(dock: Dock) -> None:
    sentence_id = dock.ids()[1]
    dock.hover(dock.number_of(1))
    eye = dock.panel.list.button_rect(sentence_id, "eye").center()
    dock.click_at(eye)
    assert [s.hidden for s in dock.session.sentences] == [False, True, False, False, False]
    assert dock.session.selection == frozenset()
    dock.click_at(eye)
    assert not dock.session.sentence(sentence_id).hidden


def test_spaces_of_a_chinese_row_can_be_toggled(dock: Dock) -> None:
    sentence_id = dock.ids()[3]
    dock.hover(dock.number_of(3))
    with dock.qtbot.waitSignal(dock.panel.spaces_toggled) as toggled:
        dock.click_at(dock.panel.list.button_rect(sentence_id, "spaces").center())
    assert toggled.args == [sentence_id]
    assert dock.panel.list.button_rect(dock.ids()[0], "spaces").isEmpty()


def test_dropped_rows_move(dock: Dock) -> None:
    rows = dock.panel.list
    assert rows.rows.mimeData([rows.rows.index(0)]).text() == TEXTS[0]
    below = rows.visualRect(rows.rows.index(2)).bottomLeft() + QPoint(20, -4)
    before = list(dock.session.sentences)
    rows.moved.emit([before[0].id], rows.row_for_drop(below))
    assert list(dock.session.sentences) == [before[1], before[2], before[0], *before[3:]]


def test_a_line_says_where_dragged_rows_go(dock: Dock) -> None:
    rows = dock.panel.list
    at = QPointF(rows.visualRect(rows.rows.index(2)).bottomLeft() + QPoint(20, -4))
    data = rows.rows.mimeData([rows.rows.index(0)])
    plain = rows.viewport().grab().toImage()
    move = QDragMoveEvent(
        at.toPoint(),
        Qt.DropAction.MoveAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    rows.dragMoveEvent(move)
    drawn = rows.viewport().grab().toImage()
    line = rows.visualRect(rows.rows.index(3)).top()
    assert drawn.pixelColor(150, line) == theme.color("accent")
    rows.dragLeaveEvent(QDragLeaveEvent())
    assert rows.viewport().grab().toImage() == plain


def test_rows_stay_in_their_places_while_only_some_are_listed(dock: Dock) -> None:
    before = dock.session.sentences
    dock.panel.set_search("bank")
    assert not dock.panel.list.dragEnabled()
    dock.panel.list.moved.emit([before[0].id], 2)
    assert dock.session.sentences is before


def test_menu_moves_a_row_down_and_up(dock: Dock) -> None:
    first = dock.ids()[0]
    _choose(dock.panel.row_menu(first, -1), "Move down")
    assert dock.ids()[1] == first
    _choose(dock.panel.row_menu(first, -1), "Move up")
    assert dock.ids()[0] == first


def test_chosen_row_stays_chosen_when_it_moves(dock: Dock) -> None:
    dock.click_at(dock.number_of(0))
    dock.panel.list.moved.emit([dock.ids()[0]], 3)
    assert dock.panel.list.selected_ids() == [dock.ids()[2]]
    assert dock.session.selection == {TokenRef(dock.ids()[2], 3)}


def test_menu_sets_the_sense_of_the_focus_word(dock: Dock) -> None:
    sentence_id = dock.ids()[0]
    menu = dock.panel.row_menu(sentence_id, -1)
    submenu = next(a for a in menu.actions() if a.text() == "Set sense").menu()
    assert isinstance(submenu, QMenu)
    field = submenu.findChild(QLineEdit)
    assert field is not None
    field.setText("robbery")
    field.returnPressed.emit()
    assert dict(dock.session.sentence(sentence_id).senses) == {3: "robbery"}


def test_copy_takes_the_chosen_sentences(dock: Dock) -> None:
    dock.click_at(dock.number_of(0))
    dock.click_at(dock.number_of(1), Qt.KeyboardModifier.ControlModifier)
    _choose(dock.panel.row_menu(dock.ids()[0], -1), "Copy")
    assert QGuiApplication.clipboard().text() == f"{TEXTS[0]}\n{TEXTS[1]}"


def test_language_the_model_does_not_know_says_so(dock: Dock) -> None:
    dock.session.model = ModelInfo("elmo-small-en", ("en",), 3, 256, "CPU")
    rect = dock.panel.list.visualRect(dock.panel.list.rows.index(3))
    tip, _ = dock.panel.list.tip_at(QPoint(270, rect.top() + 15))
    assert tip.startswith("Chinese: elmo-small-en was not trained on it")
    dock.session.model = ModelInfo("both", ("en", "zh"), 3, 256, "CPU")
    assert dock.panel.list.tip_at(QPoint(270, rect.top() + 15))[0] == "Chinese"


# Search and filters


def test_search_lists_what_contains_it_in_any_case(dock: Dock) -> None:
    dock.panel.set_search("BANK O")
    assert dock.listed() == [TEXTS[0], TEXTS[2]]
    assert dock.panel.search_row.label.text() == "2 of 5 contain “BANK O”"
    dock.panel.set_search("")
    assert dock.listed() == list(TEXTS)
    assert not dock.panel.search_row.isVisible()


def test_chinese_is_found_without_its_spaces(dock: Dock) -> None:
    dock.panel.set_search("退了就")
    assert dock.listed() == [TEXTS[3]]


def test_search_without_hits_offers_to_add_it(dock: Dock) -> None:
    dock.panel.set_search("A new bank")
    assert dock.panel.search_row.button.text() == "Add as a sentence"
    with dock.qtbot.waitSignals([dock.panel.text_submitted, dock.panel.search_cleared]):
        dock.qtbot.mouseClick(dock.panel.search_row.button, Qt.MouseButton.LeftButton)
    assert dock.listed() == list(TEXTS)


def test_filters(dock: Dock) -> None:
    dock.panel.set_filter("focus")
    assert dock.listed() == list(TEXTS[:3])
    dock.panel.set_filter("hidden")
    assert dock.listed() == []
    assert dock.panel.list.placeholder[0] == "No hidden sentences"
    dock.session.sentences = tuple(replace(s, hidden=s.text == TEXTS[4]) for s in dock.session.sentences)
    assert dock.listed() == [TEXTS[4]]
    dock.panel.set_filter("all")
    assert dock.listed() == list(TEXTS)


def test_order_by_colour_keeps_the_numbers(dock: Dock) -> None:
    dock.session.groups = Groups(
        ("money", "river"), MappingProxyType({t: 1 - k for t, k in dock.session.groups.of.items()})
    )
    dock.panel.set_order_by_group(True)
    assert dock.listed()[0] == TEXTS[2]
    assert dock.panel.list.rows.numbers[dock.ids()[2]] == 3


def test_matching_belongs_to_the_focus(dock: Dock) -> None:
    dock.panel.set_matching("lemma")
    assert dock.session.focus == Focus("bank", "lemma")
    dock.click(0, 1)
    assert dock.session.focus == Focus("robbed", "lemma")


def test_menu_shows_and_removes_all(dock: Dock) -> None:
    dock.session.sentences = tuple(replace(s, hidden=True) for s in dock.session.sentences)
    _choose(dock.panel.more_menu(), "Show all")
    assert not any(s.hidden for s in dock.session.sentences)
    with dock.qtbot.waitSignal(dock.panel.removed) as removed:
        _choose(dock.panel.more_menu(), "Remove all")
    assert removed.args == [dock.ids()]


def test_a_row_in_traditional_characters_offers_simplified_ones(dock: Dock) -> None:
    made = Sentence("頭髮太長了", ("頭髮", "太長", "了"), "zh")
    dock.session.sentences = (made, Sentence("头发太长了", ("头发", "太长", "了"), "zh"))
    offers = [
        [action for action in dock.panel.row_menu(sentence.id, -1).actions() if "simplified" in action.text()]
        for sentence in dock.session.sentences
    ]
    assert [len(found) for found in offers] == [1, 0]
    with dock.qtbot.waitSignal(dock.panel.simplifying_requested) as asked:
        offers[0][0].trigger()
    assert asked.args == [made.id]


def test_examples_are_listed_when_asked_for(dock: Dock) -> None:
    assert not dock.panel.examples_menu.actions()
    dock.panel.examples_menu.aboutToShow.emit()
    with dock.qtbot.waitSignal(dock.panel.example_requested) as requested:
        dock.panel.examples_menu.actions()[0].trigger()
    assert requested.args == ["bank"]


def test_import_without_paths_asks_which(dock: Dock) -> None:
    with dock.qtbot.waitSignal(dock.panel.import_requested) as requested:
        dock.qtbot.mouseClick(dock.panel.import_button, Qt.MouseButton.LeftButton)
    assert requested.args == [[]]


# Many sentences


def test_five_thousand_sentences_take_less_than_a_blink(dock: Dock) -> None:
    rng = random.Random(1)
    vocabulary = [f"{chr(97 + k % 26) * (1 + k % 9)}{k}" for k in range(4000)]
    lines = [rng.choices(vocabulary, k=rng.randint(3, 18)) for _ in range(5000)]
    dock.session.sentences = tuple(Sentence(" ".join(line), tuple(line)) for line in lines)
    QApplication.processEvents()
    durations = []
    for text in ("One more", "And one more", "The last one"):
        start = time.process_time()  # a busy machine is not the list's fault
        dock.session.sentences = (*dock.session.sentences, Sentence(text, tuple(text.split())))
        durations.append(time.process_time() - start)
    assert min(durations) < 0.05
    assert dock.panel.list.rows.rowCount() == 5003


def test_rows_are_as_tall_as_their_lines(dock: Dock) -> None:
    rows = dock.panel.list.rows
    heights = rows.heights.tolist()
    lines = [rows.layout(s).n_lines for s in rows.sentences]
    assert heights == [31 if n == 1 else 52 for n in lines]
    assert 2 in lines


def _choose(menu: QMenu, text: str) -> None:
    next(action for action in menu.actions() if action.text().split("\t")[0] == text).trigger()


def test_a_long_list_is_scrolled_to_its_last_row(qtbot: QtBot) -> None:
    session = Session()
    panel = SentencePanel(session)
    qtbot.addWidget(panel)
    panel.show()
    session.sentences = tuple(Sentence(f"word {k}", ("word", str(k))) for k in range(1500))
    QApplication.processEvents()
    last = panel.list.rows.index(1499)
    panel.list.scrollTo(last)
    viewport = panel.list.viewport()
    assert viewport.rect().contains(panel.list.visualRect(last))
    assert panel.list.indexAt(panel.list.visualRect(last).center()) == last
    assert panel.list.verticalScrollBar().value() == panel.list.verticalScrollBar().maximum()


def test_keys_walk_through_the_rows(dock: Dock) -> None:
    rows = dock.panel.list
    dock.click_at(dock.number_of(0))
    for key, row in (
        (Qt.Key.Key_Down, 1),
        (Qt.Key.Key_End, 4),
        (Qt.Key.Key_Up, 3),
        (Qt.Key.Key_PageUp, 0),
        (Qt.Key.Key_PageDown, 4),
        (Qt.Key.Key_Home, 0),
    ):
        dock.qtbot.keyClick(rows, key)
        assert rows.currentIndex().row() == row
        assert rows.selected_ids() == [dock.ids()[row]]
    dock.qtbot.keyClick(rows, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert rows.selected_ids() == dock.ids()


def test_widths_of_texts_that_are_gone_are_forgotten(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sentence_model, "_MOST_KEPT", 10)
    session = Session()
    panel = SentencePanel(session)
    qtbot.addWidget(panel)
    for k in range(10):
        session.sentences = tuple(Sentence(f"word {k} {n}", ("word", str(k), str(n))) for n in range(20))
    assert len(panel.list.rows._natural) <= 10 + 3 * 20
