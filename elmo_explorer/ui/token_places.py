"""Where each token stands in a list of tokens, without a Python dictionary of 100,000 keys."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from elmo_explorer.session.session import TokenRef

_LONGEST = 1 << 20
"""More tokens than any sentence has."""


class TokenPlaces:
    """Finds tokens in one list; built once per list (about 15 ms for 100,000 tokens)."""

    def __init__(self, tokens: Sequence[TokenRef]) -> None:
        self.tokens = tokens
        self._keys = _keys(tokens)
        self._order = np.argsort(self._keys, kind="stable")
        self._sorted = self._keys[self._order]

    def find(self, wanted: Sequence[TokenRef]) -> NDArray[np.int64]:
        """The place of each wanted token, (n,), -1 where it is not in the list."""
        return self._find(_keys(wanted))

    def from_earlier(self, earlier: TokenPlaces) -> NDArray[np.int64]:
        """For each token of this list its place in an ``earlier`` one, (n_tokens,), -1 where it is new."""
        return earlier._find(self._keys)

    def _find(self, keys: NDArray[np.int64]) -> NDArray[np.int64]:
        if not len(self._sorted) or not len(keys):
            return np.full(len(keys), -1, np.int64)
        at = np.minimum(np.searchsorted(self._sorted, keys), len(self._sorted) - 1)
        places: NDArray[np.int64] = np.where(self._sorted[at] == keys, self._order[at], -1)
        return places


def _keys(tokens: Sequence[TokenRef]) -> NDArray[np.int64]:
    sentence_ids = np.fromiter(map(attrgetter("sentence_id"), tokens), np.int64, len(tokens))
    indices = np.fromiter(map(attrgetter("index"), tokens), np.int64, len(tokens))
    keys: NDArray[np.int64] = sentence_ids * _LONGEST + indices
    return keys
