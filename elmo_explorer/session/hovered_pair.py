"""Two tokens that the pointer is on together, as on a cell of a matrix."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from elmo_explorer.analysis.halves import Half

if TYPE_CHECKING:
    from elmo_explorer.session.session import TokenRef


@dataclass(frozen=True)
class HoveredPair:
    """The two, and how alike they are."""

    one: TokenRef
    other: TokenRef
    cosine: float
    """Of their vectors in what is compared, as it is."""
    baseline: float
    """Of random pairs there; NaN with too few words."""
    half: Half
    """Which numbers of the vectors both are of."""
