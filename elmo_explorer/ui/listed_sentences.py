"""Which sentences are listed, and in which order: filter, search, groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from operator import attrgetter
from typing import Literal

from elmo_explorer.session.session import Sentence, Session
from elmo_explorer.translation import mark, tr

Filter = Literal["all", "focus", "hidden"]
FILTERS: dict[Filter, str] = {
    "all": mark("All sentences"),
    "focus": mark("With the focus word"),
    "hidden": mark("Hidden"),
}


@dataclass(frozen=True)
class Listing:
    """What is wished to be listed."""

    which: Filter = "all"
    needle: str = ""
    """What a sentence has to contain, in any case."""
    by_group: bool = False
    """In the order of the focus word's groups."""

    @property
    def is_all(self) -> bool:
        """All sentences in their own order: their places can be changed."""
        return self == Listing()

    @property
    def is_filtered(self) -> bool:
        """Whether the filter's menu changes anything."""
        return self.which != "all" or self.by_group

    def of(self, session: Session) -> tuple[list[Sentence], int]:
        """The sentences, and among how many was searched."""
        sentences: Sequence[Sentence] = session.sentences
        if self.which == "focus":
            with_focus = {token.sentence_id for token in session.occurrences}
            sentences = [s for s in sentences if s.id in with_focus]
        elif self.which == "hidden":
            sentences = [s for s in sentences if s.hidden]
        n_searched = len(sentences)
        if self.needle:
            needle = self.needle.casefold()
            sentences = [s for s in sentences if needle in s.text.casefold() or _joined_has(s, needle)]
        if self.by_group:
            group = {token.sentence_id: k for token, k in reversed(list(session.groups.of.items()))}
            sentences = sorted(sentences, key=lambda s: group.get(s.id, 1 << 20))
        return list(sentences), n_searched

    def numbers(self, session: Session) -> dict[int, int] | None:
        """Sentence id -> its number in the session; None where the rows are just counted."""
        if self.is_all:
            return None
        return dict(zip(map(attrgetter("id"), session.sentences), count(1), strict=False))

    def why_empty(self, session: Session) -> tuple[str, str]:
        """What is said while nothing is listed: title and text."""
        focus = session.focus
        if not session.sentences:
            return tr("No sentences yet"), tr("Type one above, import a text, or open an example.")
        if self.needle:
            return "", ""
        if self.which == "hidden":
            return tr("No hidden sentences"), tr("The eye at a row’s end hides it in the other views.")
        if self.which == "focus" and focus is None:
            return tr("No focus word"), tr("Click any word of a sentence to compare its uses.")
        if self.which == "focus" and focus is not None:
            return tr("No visible sentence with “{word}”", word=shortened(focus.word)), ""
        return "", ""


def shortened(text: str) -> str:
    """At most 24 characters."""
    return text if len(text) <= 24 else text[:23] + "…"


def _joined_has(sentence: Sentence, needle: str) -> bool:
    """Chinese is found with and without its spaces."""
    return sentence.language == "zh" and needle.replace(" ", "") in sentence.text.replace(" ", "").casefold()
