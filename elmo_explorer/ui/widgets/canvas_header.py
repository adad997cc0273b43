"""The heading over the picture: the focus word, what was found, how it was projected."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.kept_picture import KeptPicture
from elmo_explorer.ui.widgets.runs import Run, draw_line


class CanvasHeader(QWidget):
    """Word in 20 px bold, chips beside it, a caption below; lets the mouse through."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.word = ""
        self.chips: tuple[str, ...] = ()
        self.caption = ""
        self._room = 10_000
        self._kept = KeptPicture()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme.changed.connect(self._lay_out)

    def set_content(self, word: str, chips: tuple[str, ...], caption: str) -> None:
        """Show this heading; empty parts take no room."""
        if (word, chips, caption) != (self.word, self.chips, self.caption):
            self.word, self.chips, self.caption = word, chips, caption
            self.setAccessibleName(", ".join(filter(None, (word, *chips, caption))))
            self._lay_out()

    def set_room(self, width: int) -> None:
        """Keep within this many pixels."""
        if width != self._room:
            self._room = width
            self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Word, chips, caption."""
        self._kept.show(self, (self.word, self.chips, self.caption, self._room), self._draw)

    def _draw(self, painter: QPainter) -> None:
        top = theme.px(30) if self.word else 0
        if self.word:
            word = QRectF(0, 0, self._word_width(), top)
            draw_line(painter, [Run(self.word, theme.font(20, 700), theme.color("text1"))], word)
            self._draw_chips(painter, word.right() + theme.px(11), top)
        if self.caption:
            line = QRectF(0, top + theme.px(1), self.width(), theme.px(18))
            font = theme.font(12, tabular=True)
            halo = theme.color("canvas")
            halo.setAlphaF(0.7)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(halo)
            width = QFontMetricsF(font).horizontalAdvance(self.caption)
            painter.drawRoundedRect(QRectF(-4, line.top(), width + 8, line.height()), 4, 4)
            draw_line(painter, [Run(self.caption, font, theme.color("text2"))], line)

    def _draw_chips(self, painter: QPainter, x: float, height: int) -> None:
        font = theme.font(12, 500, tabular=True)
        metrics = QFontMetricsF(font)
        for chip in self.chips:
            box = QRectF(
                x, (height - theme.px(22)) / 2, metrics.horizontalAdvance(chip) + theme.px(18), theme.px(22)
            )
            if box.right() > self._room:
                break
            painter.setPen(QPen(theme.color("border"), 1))
            painter.setBrush(theme.color("raised"))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), box.height() / 2, box.height() / 2)
            painter.setPen(theme.color("text1" if theme.dark else "text2"))
            painter.setFont(font)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, chip)
            x = box.right() + theme.px(6)

    def _word_width(self) -> float:
        return min(QFontMetricsF(theme.font(20, 700)).horizontalAdvance(self.word) + 1, self._room * 0.6)

    def _lay_out(self) -> None:
        width = 0.0
        if self.word:
            metrics = QFontMetricsF(theme.font(12, 500, tabular=True))
            width = self._word_width() + theme.px(11)
            width += sum(metrics.horizontalAdvance(chip) + theme.px(24) for chip in self.chips)
        caption = QFontMetricsF(theme.font(12, tabular=True)).horizontalAdvance(self.caption)
        height = (theme.px(30) if self.word else 0) + (theme.px(20) if self.caption else 0)
        self.setFixedSize(round(min(max(width, caption + 4, 1), self._room)), max(height, 1))
        self.update()
