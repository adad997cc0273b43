"""Toasts: one sentence over the window that goes by itself, with Undo or details where they help."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsDropShadowEffect,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from elmo_explorer.translation import tr
from elmo_explorer.ui.icons import icon, paint_icon
from elmo_explorer.ui.theme import theme

Kind = Literal["info", "warning", "error"]
SHOWN_MS = 6000
ERROR_SHOWN_MS = 15000
_MOST = 3
_MARGIN = 16


class Toasts(QObject):
    """The stack of toasts at the bottom of a window."""

    def __init__(self, host: QWidget, bottom_margin: int = 44) -> None:
        super().__init__(host)
        self._host = host
        self._bottom = bottom_margin
        self._toasts: list[Toast] = []
        host.installEventFilter(self)

    def show(
        self,
        kind: Kind,
        title: str,
        text: str = "",
        action: str = "",
        do: Callable[[], object] | None = None,
        also: str = "",
        do_also: Callable[[], object] | None = None,
    ) -> Toast:
        """Show a toast; ``action`` names a button that calls ``do`` and closes it, ``also`` one that leaves it open."""
        for toast in [t for t in self._toasts if t.title == title]:
            self._remove(toast)
        toast = Toast(kind, title, text, action, do, self._host, also, do_also)
        self._toasts.append(toast)
        for old in self._toasts[:-_MOST]:
            self._remove(old)
        toast.closed.connect(lambda: self._remove(toast))
        toast.show()
        toast.raise_()
        self._place()
        return toast

    def clear(self) -> None:
        """Close every toast."""
        for toast in list(self._toasts):
            self._remove(toast)

    @property
    def titles(self) -> list[str]:
        """What is shown now, oldest first."""
        return [toast.title for toast in self._toasts]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def _remove(self, toast: Toast) -> None:
        if toast in self._toasts:
            self._toasts.remove(toast)
            toast.hide()
            toast.deleteLater()
            self._place()

    def _place(self) -> None:
        y = self._host.height() - self._bottom
        for toast in reversed(self._toasts):
            toast.setMaximumWidth(max(200, self._host.width() - 2 * _MARGIN))
            toast.adjustSize()
            y -= toast.height()
            toast.move((self._host.width() - toast.width()) // 2, y)
            y -= 8


class Toast(QFrame):
    """One notice: icon, sentence, an action, a cross."""

    closed = Signal()

    def __init__(
        self,
        kind: Kind,
        title: str,
        text: str,
        action: str,
        do: Callable[[], object] | None,
        parent: QWidget,
        also: str = "",
        do_also: Callable[[], object] | None = None,
    ) -> None:
        super().__init__(parent)
        self.title = title
        self.setProperty("kind", "floating")
        self.setAccessibleName(f"{title} {text}".strip())
        self.action = QPushButton(action)
        self.action.setProperty("kind", "link")
        if not action:
            self.action.hide()  # never shown before it has a parent: it would be a window and take the keyboard
        self._do = do
        self.also = QPushButton(also)
        self.also.setProperty("kind", "link")
        if not also:
            self.also.hide()
        if do_also is not None:
            self.also.clicked.connect(lambda: do_also())
        close = QToolButton()
        close.setIcon(icon("close"))
        close.setIconSize(QSize(14, 14))
        close.setToolTip(tr("Dismiss"))
        close.setAccessibleName(tr("Dismiss"))
        words = QVBoxLayout()
        words.setSpacing(2)
        headline = QLabel(title)
        headline.setFont(theme.font(13, 500))
        headline.setTextFormat(Qt.TextFormat.PlainText)
        words.addWidget(headline)
        if text:
            body = QLabel(text)
            body.setProperty("role", "text2")
            body.setFont(theme.font(12))
            body.setTextFormat(Qt.TextFormat.PlainText)
            body.setWordWrap(True)
            body.setMinimumWidth(min(460, body.fontMetrics().horizontalAdvance(text) + 4))
            words.addWidget(body)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 8, 8, 8)
        layout.setSpacing(10)
        layout.addWidget(_Mark(kind), 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        layout.addWidget(self.also)
        layout.addWidget(self.action)
        layout.addWidget(close)
        self.setGraphicsEffect(floating_shadow(self))
        self._timer = QTimer(self, singleShot=True, interval=ERROR_SHOWN_MS if kind == "error" else SHOWN_MS)
        self._timer.timeout.connect(self.closed)
        self._timer.start()
        close.clicked.connect(self.closed)
        self.action.clicked.connect(self._act)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Stays while it is read."""
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        """Goes after its time."""
        self._timer.start()

    def _act(self) -> None:
        if self._do is not None:
            self._do()
        self.closed.emit()


class _Mark(QWidget):
    def __init__(self, kind: Kind) -> None:
        super().__init__()
        self._icon = {"info": "info", "warning": "warning", "error": "warning"}[kind]
        self._role = {"info": "accent_text", "warning": "warn_text", "error": "error_text"}[kind]
        self.setFixedSize(18, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_icon(painter, self._icon, QRectF(0, 1, 18, 18), self._role)


def floating_shadow(parent: QWidget) -> QGraphicsDropShadowEffect:
    """The shadow of floating items: 8 down, blurred by 22."""
    shadow = QGraphicsDropShadowEffect(parent)
    shadow.setOffset(0, 8)
    shadow.setBlurRadius(22)
    colour: QColor = theme.color("shadow")
    shadow.setColor(colour)
    return shadow
