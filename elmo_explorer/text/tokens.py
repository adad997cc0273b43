"""Text -> tokens with their place in the text: spaCy's English tokenizer; rjieba for Chinese."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

HAN = re.compile(r"[㐀-䶿一-鿿豈-﫿\U00020000-\U0003134f]")
"""One Han character."""

_LATIN = re.compile(r"[A-Za-zÀ-ÖØ-öø-ɏḀ-ỿ]{2}")
"""Two Latin letters."""

_lock = threading.Lock()


@dataclass(frozen=True)
class Token:
    """A word or mark and its place in the text, counted in characters."""

    text: str
    start: int
    end: int


def language_of(text: str) -> str:
    """``"zh"`` where the text has Han characters, else ``"en"``."""
    return "zh" if HAN.search(text) else "en"


def tokenize(text: str, language: str = "en") -> list[Token]:
    """Split a text into words and marks; white space is no token.

    Args:
        language: ``"en"`` (spaCy's rules) or ``"zh"`` (rjieba's segmentation, Latin words whole).

    Raises:
        ValueError: another language.
    """
    if language == "en":
        with _lock:  # spaCy's vocabulary grows while it reads
            return [
                Token(token.text, token.idx, token.idx + len(token))
                for token in english().make_doc(text)
                if not token.is_space
            ]
    if language == "zh":
        return _tokenize_chinese(text)
    raise ValueError(f"Language must be en or zh, got {language!r}.")


def words(text: str, language: str = "en") -> list[str]:
    """The tokens' texts alone."""
    return [token.text for token in tokenize(text, language)]


@lru_cache(maxsize=1)
def english() -> Language:
    """spaCy's rules for English, no trained model. The first call imports spaCy: never on the main thread."""
    import spacy

    nlp = spacy.blank("en")
    nlp.max_length = 1 << 40  # the limit protects its parser, which is not used
    nlp.add_pipe("sentencizer")
    return nlp


def _tokenize_chinese(text: str) -> list[Token]:
    import rjieba

    tokens: list[Token] = []
    place = 0
    for piece in rjieba.cut(text):
        if tokens and tokens[-1].end == place and _LATIN.match(tokens[-1].text[-1] + piece[:1]):
            # rjieba ends a word at every letter outside ASCII.
            before = tokens.pop()
            tokens.append(Token(before.text + piece, before.start, place + len(piece)))
        elif not piece.isspace():
            tokens.append(Token(piece, place, place + len(piece)))
        place += len(piece)
    return tokens
