"""How a cosine is shown: as it is, or less that of random pairs; the same in every view."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from elmo_explorer.analysis.similarity import FEWEST_WORDS, corrected
from elmo_explorer.session.session import Comparison, View
from elmo_explorer.translation import mark, tr
from elmo_explorer.ui.widgets.heat_map import figure

_TOO_FEW = mark("too few words for a baseline")


def no_baseline() -> str:
    """Why there is no random pair to compare with."""
    return tr("A random-pair baseline needs {n} different loaded words.", n=FEWEST_WORDS)


@dataclass(frozen=True)
class CosineScale:
    """One space's cosines, a layer's or a mix's."""

    baseline: float
    """What random pairs of different loaded words have there; NaN with too few words."""
    wanted: bool
    """Whether the user asked for corrected values."""

    @staticmethod
    def of_view(view: View, comparison: Comparison | None) -> CosineScale:
        """Of what is pictured."""
        return CosineScale(math.nan if comparison is None else comparison.mix_baseline, view.corrected)

    @staticmethod
    def of_layers(view: View, comparison: Comparison | None, n_layers: int) -> list[CosineScale]:
        """Of every layer."""
        baselines = [math.nan] * n_layers
        if comparison is not None and len(comparison.baseline) == n_layers:
            baselines = comparison.baseline.tolist()
        return [CosineScale(baseline, view.corrected) for baseline in baselines]

    @property
    def is_known(self) -> bool:
        """Whether there is a baseline."""
        return math.isfinite(self.baseline)

    @property
    def corrects(self) -> bool:
        """Whether values are shown corrected: without a baseline they stay as they are, and the remark says so."""
        return self.wanted and self.is_known

    def shown(self, cosine: float) -> float:
        """The value to show for a cosine."""
        return corrected(cosine, self.baseline) if self.corrects else cosine

    def shown_all(self, cosines: NDArray[np.floating]) -> NDArray[np.floating]:
        """The values to show for many."""
        return corrected(cosines, self.baseline) if self.corrects else cosines

    def text(self, cosine: float) -> str:
        """The value to show, written out."""
        return figure(self.shown(cosine))

    @property
    def shown_baseline(self) -> float:
        """Where random pairs are among the shown values; NaN with too few words."""
        return self.shown(self.baseline)

    @property
    def name(self) -> str:
        """What the shown values are called."""
        return tr("corrected") if self.corrects else tr("cosine")

    @property
    def remark(self) -> str:
        """What a value is to be measured against."""
        if not self.is_known:
            return tr(_TOO_FEW)
        return (
            tr("less random pair {baseline}", baseline=figure(self.baseline))
            if self.corrects
            else tr("random pair {baseline}", baseline=figure(self.baseline))
        )

    @property
    def short_remark(self) -> str:
        """The remark where there is little room."""
        if not self.is_known:
            return tr("no baseline")
        return (
            tr("less random {baseline}", baseline=figure(self.baseline))
            if self.corrects
            else tr("random {baseline}", baseline=figure(self.baseline))
        )

    @property
    def explanation(self) -> str:
        """The remark in full sentences."""
        if not self.is_known:
            return (
                tr("{no_baseline} Cosines are shown as they are.", no_baseline=no_baseline())
                if self.wanted
                else no_baseline()
            )
        text = tr("Two random loaded words have a cosine of {baseline} here", baseline=figure(self.baseline))
        return (
            tr("{said}; it is taken off every cosine.", said=text)
            if self.corrects
            else tr("{said}: what is more tells something.", said=text)
        )


def shown_by_layer(cosines: NDArray[np.floating], scales: Sequence[CosineScale]) -> NDArray[np.floating]:
    """The values to show for one cosine in each layer, (n_layers,)."""
    return np.array([scale.shown(float(value)) for value, scale in zip(cosines, scales, strict=True)])
