"""One figure with its name above it; it may be a button."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QLinearGradient, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.kept_picture import KeptPicture

_KEY_WIDTH, _KEY_HEIGHT, _KEY_GAP = 25, 8, 8


class ReadOut(QAbstractButton):
    """A caption and a value with two decimals; ``key`` shows a colour scale beside the caption."""

    def __init__(
        self, caption: str, clickable: bool = False, right: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._caption = caption
        self._right = right
        self._clickable = clickable
        self._value = math.nan
        self._key: float | None = None
        self._kept = KeptPicture()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if clickable else Qt.FocusPolicy.NoFocus)
        self.set_value(math.nan)
        self._restyle()
        theme.changed.connect(self._restyle)

    @property
    def value(self) -> float:
        """The figure that is shown; NaN for none."""
        return self._value

    def set_value(self, value: float) -> None:
        """Show a figure; NaN shows a dash."""
        self._value = value
        self.setAccessibleName(f"{self._caption} {self.text_of_value()}")
        live = self._clickable and not math.isnan(value)
        self.setCursor(Qt.CursorShape.PointingHandCursor if live else Qt.CursorShape.ArrowCursor)
        self.update()

    def say_again(self) -> None:
        """What is put together of texts, in the language of now."""
        self.set_value(self._value)
        self.updateGeometry()

    def set_key(self, top: float | None) -> None:
        """Show the sequential scale from 0 to ``top`` (0 to 1) beside the caption; None hides it."""
        if top != self._key:
            self._key = top
            self._restyle()

    def text_of_value(self) -> str:
        """What the value reads."""
        return "–" if math.isnan(self._value) else f"{self._value:.2f}".replace("-", "−")

    def sizeHint(self) -> QSize:
        """Room for the caption, its key, and the largest value."""
        width = QFontMetricsF(theme.font(11)).horizontalAdvance(self._caption)
        if self._key is not None:
            width += _KEY_GAP + _KEY_WIDTH
        return QSize(math.ceil(max(width, theme.px(48))) + 2, theme.px(40))

    def minimumSizeHint(self) -> QSize:
        """The size hint."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Caption, key, value."""
        look = (self._caption, self.text_of_value(), self._key, self._role())
        self._kept.show(self, look, self._draw)

    def _draw(self, painter: QPainter) -> None:
        side = Qt.AlignmentFlag.AlignRight if self._right else Qt.AlignmentFlag.AlignLeft
        box = QRectF(self.rect())
        upper = QRectF(0, 0, box.width(), theme.px(15))
        lower = QRectF(0, theme.px(15), box.width(), theme.px(24))
        painter.setFont(theme.font(11))
        painter.setPen(theme.color("text3"))
        painter.drawText(upper, side | Qt.AlignmentFlag.AlignVCenter, self._caption)
        if self._key is not None and self.isEnabled():
            self._paint_key(painter, upper)
        painter.setFont(theme.font(18, 500, tabular=True))
        painter.setPen(theme.color(self._role()))
        painter.drawText(lower, side | Qt.AlignmentFlag.AlignVCenter, self.text_of_value())

    def _role(self) -> str:
        if not self.isEnabled() or math.isnan(self._value):
            return "text3"
        if not self._clickable:
            return "text1"
        return "accent_hover" if self.underMouse() else "accent_text"

    def _paint_key(self, painter: QPainter, line: QRectF) -> None:
        box = QRectF(line.right() - _KEY_WIDTH - 1, line.center().y() - 3.5, _KEY_WIDTH, _KEY_HEIGHT)
        gradient = QLinearGradient(box.topLeft(), box.topRight())
        for k in range(5):
            gradient.setColorAt(k / 4, theme.sequential(k / 4 * (self._key or 0.0)))
        painter.setPen(QPen(theme.color("border"), 1))
        painter.setBrush(gradient)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)

    def _restyle(self) -> None:
        self.setFixedSize(self.sizeHint())
        self.update()
