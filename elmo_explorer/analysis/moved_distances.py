"""How far a token's vector moves when its sentence is changed: in every layer, and in a mix of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from elmo_explorer.analysis.mixing import mix_layers, normalised
from elmo_explorer.analysis.state_distance import cosine_distances

Floats = NDArray[np.float32]


def layer_distances(before: Floats, after: Floats, layer_norm: bool = False) -> NDArray[np.float64]:
    """1 - cos in every layer.

    Args:
        before: the token's vectors in its sentence, (L, D).
        after: its vectors in V variants of the sentence, (L, V, D).
        layer_norm: normalise every vector first, as the mix does.

    Returns:
        (L, V); 0 in layer 0, which knows no context.
    """
    one, other = (normalised(before), normalised(after)) if layer_norm else (before, after)
    return cosine_distances(np.broadcast_to(one[:, None], other.shape), other)


def mix_distances(
    before: Floats, after: Floats, weights: Sequence[float], layer_norm: bool = False
) -> NDArray[np.float64]:
    """1 - cos in a mix of the layers; gamma has no part in it.

    Args:
        before: (L, D).
        after: (L, V, D).
        weights: (L,).
        layer_norm: whether the mix normalises every token's vector in every layer first.

    Returns:
        (V,).
    """
    # One product for all: a vector that has not moved is the same to the last bit.
    mixed = mix_layers(np.concatenate([before[:, None], after], axis=1), weights, layer_norm=layer_norm)
    return cosine_distances(np.broadcast_to(mixed[:1], mixed[1:].shape), mixed[1:])


def moves_in_plane(
    before: Floats, after: Floats, basis: Floats, layer_norm: bool = False
) -> NDArray[np.float32]:
    """How far the token moves in a linear picture, in every layer: weighed as the picture is, they are its ways there.

    Args:
        before: (L, D).
        after: (L, V, D).
        basis: of the picture, (D, 2).
        layer_norm: whether the picture is of normalised layers.

    Returns:
        (L, V, 2).
    """
    one, other = (normalised(before), normalised(after)) if layer_norm else (before, after)
    return np.asarray((other - one[:, None]) @ basis, dtype=np.float32)
