"""The mix in a talk: a large triangle for three layers, and a bar with its percentage for each of any number."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from elmo_explorer.session.session import Mix, SeparationMap, Session
from elmo_explorer.translation import mark, tr
from elmo_explorer.ui.mix_hand import MixHand
from elmo_explorer.ui.stage.sizes import AXIS, LABEL, VALUE, Sizes
from elmo_explorer.ui.stage.stage_keys import ARROWS
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.mix_slider import MixSlider
from elmo_explorer.ui.widgets.mix_triangle import MixTriangle
from elmo_explorer.ui.widgets.runs import Run, draw_line
from elmo_explorer.ui.widgets.triangle_frame import TriangleFrame
from elmo_explorer.ui.widgets.triangle_ground import Captions, Corner, paint_surface

KINDS = (mark("spelling"), mark("grammar"), mark("meaning"))
"""What the layers of a biLM with two LSTM layers know best."""
_TOP = 60
_USUAL = 12
"""Pixels of a corner's title in the window."""
_SIDE = 292
_ROW = 37
WIDTH = 328
"""Pixels of the column at 1280 x 720."""


class LargeTriangle(MixTriangle):
    """Drawn large; what is told is told in the theme's own sizes."""

    def __init__(self, sizes: Sizes, parent: QWidget | None = None) -> None:
        self._sizes = sizes
        corners = [Corner(tr("layer {j}", j=j), tr(kind)) for j, kind in enumerate(KINDS)]
        super().__init__(corners, parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a drag leaves the keys to the talk
        self.setToolTip(tr("Drag the handle: the points go where their mix takes them"))

    @property
    def factor(self) -> float:
        """How much larger than in the window."""
        return self._sizes.factor * AXIS / _USUAL

    def paintEvent(self, event: QPaintEvent) -> None:
        """Large."""
        with theme.enlarged(self.factor):
            super().paintEvent(event)

    def _paint_still(self, painter: QPainter) -> None:
        frame, lively = self._frame, self.isEnabled()
        shade = None if self._shade is None else self._shade.pixmap(frame.side, self.devicePixelRatioF())
        paint_surface(painter, frame, shade, lively)
        picked = self._corner if self.hasFocus() else None
        Captions(self._corners, picked, lively, stacked=True).paint(painter, frame, self.width())

    @property
    def _frame(self) -> TriangleFrame:
        side = self._sizes.px(_SIDE)
        left = round((self.width() - side) / 2) + 0.5
        top = self._sizes.px(_TOP) + 0.5
        bottom = top + side * math.sqrt(3) / 2
        return TriangleFrame(
            QPointF(left, bottom), QPointF(left + side, bottom), QPointF(left + side / 2, top)
        )

    def _near(self, point: QPointF) -> bool:
        with theme.enlarged(self.factor):
            return super()._near(point)

    def _on_handle(self, point: QPointF) -> bool:
        with theme.enlarged(self.factor):
            return super()._on_handle(point)


class StageBar(MixSlider):
    """A thick bar without a handle."""

    def __init__(self, sizes: Sizes, parent: QWidget | None = None) -> None:
        self._sizes = sizes
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def groove(self) -> QRectF:
        """All of it."""
        high = self._sizes.px(10)
        return QRectF(0, (self.height() - high) / 2, self.width(), high)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows alone: all other keys are the talk's."""
        if event.key() in ARROWS:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Track and filling."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        box = self.groove()
        radius = box.height() / 2
        painter.setBrush(theme.color("border"))
        painter.drawRoundedRect(box, radius, radius)
        if self.place > 0.0:
            painter.setBrush(theme.color("accent"))
            box.setWidth(max(box.width() * self.place, box.height()))
            painter.drawRoundedRect(box, radius, radius)


class StageMix(QWidget):
    """Shows ``session.mix`` and lets a hand move it."""

    def __init__(self, session: Session, hand: MixHand, sizes: Sizes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._hand, self._sizes = session, hand, sizes
        self.setAccessibleName(tr("Mixing weights"))
        self.triangle = LargeTriangle(sizes, self)
        self.triangle.grabbed.connect(hand.grab)
        self.triangle.wished.connect(hand.move_handle)
        self.triangle.nudged.connect(hand.nudge)
        self.triangle.let_go.connect(hand.let_go)
        self.bars: list[StageBar] = []
        session.events.mix.connect(self._show_mix)
        session.events.separation_map.connect(self._show_shade)
        self._show_mix(session.mix)
        self._show_shade(session.separation_map)

    def close_mix(self) -> None:
        """Follow the session no more."""
        self._session.events.mix.disconnect(self._show_mix)
        self._session.events.separation_map.disconnect(self._show_shade)

    def sizeHint(self) -> QSize:
        """As the column is drawn."""
        return QSize(self._sizes.px(WIDTH), self._sizes.px(520))

    def lay_out(self) -> None:
        """The triangle above, bars below; more layers than fit share the height."""
        px, top = self._sizes.px, 0
        if self.triangle.isVisibleTo(self):
            self.triangle.setGeometry(0, 0, self.width(), px(_TOP + 0.8661 * _SIDE + 56))
            top = self.triangle.height() + px(15)
        for k, bar in enumerate(self.bars):
            row = self._row(k, top)
            left, right = px(82), px(82)
            bar.setGeometry(
                left,
                round(row.center().y() - bar.height() / 2),
                max(20, self.width() - left - right),
                bar.height(),
            )
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Names and percentages beside the bars."""
        painter = QPainter(self)
        name, value = self._sizes.font(LABEL, 500), self._sizes.font(VALUE, 700, tabular=True)
        weights, width = self._session.mix.weights, self.width()
        for k, (bar, weight) in enumerate(zip(self.bars, weights, strict=False)):
            row = QRectF(
                0, bar.geometry().center().y() - 20 * self._sizes.scale, width, 40 * self._sizes.scale
            )
            draw_line(painter, [Run(tr("layer {j}", j=k), name, theme.color("text2"))], row)
            painter.setFont(value)
            painter.setPen(theme.color("text1"))
            side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(row, side, tr("{percent} %", percent=f"{100 * weight:.0f}"))

    def _row(self, k: int, top: int) -> QRectF:
        high = float(self._sizes.px(_ROW))
        if top == 0:
            high = min(float(self._sizes.px(52)), self.height() / max(len(self.bars), 1))
        return QRectF(0, top + k * high, self.width(), high)

    def _show_mix(self, mix: Mix) -> None:
        n_layers = len(mix.weights)
        if n_layers != len(self.bars):
            self._build(n_layers)
        if n_layers == 3:
            self.triangle.set_weights(mix.weights)
        for j, bar in enumerate(self.bars):
            bar.set_place(mix.weights[j])
            bar.setAccessibleName(
                tr("Weight of layer {j}, {percent} percent", j=j, percent=f"{100 * mix.weights[j]:.0f}")
            )
        self.update()

    def _build(self, n_layers: int) -> None:
        for bar in self.bars:
            bar.hide()
            bar.deleteLater()
        self.bars = []
        for j in range(n_layers):
            bar = StageBar(self._sizes, self)
            bar.setToolTip(tr("Drag: weight of layer {j}", j=j))
            bar.grabbed.connect(self._hand.grab)
            bar.wished.connect(lambda value, snap, j=j: self._hand.move_weight(j, value, snap))
            bar.let_go.connect(self._hand.let_go)
            bar.show()
            self.bars.append(bar)
        self.triangle.setVisible(n_layers == 3)
        self.lay_out()

    def _show_shade(self, found: SeparationMap | None) -> None:
        usable = found is not None and len(found.best) == 3 and bool(np.isfinite(found.separation).any())
        if found is not None and usable:
            self.triangle.set_shade(found.weights, found.separation, tr("Separation"))
        else:
            self.triangle.set_shade(None, None)
