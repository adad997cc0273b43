"""One line that says something about the list, with a way to act on it and a way to close it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from elmo_explorer.translation import tr
from elmo_explorer.ui.icons import icon, paint_icon
from elmo_explorer.ui.theme import theme


class SummaryRow(QWidget):
    """An icon, a sentence, at times a button, and a cross."""

    acted = Signal()
    closed = Signal()

    def __init__(self, icon_name: str, warning: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon_name
        self._warning = warning
        self.label = QLabel()
        self.label.setWordWrap(True)
        self.label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.button = QPushButton()
        self.button.setProperty("kind", "link")
        self.button.setStyleSheet("QPushButton { padding: 0px; text-align: left; }")
        self.button.setCursor(Qt.CursorShape.PointingHandCursor)
        self.button.hide()
        self.close_button = QToolButton()
        self.close_button.setIcon(icon("close", "text3"))
        self.close_button.setIconSize(QSize(14, 14))
        self.close_button.setToolTip(tr("Close"))
        self.close_button.setAccessibleName(tr("Close"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(32, 3, 3, 3)
        layout.setSpacing(4)
        column = QVBoxLayout()
        column.setContentsMargins(0, 3, 0, 3)
        column.setSpacing(0)
        column.addWidget(self.label)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addLayout(column, 1)
        layout.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self._restyle()
        self.hide()

        self.button.clicked.connect(self.acted)
        self.close_button.clicked.connect(self.closed)
        theme.changed.connect(self._restyle)

    def say(self, text: str, action: str = "") -> None:
        """Show the row with this text; without an action there is no button."""
        self.label.setText(text)
        self.button.setText(action)
        self.button.setVisible(bool(action))
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A rounded ground and the icon."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("warn_soft" if self._warning else "sunken"))
        painter.drawRoundedRect(QRectF(self.rect()), 7, 7)
        side = theme.px(15)
        target = QRectF(9, theme.px(16) - side / 2, side, side)
        paint_icon(painter, self._icon, target, "warn_text" if self._warning else "text3")

    def _restyle(self) -> None:
        self.label.setFont(theme.font(12))
        self.label.setProperty("role", "warning" if self._warning else "text2")
        self.setMinimumHeight(theme.px(32))
        self.update()
