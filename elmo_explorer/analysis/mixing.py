"""Weigh layers: gamma * sum_j s_j h_j (Peters et al. 2018, eq. 1)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
_TINY_VARIANCE = 1e-12


def mix_layers(
    states: NDArray[np.floating[Any]], weights: Sequence[float], gamma: float = 1.0, layer_norm: bool = False
) -> Floats:
    """The weighted sum of the layers.

    Args:
        states: (L, ..., D).
        weights: (L,).
        gamma: scales the sum.
        layer_norm: normalise every token's vector in every layer first.

    Returns:
        (..., D).

    Raises:
        ValueError: there are not as many weights as layers.
    """
    if len(weights) != len(states):
        raise ValueError(f"{len(states)} layers need as many weights, got {len(weights)}.")
    layers = normalised(states) if layer_norm else states
    scaled = np.asarray(weights, dtype=np.float32) * np.float32(gamma)
    mixed = scaled @ np.asarray(layers, dtype=np.float32).reshape(len(layers), math.prod(layers.shape[1:]))
    return np.asarray(mixed.reshape(layers.shape[1:]), dtype=np.float32)


def normalised(states: NDArray[np.floating[Any]]) -> Floats:
    """Every token's vector in every layer with mean 0 and variance 1, no gain, no bias, (..., D) -> (..., D).

    The statistics are the token's own, so that a vector does not depend on its neighbours in a batch.
    """
    centred = np.asarray(states, dtype=np.float32)
    centred = centred - centred.mean(axis=-1, keepdims=True)
    variance = np.einsum("...d,...d->...", centred, centred)[..., None] / centred.shape[-1]
    return np.asarray(centred / np.sqrt(variance + _TINY_VARIANCE), dtype=np.float32)


def typical_lengths(states: NDArray[np.floating[Any]]) -> Floats:
    """Median length of the tokens' vectors by layer, (L, N, D) -> (L,); NaN without tokens."""
    if states.shape[1] == 0:
        return np.full(len(states), np.nan, dtype=np.float32)
    return np.asarray(np.median(np.linalg.norm(states, axis=2), axis=1), dtype=np.float32)
