"""The badge that says how long a change takes to reach the picture."""

from __future__ import annotations

from collections import deque
from statistics import median

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from elmo_explorer.translation import tr
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.floating_frame import FloatingFrame
from elmo_explorer.ui.widgets.kept_picture import KeptPicture
from elmo_explorer.ui.widgets.runs import Run, draw_line

SMOOTH = 0.016
"""Seconds: a frame at 60 per second."""
SLOW = 0.050
_READABLE_MS = 200


class FrameBadge(FloatingFrame):
    """Median of the last ten frames: green up to 16 ms, amber above, thinned above 50 ms."""

    resized = Signal()
    """It has grown or shrunk at its left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, radius=9)
        self._seconds: deque[float] = deque(maxlen=10)
        self._what = tr("mix")
        self._told = ("", tr("live"), True)
        """What is drawn: the text, the state, and whether it is good."""
        self._busy = ""
        self._paused = False
        self._kept = KeptPicture()
        self._next = QTimer(self, singleShot=True, interval=_READABLE_MS)
        self._next.timeout.connect(self._lay_out)
        self.worth_thinning = True
        """Whether there are so many points that leaving out every second one helps."""
        self.setToolTip(tr("Median time of the last 10 frames, from a change to the picture"))
        theme.changed.connect(self._lay_out)
        self._lay_out()

    @property
    def seconds(self) -> float | None:
        """The median of the last ten frames; None before the first."""
        return median(self._seconds) if self._seconds else None

    @property
    def slow(self) -> bool:
        """The background has to be thinned to keep up."""
        return self.worth_thinning and self.seconds is not None and self.seconds > SLOW

    @property
    def text(self) -> str:
        """What it says after "live" or "paused"."""
        if self._busy:
            return self._busy
        if self.slow:
            return tr("drawing every 2nd point")
        if self.seconds is None:
            return tr("{what} → view", what=self._what)
        milliseconds = self.seconds * 1000
        shown = f"{milliseconds:.0f}" if milliseconds >= 1 else tr("under 1")
        return tr("{what} → view {shown} ms", what=self._what, shown=shown)

    def add(self, seconds: float) -> None:
        """One more frame took this long; the figure that is shown changes slowly enough to be read."""
        self._seconds.append(seconds)
        if not self._next.isActive():
            self._next.start()

    def set_source(self, what: str, busy: str = "", paused: bool = False) -> None:
        """What changes the picture (``"mix"``, ``"layer 1"``), what it is busy with, if anything, and whether it stays still."""
        if (what, busy, paused) != (self._what, self._busy, self._paused):
            self._what, self._busy, self._paused = what, busy, paused
            self._lay_out()

    @property
    def state(self) -> str:
        """Whether the picture follows."""
        return tr("paused") if self._paused else tr("live")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dot, the word live, the figure."""
        self._kept.show(self, self._told, self._draw)

    @property
    def _good(self) -> bool:
        return not self._paused and (self.seconds is None or self.seconds <= SMOOTH)

    def _draw(self, painter: QPainter) -> None:
        self.draw_frame(painter)
        text, state, good = self._told
        dot = theme.color("ok_dot" if good else "warn_text")
        soft = theme.color("ok_dot" if good else "warn_text")
        soft.setAlphaF(0.25)
        middle = self.height() / 2
        painter.setPen(Qt.PenStyle.NoPen)
        for colour, radius in ((soft, 6.5), (dot, 4.0)):
            painter.setBrush(colour)
            painter.drawEllipse(QPointF(theme.px(15), middle), radius, radius)
        live = Run(state, theme.font(12, 600), theme.color("ok_text" if good else "warn_text"))
        draw_line(painter, [live], QRectF(theme.px(27), 0, theme.px(70), self.height()))
        x = theme.px(27) + QFontMetricsF(live.font).horizontalAdvance(state) + theme.px(9)
        rest = Run(text, theme.font(12, tabular=True), theme.color("text2"))
        draw_line(painter, [rest], QRectF(x, 0, self.width() - x, self.height()))

    def _lay_out(self) -> None:
        self._told = self.text, self.state, self._good
        live = QFontMetricsF(theme.font(12, 600)).horizontalAdvance(self.state)
        text = QFontMetricsF(theme.font(12, tabular=True)).horizontalAdvance(self.text)
        self.setAccessibleName(f"{self.state}, {self.text}")
        size = (round(theme.px(27) + live + theme.px(9) + text + theme.px(14)), theme.px(32))
        if size != (self.width(), self.height()):
            right = self.geometry().right()
            self.setFixedSize(*size)
            self.move(right + 1 - size[0], self.y())
            self.resized.emit()
        self.update()
