"""Gives every visible sentence its layers' vectors, by the model that reads it; only what is new is computed."""

from __future__ import annotations

import time
from collections import OrderedDict
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from elmo_explorer.controllers.model_controller import LANE, ModelController
from elmo_explorer.controllers.shown_job import ShownJob
from elmo_explorer.session.session import Floats, Job, Notice, Sentence, Session
from elmo_explorer.workers.runner import Runner
from elmo_explorer.workers.task import Task

if TYPE_CHECKING:
    from elmo_explorer.bilm.embedder import BiLM

Tokens = tuple[str, ...]
Read = tuple[str, Tokens]
"""Key of a model, and the tokens that it read."""
AT_ONCE = 200
"""Sentences between two updates of the picture."""
KEPT = 2000
"""Sentences that are gone and whose vectors stay, so that undo is instant."""
_FIRST_GUESS = 32
_FEW = 20


class EmbedController(QObject):
    """Listens to sentences and models, and grows ``session.states``, which holds the shown model's vectors alone.

    Sentences that belong to another open model are embedded behind the shown one's, so that its picture is there
    at once when it is wanted.

    One batch is with the biLM's thread at a time, and what comes next is decided when it is back: so new
    sentences never wait behind a plan made before, and nothing finished is thrown away.
    """

    def __init__(
        self, session: Session, runner: Runner, models: ModelController, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.suggested_batch = _FIRST_GUESS // 2
        """Sentences at once that may fit into the device's memory, after it was full."""
        self.memory_failures = 0
        """How often the memory was full with these models."""
        self._session = session
        self._runner = runner
        self._models = models
        self._batch_size: int | None = None
        self._vectors: OrderedDict[Read, Floats] = OrderedDict()
        self._put_off: set[int] = set()
        self._urgent: set[int] = set()
        self._ids: set[int] = set()
        self._task: Task | None = None
        self._made_by: dict[str, BiLM] = {}
        self._full_key: str | None = None
        self._shown = ShownJob(session, self)
        self._done, self._done_tokens, self._began = 0, 0, 0.0
        session.events.sentences.connect(self._on_sentences)
        session.events.model.connect(self._refresh)
        session.events.readers.connect(self._refresh)
        models.changed.connect(self._on_models)

    def cancel(self) -> None:
        """Stop; what is done stays, the rest waits for ``resume``. Sentences that come later are embedded."""
        self._put_off |= {sentence.id for sentence in self._missing()}
        self._stop_batch()

    def resume(self) -> None:
        """Go on with what was put off."""
        self._put_off.clear()
        self._full_key = None
        self._next()

    def continue_with_batch(self, n: int) -> None:
        """After full memory: go on with fewer sentences at once."""
        self._batch_size = self.suggested_batch = max(1, n)
        self._clear_notice()
        self.resume()

    def continue_on_cpu(self) -> None:
        """After full memory: go on without the accelerator."""
        self._batch_size = None
        self._clear_notice()
        if self._full_key is not None:
            self._models.move(self._full_key, "cpu", self.resume)

    def stop(self) -> None:
        """After full memory: leave the rest."""
        self._clear_notice()
        self.cancel()
        self._full_key = None

    def _on_models(self) -> None:
        self._stop_batch()
        self._put_off.clear()
        self._batch_size, self.suggested_batch, self.memory_failures = None, _FIRST_GUESS // 2, 0
        self._full_key = None
        self._refresh()

    def _on_sentences(self, sentences: tuple[Sentence, ...]) -> None:
        ids = {sentence.id for sentence in sentences}
        new = ids - self._ids
        self._urgent = new if len(new) <= _FEW else set()
        self._put_off &= ids
        self._ids = ids
        self._refresh()

    def _refresh(self) -> None:
        """Give known vectors to the sentences, take those of gone or changed sentences away, go on with the rest."""
        self._forget_models()
        self._assign()
        self._next()

    def _forget_models(self) -> None:
        """Vectors of a biLM that is not open any more go."""
        gone = [key for key, bilm in self._made_by.items() if self._models.bilm_of(key) is not bilm]
        if gone:
            for read in [read for read in self._vectors if read[0] in gone]:
                del self._vectors[read]
            for key in gone:
                del self._made_by[key]

    def _assign(self) -> None:
        session = self._session
        shown = session.model.key if session.model is not None else ""
        states: dict[int, Floats] = {}
        for sentence in session.sentences:
            vectors = self._vectors.get((shown, sentence.tokens))
            if vectors is not None and session.is_read_here(sentence):
                states[sentence.id] = vectors
        old = session.states
        if len(states) != len(old) or any(old.get(i) is not vectors for i, vectors in states.items()):
            session.states = MappingProxyType(states)

    def _missing(self) -> list[Sentence]:
        session = self._session
        seen: set[Read] = set()
        missing: list[Sentence] = []
        for sentence in session.sentences:
            if sentence.hidden or sentence.id in self._put_off:
                continue
            read = session.reader_key(sentence), sentence.tokens
            if read not in self._vectors and read not in seen:
                seen.add(read)
                missing.append(sentence)
        return missing

    def _next(self) -> None:
        if self._task is not None or self._full_key is not None:
            return
        session = self._session
        missing = self._missing() if session.model is not None else []
        if not missing:
            self._end()
            return
        missing.sort(key=lambda s: (not session.is_read_here(s), s.id not in self._urgent))
        key = session.reader_key(missing[0])
        bilm = self._models.bilm_of(key)
        if bilm is None:
            self._end()
            return
        self._made_by[key] = bilm
        batch = tuple(s.tokens for s in missing if session.reader_key(s) == key)[:AT_ONCE]
        if not self._done:
            self._began = time.perf_counter()
        self._tell(self._done + len(missing))
        size = self._batch_size

        def embed(task: Task) -> list[Floats]:
            return bilm.embed(batch, batch_size=size, progress=lambda *_: task.check())

        def embedded(vectors: list[Floats]) -> None:
            self._on_embedded(key, batch, vectors)

        def failed(error: Exception) -> None:
            self._on_failed(key, error)

        self._task = self._runner.submit(LANE, embed, embedded, failed=failed)

    def _on_embedded(self, key: str, batch: tuple[Tokens, ...], vectors: list[Floats]) -> None:
        self._task = None
        for tokens, states in zip(batch, vectors, strict=True):
            states.flags.writeable = False
            self._vectors[key, tokens] = states
        self._done += len(batch)
        self._done_tokens += sum(map(len, batch))
        self._forget_old()
        self._assign()
        self._next()

    def _forget_old(self) -> None:
        if len(self._vectors) <= len(self._session.sentences) + KEPT:
            return
        used = {(self._session.reader_key(sentence), sentence.tokens) for sentence in self._session.sentences}
        gone = [read for read in self._vectors if read not in used]
        for read in gone[: max(0, len(gone) - KEPT)]:
            del self._vectors[read]

    def _on_failed(self, key: str, error: Exception) -> None:
        self._task = None
        self._end()
        if not (isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError"):
            self._put_off |= {sentence.id for sentence in self._missing()}
            self._runner.failed.emit(error)
            return
        self._full_key = key
        self.memory_failures += 1
        self.suggested_batch = max(1, (self._batch_size or _FIRST_GUESS) // 2)
        n_left = len(self._missing())
        self._session.notice = Notice(
            "memory",
            f"The memory is full; {_sentences(n_left)} wait{'s' if n_left == 1 else ''} for vectors",
            "What is finished is kept. Fewer sentences at once need less memory; the CPU has more.",
            str(error),
        )

    def _stop_batch(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._end()

    def _end(self) -> None:
        self._done = self._done_tokens = 0
        self._shown.end()

    def _tell(self, total: int) -> None:
        seconds = time.perf_counter() - self._began
        rate = ""
        if self._done and seconds > 0:
            left = (total - self._done) * seconds / self._done
            rate = f"{_short(self._done_tokens / seconds)} tok/s · about {int(left // 60)}:{int(left % 60):02d} left"
        self._shown.update(Job("embed", "Embedding", self._done, total, "sentences", rate))

    def _clear_notice(self) -> None:
        if self._session.notice is not None and self._session.notice.kind == "memory":
            self._session.notice = None


def _sentences(n: int) -> str:
    return "1 sentence" if n == 1 else f"{n:,} sentences"


def _short(value: float) -> str:
    return f"{value / 1000:.1f}k" if value >= 1000 else f"{value:.0f}"
