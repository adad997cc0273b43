"""Reads a sentence while it is being typed, so that its points are there at Enter."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from elmo_explorer.controllers.embed_controller import EmbedController
from elmo_explorer.controllers.text_controller import TextController
from elmo_explorer.session.session import Sentence

_PAUSE_MS = 60
"""So long the hands have rested when what stands there is read."""
_LONGEST = 400
"""Characters; a page is read when it is wanted."""


class ReadAhead(QObject):
    """Hears every keystroke; the newest text wins. It changes nothing of the session."""

    tokenised = Signal(str, object)
    """What stands there, and its sentences, which are in no list."""

    def __init__(self, text: TextController, embed: EmbedController, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self._embed = embed
        self._typed = ""
        self._rest = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._rest.timeout.connect(self._read)

    @property
    def pending(self) -> bool:
        """Whether something waits to be read once the hands rest."""
        return self._rest.isActive()

    def typed(self, text: str) -> None:
        """This stands in a field now."""
        self._typed = text.replace("\x00", "").strip()
        if self._typed and len(self._typed) <= _LONGEST:
            self._rest.start()
        else:
            self._rest.stop()

    def _read(self) -> None:
        text = self._typed
        self._text.prepare(text, lambda sentences: self._on_prepared(text, sentences))

    def _on_prepared(self, text: str, sentences: tuple[Sentence, ...]) -> None:
        self._embed.read_ahead(sentences)
        self.tokenised.emit(text, sentences)
