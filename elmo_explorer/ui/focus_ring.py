"""The ring around what the keyboard is on: 2 pixels of accent after a gap of 2, the same for every control."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from elmo_explorer.ui.theme import theme

GAP, WIDTH = 2, 2
_RADIUS = 8
_FOLLOW_MS = 50
_TYPED = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)


class FocusRing(QWidget):
    """Follows the keyboard's focus through all windows; a mouse takes it away, the next key brings it back.

    A widget with an attribute ``draws_focus`` that is true shows by itself where the keyboard is.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._home = window
        self._by_keys = False
        self._target: QWidget | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._follow = QTimer(self, interval=_FOLLOW_MS)
        self._follow.timeout.connect(self.place)
        self.hide()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_changed)
        theme.changed.connect(self.update)
        self._focus_changed(None, QApplication.focusWidget())

    @property
    def target(self) -> QWidget | None:
        """What the ring is around; None while it is not seen."""
        return None if self.isHidden() else self._target

    def show_for_keys(self) -> None:
        """The keyboard is in use from now on."""
        self._by_keys = True
        self.place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys bring the ring, the mouse takes it away."""
        kind = event.type()
        if kind in _TYPED:
            self._by_keys = True
        elif kind == QEvent.Type.MouseButtonPress:
            self._by_keys = False
            self.place()
        elif kind in (QEvent.Type.Hide, QEvent.Type.Resize, QEvent.Type.Move):
            self.place()
        return False

    def place(self) -> None:
        """Come to where the focus is, or go."""
        target = self._target if self._target is not None and shiboken6.isValid(self._target) else None
        shown = (
            self._by_keys
            and target is not None
            and target.isVisible()
            and not getattr(target, "draws_focus", False)
            and target is not target.window()
            and _belongs_to(target, self._home)
        )
        if not shown or target is None:
            self._follow.stop()
            self.hide()
            return
        window = target.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        rect = ring_rect(target)
        if rect.isEmpty():
            self.hide()
        else:
            if rect != self.geometry():
                self.setGeometry(rect)
                inner = self.rect().adjusted(*(2 * [WIDTH + 1]), *(2 * [-WIDTH - 1]))
                corners = QRegion(inner) - QRegion(inner.adjusted(5, 5, -5, -5))
                self.setMask((QRegion(self.rect()) - QRegion(inner)) + _corners(inner, corners))
            if not self.isVisible():
                self.show()
            self.raise_()
        if not self._follow.isActive():
            self._follow.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("accent"), WIDTH))
        half = WIDTH / 2
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(half, half, -half, -half), _RADIUS + GAP, _RADIUS + GAP
        )

    def _focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        if not shiboken6.isValid(self._home):  # the window goes, and its focus with it
            return
        if self._target is not None and shiboken6.isValid(self._target):  # a menu goes when it closes
            self._target.removeEventFilter(self)
        self._target = new
        if QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton:
            self._by_keys = False
        if new is not None:
            new.installEventFilter(self)
        away = self.parentWidget() is not self._home
        if away and (new is None or new.window() is not self.parentWidget()):
            self.hide()
            self.setParent(self._home)  # a dialog that goes does not take the ring with it
        self.place()


def _belongs_to(target: QWidget, home: QWidget) -> bool:
    """Whether a widget is in a window or in one of its dialogs: another main window has a ring of its own."""
    widget: QWidget | None = target
    while widget is not None and widget is not home:
        widget = widget.parentWidget()
    return widget is home


def ring_rect(target: QWidget) -> QRect:
    """Where the ring lies in the target's window: around it, within the window and what scrolls it."""
    window = target.window()
    margin = GAP + WIDTH
    rect = QRect(target.mapTo(window, QPoint(0, 0)), target.size()).adjusted(-margin, -margin, margin, margin)
    rect = rect.intersected(window.rect())
    parent = target.parentWidget()
    while parent is not None and parent is not window:
        area = parent.parentWidget()
        if isinstance(area, QScrollArea) and area.viewport() is parent:
            rect = rect.intersected(QRect(parent.mapTo(window, QPoint(0, 0)), parent.size()))
        parent = area
    return rect


def _corners(inner: QRect, frame: QRegion) -> QRegion:
    """The parts of a frame at the four corners of ``inner``, where the ring bends inwards."""
    size = _RADIUS
    corners = QRegion()
    for x in (inner.left(), inner.right() - size + 1):
        for y in (inner.top(), inner.bottom() - size + 1):
            corners += QRect(x, y, size, size)
    return frame & corners
