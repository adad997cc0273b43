"""One line of text with something at either end."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.runs import Run, draw_line


class TwoEnds(QWidget):
    """A bold text at the left and a quiet one at the right, each as long as there is room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.left: tuple[str, ...] = ("",)
        self.right: tuple[str, ...] = ("",)
        self._restyle()
        theme.changed.connect(self._restyle)

    def set_text(self, left: tuple[str, ...], right: tuple[str, ...]) -> None:
        """What stands there; of each the first text for which there is room, the last one being the shortest."""
        self.left, self.right = left, right
        self.setAccessibleName(f"{left[0]}, {right[0]}")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Both ends."""
        painter = QPainter(self)
        font, plain = theme.font(11, 600, tabular=True), theme.font(11, tabular=True)
        bold, thin = QFontMetricsF(font), QFontMetricsF(plain)
        choices = [(left, right) for right in self.right for left in self.left]
        fitting = [
            (left, right)
            for left, right in choices
            if bold.horizontalAdvance(left) + thin.horizontalAdvance(right) + theme.px(14) <= self.width()
        ]
        left, right = (*fitting, choices[-1])[0]
        painter.setFont(plain)
        painter.setPen(theme.color("text2"))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), right)
        draw_line(painter, [Run(left, font, theme.color("text1"))], self.rect().toRectF())

    def _restyle(self) -> None:
        self.setFixedHeight(theme.px(16))
        self.update()
