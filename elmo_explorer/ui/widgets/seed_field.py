"""A field for the words at one end of an axis, with the number of their tokens in it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from elmo_explorer.ui.theme import theme


class SeedField(QLineEdit):
    """Says at its right how many tokens match."""

    escaped = Signal()

    def __init__(self, placeholder: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.count = ""
        self._unmatched = False
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name)
        self._restyle()
        theme.changed.connect(self._restyle)

    def set_count(self, count: str, unmatched: bool, tip: str) -> None:
        """Show how many tokens match, in warning colours where none does; the tooltip tells it by word."""
        self.count, self._unmatched = count, unmatched
        self.setToolTip(tip)
        self.setAccessibleDescription(tip or count)
        self._make_room()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The field and the count."""
        super().paintEvent(event)
        if self.count:
            painter = QPainter(self)
            painter.setFont(theme.font(11, tabular=True))
            painter.setPen(theme.color("error_text" if self._unmatched else "text3"))
            box = QRectF(self.rect()).adjusted(0, 0, -theme.px(9), 0)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, self.count)

    def _make_room(self) -> None:
        width = QFontMetricsF(theme.font(11, tabular=True)).horizontalAdvance(self.count)
        self.setTextMargins(0, 0, round(width) + theme.px(6) if self.count else 0, 0)

    def _restyle(self) -> None:
        self.setFont(theme.font(12))
        self._make_room()
