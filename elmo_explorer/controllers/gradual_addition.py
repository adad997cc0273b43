"""Many new sentences come into the list some at a time, so that the window lives on meanwhile."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer

from elmo_explorer.session.history import History
from elmo_explorer.session.session import Sentence, Session
from elmo_explorer.translation import tr

AT_ONCE = 500
"""Sentences in one go: some milliseconds for all who listen."""


@dataclass
class _Addition:
    """What is still to come of one text."""

    name: str
    rest: tuple[Sentence, ...]
    done: Callable[[], object]
    last_id: int = -1
    """The sentence of it that came last."""


class GradualAddition(QObject):
    """Adds sentences at the end of ``session.sentences``; all of one text are one step of the history.

    Where what has come of a text is taken away, by undo or by another example, its rest does not come any more.
    """

    def __init__(self, session: Session, history: History, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._history = history
        self._waiting: deque[_Addition] = deque()
        self._next = QTimer(self, interval=0)
        self._next.timeout.connect(self._add_some)

    @property
    def pending(self) -> bool:
        """Whether there are sentences to come."""
        return bool(self._waiting)

    def add(
        self, sentences: tuple[Sentence, ...], name: str = "", done: Callable[[], object] = lambda: None
    ) -> None:
        """Add them: few at once, of many the first, and the rest in events of their own.

        Args:
            sentences: new ones, one or more.
            name: of the step.
            done: called once they are all there; never where they were taken away before.
        """
        name = name or (
            tr("Add {n} sentences", n=len(sentences))
            if len(sentences) > 1
            else tr("Add {n} sentence", n=len(sentences))
        )
        addition = _Addition(name, sentences, done)
        if len(sentences) <= AT_ONCE:
            self._add(addition)
            return
        self._waiting.append(addition)
        if len(self._waiting) == 1:
            self._next.start()
            self._add_some()

    def _add_some(self) -> None:
        addition = self._waiting[0]
        if addition.last_id < 0 or any(s.id == addition.last_id for s in reversed(self._session.sentences)):
            self._add(addition)
        else:
            addition.rest = ()
        if not addition.rest:
            self._waiting.popleft()
        if not self._waiting:
            self._next.stop()

    def _add(self, addition: _Addition) -> None:
        some, addition.rest = addition.rest[:AT_ONCE], addition.rest[AT_ONCE:]
        goes_on, addition.last_id = addition.last_id >= 0, some[-1].id
        with self._history.group(addition.name, goes_on):
            self._session.sentences = (*self._session.sentences, *some)
        if not addition.rest:
            addition.done()
