"""The columns of a tab: headings of one height, contents below them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

PAD = 14
"""Pixels at the left and right of a column."""
SPACE = 8
"""Pixels between a title and the controls beside it."""
ABOVE, BETWEEN, BELOW = 4, 4, 12
"""Pixels above a column's heading, between that and its content, and below."""


def heading(title: QWidget, *controls: QWidget) -> QWidget:
    """The title, and at the right what belongs to it."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(SPACE)
    row.addWidget(title, 1)
    for control in controls:
        row.addWidget(control)
    return made


def tab_column(top: QWidget, content: QWidget, left: int = PAD) -> QWidget:
    """A heading over a content that begins ``left`` pixels from the edge."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(left, ABOVE, PAD, BELOW)
    column.setSpacing(BETWEEN)
    inset = QHBoxLayout()
    inset.setContentsMargins(PAD - left, 0, 0, 0)
    inset.addWidget(top)
    column.addLayout(inset)
    column.addWidget(content, 1)
    return made


def side_by_side(parts: Sequence[QWidget]) -> QWidget:
    """The parts in a row, without gaps."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    for part in parts:
        row.addWidget(part)
    return made
