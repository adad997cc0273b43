"""How large things are in a talk: drawn for 1280 x 720, and scaled with the screen."""

from __future__ import annotations

from PySide6.QtGui import QFont

from elmo_explorer.ui.theme import theme

HINT, LABEL, AXIS, VALUE, TITLE = 15, 17, 18, 22, 34
"""Pixels of type."""
WIDTH, HEIGHT = 1280, 720
_MOST_ZOOM = 1.25
"""Of the window's own text size only so much is kept: a talk is large already."""


class Sizes:
    """Pixels and fonts on a screen of some size."""

    def __init__(self) -> None:
        self.scale = 1.0
        """Pixels for one of the 1280 x 720."""

    def take(self, width: int, height: int) -> None:
        """The window has another size now."""
        self.scale = max(0.5, min(width / WIDTH, height / HEIGHT))

    @property
    def factor(self) -> float:
        """How much larger than the theme's sizes."""
        return self.scale * min(theme.zoom, _MOST_ZOOM) / theme.zoom

    def px(self, pixels: float) -> int:
        """Pixels of the layout."""
        return max(1, round(pixels * self.scale))

    def font(self, px: int, weight: int = 400, tabular: bool = False) -> QFont:
        """The interface's font."""
        with theme.enlarged(self.factor):
            return theme.font(px, weight, tabular=tabular)
