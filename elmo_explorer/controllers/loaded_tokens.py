"""The tokens that have vectors and are to be seen, in the order of the list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from elmo_explorer.session.session import Floats, ModelInfo, Sentence, Session, TokenRef


@dataclass(frozen=True, eq=False)
class LoadedTokens:
    """Some sentences' tokens and their states, all made by one model."""

    model: str
    """Key of the model."""

    tokens: tuple[TokenRef, ...]
    words: tuple[tuple[str, ...], ...]
    """Every sentence's words."""
    arrays: tuple[Floats, ...]
    """Every sentence's states, (n_layers, n_i, dim)."""
    starts: Mapping[int, int]
    """Sentence id -> row of its first token."""

    @staticmethod
    def of(session: Session) -> LoadedTokens:
        """The embedded tokens of the pictured sentences; the same object while nothing changes.

        This is the one way to the vectors for all that is projected or compared.
        """
        global _last
        made_of = (session.sentences, session.states, session.model, session.readers)
        if _last is None or any(a is not b for a, b in zip(_last[0], made_of, strict=True)):
            _last = made_of, LoadedTokens._gathered(session)
        return _last[1]

    @staticmethod
    def _gathered(session: Session) -> LoadedTokens:
        kept = [
            (sentence, array)
            for sentence in session.pictured()
            if sentence.tokens
            and (array := session.states.get(sentence.id)) is not None
            and array.shape[1] == len(sentence.tokens)
        ]
        ends = np.cumsum([0, *(len(sentence.tokens) for sentence, _ in kept)]).tolist()
        return LoadedTokens(
            session.model.key if session.model is not None else "",
            tuple(chain.from_iterable(_references(s.id, len(s.tokens)) for s, _ in kept)),
            tuple(sentence.tokens for sentence, _ in kept),
            tuple(array for _, array in kept),
            {sentence.id: start for (sentence, _), start in zip(kept, ends, strict=False)},
        )

    @property
    def n_layers(self) -> int:
        """Layers of the vectors; 0 without tokens."""
        return self.arrays[0].shape[0] if self.arrays else 0

    @property
    def dim(self) -> int:
        """Numbers per vector; 0 without tokens."""
        return self.arrays[0].shape[2] if self.arrays else 0

    def same_as(self, other: LoadedTokens | None) -> bool:
        """Whether both hold the very same arrays in the same order."""
        return other is self or (
            other is not None
            and self.model == other.model
            and len(self.arrays) == len(other.arrays)
            and all(a is b for a, b in zip(self.arrays, other.arrays, strict=True))
            and self.tokens == other.tokens
        )

    def rows(self, tokens: Sequence[TokenRef]) -> NDArray[np.int64]:
        """Where these tokens stand; those that are not loaded are left out."""
        return np.array(
            [self.starts[t.sentence_id] + t.index for t in tokens if t.sentence_id in self.starts], np.int64
        )

    def states(self, rows: NDArray[np.int64]) -> Floats:
        """The vectors of some rows, (n_layers, n, dim), in their order."""
        starts = np.fromiter(self.starts.values(), np.int64, len(self.starts))
        places = np.searchsorted(starts, rows, side="right") - 1
        gathered = [
            self.arrays[place][:, row - starts[place]] for place, row in zip(places, rows, strict=True)
        ]
        return np.stack(gathered, axis=1) if gathered else np.empty((self.n_layers, 0, self.dim), np.float32)

    def words_of(self, rows: NDArray[np.int64]) -> list[str]:
        """The words of some rows."""
        starts = np.fromiter(self.starts.values(), np.int64, len(self.starts))
        places = np.searchsorted(starts, rows, side="right") - 1
        return [self.words[place][row - starts[place]] for place, row in zip(places, rows, strict=True)]


_MadeOf = tuple[tuple[Sentence, ...], Mapping[int, Floats], ModelInfo | None, Mapping[str, str]]
_last: tuple[_MadeOf, LoadedTokens] | None = None
"""Several controllers ask for the same, and 100,000 tokens take a frame to gather. Main thread alone."""


@lru_cache(maxsize=200_000)  # making 100,000 records takes longer than a frame
def _references(sentence_id: int, n_tokens: int) -> tuple[TokenRef, ...]:
    return tuple(TokenRef(sentence_id, index) for index in range(n_tokens))
