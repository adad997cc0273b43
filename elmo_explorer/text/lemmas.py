"""A word's base form: banks -> bank."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=100_000)
def lemma(word: str, language: str = "en") -> str:
    """The base form of a word, by simplemma's dictionaries; case does not count.

    Args:
        word: one token.
        language: ``"en"``, or another language of simplemma's; Chinese has no inflected forms.

    Returns:
        The base form in lower case; the word itself in lower case where none is known.
    """
    lower = word.lower()
    if language == "zh":
        return lower
    import simplemma  # takes a while; most windows never ask for a lemma

    return simplemma.lemmatize(lower, lang=language).lower()
