"""Words that are worth comparing: those that come back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from elmo_explorer.session.session import Sentence

_SHORTEST = 4
"""Shorter words are mostly grammar: the, and, of; a Chinese word may be shorter."""


def word_suggestions(
    sentences: Iterable[Sentence], fewest: int = 3, at_most: int = 3
) -> tuple[tuple[str, int], ...]:
    """The commonest words of the visible sentences with how often they occur, the commonest first.

    Args:
        sentences: all of them; hidden ones do not count.
        fewest: occurrences that a word needs.
        at_most: words that are returned.
    """
    counts: Counter[str] = Counter()
    for sentence in sentences:
        if not sentence.hidden:
            counts.update(word.casefold() for word in sentence.tokens)
    found: list[tuple[str, int]] = []
    for word, count in counts.most_common():
        if count < fewest or len(found) == at_most:
            break
        if word.isalpha() and (len(word) >= _SHORTEST or (not word.isascii() and len(word) >= 2)):
            found.append((word, count))
    return tuple(found)
