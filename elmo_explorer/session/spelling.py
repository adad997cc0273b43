"""The spelling lab: which words were typed, and what was found for them."""

from __future__ import annotations

import operator
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from psygnal import SignalGroupDescriptor

from elmo_explorer.session.session import TokenRef

Floats = NDArray[np.float32]
MOST_WORDS = 4
"""Words that are compared at once."""
SLOT = "_"
"""Stands in a carrier sentence where the words go."""


@dataclass(frozen=True)
class SpellingAsk:
    """What is to be looked at."""

    words: tuple[str, ...] = ()
    carrier: str = ""
    """The user's own sentence with a slot; "" for a loaded one."""
    place: TokenRef | None = None
    """The slot in a loaded sentence; None follows the sentence in view."""


@dataclass(frozen=True)
class Letter:
    """A letter of a typed word."""

    text: str
    code: bytes
    """Its UTF-8."""
    n_read: int
    """How many of these bytes the model reads: its words end after 48."""
    shift: float
    """How far the word's vector moves without it, cosine distance; NaN for a letter that is not read, and for an only one."""


@dataclass(frozen=True, eq=False)
class NearTypes:
    """Word types, nearest first."""

    words: tuple[str, ...]
    cosines: Floats


@dataclass(frozen=True, eq=False)
class NearInContext:
    """Loaded tokens that are near a word in its sentence, in one layer, nearest first."""

    layer: int
    tokens: tuple[TokenRef, ...]
    cosines: Floats
    baseline: float
    """Of random pairs of loaded words in that layer; NaN with too few."""


@dataclass(frozen=True, eq=False)
class SpeltWord:
    """All that was found for one word."""

    word: str
    letters: tuple[Letter, ...]
    known: bool | None
    """Whether it is in the output vocabulary; None where the model has none."""
    spellings: NearTypes | None
    """None while the word types are not encoded."""
    contexts: tuple[NearInContext, ...]
    """For layers 1 to L; empty where nothing is loaded."""

    @property
    def n_bytes(self) -> int:
        """Bytes of UTF-8."""
        return sum(len(letter.code) for letter in self.letters)

    @property
    def n_read(self) -> int:
        """Bytes that the model reads."""
        return sum(letter.n_read for letter in self.letters)


@dataclass(frozen=True, eq=False)
class Spelling:
    """The typed words, in their order."""

    ask: SpellingAsk
    model: str
    """Name of the model that read them."""
    words: tuple[SpeltWord, ...]
    carrier: tuple[str, ...]
    """The tokens of the sentence that they were read in, with the slot."""
    place: TokenRef | None
    """Where that is a loaded sentence: the token whose place they took."""
    n_types: int
    """Word types that the spellings were compared with."""
    baseline: float
    """Of random pairs of these; NaN with too few, or while they are not encoded."""
    from_vocabulary: bool
    """The types are those of the output vocabulary, else those of the loaded sentences."""
    n_tokens: int
    """Loaded tokens that were compared with in context."""


@dataclass(frozen=True)
class Encoding:
    """The vocabulary's word types on their way."""

    n_done: int
    n_types: int
    stopped: bool = False
    """By the user."""


@dataclass
class SpellingLab:
    """Evented: ``lab.events.<field>`` emits (new, old) after every assignment that changes a field."""

    events: ClassVar[SignalGroupDescriptor] = SignalGroupDescriptor(
        equality_operators={"found": operator.is_}
    )

    ask: SpellingAsk = field(default_factory=SpellingAsk)
    carrier: str = ""
    """The sentence in view with the slot in it, as text; "" where there is none."""
    found: Spelling | None = None
    encoding: Encoding | None = None
    """None when there is nothing to encode, or all is."""
