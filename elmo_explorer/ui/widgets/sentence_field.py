"""The field in which sentences are typed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QMimeData, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from elmo_explorer.translation import tr
from elmo_explorer.ui.icons import paint_icon
from elmo_explorer.ui.theme import theme

_MAX_LINES = 4
_LONGEST = 20_000
"""Characters that are pasted into the field: to lay out a million takes seconds."""
_HEIGHT = 34
_LEFT = 30
_RIGHT = 34


class SentenceField(QWidget):
    """Enter submits, Shift+Enter breaks the line; it grows to four lines."""

    submitted = Signal(str)
    text_changed = Signal(str)
    files_dropped = Signal(list)
    """Paths of files that were dropped or pasted."""
    long_text_pasted = Signal(str)
    """More than can be laid out in the field at once; it does not come into it."""
    escaped = Signal()

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._warning = False
        self.edit = _Edit(self)
        self._placeholder = placeholder
        self.edit.setAccessibleName(tr("New sentence"))
        self.edit.setToolTip(tr("New sentence (Ctrl+N)"))
        self.setFocusProxy(self.edit)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self._restyle()

        self.edit.submitted.connect(self._submit)
        self.edit.escaped.connect(self.escaped)
        self.edit.files_dropped.connect(self.files_dropped)
        self.edit.long_text_pasted.connect(self.long_text_pasted)
        self.edit.focus_changed.connect(self.update)
        self.edit.textChanged.connect(self._changed)
        self.edit.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
        theme.changed.connect(self._restyle)

    def text(self) -> str:
        """What stands in the field."""
        return self.edit.toPlainText()

    def set_text(self, text: str) -> None:
        """Put a text into the field, the cursor behind it."""
        self.edit.setPlainText(text)
        self.edit.moveCursor(QTextCursor.MoveOperation.End)

    def clear(self) -> None:
        """Empty the field."""
        self.edit.clear()

    def select(self, start: int, length: int) -> None:
        """Choose some characters and put the keyboard there."""
        cursor = self.edit.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
        self.edit.setTextCursor(cursor)
        self.edit.setFocus()

    def set_marks(self, marks: Sequence[tuple[int, int]], warning: bool) -> None:
        """Underline (start, length) in the colour of warnings; ``warning`` colours the frame as well."""
        form = QTextCharFormat()
        form.setForeground(theme.color("warn_text"))
        form.setUnderlineColor(theme.color("warn_text"))
        form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
        selections = []
        for start, length in marks:
            selection = QTextEdit.ExtraSelection()
            cursor = self.edit.textCursor()
            cursor.setPosition(start)
            cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
            selection.cursor = cursor
            selection.format = form
            selections.append(selection)
        self.edit.setExtraSelections(selections)
        self._warning = warning
        self.update()

    def sizeHint(self) -> QSize:
        """One line, or as many as are typed up to four."""
        return QSize(260, self._wanted_height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The text between the plus and the key."""
        super().resizeEvent(event)
        self._place()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The key at the right submits."""
        if self._key_box().contains(event.position()):
            self._submit()
        else:
            self.edit.setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame, plus, and the key that submits."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focus = self.edit.hasFocus()
        role = "warn_text" if self._warning else "accent" if focus else "control_border"
        width = 2.0 if focus or self._warning else 1.0
        painter.setPen(QPen(theme.color(role), width))
        painter.setBrush(theme.color("sunken" if theme.dark else "surface"))
        inset = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 8, 8)
        side = theme.px(16)
        middle = theme.px(_HEIGHT) / 2
        paint_icon(painter, "plus", QRectF(9, middle - side / 2, side, side), "text3")
        if not self.edit.toPlainText():
            self._paint_placeholder(painter)
        box = self._key_box()
        painter.setPen(QPen(theme.color("border"), 1))
        painter.setBrush(theme.color("raised" if theme.dark else "sunken"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        icon_side = theme.px(14)
        target = QRectF(0, 0, icon_side, icon_side)
        target.moveCenter(box.center())
        paint_icon(painter, "enter", target, "text1" if self.text().strip() else "text3")

    def _paint_placeholder(self, painter: QPainter) -> None:
        """Cut with an ellipsis where the field is narrow, which Qt's own is not."""
        font = theme.font(12)
        box = QRectF(theme.px(_LEFT) + 1, 0, self.edit.width() - 1, self.height())
        text = QFontMetricsF(font).elidedText(self._placeholder, Qt.TextElideMode.ElideRight, box.width())
        painter.setFont(font)
        painter.setPen(theme.color("text3"))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def _key_box(self) -> QRectF:
        side = theme.px(22)
        height = theme.px(20)
        bottom = self.height() - theme.px(_HEIGHT) / 2
        return QRectF(self.width() - side - 6, bottom - height / 2, side, height)

    def _submit(self) -> None:
        text = self.text().replace("\x00", "").strip()
        if text:
            self.submitted.emit(text)

    def _changed(self) -> None:
        self._fit()
        self.update()
        self.text_changed.emit(self.text())

    def _wanted_height(self) -> int:
        n_lines = min(max(round(self.edit.document().size().height()), 1), _MAX_LINES)
        return theme.px(_HEIGHT) + round((n_lines - 1) * self._line_height())

    def _line_height(self) -> float:
        return QFontMetricsF(self.edit.font()).lineSpacing()

    def _fit(self) -> None:
        height = self._wanted_height()
        if height != self.height() or height != self.maximumHeight():
            self.setFixedHeight(height)
            self._place()

    def _place(self) -> None:
        margin = round((theme.px(_HEIGHT) - self._line_height()) / 2) - 1
        left, right = theme.px(_LEFT), theme.px(_RIGHT)
        self.edit.setGeometry(left, margin, self.width() - left - right, self.height() - 2 * margin)

    def _restyle(self) -> None:
        self.edit.setFont(theme.font(13))
        self._fit()
        self._place()
        self.update()


class _Edit(QPlainTextEdit):
    """The text itself, without a frame."""

    draws_focus = True
    """The field around it has a frame of accent."""
    submitted = Signal()
    escaped = Signal()
    focus_changed = Signal()
    files_dropped = Signal(list)
    long_text_pasted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setStyleSheet(
            "QPlainTextEdit, QPlainTextEdit:focus, QPlainTextEdit:hover"
            "{ background: transparent; border: none; padding: 0px; }"
        )
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(1)

    def event(self, event: QEvent) -> bool:
        """Esc belongs to the field while there is something to leave."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self.toPlainText()
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter submits; with Shift it breaks the line."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.submitted.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Text, and files, which are imported."""
        return source.hasText() or source.hasUrls()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Text goes in as it is; files are passed on."""
        paths = [url.toLocalFile() for url in source.urls() if url.isLocalFile()]
        if paths:
            self.files_dropped.emit(paths)
        elif len(text := source.text()) > _LONGEST:
            self.long_text_pasted.emit(text)
        else:
            super().insertFromMimeData(source)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The frame shows it."""
        super().focusInEvent(event)
        self.focus_changed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The frame shows it."""
        super().focusOutEvent(event)
        self.focus_changed.emit()
