"""An icon button without a frame: accent on accent soft while it is on."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QToolButton, QWidget

from elmo_explorer.ui.icons import paint_icon
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.kept_picture import KeptPicture

SIZE = 29
"""Pixels at a zoom of 1."""


class QuietButton(QToolButton):
    """Paints its icon itself, sharp on every screen."""

    def __init__(self, sign: str, tip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sign = sign
        self._kept = KeptPicture()
        self.set_tip(tip)
        self._resize()
        theme.changed.connect(self._resize)

    def set_sign(self, sign: str) -> None:
        """Show another icon."""
        self._sign = sign
        self.update()

    def set_tip(self, tip: str) -> None:
        """The tooltip; what stands before a bracket is the accessible name."""
        self.setToolTip(tip)
        self.setAccessibleName(tip.split(" (")[0])

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground, icon."""
        lit = self.underMouse() or self.isDown()
        self._kept.show(self, (self._sign, self.isChecked(), lit), self._draw)

    def _draw(self, painter: QPainter) -> None:
        box = QRectF(self.rect())
        if self.isChecked() or self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_soft" if self.isChecked() else "hover"))
            painter.drawRoundedRect(box, 6, 6)
        side = theme.px(16)
        edge = (self.width() - side) // 2
        paint_icon(
            painter,
            self._sign,
            QRectF(edge, edge, side, side),
            "accent_text" if self.isChecked() else "text2",
        )

    def _resize(self) -> None:
        self.setFixedSize(theme.px(SIZE), theme.px(SIZE))
