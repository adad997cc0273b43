"""The part of speech of tokens, by the small head that comes with a model."""

from __future__ import annotations

from elmo_explorer.controllers.learned_controller import checksum_of
from elmo_explorer.controllers.loaded_tokens import Integers, LoadedTokens
from elmo_explorer.session.session import ModelInfo
from elmo_explorer.tasks.tagger import Tagger, bundled_tagger

UPOS = {
    "ADJ": "adjective",
    "ADP": "adposition",
    "ADV": "adverb",
    "AUX": "auxiliary",
    "CCONJ": "coordinating conjunction",
    "DET": "determiner",
    "INTJ": "interjection",
    "NOUN": "noun",
    "NUM": "number",
    "PART": "particle",
    "PRON": "pronoun",
    "PROPN": "proper noun",
    "PUNCT": "punctuation",
    "SCONJ": "subordinating conjunction",
    "SYM": "symbol",
    "VERB": "verb",
    "X": "other",
}
"""Universal Dependencies' tags in words."""


class PartsOfSpeech:
    """Finds a model's head once; to be used from one thread."""

    def __init__(self) -> None:
        self._taggers: dict[str, Tagger | None] = {}

    def of(self, loaded: LoadedTokens, rows: Integers, model: ModelInfo) -> list[str] | None:
        """The part of speech of some tokens; None where no head comes with the model.

        Raises:
            ValueError, OSError: the model's files or the head's cannot be read.
        """
        if model.key not in self._taggers:
            self._taggers[model.key] = bundled_tagger(checksum_of(model))
        tagger = self._taggers[model.key]
        if tagger is None:
            return None
        return [UPOS.get(tag, tag) for tag in tagger.tag(loaded.states(rows))]
