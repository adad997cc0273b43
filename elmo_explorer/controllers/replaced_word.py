"""A sentence with another word in one place, or with one word less."""

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
    before, after = _around(sentence, index)
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


def without_word(sentence: Sentence, index: int) -> Sentence:
    """The sentence without its token ``index``; all other tokens, and their labels, stay.

    Raises:
        IndexError: the sentence has no such token.
    """
    if not 0 <= index < len(sentence.tokens):
        raise IndexError(f"The sentence has {len(sentence.tokens)} tokens and none with the index {index}.")
    before, after = _around(sentence, index)
    # Of two spaces one is enough; a mark that stood at the word now stands at the one before it.
    gap = " " if after[:1].isspace() else ""
    before, after = before.rstrip(), after.lstrip()
    if not before or not after:
        gap = ""
    elif _would_grow_together(before, after):
        gap = " "
    kept = {at - (at > index): sense for at, sense in sentence.senses.items() if at != index}
    return replace(
        sentence,
        text=f"{before}{gap}{after}",
        tokens=(*sentence.tokens[:index], *sentence.tokens[index + 1 :]),
        senses=MappingProxyType(kept),
    )


def _around(sentence: Sentence, index: int) -> tuple[str, str]:
    """The text before and behind a token; the tokens set apart by spaces where they are not found in it."""
    text = sentence.text
    span = _span(text, sentence.tokens, index)
    if span is None:
        text = " ".join(sentence.tokens)
        span = _span(text, sentence.tokens, index) or (0, 0)
    return text[: span[0]], text[span[1] :]


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
