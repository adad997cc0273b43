"""How the other words of the sentence in view move the vector of one of its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from elmo_explorer.controllers.model_controller import LANE, ModelController
from elmo_explorer.controllers.while_seen import WhileSeen
from elmo_explorer.controllers.word_askers import WordAskers
from elmo_explorer.session.influence import How, Influence, InfluenceLook, followed_token
from elmo_explorer.session.sentence_in_view import sentence_in_view
from elmo_explorer.session.session import Sentence, Session, TokenRef
from elmo_explorer.translation import tr
from elmo_explorer.workers.runner import Runner
from elmo_explorer.workers.task import Progress, Task

if TYPE_CHECKING:
    from elmo_explorer.bilm.embedder import BiLM
    from elmo_explorer.bilm.next_words import NextWords

_Asked = tuple["BiLM", TokenRef, tuple[str, ...], How, str]


class InfluenceController(WhileSeen):
    """Keeps ``session.influence`` true while somebody looks.

    All variants of the sentence are read in one batch, in the lane of the biLM; a newer question stops an older one. The
    mix, the layer and the switch of corrected cosines ask for no reading: what was found holds every layer's vectors.
    """

    progressed = Signal(int, int)
    """Variants read, and how many there are, of a long sentence."""

    def __init__(
        self,
        session: Session,
        runner: Runner,
        models: ModelController,
        askers: WordAskers,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(session, runner, parent)
        self._models = models
        self._askers = askers
        self._asked: _Asked | None = None
        self._soon.timeout.connect(self._start)
        events = session.events
        for field in (
            events.sentences,
            events.selection,
            events.hovered,
            events.occurrences,
            events.readers,
            events.model,
            events.influence_ask,
        ):
            field.connect(self._want)
        models.changed.connect(self._want)

    def _start(self) -> None:
        session = self._session
        asked = self._question()
        if asked is None:
            self._hide()
            return
        if self._asked is not None and asked[0] is self._asked[0] and asked[1:] == self._asked[1:]:
            return
        self._stop()
        self._asked = asked
        bilm, token, tokens, how, word = asked
        key = session.model.key if session.model is not None else ""

        def read(task: Task) -> Influence:
            asker = self._askers.of(key, bilm) if how == "likely" else None
            return read_influence(bilm, asker, token, tokens, how, word, task)

        self._task = self._runner.submit(
            LANE, read, self._on_read, key="influence", failed=self._on_failed, progress=self._on_progress
        )

    def _question(self) -> _Asked | None:
        """What is to be read now; None where there is nothing to ask."""
        session, ask = self._session, self._session.influence_ask
        sentence = sentence_in_view(session)
        if sentence is None or session.model is None or not session.is_read_here(sentence):
            return None
        bilm = self._models.bilm_of(session.model.key)
        token = followed_token(session, sentence)
        if bilm is None or token is None or len(sentence.tokens) < 2:
            return None
        how, word = ask.how, ask.replacement(sentence.language) if ask.how == "word" else ""
        if how == "likely" and self._askers.bilm_of(session.model.key) is None:
            how, word = "word", ask.replacement(sentence.language)
        return bilm, token, sentence.tokens, how, word

    def _hide(self) -> None:
        self._stop()
        self._asked = None  # its biLM may be closed, and is large
        session = self._session
        if session.influence is not None:
            session.influence = None
        session.influence_look = InfluenceLook()

    def _on_progress(self, news: Progress) -> None:
        self.progressed.emit(news.done, news.total)

    def _on_read(self, found: Influence) -> None:
        self._task = None
        before = self._session.influence
        if before is None or (before.token, before.tokens) != (found.token, found.tokens):
            self._session.influence_look = InfluenceLook()
        self._session.influence = found


def read_influence(
    bilm: BiLM,
    asker: NextWords | None,
    token: TokenRef,
    tokens: tuple[str, ...],
    how: How,
    word: str,
    task: Task,
) -> Influence:
    """Read all variants of a sentence.

    Args:
        bilm: the sentence's reader.
        asker: of this biLM, for ``"likely"``.
        token: whose vectors are followed.
        tokens: the sentence.
        how: what is done to each of the other words.
        word: for ``"word"``.
        task: told of the progress; may stop.
    """
    from elmo_explorer.bilm.context_influence import likeliest_others, moved_vectors

    replacements: list[str | None] = [None if how == "remove" else word] * len(tokens)
    if how == "likely" and asker is not None:
        replacements = list(likeliest_others(asker, tokens, task.check))
    moved = moved_vectors(bilm, tokens, token.index, replacements, task.progress)
    return Influence(token, tokens, how, tuple(replacements), moved.before, moved.after)


def variant_of(sentence: Sentence, influence: Influence, place: int) -> Sentence:
    """A new sentence in which one word is changed as it was for the influence; labels stay with their words.

    Raises:
        ValueError: the influence is of another sentence, or the place is the followed token's.
    """
    from elmo_explorer.controllers.replaced_word import with_word, without_word

    if not influence.is_of(sentence) or influence.variant(place) < 0:
        raise ValueError(
            tr("There is no variant of this sentence with another word in place {place}.", place=place + 1)
        )
    word = influence.replacements[place]
    changed = without_word(sentence, place) if word is None else with_word(sentence, place, word)
    return Sentence(changed.text, changed.tokens, changed.language, changed.spaced, senses=changed.senses)
