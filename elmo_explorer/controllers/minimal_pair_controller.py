"""The sentence in view beside one that differs in a word: found, varied or typed."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from elmo_explorer.controllers.model_controller import LANE, ModelController
from elmo_explorer.controllers.pair_baselines import PairBaselinesController
from elmo_explorer.controllers.pair_reading import PairRequest, read_pair
from elmo_explorer.controllers.replaced_word import with_word
from elmo_explorer.controllers.text_controller import LANE as TEXT_LANE
from elmo_explorer.controllers.while_seen import WhileSeen
from elmo_explorer.controllers.word_askers import WordAskers
from elmo_explorer.session.history import History
from elmo_explorer.session.minimal_pair import MinimalPair
from elmo_explorer.session.sentence_in_view import sentence_in_view
from elmo_explorer.session.session import Sentence, Session
from elmo_explorer.session.shown_model import LANGUAGES
from elmo_explorer.translation import tr
from elmo_explorer.workers.runner import Runner
from elmo_explorer.workers.task import Task

if TYPE_CHECKING:
    from elmo_explorer.bilm.embedder import BiLM


class MinimalPairController(WhileSeen):
    """Keeps ``session.minimal_pair`` and ``session.pair_baselines`` true while somebody looks; the newest wish wins."""

    def __init__(
        self,
        session: Session,
        runner: Runner,
        models: ModelController,
        askers: WordAskers,
        history: History,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(session, runner, parent)
        self._models = models
        self._askers = askers
        self._history = history
        self._read_by: BiLM | None = None
        self._baselines = PairBaselinesController(session, runner, self)
        self._soon.timeout.connect(self._start)
        events = session.events
        for field in (
            events.sentences,
            events.selection,
            events.hovered,
            events.occurrences,
            events.readers,
            events.model,
            events.pair_asks,
        ):
            field.connect(self._want)
        models.changed.connect(self._on_models)

    @property
    def pending(self) -> bool:
        """Whether something newer is on its way."""
        return super().pending or self._baselines.pending

    def vary(self, sentence_id: int, index: int, word: str) -> None:
        """Compare a sentence with itself, but for one word; the list of sentences stays as it is."""
        sentence = self._session.sentence(sentence_id)
        if word.strip() and sentence.tokens[index] != word.strip():
            self._compare(sentence, _new(with_word(sentence, index, word.strip())))

    def type_other(self, sentence_id: int, text: str) -> None:
        """Compare a sentence with a typed one, however many words differ."""
        sentence = self._session.sentence(sentence_id)
        text = " ".join(text.split())

        def make(_: Task) -> Sentence:
            from elmo_explorer.controllers.typed_text import make_sentence

            return make_sentence(text, True if sentence.spaced else None)

        if text and text != sentence.text:
            self._runner.submit(
                TEXT_LANE, make, lambda made: self._compare(sentence, made), key="pair: typed"
            )

    def compare_with(self, sentence_id: int, other_id: int) -> None:
        """Compare a sentence with another of the list."""
        self._compare(self._session.sentence(sentence_id), self._session.sentence(other_id))

    def forget(self, sentence_id: int) -> None:
        """Compare a sentence with what is found, if anything is."""
        asks = dict(self._session.pair_asks)
        if asks.pop(sentence_id, None) is not None:
            self._session.pair_asks = MappingProxyType(asks)

    def add_to_sentences(self) -> None:
        """Put the second sentence into the list, at its end, where it is not there."""
        session, pair = self._session, self._session.minimal_pair
        if pair is None or pair.b is None or _is_listed(session, pair.b):
            return
        with self._history.group(tr("Add the second sentence")):
            session.sentences = (*session.sentences, pair.b)

    def _compare(self, a: Sentence, b: Sentence) -> None:
        ids = {sentence.id for sentence in self._session.sentences}
        asks = {key: made for key, made in self._session.pair_asks.items() if key in ids}
        if a.id in ids:
            self._session.pair_asks = MappingProxyType(asks | {a.id: b})

    def _on_models(self) -> None:
        self._read_by = None  # it may be closed, and is large
        self._want()

    def _show(self) -> None:
        self._baselines.visible = True
        super()._show()

    def _hide(self) -> None:
        self._baselines.visible = False
        self._clear()

    def _clear(self) -> None:
        self._stop()
        self._read_by = None
        self._session.minimal_pair = None

    def _start(self) -> None:
        session = self._session
        sentence = sentence_in_view(session)
        bilm = self._models.bilm_of(session.reader_key(sentence)) if sentence is not None else None
        if sentence is None or bilm is None or not self._visible:
            self._clear()
            return
        request = self._request(sentence)
        key = request.model
        asker = None if bilm.output_layer is None else lambda: self._askers.of(key, bilm)
        before = session.minimal_pair if self._read_by is bilm else None

        def found(pair: MinimalPair) -> None:
            self._task = None
            self._read_by = bilm
            session.minimal_pair = pair

        self._stop()
        self._task = self._runner.submit(
            LANE,
            lambda task: read_pair(request, bilm, asker, before, task),
            found,
            key="pair",
            failed=self._on_failed,
        )

    def _request(self, a: Sentence) -> PairRequest:
        session = self._session
        b = session.pair_asks.get(a.id)
        if b is not None:
            b = next((listed for listed in session.sentences if listed.id == b.id), b)
        shown = session.model.key if session.model is not None else ""
        reader_of = {language: session.readers.get(language, shown) for language in LANGUAGES}
        names: Mapping[str, str] = {model.key: model.name for model in session.models}
        return PairRequest(a, b, session.sentences, reader_of, names)


def _new(made: Sentence) -> Sentence:
    """With an id of its own, and without labels, which belong to the sentence that it was made of."""
    return Sentence(made.text, made.tokens, made.language, made.spaced)


def _is_listed(session: Session, sentence: Sentence) -> bool:
    return any(listed.id == sentence.id for listed in session.sentences)
