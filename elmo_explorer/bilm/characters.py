"""Word -> character ids: 48 UTF-8 bytes at most, between a begin- and an end-of-word marker, padded to 50 (bilm-tf, data.py)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

MAX_CHARACTERS = 50
"""Ids per word, the two markers included."""
MAX_BYTES = MAX_CHARACTERS - 2
"""UTF-8 bytes of a word that the model reads; the rest is cut."""
BEGIN_SENTENCE, END_SENTENCE, BEGIN_WORD, END_WORD, PADDING = 256, 257, 258, 259, 260
N_CHARACTERS = 261
"""256 byte values and the five markers; the padding inside a word is a character like any other, which the convolutions see."""

BOS = "<S>"
"""The token that stands for the sentence's beginning: one character of its own."""
EOS = "</S>"
"""The token that stands for the sentence's end."""


def word_character_ids(word: str, max_characters: int = MAX_CHARACTERS) -> NDArray[np.int64]:
    """The character ids of one word (an unpaired surrogate counts as a question mark).

    Returns:
        (max_characters,), each from 0 to 260.
    """
    return _framed(list(word.encode("utf-8", errors="replace")[: max_characters - 2]), max_characters)


def boundary_character_ids(begin: bool, max_characters: int = MAX_CHARACTERS) -> NDArray[np.int64]:
    """The character ids of the token before (``begin``) or behind a sentence, (max_characters,)."""
    return _framed([BEGIN_SENTENCE if begin else END_SENTENCE], max_characters)


def character_ids(words: Sequence[str], max_characters: int = MAX_CHARACTERS) -> NDArray[np.int64]:
    """The character ids of several words; none of them is read as a sentence boundary, whatever its spelling.

    Returns:
        (n_words, max_characters).
    """
    ids = np.full((len(words), max_characters), PADDING, dtype=np.int64)
    for row, word in enumerate(words):
        ids[row] = word_character_ids(word, max_characters)
    return ids


def _framed(inner: list[int], max_characters: int) -> NDArray[np.int64]:
    ids = np.full(max_characters, PADDING, dtype=np.int64)
    ids[: len(inner) + 2] = [BEGIN_WORD, *inner, END_WORD]
    return ids
