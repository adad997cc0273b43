"""A sentence with another word in one place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from types import MappingProxyType

from elmo_explorer.session.session import Sentence
from elmo_explorer.text.han import HAN


def with_word(sentence: Sentence, index: int, word: str) -> Sentence:
    """The sentence with ``word`` in the place of its token ``index``; all other tokens, and their labels, stay.

    Raises:
        IndexError: the sentence has no such token.
    """
    if not 0 <= index < len(sentence.tokens):
        raise IndexError(f"The sentence has {len(sentence.tokens)} tokens and none with the index {index}.")
    text = sentence.text
    span = _span(text, sentence.tokens, index)
    if span is None:
        text = " ".join(sentence.tokens)
        span = _span(text, sentence.tokens, index) or (0, 0)
    before, after = text[: span[0]], text[span[1] :]
    if _would_grow_together(before, word):
        before += " "
    if _would_grow_together(word, after):
        after = " " + after
    return replace(
        sentence,
        text=f"{before}{word}{after}",
        tokens=(*sentence.tokens[:index], word, *sentence.tokens[index + 1 :]),
        senses=MappingProxyType({at: sense for at, sense in sentence.senses.items() if at != index}),
    )


def _span(text: str, tokens: Sequence[str], index: int) -> tuple[int, int] | None:
    """Where a token stands in the text; None where it or one before it cannot be found."""
    start = end = 0
    for token in tokens[: index + 1]:
        start = text.find(token, end)
        if start < 0:
            return None
        end = start + len(token)
    return start, end


def _would_grow_together(left: str, right: str) -> bool:
    """Whether two pieces would read as one word: "do" with "not" in the place of "n't" behind it."""
    if not left or not right or not (left[-1].isalnum() and right[0].isalnum()):
        return False
    if right.casefold().startswith(("n't", "n’t")):
        return False  # "do" and "n't" stand together
    return not (HAN.match(left[-1]) and HAN.match(right[0]))
