"""One grey line that says what is shown, or names what is followed, each with its marker."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from elmo_explorer.translation import tr
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.runs import Run, draw_line
from elmo_explorer.ui.widgets.scatter_markers import draw_marker


class FollowedLine(QWidget):
    """Cut where it does not fit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = ""
        self.names: tuple[tuple[int, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._restyle)
        self._restyle()

    def set_text(self, text: str) -> None:
        """Say this."""
        self.text, self.names = text, ()
        self.setAccessibleName(text)
        self.update()

    def set_cells(self, names: Sequence[tuple[int, str]]) -> None:
        """Name these, each with the category of its colour and marker."""
        self.text, self.names = "", tuple(names)
        self.setAccessibleName(tr("followed: ") + ", ".join(name for _, name in names))
        self.update()

    def minimumSizeHint(self) -> QSize:
        """It may be cut."""
        return QSize(60, theme.px(18))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font, x = theme.font(11, tabular=True), 0.0
        if not self.names:
            draw_line(painter, [Run(self.text, font, theme.color("text2"))], QRectF(self.rect()))
        for category, name in self.names:
            draw_marker(painter, category, QPointF(x + theme.px(5), self.height() / 2), theme.px(8))
            x += theme.px(14)
            run = Run(name, font, theme.category(category).text)
            draw_line(painter, [run], QRectF(x, 0, self.width() - x, self.height()))
            x += QFontMetricsF(font).horizontalAdvance(name) + theme.px(10)

    def _restyle(self) -> None:
        self.setFixedHeight(theme.px(18))
        self.update()
