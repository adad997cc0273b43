"""The dock of sentences: typing, the list, search, filters, import and examples."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from itertools import count
from operator import attrgetter
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from elmo_explorer.session.session import (
    Focus,
    Groups,
    Matching,
    Sentence,
    Session,
    TokenRef,
    View,
)
from elmo_explorer.session.shown_model import LANGUAGES, show_model
from elmo_explorer.text.long_words import count_long, long_words
from elmo_explorer.text.traditional import has_traditional
from elmo_explorer.ui.examples_menu import fill_examples_menu
from elmo_explorer.ui.icons import icon
from elmo_explorer.ui.model_offer import ModelOffer
from elmo_explorer.ui.sentence_edits import with_sense
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.long_word_card import LongWordCard
from elmo_explorer.ui.widgets.panel_header import PanelHeader
from elmo_explorer.ui.widgets.sense_menu import fill_sense_menu
from elmo_explorer.ui.widgets.sentence_delegate import has_inner_spaces
from elmo_explorer.ui.widgets.sentence_field import SentenceField
from elmo_explorer.ui.widgets.sentence_list import SentenceList
from elmo_explorer.ui.widgets.summary_row import SummaryRow

if TYPE_CHECKING:
    from elmo_explorer.examples import Example

Filter = Literal["all", "focus", "hidden"]

_FILTERS: dict[Filter, str] = {"all": "All sentences", "focus": "With the focus word", "hidden": "Hidden"}
_MATCHINGS: dict[Matching, str] = {"form": "Form", "caseless": "Form in any case", "lemma": "Base form"}
_PAGE = 400
"""Text longer than this is a page, not a sentence: its long words are summed up once it is in."""


def _list_examples() -> list[Example]:
    from elmo_explorer.examples import list_examples  # reads all tables: only when the menu opens

    return list_examples()


class SentencePanel(QWidget):
    """Shows ``session.sentences``; writes focus, selection, hidden, order and senses, and asks for the rest."""

    text_submitted = Signal(str)
    """A sentence, or a page of them, was typed or pasted."""
    typed = Signal(str)
    """What stands in the field now, or in that over a row: perhaps it is submitted next."""
    sentence_edited = Signal(int, str)
    spaces_toggled = Signal(int)
    """A Chinese sentence's spaces are to be its word boundaries, or no longer."""
    simplifying_requested = Signal(int)
    """A sentence in traditional characters is to be written in simplified ones."""
    import_requested = Signal(list)
    """Paths of files; empty: the user is to be asked for them."""
    example_requested = Signal(str)
    removed = Signal(list)
    """Ids of the sentences to be removed."""
    neighbours_requested = Signal()
    """Of what is selected."""
    search_cleared = Signal()
    """The search was ended here; its field is to be emptied."""

    def __init__(
        self,
        session: Session,
        parent: QWidget | None = None,
        examples: Callable[[], list[Example]] = _list_examples,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._examples = examples
        self._filter: Filter = "all"
        self._by_group = False
        self._needle = ""
        self._matching: Matching = session.focus.matching if session.focus else "caseless"
        self._listed: list[Sentence] = []
        self.setAccessibleName("Sentences")
        self.header = PanelHeader("Sentences")
        self.filter_button = self.header.add_button("filter", "Filter and order", self._open_filter_menu)
        self.filter_button.setCheckable(True)
        self.menu_button = self.header.add_button("dots", "More", self._open_menu)
        self.field = SentenceField("Type a sentence and press Enter")
        self.setFocusProxy(self.field)
        self.card = LongWordCard()
        self.card.hide()
        self.search_row = SummaryRow("search")
        self.summary_row = SummaryRow("scissors", warning=True)
        self.offer = ModelOffer(session)
        self.list = SentenceList()
        self.import_button = QPushButton(icon("import"), "Import…")
        self.import_button.setToolTip("Import .txt, .csv or .tsv (Ctrl+I)")
        self.examples_button = QPushButton(icon("book"), "Examples")
        self.examples_button.setToolTip("Open an example in place of these sentences")
        self.examples_menu = QMenu(self.examples_button)
        self.examples_button.setMenu(self.examples_menu)
        self.footer = _Footer([self.import_button, self.examples_button])
        self._lay_out()
        QWidget.setTabOrder(self.field.edit, self.list)
        QWidget.setTabOrder(self.list, self.filter_button)
        QWidget.setTabOrder(self.filter_button, self.menu_button)
        self._show_readers()
        self._show_sentences(session.sentences)
        self._show_selection()

        self.field.submitted.connect(self._submit)
        self.field.text_changed.connect(self._typed)
        self.field.files_dropped.connect(self.import_requested)
        self.field.escaped.connect(self._leave_field)
        self.card.add_requested.connect(self._add_shortened)
        self.card.edit_requested.connect(self._edit_long_word)
        self.search_row.acted.connect(self._add_search)
        self.search_row.closed.connect(self._end_search)
        self.summary_row.closed.connect(self.summary_row.hide)
        self.import_button.clicked.connect(lambda: self.import_requested.emit([]))
        self.examples_menu.aboutToShow.connect(self._fill_examples)
        self.list.token_clicked.connect(self._focus_token)
        self.list.row_clicked.connect(self._click_row)
        self.list.token_toggled.connect(self._toggle_token)
        self.list.token_hovered.connect(self._hover)
        self.list.rows_selected.connect(self._select_rows)
        self.list.edited.connect(self.sentence_edited)
        self.list.typed.connect(self.typed)
        self.list.remove_requested.connect(self.removed)
        self.list.hide_toggled.connect(self._toggle_hidden)
        self.list.spaces_toggled.connect(self.spaces_toggled)
        self.list.moved.connect(self._move_before)
        self.list.menu_requested.connect(self._open_row_menu)
        theme.changed.connect(self.update)
        events = session.events
        events.sentences.connect(self._show_sentences)
        events.occurrences.connect(self._occurrences_changed)
        events.groups.connect(self._groups_changed)
        events.focus.connect(self._focus_changed)
        events.view.connect(self._view_changed)
        events.selection.connect(self._show_selection)
        events.hovered.connect(self._show_hovered)
        for event in (events.model, events.readers):
            event.connect(self._show_readers)

    def add_below_field(self, widget: QWidget) -> None:
        """Put a widget between the field and what follows it."""
        self._upper.insertWidget(1, widget)

    def sum_up_long_words(self, added: Sequence[Sentence]) -> None:
        """After a long text, one row for all shortened words."""
        if len(added) < 2:
            return
        n_long = count_long(sentence.tokens for sentence in added)
        if n_long:
            self.summary_row.say(f"{n_long:,} {'word' if n_long == 1 else 'words'} shortened")
        else:
            self.summary_row.hide()

    def set_search(self, text: str) -> None:
        """List the sentences that contain ``text`` in any case; "" lists all again."""
        self._needle = text.strip()
        self._relist()
        self.list.set_search(self._needle)

    def set_filter(self, which: Filter) -> None:
        """List all sentences, those with the focus word, or the hidden ones."""
        self._filter = which
        self._relist()

    def set_order_by_group(self, by_group: bool) -> None:
        """List the sentences by their focus word's group, or in their own order."""
        self._by_group = by_group
        self._relist()

    def set_matching(self, matching: Matching) -> None:
        """What counts as an occurrence of the focus word, now and for the next words."""
        self._matching = matching
        if self._session.focus is not None:
            self._session.focus = replace(self._session.focus, matching=matching)

    def sizeHint(self) -> QSize:
        """The dock's width by default."""
        return QSize(300, 500)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The dock's surface."""
        QPainter(self).fillRect(self.rect(), theme.color("surface"))

    def _lay_out(self) -> None:
        upper = self._upper = QVBoxLayout()
        upper.setContentsMargins(12, 2, 13, 8)
        upper.setSpacing(6)
        for widget in (self.field, self.card, self.offer, self.search_row, self.summary_row):
            upper.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addLayout(upper)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.footer)

    # Session -> widgets

    def _show_sentences(self, new: tuple[Sentence, ...]) -> None:
        self.header.set_count(len(new) or None)
        self._relist()

    def _relist(self) -> None:
        """The rows: what the filter and the search leave, in the order that is wished."""
        session = self._session
        sentences: Sequence[Sentence] = session.sentences
        if self._filter == "focus":
            with_focus = {token.sentence_id for token in session.occurrences}
            sentences = [s for s in sentences if s.id in with_focus]
        elif self._filter == "hidden":
            sentences = [s for s in sentences if s.hidden]
        n_searched = len(sentences)
        if self._needle:
            needle = self._needle.casefold()
            sentences = [s for s in sentences if needle in s.text.casefold() or _joined_has(s, needle)]
        if self._by_group:
            group = {token.sentence_id: k for token, k in reversed(list(session.groups.of.items()))}
            sentences = sorted(sentences, key=lambda s: group.get(s.id, 1 << 20))
        in_order = sentences is session.sentences
        self._listed = list(sentences)
        self.list.set_sentences(self._listed, None if in_order else _numbers(session.sentences))
        self._show_chips()
        self.list.set_reorderable(self._in_order())
        self.filter_button.setChecked(self._filter != "all" or self._by_group)
        self._say_what_was_found(n_searched)
        self._say_why_empty()
        self._show_selection()

    def _show_chips(self) -> None:
        chips: dict[int, dict[int, int]] = defaultdict(dict)
        of = self._session.groups.of
        for token in self._session.occurrences:
            chips[token.sentence_id][token.index] = of.get(token, -1)
        self.list.set_chips(dict(chips))

    def _occurrences_changed(self, _new: tuple[TokenRef, ...]) -> None:
        if self._filter == "focus":
            self._relist()
        else:
            self._show_chips()

    def _groups_changed(self, _new: Groups) -> None:
        if self._by_group:
            self._relist()
        else:
            self._show_chips()

    def _focus_changed(self, focus: Focus | None) -> None:
        if focus is not None:
            self._matching = focus.matching
        self._say_why_empty()

    def _view_changed(self, _new: View) -> None:
        self.list.viewport().update()

    def _show_selection(self, *_: object) -> None:
        selection = self._session.selection
        self.list.set_selected_tokens((token.sentence_id, token.index) for token in selection)
        self.list.set_selected_rows({token.sentence_id for token in selection})

    def _show_hovered(self, hovered: TokenRef | None) -> None:
        self.list.set_hovered(-1 if hovered is None else hovered.sentence_id)

    def _show_readers(self) -> None:
        """Mark the rows that another model reads, and those whose language their model does not know."""
        session = self._session
        shown = session.model
        models = {model.key: model for model in (session.models or ((shown,) if shown is not None else ()))}
        readers = {}
        for language in LANGUAGES:
            reader = models.get(session.readers.get(language, ""), shown)
            if reader is not None:
                readers[language] = reader
        self.list.set_readers(
            {language: reader.name for language, reader in readers.items()},
            away=[language for language, reader in readers.items() if shown and reader.key != shown.key],
            foreign=[language for language, reader in readers.items() if not reader.knows(language)],
        )

    def _say_what_was_found(self, n_searched: int) -> None:
        if not self._needle:
            self.search_row.hide()
        elif self._listed:
            self.search_row.say(f"{len(self._listed):,} of {n_searched:,} contain “{_short(self._needle)}”")
        else:
            self.search_row.say(f"None contains “{_short(self._needle)}”", "Add as a sentence")

    def _say_why_empty(self) -> None:
        focus = self._session.focus
        if not self._session.sentences:
            title, text = "No sentences yet", "Type one above, import a text, or open an example."
        elif self._needle:
            title, text = "", ""
        elif self._filter == "hidden":
            title, text = "No hidden sentences", "The eye at a row’s end hides it in the other views."
        elif self._filter == "focus":
            title = "No focus word" if focus is None else f"No visible sentence with “{_short(focus.word)}”"
            text = "Click any word of a sentence to compare its uses." if focus is None else ""
        else:
            title, text = "", ""
        self.list.set_placeholder(title, text)

    # Typing

    def _typed(self, text: str) -> None:
        self.card.hide()
        self._mark_long_words(text)
        self.typed.emit(text)

    def _mark_long_words(self, text: str, warning: bool = False) -> None:
        words = long_words(text) if len(text) <= _PAGE else []
        self.field.set_marks([(word.start, len(word.word)) for word in words], warning)

    def _submit(self, text: str) -> None:
        """Take what was typed; of a long word in a single sentence, the user is told first."""
        words = long_words(text) if len(text) <= _PAGE and "\n" not in text else []
        if words and self.card.isHidden():
            self.card.set_words(words)
            self.card.show()
            self._mark_long_words(self.field.text(), warning=True)
            return
        self._take(text)

    def _add_shortened(self) -> None:
        self._take(self.field.text().replace("\x00", "").strip())

    def _take(self, text: str) -> None:
        self.field.clear()
        self.card.hide()
        self.field.setFocus()
        if text:
            self.text_submitted.emit(text)

    def _edit_long_word(self) -> None:
        words = long_words(self.field.text())
        self.card.hide()
        if words:
            self.field.select(words[0].start, len(words[0].word))

    def _leave_field(self) -> None:
        """Esc closes the card, then empties the field."""
        if not self.card.isHidden():
            self.card.hide()
            self._mark_long_words(self.field.text())
        else:
            self.field.clear()

    def _add_search(self) -> None:
        text = self._needle
        self._end_search()
        self._submit_found(text)

    def _submit_found(self, text: str) -> None:
        self.field.set_text(text)
        self._submit(text)

    def _end_search(self) -> None:
        self.set_search("")
        self.search_cleared.emit()

    # Rows

    def _find_neighbours(self, sentence_id: int, index: int) -> None:
        self._session.selection = frozenset({TokenRef(sentence_id, index)})
        self.neighbours_requested.emit()

    def _focus_token(self, sentence_id: int, index: int) -> None:
        """Make the clicked word the focus word; of a word that already is, choose this occurrence."""
        token = TokenRef(sentence_id, index)
        self._show_its_model(sentence_id)
        if token not in self._session.occurrences:
            self._session.focus = Focus(self._session.word(token), self._matching)
        self._session.selection = frozenset({token})

    def _click_row(self, sentence_id: int) -> None:
        """A sentence of another model brings that model's picture."""
        if self._show_its_model(sentence_id):
            self._select_rows([sentence_id])

    def _show_its_model(self, sentence_id: int) -> bool:
        """Show the model that a sentence belongs to; returns whether it was another."""
        sentence = self._session.sentence(sentence_id)
        if self._session.is_read_here(sentence):
            return False
        show_model(self._session, self._session.reader_key(sentence))
        return True

    def _toggle_token(self, sentence_id: int, index: int) -> None:
        self._session.selection = self._session.selection ^ {TokenRef(sentence_id, index)}

    def _hover(self, sentence_id: int, index: int) -> None:
        if sentence_id < 0:
            self._session.hovered = None
        elif index >= 0:
            self._session.hovered = TokenRef(sentence_id, index)
        else:
            first = next(iter(sorted(self.list.rows.chips.get(sentence_id, {}))), None)
            self._session.hovered = None if first is None else TokenRef(sentence_id, first)
            self.list.set_hovered(sentence_id)

    def _select_rows(self, ids: Sequence[int]) -> None:
        """Choose the focus word's uses in these sentences; all words of a sentence that has none."""
        chosen: set[TokenRef] = set()
        tokens = {s.id: s.tokens for s in self._session.sentences} if ids else {}
        for sentence_id in ids:
            uses = self.list.rows.chips.get(sentence_id) or range(len(tokens.get(sentence_id, ())))
            chosen.update(TokenRef(sentence_id, index) for index in uses)
        self._session.selection = frozenset(chosen)

    def _toggle_hidden(self, sentence_id: int) -> None:
        """Hide or show a sentence, and with it all that are chosen if it is one of them."""
        ids = set(self.list.selected_ids())
        if sentence_id not in ids:
            ids = {sentence_id}
        self._set_hidden(ids, not self._session.sentence(sentence_id).hidden)

    def _set_hidden(self, ids: Iterable[int], hidden: bool) -> None:
        wanted = set(ids)
        self._session.sentences = tuple(
            replace(s, hidden=hidden) if s.id in wanted and s.hidden != hidden else s
            for s in self._session.sentences
        )

    def _move_before(self, ids: Sequence[int], row: int) -> None:
        """Put sentences before the one in ``row``, behind all for the row below the last."""
        if not self._in_order():
            return
        moving = set(ids)
        sentences = self._session.sentences
        before = [s for s in sentences[:row] if s.id not in moving]
        after = [s for s in sentences[row:] if s.id not in moving]
        moved = [s for s in sentences if s.id in moving]
        self._session.sentences = (*before, *moved, *after)

    def _move_by(self, ids: Sequence[int], by: int) -> None:
        rows = [row for row, s in enumerate(self._session.sentences) if s.id in set(ids)]
        if rows:
            self._move_before(ids, max(rows[0] - 1, 0) if by < 0 else rows[-1] + 2)

    def _in_order(self) -> bool:
        return self._filter == "all" and not self._needle and not self._by_group

    def _set_sense(self, tokens: Iterable[TokenRef], sense: str | None) -> None:
        self._session.sentences = with_sense(self._session.sentences, tokens, sense)

    # Menus

    def row_menu(self, sentence_id: int, token: int) -> QMenu:
        """The menu of a row, or of all chosen rows if it is one of them; ``token`` is the word it was asked for."""
        chosen = self.list.selected_ids()
        ids = chosen if sentence_id in chosen else [sentence_id]
        sentence = self._session.sentence(sentence_id)
        menu = QMenu(self)
        if token >= 0:
            word = sentence.tokens[token]
            _add(menu, f"Focus “{_short(word)}”", lambda: self._focus_token(sentence_id, token), "search")
            neighbours = _add(menu, "Find neighbours", lambda: self._find_neighbours(sentence_id, token))
            neighbours.setEnabled(self._session.is_read_here(sentence) and not sentence.hidden)
            menu.addSeparator()
        edit = _add(menu, "Edit", lambda: self.list.edit_sentence(sentence_id), "edit", "F2")
        edit.setEnabled(len(ids) == 1)
        hide = not sentence.hidden
        _add(
            menu,
            "Hide" if hide else "Show",
            lambda: self._set_hidden(ids, hide),
            "eye_off" if hide else "eye",
        )
        if has_inner_spaces(sentence):
            spaces = _add(menu, "Keep its spaces", lambda: self.spaces_toggled.emit(sentence_id))
            spaces.setCheckable(True)
            spaces.setChecked(sentence.spaced)
        if sentence.language == "zh" and has_traditional(sentence.text):
            _add(menu, "Write in simplified characters", lambda: self.simplifying_requested.emit(sentence_id))
        menu.addSeparator()
        up = _add(menu, "Move up", lambda: self._move_by(ids, -1))
        down = _add(menu, "Move down", lambda: self._move_by(ids, 1))
        up.setEnabled(self._in_order() and self.list.rows.row_of(ids[0]) > 0)
        down.setEnabled(self._in_order() and self.list.rows.row_of(ids[-1]) < len(self._listed) - 1)
        menu.addSeparator()
        self._add_sense_menu(menu, ids, sentence_id, token)
        _add(menu, "Copy", lambda: self._copy(ids), "copy")
        text = "Remove" if len(ids) == 1 else f"Remove {len(ids):,} sentences"
        _add(menu, text, lambda: self.removed.emit(ids), "trash", "Del")
        return menu

    def _add_sense_menu(self, menu: QMenu, ids: Sequence[int], sentence_id: int, token: int) -> None:
        chips = self.list.rows.chips
        tokens = [TokenRef(i, index) for i in ids for index in chips.get(i, ())]
        if token >= 0 and TokenRef(sentence_id, token) not in tokens:
            tokens = [TokenRef(sentence_id, token)]
        submenu = menu.addMenu("Set sense")
        submenu.setEnabled(bool(tokens))
        fill_sense_menu(submenu, self._senses(), lambda sense: self._set_sense(tokens, sense))

    def _senses(self) -> list[tuple[str, int]]:
        """The senses given to the focus word's uses so far, with their categories."""
        session = self._session
        sentences = {s.id: s for s in session.sentences}
        names: dict[str, int] = {}
        if session.view.colour_by == "sense":
            names = {name: k for k, name in enumerate(session.groups.names)}
        given: dict[str, None] = {}
        for token in session.occurrences:
            sentence = sentences.get(token.sentence_id)
            if sentence is not None and token.index in sentence.senses:
                given[sentence.senses[token.index]] = None
        return [(name, names.get(name, k)) for k, name in enumerate(given)]

    def filter_menu(self) -> QMenu:
        """What is listed, and in which order."""
        menu = QMenu(self)
        group = QActionGroup(menu)
        for which, title in _FILTERS.items():
            _choice(menu, group, title, self._filter == which, partial(self.set_filter, which))
        menu.addSeparator()
        order = QActionGroup(menu)
        _choice(menu, order, "In their order", not self._by_group, lambda: self.set_order_by_group(False))
        _choice(menu, order, "By colour", self._by_group, lambda: self.set_order_by_group(True))
        return menu

    def more_menu(self) -> QMenu:
        """Everything that concerns all sentences."""
        menu = QMenu(self)
        matching = menu.addMenu("Match the focus word by")
        group = QActionGroup(menu)
        for key, title in _MATCHINGS.items():
            _choice(matching, group, title, self._matching == key, partial(self.set_matching, key))
        menu.addSeparator()
        sentences = self._session.sentences
        show = _add(menu, "Show all", lambda: self._set_hidden([s.id for s in sentences], False), "eye")
        show.setEnabled(any(s.hidden for s in sentences))
        remove = _add(menu, "Remove all", lambda: self.removed.emit([s.id for s in sentences]), "trash")
        remove.setEnabled(bool(sentences))
        return menu

    def _open_filter_menu(self) -> None:
        self.filter_button.setChecked(self._filter != "all" or self._by_group)  # the click toggled it
        _pop_up(self.filter_menu(), self.filter_button)

    def _open_menu(self) -> None:
        _pop_up(self.more_menu(), self.menu_button)

    def _open_row_menu(self, sentence_id: int, token: int, position: QPoint) -> None:
        menu = self.row_menu(sentence_id, token)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(position)

    def _fill_examples(self) -> None:
        if self.examples_menu.actions():
            return
        fill_examples_menu(self.examples_menu, self._examples(), self.example_requested.emit)

    def _copy(self, ids: Sequence[int]) -> None:
        wanted = set(ids)
        texts = [s.text for s in self._session.sentences if s.id in wanted]
        QGuiApplication.clipboard().setText("\n".join(texts))


