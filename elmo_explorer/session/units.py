"""Which tokens drive one unit of the vectors highest and lowest: what is asked for, and what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from elmo_explorer.session.session import TokenRef


@dataclass(frozen=True)
class UnitAsk:
    """One number of the vectors."""

    layer: int | None
    """None for the mix."""
    unit: int
    """From 0 among all numbers of a layer, the forward half first."""


@dataclass(frozen=True, eq=False)
class UnitTokens:
    """The loaded tokens with the highest and with the lowest value of a unit."""

    ask: UnitAsk
    highest: Sequence[TokenRef]
    """Highest first."""
    highest_values: NDArray[np.float32]
    lowest: Sequence[TokenRef]
    """Lowest first."""
    lowest_values: NDArray[np.float32]
    n_tokens: int
    """How many they were chosen from."""
    n_words: int = 0
    """Where all uses of a word have the same value: how many words they were chosen from, each by its first use; else 0."""
