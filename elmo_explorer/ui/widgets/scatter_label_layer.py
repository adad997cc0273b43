"""When labels move: they ride along with their points and find new places once these rest."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, QPointF, QTimer, QVariantAnimation, Signal
from PySide6.QtGui import QPainter

from elmo_explorer.ui.motion import motion
from elmo_explorer.ui.widgets.scatter_labels import LabelPainter, Placed

REST_MS = 120
FADE_MS = 120
_RIDING = 0.28
"""Opacity of a label while its point moves."""


class LabelLayer(QObject):
    """Keeps the placed labels by point; asks for new places by ``due``."""

    due = Signal()
    faded = Signal()
    """One step of a fade: paint again."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.painter = LabelPainter()
        self.placed: Mapping[int, Placed] = {}
        self._kept: frozenset[int] = frozenset()
        self._riding = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._fade = QVariantAnimation(self)
        self._fade.setDuration(FADE_MS)
        self._fade.setStartValue(0.0)
        self._fade.setEndValue(1.0)
        self._rest.timeout.connect(self.due)
        self._fade.valueChanged.connect(self.faded)
        self._fade.finished.connect(self.faded)

    @property
    def settled(self) -> bool:
        """All labels stand where they will stay, in full strength."""
        return not (self._rest.isActive() or self._riding or self._fading)

    def ride(self) -> None:
        """Points moved: labels go with them, and find new places when nothing moved for a while."""
        self._riding = True
        self._fade.stop()
        self._rest.start(REST_MS)

    def refresh(self) -> None:
        """Find new places at the next turn, although no point moved."""
        if not self._rest.isActive():
            self._rest.start(0)

    def place(self, placed: Mapping[int, Placed]) -> None:
        """The new labels; those that stayed where they were do not fade in again."""
        before = self.placed
        self._kept = frozenset(i for i, p in placed.items() if i in before and before[i].offset == p.offset)
        calm = not self._riding and len(self._kept) == len(placed)
        self.placed = dict(placed)
        self.painter.expect(len(placed))
        self._riding = False
        self._fade.stop()
        if not calm and not motion.reduced:
            self._fade.start()

    def settle(self) -> None:
        """In full strength at once."""
        self._rest.stop()
        self._fade.stop()
        self._riding = False

    def draw(
        self, painter: QPainter, places: Mapping[int, QPointF], chosen: frozenset[int], ratio: float
    ) -> None:
        """All labels whose points are in ``places``; the ``chosen`` ones stay strong while they ride."""
        for index, placed in self.placed.items():
            at = places.get(index)
            if at is None:
                continue
            opacity = self._opacity(index, placed, index in chosen)
            if opacity > 0.0:
                painter.setOpacity(opacity)
                self.painter.draw(painter, placed.label, at + placed.offset, ratio)
        painter.setOpacity(1.0)

    @property
    def _fading(self) -> bool:
        return self._fade.state() == QVariantAnimation.State.Running

    def _opacity(self, index: int, placed: Placed, chosen: bool) -> float:
        if chosen and (self._riding or index in self._kept):
            return 1.0
        if self._riding:
            return 0.0 if placed.label.kind in ("word", "note") else _RIDING
        if not self._fading:
            return 1.0
        t = float(self._fade.currentValue())
        start = 0.0
        if index in self._kept:
            start = 1.0 if placed.label.kind in ("word", "note") else _RIDING
        return start + (1.0 - start) * t
