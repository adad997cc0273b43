"""A page that says one thing: icon, headline, text, details in mono, buttons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from elmo_explorer.translation import tr
from elmo_explorer.ui.icons import icon, paint_icon
from elmo_explorer.ui.theme import theme

Tone = Literal["accent", "warn", "error"]
_WIDTH = 430


class StateCard(QWidget):
    """A column of at most 430 pixels times the zoom, placed a little above the middle of its page."""

    def __init__(self, parent: QWidget | None = None, centred: bool = False) -> None:
        super().__init__(parent)
        self._centred = centred
        self._fonts: list[tuple[QLabel, Callable[[], None]]] = []
        self.column = QVBoxLayout()
        self.column.setSpacing(8)
        self._holder = QWidget()
        self._holder.setMaximumWidth(theme.px(_WIDTH))
        self._holder.setLayout(self.column)
        self.column.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._holder, 8)
        row.addStretch(1)
        content = QWidget()
        page = QVBoxLayout(content)
        page.setContentsMargins(24, 16, 24, 16)
        page.addStretch(2)
        page.addLayout(row)
        page.addStretch(3)
        area = QScrollArea()  # in a small window the card scrolls; the window's parts keep their sizes
        area.setWidget(content)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        theme.changed.connect(self._restyle)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The canvas behind the card."""
        QPainter(self).fillRect(self.rect(), theme.color("canvas"))

    def add_mark(self, icon_name: str, tone: Tone) -> None:
        """A tinted tile with an icon."""
        self.column.addWidget(_Tile(icon_name, tone))
        self.column.addSpacing(8)

    def add_label(self, text: str, px: int, weight: int = 400, role: str = "text1") -> QLabel:
        """A line or paragraph; returns it."""
        label = QLabel(text)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        if role != "text1":
            label.setProperty("role", role)
        if self._centred:
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)

        def restyle() -> None:
            label.setFont(theme.font(px, weight))

        restyle()
        self._fonts.append((label, restyle))
        self.column.addWidget(label)
        return label

    def add_details(self) -> Details:
        """A sunken box of mono text with Copy; returns it."""
        details = Details()
        self.column.addSpacing(4)
        self.column.addWidget(details)
        return details

    def add_buttons(self, *buttons: QPushButton) -> None:
        """Buttons side by side."""
        row = QHBoxLayout()
        row.setSpacing(8)
        if self._centred:
            row.addStretch(1)
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        self.column.addSpacing(6)
        self.column.addLayout(row)

    def _restyle(self) -> None:
        self._holder.setMaximumWidth(theme.px(_WIDTH))
        for _label, restyle in self._fonts:
            restyle()
        self.update()


class Details(QFrame):
    """Mono text, to be read and copied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "inset")
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        copy = QToolButton()
        copy.setIcon(icon("copy"))
        copy.setIconSize(QSize(15, 15))
        copy.setToolTip(tr("Copy the details"))
        copy.setAccessibleName(tr("Copy the details"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 6, 8)
        layout.addWidget(self._text, 1)
        layout.addWidget(copy, 0, Qt.AlignmentFlag.AlignTop)
        self._restyle()
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._text.text()))
        theme.changed.connect(self._restyle)

    def set_text(self, text: str) -> None:
        """Show this; nothing hides the box."""
        self._text.setText(text)
        self.setVisible(bool(text))

    def text(self) -> str:
        """What is shown."""
        return self._text.text()

    def _restyle(self) -> None:
        self._text.setFont(theme.font(12, mono=True))


class _Tile(QWidget):
    def __init__(self, icon_name: str, tone: Tone) -> None:
        super().__init__()
        self._icon = icon_name
        self._tone = tone
        self.setFixedSize(40, 40)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(f"{self._tone}_soft"))
        painter.drawRoundedRect(QRectF(self.rect()), 9, 9)
        paint_icon(painter, self._icon, QRectF(10, 10, 20, 20), f"{self._tone}_text")


def button(text: str, kind: str = "", icon_name: str = "") -> QPushButton:
    """A push button of a kind, with an icon."""
    made = QPushButton(text)
    if kind:
        made.setProperty("kind", kind)
    if icon_name:
        made.setIcon(icon(icon_name))
        made.setIconSize(QSize(15, 15))
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    return made
