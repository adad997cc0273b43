"""A sentence as words that flow, each on the colour of a value, with the figure below it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from elmo_explorer.ui.theme import theme

_SIZES = ((14, 26), (26, 21), (44, 17))
"""Up to so many words are written so large, in pixels at a zoom of 1."""
_SMALLEST = 14


@dataclass(frozen=True)
class ShadedWord:
    """One word."""

    text: str
    share: float = math.nan
    """Of the strongest colour, 0 to 1; NaN for a word that has no value."""
    figure: str = ""
    """What stands below it."""
    tip: str = ""
    category: int | None = None
    """The group in whose colour it is marked, where it is the word that all is about."""


class ShadedWords(QWidget):
    """Words from left to right, line below line; by mouse or arrow keys one is looked at, pinned or chosen."""

    accessible_role = QAccessible.Role.Chart

    word_hovered = Signal(int)
    """Its place; -1 when the pointer leaves."""
    word_clicked = Signal(int)
    word_chosen = Signal(int)
    """By a double click."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words: tuple[ShadedWord, ...] = ()
        self.hovered = -1
        self.pinned = -1
        self._boxes: list[QRectF] = []
        self._laid_out_for: object = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.changed.connect(self._on_theme)

    def set_words(self, words: Sequence[ShadedWord]) -> None:
        """Show other words, or the same with other values."""
        given = tuple(words)
        if given == self.words:
            return
        moved = [w.text for w in given] != [w.text for w in self.words] or [
            w.figure == "" for w in given
        ] != [w.figure == "" for w in self.words]
        self.words = given
        self._tell()
        if moved:
            self._laid_out_for = None
            self.updateGeometry()
        self.update()

    def set_looked_at(self, hovered: int, pinned: int) -> None:
        """Which words are lit."""
        if (hovered, pinned) != (self.hovered, self.pinned):
            boxes = self._placed()
            for place in {self.hovered, self.pinned, hovered, pinned}:
                if 0 <= place < len(boxes):
                    self.update(boxes[place].adjusted(-2, -2, 2, 2).toAlignedRect())
            self.hovered, self.pinned = hovered, pinned
            self._tell()

    def heightForWidth(self, width: int) -> int:
        """Of all lines."""
        boxes = self._arranged(width)
        return math.ceil(max((box.bottom() for box in boxes), default=0.0)) + theme.px(4)

    def sizeHint(self) -> QSize:
        """Some lines."""
        return QSize(theme.px(400), theme.px(120))

    def minimumSizeHint(self) -> QSize:
        """One word."""
        return QSize(theme.px(120), theme.px(40))

    def box(self, place: int) -> QRectF:
        """Where a word is drawn."""
        return self._placed()[place]

    def word_at(self, at: QPointF) -> int:
        """The word under a place; -1 where there is none."""
        return next((k for k, box in enumerate(self._placed()) if box.contains(at)), -1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other lines."""
        self._laid_out_for = None
        super().resizeEvent(event)

    def event(self, event: QEvent) -> bool:
        """A word's own tooltip."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = self.word_at(QPointF(event.pos()))
            if place >= 0 and self.words[place].tip:
                QToolTip.showText(event.globalPos(), self.words[place].tip, self, self.box(place).toRect())
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say which word is under the pointer."""
        self._hover(self.word_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """No word."""
        self._hover(-1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pin the word."""
        place = self.word_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and place >= 0:
            self.word_clicked.emit(place)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Choose the word."""
        place = self.word_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and place >= 0:
            self.word_chosen.emit(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows walk, Space pins, Enter chooses, Esc lets go."""
        key, n = event.key(), len(self.words)
        at = self.hovered if self.hovered >= 0 else self.pinned
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and n:
            by = 1 if key == Qt.Key.Key_Right else -1
            self._hover(0 if at < 0 and by > 0 else (at + by) % n)
        elif key == Qt.Key.Key_Space and at >= 0:
            self.word_clicked.emit(at)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and at >= 0:
            self.word_chosen.emit(at)
        elif key == Qt.Key.Key_Escape and at >= 0:
            self._hover(-1)
            self.word_clicked.emit(-1)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard looks at nothing any more."""
        if not self.underMouse():
            self._hover(-1)
        super().focusOutEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Every word on its colour."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for k, (word, box) in enumerate(zip(self.words, self._placed(), strict=True)):
            if event.rect().intersects(box.toAlignedRect()):
                self._paint_word(painter, word, box, k)
        if self.hasFocus() and self.hovered < 0 and self.pinned < 0:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)

    def _paint_word(self, painter: QPainter, word: ShadedWord, box: QRectF, k: int) -> None:
        chip = QRectF(box.left(), box.top(), box.width(), self._chip_height())
        is_followed = word.category is not None
        ground = self._ground(word)
        painter.setPen(Qt.PenStyle.NoPen)
        if ground.alpha():
            painter.setBrush(ground)
            painter.drawRoundedRect(chip, 7, 7)
        if k in (self.hovered, self.pinned):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            style = Qt.PenStyle.SolidLine if k == self.pinned else Qt.PenStyle.DotLine
            painter.setPen(QPen(theme.color("text1"), 2, style))
            painter.drawRoundedRect(chip.adjusted(1, 1, -1, -1), 6, 6)
        painter.setPen(theme.text_on(ground) if ground.alpha() else theme.color("text1"))
        painter.setFont(theme.font(self._size(), 700 if is_followed else 500))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, word.text)
        below = QRectF(box.left(), chip.bottom() + 1, box.width(), box.bottom() - chip.bottom() - 1)
        painter.setPen(theme.color("text1" if k in (self.hovered, self.pinned) else "text2"))
        painter.setFont(theme.font(self._small(), 600, tabular=True))
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, word.figure)

    def _ground(self, word: ShadedWord) -> QColor:
        if word.category is not None:
            return theme.category(word.category).mark
        if math.isnan(word.share):
            return QColor(0, 0, 0, 0)
        return theme.sequential(word.share)

    def _size(self) -> int:
        return next((size for most, size in _SIZES if len(self.words) <= most), _SMALLEST)

    def _small(self) -> int:
        return max(11, round(0.62 * self._size()))

    def _chip_height(self) -> float:
        return QFontMetricsF(theme.font(self._size(), 700)).height() + theme.px(6)

    def _placed(self) -> list[QRectF]:
        key = (self.width(), theme.zoom, len(self.words))
        if key != self._laid_out_for:
            self._laid_out_for, self._boxes = key, self._arranged(self.width())
        return self._boxes

    def _arranged(self, width: int) -> list[QRectF]:
        """Line by line; a word is as wide as itself or its figure."""
        bold = QFontMetricsF(theme.font(self._size(), 700))
        small = QFontMetricsF(theme.font(self._small(), 600, tabular=True))
        widest_figure = small.horizontalAdvance("<0.001") if any(w.figure for w in self.words) else 0.0
        few = self._size() > _SMALLEST
        pad, gap = theme.px(8 if few else 5), theme.px(5 if few else 3)
        height = self._chip_height() + small.height() + theme.px(2)
        boxes: list[QRectF] = []
        x = y = 0.0
        for word in self.words:
            wide = max(bold.horizontalAdvance(word.text) + 2 * pad, widest_figure + theme.px(2))
            wide = min(wide, max(float(width), 1.0))
            if x and x + wide > width:
                x, y = 0.0, y + height + theme.px(8 if few else 5)
            boxes.append(QRectF(x, y, wide, height))
            x += wide + gap
        return boxes

    def _hover(self, place: int) -> None:
        if place != self.hovered:
            self.word_hovered.emit(place)

    def _tell(self) -> None:
        """For a screen reader: the word that is looked at."""
        at = self.hovered if self.hovered >= 0 else self.pinned
        self.setAccessibleDescription(self.words[at].tip if 0 <= at < len(self.words) else "")

    def _on_theme(self) -> None:
        self._laid_out_for = None
        self.updateGeometry()
        self.update()
