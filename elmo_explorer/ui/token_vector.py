"""One token's vector as the view shows it: one layer, or the mix."""

from __future__ import annotations

import numpy as np

from elmo_explorer.session.session import Floats, Mix


def token_vector(layers: Floats, mix: Mix, layer: int | None) -> Floats:
    """The vector of one token.

    Args:
        layers: its state at every layer, (n_layers, dim).
        mix: weights, gamma, and whether each layer is normalised first.
        layer: the one layer shown; None for the mix.

    Returns:
        (dim,).
    """
    if layer is not None:
        one: Floats = layers[layer]
        return one
    values = layers.astype(np.float64)
    if mix.layer_norm:
        centred = values - values.mean(axis=1, keepdims=True)
        values = centred / np.sqrt((centred**2).mean(axis=1, keepdims=True) + 1e-12)
    mixed: Floats = (mix.gamma * np.asarray(mix.weights) @ values).astype(np.float32)
    return mixed
