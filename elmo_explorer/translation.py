"""The words of the window in the language that was chosen; no Qt, so that every layer can speak.

Sentences stand in the code in English. ``pyside6-lupdate`` collects the texts of ``tr`` and ``mark`` into
``resources/translations``; the window gives the looking up, see ``ui/language.py``.
"""

from __future__ import annotations

from collections.abc import Callable

_look_up: Callable[[str], str] = str


def tr(text: str, **values: object) -> str:
    """A text in the chosen language.

    Args:
        text: English, a literal; places in braces are named: ``"{n} sentences"``.
        values: what stands in those places.

    Returns:
        The translation, or the English text where there is none.
    """
    translated = _look_up(text)
    return translated.format(**values) if values else translated


def mark(text: str) -> str:
    """The text as it is, marked for translation: for constants, which ``tr`` translates where they are shown."""
    return text


def look_up_with(look_up: Callable[[str], str]) -> None:
    """Translate with this from now on; ``str`` gives English."""
    global _look_up
    _look_up = look_up
