"""Two sentences side by side, the one in view and another that differs in one word, or in a few."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from elmo_explorer.session.predictions import Predictions
from elmo_explorer.text.alignment import AlignedWords

if TYPE_CHECKING:
    from elmo_explorer.session.session import Sentence

Direction = Literal["forward", "backward"]
DIRECTIONS: tuple[Direction, ...] = ("forward", "backward")


@dataclass(frozen=True)
class OneWordApart:
    """A loaded sentence that differs from the one in view in one word."""

    sentence_id: int
    index: int
    """Of the word."""
    word: str
    """What stands there in this sentence."""


@dataclass(frozen=True)
class MovedWord:
    """A word and its probability in both sentences."""

    word: str
    before: float
    after: float
    is_mark: bool = False
    """A boundary or ``<UNK>``."""


@dataclass(frozen=True)
class PredictionShift:
    """What one language model expects at a place of the one sentence and at the same place of the other."""

    direction: Direction
    column: int
    """Of the alignment; -1 is the sentences' beginning, the number of columns their end."""
    moved: float
    """Probability that went from some words to others, 0 to 1: the total variation distance of both full softmaxes."""
    words: tuple[MovedWord, ...]
    """Those whose probability changed most, the largest change first."""


@dataclass(frozen=True, eq=False)
class SideBySide:
    """Two sentences read by one model."""

    a: tuple[str, ...]
    b: tuple[str, ...]
    columns: tuple[AlignedWords, ...]
    states_a: NDArray[np.float32]
    """(n_layers, n_a, dim), read-only."""
    states_b: NDArray[np.float32]
    """(n_layers, n_b, dim), read-only."""
    apart: NDArray[np.float64]
    """Cosine distance of the forward and of the backward halves of both words of a column, (2, n_layers, n_columns); 0 where
    they are equal to the last bit, and nowhere else; NaN where a word stands alone."""
    shifts: tuple[PredictionShift, ...] = ()
    """The largest first; none where nothing changed, and where the model has no output layer."""
    expected: Predictions | None = None
    """What the model expects in the other sentence; None without an output layer."""

    @property
    def changed(self) -> tuple[int, ...]:
        """The columns in which the sentences differ."""
        return tuple(k for k, column in enumerate(self.columns) if not column.same)

    def focus_column(self, wished: Iterable[int]) -> int:
        """The word whose shift is shown, as a column; -1 where the sentences have no word in common.

        Args:
            wished: indices of words of the one sentence, the most wished first; what both have is taken, else the first word
                that they have in common.
        """
        common = {column.a: k for k, column in enumerate(self.columns) if column.same}
        return next((common[index] for index in wished if index in common), min(common.values(), default=-1))

    def behind_change(self, direction: Direction) -> NDArray[np.float64]:
        """How far the states are apart at the words behind the change, in the order in which this model reads them.

        Returns:
            In every layer, (n_layers, n), from the first word that both have behind the last difference.
        """
        layers: NDArray[np.float64] = self.apart[DIRECTIONS.index(direction)]
        changed = self.changed
        if not changed:
            return layers[:, :0]
        if direction == "forward":
            return layers[:, changed[-1] + 1 :]
        return layers[:, : changed[0]][:, ::-1]


@dataclass(frozen=True, eq=False)
class MinimalPair:
    """The sentence in view, those that differ from it in one word, and the one that it is compared with."""

    a: Sentence
    model: str
    """Key of the model that reads it."""
    model_name: str
    others: tuple[OneWordApart, ...]
    """The first of the loaded sentences that differ in one word."""
    n_others: int
    """How many there are."""
    b: Sentence | None = None
    """What it is compared with; None while there is nothing."""
    found: bool = False
    """It was found among the loaded sentences, nobody asked for it."""
    read: SideBySide | None = None
    fault: str = ""
    """Why both cannot be compared, one sentence."""
    expected: Predictions | None = None
    """What the model expects in the sentence in view; None without an output layer."""

    def suggestions(self, index: int) -> tuple[str, ...]:
        """Other words that fit in the place of a word, by both sides, the likeliest first; marks only for a mark."""
        both = self.expected.places[index + 1].both if self.expected is not None else None
        if both is None:
            return ()
        word = self.a.tokens[index]
        is_word = any(map(str.isalnum, word))
        return tuple(
            likely.word
            for likely in both.likely
            if not likely.is_mark and likely.word != word and any(map(str.isalnum, likely.word)) == is_word
        )


@dataclass(frozen=True, eq=False)
class PairBaselines:
    """Mean cosine of random pairs of different loaded words, by which a pair's cosines are measured; NaN with too few."""

    model: str
    """Key of the model."""
    layers: NDArray[np.float64]
    """(n_layers,)."""
    halves: NDArray[np.float64]
    """Of the forward and the backward half, (2, n_layers)."""
    mix: float

    @staticmethod
    def unknown(n_layers: int) -> PairBaselines:
        """Before they are known."""
        return PairBaselines("", np.full(n_layers, math.nan), np.full((2, n_layers), math.nan), math.nan)
