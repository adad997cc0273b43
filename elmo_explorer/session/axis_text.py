"""Semantic axes as they are typed: ``he, him`` at one end, ``she, her`` at the other, ``bank@6`` for one token alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from elmo_explorer.session.session import SemanticAxis, Sentence, TokenRef
from elmo_explorer.translation import tr

_BETWEEN = re.compile(r"[\s,;，、；]+")
_TOKEN = re.compile(r"(.+)@(\d+)(?:#(\d+))?")


def axis_from_text(text: str) -> SemanticAxis:
    """An axis out of ``LOW:HIGH``, such as ``he,him:she,her``.

    Raises:
        ValueError: for anything else; the message is one sentence.
    """
    low, _, high = text.replace("：", ":").partition(":")
    ends = _words(low), _words(high)
    if not all(ends) or ":" in high:
        raise ValueError(
            tr(
                "An axis is words for both ends with a colon between, as in he,him:she,her, not {said!r}.",
                said=text,
            )
        )
    return SemanticAxis(*ends)


def axis_from_ends(low: str, high: str, sentences: Sequence[Sentence]) -> SemanticAxis:
    """An axis out of what was typed for its ends, words between commas or spaces.

    ``bank@6`` is the word's token in sentence 6, ``bank@6#2`` its second one there; without such a token it stays a word.
    """
    (low_words, low_tokens), (high_words, high_tokens) = _end(low, sentences), _end(high, sentences)
    return SemanticAxis(low_words, high_words, low_tokens, high_tokens)


def ends_as_text(axis: SemanticAxis, sentences: Sequence[Sentence]) -> tuple[str, str]:
    """What is typed for an axis; a token that is gone is ``?``."""
    return (
        ", ".join((*axis.low, *(token_as_text(token, sentences) for token in axis.low_tokens))),
        ", ".join((*axis.high, *(token_as_text(token, sentences) for token in axis.high_tokens))),
    )


def token_as_text(token: TokenRef, sentences: Sequence[Sentence]) -> str:
    """A token with the number of its sentence, ``bank@6``; ``?`` where it is gone."""
    number = place_of(token, sentences) + 1
    if not number or token.index >= len(sentences[number - 1].tokens):
        return "?"
    tokens = sentences[number - 1].tokens
    word = tokens[token.index]
    before = _same(word, tokens[: token.index])
    return f"{word}@{number}#{before + 1}" if before else f"{word}@{number}"


def place_of(token: TokenRef, sentences: Sequence[Sentence]) -> int:
    """Where a token's sentence stands in the list, from 0; -1 where it is gone."""
    global _places
    if _places[0] is not sentences:
        _places = (sentences, {sentence.id: place for place, sentence in enumerate(sentences)})
    return _places[1].get(token.sentence_id, -1)


_places: tuple[Sequence[Sentence], dict[int, int]] = ((), {})
"""Of the list that was asked for last: a picture of 50,000 sentences asks at every frame of a drag. Main thread alone."""


def axis_name(axis: SemanticAxis, sentences: Sequence[Sentence]) -> str:
    """The first seed of either end, ``he – she``."""
    low, high = ends_as_text(axis, sentences)
    return f"{low.split(', ')[0] or '…'} – {high.split(', ')[0] or '…'}"


def _end(text: str, sentences: Sequence[Sentence]) -> tuple[tuple[str, ...], tuple[TokenRef, ...]]:
    words, tokens = [], []
    for word in _words(text):
        token = _token(word, sentences)
        if token is None:
            words.append(word)
        else:
            tokens.append(token)
    return tuple(words), tuple(dict.fromkeys(tokens))


def _token(text: str, sentences: Sequence[Sentence]) -> TokenRef | None:
    match = _TOKEN.fullmatch(text)
    if match is None or not 1 <= int(match[2]) <= len(sentences):
        return None
    sentence, word = sentences[int(match[2]) - 1], match[1].casefold()
    places = [index for index, token in enumerate(sentence.tokens) if token.casefold() == word]
    which = int(match[3] or 1) - 1
    return TokenRef(sentence.id, places[which]) if 0 <= which < len(places) else None


def _same(word: str, others: Sequence[str]) -> int:
    return sum(other.casefold() == word.casefold() for other in others)


def _words(text: str) -> tuple[str, ...]:
    """The words of a text, each once, whatever its case."""
    found: dict[str, str] = {}
    for word in filter(None, _BETWEEN.split(text)):
        found.setdefault(word.casefold(), word)
    return tuple(found.values())
