"""The list of sentences: every word can be clicked, every row hidden, edited, moved and removed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QDropEvent,
    QHelpEvent,
    QKeyEvent,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QToolTip, QWidget

from elmo_explorer.translation import tr
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.row_list import RowList
from elmo_explorer.ui.widgets.sentence_delegate import RowState, SentenceDelegate
from elmo_explorer.ui.widgets.sentence_model import ROWS_MIME, Heights, SentenceLike, SentenceModel
from elmo_explorer.ui.widgets.sentence_tips import SentenceTips

_FADE = 18


class SentenceList(RowList):
    """Shows sentences on one or two lines; asks for changes by signals and changes nothing itself."""

    token_clicked = Signal(int, int)
    """Sentence id and token index: this word is to be the focus."""
    row_clicked = Signal(int)
    """Sentence id: the row was clicked between its words."""
    token_hovered = Signal(int, int)
    """Sentence id and token index under the pointer; -1 as index between words, -1, -1 outside."""
    rows_selected = Signal(list)
    """Ids of the chosen sentences, by the user's hand."""
    token_toggled = Signal(int, int)
    """A word was clicked with Ctrl: add it to the selection, or take it out."""
    edited = Signal(int, str)
    typed = Signal(str)
    """What stands in the field over a row now."""
    remove_requested = Signal(list)
    hide_toggled = Signal(int)
    spaces_toggled = Signal(int)
    moved = Signal(list, int)
    """Ids of sentences, and the row before which they were dropped."""
    menu_requested = Signal(int, int, QPoint)
    """Sentence id, token index (-1 between words), and where on the screen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = SentenceModel(self)
        self.row_state = RowState()
        self.placeholder = ("", "")
        """Title and text shown while no row is listed."""
        self._delegate = SentenceDelegate(self.rows, self.row_state, self)
        self._tips = SentenceTips(self.rows, self._delegate, self.row_state)
        self._pressed: tuple[int, int, str] | None = None
        self._programmatic = False
        self._reorderable = True
        self._delegate.typed.connect(self.typed)
        self.setModel(self.rows)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(tr("Sentences"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(True)
        self._restyle()

        self.rows.edited = lambda sentence_id, text: self.edited.emit(sentence_id, text)
        theme.changed.connect(self._restyle)

    # What is shown

    def heights(self) -> Heights:
        """Every row's height, (n_rows,) pixels."""
        return self.rows.heights

    def set_sentences(
        self, sentences: Sequence[SentenceLike], numbers: Mapping[int, int] | None = None
    ) -> None:
        """List these sentences; ``numbers`` are the numbers of their rows, by id: None counts the rows."""
        self._programmatic = True
        self.rows.set_sentences(sentences, numbers)
        self._programmatic = False
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def set_chips(self, chips: Mapping[int, Mapping[int, int]]) -> None:
        """The tokens drawn as chips: sentence id -> token index -> category, -1 without a group."""
        if self.rows.set_chips(chips):
            self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def set_selected_tokens(self, tokens: Iterable[tuple[int, int]]) -> None:
        """The (sentence id, token index) drawn as chosen."""
        self.row_state.selected_tokens = frozenset(tokens)
        self.viewport().update()

    def set_selected_rows(self, ids: Collection[int]) -> None:
        """Choose these sentences, and come to see one of them; ``rows_selected`` is not emitted."""
        rows = sorted(row for i in ids if (row := self.rows.row_of(i)) >= 0)
        if rows == self.selected_rows():
            return
        self._programmatic = True
        self.select_rows(rows)
        self._programmatic = False

    def set_hovered(self, sentence_id: int) -> None:
        """Light the row of a sentence that is hovered in another view; -1 for none."""
        if sentence_id != self.row_state.hovered:
            self.row_state.hovered = sentence_id
            self.viewport().update()

    def set_search(self, needle: str) -> None:
        """Mark the words that were searched for."""
        self.row_state.needle = needle
        self.viewport().update()

    def set_readers(
        self, readers: Mapping[str, str], away: Collection[str], foreign: Collection[str]
    ) -> None:
        """Which model reads the sentences of a language.

        Args:
            readers: language -> the model's name; empty while there is no model.
            away: languages whose model is not the shown one: their rows are muted and carry its name.
            foreign: languages that their model was not trained on: their rows carry an amber tag.
        """
        self._tips.readers = readers
        self.row_state.foreign = frozenset(foreign)
        tags = {"en": "en" if "en" in foreign else ""} | {language: readers[language] for language in away}
        if self.rows.set_tags(tags, frozenset(away)):
            self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def set_reorderable(self, reorderable: bool) -> None:
        """Whether rows can be dragged to another place: not while only some are listed."""
        self._reorderable = reorderable
        self.setDragEnabled(reorderable)

    def set_placeholder(self, title: str, text: str) -> None:
        """What is said while no row is listed."""
        self.placeholder = (title, text)
        self.viewport().update()

    def selected_ids(self) -> list[int]:
        """The chosen sentences, in the order of the list."""
        return [self.rows.sentences[row].id for row in self.selected_rows()]

    def edit_sentence(self, sentence_id: int) -> None:
        """Open the field over a row."""
        row = self.rows.row_of(sentence_id)
        if row >= 0:
            self.setCurrentIndex(self.rows.index(row))
            self.edit(self.rows.index(row))

    def token_rect(self, sentence_id: int, token: int) -> QRect:
        """Where a word is drawn in the viewport; empty where it is not shown."""
        row = self.rows.row_of(sentence_id)
        if row < 0:
            return QRect()
        layout = self.rows.layout(self.rows.sentences[row])
        rect = self.visualRect(self.rows.index(row))
        for piece in layout.pieces:
            if piece.index == token:
                return self._delegate.piece_rect(rect, piece, layout.n_lines).toRect()
        return QRect()

    def button_rect(self, sentence_id: int, name: str) -> QRect:
        """Where a row's button lies ("eye", "spaces"); empty where it has none."""
        row = self.rows.row_of(sentence_id)
        if row < 0:
            return QRect()
        rect = self.visualRect(self.rows.index(row))
        return self._delegate.buttons(rect, self.rows.sentences[row]).get(name, QRectF()).toRect()

    def sizeHint(self) -> QSize:
        """As wide as the dock is by default."""
        return QSize(300, 400)

    # Pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the row, and remember what was pressed on it."""
        self._pressed = None
        hit = self._hit(event.position())
        if event.button() == Qt.MouseButton.LeftButton and hit is not None:
            self._pressed = hit
            if hit[2]:
                return  # a button of the row: what is chosen stays
            if hit[1] >= 0 and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
                self.token_toggled.emit(hit[0], hit[1])
                self._pressed = None
                return
        super().mousePressEvent(event)
        if self.indexAt(event.position().toPoint()).row() < 0 and event.button() == Qt.MouseButton.LeftButton:
            self.clearSelection()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press and release on the same word or button is a click."""
        pressed, self._pressed = self._pressed, None
        if pressed is None or not pressed[2]:
            super().mouseReleaseEvent(event)
        if pressed is None or pressed != self._hit(event.position()):
            return
        sentence_id, token, button = pressed
        if button == "eye":
            self.hide_toggled.emit(sentence_id)
        elif button == "spaces":
            self.spaces_toggled.emit(sentence_id)
        elif event.modifiers() == Qt.KeyboardModifier.NoModifier:
            if token >= 0:
                self.token_clicked.emit(sentence_id, token)
            else:
                self.row_clicked.emit(sentence_id)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Edit the row, unless it was one of its buttons."""
        hit = self._hit(event.position())
        if hit is not None and hit[2]:
            self._pressed = hit
            return
        self._pressed = None
        super().mouseDoubleClickEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light the row and the word under the pointer."""
        if self._pressed is not None and self._pressed[2]:
            return
        super().mouseMoveEvent(event)
        self._point_at(self._hit(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is lit."""
        super().leaveEvent(event)
        self._point_at(None)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the row under the pointer, or of the row that the keyboard is on."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            index = self.currentIndex()
            if index.isValid():
                at = self.viewport().mapToGlobal(self.visualRect(index).center())
                self.menu_requested.emit(self.rows.sentences[index.row()].id, -1, at)
            return
        hit = self._hit(QPointF(event.pos()))
        if hit is not None:
            self.menu_requested.emit(hit[0], hit[1], event.globalPos())

    def viewportEvent(self, event: QEvent) -> bool:
        """Tooltips: of buttons, marks and the tag, and the whole of a sentence that is cut."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            text, rect = self.tip_at(event.pos())
            if text:
                QToolTip.showText(event.globalPos(), text, self.viewport(), rect)
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    def tip_at(self, position: QPoint) -> tuple[str, QRect]:
        """What a tooltip says at a place of the viewport, and for which part of it."""
        index = self.indexAt(position)
        if not index.isValid():
            return "", QRect()
        return self._tips.tip(self.rows.sentences[index.row()], self.visualRect(index), QPointF(position))

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del removes, Enter makes nothing, F2 edits (Qt's own)."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            ids = self.selected_ids()
            if ids:
                self.remove_requested.emit(ids)
            event.accept()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters are commands, not a search by the rows' beginnings."""

    # Dragging

    def dropEvent(self, event: QDropEvent) -> None:
        """Rows of this list were let go between two others."""
        super().dropEvent(event)
        if event.source() is not self or not event.mimeData().hasFormat(ROWS_MIME) or not self._reorderable:
            event.ignore()
            return
        ids = [int(i) for i in bytes(event.mimeData().data(ROWS_MIME).data()).decode().split(",") if i]
        self.moved.emit(ids, self.row_for_drop(event.position().toPoint()))
        event.setDropAction(Qt.DropAction.CopyAction)  # the session moves them; Qt is to remove nothing
        event.accept()
        self.stopAutoScroll()
        self.setState(QAbstractItemView.State.NoState)
        self.viewport().update()

    # Layout and paint

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap anew when the width changed."""
        if self.width() != self.row_state.width:
            self.row_state.width = self.width()
            if self.rows.set_width(self._delegate.text_width()):
                self.scheduleDelayedItemsLayout()
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows, and a fade where they go on below; or what is said without rows."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        if not self.rows.sentences:
            self._paint_placeholder(painter)
        elif self.verticalScrollBar().value() < self.verticalScrollBar().maximum():
            height, width = self.viewport().height(), self.viewport().width()
            colour = theme.color("surface")
            gradient = QLinearGradient(0, height - _FADE, 0, height)
            gradient.setColorAt(1, colour)
            colour.setAlpha(0)
            gradient.setColorAt(0, colour)
            painter.fillRect(QRectF(0, height - _FADE, width, _FADE), gradient)

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell what the user chose."""
        super().selectionChanged(selected, deselected)
        if not self._programmatic:
            self.rows_selected.emit(self.selected_ids())

    def _paint_placeholder(self, painter: QPainter) -> None:
        title, text = self.placeholder
        box = QRectF(self.viewport().rect()).adjusted(24, theme.px(28), -24, 0)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.setFont(theme.font(13, 600))
        painter.setPen(theme.color("text2"))
        used = painter.boundingRect(box, flags, title)
        painter.drawText(box, flags, title)
        painter.setFont(theme.font(12))
        painter.setPen(theme.color("text3"))
        painter.drawText(box.adjusted(0, used.height() + 4, 0, 0), flags, text)

    def _hit(self, position: QPointF) -> tuple[int, int, str] | None:
        """Sentence id, token index (-1) and button ("") at a place."""
        index = self.indexAt(position.toPoint())
        if not index.isValid() or index.row() >= len(self.rows.sentences):
            return None
        sentence, rect = self.rows.sentences[index.row()], self.visualRect(index)
        for name, box in self._delegate.buttons(rect, sentence).items():
            if box.contains(position):
                return sentence.id, -1, name
        piece = self._delegate.piece_at(rect, sentence, position)
        return sentence.id, -1 if piece is None else piece.index, ""

    def _point_at(self, hit: tuple[int, int, str] | None) -> None:
        sentence_id, token, button = hit or (-1, -1, "")
        state = self.row_state
        if (sentence_id, token, button) == (state.pointed, state.hovered_token, state.button):
            return
        told = (state.pointed, state.hovered_token)
        state.pointed, state.hovered_token, state.button = sentence_id, token, button
        state.hovered = sentence_id
        pointing = token >= 0 or button
        self.viewport().setCursor(
            Qt.CursorShape.PointingHandCursor if pointing else Qt.CursorShape.ArrowCursor
        )
        self.viewport().update()
        if told != (sentence_id, token):
            self.token_hovered.emit(sentence_id, token)

    def _restyle(self) -> None:
        self.setFont(theme.font(13))
        self.rows.restyle()
        self.rows.set_width(self._delegate.text_width())
        self.verticalScrollBar().setSingleStep(theme.px(20))
        self.scheduleDelayedItemsLayout()
        self.viewport().update()
