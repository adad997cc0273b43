"""Lines of words in context, each with a signed number."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QWidget

from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.kwic_list import KwicRow
from elmo_explorer.ui.widgets.ranked_lines import RankedLines
from elmo_explorer.ui.widgets.scale_legend import signed

_NUMBER, _BAR = 46, 44
_WIDE = 330
"""From this width on there is room for a bar beside the number."""
_BAR_HEIGHT = 5


class ValueLines(RankedLines):
    """The bar grows from the middle, in the colours of signed numbers."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.values: NDArray[np.float32] = np.zeros(0, np.float32)
        self.limit = 1.0
        self.paint_tail = self._paint_value
        self._fit()

    def set_values(self, values: NDArray[np.float32], limit: float, row_at: Callable[[int], KwicRow]) -> None:
        """Show other lines.

        Args:
            values: (n,).
            limit: the value, plus or minus, of a full bar.
            row_at: makes a line when it is needed.
        """
        self.values, self.limit = values, limit
        self.set_rows(len(values), row_at)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow list has no bars."""
        super().resizeEvent(event)
        self._fit()

    def _restyle(self) -> None:
        super()._restyle()
        self._fit()

    def _fit(self) -> None:
        wide = self.width() >= theme.px(_WIDE)
        self.fit_tail(theme.px(_NUMBER + (_BAR if wide else 0)))

    def _paint_value(self, painter: QPainter, rect: QRectF, i: int) -> None:
        if i >= len(self.values):
            return
        value = float(self.values[i])
        painter.setFont(theme.font(12, 600, tabular=True))
        painter.setPen(theme.color("text1"))
        place = rect.adjusted(0, 0, -theme.px(6), 0)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(place, right, signed(value, 2))
        if self.width() < theme.px(_WIDE):
            return
        half, height = theme.px(_BAR) / 2 - 3, theme.px(_BAR_HEIGHT)
        middle = rect.right() - theme.px(_NUMBER) - theme.px(_BAR) / 2
        long = half * min(abs(value) / self.limit, 1.0)
        bar = QRectF(middle, rect.center().y() - height / 2, long, height)
        if value < 0:
            bar.moveRight(middle)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.diverging(0.75 if value > 0 else -0.75))
        painter.drawRect(bar)
        painter.fillRect(QRectF(middle - 0.5, bar.top() - 2, 1, height + 4), theme.color("control_border"))
