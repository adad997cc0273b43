"""A row of choices of which one is on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QWidget

from elmo_explorer.ui import tokens
from elmo_explorer.ui.theme import theme

_PADDING = 11
_INSET = 3


class Segmented(QWidget):
    """Choices side by side; arrow keys, Home and End move between them."""

    changed = Signal(int)
    """The user chose the segment with this index."""

    def __init__(self, parent: QWidget | None = None, name: str = "") -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._segments: list[_Segment] = []
        self._group = QButtonGroup(self)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(_INSET, _INSET, _INSET, _INSET)
        self._layout.setSpacing(2)
        self._group.idClicked.connect(self.changed)
        theme.changed.connect(self._restyle)

    def set_segments(self, labels: Sequence[str], tooltips: Sequence[str] = ()) -> None:
        """Show these choices, the first one on; nothing happens when they are shown already."""
        if [s.text() for s in self._segments] == list(labels):
            return
        for segment in self._segments:
            self._group.removeButton(segment)
            self._layout.removeWidget(segment)
            segment.hide()
            segment.deleteLater()
        self._segments = []
        for index, label in enumerate(labels):
            segment = _Segment(label, self)
            segment.setToolTip(tooltips[index] if index < len(tooltips) else "")
            segment.setAccessibleName(f"{self.accessibleName()}: {label}" if self.accessibleName() else label)
            self._group.addButton(segment, index)
            self._layout.addWidget(segment)
            self._segments.append(segment)
        if self._segments:
            self._segments[0].setChecked(True)
        self._restyle()

    @property
    def index(self) -> int:
        """The choice that is on; -1 without choices."""
        return self._group.checkedId()

    def set_index(self, index: int) -> None:
        """Turn a choice on without a signal; an index out of range changes nothing."""
        if 0 <= index < len(self._segments):
            self._segments[index].setChecked(True)
            self.update()

    def choose(self, index: int) -> None:
        """Turn a choice on as the user does."""
        if 0 <= index < len(self._segments) and index != self.index:
            self._segments[index].setChecked(True)
            self.changed.emit(index)

    def width_with(self, labels: Sequence[str]) -> int:
        """Pixels that it takes with these choices."""
        texts = sum(_segment_width(label) for label in labels)
        return texts + 2 * _INSET + self._layout.spacing() * max(len(labels) - 1, 0)

    def labels(self) -> list[str]:
        """The choices' names."""
        return [s.text() for s in self._segments]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys, Home and End choose."""
        target = {
            Qt.Key.Key_Left: self.index - 1,
            Qt.Key.Key_Right: self.index + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(self._segments) - 1,
        }.get(Qt.Key(event.key()))
        if target is None:
            super().keyPressEvent(event)
        elif 0 <= target < len(self._segments):
            self._segments[target].setFocus(Qt.FocusReason.TabFocusReason)
            self.choose(target)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The track below the choices, and thin lines between those that are off."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("border"), 1))
        painter.setBrush(theme.color("segment"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.setPen(QPen(theme.color("control_border"), 1))
        for left, right in zip(self._segments, self._segments[1:], strict=False):
            if not left.isChecked() and not right.isChecked():
                x = left.geometry().right() + 1.5
                painter.drawLine(int(x), int(self.height() * 0.3), int(x), int(self.height() * 0.7))

    def _restyle(self) -> None:
        self.setFixedHeight(theme.px(tokens.CONTROL_HEIGHT))
        for segment in self._segments:
            segment.updateGeometry()
            segment.update()
        self.update()


class _Segment(QAbstractButton):
    def __init__(self, text: str, parent: Segmented) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.toggled.connect(parent.update)

    def sizeHint(self) -> QSize:
        return QSize(_segment_width(self.text()), theme.px(tokens.CONTROL_HEIGHT) - 2 * _INSET)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End):
            event.ignore()  # the row moves the choice, and says so
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.isChecked():
            painter.setPen(QPen(theme.color("control_border" if theme.dark else "border"), 1))
            painter.setBrush(theme.color("border" if theme.dark else "surface"))
            painter.drawRoundedRect(box, 6, 6)
        lit = self.isChecked() or self.underMouse()
        painter.setPen(theme.color("text1" if lit else "text2"))
        painter.setFont(theme.font(12, 600 if self.isChecked() else 500))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


def _segment_width(label: str) -> int:
    return round(QFontMetricsF(theme.font(12, 600)).horizontalAdvance(label)) + 2 * _PADDING
