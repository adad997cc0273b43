"""The application's stylesheet, made from the tokens."""

from __future__ import annotations

from collections.abc import Callable, Mapping


def stylesheet(colour: Mapping[str, str], px: Callable[[float], int]) -> str:
    """The stylesheet of every standard widget.

    Args:
        colour: role -> #RRGGBB.
        px: pixels at a zoom of 1 -> pixels at the present zoom.
    """
    return ""
