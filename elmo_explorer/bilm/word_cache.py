"""Every word type's vector, encoded once and kept while there is room."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from elmo_explorer.bilm.characters import boundary_character_ids, character_ids

MAX_BYTES = 128 << 20
"""Memory that the vectors may take; one batch's own words always fit."""
MAX_WORDS = 100_000
"""Word types at most: their spellings take memory too."""
ENCODED_AT_ONCE = 512
"""Word types that go through the convolutions together."""

BEGIN, END = 0, 1
"""The rows of the two sentence boundaries, which no spelling of a word can reach."""


class WordCache:
    """A table of word vectors that grows up to a bound and then starts anew."""

    def __init__(
        self,
        encode: Callable[[Tensor], Tensor],
        dim: int,
        max_characters: int,
        device: torch.device,
        max_words: int | None = None,
    ) -> None:
        """Begin with the two sentence boundaries.

        Args:
            encode: character ids (n_words, max_characters) -> vectors (n_words, dim).
            dim: numbers per vector.
            max_characters: character ids per word.
            device: where ids and vectors are.
            max_words: the bound; None takes :data:`MAX_WORDS`, or what fits into :data:`MAX_BYTES`.
        """
        self._encode = encode
        self._max_characters = max_characters
        self._device = device
        self.max_words = max(1, min(MAX_WORDS, MAX_BYTES // (4 * dim))) if max_words is None else max_words
        self._rows: dict[str, int] = {}
        boundaries = np.stack([boundary_character_ids(begin, max_characters) for begin in (True, False)])
        self._boundaries = self._encoded(boundaries)
        self._table = self._boundaries

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def table(self) -> Tensor:
        """Row -> vector, (n_rows, dim); rows count from :meth:`rows`' last answer."""
        return self._table

    def rows(self, words: Iterable[str]) -> dict[str, int]:
        """Make sure that all these words are in the table.

        Returns:
            Word -> row of the table; holds the words asked for and maybe others.
        """
        types = dict.fromkeys(words)
        new = [word for word in types if word not in self._rows]
        if not new:
            return self._rows
        if len(self._rows) + len(new) > self.max_words:
            self._rows = {}
            self._table = self._boundaries
            new = list(types)
        # Words of like length together: the convolutions then read little padding.
        new.sort(key=lambda word: len(word.encode("utf-8", errors="replace")))
        parts = [
            self._encoded(character_ids(new[start : start + ENCODED_AT_ONCE], self._max_characters))
            for start in range(0, len(new), ENCODED_AT_ONCE)
        ]
        self._append(torch.cat(parts), new)
        return self._rows

    def _append(self, vectors: Tensor, words: list[str]) -> None:
        used = len(self._rows) + 2
        needed = used + len(words)
        if needed > len(self._table):
            # Grown by half at least, so that many small batches do not copy the table each time.
            room = self._table.new_zeros(max(needed, len(self._table) * 3 // 2) - used, self._table.shape[1])
            self._table = torch.cat([self._table[:used], room])
        self._table[used:needed] = vectors
        self._rows.update((word, used + index) for index, word in enumerate(words))

    def _encoded(self, ids: NDArray[np.int64]) -> Tensor:
        # TF32 would round the convolutions to three digits on recent NVIDIA devices.
        with torch.backends.cudnn.flags(allow_tf32=False):
            return self._encode(torch.from_numpy(ids).to(self._device))
