"""A word in large letters, with a shade under each for how much it matters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from elmo_explorer.ui.theme import theme

_LARGEST, _SMALLEST = 20, 11
_SHADE, _GAP = 7, 2
_LEAST_WIDTH = 8
_ELLIPSIS = "…"


@dataclass(frozen=True)
class LetterMark:
    """One letter."""

    text: str
    tip: str
    share: float
    """Of the shade, 0 to 1; NaN for none."""
    is_read: bool = True
    """Else it is struck out."""


class LetterStrip(QWidget):
    """Smaller letters where there is little room, and then an ellipsis; a tooltip for each letter."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.letters: tuple[LetterMark, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._restyle()
        theme.changed.connect(self._restyle)

    def set_letters(self, letters: Sequence[LetterMark]) -> None:
        """Show these."""
        if tuple(letters) != self.letters:
            self.letters = tuple(letters)
            self.setAccessibleName("".join(letter.text for letter in letters))
            self.setAccessibleDescription("; ".join(letter.tip for letter in letters))
            self.update()

    def minimumSizeHint(self) -> QSize:
        """It may be cut."""
        return QSize(40, self.height())

    def places(self) -> list[QRectF]:
        """Where each letter stands that fits, from the left."""
        pixels = _LARGEST
        widths = self._widths(pixels)
        while sum(widths) > self.width() and pixels > _SMALLEST:
            pixels -= 1
            widths = self._widths(pixels)
        places, at = [], 0.0
        room = self.width() - (theme.px(14) if sum(widths) > self.width() else 0)
        for width in widths:
            if at + width > room + 0.5:
                break
            places.append(QRectF(at, 0, width, self.height()))
            at += width
        self._pixels = pixels
        return places

    def event(self, event: QEvent) -> bool:
        """The tooltip of the letter under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = QPointF(event.pos())
            tips = (
                letter.tip
                for letter, place in zip(self.letters, self.places(), strict=False)
                if place.contains(at)
            )
            QToolTip.showText(event.globalPos(), next(tips, ""), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Letters, and their shades below them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        places = self.places()
        font = theme.font(self._pixels, 600)
        struck = theme.font(self._pixels, 400)
        struck.setStrikeOut(True)
        shade, gap = theme.px(_SHADE), theme.px(_GAP)
        for letter, place in zip(self.letters, places, strict=False):
            painter.setFont(font if letter.is_read else struck)
            painter.setPen(theme.color("text1" if letter.is_read else "text3"))
            text = place.adjusted(0, 0, 0, -shade - gap)
            painter.drawText(text, Qt.AlignmentFlag.AlignCenter, _shown(letter.text))
            if letter.share == letter.share:
                box = QRectF(place.left() + 0.5, place.bottom() - shade, place.width() - 1, shade)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.sequential(0.08 + 0.8 * letter.share))
                painter.drawRoundedRect(box, 2, 2)
        if len(places) < len(self.letters):
            painter.setFont(font)
            painter.setPen(theme.color("text3"))
            left = places[-1].right() if places else 0.0
            rest = QRectF(left, 0, self.width() - left, self.height() - shade)
            painter.drawText(rest, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), _ELLIPSIS)

    def _widths(self, pixels: int) -> list[float]:
        metrics = QFontMetricsF(theme.font(pixels, 600))
        least = theme.px(_LEAST_WIDTH) * pixels / _LARGEST
        return [max(metrics.horizontalAdvance(_shown(letter.text)) + 1, least) for letter in self.letters]

    def _restyle(self) -> None:
        self._pixels = _LARGEST
        self.setFixedHeight(theme.px(_LARGEST * 1.3) + theme.px(_SHADE) + theme.px(_GAP))
        self.update()


@lru_cache(maxsize=4096)
def _shown(letter: str) -> str:
    """The letter, or its code point where no font on this machine has it."""
    if letter and not QFontMetricsF(theme.font(_LARGEST, 600)).inFontUcs4(ord(letter[0])):
        return f"U+{ord(letter[0]):04X}"
    return letter
