"""The figures of an influence as the window shows them: every layer's and the mix's distances, on one scale."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from elmo_explorer.analysis.moved_distances import layer_distances, mix_distances
from elmo_explorer.session.influence import Baselines, Influence
from elmo_explorer.session.nearest import Space
from elmo_explorer.session.session import Mix, View
from elmo_explorer.ui.moved_scale import MovedScale

MIX = 0
"""The mix's row; layer k has row k + 1."""
_WEAKEST = 0.02
"""No smaller distance gets the strongest colour: noise is not blown up."""


@dataclass(frozen=True, eq=False)
class InfluenceFigures:
    """Distances by row and variant, the mix first, then the layers."""

    influence: Influence
    distances: NDArray[np.float64]
    """1 - cos, (n_layers + 1, n - 1)."""
    scales: tuple[MovedScale, ...]
    """Of each row."""
    row: int
    """The one that the words are shaded by."""

    @property
    def scale(self) -> MovedScale:
        """Of the chosen row."""
        return self.scales[self.row]

    @property
    def shown(self) -> NDArray[np.float64]:
        """The values as they are shown, (n_layers + 1, n): NaN at the followed token's place."""
        shares = np.array([[scale.shown(1.0)] for scale in self.scales])
        return np.insert(self.distances * shares, self.influence.token.index, math.nan, axis=1)

    @property
    def limit(self) -> float:
        """The value of the strongest colour, in every row the same."""
        return max(float(np.nanmax(self.shown)), _WEAKEST)

    @property
    def ranking(self) -> list[int]:
        """The other words' places, the one that matters most in the chosen row first."""
        places = self.influence.places
        order = np.argsort(-self.distances[self.row], kind="stable")
        return [places[k] for k in order.tolist()]

    def distance(self, place: int, row: int | None = None) -> float:
        """How far the vector moves with another word in this place."""
        row = self.row if row is None else row
        return float(self.distances[row, self.influence.variant(place)])

    def text(self, place: int, row: int | None = None) -> str:
        """The same, written out."""
        row = self.row if row is None else row
        return self.scales[row].text(self.distance(place, row))

    @property
    def limit_text(self) -> str:
        """The end of the colour scale."""
        return self.scale.text_of_shown(self.limit)


class FiguresMaker:
    """Keeps what no drag of the mix changes."""

    def __init__(self) -> None:
        self._layers: NDArray[np.float64] | None = None
        self._of: tuple[Influence | None, bool] = (None, False)

    def make(
        self, influence: Influence, mix: Mix, view: View, space: Space, baselines: Baselines | None
    ) -> InfluenceFigures:
        """Of the session as it is now."""
        if self._layers is None or self._of[0] is not influence or self._of[1] != mix.layer_norm:
            self._layers = layer_distances(influence.before, influence.after, mix.layer_norm)
            self._of = influence, mix.layer_norm
        of_mix = mix_distances(influence.before, influence.after, mix.weights, mix.layer_norm)
        n_layers = len(self._layers)
        random: Sequence[float] = [math.nan] * (n_layers + 1)
        if baselines is not None and len(baselines.layers) == n_layers:
            random = [baselines.mix, *baselines.layers]
        scales = tuple(MovedScale(cosine, view.corrected) for cosine in random)
        return InfluenceFigures(
            influence, np.vstack([of_mix, self._layers]), scales, shown_row(space, view.layer, n_layers)
        )

    def forget(self) -> None:
        """Hold nothing any more."""
        self._layers, self._of = None, (None, False)


def shown_row(space: Space, pictured: int | None, n_layers: int) -> int:
    """The row of a space; that of the picture where a model has no such layer."""
    layer = pictured if space == "picture" or (isinstance(space, int) and space >= n_layers) else space
    return layer + 1 if isinstance(layer, int) and layer < n_layers else MIX
