"""What stands in the columns of expected words, and how its parts are painted."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from elmo_explorer.translation import mark, tr
from elmo_explorer.ui.icons import paint_icon
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.runs import Run, draw_line

NO_CATEGORY = -2
NARROWEST = 86
"""Pixels that a column takes at least, at a zoom of 1."""
NOT_KNOWN = mark("not in vocabulary")
"""Stands in the place of a rank."""
_WELL_RANKED = 5


@dataclass(frozen=True)
class Guess:
    """An expected word."""

    word: str
    share: float
    """Its probability, 0 to 1."""
    note: str
    """What is said of it under the pointer."""
    is_true: bool = False
    """It is the word that stands there."""
    is_mark: bool = False
    """No word that could stand there."""


@dataclass(frozen=True)
class Guesses:
    """What one side expects in a column."""

    guesses: tuple[Guess, ...]
    rank: int
    """Of the word that stands there, from 1; 0 where it has none."""
    note: str = ""
    """What is said of the word that stands there."""


@dataclass(frozen=True)
class Column:
    """One place of the sentence."""

    word: str
    blocks: tuple[Guesses | None, ...]
    """For each side; None where that side begins."""
    is_mark: bool = False
    category: int = NO_CATEGORY
    """Of the word's group; ``NO_CATEGORY`` for a word that is not compared."""


def percent(share: float) -> str:
    """A probability in percent, two digits: 41, 9.6, <0.1."""
    value = 100 * share
    if value >= 9.95:
        return f"{value:.0f}"
    return f"{value:.1f}" if value >= 0.05 else "<0.1"


def paint_column_ground(painter: QPainter, widget: QWidget, index: int, width: float, category: int) -> None:
    """The tint of a selected or hovered column and the line at its left, from top to bottom of a widget.

    Args:
        painter: open on ``widget``.
        widget: has ``selected`` and ``hovered``.
        index: which column.
        width: of a column.
        category: of the word's group.
    """
    box = QRectF(index * width, 0, width, widget.height())
    if index in getattr(widget, "selected", ()):
        tint = theme.color("accent_soft") if category == NO_CATEGORY else theme.category(category).tint
        tint.setAlphaF(0.6)
        painter.fillRect(box, tint)
    elif index == getattr(widget, "hovered", -1):
        painter.fillRect(box, theme.color("hover"))
    if index:
        painter.fillRect(QRectF(round(box.left()), 0, 1, widget.height()), theme.color("grid"))


def paint_word(painter: QPainter, box: QRectF, column: Column, selected: bool) -> None:
    """The word that stands there, on a chip where it is selected."""
    font = theme.font(11, mono=True) if column.is_mark else theme.font(13, 600)
    colour = theme.color("text2" if column.is_mark else "text1")
    metrics = QFontMetricsF(font)
    text = metrics.elidedText(column.word, Qt.TextElideMode.ElideRight, box.width() - theme.px(10))
    if selected:
        chip = (
            theme.color("accent") if column.category == NO_CATEGORY else theme.category(column.category).mark
        )
        half = min(metrics.horizontalAdvance(text) / 2 + theme.px(8), box.width() / 2 - 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(chip)
        high = theme.px(22)
        place = QRectF(box.center().x() - half, box.center().y() - high / 2, 2 * half, high)
        painter.drawRoundedRect(place, 6, 6)
        colour = theme.text_on(chip)
    elif column.category != NO_CATEGORY:
        colour = theme.category(column.category).text
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def paint_guess(painter: QPainter, cell: QRectF, guess: Guess, share: float, role: str, lit: bool) -> None:
    """A word and its probability over a bar.

    Args:
        painter: open on the table.
        cell: where to.
        guess: what.
        share: the bar's length as a share of the cell's.
        role: the bar's colour.
        lit: whether a click would choose it.
    """
    box = cell.adjusted(theme.px(4), 1, -theme.px(6), -1)
    bar = QColor(theme.color(role))
    strong, medium, faint = (0.7, 0.45, 0.28) if theme.dark else (0.5, 0.3, 0.17)
    bar.setAlphaF(strong if guess.is_true else medium if lit else faint)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(bar)
    length = max(2.0, box.width() * share)
    painter.drawRoundedRect(QRectF(box.left(), box.top(), length, box.height()), 3, 3)
    colour = theme.color("text1" if guess.is_true or lit else "text2")
    weight = 700 if guess.is_true else 400
    number = theme.font(11, weight, tabular=True)
    digits = percent(guess.share)
    room = QFontMetricsF(number).horizontalAdvance(digits) + theme.px(4)
    font = theme.font(11, mono=True) if guess.is_mark else theme.font(12, weight)
    if lit:
        font.setUnderline(True)
    left = box.adjusted(theme.px(5), 0, -room, 0)
    draw_line(painter, [Run(guess.word, font, colour)], left)
    painter.setFont(number)
    painter.setPen(colour)
    painter.drawText(box, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), digits)


def paint_start(painter: QPainter, box: QRectF, forward: bool) -> None:
    """Nothing has been read yet."""
    frame = box.adjusted(theme.px(5), theme.px(14), -theme.px(5), -theme.px(10))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.color("control_border"), 1, Qt.PenStyle.DashLine))
    painter.drawRoundedRect(frame, 6, 6)
    side = theme.px(14)
    arrow = QRectF(frame.center().x() - side / 2, frame.center().y() - side, side, side)
    if forward:
        paint_icon(painter, "chevron_right", arrow, "text3")
    else:
        painter.save()
        painter.translate(arrow.center())
        painter.scale(-1, 1)
        paint_icon(painter, "chevron_right", QRectF(-side / 2, -side / 2, side, side), "text3")
        painter.restore()
    painter.setFont(theme.font(11))
    painter.setPen(theme.color("text3"))
    text = QRectF(frame.left(), frame.center().y() + 2, frame.width(), theme.px(16))
    painter.drawText(text, Qt.AlignmentFlag.AlignCenter, tr("start"))


def rank_font() -> QFont:
    """Of the line below the guesses."""
    return theme.font(11, 500, tabular=True)


def paint_rank(painter: QPainter, box: QRectF, rank: int) -> None:
    """Where the true word stands among all."""
    font = rank_font()
    painter.setFont(font)
    if not rank:
        painter.setPen(theme.color("text3"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, tr(NOT_KNOWN))
        return
    good = rank <= _WELL_RANKED
    text = tr("rank {rank:,}", rank=rank)
    painter.setPen(theme.color("ok_text" if good else "warn_text"))
    if not good:
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        return
    side, width = theme.px(12), QFontMetricsF(font).horizontalAdvance(text)
    left = box.center().x() - (width + side + theme.px(3)) / 2
    paint_icon(painter, "check", QRectF(left, box.center().y() - side / 2, side, side), "ok_text")
    place = QRectF(left + side + theme.px(3), box.top(), width + 2, box.height())
    painter.drawText(place, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)
