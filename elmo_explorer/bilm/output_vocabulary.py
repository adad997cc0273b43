"""The words that an output layer has probabilities for, and the places where they stand."""

from __future__ import annotations

from elmo_explorer.bilm.characters import BOS, EOS
from elmo_explorer.bilm.embedder import BiLM
from elmo_explorer.bilm.output_layer import UNKNOWN, OutputLayer


class OutputVocabulary:
    """Word -> output index; every word outside the vocabulary has the index of ``<UNK>``."""

    def __init__(self, bilm: BiLM) -> None:
        """Look through the vocabulary once.

        Raises:
            ValueError: the biLM has no output layer, or its vocabulary lacks a boundary or ``<UNK>``.
        """
        if bilm.output_layer is None:
            raise ValueError(
                f"The model {bilm.name!r} has no output layer, so it cannot tell how likely a word is; the published "
                "models come without one, those trained with ELMo Explorer have it."
            )
        missing = [mark for mark in (BOS, EOS, UNKNOWN) if mark not in bilm.vocabulary]
        if missing:
            raise ValueError(f"The vocabulary of the model {bilm.name!r} should hold {', '.join(missing)}.")
        self.layer: OutputLayer = bilm.output_layer
        self.words = bilm.vocabulary
        # The first of equals: the special words stand before any word that is spelled like them.
        self._index: dict[str, int] = {}
        for index, word in enumerate(self.words):
            self._index.setdefault(word, index)
        self.begin, self.end, self.unknown = (self._index[mark] for mark in (BOS, EOS, UNKNOWN))
        self.special = frozenset((self.begin, self.end, self.unknown))

    def index(self, word: str) -> int:
        """Where a word of a sentence stands.

        A boundary's own spelling is no word: a token "<S>" is unknown like any other word outside the vocabulary.
        """
        index = self._index.get(word, self.unknown)
        return self.unknown if index in self.special else index

    def knows(self, word: str) -> bool:
        """Whether a word has a probability of its own."""
        return self.index(word) != self.unknown
