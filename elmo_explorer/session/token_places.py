"""Where each token stands in a list of tokens, without a Python dictionary of a million keys."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from elmo_explorer.session.session import TokenRef
from elmo_explorer.session.token_columns import TokenColumns


class TokenPlaces:
    """Finds tokens in one list; built once per list, without a pass over it where it is in order."""

    def __init__(self, tokens: Sequence[TokenRef]) -> None:
        self.tokens = tokens
        self._columns = TokenColumns.of(tokens)
        keys = self._columns.keys
        self._order: NDArray[np.int64] | None = None
        self._sorted = keys
        if not bool((keys[1:] > keys[:-1]).all()):
            self._order = np.argsort(keys, kind="stable")
            self._sorted = keys[self._order]

    def find(self, wanted: Sequence[TokenRef]) -> NDArray[np.int64]:
        """The place of each wanted token, (n,), -1 where it is not in the list."""
        return self._find(TokenColumns.of(wanted).keys)

    def from_earlier(self, earlier: TokenPlaces) -> NDArray[np.int64]:
        """For each token of this list its place in an ``earlier`` one, (n_tokens,), -1 where it is new."""
        n_before = len(earlier._columns)
        if self._columns.begins_with(earlier._columns):  # the usual change: sentences were added at the end
            places = np.arange(len(self._columns))
            places[n_before:] = -1
            return places
        return earlier._find(self._columns.keys)

    def _find(self, keys: NDArray[np.int64]) -> NDArray[np.int64]:
        if not len(self._sorted) or not len(keys):
            return np.full(len(keys), -1, np.int64)
        at = np.minimum(np.searchsorted(self._sorted, keys), len(self._sorted) - 1)
        rows = at if self._order is None else self._order[at]
        places: NDArray[np.int64] = np.where(self._sorted[at] == keys, rows, -1)
        return places
