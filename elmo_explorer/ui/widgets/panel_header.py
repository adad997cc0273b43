"""The title row of a panel: name, count, and its buttons at the right."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from elmo_explorer.ui import tokens
from elmo_explorer.ui.icons import icon
from elmo_explorer.ui.theme import theme


class PanelHeader(QWidget):
    """A row of 38 pixels: the title, a pill with a count, and icon buttons."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = QLabel(title)
        self._count = QLabel()
        self._count.setProperty("role", "count")
        self._count.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._count.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 0, 8, 0)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addWidget(self._count, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addStretch(1)
        self._refresh()
        theme.changed.connect(self._refresh)

    def set_count(self, count: int | None) -> None:
        """The number in the pill; None hides it."""
        self._count.setVisible(count is not None)
        self._count.setText("" if count is None else f"{count:,}")

    def add_button(
        self, icon_name: str, tooltip: str, clicked: Callable[[], object] | None = None
    ) -> QToolButton:
        """Append an icon button with an accessible name; returns it."""
        button = QToolButton(self)
        button.setIcon(icon(icon_name))
        button.setIconSize(QSize(16, 16))
        button.setToolTip(tooltip)
        button.setAccessibleName(tooltip)
        button.setCursor(Qt.CursorShape.ArrowCursor)
        if clicked is not None:
            button.clicked.connect(lambda: clicked())
        layout = self.layout()
        assert layout is not None
        layout.addWidget(button)
        return button

    def _refresh(self) -> None:
        self._title.setFont(theme.font(13, 600))
        self._count.setFont(theme.font(11, 500, tabular=True))
        self.setFixedHeight(theme.px(tokens.DOCK_TITLE_HEIGHT))
