"""Three weights with sum 1 as one point in a triangle, over the shade of a quantity that depends on them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from elmo_explorer.translation import tr
from elmo_explorer.ui.accessible import Part
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.grip import Grip
from elmo_explorer.ui.widgets.kept_picture import KeptPicture
from elmo_explorer.ui.widgets.triangle_frame import TriangleFrame, Triple, distance, height_in
from elmo_explorer.ui.widgets.triangle_ground import (
    Captions,
    Corner,
    paint_guides,
    paint_handle,
    paint_surface,
)
from elmo_explorer.ui.widgets.triangle_marks import TriangleMark, TriangleMarks
from elmo_explorer.ui.widgets.triangle_path import TrianglePath
from elmo_explorer.ui.widgets.triangle_shade import TriangleShade

_GRAB, _REACH = 13, 14
_ANNOUNCE_MS = 500
_STEPS = {Qt.Key.Key_Left: -0.01, Qt.Key.Key_Down: -0.01, Qt.Key.Key_Right: 0.01, Qt.Key.Key_Up: 0.01}


class MixTriangle(QWidget):
    """A handle to drag. It reports where the user wants it, and stands where it is told.

    Keys: Tab picks the corner, an arrow gives it 1 % more or less, with Shift 10 %.
    """

    accessible_role = QAccessible.Role.Grouping

    grabbed = Signal()
    wished = Signal(tuple, bool)
    """Three weights with sum 1, and whether to snap (Shift)."""
    nudged = Signal(int, float)
    """A corner, and by how much its weight should change."""
    let_go = Signal()
    average_wished = Signal()
    mark_hovered = Signal(str)
    """The mark under the pointer; "" when there is none any more."""
    mark_clicked = Signal(str)

    def __init__(self, corners: Sequence[Corner], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._corners = tuple(corners)
        self._weights: Triple = (1 / 3, 1 / 3, 1 / 3)
        self._shade: TriangleShade | None = None
        self._marks = TriangleMarks()
        self._path: TrianglePath | None = None
        self._kept = KeptPicture()
        self._grip = Grip(self)
        self._offset = QPointF()
        self._corner = 0
        self._under_pointer: str | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._announcement = QTimer(self, singleShot=True, interval=_ANNOUNCE_MS)
        self._announcement.timeout.connect(self._announce)
        self._announce()
        self._grip.taken.connect(self.grabbed)
        self._grip.let_go.connect(self.let_go)
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

    @property
    def hovered_mark(self) -> str | None:
        """The mark that is larger than the others and shows its name."""
        return self._marks.hovered

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
        self,
        weights: NDArray[np.floating] | None,
        values: NDArray[np.floating] | None,
        title: str = "",
        low: float | None = None,
        high: float | None = None,
    ) -> None:
        """Shade the triangle by a quantity known at a lattice of mixes; None takes the shade away.

        Args:
            weights: (n, 3), see ``TriangleLattice``.
            values: (n,); all NaN is no shade.
            title: the quantity's name, for the tooltip.
            low: where the scale begins; without it, at the lowest value.
            high: where it ends; without it, at the highest value.
        """
        known = weights is not None and values is not None and bool(np.isfinite(values).any())
        self._shade = None
        if weights is not None and values is not None and known:
            self._shade = TriangleShade(weights, values, title, low, high)
        self.update()

    def set_marks(self, marks: tuple[TriangleMark, ...], hovered: str | None = None) -> None:
        """Mark places with rings that hear the pointer, without a signal.

        Args:
            marks: names and places; of one name there is one.
            hovered: the name of the one that grows and shows its name.
        """
        if (marks, hovered) != (self._marks.marks, self._marks.hovered):
            self._marks.marks, self._marks.hovered = marks, hovered
            self.update()

    def set_best(self, best: TriangleMark | None) -> None:
        """Mark the shade's highest place."""
        self._marks.best = best
        self.update()

    def set_path(self, weights: NDArray[np.floating] | None) -> None:
        """Draw the way that weights have taken; None or no step takes it away.

        Args:
            weights: (n_steps, 3), the newest last.

        Raises:
            ValueError: where it has another shape.
        """
        self._path = None if weights is None or not len(weights) else TrianglePath(weights)
        self.update()

    # Geometry

    def point_of(self, weights: Sequence[float]) -> QPointF:
        """Where a mix is, in the widget."""
        return self._frame.point_of(weights)

    def weights_at(self, point: QPointF) -> Triple:
        """The mix at a place; outside, the nearest one inside."""
        return self._frame.weights_at(point)

    # For screen readers: three sliders in a group

    def n_accessible_parts(self) -> int:
        """One for each corner."""
        return 3

    def accessible_part(self, index: int) -> Part:
        """A corner's weight."""
        corner, weight = self._corners[index], self._weights[index]
        at = self.point_of([float(k == index) for k in range(3)])
        reach = theme.px(_GRAB)
        return Part(
            tr("Weight of {layer}, {kind}", layer=corner.title, kind=corner.subtitle),
            tr("{percent} percent", percent=f"{100 * weight:.0f}"),
            QAccessible.Role.Slider,
            QRectF(at.x() - reach, at.y() - reach, 2 * reach, 2 * reach).toRect(),
            focused=self.hasFocus() and index == self._corner,
        )

    def hasHeightForWidth(self) -> bool:
        """The triangle is equilateral."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Captions, triangle, captions."""
        return height_in(width)

    def sizeHint(self) -> QSize:
        """For the narrowest panel."""
        return QSize(theme.px(290), height_in(theme.px(290)))

    def minimumSizeHint(self) -> QSize:
        """As high as it must be, as narrow as it can be."""
        return QSize(theme.px(200), height_in(max(self.width(), theme.px(200))))

    # What the user does

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the handle, choose a mark, or bring the handle here."""
        at = event.position()
        if event.button() != Qt.MouseButton.LeftButton or not self._near(at):
            event.ignore()
            return
        mark = self._mark_at(at)
        if mark is not None:
            self.mark_clicked.emit(mark)
            return
        on_handle = self._on_handle(at)
        # Taken beside its centre, the handle does not jump.
        self._offset = at - self.point_of(self._weights) if on_handle else QPointF()
        self._grip.take()
        if not on_handle:
            self._wish_at(event)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        if self._grip.held:
            self._wish_at(event)
        else:
            at = event.position()
            self._point_at(self._mark_at(at))
            near = self._near(at)
            self.setCursor(Qt.CursorShape.PointingHandCursor if near else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._grip.drop()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Back to the average."""
        at = event.position()
        if event.button() == Qt.MouseButton.LeftButton and self._near(at) and self._mark_at(at) is None:
            self._grip.drop()
            self.average_wished.emit()

    def leaveEvent(self, event: QEvent) -> None:
        """No mark is under the pointer."""
        self._point_at(None)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move to and from the picked corner."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            event.ignore()
            return
        large = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._grip.take()
        self.nudged.emit(self._corner, step * (10 if large else 1))

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
        weights = self._weights if self._on_handle(point) else self.weights_at(point)
        lines = self._marks.near(point, self._frame)
        lines += [
            f"{corner.title}: {100 * w:.0f} %" for corner, w in zip(self._corners, weights, strict=True)
        ]
        if self._shade is not None:
            lines.append(self._shade.said_at(weights))
        return "\n".join(filter(None, lines))

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Shade, grid, guides, path, rings, handle, captions."""
        picked = self._corner if self.hasFocus() else None
        self._kept.show(self, (self._corners, self._shade, picked), self._paint_still)
        lively, frame, handle = self.isEnabled(), self._frame, self.point_of(self._weights)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if lively:
            paint_guides(painter, frame, handle, picked)
            if self._path is not None:
                self._path.paint(painter, frame)
            self._marks.paint(painter, frame)
        paint_handle(painter, handle, lively, self._grip.held, self.hasFocus())
        if lively:
            self._marks.paint_name(painter, frame, QRectF(self.rect()))

    def _paint_still(self, painter: QPainter) -> None:
        """What stays while the handle moves."""
        frame, lively = self._frame, self.isEnabled()
        shade = None
        if self._shade is not None and lively:
            shade = self._shade.pixmap(frame.side, self.devicePixelRatioF())
        paint_surface(painter, frame, shade, lively)
        picked = self._corner if self.hasFocus() else None
        Captions(self._corners, picked, lively).paint(painter, frame, self.width())

    # Helpers

    @property
    def _frame(self) -> TriangleFrame:
        return TriangleFrame.in_width(self.width())

    def _near(self, point: QPointF) -> bool:
        """In the triangle, or so little outside that it is meant."""
        return distance(self.point_of(self.weights_at(point)), point) <= theme.px(_REACH)

    def _on_handle(self, point: QPointF) -> bool:
        return distance(self.point_of(self._weights), point) <= theme.px(_GRAB)

    def _mark_at(self, point: QPointF) -> str | None:
        """The mark under a place; the handle lies over all of them."""
        return None if self._on_handle(point) else self._marks.at(point, self._frame)

    def _point_at(self, mark: str | None) -> None:
        if mark != self._under_pointer:
            self._under_pointer = self._marks.hovered = mark
            self.update()
            self.mark_hovered.emit(mark or "")

    def _wish_at(self, event: QMouseEvent) -> None:
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.wished.emit(self.weights_at(event.position() - self._offset), shift)

    def _announce(self) -> None:
        """Tell screen readers, at most every half second."""
        parts = [
            tr("{title}, {w:.0f} percent", title=c.title, w=100 * w)
            for c, w in zip(self._corners, self._weights, strict=True)
        ]
        self.setAccessibleName(tr("Mixing weights: {join}", join="; ".join(parts)))
        self.setAccessibleDescription(
            tr(
                "Arrow keys move towards or away from {title}; Tab picks the next corner.",
                title=self._corners[self._corner].title,
            )
        )

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()
