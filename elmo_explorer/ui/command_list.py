"""Everything the window can do, as one list that a few typed letters narrow down."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from elmo_explorer.translation import tr

MOST_RECENT = 12
_SECTION_SHARE = 0.35
"""What a hit in the section's name counts beside one in the title."""


@dataclass(frozen=True)
class Entry:
    """One command.

    Titles and sections stand in English and are marked for translation, or they are names that no language changes.
    """

    title: str
    run: Callable[[], object]
    section: str = ""
    keys: str = ""
    """Its shortcut, as people read it."""
    shown: str = ""
    """The title as it is shown; empty for the translation of ``title``."""
    enabled: bool = True

    @property
    def text(self) -> str:
        """The title in the chosen language."""
        return self.shown or tr(self.title)

    @property
    def place(self) -> str:
        """The section in the chosen language."""
        return tr(self.section) if self.section else ""


class Found(NamedTuple):
    """One entry that fits what was typed."""

    entry: Entry
    lit: tuple[int, ...]
    """Places in the entry's text that were hit."""


class Hit(NamedTuple):
    """How well letters fit a text."""

    score: float
    places: tuple[int, ...]


def fit(letters: str, text: str) -> Hit | None:
    """How well ``letters`` fit ``text``, whatever their case.

    Whole pieces count most, at the begin of a word more than within; then letters in their order with gaps.

    Args:
        letters: without blanks.
        text: any text.

    Returns:
        A score from 0 to about 3 and the places hit; None where a letter is missing.
    """
    wanted, folded = letters.lower(), text.lower()
    if not wanted or len(folded) != len(text):
        return None if wanted else Hit(0.0, ())
    at, best = folded.find(wanted), -1
    while at >= 0:
        if best < 0 or _begins_word(folded, at) > _begins_word(folded, best):
            best = at
        at = folded.find(wanted, at + 1)
    if best >= 0:
        score = 2.0 + 0.5 * _begins_word(folded, best) + 0.3 * (best == 0) + 0.2 * len(wanted) / len(folded)
        return Hit(score, tuple(range(best, best + len(wanted))))
    return _scattered(wanted, folded)


def _begins_word(text: str, at: int) -> bool:
    return at == 0 or not text[at - 1].isalnum()


def _scattered(wanted: str, text: str) -> Hit | None:
    """Letters in their order: at the begin of a later word rather than in the midst of the present one."""
    places: list[int] = []
    at = 0
    for letter in wanted:
        within = text.find(letter, at) if len(wanted) > 3 else -1
        if within >= 0 and any(_begins_word(text, i) for i in range(at, within + 1)):
            within = -1  # no letter from the midst of another word
        begins = [i for i in range(at, len(text)) if text[i] == letter and _begins_word(text, i)]
        follows = at if at < len(text) and text[at] == letter and places else -1
        found = follows if follows >= 0 else begins[0] if begins else within
        if found < 0:
            return None
        places.append(found)
        at = found + 1
    starts = sum(_begins_word(text, place) for place in places) / len(places)
    breaks = sum(b - a > 1 for a, b in pairwise(places))
    score = 1.0 + starts - 0.25 * breaks - 0.01 * (places[-1] - places[0])
    return Hit(score, tuple(places)) if score > 0.3 else None


def find(entries: Iterable[Entry], typed: str, recent: Sequence[str] = ()) -> list[Found]:
    """The entries that fit, best first; those run last come first among equals, and where nothing is typed.

    Args:
        entries: all there are; those that are not enabled are left out.
        typed: words in any order; each has to fit the title in the chosen language or in English, or the section.
        recent: titles of the entries run last, the newest first.
    """
    ranks = {title: len(recent) - i for i, title in enumerate(recent)}
    scored: list[tuple[float, int, Found]] = []
    for number, entry in enumerate(entry for entry in entries if entry.enabled):
        hits = [_fit_entry(word, entry) for word in typed.split()]
        if any(hit is None for hit in hits):
            continue
        score = sum(hit.score for hit in hits if hit is not None)
        rank = ranks.get(entry.title, 0)
        score += (0.4 if rank else 0.0) + 0.01 * rank if typed.strip() else float(rank)
        lit = sorted({place for hit in hits if hit is not None for place in hit.places})
        scored.append((-score, number, Found(entry, tuple(lit))))
    return [found for _, _, found in sorted(scored, key=lambda item: item[:2])]


def _fit_entry(word: str, entry: Entry) -> Hit | None:
    shown = fit(word, entry.text)
    english = fit(word, entry.title) if entry.title != entry.text else None
    section = fit(word, f"{entry.place} {entry.section}")
    best = max((hit.score for hit in (shown, english) if hit is not None), default=-1.0)
    if shown is not None and shown.score >= best:
        return shown
    if english is not None:
        return Hit(english.score, ())
    return None if section is None or section.score < 1.5 else Hit(section.score * _SECTION_SHARE, ())
