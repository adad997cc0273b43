"""The chip that names the model, where it runs, and how it is."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QMenu, QWidget

from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.menu_button import MenuButton, draw_text, text_width

State = Literal["none", "loading", "ready", "error"]
_STEP_MS = 40


class ModelChip(MenuButton):
    """A dot that turns into a ring while a model loads, the name, the device."""

    def __init__(self, menu: QMenu, parent: QWidget | None = None) -> None:
        self._name = "No model"
        self._device = ""
        self._state: State = "none"
        self._angle = 0
        super().__init__(menu, parent)
        self._timer = QTimer(self, interval=_STEP_MS)
        self._timer.timeout.connect(self._turn)
        self.show_model("", "", "none")

    @property
    def state(self) -> State:
        """What the dot says."""
        return self._state

    def show_model(self, name: str, device: str, state: State) -> None:
        """Name and device as they are read; ``state`` chooses dot or ring."""
        self._name = name or "No model"
        self._device = device
        self._state = state
        if state == "loading":
            self._timer.start()
        else:
            self._timer.stop()
        said = {"none": "none", "loading": "loading", "ready": "ready", "error": "could not be loaded"}[state]
        self.setAccessibleName(f"Model {self._name} {device}, {said}".replace("  ", " "))
        self.setToolTip(f"Model: {self._name}" + (f" on {device}" if device else ""))
        self.updateGeometry()
        self.update()

    def content_width(self) -> float:
        """Dot, name and device."""
        width = 20 + text_width(theme.font(12, 600), self._short_name())
        return width + (6 + text_width(theme.font(12), self._device) if self._device else 0) + 6

    def paint_content(self, painter: QPainter, box: QRectF) -> None:
        """Dot or ring, name, device."""
        self._paint_dot(painter, QPointF(box.left() + 6, box.center().y()))
        x = draw_text(
            painter, box.left() + 20, self.height(), self._short_name(), theme.font(12, 600), "text1"
        )
        if self._device:
            draw_text(painter, x + 6, self.height(), self._device, theme.font(12), "text3")

    def _short_name(self) -> str:
        return self._name if len(self._name) <= 22 else self._name[:21] + "…"

    def _paint_dot(self, painter: QPainter, at: QPointF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        if self._state == "loading":
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("border"), 2))
            painter.drawEllipse(at, 5, 5)
            pen = QPen(theme.color("accent"), 2)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawArc(QRectF(at.x() - 5, at.y() - 5, 10, 10), -self._angle * 16, 110 * 16)
        elif self._state == "ready":
            painter.setBrush(theme.color("ok_soft"))
            painter.drawEllipse(at, 7, 7)
            painter.setBrush(theme.color("ok_dot"))
            painter.drawEllipse(at, 4, 4)
        elif self._state == "error":
            painter.setBrush(theme.color("error_soft"))
            painter.drawEllipse(at, 7, 7)
            painter.setBrush(theme.color("error_text"))
            painter.drawEllipse(at, 4, 4)
        else:
            painter.setPen(QPen(theme.color("control_border"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(at, 4, 4)

    def _turn(self) -> None:
        self._angle = (self._angle + 14) % 360
        self.update()
