"""The part of speech of tokens, by the small head that comes with a model."""

from __future__ import annotations

from elmo_explorer.controllers.learned_controller import checksum_of
from elmo_explorer.controllers.loaded_tokens import Integers, LoadedTokens
from elmo_explorer.session.session import ModelInfo
from elmo_explorer.tasks.tagger import Tagger, bundled_tagger
from elmo_explorer.translation import mark, tr

UPOS = {
    "ADJ": mark("adjective"),
    "ADP": mark("adposition"),
    "ADV": mark("adverb"),
    "AUX": mark("auxiliary"),
    "CCONJ": mark("coordinating conjunction"),
    "DET": mark("determiner"),
    "INTJ": mark("interjection"),
    "NOUN": mark("noun"),
    "NUM": mark("number"),
    "PART": mark("particle"),
    "PRON": mark("pronoun"),
    "PROPN": mark("proper noun"),
    "PUNCT": mark("punctuation"),
    "SCONJ": mark("subordinating conjunction"),
    "SYM": mark("symbol"),
    "VERB": mark("verb"),
    "X": mark("other"),
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
        return [tr(UPOS[tag]) if tag in UPOS else tag for tag in tagger.tag(loaded.states(rows))]
