"""Weights on their way from here to there."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QObject, QVariantAnimation, Signal

from elmo_explorer.analysis.weights import Weights, between
from elmo_explorer.ui.motion import motion

TWEEN_MS = 200


class WeightTween(QObject):
    """Emits every step of an eased way; the last one is the target exactly."""

    moved = Signal(tuple)
    finished = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._start: Weights = ()
        self._end: Weights = ()
        self._clock = QVariantAnimation(self)
        self._clock.setStartValue(0.0)
        self._clock.setEndValue(1.0)
        self._clock.setDuration(TWEEN_MS)
        self._clock.setEasingCurve(QEasingCurve.Type.InOutCubic)
        self._clock.valueChanged.connect(self._step)
        self._clock.finished.connect(self.finished)

    @property
    def running(self) -> bool:
        """True on the way."""
        return self._clock.state() == QVariantAnimation.State.Running

    def start(self, start: Weights, end: Weights) -> None:
        """Set off, or be there at once where motion is reduced; a tween under way is dropped where it is."""
        self._clock.stop()
        if motion.reduced:
            self.moved.emit(end)
            self.finished.emit()
            return
        self._start, self._end = start, end
        self._clock.start()

    def stop(self) -> None:
        """Stay where it is; ``finished`` follows only if it was on its way."""
        if self.running:
            self._clock.stop()
            self.finished.emit()

    def _step(self, t: float) -> None:
        self.moved.emit(self._end if t >= 1.0 else between(self._start, self._end, t))
