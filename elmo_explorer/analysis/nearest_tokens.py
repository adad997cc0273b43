"""One token's nearest tokens by cosine, in any mix of the layers, out of products that no mix changes.

The mix is linear in the layers (Peters et al. 2018, eq. 1), so the product of two mixed vectors is a weighted sum of
the products of their layers, sum_ij s_i s_j h_i . q_j, and a mixed vector's length is the same with itself. One pass
over the vectors for a new token q, none for a new mix: gamma has no part in a cosine, and layer normalisation only
needs each vector's sum of numbers besides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]
Check = Callable[[], object]
"""Called between the pieces; may raise to stop."""

_AT_ONCE = 512
"""Tokens of a piece: 512 x 3 x 256 numbers stay in the processor's cache between being gathered and multiplied."""
_TINY_VARIANCE = 1e-12
_TIED = 6
"""Digits; what is equal in these is in the order of the list. More would be rounding errors of float32."""


@dataclass(frozen=True, eq=False)
class TokenMoments:
    """What the length of every token's vector in any mix depends on."""

    grams: Floats
    """h_i . h_j of every token, (L, L, N)."""
    sums: Floats
    """The sum of the numbers of every token's h_i, (L, N)."""
    dim: int
    """Numbers of a layer's vector."""

    @staticmethod
    def of(arrays: Sequence[Floats], check: Check) -> TokenMoments:
        """One pass over all vectors.

        Args:
            arrays: of each sentence (L, n_i, dim); at least one.
            check: called between the pieces.
        """
        n_layers, _, dim = arrays[0].shape
        n_tokens = sum(array.shape[1] for array in arrays)
        grams = np.empty((n_layers, n_layers, n_tokens), np.float32)
        sums = np.empty((n_layers, n_tokens), np.float32)
        ones = np.ones(dim, np.float32)
        for piece, columns in _pieces(arrays, check):
            sums[:, columns] = piece @ ones
            for i in range(n_layers):
                for j in range(i + 1):
                    grams[i, j, columns] = grams[j, i, columns] = np.einsum("nd,nd->n", piece[i], piece[j])
        return TokenMoments(grams, sums, dim)

    @property
    def n_tokens(self) -> int:
        """N."""
        return int(self.sums.shape[1])

    def followed_by(self, others: TokenMoments) -> TokenMoments:
        """These tokens and then some others."""
        return TokenMoments(
            np.concatenate([self.grams, others.grams], axis=2),
            np.concatenate([self.sums, others.sums], axis=1),
            self.dim,
        )

    @cached_property
    def deviations(self) -> Floats:
        """The standard deviation of the numbers of every token's h_i, (L, N), as in ``mixing.normalised``."""
        own = np.einsum("iin->in", self.grams)
        variance = (own - self.sums**2 / self.dim) / self.dim
        deviations: Floats = np.sqrt(np.maximum(variance, 0) + np.float32(_TINY_VARIANCE))
        return deviations

    def squared_lengths(self, weights: Sequence[float], layer_norm: bool) -> Floats:
        """Of every token's mixed vector, (N,)."""
        grams = self.grams
        if layer_norm:
            grams = _normalised(grams, self, self.sums, self.deviations)
        return np.maximum(_mixed(grams, weights), 0)


@dataclass(frozen=True, eq=False)
class TokenProducts:
    """One token's layers times every token's layers: all that its cosines in any mix need."""

    moments: TokenMoments
    row: int
    """Which of the N tokens it is."""
    products: Floats
    """h_i . q_j, (L, L, N), as ``products_with`` finds them."""

    def cosines(self, weights: Sequence[float], layer_norm: bool = False) -> Floats:
        """Of the token with every token, in a mix of the layers, (N,); 0 with a vector of zeros.

        Args:
            weights: (L,); one layer alone is 1 there and 0 elsewhere.
            layer_norm: whether the mix normalises every token's vector in every layer first.
        """
        moments = self.moments
        products = self.products
        if layer_norm:
            at = slice(self.row, self.row + 1)
            products = _normalised(products, moments, moments.sums[:, at], moments.deviations[:, at])
        squared = moments.squared_lengths(weights, layer_norm)
        lengths = np.sqrt(squared * squared[self.row])
        cosines = _mixed(products, weights) / np.where(lengths > 0, lengths, np.float32(1.0))
        return np.clip(np.where(lengths > 0, cosines, np.float32(0.0)), -1.0, 1.0)


