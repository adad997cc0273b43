"""A search field with its icon and the keys that lead to it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit, QWidget

from elmo_explorer.translation import tr
from elmo_explorer.ui import tokens
from elmo_explorer.ui.icons import icon, paint_icon
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.menu_button import text_width


class SearchField(QLineEdit):
    """Esc empties it; while it is empty and idle it shows its shortcut at the right."""

    def __init__(self, placeholder: str, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setToolTip(f"{placeholder} ({keys.replace(' ', '+')})")
        self.setTextMargins(22, 0, 0, 0)
        self._clear = self.addAction(icon("close", "text3"), QLineEdit.ActionPosition.TrailingPosition)
        self._clear.setToolTip(tr("Empty the search"))
        self._clear.setVisible(False)
        self._clear.triggered.connect(self.clear)
        self.textChanged.connect(lambda text: self._clear.setVisible(bool(text)))
        theme.changed.connect(self._restyle)
        self._restyle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc empties the field, then leaves it."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Fonts follow the theme."""
        super().changeEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field, its icon, and the keys."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        paint_icon(painter, "search", QRectF(9, middle - 8, 16, 16), "text3")
        if self.text() or self.hasFocus() or self.width() < 200:
            return
        font = theme.font(11)
        width = text_width(font, self._keys) + 12
        box = QRectF(self.width() - width - 7.5, middle - 9.5, width, 19)
        painter.setPen(QPen(theme.color("border"), 1))
        painter.setBrush(theme.color("sunken"))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(theme.color("text3"))
        painter.setFont(font)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._keys)

    def _restyle(self) -> None:
        self.setFont(theme.font(12))
        self.setFixedHeight(theme.px(tokens.CONTROL_HEIGHT))
