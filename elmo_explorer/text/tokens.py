"""Text -> tokens with their place in the text: spaCy's English tokenizer; rjieba for Chinese."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from elmo_explorer.text.han import HAN
from elmo_explorer.text.traditional import simplified

if TYPE_CHECKING:
    from spacy.language import Language

_HAN_RANGES = HAN.pattern[1:-1]
_EMOJI_PARTS = "\u200d\ufe0e\ufe0f\U0001f3fb-\U0001f3ff"
"""What changes the sign before it: joiners, variants, skin colours."""

_JOINED = re.compile(
    rf"(?:[^\W\d_{_HAN_RANGES}]|[０-９]){{2}}|.[\u0300-\u036f{_EMOJI_PARTS}]|\u200d.", re.DOTALL
)
"""Two characters of one word: letters that are not Han, of which rjieba knows the ASCII ones only; full-width digits."""

_WHOLE = re.compile(
    r"https?://[!-~]*[\w/=&#~-]"  # an address
    r"|[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"  # of mail
    r"|(?<![\d.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?%?(?![\d,])"  # 1,234.50
    r"|[０-９]+．[０-９]+",
    re.ASCII,
)
"""What rjieba cuts at its marks."""

_NOTHING = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad]+")
"""White space, and signs without width that come along with copied text."""

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
        language: ``"en"`` (spaCy's rules) or ``"zh"`` (rjieba's segmentation; foreign words, numbers and addresses whole).

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
    """The words of the text as it stands; traditional characters are looked up as simplified ones."""
    looked_up = simplified(text)
    tokens: list[Token] = []
    place = 0
    for whole in _WHOLE.finditer(text):
        _segment(text, looked_up, place, whole.start(), tokens)
        tokens.append(Token(whole[0], *whole.span()))
        place = whole.end()
    _segment(text, looked_up, place, len(text), tokens)
    return tokens


def _segment(text: str, looked_up: str, start: int, end: int, tokens: list[Token]) -> None:
    """Append the words of ``text[start:end]``, put together where rjieba cuts a foreign word.

    Args:
        text: the sentence.
        looked_up: the sentence in the dictionary's characters, one for one.
        start: where to begin.
        end: where to stop.
        tokens: gets the words.
    """
    import rjieba

    place = start
    for found in rjieba.cut(looked_up[start:end]):
        piece = text[place : place + len(found)]
        if place > start and _JOINED.match(text, place - 1) and tokens and tokens[-1].end == place:
            before = tokens.pop()
            tokens.append(Token(before.text + piece, before.start, place + len(piece)))
        elif not _NOTHING.fullmatch(piece):
            tokens.append(Token(piece, place, place + len(piece)))
        place += len(piece)
