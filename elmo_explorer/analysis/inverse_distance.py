"""Where a new vector belongs in a picture that has no formula: at the weighted mean of its nearest neighbours' places."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
N_NEAREST = 15
"""As many neighbours as the layouts are made of."""
_TOUCHES = 1e-7


def nearest_with_weights(
    vectors: Floats, unit_tokens: Floats, n_nearest: int = N_NEAREST
) -> tuple[NDArray[np.int64], Floats]:
    """The tokens nearest to each vector by cosine, and how much each counts.

    The weight is that of inverse distance, 1 / d^2 (Shepard 1968), d = 1 - cos: a vector that has not moved from a token
    lies where the token lies, one that moves a little, near it. A layout of neighbourhoods does not keep distances; so a
    place found like this is approximate.

    Args:
        vectors: (V, D), of any length.
        unit_tokens: (N, D), of length 1.
        n_nearest: how many.

    Returns:
        Rows of the tokens and weights with sum 1, (V, k) each; k is at most N.
    """
    k = min(n_nearest, len(unit_tokens))
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    cosines = (vectors / np.where(lengths > 0, lengths, 1.0)) @ unit_tokens.T  # (V, N)
    rows = np.argpartition(-cosines, k - 1, axis=1)[:, :k] if k else np.empty((len(vectors), 0), np.int64)
    distances = np.maximum(1.0 - np.take_along_axis(cosines, rows, axis=1).astype(np.float64), _TOUCHES)
    weights = 1.0 / distances**2
    return rows, np.asarray(weights / weights.sum(axis=1, keepdims=True), dtype=np.float32)
