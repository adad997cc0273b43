"""The legend of a talk: names of the groups in large type, some of them covered until they are asked for."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QFont, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from elmo_explorer.translation import tr
from elmo_explorer.ui.accessible import Part
from elmo_explorer.ui.stage.sizes import LABEL, Sizes
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.runs import Run, draw_line
from elmo_explorer.ui.widgets.scatter_markers import draw_marker

COVERED = "?"


@dataclass(frozen=True)
class StageEntry:
    """One group."""

    name: str
    category: int
    hidden: bool
    """Its points are not drawn."""
    covered: bool
    """Its name is not said yet."""

    @property
    def said(self) -> str:
        """What stands there."""
        return COVERED if self.covered else self.name


class StageLegend(QWidget):
    """Markers and names; a click uncovers a name, or hides and shows the points of one that is known."""

    accessible_role = QAccessible.Role.List

    revealed = Signal(str)
    toggled = Signal(str)

    def __init__(self, sizes: Sizes, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sizes = sizes
        self.entries: tuple[StageEntry, ...] = ()
        self.room = 10_000
        self._boxes: list[QRectF] = []
        self.setAccessibleName(tr("Legend"))
        self.setToolTip(tr("Click: uncover a name, or hide and show its points"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_entries(self, entries: tuple[StageEntry, ...]) -> None:
        """Show these groups."""
        self.entries = entries
        self.setAccessibleDescription(", ".join(entry.said for entry in entries))
        self.lay_out()

    def lay_out(self) -> None:
        """Find places for what fits into the room."""
        px, metrics = self._sizes.px, QFontMetricsF(self._font())
        x, self._boxes = 0.0, []
        for entry in self.entries:
            width = px(27) + metrics.horizontalAdvance(entry.said)
            if self._boxes and x + width > self.room:
                break
            self._boxes.append(QRectF(x, 0, min(width, self.room), px(34)))
            x += width + px(33)
        self.resize(QSize(max(1, round(x)), px(34)))
        self.setVisible(bool(self.entries))
        self.update()

    def n_accessible_parts(self) -> int:
        """One for each group."""
        return len(self.entries)

    def accessible_part(self, index: int) -> Part:
        """A group; checked while its points are shown."""
        entry = self.entries[index]
        box = self._boxes[index] if index < len(self._boxes) else QRectF()
        name = tr("covered") if entry.covered else entry.name
        role = QAccessible.Role.CheckBox
        return Part(name, "", role, box.toRect(), checkable=True, checked=not entry.hidden)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Uncover, or hide and show."""
        for entry, box in zip(self.entries, self._boxes, strict=False):
            if box.adjusted(-8, 0, 8, 0).contains(event.position()):
                (self.revealed if entry.covered else self.toggled).emit(entry.name)
                return

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Not a click on the picture."""
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Markers and names."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        px, font = self._sizes.px, self._font()
        for entry, box in zip(self.entries, self._boxes, strict=False):
            painter.setOpacity(0.4 if entry.hidden else 1.0)
            draw_marker(
                painter, entry.category, QPointF(px(9), 0) + QPointF(box.left(), box.center().y()), px(17)
            )
            colour = theme.color("text2") if entry.covered else theme.category(entry.category).text
            draw_line(painter, [Run(entry.said, font, colour)], box.adjusted(px(27), 0, 2, 0))

    def _font(self) -> QFont:
        return self._sizes.font(LABEL, 600)
