"""A large button that opens an example: marker on a tint, title, what is in it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from elmo_explorer.translation import tr
from elmo_explorer.ui.icons import paint_icon
from elmo_explorer.ui.theme import theme

_TILE = 34
_PADDING = 12


class ExampleRow(QAbstractButton):
    """One row of the first card; ``category`` chooses the marker and its colours."""

    def __init__(self, category: int, title: str, subtitle: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._category = category
        self._title = title
        self._subtitle = subtitle
        self.setAccessibleName(tr("Open the example {title}, {subtitle}", title=title, subtitle=subtitle))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        theme.changed.connect(self._restyle)
        self._restyle()

    def sizeHint(self) -> QSize:
        """As wide as the card lets it be."""
        return QSize(360, theme.px(58))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame, tile with marker, two lines, chevron."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lit = self.underMouse() or self.isDown()
        painter.setPen(QPen(theme.color("accent" if lit else "border"), 1))
        painter.setBrush(theme.color("hover" if lit else "raised"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        self._paint_tile(painter)
        left = _PADDING + _TILE + 12
        middle = self.height() / 2
        width = self.width() - left - 36
        self._line(
            painter, QRectF(left, middle - theme.px(20), width, theme.px(20)), self._title, 600, "text1"
        )
        self._line(painter, QRectF(left, middle, width, theme.px(19)), self._subtitle, 400, "text3")
        paint_icon(painter, "chevron_right", QRectF(self.width() - 30, middle - 8, 16, 16), "text3")

    def _paint_tile(self, painter: QPainter) -> None:
        category = theme.category(self._category)
        tile = QRectF(_PADDING, (self.height() - _TILE) / 2, _TILE, _TILE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(category.tint)
        painter.drawRoundedRect(tile, 7, 7)
        painter.save()
        painter.translate(tile.center())
        painter.scale(15, 15)
        painter.setBrush(category.mark)
        painter.drawPath(theme.marker_path(category.shape))
        painter.restore()

    def _line(self, painter: QPainter, box: QRectF, text: str, weight: int, role: str) -> None:
        font: QFont = theme.font(13 if weight == 600 else 12, weight)
        painter.setFont(font)
        painter.setPen(theme.color(role))
        shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)

    def _restyle(self) -> None:
        self.setFixedHeight(theme.px(58))
        self.update()
