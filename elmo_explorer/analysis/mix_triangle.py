"""Values known at a lattice of mixes of three layers, read anywhere in their triangle."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray


class TriangleLattice:
    """Values at the mixes (a, b, c) / n with a + b + c = n, linear between them."""

    def __init__(self, weights: ArrayLike, values: ArrayLike) -> None:
        """Lay out the values.

        Args:
            weights: (m, 3), every mix of the lattice once, in any order; m = (n + 1)(n + 2) / 2.
            values: (m,).

        Raises:
            ValueError: where the mixes are no such lattice.
        """
        s = np.asarray(weights, dtype=np.float64)
        self.n = round((np.sqrt(8 * len(s) + 1) - 3) / 2)
        if self.n < 1 or (self.n + 1) * (self.n + 2) // 2 != len(s) or s.shape[1:] != (3,):
            raise ValueError(
                f"A lattice over the triangle has (n + 1)(n + 2) / 2 mixes of 3 layers, got {s.shape}."
            )
        at = np.rint(s * self.n).astype(np.int64)
        self._grid = np.full((self.n + 2, self.n + 2), np.nan)
        self._grid[at[:, 0], at[:, 1]] = np.asarray(values, dtype=np.float64)
        if np.abs(s * self.n - at).max() > 1e-3 or len(np.unique(at, axis=0)) != len(s):
            raise ValueError(f"The mixes do not lie on a lattice of {self.n} steps.")

    def at(self, weights: ArrayLike) -> NDArray[np.float64]:
        """The values at any mixes; points outside the triangle take the nearest border's, roughly.

        Args:
            weights: (..., 3).

        Returns:
            (...); NaN where a neighbour is NaN.
        """
        s = np.clip(np.asarray(weights, dtype=np.float64), 0.0, None)
        s = s / s.sum(axis=-1, keepdims=True)
        x, y = s[..., 0] * self.n, s[..., 1] * self.n
        i = np.minimum(np.floor(x + 1e-9).astype(np.int64), self.n - 1)
        j = np.minimum(np.floor(y + 1e-9).astype(np.int64), self.n - 1 - i)
        j = np.maximum(j, 0)
        u, v = x - i, y - j
        upper = u + v > 1.0 + 1e-9  # the small triangle that points the other way
        a = self._read(i, j, upper)
        b, c = self._grid[i + 1, j], self._grid[i, j + 1]
        result: NDArray[np.float64] = np.where(
            upper, a * (u + v - 1.0) + b * (1.0 - v) + c * (1.0 - u), a * (1.0 - u - v) + b * u + c * v
        )
        return result

    def _read(self, i: NDArray[Any], j: NDArray[Any], upper: NDArray[np.bool_]) -> NDArray[np.float64]:
        corner: NDArray[np.float64] = np.where(upper, self._grid[i + 1, j + 1], self._grid[i, j])
        return corner
