"""The tokens that have vectors and are to be seen, in the order of the list."""

from __future__ import annotations

import operator
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import compress, pairwise

import numpy as np
from numpy.typing import NDArray

from elmo_explorer.session.session import Floats, ModelInfo, Sentence, Session, TokenRef
from elmo_explorer.session.token_columns import TokenColumns

Integers = NDArray[np.int64]
_AT_ONCE = 8192


@dataclass(frozen=True, eq=False)
class LoadedTokens:
    """Some sentences' tokens and their states, all made by one model."""

    model: str
    """Key of the model."""

    tokens: TokenColumns
    words: tuple[tuple[str, ...], ...]
    """Every sentence's words."""
    arrays: tuple[Floats, ...]
    """Every sentence's states, (n_layers, n_i, dim)."""
    ids: Integers
    """Every sentence's id, (n_sentences,)."""
    ends: Integers
    """The row behind every sentence's last token, (n_sentences,)."""

    @staticmethod
    def of(session: Session) -> LoadedTokens:
        """The embedded tokens of the pictured sentences; the same object while nothing changes.

        This is the one way to the vectors for all that is projected or compared.
        """
        global _last
        made_of = (session.sentences, session.states, session.model, session.readers)
        if _last is None or any(a is not b for a, b in zip(_last.made_of, made_of, strict=True)):
            _last = _gathered(session, made_of, _last)
        return _last.loaded

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
            and all(map(operator.is_, self.arrays, other.arrays))
            and self.tokens == other.tokens
        )

    def goes_on_from(self, other: LoadedTokens | None) -> bool:
        """Whether these are the other's tokens, with the very same states, and then perhaps some more."""
        return (
            other is not None
            and self.model == other.model
            and len(self.arrays) >= len(other.arrays)
            and all(map(operator.is_, self.arrays, other.arrays))
            and self.tokens.begins_with(other.tokens)
        )

    def known(self, tokens: Sequence[TokenRef]) -> tuple[TokenRef, ...]:
        """Those of some tokens that are loaded."""
        if not len(tokens):
            return ()
        places = self._sentence_places(TokenColumns.of(tokens))
        return tuple(compress(tokens, (places >= 0).tolist()))

    def rows(self, tokens: Sequence[TokenRef]) -> Integers:
        """Where these tokens stand, (n,); those that are not loaded are left out."""
        columns = TokenColumns.of(tokens)
        places = self._sentence_places(columns)
        here = places >= 0
        rows: Integers = self._starts[places[here]] + columns.indices[here]
        return rows

    def states(self, rows: Integers) -> Floats:
        """The vectors of some rows, (n_layers, n, dim), in their order."""
        gathered = np.empty((self.n_layers, len(rows), self.dim), np.float32)
        places = np.searchsorted(self.ends, rows, side="right")
        indices = rows - self._starts[places] if len(rows) else rows
        cuts = [0, *(np.flatnonzero(np.diff(places)) + 1).tolist(), len(rows)]
        for first, last in pairwise(cuts):
            if last > first:
                gathered[:, first:last] = self.arrays[places[first]][:, indices[first:last]]
        return gathered

    def chunks(self, from_row: int = 0, n_tokens: int = _AT_ONCE) -> Iterator[Floats]:
        """The vectors from a row on, in pieces of about ``n_tokens`` tokens, each (n_layers, n, dim)."""
        place = int(np.searchsorted(self.ends, from_row, side="right"))
        skipped = from_row - int(self._starts[place]) if place < len(self.arrays) else 0
        while place < len(self.arrays):
            full = self._starts[place] + skipped + n_tokens
            stop = min(int(np.searchsorted(self.ends, full)) + 1, len(self.arrays))
            pieces = list(self.arrays[place:stop])
            pieces[0] = pieces[0][:, skipped:]
            yield np.concatenate(pieces, axis=1)
            place, skipped = stop, 0

    def words_of(self, rows: Integers) -> list[str]:
        """The words of some rows."""
        if not len(rows):
            return []
        places = np.searchsorted(self.ends, rows, side="right")
        indices = rows - self._starts[places]
        words = self.words
        return [words[place][k] for place, k in zip(places.tolist(), indices.tolist(), strict=True)]

    @cached_property
    def _starts(self) -> Integers:
        """The row of every sentence's first token, (n_sentences,)."""
        return np.concatenate([[0], self.ends[:-1]]) if len(self.ends) else self.ends

    @cached_property
    def _order(self) -> Integers:
        """The sentences in the order of their ids, (n_sentences,)."""
        return np.argsort(self.ids, kind="stable")

    def _sentence_places(self, tokens: TokenColumns) -> Integers:
        """In which of the sentences each token stands, (n,), -1 where it is not loaded.

        A token may be kept by somebody while its sentence becomes shorter: that one is not loaded either.
        """
        ids = tokens.sentence_ids
        if not len(self.ids) or not len(ids):
            return np.full(len(ids), -1, np.int64)
        order = self._order
        at = order[np.minimum(np.searchsorted(self.ids, ids, sorter=order), len(order) - 1)]
        is_here = (self.ids[at] == ids) & (tokens.indices < self.ends[at] - self._starts[at])
        places: Integers = np.where(is_here, at, -1)
        return places


