"""Languages by their names."""

from __future__ import annotations

from collections.abc import Iterable

_NAMES = {
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "nl": "Dutch",
    "pt": "Portuguese",
    "ru": "Russian",
    "zh": "Chinese",
}


def language_name(tag: str) -> str:
    """A language by its tag, such as ``"en"`` or ``"pt-BR"``; the tag itself where it has no name here."""
    return _NAMES.get(tag.split("-")[0], tag)


def language_list(tags: Iterable[str]) -> str:
    """Several languages as they are read out: "English and German"."""
    names = [language_name(tag) for tag in tags]
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
