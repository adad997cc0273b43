"""The two halves of a biLM's vector: what the forward and what the backward language model has read."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Half = Literal["both", "forward", "backward"]
"""A vector whole, or one half of it."""


def half_of(vectors: NDArray[np.floating[Any]], half: Half) -> NDArray[Any]:
    """One half of some vectors, or all of them (Peters et al. 2018, sect. 3.1: h_k = [forward h_k; backward h_k]).

    The first half is the forward language model's state: it has read the word and those to its left. The second half is
    the backward model's, which has read the word and those to its right. In layer 0 both are the word vector.

    Args:
        vectors: (..., D), D even.
        half: which.

    Returns:
        (..., D / 2), or (..., D) for both; a view, nothing is copied.
    """
    middle = vectors.shape[-1] // 2
    if half == "forward":
        return vectors[..., :middle]
    return vectors[..., middle:] if half == "backward" else vectors
