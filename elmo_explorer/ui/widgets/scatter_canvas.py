"""A canvas that keeps its last frame: drawn anew when its picture changes, shown from memory when only a child does."""

from __future__ import annotations

from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from elmo_explorer.ui.figure_mode import Figure, figure_now
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.floating_frame import FloatingFrame, draw_shadow

FRAME_MS = 8
"""At most one frame in this time: a screen with 120 pictures a second misses none, a quick mouse asks for no more."""


class Canvas(QWidget):
    """Draws by ``draw_ground`` and ``draw_picture``, which its heir gives it; floating children get a shadow."""

    draws_focus = True
    """The ring lies on its edge, within."""
    framed = Signal(float)
    """A frame with new places was painted in so many seconds."""
    drawn = Signal()
    """A frame was painted in which nothing will move any more."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.floats: list[QWidget] = []
        """Children that lie over the picture."""
        self._pixels = np.zeros((1, 1), np.uint32)
        self._painted = QImage()
        """Lies in the memory of ``_pixels``."""
        self._painted_of: object = None
        self._stale = True
        self._new_places = False
        self._announced = False
        self._focus_by_key = False
        self._last_frame = 0.0
        self._frame = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._frame.timeout.connect(self.update)

    @property
    def settled(self) -> bool:
        """Nothing moves or fades any more."""
        return True

    def draw_ground(self, pixels: NDArray[np.uint32], ratio: float) -> None:
        """Fill the picture.

        Args:
            pixels: 0xFFRRGGBB, (rows, columns).
            ratio: device pixels per device-independent pixel.
        """
        pixels.fill(theme.color("canvas").rgb())

    def draw_ground_straight(self, painter: QPainter, figure: Figure) -> None:
        """The same into a figure."""
        painter.fillRect(self.rect(), theme.color("canvas"))

    def draw_picture(self, painter: QPainter, ratio: float) -> None:
        """Draw what lies on the ground."""

    def update(self, *args: object) -> None:
        """Something is to look different: draw the picture anew."""
        self._stale = True
        super().update()

    def request_frame(self, new_places: bool = False) -> None:
        """Paint as soon as a screen could show it, and tell when it will stay.

        Args:
            new_places: whether the time that it takes is told by ``framed``.
        """
        self._stale, self._announced = True, False
        self._new_places = self._new_places or new_places
        passed = (perf_counter() - self._last_frame) * 1000
        if passed >= FRAME_MS:
            self.update()
        elif not self._frame.isActive():
            self._frame.start(max(1, int(FRAME_MS - passed)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture where it is stale, and show what is asked of it."""
        figure = figure_now()
        if figure is not None:
            self._draw_straight(figure)
            return
        begin = perf_counter()
        look = self._look()
        if self._stale or look != self._painted_of:
            if not self._stale:
                super().update()  # a child has moved: what it does not cover has changed, too
            self._stale, self._painted_of = False, look
            self._last_frame = begin
            self._draw()
        painter = QPainter(self)
        painter.setClipRegion(event.region())
        painter.drawImage(0, 0, self._painted)
        painter.end()
        if self._new_places:
            self._new_places = False
            self.framed.emit(perf_counter() - begin)
        if self.settled and not self._announced:
            self._announced = True
            QTimer.singleShot(0, self, self.drawn.emit)

    def event(self, event: QEvent) -> bool:
        """Show a focus ring only when the focus came by the keyboard."""
        if event.type() == QEvent.Type.FocusIn:
            reason = getattr(event, "reason", lambda: None)()
            self._focus_by_key = reason in (
                Qt.FocusReason.TabFocusReason,
                Qt.FocusReason.BacktabFocusReason,
                Qt.FocusReason.ShortcutFocusReason,
            )
        elif event.type() == QEvent.Type.MouseButtonPress:
            self._focus_by_key = False
        return super().event(event)

    def _look(self) -> object:
        """What changes the picture without anybody asking for a new one."""
        floats = [(child.geometry(), child.isVisible()) for child in self.floats]
        return self.size(), self.devicePixelRatioF(), self.hasFocus() and self._focus_by_key, floats

    def _draw_straight(self, figure: Figure) -> None:
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setClipRect(self.rect())
        self.draw_ground_straight(painter, figure)
        self.draw_picture(painter, figure.ratio)
        painter.end()

    def _draw(self) -> None:
        """The whole picture, back to front."""
        ratio = self.devicePixelRatioF()
        shape = max(1, round(self.height() * ratio)), max(1, round(self.width() * ratio))
        if self._pixels.shape != shape or self._painted.isNull():
            self._painted = QImage(shape[1], shape[0], QImage.Format.Format_RGB32)
            self._pixels = np.frombuffer(self._painted.bits(), np.uint32).reshape(shape)
            self._painted.setDevicePixelRatio(ratio)
        self.draw_ground(self._pixels, ratio)
        painter = QPainter(self._painted)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        self.draw_picture(painter, ratio)
        for child in self.floats:
            if isinstance(child, FloatingFrame) and child.isVisible():
                draw_shadow(painter, child)
        if self.hasFocus() and self._focus_by_key:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()
