"""A switch: on or off, at once."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QRectF, QSize, Qt, QVariantAnimation
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from elmo_explorer.ui.motion import motion
from elmo_explorer.ui.theme import theme


class Switch(QAbstractButton):
    """A checkable button drawn as a knob in a track."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._knob = 0.0
        self._glide = QVariantAnimation(self)
        self._glide.setDuration(120)
        self._glide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._restyle()

        theme.changed.connect(self._restyle)
        self._glide.valueChanged.connect(self._move_knob)
        self.toggled.connect(self._toggled)

    def sizeHint(self) -> QSize:
        """A track of 34 x 20 in a target of 28."""
        return QSize(theme.px(38), theme.px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Track, knob."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width, height = theme.px(32), theme.px(18)
        track = QRectF(self.width() - width - 3, (self.height() - height) / 2, width, height)
        on = self.isChecked() and self.isEnabled()
        painter.setPen(QPen(theme.color("accent" if on else "control_border"), 1))
        painter.setBrush(theme.color("accent" if on else "sunken"))
        painter.drawRoundedRect(track.adjusted(0.5, 0.5, -0.5, -0.5), height / 2, height / 2)
        side = height - 6.0
        x = track.left() + 3 + self._knob * (width - height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(
            theme.color("on_accent" if on else "text3" if self.isEnabled() else "control_border")
        )
        painter.drawEllipse(QRectF(x, track.top() + 3, side, side))

    def _toggled(self, on: bool) -> None:
        self._glide.stop()
        if motion.reduced or not self.isVisible():
            self._move_knob(float(on))
            return
        self._glide.setStartValue(self._knob)
        self._glide.setEndValue(float(on))
        self._glide.start()

    def _move_knob(self, place: float) -> None:
        self._knob = place
        self.update()

    def _restyle(self) -> None:
        self.setFixedSize(self.sizeHint())
        self.update()
