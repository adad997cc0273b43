"""The list of all commands over the window: type a few letters, choose, press Enter."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from elmo_explorer.translation import tr
from elmo_explorer.ui.command_list import MOST_RECENT, Entry, Found, find
from elmo_explorer.ui.notices import floating_shadow
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.runs import Run, draw_line

Index = QModelIndex | QPersistentModelIndex
_WIDTH, _TOP, _ROW, _MOST_ROWS = 560, 84, 34, 11
_FOUND = Qt.ItemDataRole.UserRole
_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: _MOST_ROWS - 1,
    Qt.Key.Key_PageUp: 1 - _MOST_ROWS,
}


class CommandCard(QFrame):
    """A raised card in the upper middle of a window; it goes when something is chosen or it loses the keyboard."""

    closed = Signal()

    def __init__(self, host: QWidget, entries: Callable[[], Sequence[Entry]]) -> None:
        """Build it unseen.

        Args:
            host: the window that it lies over.
            entries: asked for every time that it opens.
        """
        super().__init__(host)
        self._host = host
        self._ask = entries
        self._entries: tuple[Entry, ...] = ()
        self._before: QWidget | None = None
        self.recent: list[str] = []
        """English titles of what was run last, the newest first."""
        self.setProperty("kind", "floating")
        self.field = QLineEdit()
        self.rows = _Rows(self)
        self.list = QListView()
        self.list.setProperty("kind", "bare")
        self.list.setModel(self.rows)
        self.list.setItemDelegate(_RowPainter(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.hint = QLabel()
        self.hint.setProperty("role", "caption")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 10, 10, 9)
        layout.setSpacing(7)
        for part in (self.field, self.list, self.hint):
            layout.addWidget(part)
        self.setGraphicsEffect(floating_shadow(self))
        self.hide()
        self.field.installEventFilter(self)
        host.installEventFilter(self)
        self.field.textChanged.connect(self._narrow)
        self.list.entered.connect(self.list.setCurrentIndex)
        self.list.clicked.connect(lambda _index: self.run_current())
        self.list.selectionModel().currentChanged.connect(self._tell)

    def open(self) -> None:
        """Show all commands, those run last first; the keyboard goes to the field."""
        if self.isVisible():
            self.close_card()
            return
        self._before = QApplication.focusWidget()
        self._entries = tuple(self._ask())
        self.setAccessibleName(tr("All commands"))
        self.field.setPlaceholderText(tr("Type a few letters of a command"))
        self.field.setAccessibleName(tr("Command"))
        self.list.setAccessibleName(tr("Commands that fit"))
        self.hint.setText(tr("↑ ↓ choose   ·   Enter runs it   ·   Esc closes"))
        self.field.setFont(theme.font(14))
        self.field.clear()
        self._narrow("")
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_card(self) -> None:
        """Take it away; the keyboard goes back to where it was."""
        if self.isVisible():
            within = self.isAncestorOf(QApplication.focusWidget() or self._host)
            self.hide()
            if within and self._before is not None and self._before.isVisible():
                self._before.setFocus(Qt.FocusReason.PopupFocusReason)
            self._before = None
            self.closed.emit()

    def run_current(self) -> None:
        """Do what the current row says; the card goes first, so that the command finds the window as it was."""
        found = self.list.currentIndex().data(_FOUND)
        if isinstance(found, Found):
            title = found.entry.title
            self.recent = [title, *(t for t in self.recent if t != title)][:MOST_RECENT]
            self.close_card()
            found.entry.run()

    @property
    def shown(self) -> list[str]:
        """The texts in the list, best first."""
        return [found.entry.text for found in self.rows.found]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows and Enter of the field act on the list; the card follows the window's size."""
        if watched is self._host:
            if event.type() == QEvent.Type.Resize and self.isVisible():
                self._place()
            return False
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            if key in _STEPS and self.rows.found:
                row = self.list.currentIndex().row() + _STEPS[key]
                last = len(self.rows.found) - 1
                single = abs(_STEPS[key]) == 1
                self._go_to(row % (last + 1) if single else min(max(row, 0), last))
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.run_current()
                return True
            if key == Qt.Key.Key_Escape:
                self.close_card()
                return True
        elif event.type() == QEvent.Type.FocusOut:
            focus = QApplication.focusWidget()
            if focus is not None and focus is not self.field and not self.isAncestorOf(focus):
                self.hide()
                self.closed.emit()
        return False

    def focusNextPrevChild(self, forward: bool) -> bool:
        """The keyboard stays here until something is chosen."""
        return True

    def _narrow(self, typed: str) -> None:
        self.rows.show_found(find(self._entries, typed, self.recent))
        self._go_to(0)

    def _go_to(self, row: int) -> None:
        if self.rows.found:
            self.list.setCurrentIndex(self.rows.index(row))

    def _tell(self, current: QModelIndex) -> None:
        """The field says which row Enter would run: the keyboard is in it."""
        said = current.data(Qt.ItemDataRole.AccessibleTextRole) if current.isValid() else tr("Nothing fits")
        self.field.setAccessibleDescription(str(said or ""))

    def _place(self) -> None:
        width = min(theme.px(_WIDTH), self._host.width() - 32)
        top = min(theme.px(_TOP), max(8, self._host.height() // 8))
        free = self._host.height() - top - theme.px(120)
        rows = max(3, min(_MOST_ROWS, free // theme.px(_ROW)))
        self.list.setFixedHeight(rows * theme.px(_ROW))
        self.setFixedWidth(width)
        self.adjustSize()
        self.move((self._host.width() - width) // 2, top)


class _Rows(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.found: list[Found] = []

    def show_found(self, found: list[Found]) -> None:
        self.beginResetModel()
        self.found = found
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.found)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self.found):
            return None
        found = self.found[index.row()]
        entry = found.entry
        if role == _FOUND:
            return found
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, (entry.text, entry.place, entry.keys)))
        return None


class _RowPainter(QStyledItemDelegate):
    """Title with the letters that were hit, its section, its keys."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.px(200), theme.px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        found: Found = index.data(_FOUND)
        entry = found.entry
        rect = QRectF(option.rect)
        state: QStyle.StateFlag = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_soft"))
            painter.drawRoundedRect(rect.adjusted(0, 1, 0, -1), 6, 6)
        right = rect.right() - theme.px(8)
        if entry.keys:
            right = self._paint_keys(painter, rect, right, entry.keys)
        left = rect.left() + theme.px(10)
        small = theme.font(12)
        place = f"   {entry.place}" if entry.place else ""
        place_width = QFontMetricsF(small).horizontalAdvance(place)
        room = max(40.0, right - left - place_width - theme.px(8))
        title = QFontMetricsF(theme.font(13, 600)).elidedText(entry.text, Qt.TextElideMode.ElideRight, room)
        runs = _runs(title, found.lit, "accent_text" if chosen else "text1")
        runs.append(Run(place, small, theme.color("text3")))
        draw_line(painter, runs, QRectF(left, rect.top(), right - left, rect.height()))
        painter.restore()

    def _paint_keys(self, painter: QPainter, rect: QRectF, right: float, keys: str) -> float:
        """Draw the keys in their box at the right; returns where it begins."""
        font = theme.font(11)
        width = QFontMetricsF(font).horizontalAdvance(keys) + theme.px(12)
        height = theme.px(20)
        box = QRectF(right - width, rect.center().y() - height / 2, width, height)
        painter.setPen(QPen(theme.color("control_border"), 1))
        painter.setBrush(theme.color("sunken"))
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(theme.color("text2"))
        painter.setFont(font)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, keys)
        return box.left() - theme.px(8)


def _runs(text: str, lit: Sequence[int], role: str) -> list[Run]:
    """The text in pieces: the letters that were hit are bold."""
    hit = set(lit)
    runs: list[Run] = []
    start = 0
    for end in range(1, len(text) + 1):
        if end == len(text) or (end in hit) != (start in hit):
            font = theme.font(13, 700 if start in hit else 400)
            runs.append(Run(text[start:end], font, theme.color(role)))
            start = end
    return runs
