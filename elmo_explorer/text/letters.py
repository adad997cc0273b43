"""A word's letters as a person counts them: a letter with its accents, a sign with what changes it."""

from __future__ import annotations

import unicodedata

_JOINER = "\u200d"


def letters(word: str) -> tuple[str, ...]:
    """The word cut into letters, which joined give the word.

    Marks stay with their letter; variants, skin colours and what a joiner joins with their sign; two regional
    indicators are one flag.
    """
    found: list[str] = []
    for character in word:
        if found and (_belongs(character) or found[-1].endswith(_JOINER) or _is_flag(found[-1], character)):
            found[-1] += character
        else:
            found.append(character)
    return tuple(found)


def _belongs(character: str) -> bool:
    """Whether it changes the letter before it."""
    return (
        unicodedata.category(character).startswith("M")
        or character == _JOINER
        or "\U0001f3fb" <= character <= "\U0001f3ff"
    )


def _is_flag(before: str, character: str) -> bool:
    return len(before) == 1 and _is_regional(before) and _is_regional(character)


def _is_regional(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"
