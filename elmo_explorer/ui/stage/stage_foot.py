"""The lowest line of a talk: the scene before, dots for all scenes, and what comes next."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolButton, QWidget

from elmo_explorer.translation import tr
from elmo_explorer.ui.icons import icon
from elmo_explorer.ui.stage.sizes import HINT, Sizes
from elmo_explorer.ui.theme import theme

_MOST_DOTS = 24


class StageFoot(QWidget):
    """Two buttons, two hints, and where in the talk it is."""

    stepped = Signal(int)
    chosen = Signal(int)
    """A dot was clicked."""

    def __init__(self, sizes: Sizes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sizes = sizes
        self._at, self._n = 0, 0
        self.before, self.after = "", ""
        self.back, self.forward = QToolButton(self), QToolButton(self)
        tips = (tr("Back (←, Page Up)"), tr("Next (→, Space, Page Down)"))
        for button, name, tip, by in zip(
            (self.back, self.forward), ("chevron_left", "chevron_right"), tips, (-1, 1), strict=True
        ):
            button.setIcon(icon(name))
            button.setToolTip(tip)
            button.setAccessibleName(tip.split(" (")[0])
            button.setProperty("kind", "boxed")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.clicked.connect(lambda _=False, by=by: self.stepped.emit(by))

    def tell(self, at: int, n: int, before: str, after: str) -> None:
        """Which of how many scenes is shown, what the one before is called, and what comes next."""
        self._at, self._n, self.before, self.after = at, n, before, after
        self.back.setEnabled(at > 0)
        self.forward.setEnabled(at + 1 < n)
        for button in (self.back, self.forward):
            button.setVisible(n > 1)
        self.setAccessibleName(tr("Scene {at} of {n}", at=at + 1, n=n))
        self.update()

    def lay_out(self) -> None:
        """Buttons to both sides."""
        px = self._sizes.px
        side = px(30)
        top = (self.height() - side) // 2
        self.back.setGeometry(px(24), top, side, side)
        self.forward.setGeometry(self.width() - px(24) - side, top, side, side)
        for button in (self.back, self.forward):
            button.setIconSize(QSize(px(16), px(16)))

    def dot(self, k: int) -> QPointF:
        """The middle of a dot."""
        step = min(float(self._sizes.px(22)), 0.3 * self.width() / max(self._n, 1))
        return QPointF(self.width() / 2 + (k - (self._n - 1) / 2) * step, self.height() / 2)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Go to the scene of a dot."""
        near = [k for k in range(self._n) if abs(self.dot(k).x() - event.position().x()) < self._sizes.px(9)]
        if near and 1 < self._n <= _MOST_DOTS:
            self.chosen.emit(near[0])

    def paintEvent(self, event: QPaintEvent) -> None:
        """Hints and dots on the band."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.color("surface"))
        painter.fillRect(0, 0, self.width(), 1, theme.color("border"))
        px = self._sizes.px
        room = 0.32 * self.width()
        for text, weight, role, side, left in (
            (self.before, 400, "text2", Qt.AlignmentFlag.AlignLeft, px(64)),
            (self.after, 600, "text1", Qt.AlignmentFlag.AlignRight, self.width() - px(64) - room),
        ):
            font = self._sizes.font(HINT, weight)
            painter.setFont(font)
            painter.setPen(theme.color(role))
            shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.drawText(
                QRectF(left, 0, room, self.height()), side | Qt.AlignmentFlag.AlignVCenter, shown
            )
        painter.setPen(Qt.PenStyle.NoPen)
        if 1 < self._n <= _MOST_DOTS:
            radius = px(9) / 2
            for k in range(self._n):
                at, half = self.dot(k), px(22) / 2 if k == self._at else radius
                painter.setBrush(theme.color("accent" if k == self._at else "control_border"))
                box = QRectF(at.x() - half, at.y() - radius, 2 * half, 2 * radius)
                painter.drawRoundedRect(box, radius, radius)
        elif self._n > _MOST_DOTS:
            painter.setFont(self._sizes.font(HINT, 600, tabular=True))
            painter.setPen(theme.color("text2"))
            middle = Qt.AlignmentFlag.AlignCenter
            painter.drawText(QRectF(self.rect()), middle, tr("{at} of {n}", at=self._at + 1, n=self._n))
