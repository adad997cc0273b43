"""The words of the window in the language that was chosen; no Qt, so that every layer can speak.

Sentences stand in the code in English. ``pyside6-lupdate`` collects the texts of ``tr`` and ``mark`` into
``resources/translations``; the window gives the looking up, see ``ui/language.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

_look_up: Callable[[str], str] = str
_MOST_REMEMBERED = 20_000
_said: dict[str, Spoken] = {}
_NONE: Mapping[str, object] = MappingProxyType({})


class Spoken(str):
    """A text in some language, which remembers what was to be said: it can be said again in another one."""

    source: str
    values: Mapping[str, object]

    def __new__(cls, text: str, source: str = "", values: Mapping[str, object] = _NONE) -> Spoken:
        """Remember the English text and what stands in its places."""
        made = super().__new__(cls, text)
        made.source, made.values = source, values
        return made

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        """Elsewhere, in another process or a file, it is a text like any other."""
        return str, (str(self),)


def tr(text: str, **values: object) -> str:
    """A text in the chosen language.

    Args:
        text: English, a literal; places in braces are named: ``"{n} sentences"``.
        values: what stands in those places.

    Returns:
        The translation, or the English text where there is none.
    """
    translated = _look_up(text)
    spoken = Spoken(translated.format(**values) if values else translated, text, values or _NONE)
    if spoken not in _said:
        if len(_said) >= _MOST_REMEMBERED:
            _said.clear()
        _said[spoken] = spoken
    return spoken


def plain(value: object) -> str:
    """For ``msgspec``'s ``enc_hook``, which knows no text but ``str`` itself: a file holds what was said, no more.

    Raises:
        NotImplementedError: it is no text; msgspec makes its own error of it.
    """
    if isinstance(value, str):
        return str.__str__(value)
    raise NotImplementedError


def mark(text: str) -> str:
    """The text as it is, marked for translation: for constants, which ``tr`` translates where they are shown."""
    return text


def again(text: str) -> str:
    """The same in the language that is chosen now; texts that ``tr`` never made stay as they are."""
    spoken = text if isinstance(text, Spoken) else _said.get(text)
    if spoken is None:
        return text
    values = {name: again(v) if isinstance(v, str) else v for name, v in spoken.values.items()}
    return tr(spoken.source, **values)


def look_up_with(look_up: Callable[[str], str]) -> None:
    """Translate with this from now on; ``str`` gives English."""
    global _look_up
    _look_up = look_up
