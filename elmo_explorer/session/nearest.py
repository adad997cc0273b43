"""The nearest tokens of the selected one: what is asked for, and what was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from elmo_explorer.session.session import TokenRef

Words = Literal["all", "same", "other"]
Space = Literal["picture", "mix"] | int


@dataclass(frozen=True)
class NearestAsk:
    """Which neighbours of the selected token are listed."""

    space: Space = "picture"
    """Near in what: as the picture is drawn, in the mix, or in the layer with this number."""
    words: Words = "all"
    """Tokens of the same word, in any case, or of others."""
    most: int = 100


@dataclass(frozen=True, eq=False)
class NearestTokens:
    """The tokens whose vectors make the smallest angle with one token's, among everything loaded."""

    token: TokenRef
    """Whose neighbours they are."""
    ask: NearestAsk
    layer: int | None
    """The one layer they are near in; None for the mix."""
    tokens: tuple[TokenRef, ...]
    """Nearest first, without the token itself."""
    cosines: NDArray[np.float32]
    """(n,), in the order of ``tokens``."""
    n_candidates: int
    """How many tokens they were chosen from."""
    baseline: float
    """Mean cosine of random pairs of different loaded words there; NaN with too few tokens."""
