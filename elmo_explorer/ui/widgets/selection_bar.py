"""The small bar beside a fresh selection: how many, and what can be done with them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QWidget

from elmo_explorer.translation import tr
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.floating_frame import FloatingFrame
from elmo_explorer.ui.widgets.sense_menu import fill_sense_menu


class SelectionBar(FloatingFrame):
    """How many are selected, Set sense, Hide."""

    sense_chosen = Signal(object)
    """The name of a sense, or None to take it away."""
    hide_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, radius=9)
        self._senses: tuple[tuple[str, int], ...] = ()
        self._count = QLabel(self)
        self.sense = QPushButton(tr("Set sense"), self)
        self.hide_button = QPushButton(tr("Hide"), self)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 3, 5, 3)
        row.setSpacing(2)
        row.addWidget(self._count)
        row.addSpacing(6)
        for button in (self.sense, self.hide_button):
            button.setFlat(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            row.addWidget(button)
        self._restyle()
        self.hide()
        self.sense.clicked.connect(self._open_senses)
        self.hide_button.clicked.connect(self.hide_clicked)
        theme.changed.connect(self._restyle)

    def show_for(self, count: int, senses: Sequence[tuple[str, int]], at: QPoint) -> None:
        """Appear near ``at`` (in the parent), inside the parent."""
        self._senses = tuple(senses)
        self._count.setText(tr("{count:,} selected", count=count))
        self.setAccessibleName(tr("{count} selected", count=count))
        self.adjustSize()
        parent = self.parentWidget()
        if parent is not None:
            x = min(max(at.x() + 10, 8), parent.width() - self.width() - 8)
            y = min(max(at.y() + 12, 8), parent.height() - self.height() - 60)
            self.move(x, y)
        self.show()
        self.raise_()

    def _open_senses(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fill_sense_menu(menu, self._senses, self.sense_chosen.emit)
        menu.popup(self.sense.mapToGlobal(QPoint(0, self.sense.height() + 4)))

    def _restyle(self) -> None:
        self._count.setFont(theme.font(12, 600, tabular=True))
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, theme.color("text1"))
        self._count.setPalette(palette)
        for button in (self.sense, self.hide_button):
            button.setFont(theme.font(12, 500))
            button.setStyleSheet(
                "QPushButton { border: none; background: transparent; border-radius: 6px; padding: 5px 9px;"
                f" min-height: 0; color: {theme.color('accent_text').name()}; }}"
                f"QPushButton:hover, QPushButton:focus {{ background: {theme.color('accent_soft').name()}; }}"
            )
