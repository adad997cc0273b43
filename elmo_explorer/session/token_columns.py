"""Many tokens as two columns of numbers: a million of them are made, compared and found without a Python loop."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from operator import attrgetter
from typing import overload

import numpy as np
from numpy.typing import NDArray

from elmo_explorer.session.session import TokenRef

Integers = NDArray[np.int64]

_LONGEST = 1 << 20
"""More tokens than any sentence has."""


class TokenColumns(Sequence[TokenRef]):
    """An immutable sequence of tokens; each ``TokenRef`` is made when it is asked for.

    Equal to every sequence of the same tokens in the same order; like a list it cannot be a key.
    """

    __hash__ = None  # type: ignore[assignment]

    def __init__(self, sentence_ids: Integers, indices: Integers) -> None:
        """Take two columns of one length.

        Args:
            sentence_ids: the sentence of each token, (n,).
            indices: each token's place in its sentence, from 0, (n,).

        Raises:
            ValueError: where the columns are not equally long.
        """
        self.sentence_ids = _column(sentence_ids)
        self.indices = _column(indices)
        if self.sentence_ids.shape != self.indices.shape or self.indices.ndim != 1:
            raise ValueError(
                "Tokens need as many sentence ids as indices, "
                f"got {self.sentence_ids.shape} and {self.indices.shape}."
            )

    @staticmethod
    def of(tokens: Sequence[TokenRef]) -> TokenColumns:
        """The columns of some tokens; columns themselves come back as they are."""
        if isinstance(tokens, TokenColumns):
            return tokens
        n = len(tokens)
        sentence_ids = np.fromiter(map(attrgetter("sentence_id"), tokens), np.int64, n)
        return TokenColumns(sentence_ids, np.fromiter(map(attrgetter("index"), tokens), np.int64, n))

    @staticmethod
    def empty() -> TokenColumns:
        """No tokens."""
        return TokenColumns(np.empty(0, np.int64), np.empty(0, np.int64))

    @staticmethod
    def of_sentences(ids: Integers, lengths: Integers) -> TokenColumns:
        """All tokens of some sentences, given by their ids, (n_sentences,), and lengths, (n_sentences,)."""
        ends = np.cumsum(lengths)
        n_tokens = int(ends[-1]) if len(ends) else 0
        starts = np.repeat(ends - lengths, lengths)
        return TokenColumns(np.repeat(ids, lengths), np.arange(n_tokens) - starts)

    @cached_property
    def keys(self) -> Integers:
        """One number for each token that no other token has, rising with sentence id and index, (n,)."""
        return _column(self.sentence_ids * _LONGEST + self.indices)

    def take(self, rows: Integers | NDArray[np.bool_]) -> TokenColumns:
        """The tokens of some rows, (k,) numbers or (n,) booleans."""
        return TokenColumns(self.sentence_ids[rows], self.indices[rows])

    def followed_by(self, others: TokenColumns) -> TokenColumns:
        """These tokens and then some others."""
        return TokenColumns(
            np.concatenate([self.sentence_ids, others.sentence_ids]),
            np.concatenate([self.indices, others.indices]),
        )

    def begins_with(self, others: TokenColumns) -> bool:
        """Whether the first of these tokens are all of the others, in their order."""
        n = len(others)
        return others is self or (
            n <= len(self)
            and np.array_equal(self.sentence_ids[:n], others.sentence_ids)
            and np.array_equal(self.indices[:n], others.indices)
        )

    def __len__(self) -> int:
        return len(self.indices)

    @overload
    def __getitem__(self, row: int) -> TokenRef: ...

    @overload
    def __getitem__(self, row: slice) -> TokenColumns: ...

    def __getitem__(self, row: int | slice) -> TokenRef | TokenColumns:
        if isinstance(row, slice):
            return TokenColumns(self.sentence_ids[row], self.indices[row])
        return TokenRef(int(self.sentence_ids[row]), int(self.indices[row]))

    def __iter__(self) -> Iterator[TokenRef]:
        return map(TokenRef, self.sentence_ids.tolist(), self.indices.tolist())

    def __contains__(self, token: object) -> bool:
        return isinstance(token, TokenRef) and bool(self._matches(token).any())

    def index(self, token: TokenRef, start: int = 0, stop: int | None = None) -> int:
        """The first row of a token.

        Raises:
            ValueError: where it is not here.
        """
        first, last, _ = slice(start, stop).indices(len(self))
        found = np.flatnonzero(self._matches(token)[first:last])
        if not len(found):
            raise ValueError(f"{token} is not among these tokens.")
        return first + int(found[0])

    def count(self, token: TokenRef) -> int:
        """How often a token is here."""
        return int(self._matches(token).sum())

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if isinstance(other, TokenColumns):
            return len(self) == len(other) and self.begins_with(other)
        if isinstance(other, Sequence):
            return len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))
        return NotImplemented

    def __repr__(self) -> str:
        return f"<TokenColumns of {len(self)} tokens>"

    def _matches(self, token: TokenRef) -> NDArray[np.bool_]:
        matches: NDArray[np.bool_] = (self.sentence_ids == token.sentence_id) & (self.indices == token.index)
        return matches


def _column(values: Integers) -> Integers:
    """Int64 numbers that nobody can change through this view."""
    column = np.asarray(values, np.int64).view()
    column.flags.writeable = False
    return column
