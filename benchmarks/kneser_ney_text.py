"""The text of a training run as an n-gram model reads it: closed vocabulary, sentences between boundaries, one direction."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from elmo_explorer.training.corpus import Sentences


@dataclass(frozen=True)
class Vocabulary:
    """Numbers of the words: the frequent types 0 … n_types - 1, then <UNK>, the end and the beginning of a sentence."""

    n_types: int

    @property
    def unknown(self) -> int:
        """Every other type: one ordinary word."""
        return self.n_types

    @property
    def end(self) -> int:
        """Predicted behind each sentence: </S> forward, <S> backward."""
        return self.n_types + 1

    @property
    def begin(self) -> int:
        """Stands before each sentence and is never predicted."""
        return self.n_types + 2

    @property
    def n_predicted(self) -> int:
        """Words that can be predicted: all but the beginning."""
        return self.n_types + 2


@dataclass(frozen=True)
class Text:
    """Sentences, each between its boundaries, in reading order of one direction."""

    words: NDArray[np.int32]
    """(n,)."""
    places: NDArray[np.int32]
    """(n,): distance from the sentence's beginning, which has 0."""

    @property
    def predicted(self) -> NDArray[np.bool_]:
        """(n,): False at the beginnings."""
        return self.places > 0


def read_text(sentences: Sentences, vocabulary: Vocabulary, backward: bool = False) -> Text:
    """Close the vocabulary and put the boundaries; backward turns each sentence round."""
    starts = np.asarray(sentences.starts)
    lengths = np.diff(starts).astype(np.int32)
    begins = starts[:-1] + 2 * np.arange(len(lengths))
    ends = begins + lengths + 1
    n = len(sentences.ids) + 2 * len(lengths)
    words = np.empty(n, dtype=np.int32)
    inside = np.ones(n, dtype=np.bool_)
    inside[begins] = inside[ends] = False
    words[inside] = np.minimum(sentences.ids, vocabulary.unknown)
    words[begins], words[ends] = vocabulary.begin, vocabulary.end
    places = (np.arange(n) - np.repeat(begins, lengths + 2)).astype(np.int32)
    if backward:
        # Place p of a sentence of n words is read from its place n + 1 - p; the boundaries stay.
        source = np.arange(n) + np.repeat(lengths + 1, lengths + 2) - 2 * places
        words[inside] = words[source[inside]]
    return Text(words, places)


def spread_sentences(n_predictions: NDArray[np.int64], max_tokens: int) -> NDArray[np.bool_]:
    """The sentences that the biLM's own check-up during training reads: evenly spread, about ``max_tokens`` tokens.

    Args:
        n_predictions: tokens of each sentence and its end, (n_sentences,).
        max_tokens: how many tokens, ends not counted.

    Returns:
        Which predictions are inside, (n_predictions.sum(),).
    """
    n_sentences = len(n_predictions)
    share = min(1.0, max_tokens / int((n_predictions - 1).sum()))
    inside = np.zeros(n_sentences, dtype=np.bool_)
    inside[np.linspace(0, n_sentences - 1, max(1, int(n_sentences * share))).astype(np.int64)] = True
    return np.repeat(inside, n_predictions)
