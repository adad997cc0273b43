"""How the distance that a vector moves is shown: as it is, or as a share of the distance of two random words."""

from __future__ import annotations

import math
from dataclasses import dataclass

from elmo_explorer.translation import tr
from elmo_explorer.ui.cosine_scale import no_baseline

_LEAST = 1e-6


@dataclass(frozen=True)
class MovedScale:
    """One space's distances 1 - cos, a layer's or a mix's.

    The switch for corrected cosines takes the cosine b of random pairs off every cosine. A distance has no such zero to be
    taken off; what it is worth is told by the distance of random pairs, 1 - b. Corrected, it is the share (1 - cos) / (1 - b):
    0 % has not moved, 100 % is as far away as a word that has nothing to do with it.
    """

    baseline: float
    """Mean cosine of random pairs of different loaded words; NaN with too few words."""
    wanted: bool
    """Whether the user asked for corrected values."""

    @property
    def is_known(self) -> bool:
        """Whether there is a distance to compare with."""
        return math.isfinite(self.baseline) and 1.0 - self.baseline > _LEAST

    @property
    def corrects(self) -> bool:
        """Whether shares are shown: without a baseline distances stay as they are, and the remark says so."""
        return self.wanted and self.is_known

    @property
    def random(self) -> float:
        """The distance of two random words; NaN with too few."""
        return 1.0 - self.baseline if self.is_known else math.nan

    def shown(self, distance: float) -> float:
        """The value to show."""
        return distance / self.random if self.corrects else distance

    def text(self, distance: float) -> str:
        """The value to show, written out."""
        return self.text_of_shown(self.shown(distance))

    def text_of_shown(self, value: float) -> str:
        """A value that is shown, written out."""
        return percent_figure(value) if self.corrects else distance_figure(value)

    @property
    def remark(self) -> str:
        """What a value is to be measured against."""
        if not self.is_known:
            return tr("too few words for a random pair")
        if self.corrects:
            return tr("100 % is the distance of a random pair, {random}", random=distance_figure(self.random))
        return tr("random pair {random}", random=distance_figure(self.random))

    @property
    def explanation(self) -> str:
        """The remark in full sentences."""
        if not self.is_known:
            return (
                tr("{no_baseline} Distances are shown as they are.", no_baseline=no_baseline())
                if self.wanted
                else no_baseline()
            )
        apart = tr("Two random loaded words are {random} apart here", random=distance_figure(self.random))
        return (
            tr("{apart}; every distance is shown as a share of that.", apart=apart)
            if self.corrects
            else f"{apart}."
        )


def distance_figure(value: float) -> str:
    """A distance with two digits that count: 0.31, 0.072, <0.001; a dash where there is none."""
    if not math.isfinite(value):
        return "–"
    if value == 0.0:
        return "0"
    if value < 0.0005:
        return "<0.001"
    return f"{value:.2f}" if value >= 0.0995 else f"{value:.3f}"


def percent_figure(value: float) -> str:
    """A share in percent: 24 %, 2.4 %, <0.1 %."""
    if not math.isfinite(value):
        return "–"
    if value == 0.0:
        return "0 %"
    if value < 0.0005:
        return "<0.1 %"
    return f"{100 * value:.0f} %" if value >= 0.0995 else f"{100 * value:.1f} %"
