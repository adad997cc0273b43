"""Every token's nearest tokens by cosine, in a mix of the layers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from elmo_explorer.analysis.layout import Check, Floats, Integers
from elmo_explorer.analysis.mixing import mix_layers

_MOST_PRODUCTS = 3e8  # of one matrix product: some 10 ms
_MOST_ROWS = 1024


def unit_mix(states: NDArray[np.floating[Any]], weights: Sequence[float], layer_norm: bool) -> Floats:
    """The mixed vectors at length 1 (zeros stay zeros), (L, N, D) -> (N, D)."""
    vectors = mix_layers(states, weights, layer_norm=layer_norm)
    lengths = np.sqrt(np.einsum("nd,nd->n", vectors, vectors))
    vectors /= np.where(lengths > 0, lengths, np.float32(1.0))[:, None]
    return vectors


def exact_neighbours(unit: Floats, k: int, check: Check) -> tuple[Integers, Floats]:
    """Every vector's k nearest others, out of blocked matrix products.

    Args:
        unit: vectors of length 1, (N, D), N > k.
        k: how many.
        check: called between the blocks.

    Returns:
        Indices and cosines, the nearest first, each (N, k).
    """
    from elmo_explorer.analysis.layout_kernels import largest_of_rows

    n, dim = unit.shape
    indices, cosines = np.empty((n, k), np.int32), np.empty((n, k), np.float32)
    n_rows = int(np.clip(_MOST_PRODUCTS / (n * dim), 16, _MOST_ROWS))
    for first in range(0, n, n_rows):
        check()
        rows = slice(first, min(first + n_rows, n))
        largest_of_rows(unit[rows] @ unit.T, first, indices[rows], cosines[rows])
    return indices, cosines


def neighbours_among(unit: Floats, candidates: Sequence[Integers], k: int) -> tuple[Integers, Floats]:
    """Every vector's k nearest others among some candidates: no pass over all pairs.

    Args:
        unit: vectors of length 1, (N, D).
        candidates: tables of tokens, each (N, any); together at least k different ones in a row besides itself.
        k: how many.

    Returns:
        Indices and cosines, the nearest first, each (N, k).
    """
    from elmo_explorer.analysis.layout_kernels import nearest_of_candidates

    indices, cosines = np.empty((len(unit), k), np.int32), np.empty((len(unit), k), np.float32)
    nearest_of_candidates(unit, np.sort(np.hstack(candidates), axis=1), indices, cosines)
    return indices, cosines
