"""What the typed words are to the shown model: their letters, their nearest spellings, their neighbours in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer

from elmo_explorer.controllers.loaded_tokens import LoadedTokens
from elmo_explorer.controllers.model_controller import LANE, ModelController
from elmo_explorer.controllers.replaced_word import with_word
from elmo_explorer.controllers.spelling_search import (
    Carrier,
    LoadedPart,
    ReadWords,
    find_spelling,
    loaded_part,
    read_words,
)
from elmo_explorer.controllers.word_tables import ANALYSIS, WordTables
from elmo_explorer.session.session import Floats, Focus, Session, TokenRef
from elmo_explorer.session.spelling import SLOT, Spelling, SpellingAsk, SpellingLab
from elmo_explorer.workers.runner import Runner
from elmo_explorer.workers.task import Task


class SpellingController(QObject):
    """Keeps ``lab.found`` true while somebody looks: the model reads in lane ``"bilm"``, the search is in ``"analysis"``.

    A word that is clicked in a sentence becomes the first of the typed ones. The newest wish wins.
    """

    def __init__(
        self,
        lab: SpellingLab,
        session: Session,
        runner: Runner,
        models: ModelController,
        tables: WordTables,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._lab = lab
        self._session = session
        self._runner = runner
        self._models = models
        self._tables = tables
        self._visible = False
        self._taken: Focus | None = None
        self._read: ReadWords | None = None
        self._part: LoadedPart | None = None
        self._task: Task | None = None
        self._again = False
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._start)
        events = session.events
        for field in (events.selection, events.occurrences, events.sentences, events.model, events.readers):
            field.connect(self._want)
        events.focus.connect(self._take_focus)
        events.states.connect(self._on_states)
        lab.events.ask.connect(self._want)
        models.changed.connect(self._on_models)
        tables.changed.connect(self._want)

    @property
    def visible(self) -> bool:
        """Whether the tab is seen; nothing is computed while it is not."""
        return self._visible

    @visible.setter
    def visible(self, visible: bool) -> None:
        self._visible = visible
        if visible:
            self._take_focus()
            self._want()
        else:
            self._stop()
            self._read = self._part = None  # the biLM may be closed, and is large

    @property
    def pending(self) -> bool:
        """Whether newer findings are on their way."""
        return self._soon.isActive() or self._task is not None

    def _want(self, *_: object) -> None:
        if self._visible:
            self._soon.start()

    def _take_focus(self, *_: object) -> None:
        """The clicked word comes first, unless it is there already."""
        focus, ask = self._session.focus, self._lab.ask
        if not self._visible or focus is None or focus == self._taken:
            return
        self._taken = focus
        word = "".join(focus.word.split())
        if word and word not in ask.words:
            self._lab.ask = replace(ask, words=(word, *ask.words[1:]))

    def _on_states(self, states: Mapping[int, Floats]) -> None:
        """More vectors: a search under way is shown first, so that a long import does not starve it."""
        if states and self._task is not None:
            self._again = True
        else:
            self._want()

    def _on_models(self) -> None:
        self._read = None
        self._want()

    def _start(self) -> None:
        lab = self._lab
        self._stop()
        bilm, ask = self._models.bilm, lab.ask
        carrier = self._carrier(ask)
        if bilm is None or not ask.words or not self._visible:
            lab.found = None
            return
        read = self._read
        if read is not None and (read.bilm, read.words) == (bilm, ask.words) and _same(read.carrier, carrier):
            self._search(ask, read)
            return
        words = ask.words

        def was_read(read: ReadWords) -> None:
            self._read = read
            self._search(ask, read)

        self._task = self._runner.submit(
            LANE,
            lambda task: read_words(bilm, words, carrier, task),
            was_read,
            key="spelling",
            failed=self._on_failed,
        )

    def _search(self, ask: SpellingAsk, read: ReadWords) -> None:
        loaded = LoadedTokens.of(self._session)
        part = self._part
        types, own_types = self._tables.types, self._tables.known and self._tables.types is None

        def search(task: Task) -> tuple[Spelling, LoadedPart]:
            kept = part if part is not None and loaded.same_as(part.loaded) else None
            if kept is None or (own_types and kept.types is None):
                kept = loaded_part(loaded, own_types)
            task.check()
            return find_spelling(ask, read, types, kept, task), kept

        self._task = self._runner.submit(
            ANALYSIS, search, self._on_found, key="spelling", failed=self._on_failed
        )

    def _on_found(self, answer: tuple[Spelling, LoadedPart]) -> None:
        self._task = None
        self._lab.found, self._part = answer
        if self._again:
            self._want()
            self._again = False

    def _on_failed(self, error: Exception) -> None:
        self._task = None
        self._runner.failed.emit(error)

    def _stop(self) -> None:
        self._soon.stop()
        self._again = False
        if self._task is not None:
            self._task.cancel()
            self._task = None

    # The sentence that the words are put into

    def _carrier(self, ask: SpellingAsk) -> Carrier:
        """The user's own, or the loaded sentence that is chosen or in view; the word alone without any."""
        place = self._place(ask)
        if place is None:
            self._lab.carrier = ""
            return Carrier(ask.carrier)
        sentence = self._session.sentence(place.sentence_id)
        self._lab.carrier = with_word(sentence, place.index, SLOT).text
        if ask.carrier:
            return Carrier(ask.carrier)
        return Carrier("", sentence.tokens, place.index, place, sentence.tokens[place.index])

    def _place(self, ask: SpellingAsk) -> TokenRef | None:
        """The chosen place, the selected token's, that of the focus word's first use, or of the first sentence's last word."""
        session = self._session
        tokens = [] if ask.place is None else [ask.place]
        tokens += sorted(session.selection, key=lambda token: (token.sentence_id, token.index))[:1]
        tokens += session.occurrences[:1]
        for token in tokens:
            try:
                sentence = session.sentence(token.sentence_id)
            except KeyError:  # it went a moment ago
                continue
            if session.is_read_here(sentence) and token.index < len(sentence.tokens):
                return token
        for sentence in session.pictured():
            words = [k for k, token in enumerate(sentence.tokens) if token[:1].isalpha()]
            if sentence.tokens:
                return TokenRef(sentence.id, words[-1] if words else len(sentence.tokens) - 1)
        return None


def _same(read: Carrier, wanted: Carrier) -> bool:
    """Whether the words were read in this sentence; the tokens of a user's own come of its text."""
    if wanted.text:
        return read.text == wanted.text
    return read == wanted
