"""The tab Neighbours: the tokens nearest to the selected one, among everything loaded."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from elmo_explorer.session.nearest import NearestTokens, Space, Words
from elmo_explorer.session.session import Session, TokenRef
from elmo_explorer.session.token_places import TokenPlaces
from elmo_explorer.translation import mark, tr
from elmo_explorer.ui.cosine_scale import CosineScale
from elmo_explorer.ui.layer_names import layer_kind
from elmo_explorer.ui.nothing_to_compare import focus_on
from elmo_explorer.ui.sentence_numbers import SentenceNumbers
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.context_line import ContextLine
from elmo_explorer.ui.widgets.empty_page import EmptyPage
from elmo_explorer.ui.widgets.kwic_list import KwicRow
from elmo_explorer.ui.widgets.neighbour_list import NeighbourList, NeighbourRow
from elmo_explorer.ui.widgets.section_title import SectionTitle
from elmo_explorer.ui.widgets.segmented import Segmented
from elmo_explorer.ui.word_suggestions import word_suggestions

_WORDS: tuple[Words, ...] = get_args(Words)
_WORD_NAMES = (mark("All"), mark("Same word"), mark("Other words"))
_WORD_TIPS = (
    mark("Every loaded token"),
    mark("Tokens spelt like it, in upper or lower case"),
    mark("Tokens that are spelt otherwise"),
)
_MORE = 400


class NeighboursPanel(QWidget):
    """Shows ``session.nearest``; writes what is asked for, selection, hover, and what is isolated."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._numbers = SentenceNumbers(())
        self._found: NearestTokens | None = None
        self._places = TokenPlaces(())
        self.setAccessibleName(tr("Neighbours"))

        self.title = SectionTitle(tr("Nearest tokens"))
        self.space = Segmented(name=tr("Near in"))
        self.words = Segmented(name=tr("Words"))
        self.words.set_segments([*map(tr, _WORD_NAMES)], [*map(tr, _WORD_TIPS)])
        self.isolate = QPushButton()
        self.isolate.setCursor(Qt.CursorShape.PointingHandCursor)
        self.token = ContextLine()
        self.count = QLabel()
        self.count.setProperty("role", "text2")
        self.more = QPushButton(tr("More"))
        self.more.setProperty("kind", "link")
        self.more.setToolTip(tr("List up to {more} more of the nearest tokens", more=_MORE))
        self.more.setCursor(Qt.CursorShape.PointingHandCursor)
        self.list = NeighbourList()
        self.none = EmptyPage()
        self.empty = EmptyPage()
        self._content = QWidget()
        self._lay_out()
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._content)
        self._pages.addWidget(self.empty)
        self._later = QTimer(self, singleShot=True, interval=0)

        self._restyle()
        self.refresh()
        self._connect()

    def refresh(self) -> None:
        """Show the session as it is now; changes of the session end here by themselves."""
        self._later.stop()
        session = self._session
        if self._numbers.sentences is not session.sentences:
            self._numbers = SentenceNumbers(session.sentences)
        if session.nearest is None and not session.selection and not session.occurrences:
            self._pages.setCurrentIndex(1)
            self._say_nothing_selected()
            return
        self._pages.setCurrentIndex(0)
        self._show_ask()
        self._show_found(session.nearest)
        self._show_isolated()
        self._show_hovered()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened meanwhile."""
        self.refresh()
        super().showEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The surface behind the parts."""
        QPainter(self).fillRect(self.rect(), theme.color("surface"))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.title, 1)
        for control in (self.count, self.more, self.space, self.words, self.isolate):
            top.addWidget(control)
        self.list.set_heading(self.token)
        lists = QWidget()
        self._lists = QStackedLayout(lists)
        self._lists.addWidget(self.list)
        self._lists.addWidget(self.none)
        column = QVBoxLayout(self._content)
        column.setContentsMargins(14, 8, 14, 8)
        column.setSpacing(6)
        column.addLayout(top)
        column.addWidget(lists, 1)

    def _connect(self) -> None:
        self._later.timeout.connect(self.refresh)
        self.space.changed.connect(self._on_space)
        self.words.changed.connect(self._on_words)
        self.isolate.clicked.connect(self._on_isolate)
        self.more.clicked.connect(self._on_more)
        self.list.row_hovered.connect(self._on_row_hovered)
        self.list.row_chosen.connect(self._on_row_chosen)
        self.empty.chosen.connect(lambda word: focus_on(word, self._session))
        theme.changed.connect(self._restyle)
        events = self._session.events
        for changed in (
            events.sentences,
            events.view,
            events.model,
            events.occurrences,
            events.selection,
            events.groups,
            events.nearest,
            events.nearest_ask,
            events.isolated,
        ):
            changed.connect(self._schedule)
        events.hovered.connect(self._show_hovered)

    def _schedule(self) -> None:
        """Many facts change together: show them together."""
        if self.isVisible():
            self._later.start()

    # From the session to the widgets

    def _say_nothing_selected(self) -> None:
        self.empty.set_text(
            tr("Pick a word to find its neighbours"),
            tr("Select a point in the picture, or click a word in a sentence."),
        )
        self.empty.suggest(word_suggestions(self._session.pictured()), tr("Words that occur more than twice"))

    def _show_ask(self) -> None:
        ask, n_layers = self._session.nearest_ask, len(self._session.mix.weights)
        layers = [tr("Layer {k}, {layer_kind}", k=k, layer_kind=layer_kind(k)) for k in range(n_layers)]
        self.space.set_segments(
            [tr("Pictured"), tr("Mix"), *map(str, range(n_layers))],
            [
                tr("Near in what the picture shows, the mix or one layer"),
                tr("Near in the mix of the layers"),
                *layers,
            ],
        )
        self.space.set_index(self._spaces().index(ask.space) if ask.space in self._spaces() else 0)
        self.words.set_index(_WORDS.index(ask.words))

    def _show_found(self, found: NearestTokens | None) -> None:
        before, self._found = self._found, found
        tokens = () if found is None else found.tokens
        if tokens is not self._places.tokens:
            self._places = TokenPlaces(tokens)
        if found is None:
            self.title.set_text(tr("Nearest tokens"))
            self.token.set_row(None)
            self.count.clear()
            self.more.hide()
            self._lists.setCurrentIndex(0)
            self.list.set_rows(0, self._row, self._session.view.corrected)
            return
        context = self._numbers.context(found.token)
        scale = self._scale(found)
        where = (
            tr("layer mix")
            if found.layer is None
            else tr("layer {layer} · {layer_kind}", layer=found.layer, layer_kind=layer_kind(found.layer))
        )
        self.title.set_text(
            tr("Nearest to “{word}”", word=context.word), f"{where}, {scale.remark}", scale.short_remark
        )
        self.title.setToolTip(scale.explanation)
        self.list.setToolTip("" if scale.corrects or not scale.wanted else scale.explanation)
        self.token.set_row(KwicRow(self._numbers.number(found.token), self._category(found.token), *context))
        n, n_all = len(tokens), found.n_candidates
        self.count.setText(tr("{n:,} of {n_all:,}", n=n, n_all=n_all) if n < n_all else _tokens(n))
        self.more.setVisible(n < n_all)
        self._lists.setCurrentIndex(0 if tokens else 1)
        if not tokens:
            self._say_none(found, context.word)
        self.list.set_rows(n, self._row, scale.corrects)
        if before is None or (before.token, before.ask.space) != (found.token, found.ask.space):
            self.list.scroll_to_top()

    def _say_none(self, found: NearestTokens, word: str) -> None:
        if found.ask.words == "same":
            self.none.set_text(
                tr("“{word}” stands nowhere else", word=word), tr("No other loaded token is spelt like it.")
            )
        else:
            self.none.set_text(tr("There is no other token"), tr("Add a sentence to compare with."))

    def _row(self, i: int) -> NeighbourRow:
        assert self._found is not None
        token, cosine = self._found.tokens[i], float(self._found.cosines[i])
        line = KwicRow(str(i + 1), self._category(token), *self._numbers.context(token))
        corrected = CosineScale(self._found.baseline, True)
        value = corrected.shown(cosine) if corrected.corrects else float("nan")
        return NeighbourRow(line, self._numbers.number(token), cosine, value)

    def _scale(self, found: NearestTokens) -> CosineScale:
        return CosineScale(found.baseline, self._session.view.corrected)

    def _category(self, token: TokenRef) -> int:
        return self._session.groups.of.get(token, -1)

    def _show_isolated(self) -> None:
        isolated = self._session.isolated
        self.isolate.setText(tr("Isolate these") if isolated is None else tr("Back to all"))
        self.isolate.setToolTip(
            tr("Narrow the picture to these tokens")
            if isolated is None
            else tr("Show all loaded tokens again")
        )
        self.isolate.setEnabled(isolated is not None or bool(self._found and self._found.tokens))

    def _show_hovered(self) -> None:
        hovered = self._session.hovered
        self.list.set_lit(-1 if hovered is None else int(self._places.find((hovered,))[0]))

    def _restyle(self) -> None:
        self.count.setFont(theme.font(11, tabular=True))
        self._schedule()

    # From the widgets to the session

    def _spaces(self) -> list[Space]:
        return ["picture", "mix", *range(len(self._session.mix.weights))]

    def _on_space(self, index: int) -> None:
        self._session.nearest_ask = replace(self._session.nearest_ask, space=self._spaces()[index])

    def _on_words(self, index: int) -> None:
        self._session.nearest_ask = replace(self._session.nearest_ask, words=_WORDS[index])

    def _on_more(self) -> None:
        ask = self._session.nearest_ask
        self._session.nearest_ask = replace(ask, most=ask.most + _MORE)

    def _on_row_hovered(self, row: int) -> None:
        tokens = self._places.tokens
        self._session.hovered = tokens[row] if 0 <= row < len(tokens) else None

    def _on_row_chosen(self, row: int, adds: bool) -> None:
        chosen = frozenset({self._places.tokens[row]})
        self._session.selection = self._session.selection ^ chosen if adds else chosen

    def _on_isolate(self) -> None:
        session = self._session
        if session.isolated is not None:
            session.isolated = None
        elif session.nearest is not None:
            session.isolated = frozenset((session.nearest.token, *session.nearest.tokens))


def _tokens(n: int) -> str:
    return tr("1 token") if n == 1 else tr("{n:,} tokens", n=n)
