"""The tab Language model: what both models expect at every place of a sentence, and how it surprises them."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Literal

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from elmo_explorer.session.predictions import Expectation, LikelyWord, Place, Predictions
from elmo_explorer.session.sentence_in_view import sentence_in_view
from elmo_explorer.session.session import ModelInfo, Sentence, Session, TokenRef
from elmo_explorer.translation import mark, tr
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.empty_page import EmptyPage
from elmo_explorer.ui.widgets.figure_line import Figure, FigureLine
from elmo_explorer.ui.widgets.prediction_cells import NO_CATEGORY, Column, Guess, Guesses
from elmo_explorer.ui.widgets.prediction_table import PredictionTable, Side
from elmo_explorer.ui.widgets.section_title import SectionTitle
from elmo_explorer.ui.widgets.segmented import Segmented
from elmo_explorer.ui.widgets.surprisal_bars import Bar, Bars
from elmo_explorer.ui.widgets.switch import Switch

Mode = Literal["each", "both"]
_MODES: tuple[Mode, ...] = ("each", "both")
_PAD = 12
_PATIENCE_MS = 300
"""A shorter wait is not told."""

_FORWARD = Side("forward", mark("Forward →"), (mark("from the left"), mark("% likely")))
_BACKWARD = Side("backward", mark("Backward ←"), (mark("from the right"), mark("% likely")))
_BOTH = Side("accent", mark("Both sides ↔"), (mark("from the left"), mark("and the right"), mark("% likely")))
_BOTH_TIP = mark(
    "What fits between the words to the left and those to the right: the forward and the backward probability multiplied, "
    "divided by how frequent the word is anyway (a Zipf prior). A heuristic, since the two models were trained apart."
)


class LanguageModelPanel(QWidget):
    """Shows ``session.predictions``; writes selection and hover, and asks for edits of the sentence."""

    word_chosen = Signal(int, int, str)
    """Put into this sentence, in the place of this token, that word."""
    type_ahead_toggled = Signal(bool)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._mode: Mode = "each"
        self._shown: tuple[Predictions | None, Mode, object] = (None, "each", None)
        self._uses: set[int] = set()
        self._uses_of: tuple[tuple[TokenRef, ...], int] = ((), -1)
        self.setAccessibleName(tr("Language model"))

        self.title = SectionTitle(tr("Next-word predictions"))
        self.mode = Segmented(name=tr("Evidence"))
        self.mode.set_segments(
            [tr("Each side"), tr("Both sides")],
            [tr("The forward model from the left, the backward model from the right"), tr(_BOTH_TIP)],
        )
        self.figures = FigureLine()
        self.figures.setToolTip(
            tr(
                "2 to the mean surprisal of the sentence's words and its end; words outside the vocabulary are left out"
            )
        )
        self.type_ahead = Switch()
        self.type_ahead.setAccessibleName(tr("Suggest next words while typing"))
        self.type_ahead.setToolTip(
            tr("Offer the forward model's next words below the field in which you type")
        )
        self._type_ahead_label = QLabel(tr("Type-ahead"))
        self._type_ahead_label.setProperty("role", "text2")
        self.note = SectionTitle("")
        self.table = PredictionTable()
        self.empty = EmptyPage()
        self._lay_out()
        self._later = QTimer(self, singleShot=True, interval=0)
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)

        self._restyle()
        self.refresh()
        self._connect()

    @property
    def sentence_id(self) -> int:
        """Of the sentence whose predictions are seen; -1 where there are none."""
        shown = self._shown[0]
        return shown.sentence_id if shown is not None and self._pages.currentIndex() == 0 else -1

    def refresh(self) -> None:
        """Show the session as it is now; changes of the session end here by themselves."""
        self._later.stop()
        session = self._session
        sentence = sentence_in_view(session)
        reader = self._reader(sentence)
        if sentence is None or reader is None or not reader.has_output_layer:
            self._patience.stop()
            self._say_why_empty(sentence, reader)
            return
        found = session.predictions
        if found is None or (found.sentence_id, found.tokens) != (sentence.id, sentence.tokens):
            if not self._patience.isActive():
                self._patience.start()
            if found is None or self._pages.currentIndex() == 1:
                return
        else:
            self._patience.stop()
        if all(s.id != found.sentence_id for s in session.sentences):
            return
        self._pages.setCurrentIndex(0)
        self._show_predictions(found)
        self._show_selection()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened meanwhile."""
        self.refresh()
        super().showEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The surface behind the parts."""
        QPainter(self).fillRect(self.rect(), theme.color("surface"))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(_PAD, 6, _PAD, 4)
        head.setSpacing(12)
        head.addWidget(self.title, 1)
        for part in (self.figures, self.mode, self._type_ahead_label, self.type_ahead):
            head.addWidget(part)
        head.setSpacing(10)
        note = QHBoxLayout()
        note.setContentsMargins(_PAD, 0, _PAD, 2)
        note.addWidget(self.note)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 2)
        column.setSpacing(0)
        column.addLayout(note)
        column.addWidget(self.table, 1)
        pages = QWidget()
        self._pages = QStackedLayout(pages)
        self._pages.addWidget(content)
        self._pages.addWidget(self.empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(pages, 1)

    def _connect(self) -> None:
        self._later.timeout.connect(self.refresh)
        self._patience.timeout.connect(self._say_it_takes_time)
        self.mode.changed.connect(self._on_mode)
        self.type_ahead.toggled.connect(self.type_ahead_toggled)
        self.table.columns.guess_chosen.connect(self._on_guess)
        for part in (self.table.columns, self.table.bars):
            part.column_clicked.connect(self._on_column)
            part.column_hovered.connect(self._on_hover)
        events = self._session.events
        for changed in (
            events.sentences,
            events.model,
            events.models,
            events.readers,
            events.selection,
            events.occurrences,
            events.groups,
            events.predictions,
            events.jobs,
        ):
            changed.connect(self._schedule)
        theme.changed.connect(self._restyle)

    def _schedule(self) -> None:
        """Many facts change together: show them together."""
        if self.isVisible():
            self._later.start()

    # From the session to the widgets

    def _reader(self, sentence: Sentence | None) -> ModelInfo | None:
        """The model that reads a sentence."""
        session = self._session
        if sentence is None:
            return session.model
        key = session.reader_key(sentence)
        return next((model for model in session.models if model.key == key), session.model)

    def _say_why_empty(self, sentence: Sentence | None, reader: ModelInfo | None) -> None:
        self._clear()
        if reader is None:
            self.empty.set_text(tr("No model is open yet"), tr("Predictions appear when one is loaded."))
        elif not reader.has_output_layer:
            self.empty.set_text(
                tr(
                    "The model “{name}” has no output layer, so it cannot say which word comes next.",
                    name=reader.name,
                ),
                tr(
                    "Published HDF5 files hold none; the bundled models have one. Vectors, picture and layers need none."
                ),
            )
        else:
            self.empty.set_text(
                tr("No sentence to read yet"),
                tr("Type one at the left, or choose one in the list: each of its words is predicted here."),
            )

    def _say_it_takes_time(self) -> None:
        self._clear()
        self.empty.set_text(tr("Reading the sentence…"), "")

    def _clear(self) -> None:
        self._pages.setCurrentIndex(1)
        self._shown = (None, self._mode, None)
        self.title.set_text(tr("Next-word predictions"))
        self.figures.set_figures(())

    def _show_predictions(self, found: Predictions) -> None:
        categories = self._categories(found)
        if self._shown[0] is found and self._shown[1:] == (self._mode, categories):
            return
        self._shown = (found, self._mode, categories)
        both = self._mode == "both"
        number = next(k for k, s in enumerate(self._session.sentences, 1) if s.id == found.sentence_id)
        what = tr("each column from both sides") if both else tr("each column predicts its own word")
        self.title.set_text(
            tr("Words that fit") if both else tr("Next-word predictions"),
            tr("sentence {number:,}, {what}", number=number, what=what),
            tr("sentence {number:,}", number=number),
        )
        self.figures.set_figures(
            [
                Figure("forward", tr("forward perplexity"), _figure(found.forward_perplexity)),
                Figure("backward", tr("backward perplexity"), _figure(found.backward_perplexity)),
            ]
        )
        self._show_note(found)
        places = found.places
        self.table.set_table(
            [_column(place, category, both) for place, category in zip(places, categories, strict=True)],
            [_bars(place, category) for place, category in zip(places, categories, strict=True)],
            [_side(_BOTH)] if both else [_side(_FORWARD), _side(_BACKWARD)],
        )

    def _show_note(self, found: Predictions) -> None:
        """What the model does not know of the sentence as it was typed."""
        parts = []
        if found.unknown:
            parts.append(tr("{join}, read by their characters", join=", ".join(found.unknown)))
        if found.own_words:
            parts.append(tr("{model} would cut: {join}", model=found.model, join=" ".join(found.own_words)))
        self.note.set_text(
            tr("Not in vocabulary") if found.unknown else tr("Segmentation"), "   ·   ".join(parts)
        )
        self.note.setVisible(bool(parts))

    def _categories(self, found: Predictions) -> tuple[int, ...]:
        """Of each column: the group of a use of the focus word."""
        session = self._session
        looked_at = session.occurrences, found.sentence_id
        if self._uses_of[0] is not looked_at[0] or self._uses_of[1] != looked_at[1]:
            self._uses = {t.index for t in session.occurrences if t.sentence_id == found.sentence_id}
            self._uses_of = looked_at
        uses, of = self._uses, session.groups.of
        inner = (
            of.get(TokenRef(found.sentence_id, k), -1) if k in uses else NO_CATEGORY
            for k in range(len(found.tokens))
        )
        return (NO_CATEGORY, *inner, NO_CATEGORY)

    def _show_selection(self) -> None:
        chosen = {t.index + 1 for t in self._session.selection if t.sentence_id == self.sentence_id}
        n_words = len(self.table.columns.columns) - 2
        # All words of a sentence are chosen with its row: nothing stands out then.
        self.table.set_selected(frozenset(chosen) if len(chosen) < max(2, n_words) else frozenset())

    # From the widgets to the session

    def _on_mode(self, index: int) -> None:
        self._mode = _MODES[index]
        self.refresh()

    def _token(self, column: int) -> TokenRef | None:
        """The token of a column; None for a boundary, and in a sentence that is another one meanwhile."""
        found = self._shown[0]
        if found is None or not 1 <= column <= len(found.tokens):
            return None
        if all((s.id, s.tokens) != (found.sentence_id, found.tokens) for s in self._session.sentences):
            return None
        return TokenRef(found.sentence_id, column - 1)

    def _on_column(self, column: int) -> None:
        token = self._token(column)
        if token is not None:
            self._session.selection = frozenset({token})

    def _on_hover(self, column: int) -> None:
        """The word's point lights up."""
        self._session.hovered = self._token(column)

    def _on_guess(self, column: int, block: int, row: int) -> None:
        token, guesses = self._token(column), self.table.columns.columns[column].blocks[block]
        if token is None or guesses is None:
            return
        self._session.selection = frozenset({token})
        self.word_chosen.emit(token.sentence_id, token.index, guesses.guesses[row].word)

    def _restyle(self) -> None:
        self._type_ahead_label.setFont(theme.font(12))


