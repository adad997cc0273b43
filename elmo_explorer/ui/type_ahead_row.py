"""The words that may come next, below the field in which a sentence is typed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QPushButton, QWidget

from elmo_explorer.session.predictions import NextWordOffer
from elmo_explorer.session.session import Session
from elmo_explorer.translation import tr
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.quiet_button import QuietButton
from elmo_explorer.ui.widgets.sentence_field import SentenceField

_HEIGHT, _GAP = 28, 4


class TypeAheadRow(QWidget):
    """Shows ``session.next_words`` as chips; a click, or Tab or → at the text's end, puts one behind it.

    Esc puts the chips away until something else is typed, so that Tab leaves the field again.
    """

    turned_off = Signal()

    def __init__(self, session: Session, field: SentenceField, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._field = field
        self._put_away = False
        self.chips: list[QPushButton] = []
        self.close_button = QuietButton(
            "close", tr("Suggest no more words (a switch in the tab Language model brings them back)"), self
        )
        self.close_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(tr("Next words"))
        self.hide()
        self._restyle()

        field.edit.installEventFilter(self)
        field.text_changed.connect(self._on_text)
        self.close_button.clicked.connect(self.turned_off)
        session.events.next_words.connect(self._refresh)
        theme.changed.connect(self._restyle)

    @property
    def offer(self) -> NextWordOffer | None:
        """What may follow the text as it stands; None where nothing is offered for it."""
        offer = self._session.next_words
        fits = offer is not None and offer.typed == self._field.text().strip() and not self._put_away
        return offer if fits and offer is not None and offer.words else None

    def insert(self, word: str) -> None:
        """Put an offered word behind the text."""
        offer = self.offer
        if offer is None:
            return
        cursor = self._field.edit.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(offer.with_word(word))  # one step of the field's own undo
        self._field.edit.moveCursor(QTextCursor.MoveOperation.End)
        self._field.edit.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tab and → take the first word, Esc puts the row away."""
        kinds = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
        if event.type() in kinds and isinstance(event, QKeyEvent) and self._takes(event):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
            elif event.key() == Qt.Key.Key_Escape:
                self._put_away = True
                self._refresh()
            elif self.offer is not None:
                self.insert(self.offer.words[0].word)
            return True
        return super().eventFilter(watched, event)

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(200, theme.px(_HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many chips as fit."""
        super().resizeEvent(event)
        self._place()

    def _takes(self, event: QKeyEvent) -> bool:
        if self.offer is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        cursor = self._field.edit.textCursor()
        at_end = cursor.atEnd() and not cursor.hasSelection()
        return event.key() == Qt.Key.Key_Escape or (
            at_end and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Right)
        )

    def _on_text(self) -> None:
        self._put_away = False
        self._refresh()

    def _refresh(self) -> None:
        """Chips of a text that has gone on stay, greyed, until the next ones come: nothing jumps below them."""
        offer = self._session.next_words
        if offer is None or self._put_away or not self._field.text().strip():
            self.hide()
            return
        fits = self.offer is not None
        if fits:
            self._show_words(offer)
        elif offer.typed == self._field.text().strip():
            self._show_words(offer)  # nothing to follow: the row stays, empty
        for chip in self.chips:
            chip.setEnabled(fits)
        self.show()

    def _show_words(self, offer: NextWordOffer) -> None:
        words = [word.word for word in offer.words]
        if [chip.text() for chip in self.chips] == words:
            return
        for chip in self.chips:
            chip.hide()
            chip.deleteLater()
        self.chips = [self._chip(word) for word in words]
        if self.chips:
            self.chips[0].setToolTip(tr("{tooltip} (Tab or →)", tooltip=self.chips[0].toolTip()))
        for chip, likely in zip(self.chips, offer.words, strict=True):
            chip.setAccessibleName(
                tr(
                    "{word}, {probability:.1f} percent",
                    word=likely.word,
                    probability=100 * likely.probability,
                )
            )
        self._place()

    def _chip(self, word: str) -> QPushButton:
        chip = QPushButton(word, self)
        chip.setProperty("verbatim", True)
        chip.setProperty("kind", "chip")
        chip.setProperty("dense", True)
        chip.setFont(theme.font(12))
        chip.setToolTip(tr("Put “{word}” behind the text", word=word))
        chip.setCursor(Qt.CursorShape.PointingHandCursor)
        chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the field keeps the keyboard
        chip.clicked.connect(lambda: self.insert(word))
        return chip

    def _place(self) -> None:
        room = self.width() - self.close_button.width()
        self.close_button.move(room, (self.height() - self.close_button.height()) // 2)
        x = 0
        for chip in self.chips:
            size = chip.sizeHint()
            chip.setGeometry(x, (self.height() - size.height()) // 2, size.width(), size.height())
            x += size.width() + _GAP
            chip.setVisible(x <= room)

    def _restyle(self) -> None:
        self.setFixedHeight(theme.px(_HEIGHT))
        for chip in self.chips:
            chip.setFont(theme.font(12))
        self._place()