def products_with(arrays: Sequence[Floats], query: Floats, check: Check) -> Floats:
    """One token's layers times every token's, in one pass over the vectors.

    Args:
        arrays: of each sentence (L, n_i, dim); at least one.
        query: the token's layers, (L, dim).
        check: called between the pieces.

    Returns:
        h_i . q_j, (L, L, N).
    """
    n_layers = len(query)
    n_tokens = sum(array.shape[1] for array in arrays)
    products = np.empty((n_layers, n_layers, n_tokens), np.float32)
    transposed = np.ascontiguousarray(query.T)
    for piece, columns in _pieces(arrays, check):
        flat = (
            piece.reshape(-1, piece.shape[2]) @ transposed
        )  # (L n, L): one product is faster than L of them
        products[:, :, columns] = flat.reshape(n_layers, -1, n_layers).transpose(0, 2, 1)
    return products


def highest(values: Floats, most: int, allowed: NDArray[np.bool_]) -> Integers:
    """The rows of the highest values, highest first, equal ones in their order, (at most ``most``,).

    Args:
        values: (N,).
        most: how many.
        allowed: the rows that count, (N,).
    """
    rows = np.flatnonzero(allowed)
    rounded = np.round(values[rows], _TIED)
    if len(rows) > most:
        least = np.partition(rounded, len(rows) - most)[len(rows) - most]
        kept = np.flatnonzero(rounded >= least)  # with all that tie for the last place
        rows, rounded = rows[kept], rounded[kept]
    order = np.argsort(-rounded, kind="stable")[:most]
    return rows[order]


def _pieces(arrays: Sequence[Floats], check: Check) -> Iterator[tuple[Floats, slice]]:
    """Some sentences' vectors at a time, (L, n, dim), and which of the N columns they are.

    All pieces lie in the same memory, one after the other.
    """
    n_layers, _, dim = arrays[0].shape
    ends = np.cumsum([array.shape[1] for array in arrays])
    cuts = [0]
    while cuts[-1] < len(arrays):
        start = int(ends[cuts[-1] - 1]) if cuts[-1] else 0
        cuts.append(max(cuts[-1] + 1, int(np.searchsorted(ends, start + _AT_ONCE, side="right"))))
    starts = [int(ends[cut - 1]) if cut else 0 for cut in cuts]
    memory = np.empty(n_layers * dim * int(np.diff(starts).max()), np.float32)
    for (first, last), (start, stop) in zip(pairwise(cuts), pairwise(starts), strict=True):
        check()
        piece = memory[: n_layers * dim * (stop - start)].reshape(n_layers, stop - start, dim)
        np.concatenate(arrays[first:last], axis=1, out=piece)
        yield piece, slice(start, stop)


def _mixed(products: Floats, weights: Sequence[float]) -> Floats:
    """sum_ij s_i s_j products_ij, (L, L, N) -> (N,)."""
    s = np.asarray(weights, np.float32)
    if len(s) != len(products):
        raise ValueError(f"{len(products)} layers need as many weights, got {len(s)}.")
    both = np.outer(s, s).ravel()
    used = np.flatnonzero(both)  # one layer alone is one row
    rows = products.reshape(len(both), -1)
    mixed: Floats = both[used] @ rows[used] if len(used) < len(both) else both @ rows
    return mixed


def _normalised(products: Floats, moments: TokenMoments, sums: Floats, deviations: Floats) -> Floats:
    """What h_i . q_j becomes when both vectors get mean 0 and variance 1.

    Args:
        products: (L, L, N).
        moments: of every h_i.
        sums: of q_j, (L, N) or (L, 1).
        deviations: of q_j, (L, N) or (L, 1).
    """
    means = moments.sums / np.float32(moments.dim)
    centred = products - means[:, None] * sums[None]
    normed: Floats = centred / (moments.deviations[:, None] * deviations[None])
    return normed
