"""What tooltips say of a row: of its buttons, its tag and marks, and the whole of a sentence that is cut."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRect

from elmo_explorer.translation import tr
from elmo_explorer.ui.languages import language_name
from elmo_explorer.ui.widgets.sentence_delegate import RowState, SentenceDelegate
from elmo_explorer.ui.widgets.sentence_model import SentenceLike, SentenceModel


class SentenceTips:
    """Knows what lies where in a row."""

    def __init__(self, model: SentenceModel, delegate: SentenceDelegate, state: RowState) -> None:
        self.readers: Mapping[str, str] = {}
        """Language -> the name of the model that reads its sentences."""
        self._model = model
        self._delegate = delegate
        self._state = state

    def tip(self, sentence: SentenceLike, rect: QRect, at: QPointF) -> tuple[str, QRect]:
        """What is said at a place of the row that ``rect`` is, and for which part of it; "" for nothing."""
        for name, box in self._delegate.buttons(rect, sentence).items():
            if box.contains(at) and sentence.id == self._state.pointed:
                return _button_tip(name, sentence), box.toRect()
        tag = self._delegate.tag_rect(rect, sentence)
        if tag.contains(at):
            return self._tag_tip(sentence.language), tag.toRect()
        scissors = self._delegate.scissors_rect(rect, sentence)
        if scissors.contains(at) and sentence.id != self._state.pointed:
            return tr("Shortened: the model reads 48 bytes of a word."), scissors.toRect()
        if self._model.layout(sentence).cut:
            return sentence.text if len(sentence.text) < 1000 else sentence.text[:1000] + "…", rect
        return "", QRect()

    def _tag_tip(self, language: str) -> str:
        name, reader = language_name(language), self.readers.get(language, "")
        if language in self._state.foreign:
            return tr(
                "{name}: {reader} was not trained on it, so its vectors say little here.",
                name=name,
                reader=reader,
            )
        if language in self._model.away:
            return tr("{name}, read by {reader}: click the row to see its picture.", name=name, reader=reader)
        return name


def _button_tip(name: str, sentence: SentenceLike) -> str:
    if name == "eye":
        return tr("Show in the other views (H)") if sentence.hidden else tr("Hide in the other views (H)")
    if sentence.spaced:
        return tr("Its spaces are the word boundaries; click to segment it instead")
    return tr("It is segmented; click to keep its spaces as word boundaries")
