"""Text -> sentences."""

from __future__ import annotations

import re

from elmo_explorer.text.tokens import _lock, english, language_of

_CHINESE_SENTENCE = re.compile(r"[^。！？!?…；\n]*(?:[。！？!?…；]+[”’」』）)\"']*|\n|$)")


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
            parts = [part.strip() for part in _CHINESE_SENTENCE.findall(line)]
        else:
            with _lock:
                parts = [sentence.text.strip() for sentence in english()(line).sents]
        sentences.extend(part for part in parts if part)
    return sentences
