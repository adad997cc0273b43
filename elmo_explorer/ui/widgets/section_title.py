"""The heading of a part of a tab: its name, and quietly beside it what to know."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.runs import Run, draw_line


class SectionTitle(QWidget):
    """One line: a bold title and a grey remark, cut where they do not fit."""

    def __init__(self, title: str, remark: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.remark = remark
        self._short = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._restyle()
        theme.changed.connect(self._restyle)

    def set_text(self, title: str, remark: str = "", short: str = "") -> None:
        """Another title and remark; ``short`` stands in where the remark does not fit."""
        if (title, remark, short) != (self.title, self.remark, self._short):
            self.title, self.remark, self._short = title, remark, short
            self._name()
            self.update()

    def minimumSizeHint(self) -> QSize:
        """It may be cut."""
        return QSize(60, theme.px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Title and remark on one line."""
        painter = QPainter(self)
        bold, plain = theme.font(12, 600), theme.font(12)
        metrics = QFontMetricsF(plain)
        room = self.width() - QFontMetricsF(bold).horizontalAdvance(self.title)
        fits = metrics.horizontalAdvance("   " + self.remark) <= room
        remark = self.remark if fits or not self._short else self._short
        runs = [
            Run(self.title, bold, theme.color("text1")),
            Run("   ", plain, theme.color("text2")),
            Run(remark, plain, theme.color("text2")),
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
