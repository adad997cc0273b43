"""Some of the loaded tokens, as a picture of them alone needs them."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress

import numpy as np

from elmo_explorer.controllers.loaded_tokens import Integers, LoadedTokens
from elmo_explorer.session.session import Floats, Session, TokenRef
from elmo_explorer.session.token_places import TokenPlaces


@dataclass(frozen=True, eq=False)
class IsolatedTokens(LoadedTokens):
    """Loaded tokens of which a sentence need not have all."""

    whole: tuple[Floats, ...] = ()
    """The arrays that ``arrays`` were taken from."""

    @staticmethod
    def among(loaded: LoadedTokens, tokens: frozenset[TokenRef]) -> IsolatedTokens:
        """Those of some tokens that are loaded, in the order of the list."""
        rows = np.sort(loaded.rows(loaded.known(tuple(tokens))))
        places = np.searchsorted(loaded.ends, rows, side="right")
        kept, lengths = np.unique(places, return_counts=True)
        columns = loaded.tokens.take(rows)
        ends = np.cumsum(lengths)
        of_sentence = [part.tolist() for part in np.split(columns.indices, ends[:-1])] if len(rows) else []
        sentences = list(zip(kept.tolist(), of_sentence, strict=True))
        return IsolatedTokens(
            loaded.model,
            columns,
            tuple(tuple(loaded.words[place][k] for k in indices) for place, indices in sentences),
            tuple(loaded.arrays[place][:, indices] for place, indices in sentences),
            loaded.ids[kept],
            ends,
            tuple(loaded.arrays[place] for place, _ in sentences),
        )

    def same_as(self, other: LoadedTokens | None) -> bool:
        """Whether both hold the same tokens of the very same arrays."""
        return other is self or (
            isinstance(other, IsolatedTokens)
            and self.model == other.model
            and len(self.whole) == len(other.whole)
            and all(map(operator.is_, self.whole, other.whole))
            and self.tokens == other.tokens
        )

    def known(self, tokens: Sequence[TokenRef]) -> tuple[TokenRef, ...]:
        """Those of some tokens that are here."""
        return tuple(compress(tokens, (self._places.find(tokens) >= 0).tolist()))

    def rows(self, tokens: Sequence[TokenRef]) -> Integers:
        """Where these tokens stand, (n,); those that are not here are left out."""
        found = self._places.find(tokens)
        rows: Integers = found[found >= 0]
        return rows

    @cached_property
    def _places(self) -> TokenPlaces:
        return TokenPlaces(self.tokens)


def pictured_tokens(session: Session) -> LoadedTokens:
    """What the picture is of: everything loaded, or the isolated tokens."""
    loaded = LoadedTokens.of(session)
    if session.isolated is None:
        return loaded
    return IsolatedTokens.among(loaded, session.isolated)


def fitted_tokens(session: Session, loaded: LoadedTokens) -> tuple[TokenRef, ...]:
    """The focus word's uses among the picture's tokens, which it is fitted on; isolated tokens all count alike."""
    return loaded.known(session.occurrences) if session.isolated is None else ()
