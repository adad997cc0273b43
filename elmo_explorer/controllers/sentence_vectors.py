"""Which sentence has which vectors and which still waits; a change costs what has changed, not the whole list."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain, islice

from elmo_explorer.session.sentence_changes import sentence_changes
from elmo_explorer.session.session import Floats, Sentence, Session

Tokens = tuple[str, ...]
Read = tuple[str, Tokens]
"""Key of a model, and the tokens that it read."""
KEPT_BYTES = 16 << 20
"""Vectors of sentences that are gone, kept so that undo is instant; more are read again in less than a second, and would
lie scattered in memory that could not be given back."""


class SentenceVectors:
    """The vectors of all models that are open, by what was read: identical sentences share theirs."""

    def __init__(self, session: Session) -> None:
        self.states: dict[int, Floats] = {}
        """Sentence id -> vectors, of the sentences that the shown model reads."""
        self._session = session
        self._vectors: dict[Read, Floats] = {}
        self._users: dict[Read, dict[int, bool]] = {}
        """What the listed sentences are -> their ids, and whether each of them wants vectors now."""
        self._waiting: dict[Read, None] = {}
        """What is to be read, in the order in which it came."""
        self._unused: OrderedDict[Read, None] = OrderedDict()
        self._unused_bytes = 0

    @property
    def n_waiting(self) -> int:
        """How many different sentences are to be read."""
        return len(self._waiting)

    def knows(self, read: Read) -> bool:
        """Whether its vectors are here."""
        return read in self._vectors

    def refresh(self, put_off: Collection[int]) -> None:
        """Look at all sentences anew, as when another model reads them.

        Args:
            put_off: ids of sentences that are not to be read now.
        """
        self.states, self._users, self._waiting = {}, {}, {}
        self._enter(self._session.sentences, put_off)
        self._unused = OrderedDict((read, None) for read in self._vectors if read not in self._users)
        self._unused_bytes = sum(self._vectors[read].nbytes for read in self._unused)
        self._trim()

    def follow(
        self, old: tuple[Sentence, ...], new: tuple[Sentence, ...], put_off: Collection[int]
    ) -> tuple[bool, list[Sentence]]:
        """Other sentences are listed than before.

        Returns:
            Whether the states have changed, and the sentences whose ids are new.
        """
        _, gone, come = sentence_changes(old, new)
        before = {sentence.id: self.states.get(sentence.id) for sentence in chain(gone, come)}
        for sentence in gone:
            self._leave(sentence)
        self._enter(come, put_off)
        self._trim()
        gone_ids = {sentence.id for sentence in gone}
        changed = any(self.states.get(i) is not vectors for i, vectors in before.items())
        return changed, [sentence for sentence in come if sentence.id not in gone_ids]

    def put(self, reads: Sequence[Read], arrays: Sequence[Floats]) -> None:
        """Keep the vectors that were made."""
        shown = self._shown
        for read, vectors in zip(reads, arrays, strict=True):
            vectors.flags.writeable = False
            self._vectors[read] = vectors
            self._waiting.pop(read, None)
            if read in self._users:
                if read[0] == shown:
                    self.states.update(dict.fromkeys(self._users[read], vectors))
            else:
                self._note_unused(read)
        self._trim()

    def drop(self, reads: Iterable[Read]) -> None:
        """Forget vectors that no listed sentence has."""
        for read in reads:
            if read in self._unused:
                self._take_back(read)
                del self._vectors[read]

    def forget_models(self, keys: Collection[str]) -> None:
        """Vectors of these models go; ``refresh`` is to follow."""
        for read in [read for read in self._vectors if read[0] in keys]:
            del self._vectors[read]

    def next_batch(self, urgent: Collection[Read], most: int) -> list[Read]:
        """What one model is to read next: urgent sentences first, those of the shown model before the others'.

        Args:
            urgent: what somebody waits for.
            most: sentences at once.
        """
        hasty = [read for read in urgent if read in self._waiting]
        first = next(self._in_order(hasty), None)
        if first is None:
            return []
        alike = (read for read in chain(hasty, self._waiting) if read[0] == first[0])
        return list(islice(dict.fromkeys(islice(alike, most + len(hasty))), most))

    def waiting_ids(self) -> set[int]:
        """The sentences that wait for vectors."""
        return {i for read in self._waiting for i, wanted in self._users[read].items() if wanted}

    @property
    def _shown(self) -> str:
        return self._session.model.key if self._session.model is not None else ""

    def _in_order(self, hasty: Sequence[Read]) -> Iterator[Read]:
        here = self._shown
        yield from (read for read in hasty if read[0] == here)
        yield from (read for read in self._waiting if read[0] == here)
        yield from hasty
        yield from self._waiting

    def _read(self, sentence: Sentence) -> Read:
        return self._session.reader_key(sentence), sentence.tokens

    def _enter(self, sentences: Iterable[Sentence], put_off: Collection[int]) -> None:
        readers, shown, brought = self._session.readers, self._shown, self._session.brought
        absent = {model.key for model in self._session.models if model.absent}
        for sentence in sentences:
            read = readers.get(sentence.language, shown), sentence.tokens
            wanted = not sentence.hidden and sentence.id not in put_off and read[0] not in absent
            self._users.setdefault(read, {})[sentence.id] = wanted
            vectors = self._vectors.get(read)
            if vectors is None and brought is not None and brought.model == read[0]:
                vectors = brought.states.get(read[1])  # from a session's file
                if vectors is not None:
                    self._vectors[read] = vectors
            if vectors is None:
                if wanted:
                    self._waiting[read] = None
                continue
            if read in self._unused:
                self._take_back(read)
            if read[0] == shown:
                self.states[sentence.id] = vectors

    def _leave(self, sentence: Sentence) -> None:
        read = self._read(sentence)
        users = self._users.get(read, {})
        users.pop(sentence.id, None)
        self.states.pop(sentence.id, None)
        if read in self._waiting and not any(users.values()):
            del self._waiting[read]
        if not users:
            self._users.pop(read, None)
            if read in self._vectors:
                self._note_unused(read)

    def _note_unused(self, read: Read) -> None:
        if read in self._unused:
            self._take_back(read)
        self._unused[read] = None
        self._unused_bytes += self._vectors[read].nbytes

    def _take_back(self, read: Read) -> None:
        del self._unused[read]
        self._unused_bytes -= self._vectors[read].nbytes

    def _trim(self) -> None:
        while self._unused_bytes > KEPT_BYTES:
            read = next(iter(self._unused))
            self._take_back(read)
            del self._vectors[read]