def sample_rows(rows: Integers, most: int) -> Integers:
    """The rows, or a seeded choice of ``most``, in their order."""
    if len(rows) <= most:
        return rows
    return np.sort(np.random.default_rng(0).choice(rows, most, replace=False))


_MadeOf = tuple[tuple[Sentence, ...], Mapping[int, Floats], ModelInfo | None, Mapping[str, str]]


@dataclass(frozen=True, eq=False)
class _Gathering:
    """What was gathered last, and what of it can be kept when the list goes on."""

    made_of: _MadeOf
    pictured: list[Sentence]
    n_whole: int
    """So many sentences at the beginning all had vectors."""
    loaded: LoadedTokens


_last: _Gathering | None = None
"""Several controllers ask for the same, and a million tokens take two frames to gather. Main thread alone."""


def _gathered(session: Session, made_of: _MadeOf, last: _Gathering | None) -> _Gathering:
    """Gather the sentences behind those that are as they were."""
    model = session.model.key if session.model is not None else ""
    pictured = session.pictured()
    states = session.states
    n_kept = 0
    if last is not None and last.loaded.model == model and last.n_whole:
        old = last.loaded
        n_kept = _n_same(last.pictured[: last.n_whole], pictured)
        n_kept = _n_same(old.arrays[:n_kept], list(map(states.get, old.ids[:n_kept].tolist())))
    rest = [
        (k, sentence, array)
        for k, sentence in enumerate(pictured[n_kept:], start=n_kept)
        if sentence.tokens
        and (array := states.get(sentence.id)) is not None
        and array.shape[1] == len(sentence.tokens)
    ]
    ids = np.array([sentence.id for _, sentence, _ in rest], np.int64)
    lengths = np.array([len(sentence.tokens) for _, sentence, _ in rest], np.int64)
    tokens, ends = TokenColumns.of_sentences(ids, lengths), np.cumsum(lengths)
    words = tuple(sentence.tokens for _, sentence, _ in rest)
    arrays = tuple(array for _, _, array in rest)
    n_whole = n_kept + sum(k == place for place, (k, _, _) in enumerate(rest, start=n_kept))
    if last is not None and n_kept:
        old = last.loaded
        n_rows = int(old.ends[n_kept - 1])
        tokens = old.tokens[:n_rows].followed_by(tokens) if len(tokens) else old.tokens[:n_rows]
        words, arrays = old.words[:n_kept] + words, old.arrays[:n_kept] + arrays
        ids, ends = (
            np.concatenate([old.ids[:n_kept], ids]),
            np.concatenate([old.ends[:n_kept], n_rows + ends]),
        )
    return _Gathering(made_of, pictured, n_whole, LoadedTokens(model, tokens, words, arrays, ids, ends))


def _n_same(old: Sequence[object], new: Sequence[object]) -> int:
    """How many at the beginning are the very same objects; no Python loop over 50,000 sentences."""
    differs = list(map(operator.is_not, old, new))
    return differs.index(True) if True in differs else len(differs)
