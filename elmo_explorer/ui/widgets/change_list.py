"""What changed from one to another, in entries of two lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from elmo_explorer.translation import tr
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.runs import Run, draw_line

_LINE, _GAP = 19, 8


@dataclass(frozen=True)
class Change:
    """One entry."""

    role: str
    """Colour of the mark before it."""
    sign: str
    """An arrow."""
    word: str
    remark: str
    figure: str
    details: tuple[tuple[str, str], ...]
    """Words and what became of them."""


class ChangeList(QWidget):
    """As high as its entries: what does not fit is scrolled."""

    accessible_role = QAccessible.Role.List

    entry_clicked = Signal(int)
    entry_hovered = Signal(int)
    """-1 where none is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entries: tuple[Change, ...] = ()
        self._pointed = -1
        self._cursor = 0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Predictions that changed"))
        theme.changed.connect(self._restyle)

    def set_entries(self, entries: Sequence[Change]) -> None:
        """Show these."""
        if tuple(entries) != self.entries:
            self.entries = tuple(entries)
            self._pointed, self._cursor = -1, 0
            self._restyle()

    def entry_rect(self, index: int) -> QRectF:
        """The place of an entry."""
        height = 2 * theme.px(_LINE) + theme.px(_GAP)
        return QRectF(0, index * height, self.width(), height)

    def sizeHint(self) -> QSize:
        """All entries."""
        return QSize(theme.px(240), round(self.entry_rect(len(self.entries)).top()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light the entry up."""
        self._point_at(self._entry_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """None is."""
        self._point_at(-1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose it."""
        index = self._entry_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and index >= 0:
            self._cursor = index
            self.entry_clicked.emit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk the entries, Enter chooses."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self.entries:
            step = 1 if key == Qt.Key.Key_Down else -1
            self._cursor = min(max(self._cursor + step, 0), len(self.entries) - 1)
            self.setAccessibleDescription(self.text_of(self._cursor))
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.entries:
            self.entry_clicked.emit(self._cursor)
        else:
            super().keyPressEvent(event)

    def text_of(self, index: int) -> str:
        """An entry in words."""
        entry = self.entries[index]
        details = (f"{word} {what}" for word, what in entry.details)
        return ", ".join(filter(None, [f"{entry.role} {entry.word}", entry.figure, entry.remark, *details]))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Entries, the one under the pointer lit."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index, entry in enumerate(self.entries):
            box = self.entry_rect(index)
            if not box.intersects(QRectF(event.rect())):
                continue
            painter.setPen(Qt.PenStyle.NoPen)
            if index == self._pointed:
                painter.setBrush(theme.color("hover"))
                painter.drawRoundedRect(box.adjusted(0, 0, -1, -2), 6, 6)
            if self.hasFocus() and index == self._cursor:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(theme.color("accent"), 2))
                painter.drawRoundedRect(box.adjusted(1, 1, -2, -3), 6, 6)
            self._paint_entry(painter, box.adjusted(theme.px(6), theme.px(2), -theme.px(8), 0), entry)

    def _paint_entry(self, painter: QPainter, box: QRectF, entry: Change) -> None:
        painter.fillRect(
            QRectF(box.left(), box.top() + 3, theme.px(4), 2 * theme.px(_LINE) - 5), theme.color(entry.role)
        )
        line = QRectF(box.left() + theme.px(11), box.top(), box.width() - theme.px(11), theme.px(_LINE))
        bold, plain = theme.font(13, 600), theme.font(11, tabular=True)
        number = theme.font(12, 600, tabular=True)
        room = QFontMetricsF(number).horizontalAdvance(entry.figure)
        text1, text2 = theme.color("text1"), theme.color("text2")
        draw_line(painter, [Run(entry.figure, number, text1)], line.adjusted(line.width() - room, 0, 1, 0))
        runs = [
            Run(f"{entry.sign} " if entry.sign else "", bold, theme.color(entry.role)),
            Run(entry.word, bold, text1),
        ]
        draw_line(painter, runs, line.adjusted(0, 0, -room - theme.px(6), 0))
        details = [Run(f"{entry.remark}    " if entry.remark else "", plain, text2)]
        for word, what in entry.details:
            details += [Run(f"{word} ", theme.font(12, 500), text1), Run(f"{what}    ", plain, text2)]
        draw_line(painter, details, line.translated(QPointF(0, theme.px(_LINE))))

    def _entry_at(self, at: QPointF) -> int:
        hits = (k for k in range(len(self.entries)) if self.entry_rect(k).contains(at))
        return next(hits, -1)

    def _point_at(self, index: int) -> None:
        if index != self._pointed:
            self._pointed = index
            self.setCursor(Qt.CursorShape.PointingHandCursor if index >= 0 else Qt.CursorShape.ArrowCursor)
            self.entry_hovered.emit(index)
            self.update()

    def _restyle(self) -> None:
        self.setFixedHeight(max(1, self.sizeHint().height()))
        self.update()
