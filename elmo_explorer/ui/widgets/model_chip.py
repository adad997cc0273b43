"""The chip that names the shown model, where it runs and how it is, and which others have sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QMenu, QWidget

from elmo_explorer.translation import tr
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.menu_button import MenuButton, draw_text, text_width

State = Literal["none", "loading", "ready", "error"]
_STEP_MS = 40
_TAG_PADDING = 6
_TAG_GAP = 6


class ModelChip(MenuButton):
    """A dot that turns into a ring while a model loads, the name, the device, a tag for each other model."""

    def __init__(self, menu: QMenu, parent: QWidget | None = None) -> None:
        self._name, self._is_nameless = tr("No model"), True
        self._device = ""
        self._others: tuple[tuple[str, int], ...] = ()
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

    @property
    def others(self) -> tuple[tuple[str, int], ...]:
        """Name of each model that has sentences and is not shown, with their number."""
        return self._others

    def say_again(self) -> None:
        """What is put together of texts, in the language of now."""
        name = "" if self._is_nameless else self._name
        self.show_model(name, self._device, self._state, self._others)

    def show_model(
        self, name: str, device: str, state: State, others: Sequence[tuple[str, int]] = ()
    ) -> None:
        """Say how it stands.

        Args:
            name: of the shown model.
            device: where it runs, as it is read.
            state: chooses dot or ring.
            others: name of each other model that has sentences, and how many.
        """
        self._is_nameless = not name
        self._name = name or tr("No model")
        self._device = device
        self._others = tuple(others)
        self._state = state
        if state == "loading":
            self._timer.start()
        else:
            self._timer.stop()
        said = {
            "none": tr("none"),
            "loading": tr("loading"),
            "ready": tr("ready"),
            "error": tr("could not be loaded"),
        }[state]
        elsewhere = [
            tr("{name} has {sentences} of its own", name=name, sentences=_sentences(n))
            for name, n in self._others
        ]
        model = tr("Model {name} {device}, {said}", name=self._name, device=device, said=said)
        self.setAccessibleName(", ".join([model.replace("  ", " "), *elsewhere]))
        shown = tr("Shown: the picture that {name} makes", name=self._name) if name else tr("Model: none")
        on = tr(", on {device}", device=device) if device else ""
        self.setToolTip("\n".join([shown + on, *elsewhere]))
        self.updateGeometry()
        self.update()

    def content_width(self) -> float:
        """Dot, name and device."""
        width = 20 + text_width(theme.font(12, 600), self._short_name())
        width += 6 + text_width(theme.font(12), self._device) if self._device else 0
        return width + sum(_TAG_GAP + self._tag_width(tag) for tag in self._tags()) + 6

    def paint_content(self, painter: QPainter, box: QRectF) -> None:
        """Dot or ring, name, device."""
        self._paint_dot(painter, QPointF(box.left() + 6, box.center().y()))
        x = draw_text(
            painter, box.left() + 20, self.height(), self._short_name(), theme.font(12, 600), "text1"
        )
        if self._device:
            x = draw_text(painter, x + 6, self.height(), self._device, theme.font(12), "text3")
        for tag in self._tags():
            x = self._paint_tag(painter, x + _TAG_GAP, tag)

    def _paint_tag(self, painter: QPainter, x: float, tag: str) -> float:
        """A tag of another model; returns the x behind it."""
        height = theme.px(18)
        box = QRectF(x, (self.height() - height) / 2, self._tag_width(tag), height)
        painter.setPen(QPen(theme.color("control_border"), 1))
        painter.setBrush(theme.color("sunken"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        font = theme.font(11, 500, tabular=True)
        draw_text(painter, x + _TAG_PADDING, self.height(), tag, font, "text2")
        return box.right()

    def _tag_width(self, tag: str) -> float:
        return text_width(theme.font(11, 500, tabular=True), tag) + 2 * _TAG_PADDING

    def _tags(self) -> list[str]:
        return [f"{_short(name, 10)} {n:,}" for name, n in self._others]

    def _short_name(self) -> str:
        return _short(self._name, 22)

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


def _short(name: str, most: int) -> str:
    return name if len(name) <= most else name[: most - 1] + "…"


def _sentences(n: int) -> str:
    return tr("1 sentence") if n == 1 else tr("{n:,} sentences", n=n)
