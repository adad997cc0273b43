"""The examples in a menu: the first few at once, the others by language."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from elmo_explorer.translation import mark, tr

if TYPE_CHECKING:
    from elmo_explorer.examples import Example

FIRST = 3
"""So many stand in the menu itself: the ones to begin with."""
_MOST_IN_A_MENU = 20
"""A menu of more lines would be higher than a small screen."""
_LANGUAGES = {"en": mark("English"), "zh": mark("Chinese 中文")}


def fill_examples_menu(menu: QMenu, examples: Iterable[Example], chosen: Callable[[str], object]) -> None:
    """Fill an empty menu.

    Args:
        menu: where they go.
        examples: in their order; behind the first three, each language has a submenu, English by the alphabet.
        chosen: called with the name of the one that was clicked.
    """
    listed = list(examples)
    _add(menu, listed[:FIRST], chosen)
    if len(listed) <= FIRST:
        return
    menu.addSeparator()
    others = listed[FIRST:]
    for language in dict.fromkeys(example.language for example in others):
        here = [example for example in others if example.language == language]
        if language == "en":
            here.sort(key=lambda example: example.focus.casefold())
        for part in _parts(here):
            span = (
                tr(", {focus} to {focus2}", focus=part[0].focus, focus2=part[-1].focus)
                if len(part) < len(here)
                else ""
            )
            _add(menu.addMenu(tr(_LANGUAGES.get(language, language)) + span), part, chosen)


def _parts(examples: list[Example]) -> list[list[Example]]:
    """Equal parts, each short enough for one menu."""
    n_parts = -(-len(examples) // _MOST_IN_A_MENU)
    size = -(-len(examples) // n_parts)
    return [examples[start : start + size] for start in range(0, len(examples), size)]


def _add(menu: QMenu, examples: list[Example], chosen: Callable[[str], object]) -> None:
    for example in examples:
        menu.addAction(example.title).triggered.connect(partial(_choose, chosen, example.name))


def _choose(chosen: Callable[[str], object], name: str, _checked: bool = False) -> None:
    chosen(name)
