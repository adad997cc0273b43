"""What the language models expect in one sentence, and what may follow a sentence that is being typed."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class LikelyWord:
    """A word and its probability, from 0 to 1."""

    word: str
    probability: float
    is_mark: bool = False
    """A boundary or ``<UNK>``: no word that could stand in a sentence."""

    @property
    def bits(self) -> float:
        """Its surprisal."""
        return surprisal(self.probability)


@dataclass(frozen=True)
class Expectation:
    """What is expected at one place of a sentence."""

    likely: tuple[LikelyWord, ...]
    """The likeliest first."""
    probability: float
    """Of the word that stands there; NaN where it is outside the vocabulary."""
    rank: int
    """Of the word that stands there among all words, 1 for the likeliest; 0 where it is outside the vocabulary."""

    @property
    def bits(self) -> float:
        """Surprisal of the word that stands there, minus the binary logarithm of its probability; NaN where unknown."""
        return surprisal(self.probability)


@dataclass(frozen=True)
class Place:
    """One place of a sentence: a word, its beginning or its end."""

    word: str
    known: bool
    """Whether it is in the output vocabulary."""
    forward: Expectation | None
    """From the words to the left; None at the beginning."""
    backward: Expectation | None
    """From the words to the right; None at the end."""
    both: Expectation | None
    """From both sides; None at the beginning and at the end."""


@dataclass(frozen=True)
class Predictions:
    """What both models expect in one sentence."""

    sentence_id: int
    tokens: tuple[str, ...]
    model: str
    """Name of the biLM."""
    places: tuple[Place, ...]
    """Beginning, words and end: n + 2."""
    own_words: tuple[str, ...] = ()
    """How the model's training text would have been cut, where a Chinese sentence keeps other words, as they were typed."""

    @property
    def forward_perplexity(self) -> float:
        """2 to the mean surprisal over all places whose word is in the vocabulary; NaN where there is none."""
        return _perplexity([place.forward for place in self.places])

    @property
    def backward_perplexity(self) -> float:
        """The same for the backward model."""
        return _perplexity([place.backward for place in self.places])

    @property
    def unknown(self) -> tuple[str, ...]:
        """The words outside the vocabulary, each once."""
        return tuple(dict.fromkeys(place.word for place in self.places if not place.known))


@dataclass(frozen=True)
class NextWordOffer:
    """Words that may follow what is being typed, by the forward model."""

    typed: str
    """What stood in the field, without the white space around it."""
    words: tuple[LikelyWord, ...]
    """The likeliest first."""
    replaces: int = 0
    """Characters at the end that are an unfinished word, which an offered word replaces."""
    spaced: bool = True
    """Whether words stand apart, as in English and in Chinese that is typed so."""

    def with_word(self, word: str) -> str:
        """The text with a word put behind it."""
        kept = self.typed[: len(self.typed) - self.replaces]
        apart = self.spaced and not self.replaces and kept and not _clings(word)
        return f"{kept} {word}" if apart else kept + word


def surprisal(probability: float) -> float:
    """Bits: minus the binary logarithm; NaN of NaN."""
    return math.inf if probability == 0 else -math.log2(probability)


def _perplexity(expected: list[Expectation | None]) -> float:
    bits = [at.bits for at in expected if at is not None and at.rank]
    return float(2 ** (sum(bits) / len(bits))) if bits else math.nan


def _clings(word: str) -> bool:
    """Whether a word stands right behind the one before: marks, and the ends of "don't" and "she's"."""
    opens = word[0] in '([{“‘"$£€#&-–—'
    return word == "n't" or not (word[0].isalnum() or opens)
