"""The dock of sentences: typing, the list, search, filters, import and examples."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

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
from elmo_explorer.text.long_words import count_long
from elmo_explorer.translation import tr
from elmo_explorer.ui.examples_menu import fill_examples_menu
from elmo_explorer.ui.icons import icon
from elmo_explorer.ui.listed_sentences import Filter, Listing, shortened
from elmo_explorer.ui.model_offer import ModelOffer
from elmo_explorer.ui.sentence_menus import RowCommands, SentenceMenus
from elmo_explorer.ui.sentence_rows import SentenceRows
from elmo_explorer.ui.sentence_typing import SentenceTyping
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.button_footer import ButtonFooter
from elmo_explorer.ui.widgets.panel_header import PanelHeader
from elmo_explorer.ui.widgets.sentence_list import SentenceList
from elmo_explorer.ui.widgets.summary_row import SummaryRow

if TYPE_CHECKING:
    from elmo_explorer.examples import Example


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
        self._listing = Listing()
        self._matching: Matching = session.focus.matching if session.focus else session.matching
        self._listed: list[Sentence] = []
        self.setAccessibleName(tr("Sentences"))
        self.header = PanelHeader(tr("Sentences"))
        self.filter_button = self.header.add_button("filter", tr("Filter and order"), self._open_filter_menu)
        self.filter_button.setCheckable(True)
        self.menu_button = self.header.add_button("dots", tr("More"), self._open_menu)
        self.typing = SentenceTyping(self)
        self.field, self.card = self.typing.field, self.typing.card
        self.setFocusProxy(self.field)
        self.search_row = SummaryRow("search")
        self.summary_row = SummaryRow("scissors", warning=True)
        self.offer = ModelOffer(session)
        self.list = SentenceList()
        self._rows = SentenceRows(session)
        commands = RowCommands(
            self._focus_token,
            self._find_neighbours,
            self.spaces_toggled.emit,
            self.simplifying_requested.emit,
            self.removed.emit,
        )
        self._menus = SentenceMenus(session, self._rows, self.list, commands)
        self.import_button = QPushButton(icon("import"), tr("Import…"))
        self.import_button.setToolTip(tr("Import .txt, .csv or .tsv (Ctrl+I)"))
        self.examples_button = QPushButton(icon("book"), tr("Examples"))
        self.examples_button.setToolTip(tr("Open an example in place of these sentences"))
        self.examples_menu = QMenu(self.examples_button)
        self.examples_button.setMenu(self.examples_menu)
        self.footer = ButtonFooter([self.import_button, self.examples_button])
        self._lay_out()
        QWidget.setTabOrder(self.field.edit, self.list)
        QWidget.setTabOrder(self.list, self.filter_button)
        QWidget.setTabOrder(self.filter_button, self.menu_button)
        self._show_readers()
        self._show_sentences(session.sentences)
        self._show_selection()

        self.typing.submitted.connect(self.text_submitted)
        self.typing.typed.connect(self.typed)
        self.field.files_dropped.connect(self.import_requested)
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
        self.list.moved.connect(self._move)
        self.list.menu_requested.connect(self._open_row_menu)
        theme.changed.connect(self.update)
        events = session.events
        events.matching.connect(self._prefer)
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
            self.summary_row.say(
                tr("{n_long:,} word shortened", n_long=n_long)
                if n_long == 1
                else tr("{n_long:,} words shortened", n_long=n_long)
            )
        else:
            self.summary_row.hide()

    def set_search(self, text: str) -> None:
        """List the sentences that contain ``text`` in any case; "" lists all again."""
        self._list(replace(self._listing, needle=text.strip()))
        self.list.set_search(text.strip())

    def set_filter(self, which: Filter) -> None:
        """List all sentences, those with the focus word, or the hidden ones."""
        self._list(replace(self._listing, which=which))

    def set_order_by_group(self, by_group: bool) -> None:
        """List the sentences by their focus word's group, or in their own order."""
        self._list(replace(self._listing, by_group=by_group))

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

    def _list(self, listing: Listing) -> None:
        self._listing = listing
        self._relist()

    def _relist(self) -> None:
        """The rows: what the filter and the search leave, in the order that is wished."""
        session = self._session
        self._listed, n_searched = self._listing.of(session)
        self.list.set_sentences(self._listed, self._listing.numbers(session))
        self._show_chips()
        self.list.set_reorderable(self._listing.is_all)
        self.filter_button.setChecked(self._listing.is_filtered)
        self._say_what_was_found(n_searched)
        self.list.set_placeholder(*self._listing.why_empty(session))
        self._show_selection()

    def _show_chips(self) -> None:
        chips: dict[int, dict[int, int]] = defaultdict(dict)
        of = self._session.groups.of
        for token in self._session.occurrences:
            chips[token.sentence_id][token.index] = of.get(token, -1)
        self.list.set_chips(dict(chips))

    def _occurrences_changed(self, _new: tuple[TokenRef, ...]) -> None:
        if self._listing.which == "focus":
            self._relist()
        else:
            self._show_chips()

    def _groups_changed(self, _new: Groups) -> None:
        if self._listing.by_group:
            self._relist()
        else:
            self._show_chips()

    def _focus_changed(self, focus: Focus | None) -> None:
        if focus is not None:
            self._matching = focus.matching
        self.list.set_placeholder(*self._listing.why_empty(self._session))

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
        if not self._listing.needle:
            self.search_row.hide()
        elif self._listed:
            self.search_row.say(
                tr(
                    "{n:,} of {n_searched:,} contain “{needle}”",
                    n=len(self._listed),
                    n_searched=n_searched,
                    needle=shortened(self._listing.needle),
                )
            )
        else:
            self.search_row.say(
                tr("None contains “{needle}”", needle=shortened(self._listing.needle)),
                tr("Add as a sentence"),
            )

    def _add_search(self) -> None:
        text = self._listing.needle
        self._end_search()
        self.typing.submit(text)

    def _end_search(self) -> None:
        self.set_search("")
        self.search_cleared.emit()

    # Rows

    def _prefer(self, matching: Matching) -> None:
        """What counts as an occurrence of the next focus word, while nothing else was chosen here."""
        if self._session.focus is None:
            self._matching = matching

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
        self._rows.set_hidden(ids, not self._session.sentence(sentence_id).hidden)

    def _move(self, ids: Sequence[int], row: int) -> None:
        if self._listing.is_all:
            self._rows.move_before(ids, row)

    # Menus

    def row_menu(self, sentence_id: int, token: int) -> QMenu:
        """The menu of a row, or of all chosen rows if it is one of them; ``token`` is the word it was asked for."""
        return self._menus.row_menu(sentence_id, token, self._listing.is_all)

    def filter_menu(self) -> QMenu:
        """What is listed, and in which order."""
        return self._menus.filter_menu(self._listing, self._list)

    def more_menu(self) -> QMenu:
        """Everything that concerns all sentences."""
        return self._menus.more_menu(self._matching, self.set_matching)

    def _open_filter_menu(self) -> None:
        self.filter_button.setChecked(self._listing.is_filtered)  # the click toggled it
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


def _pop_up(menu: QMenu, button: QToolButton) -> None:
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(button.mapToGlobal(QPoint(0, button.height() + 2)))
