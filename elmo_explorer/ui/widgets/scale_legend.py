"""What the colours of signed numbers mean, in one line."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from elmo_explorer.translation import tr
from elmo_explorer.ui.figure_mode import draw_cells
from elmo_explorer.ui.theme import theme

_BAR = 62


class ScaleLegend(QWidget):
    """A short bar of the diverging colours between the two ends of a symmetric scale; or of the sequential ones."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.limit = 1.0
        self._words: tuple[str, str] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._restyle)

    def set_limit(self, limit: float) -> None:
        """The value of the strongest colour, from minus to plus."""
        if limit != self.limit:
            self.limit = limit
            self.setAccessibleName(
                tr("Colours from {limit} to {limit2}", limit=signed(-limit), limit2=signed(limit))
            )
            self._restyle()

    def set_words(self, low: str, high: str) -> None:
        """The sequential colours from one word to another."""
        self._words = low, high
        self.setAccessibleName(tr("Colours from {low} to {high}", low=low, high=high))
        self._restyle()

    def sizeHint(self) -> QSize:
        """Both ends and the bar."""
        return QSize(round(2 * self._text_width()) + theme.px(_BAR) + theme.px(12), theme.px(20))

    def paintEvent(self, event: QPaintEvent) -> None:
        """End, bar, end."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(11, tabular=True))
        painter.setPen(theme.color("text2"))
        line = QRectF(self.rect())
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        middle = Qt.AlignmentFlag.AlignVCenter
        bar = QRectF(0, 0, theme.px(_BAR), theme.px(6))
        bar.moveCenter(line.center())
        ends = QRectF(0, 0, bar.left() - theme.px(6), line.height())
        low, high = self._ends()
        painter.drawText(ends, right | middle, low)
        ends.moveLeft(bar.right() + theme.px(6))
        painter.drawText(ends, left | middle, high)
        row = np.ascontiguousarray((theme.sequential_lut() if self._words else theme.diverging_lut())[None])
        image = QImage(row.data, row.shape[1], 1, row.shape[1] * 4, QImage.Format.Format_RGBA8888)
        shape = QPainterPath()
        shape.addRoundedRect(bar, 3, 3)
        painter.setClipPath(shape)
        draw_cells(painter, bar, image)

    def _text_width(self) -> float:
        metrics = QFontMetricsF(theme.font(11, tabular=True))
        return max(metrics.horizontalAdvance(text) for text in self._ends())

    def _ends(self) -> tuple[str, str]:
        return self._words or (signed(-self.limit), signed(self.limit))

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()


def signed(value: float, digits: int | None = None) -> str:
    """A number with its sign: −2, +0.5; ``digits`` behind the point, or as few as it needs."""
    text = f"{value:+.6g}" if digits is None else f"{value:+.{digits}f}"
    return text.replace("-", "−")
