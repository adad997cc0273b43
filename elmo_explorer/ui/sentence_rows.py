"""What the hand does to rows of the list: hide, move, give a sense, copy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from PySide6.QtGui import QGuiApplication

from elmo_explorer.session.session import Session, TokenRef
from elmo_explorer.ui.sentence_edits import with_sense


class SentenceRows:
    """Changes ``session.sentences``."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def set_hidden(self, ids: Iterable[int], hidden: bool) -> None:
        """Take sentences out of the other views, or show them there again."""
        wanted = set(ids)
        self._session.sentences = tuple(
            replace(s, hidden=hidden) if s.id in wanted and s.hidden != hidden else s
            for s in self._session.sentences
        )

    def move_before(self, ids: Sequence[int], row: int) -> None:
        """Put sentences before the one in ``row``, behind all for the row below the last."""
        moving = set(ids)
        sentences = self._session.sentences
        before = [s for s in sentences[:row] if s.id not in moving]
        after = [s for s in sentences[row:] if s.id not in moving]
        moved = [s for s in sentences if s.id in moving]
        self._session.sentences = (*before, *moved, *after)

    def move_by(self, ids: Sequence[int], by: int) -> None:
        """Move sentences one row up (-1) or down (1)."""
        rows = [row for row, s in enumerate(self._session.sentences) if s.id in set(ids)]
        if rows:
            self.move_before(ids, max(rows[0] - 1, 0) if by < 0 else rows[-1] + 2)

    def set_sense(self, tokens: Iterable[TokenRef], sense: str | None) -> None:
        """Give tokens a sense, or none."""
        self._session.sentences = with_sense(self._session.sentences, tokens, sense)

    def senses(self) -> list[tuple[str, int]]:
        """The senses given to the focus word's uses so far, with their categories."""
        session = self._session
        sentences = {s.id: s for s in session.sentences}
        names: dict[str, int] = {}
        if session.view.colour_by == "sense":
            names = {name: k for k, name in enumerate(session.groups.names)}
        given: dict[str, None] = {}
        for token in session.occurrences:
            sentence = sentences.get(token.sentence_id)
            if sentence is not None and token.index in sentence.senses:
                given[sentence.senses[token.index]] = None
        return [(name, names.get(name, k)) for k, name in enumerate(given)]

    def copy(self, ids: Sequence[int]) -> None:
        """Put the sentences' texts on the clipboard, in the order of the session."""
        wanted = set(ids)
        texts = [s.text for s in self._session.sentences if s.id in wanted]
        QGuiApplication.clipboard().setText("\n".join(texts))
