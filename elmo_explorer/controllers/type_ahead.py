"""While a sentence is being typed, the words that the forward model expects next."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from elmo_explorer.controllers.model_controller import LANE
from elmo_explorer.controllers.word_askers import WordAskers
from elmo_explorer.session.predictions import LikelyWord, NextWordOffer
from elmo_explorer.session.session import Sentence, Session
from elmo_explorer.workers.runner import Runner
from elmo_explorer.workers.task import Task

if TYPE_CHECKING:
    from elmo_explorer.bilm.next_words import NextWords

N_WORDS = 5
"""Words that are offered."""
log = logging.getLogger("elmo_explorer")


class TypeAhead(QObject):
    """Keeps ``session.next_words`` true to what stands in the field; the newest text wins.

    It hears the field itself, and the same text once more when it has been tokenised.
    """

    def __init__(
        self, session: Session, runner: Runner, askers: WordAskers, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._runner = runner
        self._askers = askers
        self._enabled = True
        self._typed = ""
        self._task: Task | None = None

    @property
    def enabled(self) -> bool:
        """Whether words are offered."""
        return self._enabled

    @enabled.setter
    def enabled(self, enabled: bool) -> None:
        self._enabled = enabled
        if not enabled:
            self._withdraw()

    def typed(self, text: str) -> None:
        """This stands in the field now; what was offered stays until there is something better, or nothing to follow."""
        self._typed = text
        if not text.strip():
            self._withdraw()

    def tokenised(self, text: str, sentences: Sequence[Sentence]) -> None:
        """These are the sentences of a text, which stood in the field, or in another, a moment ago."""
        if not self._enabled or not sentences or text != self._typed.strip():
            return
        sentence = sentences[-1]
        key = self._session.reader_key(sentence)
        bilm = self._askers.bilm_of(key)
        reader = next((model for model in self._session.models if model.key == key), None)
        learned = reader is not None and reader.knows(sentence.language)
        if bilm is None or not learned or not sentence.tokens:
            self._withdraw()
            return
        finished = self._typed[-1].isspace()
        self._stop()
        self._task = self._runner.submit(
            LANE,
            lambda _: next_words(self._askers.of(key, bilm), text, sentence, finished),
            self._on_found,
            key="next words",
            failed=self._on_failed,
        )

    def _on_found(self, offer: NextWordOffer) -> None:
        self._task = None
        self._session.next_words = offer

    def _on_failed(self, error: Exception) -> None:
        """Nobody asked for it: what is wrong is told at Enter, if it still is."""
        log.info("Next words could not be found: %s", error)
        self._withdraw()

    def _withdraw(self) -> None:
        self._stop()
        self._session.next_words = None

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None


def next_words(asker: NextWords, text: str, sentence: Sentence, finished: bool) -> NextWordOffer:
    """What may follow a text: the next word, or the rest of one that is not finished.

    Args:
        asker: of the model that reads the sentence.
        text: all that was typed.
        sentence: its last sentence.
        finished: whether white space stands behind it; else a last word outside the vocabulary is an unfinished one.
    """
    spaced = sentence.language != "zh" or sentence.spaced
    *before, last = sentence.tokens
    if not finished and last[-1].isalnum() and not asker.vocabulary.knows(last) and text.endswith(last):
        found = asker.after(before, N_WORDS, begins=last)
        if found:
            return NextWordOffer(text, _likely(found), len(last), spaced)
    return NextWordOffer(text, _likely(asker.after(sentence.tokens, N_WORDS)), 0, spaced)


def _likely(found: Sequence[tuple[str, float]]) -> tuple[LikelyWord, ...]:
    return tuple(LikelyWord(word, probability) for word, probability in found)
