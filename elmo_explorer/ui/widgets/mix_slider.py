"""A slider that jumps to the pointer, with an optional thin bar of a second quantity below it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QSlider, QWidget

from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.grip import Grip

STEPS = 1000
_ARROWS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_PageDown: -10,
    Qt.Key.Key_PageUp: 10,
}


class MixSlider(QSlider):
    """From 0 to 1 in 1000 steps; it reports wishes and shows what it is told.

    Keys: an arrow moves by 1 % of the length, with Shift or as Page Up and Page Down by 10 %; Home and End.
    """

    grabbed = Signal()
    wished = Signal(float, bool)
    """A place from 0 to 1 that the user asked for, and whether to snap (Shift)."""
    let_go = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setRange(0, STEPS)
        self.setSingleStep(STEPS // 100)
        self.setPageStep(STEPS // 10)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._place = 0.0
        self._filled = True
        self._grip = Grip(self)
        self._frozen = False
        self._share: float | None = None
        self._restyle()
        self._grip.taken.connect(self.grabbed)
        self._grip.let_go.connect(self.let_go)
        theme.changed.connect(self._restyle)

    @property
    def place(self) -> float:
        """Where the handle is, 0 to 1."""
        return self._place

    def set_place(self, place: float) -> None:
        """Put the handle somewhere, without a signal."""
        self._place = min(max(place, 0.0), 1.0)
        blocked = self.blockSignals(True)
        self.setValue(round(self._place * STEPS))
        self.blockSignals(blocked)
        self.update()

    def set_filled(self, filled: bool) -> None:
        """Whether the groove is coloured up to the handle."""
        self._filled = filled
        self.update()

    def set_frozen(self, frozen: bool) -> None:
        """A frozen slider shows its value and cannot be moved."""
        self._frozen = frozen
        self.setCursor(Qt.CursorShape.ArrowCursor if frozen else Qt.CursorShape.PointingHandCursor)
        self.update()

    def set_share(self, share: float | None) -> None:
        """The length of the thin bar, 0 to 1; None for no bar."""
        self._share = share
        self.update()

    def groove(self) -> QRectF:
        """The groove's rectangle, from the handle's centre at 0 to its centre at 1."""
        radius = theme.px(7) + 1
        middle = self.height() / 2 - (theme.px(4) if self._share is not None else 0)
        return QRectF(radius, middle - 2, self.width() - 2 * radius, 4)

    def sizeHint(self) -> QSize:
        """As high as a comfortable target."""
        return QSize(theme.px(110), theme.px(32))

    def minimumSizeHint(self) -> QSize:
        """Narrow panels leave it short."""
        return QSize(theme.px(60), theme.px(32))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the handle; it jumps to the pointer."""
        if event.button() != Qt.MouseButton.LeftButton or self._frozen:
            event.ignore()
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._grip.take()
        self._wish_at(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        if self._grip.held:
            self._wish_at(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._grip.drop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Page Up and Down, Home, End."""
        step = _ARROWS.get(Qt.Key(event.key()))
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if self._frozen or (step is None and event.key() not in (Qt.Key.Key_Home, Qt.Key.Key_End)):
            event.ignore()
            return
        self._grip.take()
        if step is not None:
            self.wished.emit(self._place + step * (0.1 if shift and abs(step) == 1 else 0.01), False)
        else:
            self.wished.emit(float(event.key() == Qt.Key.Key_End), False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls the panel: nobody changes a weight on the way."""
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Groove, share, handle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        groove = self.groove()
        x = groove.left() + self._place * groove.width()
        lively = self.isEnabled()
        painter.setBrush(theme.color("border"))
        painter.drawRoundedRect(groove.adjusted(-2, 0, 2, 0), 2, 2)
        if self._filled and lively:
            painter.setBrush(theme.color("accent"))
            painter.drawRoundedRect(QRectF(groove.left() - 2, groove.top(), x - groove.left() + 2, 4), 2, 2)
        if self._share is not None and lively:
            self._paint_share(painter, groove)
        radius = theme.px(7) - 1
        colour = theme.color("accent" if lively and not self._frozen else "control_border")
        if lively and self._frozen:
            colour = theme.color("text3")
        painter.setPen(QPen(colour, 2))
        hot = lively and not self._frozen and (self._grip.held or self.underMouse())
        painter.setBrush(theme.color("accent_soft" if hot else "surface"))
        painter.drawEllipse(QRectF(x - radius, groove.center().y() - radius, 2 * radius, 2 * radius))

    def _paint_share(self, painter: QPainter, groove: QRectF) -> None:
        track = QRectF(groove.left() - 2, groove.center().y() + theme.px(10), groove.width() + 4, 3)
        painter.setBrush(theme.color("grid" if not theme.dark else "border"))
        painter.drawRoundedRect(track, 1.5, 1.5)
        track.setWidth(max(track.width() * min(max(self._share or 0.0, 0.0), 1.0), 3.0))
        painter.setBrush(theme.color("text3"))
        painter.drawRoundedRect(track, 1.5, 1.5)

    def _wish_at(self, event: QMouseEvent) -> None:
        groove = self.groove()
        place = (event.position().x() - groove.left()) / max(groove.width(), 1.0)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.wished.emit(min(max(place, 0.0), 1.0), shift)

    def _restyle(self) -> None:
        self.setFixedHeight(theme.px(32))
        self.updateGeometry()
        self.update()
