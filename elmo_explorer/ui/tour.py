"""The first look around: bubbles that point at five parts of the window, one after the other; the window stays usable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPainterPath, QPaintEvent, QPen, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from elmo_explorer.translation import tr
from elmo_explorer.ui.notices import floating_shadow
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.state_card import button

_ARROW = 10
_GAP = 6
_RADIUS = 11
_WIDTH = 320


@dataclass(frozen=True)
class Stop:
    """A part of the window, and what is said about it."""

    part: QWidget
    title: str
    text: str


class Tour(QObject):
    """Leads through the stops. Esc, Skip, or the last Done ends it; nothing else of the window is kept back."""

    ended = Signal()

    def __init__(self, window: QWidget, stops: Sequence[Stop]) -> None:
        """Show the first stop."""
        super().__init__(window)
        self._window = window
        self._stops = tuple(stops)
        self.at = 0
        self._before = window.focusWidget()
        self._ring = _Ring(window)
        self.bubble = _Bubble(window)
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), window)
        self._escape.activated.connect(self.end)
        self.bubble.forward.clicked.connect(self.forward)
        self.bubble.back.clicked.connect(self.back)
        self.bubble.skip.clicked.connect(self.end)
        self._watched = {window, *(stop.part for stop in self._stops)}
        for widget in self._watched:
            widget.installEventFilter(self)
        theme.changed.connect(self._place_soon)
        self._show()

    def forward(self) -> None:
        """The next stop; after the last one the tour ends."""
        if self.at + 1 == len(self._stops):
            self.end()
        else:
            self.at += 1
            self._show()

    def back(self) -> None:
        """The stop before."""
        if self.at:
            self.at -= 1
            self._show()

    def end(self) -> None:
        """Leave no trace."""
        for widget in self._watched:
            widget.removeEventFilter(self)
        self._watched = set()
        theme.changed.disconnect(self._place_soon)
        had_focus = self.bubble.isAncestorOf(self._window.focusWidget() or self._window)
        for part in (self.bubble, self._ring):
            part.hide()
            part.deleteLater()
        self._escape.setEnabled(False)
        if had_focus and self._before is not None and shiboken6.isValid(self._before):
            self._before.setFocus()
        self.ended.emit()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the parts as they move."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.LayoutRequest):
            self._place_soon()
        return False

    def _show(self) -> None:
        stop = self._stops[self.at]
        self.bubble.say(stop, self.at, len(self._stops))
        self._place()
        self._ring.show()
        self._ring.raise_()
        self.bubble.show()
        self.bubble.raise_()
        self.bubble.forward.setFocus(Qt.FocusReason.OtherFocusReason)

    def _place_soon(self) -> None:
        QTimer.singleShot(0, self.bubble, self._place)

    def _place(self) -> None:
        part = self._stops[self.at].part
        target = QRect(part.mapTo(self._window, QPoint(0, 0)), part.size()).intersected(self._window.rect())
        self._ring.setGeometry(target.adjusted(-4, -4, 4, 4).intersected(self._window.rect()))
        self.bubble.point_at(target, self._window.rect())


class _Ring(QWidget):
    """A line around the part that is spoken of."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("accent"), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)


class _Bubble(QWidget):
    """A card with a point at one of its sides."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._tip: QPointF | None = None
        self.title, self.text, self.count = QLabel(), QLabel(), QLabel()
        self.title.setWordWrap(True)
        self.text.setWordWrap(True)
        self.text.setProperty("role", "text2")
        self.count.setProperty("role", "caption")
        self.skip = button(tr("Skip"), "link")
        self.skip.setToolTip(tr("Leave the tour (Esc)"))
        self.back = button(tr("Back"))
        self.back.setToolTip(tr("The stop before"))
        self.forward = button(tr("Next"), "primary")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.count)
        row.addStretch(1)
        for part in (self.skip, self.back, self.forward):
            row.addWidget(part)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(8)
        self._column.setContentsMargins(*(_ARROW + 14,) * 4)
        for label in (self.title, self.text):
            self._column.addWidget(label)
        self._column.addSpacing(2)
        self._column.addLayout(row)
        self.setGraphicsEffect(floating_shadow(self))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves, where no shortcut has taken it."""
        if event.key() == Qt.Key.Key_Escape:
            self.skip.click()
        else:
            super().keyPressEvent(event)

    def say(self, stop: Stop, at: int, n: int) -> None:
        """Show a stop's words."""
        last = at + 1 == n
        self.title.setFont(theme.font(14, 600))
        self.text.setFont(theme.font(13))
        self.title.setText(stop.title)
        self.text.setText(stop.text)
        self.count.setText(tr("{at} of {n}", at=at + 1, n=n))
        self.skip.setVisible(not last)
        self.back.setVisible(at > 0)
        self.forward.setText(tr("Done") if last else tr("Next"))
        self.forward.setToolTip(tr("End the tour") if last else tr("The next stop"))
        self.setAccessibleName(f"{stop.title}. {stop.text}")

    def point_at(self, target: QRect, room: QRect) -> None:
        """Stand beside ``target`` where there is room in ``room``, else in its middle."""
        width = min(theme.px(_WIDTH) + 2 * _ARROW, room.width())
        height = self._column.totalHeightForWidth(width)
        x = _within(target.center().x() - width // 2, room.left(), room.right() + 1 - width)
        y = _within(target.center().y() - height // 2, room.top(), room.bottom() + 1 - height)
        places = (
            (target.right() + _GAP, y),
            (target.left() - _GAP - width, y),
            (x, target.bottom() + _GAP),
            (x, target.top() - _GAP - height),
        )
        fitting = [place for place in places if room.contains(QRect(*place, width, height))]
        # Where the part is large, its middle has room, and nothing else is hidden.
        if not fitting or (target.width() > 1.5 * width and target.height() > 1.2 * height):
            self.setGeometry(x, y, width, height)
            self._tip = None
        else:
            self.setGeometry(*fitting[0], width, height)
            middle = target.center() - self.pos()
            side = places.index(fitting[0])
            far = 2 * _RADIUS + _ARROW
            along_y = float(_within(middle.y(), far, height - far))
            along_x = float(_within(middle.x(), far, width - far))
            tips = ((0.0, along_y), (float(width), along_y), (along_x, 0.0), (along_x, float(height)))
            self._tip = QPointF(*tips[side])
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The card and its point."""
        card = QRectF(self.rect()).adjusted(_ARROW, _ARROW, -_ARROW, -_ARROW)
        shape = QPainterPath()
        shape.addRoundedRect(card, _RADIUS, _RADIUS)
        if self._tip is not None:
            foot = QPointF(
                min(max(self._tip.x(), card.left()), card.right()),
                min(max(self._tip.y(), card.top()), card.bottom()),
            )
            across = QPointF(0, _ARROW) if foot.y() == self._tip.y() else QPointF(_ARROW, 0)
            inwards = (foot - self._tip) * 0.2
            arrow = QPainterPath(self._tip)
            arrow.lineTo(foot + inwards + across)
            arrow.lineTo(foot + inwards - across)
            arrow.closeSubpath()
            shape = shape.united(arrow)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("control_border"), 1))
        painter.setBrush(theme.color("raised"))
        painter.drawPath(shape)


def _within(value: int, low: int, high: int) -> int:
    return max(low, min(value, high))
