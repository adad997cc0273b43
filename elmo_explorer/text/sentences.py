"""Text -> sentences."""

from __future__ import annotations

import re

from elmo_explorer.text.tokens import _lock, english, language_of

_CHINESE_SENTENCE = re.compile(
    r"(?:[^。！？!?…；]|[!?](?=[\w=&/]))*(?:(?:[。！？…；]|[!?](?![\w=&/]))+[”’」』）)】〉》\"']*|$)",
    re.ASCII,
)
"""Up to its mark; a ? between ASCII letters is part of an address."""
_STAMMER = re.compile(r"[“‘「『\"]?\w{1,2}…+")
"""我…… goes on."""
_OPENING_AT_END = re.compile(r"(?<=[.!?])[\"”’')]*\s+([\"“‘'(])$")
_CLOSING_AT_END = re.compile(r"[.!?][\"”’']$")


def split_sentences(text: str, language: str | None = None) -> list[str]:
    """The sentences of a text, each without white space around it; a line break always ends one.

    Args:
        language: ``"en"`` or ``"zh"``; None looks at each line.
    """
    sentences: list[str] = []
    for line in text.splitlines():
        line = line.strip()
        if not line:
            continue
        if (language or language_of(line)) == "zh":
            parts = _mend_stammer([part.strip() for part in _CHINESE_SENTENCE.findall(line)])
        else:
            with _lock:
                parts = _mend_quotes([sentence.text.strip() for sentence in english()(line).sents])
        sentences.extend(part for part in parts if part)
    return sentences


def _mend_stammer(parts: list[str]) -> list[str]:
    """Put 我…… and what follows together."""
    mended: list[str] = []
    goes_on = False
    for part in parts:
        if goes_on:
            mended[-1] += part
        else:
            mended.append(part)
        goes_on = bool(_STAMMER.fullmatch(part))
    return mended


def _mend_quotes(parts: list[str]) -> list[str]:
    """Give back what spaCy's rule puts on the wrong side: an opening quote, and the speaker behind a quoted question."""
    mended: list[str] = []
    carried = ""
    for part in parts:
        part = carried + part
        carried = ""
        if opening := _OPENING_AT_END.search(part):
            carried = opening[1]
            part = part[: opening.start()]
        if mended and part[:1].islower() and _CLOSING_AT_END.search(mended[-1]):
            mended[-1] += " " + part
        else:
            mended.append(part)
    if carried:
        mended.append(carried)
    return mended
