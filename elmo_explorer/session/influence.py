"""How the words of a sentence move the vector of one of them: what is asked for, and what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from elmo_explorer.session.nearest import Space

if TYPE_CHECKING:
    from elmo_explorer.session.session import Sentence, Session, TokenRef

Floats = NDArray[np.float32]
How = Literal["remove", "likely", "word"]

NEUTRAL = {"en": "something", "zh": "某"}
"""By language what stands in a word's place where the user has typed nothing: a word that says as little as a word can.

A model of characters has no token for "unknown": every spelling has a vector, that of ``<UNK>`` a meaningless one. So a word
is taken that is one, and it is named wherever a figure depends on it.
"""


@dataclass(frozen=True)
class InfluenceAsk:
    """What is done to every other word in turn, and where the distance is taken."""

    how: How = "remove"
    """Take it out; put the likeliest other word in its place; or put one and the same word there."""
    word: str = ""
    """For ``"word"``; a neutral word of the sentence's language where it is empty."""
    space: Space = "picture"
    """As the picture is drawn, in the mix, or in the layer with this number."""

    def replacement(self, language: str) -> str:
        """The one word that ``"word"`` puts into every place."""
        return self.word or NEUTRAL.get(language, NEUTRAL["en"])


@dataclass(frozen=True)
class InfluenceLook:
    """Which word's variant is looked at, by its place in the sentence; -1 for none."""

    hovered: int = -1
    pinned: int = -1

    @property
    def place(self) -> int:
        """The hovered one, or else the pinned one."""
        return self.hovered if self.hovered >= 0 else self.pinned


@dataclass(frozen=True, eq=False)
class Influence:
    """One token's vectors in its sentence and in all of the sentence's variants."""

    token: TokenRef
    """Whose vectors they are."""
    tokens: tuple[str, ...]
    """The sentence as it was read."""
    how: How
    replacements: tuple[str | None, ...]
    """For every place what stood there in its variant, None where the word was taken out; the token's own means nothing."""
    before: Floats
    """In the sentence as it stands, (n_layers, dim)."""
    after: Floats
    """In the variants, (n_layers, n - 1, dim), in the order of ``places``."""

    @property
    def places(self) -> list[int]:
        """The places of the sentence's other words."""
        return [k for k in range(len(self.tokens)) if k != self.token.index]

    def variant(self, place: int) -> int:
        """Which of the n - 1 variants changes this place; -1 for the token itself and a place that is none."""
        if place == self.token.index or not 0 <= place < len(self.tokens):
            return -1
        return place - (place > self.token.index)

    def is_of(self, sentence: Sentence) -> bool:
        """Whether it still is what was read."""
        return (self.token.sentence_id, self.tokens) == (sentence.id, sentence.tokens)


@dataclass(frozen=True, eq=False)
class Baselines:
    """Mean cosines of random pairs of different loaded words; NaN with too few words."""

    layers: tuple[float, ...]
    mix: float
    """In the session's mix."""


@dataclass(frozen=True, eq=False)
class Anchors:
    """For a picture that is not linear: the pictured tokens that each variant's vector lies nearest to."""

    influence: Influence
    tokens: Sequence[TokenRef]
    """Those of the picture."""
    rows: NDArray[np.int64]
    """Which of them, (n - 1, k)."""
    weights: Floats
    """How much each counts, (n - 1, k), with sum 1."""


def followed_token(session: Session, sentence: Sentence) -> TokenRef | None:
    """The token of a sentence whose vector is followed.

    The selected one; where none or several are, the focus word's first use among them, or in the sentence; else the first
    selected, unless the whole sentence is.
    """
    selected = sorted(
        (t for t in session.selection if t.sentence_id == sentence.id and t.index < len(sentence.tokens)),
        key=lambda token: token.index,
    )
    if len(selected) == 1:
        return selected[0]
    uses = [t for t in session.occurrences if t.sentence_id == sentence.id and t.index < len(sentence.tokens)]
    chosen = [token for token in uses if token in session.selection]
    partly = selected if len(selected) < len(sentence.tokens) else []
    return next(iter((*chosen, *uses, *partly)), None)
