"""The menus of the dock of sentences: of a row, of the filter, and of all sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from elmo_explorer.session.session import Matching, Session, TokenRef
from elmo_explorer.text.traditional import has_traditional
from elmo_explorer.translation import mark, tr
from elmo_explorer.ui.icons import icon
from elmo_explorer.ui.listed_sentences import FILTERS, Listing, shortened
from elmo_explorer.ui.sentence_rows import SentenceRows
from elmo_explorer.ui.widgets.sense_menu import fill_sense_menu
from elmo_explorer.ui.widgets.sentence_delegate import has_inner_spaces
from elmo_explorer.ui.widgets.sentence_list import SentenceList

_MATCHINGS: dict[Matching, str] = {
    "form": mark("Form"),
    "caseless": mark("Form in any case"),
    "lemma": mark("Base form"),
}


@dataclass(frozen=True)
class RowCommands:
    """What is done elsewhere."""

    focus: Callable[[int, int], object]
    """Gets a sentence's id and a token's index."""
    find_neighbours: Callable[[int, int], object]
    toggle_spaces: Callable[[int], object]
    simplify: Callable[[int], object]
    remove: Callable[[list[int]], object]


class SentenceMenus:
    """Makes each menu anew when it is asked for."""

    def __init__(
        self, session: Session, rows: SentenceRows, view: SentenceList, commands: RowCommands
    ) -> None:
        self._session = session
        self._rows = rows
        self._list = view
        self._commands = commands

    def row_menu(self, sentence_id: int, token: int, is_all_listed: bool) -> QMenu:
        """The menu of a row, or of all chosen rows if it is one of them.

        Args:
            sentence_id: the row's.
            token: the word that it was asked for, -1 for none.
            is_all_listed: all sentences are listed in their order, so that rows can be moved.
        """
        chosen = self._list.selected_ids()
        ids = chosen if sentence_id in chosen else [sentence_id]
        sentence = self._session.sentence(sentence_id)
        menu = QMenu(self._list)
        if token >= 0:
            word = sentence.tokens[token]
            _add(
                menu,
                tr("Focus “{word}”", word=shortened(word)),
                lambda: self._commands.focus(sentence_id, token),
                "search",
            )
            neighbours = _add(
                menu, tr("Find neighbours"), lambda: self._commands.find_neighbours(sentence_id, token)
            )
            neighbours.setEnabled(self._session.is_read_here(sentence) and not sentence.hidden)
            menu.addSeparator()
        edit = _add(menu, tr("Edit"), lambda: self._list.edit_sentence(sentence_id), "edit", "F2")
        edit.setEnabled(len(ids) == 1)
        hide = not sentence.hidden
        _add(
            menu,
            tr("Hide") if hide else tr("Show"),
            lambda: self._rows.set_hidden(ids, hide),
            "eye_off" if hide else "eye",
        )
        if has_inner_spaces(sentence):
            spaces = _add(menu, tr("Keep its spaces"), lambda: self._commands.toggle_spaces(sentence_id))
            spaces.setCheckable(True)
            spaces.setChecked(sentence.spaced)
        if sentence.language == "zh" and has_traditional(sentence.text):
            _add(menu, tr("Write in simplified characters"), lambda: self._commands.simplify(sentence_id))
        menu.addSeparator()
        up = _add(menu, tr("Move up"), lambda: self._rows.move_by(ids, -1))
        down = _add(menu, tr("Move down"), lambda: self._rows.move_by(ids, 1))
        up.setEnabled(is_all_listed and self._list.rows.row_of(ids[0]) > 0)
        down.setEnabled(
            is_all_listed and self._list.rows.row_of(ids[-1]) < len(self._list.rows.sentences) - 1
        )
        menu.addSeparator()
        self._add_sense_menu(menu, ids, sentence_id, token)
        _add(menu, tr("Copy"), lambda: self._rows.copy(ids), "copy")
        text = tr("Remove") if len(ids) == 1 else tr("Remove {n:,} sentences", n=len(ids))
        _add(menu, text, lambda: self._commands.remove(ids), "trash", "Del")
        return menu

    def _add_sense_menu(self, menu: QMenu, ids: Sequence[int], sentence_id: int, token: int) -> None:
        chips = self._list.rows.chips
        tokens = [TokenRef(i, index) for i in ids for index in chips.get(i, ())]
        if token >= 0 and TokenRef(sentence_id, token) not in tokens:
            tokens = [TokenRef(sentence_id, token)]
        submenu = menu.addMenu(tr("Set sense"))
        submenu.setEnabled(bool(tokens))
        fill_sense_menu(submenu, self._rows.senses(), lambda sense: self._rows.set_sense(tokens, sense))

    def filter_menu(self, listing: Listing, choose: Callable[[Listing], object]) -> QMenu:
        """What is listed, and in which order."""
        menu = QMenu(self._list)
        group = QActionGroup(menu)
        for which, title in FILTERS.items():
            chosen = replace(listing, which=which)
            _choice(menu, group, tr(title), listing == chosen, partial(choose, chosen))
        menu.addSeparator()
        order = QActionGroup(menu)
        for by_group, title in ((False, tr("In their order")), (True, tr("By colour"))):
            chosen = replace(listing, by_group=by_group)
            _choice(menu, order, title, listing == chosen, partial(choose, chosen))
        return menu

    def more_menu(self, matching: Matching, choose: Callable[[Matching], object]) -> QMenu:
        """Everything that concerns all sentences."""
        menu = QMenu(self._list)
        submenu = menu.addMenu(tr("Match the focus word by"))
        group = QActionGroup(menu)
        for key, title in _MATCHINGS.items():
            _choice(submenu, group, tr(title), matching == key, partial(choose, key))
        menu.addSeparator()
        sentences = self._session.sentences
        show = _add(
            menu, tr("Show all"), lambda: self._rows.set_hidden([s.id for s in sentences], False), "eye"
        )
        show.setEnabled(any(s.hidden for s in sentences))
        remove = _add(
            menu, tr("Remove all"), lambda: self._commands.remove([s.id for s in sentences]), "trash"
        )
        remove.setEnabled(bool(sentences))
        return menu


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
