"""Draws one sentence: number, words, chips, tag, marks, and the eye over a fade."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QLinearGradient, QPainter, QPen, QTextCursor
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from elmo_explorer.ui.icons import paint_icon
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.token_spans import token_spans
from elmo_explorer.ui.widgets.sentence_editor import PADDING, SentenceEditor
from elmo_explorer.ui.widgets.sentence_layout import Piece
from elmo_explorer.ui.widgets.sentence_model import (
    LINE_HEIGHT,
    MARK_WIDTH,
    ROW_HEIGHT,
    TEXT_SIZE,
    SentenceLike,
    SentenceModel,
    has_long_word,
)

LEFT = 6
"""From the list's edge to the row's rounded frame."""
NUMBER_RIGHT = 33
TEXT_LEFT = 40
RIGHT = 15
"""From the row's frame to the list's edge; the scroll bar lies there."""
_TEXT_END = 3
_RADIUS = 6
_CHIP_RADIUS = 6
_CHIP_HEIGHT = 21
_TARGET = 24
_FADE = 28
_DIMMED = 0.42

Index = QModelIndex | QPersistentModelIndex


@dataclass
class RowState:
    """What the list knows of the pointer, the choice and the search."""

    width: int = 300
    hovered: int = -1
    """Id of the sentence under the pointer, here or in another view."""
    pointed: int = -1
    """Id of the sentence under the pointer here."""
    hovered_token: int = -1
    selected_tokens: frozenset[tuple[int, int]] = frozenset()
    needle: str = ""
    foreign: frozenset[str] = frozenset()
    """The languages that their model was not trained on."""
    button: str = ""
    """The row button under the pointer."""
    edited: int = field(default=-1)


class SentenceDelegate(QStyledItemDelegate):
    """Paints rows by the theme; the view tells it what is hovered."""

    typed = Signal(str)
    """What stands in a row's field now."""

    def __init__(self, model: SentenceModel, state: RowState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._state = state

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Frame, number, words, then what lies at the row's end."""
        sentence = self._model.sentences[index.row()]
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_frame(painter, rect, sentence, selected)
        painter.setOpacity(_DIMMED if sentence.hidden else 1.0)
        self._paint_number(painter, rect, index.row(), selected)
        if sentence.id != self._state.edited:
            self._paint_words(painter, rect, sentence)
            painter.setOpacity(1.0)
            self._paint_end(painter, rect, sentence, selected)
        painter.restore()

    # Where things are

    def frame(self, rect: QRect) -> QRectF:
        """The rounded frame of a row."""
        return QRectF(
            rect.left() + LEFT, rect.top() + 0.5, self._state.width - LEFT - RIGHT, rect.height() - 1
        )

    def text_width(self) -> float:
        """The room for a row's words and tag."""
        return self._state.width - RIGHT - _TEXT_END - theme.px(TEXT_LEFT)

    def piece_rect(self, rect: QRect, piece: Piece, n_lines: int) -> QRectF:
        """The place of a word, as tall as a chip."""
        height = theme.px(_CHIP_HEIGHT)
        block = theme.px(ROW_HEIGHT) + (n_lines - 1) * theme.px(LINE_HEIGHT)
        top = rect.top() + (rect.height() - block) / 2 + theme.px(ROW_HEIGHT) / 2
        middle = top + piece.line * theme.px(LINE_HEIGHT)
        return QRectF(
            rect.left() + theme.px(TEXT_LEFT) + piece.left, middle - height / 2, piece.width, height
        )

    def piece_at(self, rect: QRect, sentence: SentenceLike, position: QPointF) -> Piece | None:
        """The word at a place in the list, the gaps between words not counted."""
        layout = self._model.layout(sentence)
        for piece in layout.pieces:
            if piece.index >= 0 and self.piece_rect(rect, piece, layout.n_lines).contains(position):
                return piece
        return None

    def buttons(self, rect: QRect, sentence: SentenceLike) -> dict[str, QRectF]:
        """The buttons of a row under the pointer: the eye, and the spaces of a Chinese sentence."""
        size = theme.px(_TARGET)
        right = self.frame(rect).right() - _TEXT_END - self._model.tag_width(sentence)
        middle = self._first_middle(rect)
        buttons = {"eye": QRectF(right - size, middle - size / 2, size, size)}
        if has_inner_spaces(sentence):
            buttons["spaces"] = buttons["eye"].translated(-size, 0)
        return buttons

    def tag_rect(self, rect: QRect, sentence: SentenceLike) -> QRectF:
        """The tag of the language or the model; empty where there is none."""
        width = self._model.tag_width(sentence)
        if not width:
            return QRectF()
        height = theme.px(17)
        right = self.frame(rect).right() - _TEXT_END - 2
        return QRectF(right - width + 8, self._first_middle(rect) - height / 2, width - 8, height)

    def scissors_rect(self, rect: QRect, sentence: SentenceLike) -> QRectF:
        """The mark of shortened words; empty where there are none."""
        if not has_long_word(sentence.tokens):
            return QRectF()
        return self._mark_rect(rect, sentence, 1 if sentence.hidden else 0)

    # How they are drawn

    def _paint_frame(self, painter: QPainter, rect: QRect, sentence: SentenceLike, selected: bool) -> None:
        frame = self.frame(rect)
        if selected or sentence.id == self._state.hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._background(sentence, selected))
            painter.drawRoundedRect(frame, _RADIUS, _RADIUS)
        if selected:
            painter.setBrush(theme.color("accent"))
            bar = QRectF(frame.left(), frame.top() + theme.px(6), 3, frame.height() - 2 * theme.px(6))
            painter.drawRoundedRect(bar, 1.5, 1.5)

    def _background(self, sentence: SentenceLike, selected: bool) -> QColor:
        if selected:
            return theme.color("accent_soft")
        return theme.color("hover" if sentence.id == self._state.hovered else "surface")

    def _paint_number(self, painter: QPainter, rect: QRect, row: int, selected: bool) -> None:
        number = self._model.number(row)
        text = f"{number}"
        painter.setFont(theme.font(12 if number < 1000 else 11, 600 if selected else 400, tabular=True))
        painter.setPen(theme.color("accent_text" if selected else "text3"))
        height = theme.px(_CHIP_HEIGHT)
        layout = self._model.layout(self._model.sentences[row])
        block = theme.px(ROW_HEIGHT) + (layout.n_lines - 1) * theme.px(LINE_HEIGHT)
        middle = rect.top() + (rect.height() - block) / 2 + theme.px(ROW_HEIGHT) / 2
        box = QRectF(rect.left(), middle - height / 2, theme.px(NUMBER_RIGHT), height)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_words(self, painter: QPainter, rect: QRect, sentence: SentenceLike) -> None:
        layout = self._model.layout(sentence)
        chips = self._model.chips_of(sentence)
        regular, bold = theme.font(TEXT_SIZE), theme.font(TEXT_SIZE, 600)
        text_colour = theme.color("text3" if sentence.language in self._model.away else "text1")
        hits = self._hits(sentence)
        for piece in layout.pieces:
            box = self.piece_rect(rect, piece, layout.n_lines)
            colour = text_colour
            chosen = (sentence.id, piece.index) in self._state.selected_tokens
            if piece.chip:
                category = theme.category(chips.get(piece.index, -1))
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(category.mark if chosen else category.tint)
                painter.drawRoundedRect(box, _CHIP_RADIUS, _CHIP_RADIUS)
                colour = theme.text_on(category.mark) if chosen else category.text
            elif chosen:
                colour = theme.color("accent_text")
            if piece.index in hits and not piece.chip:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.color("warn_soft"))
                painter.drawRoundedRect(box.adjusted(-2, 1, 2, -1), 4, 4)
                colour = theme.color("warn_text")
            painter.setFont(bold if piece.chip else regular)
            painter.setPen(colour)
            painter.drawText(box.adjusted(-9, 0, 9, 0), Qt.AlignmentFlag.AlignCenter, piece.text)
            underlined = sentence.id == self._state.pointed and piece.index == self._state.hovered_token
            if piece.index in hits and piece.chip:
                painter.setPen(QPen(theme.color("warn_text"), 1.5))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(box, _CHIP_RADIUS, _CHIP_RADIUS)
            if underlined and piece.index >= 0:
                inset = theme.px(6) if piece.chip else 0
                y = box.bottom() - theme.px(3)
                painter.setPen(QPen(colour if piece.chip else theme.color("accent"), 1.5))
                painter.drawLine(QPointF(box.left() + inset, y), QPointF(box.right() - inset, y))

    def _hits(self, sentence: SentenceLike) -> frozenset[int]:
        """The tokens that the search found."""
        needle = self._state.needle
        if not needle:
            return frozenset()
        return frozenset(hit_tokens(sentence, needle))

    def _paint_end(self, painter: QPainter, rect: QRect, sentence: SentenceLike, selected: bool) -> None:
        pointed = sentence.id == self._state.pointed
        if pointed:
            self._paint_fade(painter, rect, sentence, selected)
        self._paint_tag(painter, rect, sentence)
        if pointed:
            self._paint_buttons(painter, rect, sentence)
            return
        if sentence.hidden:
            paint_icon(painter, "eye_off", self._mark_rect(rect, sentence, 0), "text3")
        if has_long_word(sentence.tokens):
            paint_icon(painter, "scissors", self.scissors_rect(rect, sentence), "warn_text")

    def _paint_fade(self, painter: QPainter, rect: QRect, sentence: SentenceLike, selected: bool) -> None:
        frame = self.frame(rect).adjusted(0, 1, -1, -1)
        solid = min(box.left() for box in self.buttons(rect, sentence).values())
        colour = self._background(sentence, selected)
        clear = QColor(colour)
        clear.setAlpha(0)
        gradient = QLinearGradient(solid - _FADE, 0, solid, 0)
        gradient.setColorAt(0, clear)
        gradient.setColorAt(1, colour)
        painter.fillRect(
            QRectF(solid - _FADE, frame.top(), frame.right() - solid + _FADE - 3, frame.height()), gradient
        )

    def _paint_buttons(self, painter: QPainter, rect: QRect, sentence: SentenceLike) -> None:
        for name, box in self.buttons(rect, sentence).items():
            on = name == "spaces" and sentence.spaced
            if name == self._state.button or on:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.color("accent_soft" if on else "border"))
                painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 6, 6)
            side = theme.px(16)
            target = QRectF(0, 0, side, side)
            target.moveCenter(box.center())
            role = "accent_text" if on else "text2"
            if name == "eye":
                paint_icon(painter, "eye_off" if sentence.hidden else "eye", target, role)
            else:
                painter.setPen(QPen(theme.color(role), 1.5))
                unit = side / 16
                left, y = target.left() + 3 * unit, target.bottom() - 4 * unit
                painter.drawPolyline(
                    [
                        QPointF(left, y - 3.5 * unit),
                        QPointF(left, y),
                        QPointF(left + 10 * unit, y),
                        QPointF(left + 10 * unit, y - 3.5 * unit),
                    ]
                )

    def _paint_tag(self, painter: QPainter, rect: QRect, sentence: SentenceLike) -> None:
        box = self.tag_rect(rect, sentence)
        if box.isEmpty():
            return
        foreign = sentence.language in self._state.foreign
        painter.setPen(QPen(theme.color("warn_text" if foreign else "control_border"), 1))
        away = sentence.language in self._model.away
        painter.setBrush(theme.color("warn_soft" if foreign else "sunken" if away else "surface"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(theme.color("warn_text" if foreign else "text3"))
        font = theme.font(11, 500)
        painter.setFont(font)
        room = round(box.width() - theme.px(8))
        text = QFontMetrics(font).elidedText(self._model.tag(sentence), Qt.TextElideMode.ElideRight, room)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _mark_rect(self, rect: QRect, sentence: SentenceLike, place: int) -> QRectF:
        side = theme.px(15)
        right = (
            self.frame(rect).right()
            - _TEXT_END
            - self._model.tag_width(sentence)
            - place * theme.px(MARK_WIDTH)
        )
        return QRectF(right - side, self._first_middle(rect) - side / 2, side, side)

    def _first_middle(self, rect: QRect) -> float:
        return rect.top() + theme.px(ROW_HEIGHT) / 2

    # Editing

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A field over the row."""
        self._state.edited = self._model.sentences[index.row()].id
        editor = SentenceEditor(TEXT_SIZE, parent)
        editor.textChanged.connect(lambda: self.typed.emit(editor.text()))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """The sentence as it was typed, the cursor behind it."""
        assert isinstance(editor, SentenceEditor)
        editor.setPlainText(self._model.sentences[index.row()].text)
        editor.moveCursor(QTextCursor.MoveOperation.End)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Ask for the edit."""
        assert isinstance(editor, SentenceEditor)
        model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Over the words; the number stays."""
        rect: QRect = option.rect
        left = rect.left() + theme.px(TEXT_LEFT) - PADDING
        editor.setGeometry(left, rect.top(), self._state.width - RIGHT - left, rect.height())

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        """The row is drawn again."""
        self._state.edited = -1
        super().destroyEditor(editor, index)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter takes the edit; keys of the list do not reach through the field."""
        if isinstance(event, QKeyEvent) and isinstance(editor, SentenceEditor):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
            elif event.type() == QEvent.Type.KeyPress and event.key() in (
                Qt.Key.Key_Return,
                Qt.Key.Key_Enter,
            ):
                self.commitData.emit(editor)
                self.closeEditor.emit(editor)
                return True
        return super().eventFilter(editor, event)


def has_inner_spaces(sentence: SentenceLike) -> bool:
    """Whether this is a Chinese sentence typed with spaces, which may be its word boundaries."""
    return sentence.language == "zh" and " " in sentence.text.strip().replace("　", " ")


def hit_tokens(sentence: SentenceLike, needle: str) -> list[int]:
    """The tokens of which a part was searched for, in any case; Chinese is found with and without its spaces."""
    text, tokens = sentence.text, sentence.tokens
    spans = token_spans(text, tokens)
    if spans is None:
        text = " ".join(tokens)
        spans = token_spans(text, tokens) or []
    folded, needle = text.lower(), needle.lower()
    if sentence.language == "zh" and needle not in folded:
        return _hits_without_spaces(tokens, needle.replace(" ", ""))
    found = []
    at = folded.find(needle) if needle else -1
    while at >= 0:
        end = at + len(needle)
        found += [i for i, (a, b) in enumerate(spans) if a < end and b > at]
        at = folded.find(needle, end)
    return found


def _hits_without_spaces(tokens: Sequence[str], needle: str) -> list[int]:
    at = "".join(tokens).lower().find(needle) if needle else -1
    if at < 0:
        return []
    ends = list(accumulate(map(len, tokens)))
    return [i for i, end in enumerate(ends) if end > at and end - len(tokens[i]) < at + len(needle)]
