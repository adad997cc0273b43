"""One number of every token's vector, in every layer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from elmo_explorer.analysis.mixing import normalised

Floats = NDArray[np.float32]
Check = Callable[[], object]
"""Called between the pieces; may raise to stop."""

_AT_ONCE = 256


def unit_values(arrays: Sequence[Floats], unit: int, check: Check, layer_norm: bool = False) -> Floats:
    """The unit's value for every token.

    Args:
        arrays: of each sentence (L, n_i, dim).
        unit: from 0 to dim - 1.
        check: called between the pieces.
        layer_norm: as in the mix with layer normalisation, out of vectors with mean 0 and variance 1.

    Returns:
        (L, N).
    """
    pieces = []
    for first in range(0, len(arrays), _AT_ONCE):
        check()
        some = arrays[first : first + _AT_ONCE]
        if layer_norm:
            pieces.append(normalised(np.concatenate(some, axis=1))[:, :, unit])
        else:
            pieces.append(np.concatenate([array[:, :, unit] for array in some], axis=1))
    return np.concatenate(pieces, axis=1)
