"""A scroll area that shows nothing of itself but a bar where it is needed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget


def plain_scroll(content: QWidget, across: bool = False, down: bool = False) -> QScrollArea:
    """Scrolls across, up and down, or both."""
    area = QScrollArea()
    area.setWidget(content)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    off, needed = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAsNeeded
    area.setHorizontalScrollBarPolicy(needed if across else off)
    area.setVerticalScrollBarPolicy(needed if down else off)
    area.viewport().setAutoFillBackground(False)
    content.setAutoFillBackground(False)
    return area
