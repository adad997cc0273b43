"""Where cosine distances between a word's vectors in two sentences lie on a logarithmic scale."""

from __future__ import annotations

import math

from elmo_explorer.translation import mark

LOWEST = 0.001
"""Where the scale begins; it ends at 1. What is less, but not equal, is drawn at its beginning."""
EQUAL = "="
"""Stands for a distance between vectors that are equal to the last bit."""
TICKS = ((0.001, "0.001"), (0.01, "0.01"), (0.1, "0.1"), (1.0, "1"))
SHARE_TICKS = ((0.001, "0.1 %"), (0.01, "1 %"), (0.1, "10 %"), (1.0, "100 %"))
EXPLANATION = mark(
    "1 minus the cosine of the word's states in both sentences. Colours follow the logarithm, from 0.001 to 1, since the "
    "states come together by tenfolds; = means equal to the last bit."
)


def share(distance: float) -> float:
    """Where a distance lies on the scale, 0 to 1; NaN of NaN."""
    if math.isnan(distance):
        return math.nan
    return min(max(1 - math.log10(max(distance, LOWEST)) / math.log10(LOWEST), 0.0), 1.0)
