"""The tab Spelling: words as the model sees them before, and after, it has read their sentence."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from elmo_explorer.session.session import Session, TokenRef
from elmo_explorer.session.spelling import MOST_WORDS, SLOT, NearInContext, Spelling, SpellingLab, SpeltWord
from elmo_explorer.translation import mark, tr
from elmo_explorer.ui.cosine_scale import CosineScale
from elmo_explorer.ui.sentence_numbers import SentenceNumbers
from elmo_explorer.ui.spelling_text import (
    CHINESE,
    ENGLISH,
    comparison_text,
    different_letters,
    encoding_text,
    facts,
    facts_tip,
    largest_shift,
    letter_marks,
    types_tip,
)
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.empty_page import EmptyPage
from elmo_explorer.ui.widgets.quiet_button import QuietButton
from elmo_explorer.ui.widgets.ranked_words import RankedWord
from elmo_explorer.ui.widgets.section_title import SectionTitle
from elmo_explorer.ui.widgets.spelt_column import Ranking, SpeltColumn

_PAUSE_MS = 60
"""So long the hands have rested when what stands in a field is looked at."""
_NOTHING_LOADED = mark("No loaded tokens to compare with: type a sentence at the left, or open an example.")


class SpellingPanel(QWidget):
    """Shows ``lab.found``; writes ``lab.ask``, and the session's hover and selection."""

    resume_requested = Signal()
    """Go on encoding the vocabulary."""

    def __init__(self, session: Session, lab: SpellingLab, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._lab = lab
        self._numbers = SentenceNumbers(())
        self._chosen: frozenset[TokenRef] | None = None
        self.setAccessibleName(tr("Spelling"))

        self.words = QLineEdit()
        self.words.setPlaceholderText(tr("Type words"))
        self.words.setAccessibleName(tr("Words to look at"))
        self.words.setToolTip(
            tr(
                "Up to {most_words} words, invented or misspelt, with spaces between them; a word "
                "clicked in a sentence comes first",
                most_words=MOST_WORDS,
            )
        )
        self.presets = [QPushButton() for _ in ENGLISH]
        self.carrier = QLineEdit()
        self.carrier.setPlaceholderText(tr("A sentence with {slot} for the word", slot=SLOT))
        self.carrier.setAccessibleName(tr("Sentence that the words are put into"))
        self.carrier.setToolTip(
            tr(
                "Every word is read in this sentence, in the place of {slot}: the sentence in view, "
                "or one of your own",
                slot=SLOT,
            )
        )
        self.reset = QuietButton("reset", tr("Back to the sentence in view"))
        self.note = SectionTitle("")
        self.go_on = QPushButton(tr("Go on"))
        self.go_on.setProperty("kind", "link")
        self.go_on.setToolTip(tr("Go on encoding the vocabulary's words"))
        self.columns: list[SpeltColumn] = []
        self.empty = EmptyPage()
        self._labels = [QLabel(text) for text in (tr("Words"), tr("Try"), tr("In the sentence"))]
        self._lay_out()
        self._later = QTimer(self, singleShot=True, interval=0)
        self._rest = QTimer(self, singleShot=True, interval=_PAUSE_MS)

        self._restyle()
        self.refresh()
        self._connect()

    def refresh(self) -> None:
        """Show lab and session as they are now; their changes end here by themselves."""
        self._later.stop()
        session, lab = self._session, self._lab
        if self._numbers.sentences is not session.sentences:
            self._numbers = SentenceNumbers(session.sentences)
        self._show_ask()
        self.go_on.setVisible(lab.encoding is not None and lab.encoding.stopped)
        found = lab.found
        if found is None or session.model is None or not lab.ask.words:
            self._pages.setCurrentIndex(1)
            self._say_why_empty()
            return
        self._pages.setCurrentIndex(0)
        self._show_found(found)
        self._show_hovered()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what happened meanwhile."""
        self.refresh()
        super().showEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The surface behind the parts."""
        QPainter(self).fillRect(self.rect(), theme.color("surface"))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        words, tries, sentence = self._labels
        head.addWidget(words)
        head.addWidget(self.words, 4)
        head.addWidget(tries)
        for chip in self.presets:
            chip.setProperty("kind", "chip")
            chip.setProperty("dense", "true")
            head.addWidget(chip)
        head.addSpacing(4)
        head.addWidget(sentence)
        head.addWidget(self.carrier, 5)
        head.addWidget(self.reset)
        note = QHBoxLayout()
        note.setSpacing(8)
        note.addWidget(self.note, 1)
        note.addWidget(self.go_on)
        self._row = QWidget()
        self._in_row = QHBoxLayout(self._row)
        self._in_row.setContentsMargins(0, 0, 0, 0)
        self._in_row.setSpacing(8)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(self._row)
        scroll.setAccessibleName(tr("Words side by side"))
        pages = QWidget()
        self._pages = QStackedLayout(pages)
        self._pages.addWidget(scroll)
        self._pages.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 14, 8)
        column.setSpacing(5)
        column.addLayout(head)
        column.addLayout(note)
        column.addWidget(pages, 1)

    def _connect(self) -> None:
        self._later.timeout.connect(self.refresh)
        self._rest.timeout.connect(self._take_words)
        self._rest.timeout.connect(self._take_carrier)
        for field in (self.words, self.carrier):
            field.textEdited.connect(lambda _: self._rest.start())
            field.returnPressed.connect(self._rest.timeout)
        for number, chip in enumerate(self.presets):
            chip.clicked.connect(lambda _=False, number=number: self._ask(self._examples()[number][1]))
        self.reset.clicked.connect(self._on_reset)
        self.go_on.clicked.connect(self.resume_requested)
        theme.changed.connect(self._restyle)
        events, lab = self._session.events, self._lab.events
        for changed in (
            events.sentences,
            events.view,
            events.model,
            events.groups,
            lab.ask,
            lab.carrier,
            lab.found,
            lab.encoding,
        ):
            changed.connect(self._schedule)
        events.hovered.connect(self._show_hovered)
        events.selection.connect(self._on_selection)

    def _schedule(self) -> None:
        """Many facts change together: show them together."""
        if self.isVisible():
            self._later.start()

    # From the lab to the widgets

    def _examples(self) -> tuple[tuple[str, str], ...]:
        model = self._session.model
        return CHINESE if model is not None and model.knows("zh") and not model.knows("en") else ENGLISH

    def _show_ask(self) -> None:
        ask = self._lab.ask
        if not self._rest.isActive():
            if tuple(self._typed()) != ask.words:
                self._set_text(self.words, " ".join(ask.words))
            carrier = ask.carrier or self._lab.carrier
            if not (self.carrier.hasFocus() and self.carrier.text().strip() == ask.carrier.strip() != ""):
                self._set_text(self.carrier, carrier)
        for chip, (name, words) in zip(self.presets, self._examples(), strict=True):
            chip.setText(tr(name))
            chip.setToolTip(words)
            chip.setAccessibleName(f"{tr(name)}: {words}")
        self.reset.setEnabled(bool(ask.carrier or ask.place))

    def _say_why_empty(self) -> None:
        self.note.set_text("")
        if self._session.model is None:
            self.empty.set_text(tr("No model is open yet"), tr("Words can be looked at when one is loaded."))
        elif not self._lab.ask.words:
            self.empty.set_text(
                tr("Type a word to see how the model spells it out"),
                tr(
                    "Invented, misspelt or an emoji: a character CNN makes a vector of any. "
                    "Or click a word in a sentence, or one of the examples above."
                ),
            )
        else:
            self.empty.set_text(tr("Reading the words…"), "")

    def _show_found(self, found: Spelling) -> None:
        self._show_note(found)
        while len(self.columns) < len(found.words):
            self._add_column()
        largest = largest_shift(found)
        for number, column in enumerate(self.columns):
            column.setVisible(number < len(found.words))
        for column, word in zip(self.columns, found.words, strict=False):
            rankings = (self._spellings(found, word), *self._in_context(found, word))
            column.show_word(
                letter_marks(word, largest),
                facts(word),
                word.n_read < word.n_bytes,
                facts_tip(word, found.model),
                rankings,
            )
            column.set_removable(len(found.words) > 1)

    def _show_note(self, found: Spelling) -> None:
        """What is compared with what."""
        n_typed = len(self._typed(None))
        what, short = comparison_text(found, self._session.view.corrected)
        if n_typed > MOST_WORDS:
            cut = tr("the first {most_words} of {n_typed} words; ", most_words=MOST_WORDS, n_typed=n_typed)
            what, short = cut + what, cut + short
        self.note.set_text(tr("Compared"), what, short)
        self.note.setToolTip(
            tr("A shade under a letter: how far the word’s layer-0 vector moves without it (cosine distance)")
        )

    def _spellings(self, found: Spelling, word: SpeltWord) -> Ranking:
        scale = self._scale(found.baseline)
        near = word.spellings
        if near is None:
            says = tr(_NOTHING_LOADED) if not found.from_vocabulary else encoding_text(self._lab.encoding)
            return Ranking(tr("Layer 0"), "spelling", "", (), says)
        rows = tuple(
            RankedWord(
                other,
                scale.text(float(cosine)),
                scale.shown(float(cosine)),
                tr("Click to look at “{other}”", other=other),
                different_letters(word.word, other),
            )
            for other, cosine in zip(near.words, near.cosines, strict=True)
        )
        return Ranking(
            tr("Layer 0"), scale.short_remark, types_tip(found, scale), rows, tr("No other word type.")
        )

    def _in_context(self, found: Spelling, word: SpeltWord) -> tuple[Ranking, ...]:
        if not word.contexts:
            return (Ranking(tr("In the sentence"), "", "", (), tr(_NOTHING_LOADED)),)
        return tuple(self._in_layer(near, found.n_tokens) for near in word.contexts)

    def _in_layer(self, near: NearInContext, n_tokens: int) -> Ranking:
        scale = self._scale(near.baseline)
        tip = tr(
            "The word’s layer-{layer} vector in the sentence, compared with the {n_tokens:,} "
            "loaded tokens’.\n",
            layer=near.layer,
            n_tokens=n_tokens,
        )
        rows = []
        for token, cosine in zip(near.tokens, near.cosines.tolist(), strict=True):
            context, number = self._numbers.context(token), self._numbers.number(token)
            rows.append(
                RankedWord(
                    context.word,
                    scale.text(cosine),
                    scale.shown(cosine),
                    tr("Sentence {number}: {context}", number=number, context=context),
                    before=context.before,
                    after=context.after,
                    note=number,
                    category=self._session.groups.of.get(token, -1),
                )
            )
        says = tr("There is no other token.")
        return Ranking(
            tr("Layer {layer}", layer=near.layer),
            scale.short_remark,
            tip + scale.explanation,
            tuple(rows),
            says,
        )

    def _scale(self, baseline: float) -> CosineScale:
        return CosineScale(baseline, self._session.view.corrected)

    def _add_column(self) -> None:
        column, number = SpeltColumn(), len(self.columns)
        column.row_hovered.connect(lambda ranking, row: self._on_hovered(number, ranking, row))
        column.row_chosen.connect(lambda ranking, row, adds: self._on_chosen(number, ranking, row, adds))
        column.removed.connect(lambda: self._on_removed(number))
        self._in_row.addWidget(column, 1)
        self.columns.append(column)

    def _show_hovered(self) -> None:
        found, hovered = self._lab.found, self._session.hovered
        for column, word in zip(self.columns, found.words if found is not None else (), strict=False):
            for near, rows in zip(word.contexts, column.lists[1:], strict=False):
                lit = hovered is not None and hovered in near.tokens
                rows.set_lit(near.tokens.index(hovered) if lit and hovered is not None else -1)

    # From the widgets to lab and session

    def _typed(self, most: int | None = MOST_WORDS) -> list[str]:
        return list(dict.fromkeys(self.words.text().replace("\x00", "").split()))[:most]

    def _ask(self, words: str) -> None:
        self._set_text(self.words, words)
        self._take_words()

    def _take_words(self) -> None:
        self._lab.ask = replace(self._lab.ask, words=tuple(self._typed()))
        self._schedule()

    def _take_carrier(self) -> None:
        """What is typed there counts until it is emptied, or the sentence in view is wanted back."""
        text = " ".join(self.carrier.text().replace("\x00", "").split())
        ask = self._lab.ask
        if text != (ask.carrier or self._lab.carrier):
            self._lab.ask = replace(ask, carrier=text)

    def _on_reset(self) -> None:
        self._rest.stop()
        self._chosen = None
        self._lab.ask = replace(self._lab.ask, carrier="", place=None)

    def _on_removed(self, number: int) -> None:
        words = self._lab.ask.words
        self._ask(" ".join((*words[:number], *words[number + 1 :])))

    def _token(self, number: int, ranking: int, row: int) -> TokenRef | None:
        found = self._lab.found
        if (
            found is None
            or number >= len(found.words)
            or not 0 < ranking <= len(found.words[number].contexts)
        ):
            return None
        tokens = found.words[number].contexts[ranking - 1].tokens
        return tokens[row] if 0 <= row < len(tokens) else None

    def _on_hovered(self, number: int, ranking: int, row: int) -> None:
        """The token's point lights up."""
        self._session.hovered = self._token(number, ranking, row)

    def _on_chosen(self, number: int, ranking: int, row: int, adds: bool) -> None:
        """A spelling takes the word's place; a token is selected, and the words stay in their sentence."""
        found, token = self._lab.found, self._token(number, ranking, row)
        if token is not None and found is not None:
            chosen = frozenset({token})
            self._chosen = self._session.selection ^ chosen if adds else chosen
            if not self._lab.ask.carrier:
                self._lab.ask = replace(self._lab.ask, place=found.place)
            self._session.selection = self._chosen
        elif found is not None and ranking == 0 and number < len(found.words):
            near = found.words[number].spellings
            if near is not None and 0 <= row < len(near.words):
                words = list(self._lab.ask.words)
                words[number : number + 1] = [near.words[row]]
                self._ask(" ".join(dict.fromkeys(words)))

    def _on_selection(self, selection: frozenset[TokenRef]) -> None:
        """Selected elsewhere: the words go to the sentence in view again."""
        if selection != self._chosen:
            self._chosen = None
            if self._lab.ask.place is not None:
                self._lab.ask = replace(self._lab.ask, place=None)

    @staticmethod
    def _set_text(field: QLineEdit, text: str) -> None:
        if field.text() != text:
            with QSignalBlocker(field):
                field.setText(text)
                field.setCursorPosition(0 if not field.hasFocus() else len(text))

    def _restyle(self) -> None:
        for label in self._labels:
            label.setFont(theme.font(12))
            label.setProperty("role", "text2")
        for field in (self.words, self.carrier):
            field.setFont(theme.font(12))
        self._schedule()
