"""Gives every visible sentence its layers' vectors, by the model that reads it; only what is new is computed."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from elmo_explorer.controllers.model_controller import LANE, ModelController
from elmo_explorer.controllers.sentence_vectors import Read, SentenceVectors
from elmo_explorer.controllers.shown_job import ShownJob
from elmo_explorer.session.session import Floats, Job, Notice, Sentence, Session
from elmo_explorer.translation import tr
from elmo_explorer.workers.freed_memory import give_back_memory
from elmo_explorer.workers.runner import Runner
from elmo_explorer.workers.task import Task

if TYPE_CHECKING:
    from elmo_explorer.bilm.embedder import BiLM

AT_ONCE = 200
"""Sentences between two updates of the picture."""
_FIRST_GUESS = 32
_FEW = 20
_TIDY_MS = 1000
_MANY = 1000
"""Sentences whose reading, or whose end, leaves much memory free."""
log = logging.getLogger("elmo_explorer")


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
        self._vectors = SentenceVectors(session)
        self._put_off: set[int] = set()
        self._urgent: list[Read] = []
        self._task: Task | None = None
        self._ahead: Task | None = None
        self._ahead_reads: tuple[Read, ...] = ()
        self._wish: tuple[Sentence, ...] = ()
        self._made_by: dict[str, BiLM | None] = {}
        """None for vectors of a model that is not open, from a session's file."""
        self._full_key: str | None = None
        self._shown = ShownJob(session, self)
        self._tidy = QTimer(self, singleShot=True, interval=_TIDY_MS)
        self._tidy.timeout.connect(self._give_back_memory)
        self._done, self._done_tokens, self._began = 0, 0, 0.0
        # After all others: where a new sentence's vectors are known already, its points are drawn in the same call, and
        # whoever draws them is to know the sentence.
        session.events.sentences.connect(self._on_sentences, priority=-1)
        session.events.brought.connect(self._refresh)
        session.events.model.connect(self._refresh)
        session.events.readers.connect(self._refresh)
        models.changed.connect(self._on_models)

    def cancel(self) -> None:
        """Stop; what is done stays, the rest waits for ``resume``. Sentences that come later are embedded."""
        self._put_off_the_rest()
        self._stop_batch()

    def resume(self) -> None:
        """Go on with what was put off."""
        self._put_off.clear()
        self._full_key = None
        self._refresh()

    def read_ahead(self, sentences: Iterable[Sentence]) -> None:
        """Read what may be wanted next, such as a sentence that is being typed, once there is nothing else to do.

        The newest wish wins, and its vectors alone are kept; nothing is told of it, not even a failure.
        """
        session, self._wish = self._session, tuple(sentences)
        if self._task is not None or self._full_key is not None or session.model is None:
            return
        sentences, self._wish = self._wish, ()
        reads = tuple(dict.fromkeys((session.reader_key(s), s.tokens) for s in sentences if s.tokens))
        new = tuple(read for read in reads if not self._vectors.knows(read))
        bilm = self._models.bilm_of(new[0][0]) if new else None
        if bilm is None or any(read[0] != new[0][0] for read in new):
            return
        if new == self._ahead_reads and self._is_reading_ahead:
            return
        self._vectors.drop(self._ahead_reads)
        self._ahead_reads = new
        self._made_by[new[0][0]] = bilm
        task = self._ahead = self._runner.submit(
            LANE,
            lambda task: bilm.embed([read[1] for read in new], progress=lambda *_: task.check()),
            lambda arrays: self._on_read_ahead(task, new, arrays),
            key="read ahead",
            failed=lambda error: self._on_ahead_failed(task, error),
        )

    @property
    def _is_reading_ahead(self) -> bool:
        return self._ahead is not None and not self._ahead.cancelled

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
        if self._ahead is not None:
            self._ahead.cancel()
            self._ahead = None
        self._put_off.clear()
        self._batch_size, self.suggested_batch, self.memory_failures = None, _FIRST_GUESS // 2, 0
        self._full_key = None
        self._refresh()

    def _on_sentences(self, sentences: tuple[Sentence, ...], old: tuple[Sentence, ...]) -> None:
        if self._put_off:
            self._put_off &= {sentence.id for sentence in sentences}
        changed, new = self._vectors.follow(old, sentences, self._put_off)
        self._urgent = [(self._session.reader_key(s), s.tokens) for s in new] if len(new) <= _FEW else []
        if changed:
            self._tell_states()
        self._next()
        if len(old) - len(sentences) > _MANY:
            self._tidy.start()

    def _refresh(self) -> None:
        """Give known vectors to the sentences, take those of gone or changed sentences away, go on with the rest."""
        gone = [key for key, bilm in self._made_by.items() if self._models.bilm_of(key) is not bilm]
        brought = self._session.brought
        if brought is not None and brought.states:
            self._made_by.setdefault(brought.model, self._models.bilm_of(brought.model))
        if gone:  # vectors of a biLM that is not open any more
            self._vectors.forget_models(gone)
            for key in gone:
                del self._made_by[key]
        self._vectors.refresh(self._put_off)
        old, states = self._session.states, self._vectors.states
        if len(old) != len(states) or any(old.get(i) is not vectors for i, vectors in states.items()):
            self._tell_states()
        self._next()

    def _tell_states(self) -> None:
        self._session.states = MappingProxyType(dict(self._vectors.states))

    def _give_back_memory(self) -> None:
        if self._runner.busy:
            self._tidy.start()  # what is at work still holds some
        else:
            self._runner.submit(LANE, lambda _: give_back_memory(), key="memory")

    def _put_off_the_rest(self) -> None:
        self._put_off |= self._vectors.waiting_ids()
        self._vectors.refresh(self._put_off)

    def _next(self) -> None:
        if self._task is not None or self._full_key is not None:
            return
        session = self._session
        batch = self._vectors.next_batch(self._urgent, AT_ONCE) if session.model is not None else []
        bilm = self._models.bilm_of(batch[0][0]) if batch else None
        if bilm is None:
            self._end()
            if self._wish:
                self.read_ahead(self._wish)
            return
        if self._is_reading_ahead and set(batch) <= set(self._ahead_reads):
            self._task = self._ahead  # it is being read already
            return
        key = batch[0][0]
        self._made_by[key] = bilm
        if not self._done:
            self._began = time.perf_counter()
        self._tell(self._done + self._vectors.n_waiting)
        size = self._batch_size

        def embed(task: Task) -> list[Floats]:
            return bilm.embed([read[1] for read in batch], batch_size=size, progress=lambda *_: task.check())

        def failed(error: Exception) -> None:
            self._on_failed(key, error)

        self._task = self._runner.submit(
            LANE, embed, lambda arrays: self._on_embedded(batch, arrays), failed=failed
        )

    def _on_embedded(self, batch: list[Read], arrays: list[Floats]) -> None:
        self._task = None
        self._vectors.put(batch, arrays)
        self._done += len(batch)
        self._done_tokens += sum(len(read[1]) for read in batch)
        self._tell_states()
        self._next()

    def _on_read_ahead(self, task: Task, reads: tuple[Read, ...], arrays: list[Floats]) -> None:
        self._ahead = None if self._ahead is task else self._ahead
        self._vectors.put(reads, arrays)
        if self._task is task:  # meanwhile it was really wanted
            self._task = None
            self._tell_states()
            self._next()

    def _on_ahead_failed(self, task: Task, error: Exception) -> None:
        log.info("Reading ahead failed: %s", error)
        self._ahead = None if self._ahead is task else self._ahead
        if self._task is task:
            self._task = None
            self._next()  # which says what is wrong, if it still is

    def _on_failed(self, key: str, error: Exception) -> None:
        self._task = None
        self._end()
        if not (isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError"):
            self._put_off_the_rest()
            self._runner.failed.emit(error)
            return
        self._full_key = key
        self.memory_failures += 1
        self.suggested_batch = max(1, (self._batch_size or _FIRST_GUESS) // 2)
        n_left = self._vectors.n_waiting
        self._session.notice = Notice(
            "memory",
            (
                tr("The memory is full; {sentences} waits for vectors", sentences=_sentences(n_left))
                if n_left == 1
                else tr("The memory is full; {sentences} wait for vectors", sentences=_sentences(n_left))
            ),
            tr("What is finished is kept. Fewer sentences at once need less memory; the CPU has more."),
            str(error),
        )

    def _stop_batch(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._end()

    def _end(self) -> None:
        if self._done > _MANY:
            self._tidy.start()
        self._done = self._done_tokens = 0
        self._shown.end()

    def _tell(self, total: int) -> None:
        seconds = time.perf_counter() - self._began
        rate = ""
        if self._done and seconds > 0:
            left = (total - self._done) * seconds / self._done
            rate = tr(
                "{short} tok/s · about {left}:{left2:02d} left",
                short=_short(self._done_tokens / seconds),
                left=int(left // 60),
                left2=int(left % 60),
            )
        self._shown.update(Job("embed", tr("Embedding"), self._done, total, tr("sentences"), rate))

    def _clear_notice(self) -> None:
        if self._session.notice is not None and self._session.notice.kind == "memory":
            self._session.notice = None


def _sentences(n: int) -> str:
    return tr("1 sentence") if n == 1 else tr("{n:,} sentences", n=n)


def _short(value: float) -> str:
    return f"{value / 1000:.1f}k" if value >= 1000 else f"{value:.0f}"
