"""What the LSTMs' gates did while a sentence was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from elmo_explorer.analysis.ranked_samples import RankedSamples

GateKind = Literal["input", "forget", "output", "candidate", "cell"]
GATE_KINDS: tuple[GateKind, ...] = get_args(GateKind)


@dataclass(frozen=True, eq=False)
class SentenceGates:
    """One sentence's gates by LSTM layer, direction, place and cell.

    Directions are forward, backward. Places are in the order of the sentence: its beginning, its n words, its end; the
    forward LSTM does not read the end, nor the backward one the beginning, NaN there. Cells are the LSTM's own: there are
    cell_dim of them, of which the projection makes the numbers of a vector.
    """

    sentence_id: int
    tokens: tuple[str, ...]
    model: str
    """Key of the model that read it."""
    values: Mapping[GateKind, NDArray[np.float32]]
    """Each (L, 2, n + 2, cell_dim): gates from 0, closed, to 1, open; candidates from -1 to 1; cells of any size."""
    samples: Mapping[GateKind, RankedSamples]
    """Some of each place's cells, (L, 2, n + 2, n_samples), and the mean of all."""

    @property
    def n_layers(self) -> int:
        """LSTM layers."""
        return int(self.values["input"].shape[0])

    @property
    def n_cells(self) -> int:
        """Cells of an LSTM."""
        return int(self.values["input"].shape[3])