def _column(place: Place, category: int, both: bool) -> Column:
    sides = (place.both,) if both else (place.forward, place.backward)
    is_mark = place.both is None
    blocks = tuple(None if side is None else _guesses(side, place.word) for side in sides)
    return Column(place.word, blocks, is_mark, category)


def _guesses(expected: Expectation, true: str) -> Guesses:
    guesses = tuple(
        Guess(
            word.word,
            word.probability,
            _note(word, rank),
            word.word == true and expected.rank == rank,
            word.is_mark,
        )
        for rank, word in enumerate(expected.likely, 1)
    )
    if not expected.rank:
        return Guesses(guesses, 0, tr("not in vocabulary"))
    return Guesses(guesses, expected.rank, _note(LikelyWord(true, expected.probability), expected.rank))


def _note(word: LikelyWord, rank: int) -> str:
    return tr(
        "P = {probability} %, rank {rank:,}, {bits:.1f} bits",
        probability=_exact_percent(word.probability),
        rank=rank,
        bits=word.bits,
    )


def _bars(place: Place, category: int) -> Bars:
    sides = (("forward", place.forward), ("backward", place.backward))
    bars = tuple(
        None if side is None or not side.rank else Bar(side.bits, role, f"{role} {_bar_note(side)}")
        for role, side in sides
    )
    return Bars(place.word, bars, category)


def _bar_note(expected: Expectation) -> str:
    return tr(
        "{bits:.1f} bits, P = {probability} %, rank {rank:,}",
        bits=expected.bits,
        probability=_exact_percent(expected.probability),
        rank=expected.rank,
    )


def _exact_percent(share: float) -> str:
    """One digit behind the point, more where it would be 0.0."""
    return f"{100 * share:.1f}" if share >= 0.0005 else f"{100 * share:.2g}"


def _figure(value: float) -> str:
    if not math.isfinite(value):
        return "–"
    return f"{value:.1f}" if value < 1000 else f"{value:,.0f}"


def _side(side: Side) -> Side:
    """Its words in the chosen language."""
    return replace(side, title=tr(side.title), lines=tuple(map(tr, side.lines)))
