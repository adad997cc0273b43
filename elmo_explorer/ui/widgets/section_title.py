"""The heading of a part of a tab: its name, and quietly beside it what to know."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.runs import Run, draw_line


class SectionTitle(QWidget):
    """One line: a bold title and a grey remark, cut where they do not fit."""

    def __init__(self, title: str, remark: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.remark = remark
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._restyle()
        theme.changed.connect(self._restyle)

    def set_text(self, title: str, remark: str = "") -> None:
        """Another title and remark."""
        if (title, remark) != (self.title, self.remark):
            self.title, self.remark = title, remark
            self._name()
            self.update()

    def minimumSizeHint(self) -> QSize:
        """It may be cut."""
        return QSize(60, theme.px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Title and remark on one line."""
        painter = QPainter(self)
        runs = [
            Run(self.title, theme.font(12, 600), theme.color("text1")),
            Run("   ", theme.font(12), theme.color("text2")),
            Run(self.remark, theme.font(12), theme.color("text2")),
        ]
        draw_line(painter, runs, QRectF(self.rect()))

    def _name(self) -> None:
        text = f"{self.title}, {self.remark}" if self.remark else self.title
        self.setAccessibleName(text)
        self.setToolTip("")

    def _restyle(self) -> None:
        self.setFixedHeight(theme.px(20))
        self._name()
        self.update()
