"""The tab Influence: how far the vector of one word moves when each of the others is changed."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from elmo_explorer.session.influence import Influence, InfluenceLook, followed_token
from elmo_explorer.session.nearest import Space
from elmo_explorer.session.sentence_in_view import sentence_in_view
from elmo_explorer.session.session import Sentence, Session, TokenRef
from elmo_explorer.translation import mark, tr
from elmo_explorer.ui.influence_ask_row import InfluenceAskRow
from elmo_explorer.ui.influence_figures import FiguresMaker, InfluenceFigures
from elmo_explorer.ui.influence_text import explained, meaning, row_name, row_titles, said
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.empty_page import EmptyPage
from elmo_explorer.ui.widgets.heat_rows import HeatRows
from elmo_explorer.ui.widgets.ranked_bars import RankedBar, RankedBars
from elmo_explorer.ui.widgets.section_title import SectionTitle
from elmo_explorer.ui.widgets.shaded_words import ShadedWord, ShadedWords

_READING = mark("Reading…")
_PATIENCE_MS = 300
"""A shorter wait is not told."""


class InfluencePanel(QWidget):
    """Shows ``session.influence``; writes how words are changed, which one is looked at, selection and hover."""

    variant_wanted = Signal(int)
    """Put the sentence with another word in this place into the list."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._maker = FiguresMaker()
        self.figures: InfluenceFigures | None = None
        """What is seen; None where there is nothing to see."""
        self._scrolled_for: Influence | None = None
        self.setAccessibleName(tr("Influence"))

        self.title = SectionTitle(tr("Influence"))
        self.ask = InfluenceAskRow(session)
        self.words = ShadedWords()
        self.words.setAccessibleName(tr("The sentence, shaded by influence"))
        self.word_area = QScrollArea()
        self.word_area.setWidgetResizable(True)
        self.word_area.setFrameShape(QFrame.Shape.NoFrame)
        self.word_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.word_area.setWidget(self.words)
        self.word_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.caption = QLabel()
        self.caption.setProperty("role", "text2")
        self.detail = QLabel()
        self.detail.setProperty("role", "text1")
        for label in (self.caption, self.detail):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.rows = HeatRows()
        self.rows.setAccessibleName(tr("Distance by word and layer"))
        self.rows.setToolTip(tr("Click a row to shade the words by it"))
        self.list_title = SectionTitle(tr("What matters most"))
        self.list = RankedBars()
        self.list.setAccessibleName(tr("What matters most"))
        self.add = QPushButton(tr("Put this into the sentences"))
        self.add.setAccessibleName(tr("Put the pinned variant into the sentences"))
        self.add.setCursor(Qt.CursorShape.PointingHandCursor)
        self.empty = EmptyPage()
        self._lay_out()
        self._later = QTimer(self, singleShot=True, interval=0)
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)

        self._restyle()
        self.refresh()
        self._connect()

    def refresh(self) -> None:
        """Show the session as it is now; changes of the session end here by themselves."""
        self._later.stop()
        session = self._session
        sentence = sentence_in_view(session)
        self.ask.show_ask(sentence.language if sentence is not None else "en")
        token = followed_token(session, sentence) if sentence is not None else None
        readable = sentence is not None and session.model is not None and session.is_read_here(sentence)
        if sentence is None or not readable or len(sentence.tokens) < 2:
            self._say_why_empty(sentence)
        elif token is None:
            self._let_pick(sentence)
        else:
            found = session.influence
            if found is None or found.token != token or not found.is_of(sentence):
                if not self._patience.isActive() and not self._is_reading:
                    self._patience.start()
                return
            if len(found.before) != len(session.mix.weights):
                return  # another model is about to read it
            self._patience.stop()
            self._show_influence(sentence, found)

    def set_progress(self, done: int, total: int) -> None:
        """So many variants of a long sentence are read."""
        if self._is_reading:
            self.empty.set_text(
                tr(_READING), tr("{done} of {total} variants of the sentence", done=done, total=total)
            )

    @property
    def _is_reading(self) -> bool:
        """Whether the page says that it takes time."""
        return self._pages.currentIndex() == 1 and self.empty.title == tr(_READING)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened meanwhile."""
        self._restyle()  # the stylesheet has taken the labels' fonts back when it reached them
        self.refresh()
        super().showEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The surface behind the parts."""
        QPainter(self).fillRect(self.rect(), theme.color("surface"))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title, 1)
        head.addWidget(self.ask)
        left = QVBoxLayout()
        left.setSpacing(6)
        left.addWidget(self.word_area, 1)
        left.addWidget(self.caption)
        right = QVBoxLayout()
        right.setSpacing(4)
        right.addWidget(self.rows)
        right.addWidget(self.list_title)
        right.addWidget(self.list, 1)
        self._right = QWidget()
        self._right.setLayout(right)
        right.setContentsMargins(0, 0, 0, 0)
        middle = QHBoxLayout()
        middle.setSpacing(24)
        middle.addLayout(left, 11)
        middle.addWidget(self._right, 9)
        bottom = QHBoxLayout()
        bottom.setSpacing(12)
        bottom.addWidget(self.detail, 1)
        bottom.addWidget(self.add)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(middle, 1)
        column.addLayout(bottom)
        pages = QWidget()
        self._pages = QStackedLayout(pages)
        self._pages.addWidget(content)
        self._pages.addWidget(self.empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(14, 8, 14, 8)
        whole.setSpacing(8)
        whole.addLayout(head)
        whole.addWidget(pages, 1)

    def _connect(self) -> None:
        self._later.timeout.connect(self.refresh)
        self._patience.timeout.connect(self._say_it_takes_time)
        self.words.word_hovered.connect(self._on_hover)
        self.words.word_clicked.connect(self._on_click)
        self.words.word_chosen.connect(self._follow)
        self.rows.column_hovered.connect(self._on_hover)
        self.rows.cell_clicked.connect(self._on_cell)
        self.list.hovered.connect(self._on_hover)
        self.list.clicked.connect(self._on_click)
        self.add.clicked.connect(lambda: self.variant_wanted.emit(self._session.influence_look.pinned))
        events = self._session.events
        for changed in (
            events.sentences,
            events.model,
            events.readers,
            events.view,
            events.mix,
            events.selection,
            events.occurrences,
            events.groups,
            events.hovered,
            events.influence,
            events.influence_ask,
            events.influence_baselines,
            events.influence_anchors,
        ):
            changed.connect(self._schedule)
        events.influence_look.connect(self._show_look)
        theme.changed.connect(self._restyle)

    def _schedule(self) -> None:
        """Many facts change together: show them together."""
        if self.isVisible():
            self._later.start()

    # From the session to the widgets

    def _say_why_empty(self, sentence: Sentence | None) -> None:
        self._patience.stop()
        self._clear()
        session = self._session
        self._pages.setCurrentIndex(1)
        self.title.set_text(tr("Influence"))
        if session.model is None:
            self.empty.set_text(tr("No model is open yet"), tr("Influence is measured when one is loaded."))
        elif sentence is None:
            self.empty.set_text(
                tr("No sentence to read yet"),
                tr(
                    "Type one at the left and click one of its words: the tab shows which of the others move its vector."
                ),
            )
        elif not session.is_read_here(sentence):
            self.empty.set_text(
                tr("Another model reads this sentence"),
                tr("Click the sentence in the list to change over to it."),
            )
        else:
            word = sentence.tokens[0] if sentence.tokens else ""
            self.empty.set_text(
                tr("“{word}” stands alone", word=word),
                tr("A sentence of one word has no context that could move its vector: add words to it."),
            )

    def _say_it_takes_time(self) -> None:
        self._clear()
        self._pages.setCurrentIndex(1)
        self.empty.set_text(tr(_READING), tr("Each variant of the sentence is read once."))

    def _clear(self) -> None:
        self.figures = self._scrolled_for = None
        self._maker.forget()
        self.add.setEnabled(False)

    def _let_pick(self, sentence: Sentence) -> None:
        """Nobody has said whose vector is meant: the sentence's words are there to be clicked."""
        self._patience.stop()
        self._clear()
        self._pages.setCurrentIndex(0)
        self._show_parts(False)
        self.title.set_text(tr("Pick a word"), tr("whose vector is to be followed"))
        tips = tr("Follow the vector of “{}”")
        self.words.set_words([ShadedWord(word, tip=tips.format(word)) for word in sentence.tokens])
        self.words.set_looked_at(-1, -1)
        self.caption.setText("")
        self.detail.setText(tr("Click one of these words: each of the others is then changed in turn."))

    def _show_parts(self, on: bool) -> None:
        self._right.setVisible(on)
        self.add.setVisible(on)
        self.caption.setVisible(on)

    def _show_influence(self, sentence: Sentence, found: Influence) -> None:
        session = self._session
        figures = self._maker.make(
            found, session.mix, session.view, session.influence_ask.space, session.influence_baselines
        )
        self.figures = figures
        self._pages.setCurrentIndex(0)
        self._show_parts(True)
        number = next(k for k, s in enumerate(session.sentences, 1) if s.id == sentence.id)
        word = sentence.tokens[found.token.index]
        self.title.set_text(
            tr("What moves “{word}”?", word=word),
            tr(
                "sentence {number:,}; {row_name}, {remark}",
                number=number,
                row_name=row_name(figures.row),
                remark=figures.scale.remark,
            ),
            tr("sentence {number:,}; {row_name}", number=number, row_name=row_name(figures.row)),
        )
        self.title.setToolTip(figures.scale.explanation)
        category = session.groups.of.get(found.token, -1)
        shown, limit = figures.shown, figures.limit
        self.words.set_words(
            [
                ShadedWord(text, tip=explained(figures, k), category=category)
                if k == found.token.index
                else ShadedWord(
                    text, float(shown[figures.row, k]) / limit, figures.text(k), explained(figures, k)
                )
                for k, text in enumerate(sentence.tokens)
            ]
        )
        behind = (
            tr("share of a random pair’s distance")
            if figures.scale.corrects
            else tr("1 − cos, before and after")
        )
        self.rows.set_table(
            row_titles(len(found.before)),
            shown,
            limit,
            ("0", figures.limit_text, behind),
            figures.row,
            (found.token.index, category),
        )
        longest = max((figures.distance(k) for k in found.places), default=0.0) or 1.0
        self.list.set_bars(
            [
                RankedBar(
                    k,
                    sentence.tokens[k],
                    "" if found.replacements[k] is None else f"→ {found.replacements[k]}",
                    figures.distance(k) / longest,
                    figures.text(k),
                )
                for k in figures.ranking
            ]
        )
        self.caption.setText(meaning(figures, self.ask.speaks, session.influence_anchors is not None))
        self._show_look()
        if self._scrolled_for is not found:
            self._scrolled_for = found
            # The words are laid out when this event is over.
            QTimer.singleShot(0, self, lambda: self._scroll_to(found.token.index))

    def _scroll_to(self, place: int) -> None:
        """In a long sentence a word may be out of sight."""
        if place >= len(self.words.words):
            return
        box = self.words.box(place).toAlignedRect()
        self.word_area.ensureVisible(box.center().x(), box.center().y(), 0, box.height())

    def _show_look(self) -> None:
        figures, look = self.figures, self._session.influence_look
        if figures is None or self._session.influence is not figures.influence:
            return
        self.words.set_looked_at(look.hovered, look.pinned)
        self.rows.set_lit(look.place)
        self.list.set_lit(look.place)
        place = look.place
        if figures.influence.variant(place) >= 0 and not self.words.underMouse():
            self._scroll_to(place)
        if figures.influence.variant(place) < 0:
            self.detail.setText(
                tr("{said} Click a word to keep its variant in view.", said=said(figures, figures.ranking[0]))
            )
        else:
            self.detail.setText(said(figures, place))
        pinned = figures.influence.variant(look.pinned) >= 0
        self.add.setEnabled(pinned)
        self.add.setToolTip(
            tr("Add the sentence with this word changed as one of its own; undo takes it out again")
            if pinned
            else tr("Click a word first: its variant is then added as a sentence of its own")
        )

    def _restyle(self) -> None:
        self.caption.setFont(theme.font(12))
        self.detail.setFont(theme.font(14, 600))
        self.word_area.viewport().setAutoFillBackground(False)
        self._schedule()

    # From the widgets to the session

    def _on_hover(self, place: int) -> None:
        session = self._session
        session.influence_look = replace(session.influence_look, hovered=place)
        influence = None if self.figures is None else self.figures.influence
        if influence is not None and 0 <= place < len(influence.tokens):
            session.hovered = TokenRef(influence.token.sentence_id, place)
        else:
            session.hovered = None

    def _on_click(self, place: int) -> None:
        session = self._session
        if self.figures is None:
            self._follow(place)
            return
        pinned = -1 if place == session.influence_look.pinned else place
        if self.figures.influence.variant(pinned) < 0:
            pinned = -1
        session.influence_look = InfluenceLook(session.influence_look.hovered, pinned)

    def _on_cell(self, row: int, column: int) -> None:
        space: Space = "mix" if row == 0 else row - 1
        self._session.influence_ask = replace(self._session.influence_ask, space=space)
        if column >= 0 and column != self._session.influence_look.pinned:
            self._on_click(column)

    def _follow(self, place: int) -> None:
        """This word's vector is the one to follow from now on."""
        sentence = sentence_in_view(self._session)
        if sentence is not None and 0 <= place < len(sentence.tokens):
            self._session.selection = frozenset({TokenRef(sentence.id, place)})
