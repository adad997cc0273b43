"""What a picture of gates shows: a row per gate, a column per word."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from elmo_explorer.ui.theme import theme


@dataclass(frozen=True, eq=False)
class GateRow:
    """One kind of gate at every word."""

    name: str
    values: NDArray[np.float32]
    """Of some cells, in the order in which they are drawn, (n_words, n_samples)."""
    cells: NDArray[np.int64]
    """Their numbers, (n_words, n_samples)."""
    means: NDArray[np.float32]
    """Of all cells, (n_words,)."""
    limit: float = 0.0
    """0 where the values go from 0, closed, to 1, open; else they go from minus this to plus this."""
    optional: bool = False
    """Left out where there is little room."""

    def share(self, value: float) -> float:
        """Where a value stands between the lower and the upper end, 0 to 1."""
        share = value if not self.limit else 0.5 + value / (2 * self.limit)
        return min(max(float(np.nan_to_num(share)), 0.0), 1.0)

    def picture(self) -> QImage:
        """One pixel per sample, one row, the words one after the other."""
        values = self.values if not self.limit else 0.5 + self.values / (2 * self.limit)
        steps = np.clip(np.rint(np.nan_to_num(values.ravel()) * 255), 0, 255).astype(np.intp)
        table = theme.diverging_lut() if self.limit else theme.sequential_lut()
        pixels = np.ascontiguousarray(table[steps][None])
        n = pixels.shape[1]
        # The array's memory ends with this function.
        return QImage(pixels.data, n, 1, n * 4, QImage.Format.Format_RGBA8888).copy()


@dataclass(frozen=True, eq=False)
class FollowedCell:
    """One cell at every word."""

    cell: int
    category: int
    """Its colour and marker."""
    values: NDArray[np.float32]
    """In every row, (n_rows, n_words)."""


@dataclass(frozen=True, eq=False)
class GateWords:
    """The columns."""

    words: tuple[str, ...]
    quiet: frozenset[int] = frozenset()
    """Columns that are no words: the sentence's beginning or end."""
    marked: int = -1
    """The column that stands out; -1 for none."""
    category: int = -1
    """Its colour."""
    backward: bool = False
    """Whether they are read from right to left."""
