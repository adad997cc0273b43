"""The card of one token: its group, its place, its sentence, and the uses nearest to it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from elmo_explorer.translation import tr
from elmo_explorer.ui.snippet import Snippet
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.floating_frame import FloatingFrame
from elmo_explorer.ui.widgets.heat_map import figure
from elmo_explorer.ui.widgets.quiet_button import QuietButton
from elmo_explorer.ui.widgets.runs import Run, draw_line, wrapped
from elmo_explorer.ui.widgets.scatter_markers import draw_marker

_WIDTH = 272
_PAD = 14
_ROW = 21


@dataclass(frozen=True)
class Neighbour:
    """One line of the list of nearest uses."""

    category: int
    snippet: Snippet
    cosine: float


@dataclass(frozen=True)
class CardContent:
    """All that a card says; -1 is the category of a token without a group."""

    sentence: Snippet
    place: str
    group: str = ""
    category: int = -1
    nearest_title: str = ""
    nearest: tuple[Neighbour, ...] = ()
    measure: str = "cosine"
    """What the figures of the nearest are."""
    explanation: str = ""
    """What they are to be measured against."""


class TokenCard(FloatingFrame):
    """Painted whole; ``pinned`` cards stay and offer to be closed."""

    pin_clicked = Signal()
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, radius=11)
        self.content: CardContent | None = None
        self.pinned = False
        self.point: int | None = None
        """Which point of the picture the card belongs to."""
        self._button = QuietButton("pin", tr("Keep the card (P)"), self)
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._show_button()
        self._button.clicked.connect(self.pin_clicked)
        theme.changed.connect(self._resize)

    def set_content(self, content: CardContent) -> None:
        """Show another token."""
        if content != self.content:
            self.content = content
            words = ", ".join(f"{n.snippet} {figure(n.cosine)}" for n in content.nearest)
            name = ", ".join(filter(None, (content.group, content.place, str(content.sentence))))
            self.setAccessibleName(
                name
                + (
                    tr(", nearest by {measure}: {words}", measure=content.measure, words=words)
                    if words
                    else ""
                )
            )
            self.setToolTip(content.explanation if words else "")
            self._resize()
            self.update()

    def set_pinned(self, pinned: bool) -> None:
        """A pinned card stays until it is closed."""
        self.pinned = pinned
        self._show_button()
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        """The pointer reached the card: its point stays lit."""
        self.entered.emit()
        super().enterEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Chip and place, sentence, nearest uses."""
        super().paintEvent(event)
        if self.content is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_top(painter, self.content)
        layout, height = wrapped(self._sentence(self.content), self._inner_width())
        top = theme.px(44)
        layout.draw(painter, QPointF(_PAD, top))
        if self.content.nearest:
            self._draw_nearest(painter, self.content, top + height + theme.px(8))

    def _show_button(self) -> None:
        self._button.set_sign("close" if self.pinned else "pin")
        self._button.set_tip(tr("Close the card") if self.pinned else tr("Keep the card (P)"))

    def _inner_width(self) -> float:
        return theme.px(_WIDTH) - 2.0 * _PAD

    def _resize(self) -> None:
        if self.content is None:
            return
        height = theme.px(44) + wrapped(self._sentence(self.content), self._inner_width())[1] + theme.px(10)
        if self.content.nearest:
            height += theme.px(8) + theme.px(22) + theme.px(_ROW) * len(self.content.nearest) + theme.px(2)
        self.setFixedSize(theme.px(_WIDTH), round(height))
        self._button.move(self.width() - self._button.width() - 8, theme.px(22) - self._button.height() // 2)

    def _sentence(self, content: CardContent) -> list[Run]:
        plain, strong = theme.font(13), theme.font(13, 700)
        colour = (
            theme.category(content.category).text if content.category >= 0 else theme.color("accent_text")
        )
        text1 = theme.color("text1")
        before, word, after = content.sentence
        return [Run(before, plain, text1), Run(word, strong, colour), Run(after, plain, text1)]

    def _draw_top(self, painter: QPainter, content: CardContent) -> None:
        x = float(_PAD)
        middle = theme.px(22)
        if content.group:
            font = theme.font(12, 600)
            metrics = QFontMetricsF(font)
            name = metrics.elidedText(content.group, Qt.TextElideMode.ElideRight, theme.px(96))
            look = theme.category(content.category)
            chip = QRectF(
                x, middle - theme.px(10), metrics.horizontalAdvance(name) + theme.px(27), theme.px(20)
            )
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.tint)
            painter.drawRoundedRect(chip, 6, 6)
            draw_marker(painter, content.category, QPointF(x + theme.px(11), middle), theme.px(10))
            text = chip.adjusted(theme.px(19), 0, 0, 0)
            draw_line(painter, [Run(name, font, look.text)], text)
            x = chip.right() + theme.px(8)
        place = QRectF(x, middle - 10, self._button.x() - 2 - x, 20)
        draw_line(painter, [Run(content.place, theme.font(11, tabular=True), theme.color("text2"))], place)

    def _draw_nearest(self, painter: QPainter, content: CardContent, top: float) -> None:
        painter.setPen(QPen(theme.color("border"), 1))
        painter.drawLine(QPointF(1, top), QPointF(self.width() - 1, top))
        head, small = theme.font(11, 600), theme.font(11)
        y = top + theme.px(5)
        right = self.width() - _PAD
        line = QRectF(_PAD, y, right - _PAD, theme.px(22))
        room = line.adjusted(0, 0, -QFontMetricsF(small).horizontalAdvance(content.measure) - 8, 0)
        draw_line(painter, [Run(content.nearest_title, head, theme.color("text2"))], room)
        painter.setFont(small)
        painter.setPen(theme.color("text2"))
        painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, content.measure)
        for i, neighbour in enumerate(content.nearest):
            row = QRectF(_PAD, y + theme.px(22) + i * theme.px(_ROW), right - _PAD, theme.px(_ROW))
            self._draw_neighbour(painter, neighbour, row)

    def _draw_neighbour(self, painter: QPainter, neighbour: Neighbour, row: QRectF) -> None:
        look = theme.category(neighbour.category)
        text2 = theme.color("text2")
        plain, strong = theme.font(12), theme.font(12, 600)
        middle = row.center().y()
        draw_marker(painter, neighbour.category, QPointF(row.left() + 5, middle), theme.px(9))
        number = theme.px(34)
        bar = QRectF(row.right() - number - theme.px(46), middle - 2.5, theme.px(40), 5)
        before, word, after = neighbour.snippet
        runs = [Run(before, plain, text2), Run(word, strong, look.text), Run(after, plain, text2)]
        draw_line(
            painter, runs, QRectF(row.left() + 16, row.top(), bar.left() - 6 - row.left() - 16, row.height())
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("border"))
        painter.drawRoundedRect(bar, 2.5, 2.5)
        painter.setBrush(look.mark)
        filled = QRectF(bar)
        filled.setWidth(bar.width() * min(max(neighbour.cosine, 0.0), 1.0))
        if filled.width() >= 1:
            painter.drawRoundedRect(filled, 2.5, 2.5)
        painter.setFont(theme.font(12, 600, tabular=True))
        painter.setPen(theme.color("text1"))
        painter.drawText(
            row, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, figure(neighbour.cosine)
        )
