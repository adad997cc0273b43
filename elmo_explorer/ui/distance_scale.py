"""How cosine distances between a word's vectors in two sentences are drawn and written: on a logarithmic scale."""

from __future__ import annotations

import math

LOWEST = 0.001
"""Where the scale begins; it ends at 1. What is less, but not equal, is drawn at its beginning."""
TICKS = ((0.001, "0.001"), (0.01, "0.01"), (0.1, "0.1"), (1.0, "1"))
EXPLANATION = (
    "1 minus the cosine of the word's states in both sentences. Colours follow the logarithm, from 0.001 to 1, since the "
    "states come together by tenfolds; = means equal to the last bit."
)


def share(distance: float) -> float:
    """Where a distance lies on the scale, 0 to 1; NaN of NaN."""
    if math.isnan(distance):
        return math.nan
    return min(max(1 - math.log10(max(distance, LOWEST)) / math.log10(LOWEST), 0.0), 1.0)


def distance_text(distance: float) -> str:
    """Two digits that count: 0.57, 0.022, <0.001; = where both are equal to the last bit."""
    if distance == 0:
        return "="
    if distance >= 0.0995:
        return f"{distance:.2f}"
    return f"{distance:.3f}" if distance >= 0.0005 else "<0.001"
