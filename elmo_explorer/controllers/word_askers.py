"""The open biLMs' full softmax, each prepared once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from elmo_explorer.controllers.model_controller import ModelController

if TYPE_CHECKING:
    from elmo_explorer.bilm.embedder import BiLM
    from elmo_explorer.bilm.next_words import NextWords


class WordAskers(QObject):
    """Holds a :class:`NextWords` for every biLM that was asked, until it is closed."""

    def __init__(self, models: ModelController, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._models = models
        self._made: dict[str, tuple[BiLM, NextWords]] = {}
        models.changed.connect(self._forget_closed)

    def bilm_of(self, key: str) -> BiLM | None:
        """The biLM of an open model that has an output layer, else None."""
        bilm = self._models.bilm_of(key)
        return bilm if bilm is not None and bilm.output_layer is not None else None

    def of(self, key: str, bilm: BiLM) -> NextWords:
        """Prepared for this biLM; lane ``"bilm"`` alone may call it, and use what it gets."""
        from elmo_explorer.bilm.next_words import NextWords

        made = self._made.get(key)
        if made is None or made[0] is not bilm:
            made = bilm, NextWords(bilm)
            self._made[key] = made
            if self._models.bilm_of(key) is not bilm:  # closed meanwhile
                self._made.pop(key, None)
        return made[1]

    def _forget_closed(self) -> None:
        for key, (bilm, _) in tuple(self._made.items()):  # the biLM's thread may be adding one just now
            if self._models.bilm_of(key) is not bilm:
                self._made.pop(key, None)
