"""The thin line between two parts of a tab."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame


def divider() -> QFrame:
    """A line from top to bottom."""
    line = QFrame()
    line.setProperty("kind", "line")
    line.setFixedWidth(1)
    return line
