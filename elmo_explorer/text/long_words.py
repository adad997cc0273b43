"""Words that are longer than the model reads: 48 bytes of UTF-8, 50 less the two markers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from elmo_explorer.text.han import HAN

MAX_WORD_BYTES = 48
"""What is read of a word: 50 character ids, two of which mark its beginning and its end."""

_CHUNK = re.compile(r"\S+")
_EDGE = "\"'“”‘’«»()[]{}<>.,;:!?…"
_INNER_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")


@dataclass(frozen=True)
class LongWord:
    """A word that is read in part."""

    number: int
    """Which word of its sentence, from 1."""
    start: int
    """Its first character's place in the text."""
    word: str
    n_bytes: int

    @property
    def kept(self) -> str:
        """The characters that are read whole."""
        return self.word.encode()[:MAX_WORD_BYTES].decode(errors="ignore")

    @property
    def cut(self) -> str:
        """The characters that are not read, or not to their end."""
        return self.word[len(self.kept) :]


def is_long(word: str) -> bool:
    """Whether the model reads only the beginning of this word."""
    return len(word) * 4 > MAX_WORD_BYTES and len(word.encode(errors="replace")) > MAX_WORD_BYTES


def count_long(sentences: Iterable[Sequence[str]]) -> int:
    """How many words of these sentences, each a list of tokens, are read in part."""
    return sum(
        sum(map(is_long, tokens))
        for tokens in sentences
        if tokens and len(max(tokens, key=len)) * 4 > MAX_WORD_BYTES
    )


def long_words(text: str) -> list[LongWord]:
    """The words of a text, as typed, that are too long.

    It goes by white space, hyphens and Han characters without asking a tokenizer, which takes its time to load: good
    for a warning while somebody types; what counts in the end are the tokens.
    """
    found: list[LongWord] = []
    number = 0
    for chunk in _CHUNK.finditer(text):
        for word, start in _parts(chunk[0], chunk.start()):
            number += 1
            if is_long(word):
                found.append(LongWord(number, start, word, len(word.encode(errors="replace"))))
    return found


def _parts(chunk: str, start: int) -> list[tuple[str, int]]:
    """The words of a text without white space: Han runs count as one word and are segmented later, so never too long."""
    if HAN.search(chunk):
        return [(chunk[:1], start)]
    parts = []
    at = start
    for part in _INNER_HYPHEN.split(chunk):
        word = part.strip(_EDGE)
        if word:
            parts.append((word, at + part.index(word)))
        at += len(part) + 1
    return parts
