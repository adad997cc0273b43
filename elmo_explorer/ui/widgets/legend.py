"""The legend: marker, name and count of each group; a click hides or shows it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QToolTip, QWidget

from elmo_explorer.translation import tr
from elmo_explorer.ui.accessible import Part
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.floating_frame import FloatingFrame
from elmo_explorer.ui.widgets.kept_picture import KeptPicture
from elmo_explorer.ui.widgets.runs import Run, draw_line
from elmo_explorer.ui.widgets.scatter_markers import draw_marker

_HEIGHT = 32
_GAP = 18
_MARK = 18
_STEPS = ((150, 2), (150, 1), (92, 1), (92, 0), (74, 1), (74, 0))
"""The first at which all groups fit: how long a name may be, and whether the other words' tokens (1) and the note (2) are told;
else the last."""


@dataclass(frozen=True)
class LegendEntry:
    """One group; ``category`` is its colour and marker, -1 the grey of the rest."""

    name: str
    count: int
    category: int
    hidden: bool = False


class Legend(FloatingFrame):
    """Groups on one line, as many as fit; the tokens of other words at the end."""

    accessible_role = QAccessible.Role.List

    toggled = Signal(str)
    """A click: hide or show the group of this name."""
    only = Signal(str)
    """An Alt-click: show this group alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, radius=9)
        self.entries: tuple[LegendEntry, ...] = ()
        self.others = 0
        self._room = 10_000
        self._boxes: list[QRectF] = []
        self._longest = theme.px(_STEPS[0][0])
        self._tells = 2
        self._note = ""
        self._rest = 0
        self._kept = KeptPicture()
        self._hovered: int | None = None
        self._current = 0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(tr("Legend"))
        theme.changed.connect(self._lay_out)

    def set_entries(self, entries: tuple[LegendEntry, ...], others: int) -> None:
        """Show these groups, and how many other tokens there are."""
        if (entries, others) != (self.entries, self.others):
            self.entries, self.others = entries, others
            self._hovered = None
            self._current = 0
            said = ", ".join(f"{e.name} {e.count}{', hidden' if e.hidden else ''}" for e in entries)
            self.setAccessibleDescription(said)
            self._lay_out()

    def set_note(self, note: str) -> None:
        """Say this behind the entries, where there is room."""
        if note != self._note:
            self._note = note
            self._lay_out()

    def set_room(self, width: int) -> None:
        """Keep within this many pixels; groups that do not fit are counted."""
        if width != self._room:
            self._room = width
            self._lay_out()

    def entry_rect(self, index: int) -> QRectF:
        """Where an entry is drawn; an empty rectangle where it found no room."""
        return self._boxes[index] if index < len(self._boxes) else QRectF()

    def n_accessible_parts(self) -> int:
        """One for each group."""
        return len(self.entries)

    def accessible_part(self, index: int) -> Part:
        """A group; checked while it is shown."""
        entry = self.entries[index]
        return Part(
            entry.name,
            f"{entry.count:,}",
            QAccessible.Role.CheckBox,
            self.entry_rect(index).toRect(),
            checkable=True,
            checked=not entry.hidden,
            focused=self.hasFocus() and index == self._current,
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """The entries."""
        current = self._current if self.hasFocus() else None
        look = (self.entries, self._others_text(), len(self._boxes), self._longest, self._hovered, current)
        self._kept.show(self, look, self._draw)

    def _draw(self, painter: QPainter) -> None:
        self.draw_frame(painter)
        for i, box in enumerate(self._boxes):
            self._draw_entry(painter, self.entries[i], box, i == self._hovered)
        if self.hasFocus() and self._current < len(self._boxes):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawRoundedRect(self._boxes[self._current].adjusted(-6, 5, 6, -5), 6, 6)
        x = (self._boxes[-1].right() + theme.px(_GAP)) if self._boxes else float(theme.px(14))
        text3 = theme.color("text3")
        font = theme.font(12, tabular=True)
        if self._rest:
            text = f"+{self._rest}"
            draw_line(painter, [Run(text, font, text3)], QRectF(x, 0, 60, self.height()))
            x += QFontMetricsF(font).horizontalAdvance(text) + theme.px(_GAP)
        if self._others_text():
            dot = theme.color("background_point")
            dot.setAlphaF(0.7)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(dot)
            painter.drawEllipse(QPointF(x + 3, self.height() / 2), 3, 3)
            rest = QRectF(x + theme.px(12), 0, self.width(), self.height())
            draw_line(painter, [Run(self._others_text(), font, text3)], rest)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Underline what a click would act on."""
        hovered = self._at(event.position())
        self.setCursor(Qt.CursorShape.ArrowCursor if hovered is None else Qt.CursorShape.PointingHandCursor)
        if hovered != self._hovered:
            self._hovered = hovered
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is hovered any more."""
        self._hovered = None
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Swallowed: a click here is not a click on the picture."""
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Hide or show; with Alt, this group only."""
        index = self._at(event.position())
        if index is not None and event.button() == Qt.MouseButton.LeftButton:
            self._choose(index, bool(event.modifiers() & Qt.KeyboardModifier.AltModifier))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right walk along the groups, Space and Enter hide or show."""
        steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}
        key = Qt.Key(event.key())
        if key in steps and self._boxes:
            self._current = (self._current + steps[key]) % len(self._boxes)
            self.update()
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._boxes:
            self._choose(self._current, bool(event.modifiers() & Qt.KeyboardModifier.AltModifier))
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Tooltips per entry."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self._at(QPointF(event.pos()))
            if index is None:
                QToolTip.hideText()
            else:
                entry = self.entries[index]
                does = tr("Show") if entry.hidden else tr("Hide")
                QToolTip.showText(
                    event.globalPos(),
                    tr("{does} {name} (Alt-click: only this)", does=does, name=entry.name),
                    self,
                )
            return True
        return super().event(event)

    def _choose(self, index: int, only: bool) -> None:
        name = self.entries[index].name
        (self.only if only else self.toggled).emit(name)

    def _at(self, at: QPointF) -> int | None:
        for i, box in enumerate(self._boxes):
            if box.adjusted(-6, 0, 6, 0).contains(at):
                return i
        return None

    def _others_text(self) -> str:
        if not self.others or not self._tells:
            return ""
        note = f" · {self._note}" if self._note and self._tells > 1 else ""
        return tr("other tokens {others:,}{note}", others=self.others, note=note)

    def _lay_out(self) -> None:
        pad, gap, height = theme.px(14), theme.px(_GAP), theme.px(_HEIGHT)
        font, number = theme.font(12, 600), theme.font(12, tabular=True)
        metrics, number_metrics = QFontMetricsF(font), QFontMetricsF(number)
        more = theme.px(30)
        for longest, self._tells in _STEPS:
            others = (
                number_metrics.horizontalAdvance(text) + theme.px(12) if (text := self._others_text()) else 0
            )
            room = self._room - 2 * pad - (others + gap if others else 0.0)
            self._longest = theme.px(longest)
            widths = [
                theme.px(_MARK)
                + min(metrics.horizontalAdvance(e.name), self._longest)
                + theme.px(5)
                + number_metrics.horizontalAdvance(f"{e.count:,}")
                for e in self.entries
            ]
            if sum(widths) + gap * (len(widths) - 1) <= room:
                break
        self._boxes = []
        x = float(pad)
        for i, width in enumerate(widths):
            if x - pad + width + (more if i + 1 < len(widths) else 0) > room and i:
                break
            self._boxes.append(QRectF(x, 0, width, height))
            x += width + gap
        self._rest = len(self.entries) - len(self._boxes)
        if self._rest:
            x += number_metrics.horizontalAdvance(f"+{self._rest}") + gap
        x += others if others else -gap
        self.setFixedSize(max(round(x + pad), 1), height)
        self.setVisible(bool(self.entries or self.others))
        self.update()

    def _draw_entry(self, painter: QPainter, entry: LegendEntry, box: QRectF, hovered: bool) -> None:
        painter.setOpacity(0.42 if entry.hidden else 1.0)
        font = theme.font(12, 600)
        font.setStrikeOut(entry.hidden)
        font.setUnderline(hovered and not entry.hidden)
        name = QFontMetricsF(font).elidedText(entry.name, Qt.TextElideMode.ElideRight, self._longest)
        draw_marker(
            painter, entry.category, QPointF(box.left() + theme.px(5), box.center().y()), theme.px(10)
        )
        runs = [
            Run(name, font, theme.color("text1")),
            Run(" ", theme.font(12), theme.color("text2")),
            Run(f"{entry.count:,}", theme.font(12, tabular=True), theme.color("text2")),
        ]
        draw_line(painter, runs, QRectF(box.left() + theme.px(_MARK), 0, box.width() + 4, box.height()))
        painter.setOpacity(1.0)
