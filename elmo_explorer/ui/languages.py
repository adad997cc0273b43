"""Languages by their names."""

from __future__ import annotations

from collections.abc import Iterable

from elmo_explorer.translation import mark, tr

_NAMES = {
    "de": mark("German"),
    "en": mark("English"),
    "es": mark("Spanish"),
    "fr": mark("French"),
    "it": mark("Italian"),
    "ja": mark("Japanese"),
    "ko": mark("Korean"),
    "nl": mark("Dutch"),
    "pt": mark("Portuguese"),
    "ru": mark("Russian"),
    "zh": mark("Chinese"),
}


def language_name(tag: str) -> str:
    """A language by its tag, such as ``"en"`` or ``"pt-BR"``; the tag itself where it has no name here."""
    name = _NAMES.get(tag.split("-")[0])
    return tr(name) if name else tag


def language_list(tags: Iterable[str]) -> str:
    """Several languages as they are read out: "English and German"."""
    names = [language_name(tag) for tag in tags]
    return tr(" and ").join(filter(None, (", ".join(names[:-1]), *names[-1:])))
