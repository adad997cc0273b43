"""Buttons that open a menu and say in themselves what is chosen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QMenu, QWidget

from elmo_explorer.ui import tokens
from elmo_explorer.ui.icons import paint_icon
from elmo_explorer.ui.theme import theme


class MenuButton(QAbstractButton):
    """A framed button with its content drawn by a subclass and a chevron at the end."""

    padding = 10
    chevron = 16

    def __init__(self, menu: QMenu, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.menu = menu
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self.open_menu)
        theme.changed.connect(self._restyle)
        self._restyle()

    def open_menu(self) -> None:
        """Show the menu below the button."""
        self.menu.setMinimumWidth(self.width())
        self.menu.popup(self.mapToGlobal(QPoint(0, self.height() + 4)))

    def content_width(self) -> float:
        """The width of what ``paint_content`` draws."""
        raise NotImplementedError

    def paint_content(self, painter: QPainter, box: QRectF) -> None:
        """Draw between the padding and the chevron."""
        raise NotImplementedError

    def sizeHint(self) -> QSize:
        """As wide as the content."""
        width = self.content_width() + 2 * self.padding + self.chevron + 4
        return QSize(round(width), theme.px(tokens.CONTROL_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """The size hint."""
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Lit while the pointer is over it."""
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """No longer lit."""
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame, content, chevron."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lit = self.underMouse() or self.isDown()
        painter.setPen(QPen(theme.color("text3" if lit else "control_border"), 1))
        painter.setBrush(theme.color("hover" if lit else "raised"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 7, 7)
        end = self.width() - self.padding - self.chevron + 4
        self.paint_content(painter, QRectF(self.padding, 0, end - self.padding, self.height()))
        mark = QRectF(end, (self.height() - self.chevron) / 2, self.chevron, self.chevron)
        paint_icon(painter, "chevron_down", mark, "text3")

    def _restyle(self) -> None:
        self.setFixedHeight(theme.px(tokens.CONTROL_HEIGHT))
        self.updateGeometry()
        self.update()


def text_width(font: QFont, text: str) -> float:
    """The advance of ``text`` in pixels."""
    return QFontMetricsF(font).horizontalAdvance(text)


def draw_text(painter: QPainter, x: float, height: float, text: str, font: QFont, role: str) -> float:
    """Draw one line, centred in height; returns the x behind it."""
    width = text_width(font, text)
    painter.setFont(font)
    painter.setPen(theme.color(role))
    painter.drawText(
        QRectF(x, 0, width + 2, height), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text
    )
    return x + width
