"""Three weights with sum 1 as one point in a triangle, over the shade of a quantity that depends on them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QBrush,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QHideEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
    QTransform,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from elmo_explorer.analysis.mix_triangle import TriangleLattice
from elmo_explorer.analysis.weights import nearest
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.kept_picture import KeptPicture

_HEIGHT = math.sqrt(3) / 2  # of an equilateral triangle with side 1
_SIDE = 250
_GRAB, _REACH = 13, 14
_ANNOUNCE_MS = 500
_GRID_STEPS = 4
_SMALLEST_SPAN = 0.1  # a flatter map is drawn as flat as it is
_STEPS = {Qt.Key.Key_Left: -0.01, Qt.Key.Key_Down: -0.01, Qt.Key.Key_Right: 0.01, Qt.Key.Key_Up: 0.01}

Triple = tuple[float, float, float]


class Corner(NamedTuple):
    """What stands at a corner: corner 0 is bottom left, 1 bottom right, 2 on top."""

    title: str
    subtitle: str


class Ring(NamedTuple):
    """A marked place."""

    name: str
    weights: Triple


def shade_top() -> float:
    """How far up the sequential scale the shade goes, 0 to 1: the handle must stand out from it."""
    return 0.42 if theme.dark else 0.5


class MixTriangle(QWidget):
    """A handle to drag. It reports where the user wants it, and stands where it is told.

    Keys: Tab picks the corner, an arrow gives it 1 % more or less, with Shift 10 %.
    """

    grabbed = Signal()
    wished = Signal(tuple, bool)
    """Three weights with sum 1, and whether to snap (Shift)."""
    nudged = Signal(int, float)
    """A corner, and by how much its weight should change."""
    let_go = Signal()
    average_wished = Signal()

    def __init__(self, corners: Sequence[Corner], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._corners = tuple(corners)
        self._weights: Triple = (1 / 3, 1 / 3, 1 / 3)
        self._rings: tuple[Ring, ...] = ()
        self._lattice: TriangleLattice | None = None
        self._range = (0.0, 1.0)
        self._quantity = ""
        self._field: NDArray[np.uint8] | None = None
        self._shade: QPixmap | None = None
        self._kept = KeptPicture()
        self._drawn_of = 0
        """Counts the changes of the shade."""
        self._held = False
        self._offset = QPointF()
        self._corner = 0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._announcement = QTimer(self, singleShot=True, interval=_ANNOUNCE_MS)
        self._announcement.timeout.connect(self._announce)
        self._announce()
        theme.changed.connect(self._restyle)

    # What is shown

    @property
    def weights(self) -> Triple:
        """Where the handle stands."""
        return self._weights

    @property
    def corner(self) -> int:
        """The corner that the arrow keys move to and from."""
        return self._corner

    def set_corners(self, corners: Sequence[Corner]) -> None:
        """Name the corners."""
        self._corners = tuple(corners)
        self._announce()
        self.update()

    def set_weights(self, weights: Sequence[float]) -> None:
        """Put the handle somewhere, without a signal.

        Args:
            weights: three numbers with sum 1.
        """
        a, b, c = weights
        if (a, b, c) != self._weights:
            self._weights = (a, b, c)
            if not self._announcement.isActive():
                self._announcement.start()
            self.update()

    def set_shade(
        self, weights: NDArray[np.floating] | None, values: NDArray[np.floating] | None, quantity: str = ""
    ) -> None:
        """Shade the triangle by a quantity known at a lattice of mixes; None takes the shade away.

        Args:
            weights: (m, 3), see ``TriangleLattice``.
            values: (m,); all NaN is no shade.
            quantity: its name, for the tooltip.
        """
        self._lattice = None
        if weights is not None and values is not None and np.isfinite(values).any():
            self._lattice = TriangleLattice(weights, values)
            high = float(np.nanmax(values))
            self._range = (min(float(np.nanmin(values)), high - _SMALLEST_SPAN), high)
        self._quantity = quantity
        self._field = self._shade = None
        self._drawn_of += 1
        self.update()

    def set_rings(self, rings: Sequence[Ring]) -> None:
        """Mark places with small rings."""
        self._rings = tuple(rings)
        self.update()

    # Geometry

    def point_of(self, weights: Sequence[float]) -> QPointF:
        """Where a mix is, in the widget."""
        corners = self._points()
        x = sum(w * p.x() for w, p in zip(weights, corners, strict=True))
        y = sum(w * p.y() for w, p in zip(weights, corners, strict=True))
        return QPointF(x, y)

    def weights_at(self, point: QPointF) -> Triple:
        """The mix at a place; outside, the nearest one inside."""
        a, b, c = nearest(self._coordinates(point))
        return a, b, c

    def hasHeightForWidth(self) -> bool:
        """The triangle is equilateral."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Captions, triangle, captions."""
        return math.ceil(self._above() + self._side(width) * _HEIGHT + self._below())

    def sizeHint(self) -> QSize:
        """For the narrowest panel."""
        return QSize(theme.px(290), self.heightForWidth(theme.px(290)))

    def minimumSizeHint(self) -> QSize:
        """As high as it must be, as narrow as it can be."""
        return QSize(theme.px(200), self.heightForWidth(max(self.width(), theme.px(200))))

    # What the user does

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the handle, or bring it here."""
        if event.button() != Qt.MouseButton.LeftButton or not self._near(event.position()):
            event.ignore()
            return
        grip = event.position() - self.point_of(self._weights)
        on_handle = math.hypot(grip.x(), grip.y()) <= theme.px(_GRAB)
        self._offset = grip if on_handle else QPointF()  # taken beside its centre, the handle does not jump
        self._hold()
        if not on_handle:
            self._wish_at(event)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        if self._held:
            self._wish_at(event)
        else:
            near = self._near(event.position())
            self.setCursor(Qt.CursorShape.PointingHandCursor if near else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._drop()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Back to the average."""
        if event.button() == Qt.MouseButton.LeftButton and self._near(event.position()):
            self._drop()
            self.average_wished.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move to and from the picked corner."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            event.ignore()
            return
        large = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._hold()
        self.nudged.emit(self._corner, step * (10 if large else 1))

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """A held key is one movement."""
        if not event.isAutoRepeat():
            self._drop()
        event.ignore()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes from corner to corner before it leaves."""
        following = self._corner + (1 if forward else -1)
        if self.hasFocus() and 0 <= following <= 2:
            self._corner = following
            self._announce()
            self.update()
            return True
        return super().focusNextPrevChild(forward)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tab begins with the first corner, Shift+Tab with the last."""
        if event.reason() == Qt.FocusReason.TabFocusReason:
            self._corner = 0
        elif event.reason() == Qt.FocusReason.BacktabFocusReason:
            self._corner = 2
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Nothing is held without the keyboard."""
        self._drop()
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nor by a hidden widget."""
        self._drop()
        super().hideEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Nor by a disabled one."""
        if event.type() == QEvent.Type.EnabledChange:
            self._drop()
        super().changeEvent(event)

    def event(self, event: QEvent) -> bool:
        """Say what is under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tip_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def tip_at(self, point: QPointF) -> str:
        """The tooltip for a place: the mix there in percent, and the shade's value; "" outside."""
        if not self._near(point) or not self.isEnabled():
            return ""
        named = [r for r in self._rings if _distance(self.point_of(r.weights), point) < theme.px(8)]
        on_handle = _distance(self.point_of(self._weights), point) <= theme.px(_GRAB)
        weights = self._weights if on_handle else self.weights_at(point)
        lines = [f"{corner.title}: {100 * w:.0f} %" for corner, w in zip(self._corners, weights, strict=True)]
        if self._lattice is not None:
            value = float(self._lattice.at(weights))
            if math.isfinite(value):
                lines.append(f"{self._quantity} {value:.2f}".replace("-", "−"))
        return "\n".join([*(ring.name for ring in named), *lines])

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Shade, grid, guides, rings, handle, captions."""
        picked = self._corner if self.hasFocus() else None
        self._kept.show(self, (self._corners, self._drawn_of, picked), self._paint_still)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isEnabled():
            self._paint_guides(painter)
            for ring in self._rings:
                self._paint_ring(painter, self.point_of(ring.weights))
        self._paint_handle(painter)

    def _paint_still(self, painter: QPainter) -> None:
        """What stays while the handle moves."""
        self._paint_surface(painter)
        self._paint_captions(painter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The shade has to be drawn anew."""
        self._field = self._shade = None
        super().resizeEvent(event)

    def _paint_surface(self, painter: QPainter) -> None:
        a, b, c = self._points()
        outline = QPolygonF([a, b, c])
        shade = self._shade_pixmap() if self.isEnabled() else None
        brush = QBrush(theme.color("canvas" if self.isEnabled() else "surface"))
        if shade is not None:
            brush = QBrush(shade)
            ratio = 1 / shade.devicePixelRatio()
            brush.setTransform(QTransform.fromTranslate(a.x(), c.y()).scale(ratio, ratio))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(brush)
        painter.drawPolygon(outline)
        line = theme.color("text1")
        line.setAlphaF(0.13 if self.isEnabled() else 0.07)
        painter.setPen(QPen(line, 1))
        for k in range(1, _GRID_STEPS):
            t = k / _GRID_STEPS
            for p, q, r in ((a, b, c), (b, c, a), (c, a, b)):
                painter.drawLine(p + (q - p) * t, p + (r - p) * t)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("control_border"), 1))
        painter.drawPolygon(outline)

    def _paint_guides(self, painter: QPainter) -> None:
        """From the handle straight to each side: the line's length is the weight of the corner opposite."""
        handle, corners = self.point_of(self._weights), self._points()
        colour = theme.color("accent")
        for j in range(3):
            p, q = corners[(j + 1) % 3], corners[(j + 2) % 3]
            along = q - p
            t = QPointF.dotProduct(handle - p, along) / QPointF.dotProduct(along, along)
            strong = self.hasFocus() and j == self._corner
            colour.setAlphaF(1.0 if strong else 0.65)
            painter.setPen(QPen(colour, 2 if strong else 1.5, Qt.PenStyle.CustomDashLine))
            pen = painter.pen()
            pen.setDashPattern([3.0, 2.0])
            painter.setPen(pen)
            painter.drawLine(handle, p + along * t)

    def _paint_ring(self, painter: QPainter, at: QPointF) -> None:
        painter.setPen(QPen(theme.color("text1"), 1.5))
        painter.setBrush(theme.color("surface"))
        radius = theme.px(7) / 2
        painter.drawEllipse(at, radius, radius)

    def _paint_handle(self, painter: QPainter) -> None:
        at = self.point_of(self._weights)
        lively = self.isEnabled()
        painter.setPen(Qt.PenStyle.NoPen)
        if lively:
            halo = theme.color("accent")
            halo.setAlphaF(0.32 if self._held else 0.2)
            painter.setBrush(halo)
            painter.drawEllipse(at, theme.px(15), theme.px(15))
        painter.setBrush(Qt.GlobalColor.white if lively else theme.color("control_border"))
        painter.drawEllipse(at, theme.px(9), theme.px(9))
        fill = theme.color("surface")
        if lively:  # the dark accent is as light as the handle's own ring
            fill = theme.sequential(0.5) if theme.dark else theme.color("accent")
        painter.setBrush(fill)
        painter.drawEllipse(at, theme.px(13) / 2, theme.px(13) / 2)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawEllipse(at, theme.px(9) + 3, theme.px(9) + 3)

    def _paint_captions(self, painter: QPainter) -> None:
        left, _, top = self._points()
        line = float(theme.px(16))
        title, subtitle = theme.font(12, 600), theme.font(11)
        below = left.y() + theme.px(7)
        for j, side in ((0, Qt.AlignmentFlag.AlignLeft), (1, Qt.AlignmentFlag.AlignRight)):
            box = QRectF(0, below, self.width(), line)
            self._paint_text(painter, box, side, self._corners[j].title, title, self._title_role(j))
            box.translate(0, line - 1)
            self._paint_text(painter, box, side, self._corners[j].subtitle, subtitle, "text3")
        width = QFontMetricsF(title).horizontalAdvance(self._corners[2].title)
        box = QRectF(top.x() - width / 2 - 1, top.y() - line - theme.px(7), width + 2, line)
        self._paint_text(
            painter, box, Qt.AlignmentFlag.AlignLeft, self._corners[2].title, title, self._title_role(2)
        )
        box = QRectF(box.right() + theme.px(10), box.top(), self.width() - box.right(), line)
        self._paint_text(
            painter, box, Qt.AlignmentFlag.AlignLeft, self._corners[2].subtitle, subtitle, "text3"
        )

    def _title_role(self, corner: int) -> str:
        if not self.isEnabled():
            return "text3"
        return "accent_text" if self.hasFocus() and corner == self._corner else "text1"

    @staticmethod
    def _paint_text(
        painter: QPainter, box: QRectF, side: Qt.AlignmentFlag, text: str, font: QFont, role: str
    ) -> None:
        painter.setFont(font)
        painter.setPen(theme.color(role))
        painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, text)

    def _shade_pixmap(self) -> QPixmap | None:
        """The shade as large as the triangle; drawn anew only when map, size or theme have changed."""
        if self._lattice is None:
            return None
        if self._field is None:
            self._field = self._shade_field(self._lattice)
            self._shade = None
        if self._shade is None:
            image = QImage(
                self._field.data,
                self._field.shape[1],
                self._field.shape[0],
                self._field.strides[0],
                QImage.Format.Format_Indexed8,
            )
            table = theme.sequential_lut()[np.linspace(0, 255 * shade_top(), 256).astype(int)].astype(
                np.uint32
            )
            rgb = 0xFF000000 | table[:, 0] << 16 | table[:, 1] << 8 | table[:, 2]
            image.setColorTable([int(v) for v in rgb])
            self._shade = QPixmap.fromImage(image)
            self._shade.setDevicePixelRatio(self.devicePixelRatioF())
        return self._shade

    def _shade_field(self, lattice: TriangleLattice) -> NDArray[np.uint8]:
        """The shade's place on its scale for every device pixel of the triangle's box, 0 to 255."""
        side = self._side(self.width())
        ratio = self.devicePixelRatioF()
        width, height = math.ceil(side * ratio), math.ceil(side * _HEIGHT * ratio)
        x = (np.arange(width) + 0.5) / (side * ratio)
        top = 1.0 - (np.arange(height)[:, None] + 0.5) / (side * _HEIGHT * ratio)  # (height, 1)
        right = x - top / 2
        s = np.stack(np.broadcast_arrays(1.0 - top - right, right, top), axis=-1)  # (height, width, 3)
        low, high = self._range
        share = (lattice.at(s) - low) / (high - low)
        field: NDArray[np.uint8] = np.ascontiguousarray(
            np.nan_to_num(np.clip(share, 0.0, 1.0) * 255.0).astype(np.uint8)
        )
        padded = np.zeros(
            (height, -(-width // 4) * 4), np.uint8
        )  # a QImage's lines begin at multiples of 4 bytes
        padded[:, :width] = field
        return padded

    # Helpers

    def _side(self, width: float) -> float:
        """250 in the panel's usual width, a little less in a narrow one, a little more in a wide one."""
        return max(
            min(theme.px(_SIDE), width - 2 * theme.px(12)), min(width - theme.px(150), theme.px(_SIDE) * 1.3)
        )

    @staticmethod
    def _above() -> int:
        return theme.px(30)

    @staticmethod
    def _below() -> int:
        return theme.px(40)

    def _points(self) -> tuple[QPointF, QPointF, QPointF]:
        """The corners: bottom left, bottom right, top."""
        side = self._side(self.width())
        left = round((self.width() - side) / 2) + 0.5
        top = self._above() + 0.5
        bottom = top + side * _HEIGHT
        return QPointF(left, bottom), QPointF(left + side, bottom), QPointF(left + side / 2, top)

    def _coordinates(self, point: QPointF) -> Triple:
        """Barycentric coordinates, negative outside."""
        left, right, top = self._points()
        up = (left.y() - point.y()) / (left.y() - top.y())
        across = (point.x() - left.x()) / (right.x() - left.x()) - up / 2
        return 1.0 - up - across, across, up

    def _near(self, point: QPointF) -> bool:
        """In the triangle, or so little outside that it is meant."""
        return _distance(self.point_of(self.weights_at(point)), point) <= theme.px(_REACH)

    def _wish_at(self, event: QMouseEvent) -> None:
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.wished.emit(self.weights_at(event.position() - self._offset), shift)

    def _hold(self) -> None:
        if not self._held:
            self._held = True
            self.grabbed.emit()

    def _drop(self) -> None:
        if self._held:
            self._held = False
            self.let_go.emit()
            self.update()

    def _announce(self) -> None:
        """Tell screen readers, at most every half second."""
        parts = [
            f"{c.title}, {100 * w:.0f} percent" for c, w in zip(self._corners, self._weights, strict=True)
        ]
        self.setAccessibleName(f"Mixing weights: {'; '.join(parts)}")
        self.setAccessibleDescription(
            f"Arrow keys move towards or away from {self._corners[self._corner].title}; Tab picks the next corner."
        )

    def _restyle(self) -> None:
        self._field = self._shade = None
        self.updateGeometry()
        self.update()


def _distance(a: QPointF, b: QPointF) -> float:
    return math.hypot(a.x() - b.x(), a.y() - b.y())
