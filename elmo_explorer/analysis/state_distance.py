"""How far two vectors of the same place are apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from elmo_explorer.analysis.halves import Half, half_of

HALVES: tuple[Half, ...] = ("forward", "backward")
Floats = NDArray[np.floating[Any]]


def cosine_distances(a: Floats, b: Floats) -> NDArray[np.float64]:
    """1 minus the cosine of each pair of vectors; exactly 0 where they are equal to the last bit, and nowhere else.

    Args:
        a: (..., D).
        b: (..., D), of the same shape.

    Returns:
        (...,), from 0 to 2; 1 where one vector is zeros and the other is not.
    """
    one, other = np.asarray(a, np.float64), np.asarray(b, np.float64)
    lengths = np.linalg.norm(one, axis=-1) * np.linalg.norm(other, axis=-1)
    cosines = np.einsum("...d,...d->...", one, other) / np.where(lengths > 0, lengths, 1.0)
    apart = np.clip(1.0 - cosines, np.finfo(np.float64).tiny, 2.0)
    return np.where((one == other).all(axis=-1), 0.0, apart)


def half_distances(a: Floats, b: Floats, rows_a: Sequence[int], rows_b: Sequence[int]) -> NDArray[np.float64]:
    """Cosine distance of the forward and of the backward halves in every layer.

    Args:
        a: a sentence's states, (L, n_a, D), the forward half of the D numbers first.
        b: another one's, (L, n_b, D).
        rows_a: which of the n_a tokens are compared, (k,).
        rows_b: with which of the n_b, (k,).

    Returns:
        (2, L, k), the forward halves' first.
    """
    one, other = a[:, list(rows_a)], b[:, list(rows_b)]
    return np.stack([cosine_distances(half_of(one, half), half_of(other, half)) for half in HALVES])


def words_until_half(distances: Floats) -> int | None:
    """After how many words two sentences are at most half as far apart as at the first word behind the change.

    Args:
        distances: at the words behind the change, in the order in which they are read, (n,).

    Returns:
        1 for the second of these words and so on; None where it does not happen before the end.
    """
    if len(distances) == 0 or not distances[0] > 0:
        return None
    below = np.flatnonzero(np.asarray(distances) <= distances[0] / 2)
    return int(below[0]) if len(below) else None