class _Footer(QWidget):
    """The buttons below the list, under a line."""

    def __init__(self, buttons: Sequence[QPushButton]) -> None:
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 9, 12, 8)
        layout.setSpacing(8)
        self._buttons = buttons
        for button in buttons:
            layout.addWidget(button)
        layout.addStretch(1)
        self._restyle()
        theme.changed.connect(self._restyle)

    def _restyle(self) -> None:
        for button in self._buttons:
            button.setIconSize(QSize(theme.px(15), theme.px(15)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line."""
        QPainter(self).fillRect(0, 0, self.width(), 1, theme.color("border"))


def _add(menu: QMenu, text: str, act: Callable[[], object], icon_name: str = "", keys: str = "") -> QAction:
    # The key is named only: the list and the window answer it.
    action = menu.addAction(f"{text}\t{keys}" if keys else text)
    if icon_name:
        action.setIcon(icon(icon_name))
    action.triggered.connect(lambda _=False: act())
    return action


def _choice(menu: QMenu, group: QActionGroup, text: str, checked: bool, act: Callable[[], object]) -> None:
    action = _add(menu, text, act)
    action.setCheckable(True)
    action.setChecked(checked)
    group.addAction(action)


def _pop_up(menu: QMenu, button: QToolButton) -> None:
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(button.mapToGlobal(QPoint(0, button.height() + 2)))


def _numbers(sentences: Sequence[Sentence]) -> dict[int, int]:
    return dict(zip(map(attrgetter("id"), sentences), count(1), strict=False))


def _joined_has(sentence: Sentence, needle: str) -> bool:
    """Chinese is found with and without its spaces."""
    return sentence.language == "zh" and needle.replace(" ", "") in sentence.text.replace(" ", "").casefold()


def _short(text: str) -> str:
    return text if len(text) <= 24 else text[:23] + "…"
