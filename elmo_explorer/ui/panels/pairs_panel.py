"""The tab Minimal pairs: two sentences side by side that differ in one word, and what that changes."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from elmo_explorer.session.influence import followed_token
from elmo_explorer.session.minimal_pair import MinimalPair, PairBaselines, SideBySide
from elmo_explorer.session.sentence_in_view import sentence_in_view
from elmo_explorer.session.session import Sentence, Session, TokenRef
from elmo_explorer.translation import tr
from elmo_explorer.ui.distance_scale import EXPLANATION
from elmo_explorer.ui.moved_scale import MovedScale
from elmo_explorer.ui.pair_figures import PairFigures
from elmo_explorer.ui.pair_view import (
    how_they_differ,
    lone_columns,
    strip_blocks,
    strip_columns,
    strip_rows,
)
from elmo_explorer.ui.second_sentence_button import SecondSentenceButton
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.divider import divider
from elmo_explorer.ui.widgets.empty_page import EmptyPage
from elmo_explorer.ui.widgets.pair_table import PairTable
from elmo_explorer.ui.widgets.section_title import SectionTitle
from elmo_explorer.ui.widgets.vary_row import VaryRow

_LEAST_RIGHT, _MOST_RIGHT, _RIGHT_SHARE = 290, 400, 0.29
_PATIENCE_MS = 300
"""A shorter wait is not told."""


class PairsPanel(QWidget):
    """Shows ``session.minimal_pair``; writes selection and hover, and asks for other second sentences."""

    word_varied = Signal(int, int, str)
    """Compare this sentence with itself, but for this token, in whose place that word stands."""
    text_typed = Signal(int, str)
    """Compare this sentence with that text."""
    other_chosen = Signal(int, int)
    """Compare this sentence with that one of the list."""
    forgotten = Signal(int)
    """Compare this sentence with nothing any more."""
    add_requested = Signal()
    """Put the second sentence into the list."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._pair: MinimalPair | None = None
        self._drawn: tuple[object, ...] | None = None
        self._seen: SideBySide | None = None
        self.setAccessibleName(tr("Minimal pairs"))

        self.title = SectionTitle(tr("Minimal pair"))
        self.other_button = SecondSentenceButton(session)
        self.add_button = QPushButton(tr("Add to the sentences"))
        self.add_button.setToolTip(tr("Put the second sentence into the list at the left"))
        self.vary = VaryRow()
        self.table = PairTable()
        self.table.setToolTip(tr(EXPLANATION))
        self.hint = EmptyPage()
        self.figures = PairFigures(session)
        self.empty = EmptyPage()
        self._lay_out()
        self._later = QTimer(self, singleShot=True, interval=0)
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)

        self._restyle()
        self.refresh()
        self._connect()

    @property
    def pair(self) -> MinimalPair | None:
        """What is seen."""
        return self._pair if self._pages.currentIndex() == 0 else None

    def refresh(self) -> None:
        """Show the session as it is now; changes of the session end here by themselves."""
        self._later.stop()
        session = self._session
        sentence = sentence_in_view(session)
        if sentence is None or session.model is None:
            self._patience.stop()
            self._say_why_empty()
            return
        pair = session.minimal_pair
        if pair is None or pair.a != sentence:
            if not self._patience.isActive():
                self._patience.start()
            if pair is None or self._pages.currentIndex() == 1:
                return
        else:
            self._patience.stop()
        self._pages.setCurrentIndex(0)
        self._pair = pair
        self._show_pair(pair)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened meanwhile."""
        self.refresh()
        super().showEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The right part takes its share."""
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The surface behind the parts."""
        QPainter(self).fillRect(self.rect(), theme.color("surface"))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(12, 6, 12, 2)
        head.setSpacing(8)
        head.addWidget(self.title, 1)
        for button in (self.other_button, self.add_button):
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            head.addWidget(button)
        left = QVBoxLayout()
        left.setContentsMargins(0, 4, 8, 4)
        left.setSpacing(0)
        left.addWidget(self.table, 1)
        left.addWidget(self.hint, 1)
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addLayout(left, 1)
        self._divider = divider()
        body.addWidget(self._divider)
        body.addWidget(self.figures)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.vary)
        column.addLayout(body, 1)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(content)
        self._pages.addWidget(self.empty)

    def _connect(self) -> None:
        self._later.timeout.connect(self.refresh)
        self._patience.timeout.connect(self._say_it_takes_time)
        self.other_button.other_chosen.connect(self.other_chosen)
        self.other_button.forgotten.connect(self.forgotten)
        self.other_button.typing_wanted.connect(lambda: self.vary.set_typing(True))
        self.add_button.clicked.connect(self.add_requested)
        self.vary.word_chosen.connect(self._on_word)
        self.vary.text_entered.connect(self._on_text)
        self.table.strip.column_clicked.connect(lambda column: self._on_column(column - 1))
        self.table.strip.column_hovered.connect(lambda column: self._on_hover(column - 1))
        self.figures.column_hovered.connect(lambda column: self.table.strip.set_lit(column + 1))
        self.figures.column_chosen.connect(self._on_figure)
        events = self._session.events
        for changed in (
            events.sentences,
            events.model,
            events.models,
            events.selection,
            events.occurrences,
            events.minimal_pair,
            events.pair_baselines,
            events.view,
            events.mix,
        ):
            changed.connect(self._schedule)
        theme.changed.connect(self._restyle)

    def _schedule(self) -> None:
        """Many facts change together: show them together."""
        if self.isVisible():
            self._later.start()

    # From the session to the widgets

    def _say_why_empty(self) -> None:
        self._clear()
        if self._session.model is None:
            self.empty.set_text(
                tr("No model is open yet"), tr("Sentences can be compared when one is loaded.")
            )
        else:
            self.empty.set_text(
                tr("No sentence to compare yet"),
                tr(
                    "Type one at the left, or open an example: here it stands beside a second one that differs in one word."
                ),
            )

    def _say_it_takes_time(self) -> None:
        self._clear()
        self.empty.set_text(tr("Reading both sentences…"), "")

    def _clear(self) -> None:
        self._pages.setCurrentIndex(1)
        self._pair = self._drawn = self._seen = None

    def _show_pair(self, pair: MinimalPair) -> None:
        read = pair.read
        view = self._session.view
        baselines = self._baselines(pair)
        drawn = (pair, baselines, view.corrected, self._session.sentences)
        if self._drawn is None or any(a is not b for a, b in zip(self._drawn, drawn, strict=True)):
            self._drawn = drawn
            self._show_table(pair, baselines)
            self.figures.show_changes(pair)
            if pair.read is not None and pair.read is not self._seen:
                self._seen = pair.read
                self.table.show_middle(next(iter(pair.read.changed), 0) + 1)
        for part in (self._divider, self.figures):
            part.setVisible(read is not None)
        self.hint.setVisible(read is None)
        focus = -1 if read is None else self._focus_column(read)
        target = self._target(pair, focus)
        self.table.strip.set_marked(focus + 1 if focus >= 0 else -1, self._column_of(pair, target) + 1)
        if read is not None:
            self.figures.show_focus(read, focus, baselines or PairBaselines.unknown(len(read.states_a)))
        self.vary.set_word(
            pair.a.tokens[target] if target >= 0 else "",
            pair.suggestions(target) if target >= 0 else (),
            (pair.b or pair.a).text,
            has_output_layer=pair.expected is not None,
        )

    def _show_table(self, pair: MinimalPair, baselines: PairBaselines | None) -> None:
        read, b = pair.read, pair.b
        names = [("A", self._number(pair.a))]
        self.add_button.setVisible(b is not None)
        self.add_button.setEnabled(b is not None and not self._is_listed(b) and not pair.fault)
        self.other_button.set_pair(pair)
        if read is None:
            self.table.set_table(lone_columns(pair.a.tokens), (), (), names)
            self._say_what_to_do(pair)
            return
        names.append(("B", self._number(b) if b is not None else ""))
        speaks = read.expected is not None
        n_layers = len(read.states_a)
        rows = strip_rows(n_layers, speaks)
        known = baselines or PairBaselines.unknown(n_layers)
        corrected = self._session.view.corrected
        scales = [[MovedScale(float(value), corrected) for value in half] for half in known.halves]
        self.table.set_table(strip_columns(read, scales, speaks), rows, strip_blocks(read, len(rows)), names)
        self.title.set_text(
            tr("Minimal pair") if len(read.changed) == 1 else tr("Two sentences"), how_they_differ(pair, read)
        )

    def _say_what_to_do(self, pair: MinimalPair) -> None:
        if pair.fault:
            self.title.set_text(tr("Two sentences"), tr("of two models"))
            self.hint.set_text(tr("These sentences cannot be compared"), pair.fault)
            return
        self.title.set_text(tr("Minimal pair"), tr("one word makes the difference"))
        self.hint.set_text(
            tr("No loaded sentence differs from this one in one word"),
            tr("Click a word, then one of the words offered for it above; or type a second sentence."),
        )

    def _baselines(self, pair: MinimalPair) -> PairBaselines | None:
        """Where they are of the model that read the pair."""
        found = self._session.pair_baselines
        fits = found is not None and found.model == pair.model
        return found if fits and (pair.read is None or len(found.layers) == len(pair.read.states_a)) else None  # type: ignore[union-attr]

    def _focus_column(self, read: SideBySide) -> int:
        session, pair = self._session, self._pair
        assert pair is not None
        uses = [token.index for token in session.occurrences if token.sentence_id == pair.a.id]
        followed = followed_token(session, pair.a)
        return read.focus_column([*([followed.index] if followed is not None else []), *uses])

    def _target(self, pair: MinimalPair, focus: int) -> int:
        """The word that may be varied: the selected one, that which was varied, or the longest but for the focus word."""
        tokens = pair.a.tokens
        chosen = [t.index for t in self._session.selection if t.sentence_id == pair.a.id]
        if len(chosen) == 1 and chosen[0] < len(tokens):
            return chosen[0]
        if pair.read is not None:
            varied = [i for k in pair.read.changed if (i := pair.read.columns[k].a) is not None]
            if varied:
                return varied[0]
        uses = {token.index for token in self._session.occurrences if token.sentence_id == pair.a.id}
        others = [k for k in range(len(tokens)) if k not in uses] or list(range(len(tokens)))
        return max(others, key=lambda k: len(tokens[k]), default=-1)

    def _column_of(self, pair: MinimalPair, index: int) -> int:
        """Of a word of the sentence in view."""
        if pair.read is None:
            return index
        return next((k for k, column in enumerate(pair.read.columns) if column.a == index), -2)

    def _number(self, sentence: Sentence) -> str:
        for k, listed in enumerate(self._session.sentences, 1):
            if listed.id == sentence.id:
                return tr("sentence {k:,}", k=k)
        return tr("not in the list")

    def _is_listed(self, sentence: Sentence) -> bool:
        return any(listed.id == sentence.id for listed in self._session.sentences)

    # From the widgets to the session

    def _on_column(self, column: int) -> None:
        token = self._token(column)
        if token is not None:
            self._session.selection = frozenset({token})

    def _on_hover(self, column: int) -> None:
        """The word's point lights up."""
        self._session.hovered = self._token(column)

    def _on_figure(self, column: int) -> None:
        self.table.show_column(column + 1)
        self._on_column(column)

    def _token(self, column: int) -> TokenRef | None:
        """The token of a column in the sentence in view; None at its ends, where it has none, and once it has changed."""
        pair = self._pair
        if pair is None or pair.a not in self._session.sentences:
            return None
        index: int | None = column
        if pair.read is not None:
            index = pair.read.columns[column].a if 0 <= column < len(pair.read.columns) else None
        return TokenRef(pair.a.id, index) if index is not None and 0 <= index < len(pair.a.tokens) else None

    def _on_word(self, word: str) -> None:
        pair = self._pair
        if pair is not None and pair.a in self._session.sentences:
            focus = -1 if pair.read is None else self._focus_column(pair.read)
            target = self._target(pair, focus)
            if 0 <= target < len(pair.a.tokens):
                self.word_varied.emit(pair.a.id, target, word)

    def _on_text(self, text: str) -> None:
        if self._pair is not None and self._pair.a in self._session.sentences:
            self.text_typed.emit(self._pair.a.id, text)

    def _fit(self) -> None:
        right = min(max(round(self.width() * _RIGHT_SHARE), theme.px(_LEAST_RIGHT)), theme.px(_MOST_RIGHT))
        self.figures.setFixedWidth(right)

    def _restyle(self) -> None:
        self._fit()
