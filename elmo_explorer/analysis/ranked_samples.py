"""A few of many numbers that tell how all of them are spread: evenly spaced ones in their order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class RankedSamples:
    """Of each row of numbers the samples, highest first, and the mean."""

    columns: NDArray[np.int64]
    """Where in its row each sample stands, (..., n_samples)."""
    values: NDArray[np.float32]
    """(..., n_samples)."""
    means: NDArray[np.float32]
    """Of the whole rows, (...)."""


def ranked_samples(values: NDArray[np.float32], n_samples: int) -> RankedSamples:
    """The middle one of each of ``n_samples`` equal shares of a row, when the row is in order.

    Args:
        values: (..., n); a row with NaN has NaN throughout.
        n_samples: at most n are taken.
    """
    n = values.shape[-1]
    n_samples = min(n_samples, n)
    ranks = (2 * np.arange(n_samples) + 1) * n // (2 * n_samples)
    columns = np.argsort(values, axis=-1)[..., n - 1 - ranks]
    sampled = np.take_along_axis(values, columns, axis=-1)
    return RankedSamples(columns, sampled, values.mean(axis=-1))
