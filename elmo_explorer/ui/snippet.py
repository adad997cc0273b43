"""A word with a few words of its sentence around it, as the sentence was typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from elmo_explorer.ui.token_spans import token_spans

ELLIPSIS = "…"


class Snippet(NamedTuple):
    """One word in context; ``before`` and ``after`` keep their spaces and carry an ellipsis where cut."""

    before: str
    word: str
    after: str

    def __str__(self) -> str:
        return self.before + self.word + self.after


def snippet(text: str, tokens: Sequence[str], index: int, around: int | None = 2) -> Snippet:
    """The token at ``index`` with up to ``around`` words on each side; None keeps the whole sentence.

    Args:
        text: the sentence as it was typed.
        tokens: its tokens in order; where one of them cannot be found in ``text`` they are joined by spaces.
        index: which token, from 0.
        around: how many words are kept on each side; punctuation is free.

    Raises:
        IndexError: where the sentence has no such token.
    """
    spans = token_spans(text, tokens)
    if spans is None:
        text = " ".join(tokens)
        spans = token_spans(text, tokens) or []
    start, end = spans[index]
    if around is None:
        return Snippet(text[:start], text[start:end], text[end:])
    first = _reach(tokens, index, -1, around)
    last = _reach(tokens, index, 1, around)
    before = text[spans[first][0] : start]
    after = text[end : spans[last][1]]
    if any(_is_word(token) for token in tokens[:first]):
        before = ELLIPSIS + before
    if any(_is_word(token) for token in tokens[last + 1 :]):
        after += ELLIPSIS
    return Snippet(before, text[start:end], after)


def _reach(tokens: Sequence[str], index: int, step: int, around: int) -> int:
    """The furthest token shown on one side: ``around`` words away, or the sentence's end."""
    at = index
    words = 0
    best = index
    while words < around and 0 <= at + step < len(tokens):
        at += step
        if _is_word(tokens[at]):
            words += 1
            best = at
    return best


def _is_word(token: str) -> bool:
    return any(letter.isalnum() for letter in token)
