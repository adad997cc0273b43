"""Numbers on the command line: argparse types that say what would be right."""

from __future__ import annotations

import argparse
import math

WINDOW_CHOICES = {
    "theme": ("light", "dark", "system"),
    "language": ("system", "en", "zh"),
    "tab": (
        "compare",
        "layers",
        "language_model",
        "neighbours",
        "influence",
        "pairs",
        "spelling",
        "tasks",
        "training",
    ),
    "projection": ("pca", "umap", "tsne", "axis"),
    "lesson": ("en", "zh"),
}
"""What the window can be asked for, by option."""

FIGURE_VIEWS = ("projection", "mix", *(tab for tab in WINDOW_CHOICES["tab"] if tab != "training"))
"""What of a session can be drawn as a figure."""
FIGURE_COLOURS = ("light", "dark", "print")
LARGEST_SCALE = 4.0


def count(text: str) -> int:
    """A whole number from 1 on.

    Raises:
        argparse.ArgumentTypeError: it is none.
    """
    if not (text.isascii() and text.isdigit()) or int(text) < 1:
        raise argparse.ArgumentTypeError(f"should be a whole number from 1 on, found {text!r}")
    return int(text)


def minutes(text: str) -> float:
    """A number of minutes, 0 included.

    Raises:
        argparse.ArgumentTypeError: it is none.
    """
    if not (number := _number(text)) >= 0:
        raise argparse.ArgumentTypeError(f"should be a number of minutes from 0 on, found {text!r}")
    return number


def seconds(text: str) -> float:
    """A number of seconds, neither 0 nor endless.

    Raises:
        argparse.ArgumentTypeError: it is none.
    """
    if not 0 < (number := _number(text)) < math.inf:
        raise argparse.ArgumentTypeError(f"should be a number of seconds above 0, found {text!r}")
    return number


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan
