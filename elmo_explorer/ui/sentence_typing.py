"""The field for new sentences, and the card that tells of a word that is too long."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from elmo_explorer.text.long_words import long_words
from elmo_explorer.translation import tr
from elmo_explorer.ui.widgets.long_word_card import LongWordCard
from elmo_explorer.ui.widgets.sentence_field import SentenceField

_PAGE = 400
"""Text longer than this is a page, not a sentence: its long words are summed up once it is in."""


class SentenceTyping(QObject):
    """Makes submitted text of what is typed; of a long word in a single sentence, the user is told first."""

    submitted = Signal(str)
    typed = Signal(str)
    """What stands in the field now."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.field = SentenceField(tr("Type a sentence and press Enter"))
        self.card = LongWordCard()
        self.card.hide()
        self.field.submitted.connect(self._submit)
        self.field.long_text_pasted.connect(self._submit_long)
        self.field.text_changed.connect(self._typed)
        self.field.escaped.connect(self._leave_field)
        self.card.add_requested.connect(self._add_shortened)
        self.card.edit_requested.connect(self._edit_long_word)

    def submit(self, text: str) -> None:
        """As if it had been typed."""
        self.field.set_text(text)
        self._submit(text)

    def _submit_long(self, text: str) -> None:
        """A pasted book need not be seen in the field; its long words are summed up afterwards."""
        text = text.replace("\x00", "").strip()
        if text:
            self.submitted.emit(text)

    def _typed(self, text: str) -> None:
        self.card.hide()
        self._mark_long_words(text)
        self.typed.emit(text)

    def _mark_long_words(self, text: str, warning: bool = False) -> None:
        words = long_words(text) if len(text) <= _PAGE else []
        self.field.set_marks([(word.start, len(word.word)) for word in words], warning)

    def _submit(self, text: str) -> None:
        words = long_words(text) if len(text) <= _PAGE and "\n" not in text else []
        if words and self.card.isHidden():
            self.card.set_words(words)
            self.card.show()
            self._mark_long_words(self.field.text(), warning=True)
            return
        self._take(text)

    def _add_shortened(self) -> None:
        self._take(self.field.text().replace("\x00", "").strip())

    def _take(self, text: str) -> None:
        self.field.clear()
        self.card.hide()
        self.field.setFocus()
        if text:
            self.submitted.emit(text)

    def _edit_long_word(self) -> None:
        words = long_words(self.field.text())
        self.card.hide()
        if words:
            self.field.select(words[0].start, len(words[0].word))

    def _leave_field(self) -> None:
        """Esc closes the card, then empties the field."""
        if not self.card.isHidden():
            self.card.hide()
            self._mark_long_words(self.field.text())
        else:
            self.field.clear()
