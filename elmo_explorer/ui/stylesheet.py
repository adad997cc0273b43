"""The application's stylesheet: resources/themes/window.qss, filled in with the tokens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from string import Template

from elmo_explorer.paths import resources_dir

_SIZES = (11, 12, 13, 14, 16, 18, 20, 24, 26, 28, 35)


def stylesheet(colour: Mapping[str, str], px: Callable[[float], int], dark: bool) -> str:
    """The stylesheet of every standard widget.

    Kinds and roles are dynamic properties, set before the widget is shown. ``setProperty("kind", ...)``:
    buttons are primary, chip, quiet, link, boxed; frames card, floating, inset, warning, error, line.
    ``setProperty("role", ...)``: labels are title, large, text2, text3, caption, warning, error, count, key, tag.

    Args:
        colour: role -> #RRGGBB.
        px: pixels at a zoom of 1 -> pixels at the present zoom.
        dark: which of the icons to take.
    """
    sizes = {f"px{size}": str(px(size)) for size in _SIZES}
    icons = (resources_dir() / "icons").as_posix()
    return _template().substitute(colour, **sizes, icons=icons, mode="dark" if dark else "light")


@cache
def _template() -> Template:
    return Template((resources_dir() / "themes" / "window.qss").read_text(encoding="utf-8"))
