"""The tokens among which random pairs are drawn: one draw for every figure that is shown."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from elmo_explorer.analysis.mixing import mix_layers, normalised
from elmo_explorer.analysis.similarity import random_pair_baseline
from elmo_explorer.controllers.loaded_tokens import LoadedTokens, sample_rows
from elmo_explorer.session.session import Floats

MOST_DRAWN = 2000
"""Tokens that pairs are drawn from; a seeded sample of more."""


@dataclass(frozen=True, eq=False)
class RandomPairs:
    """Loaded tokens, whatever the focus word is: the same tokens have the same baselines in every tab."""

    states: Floats
    """(L, n, D), normalised where the mix normalises."""
    words: tuple[str, ...]

    @staticmethod
    def of(loaded: LoadedTokens, layer_norm: bool) -> RandomPairs:
        """Gather them."""
        rows = sample_rows(np.arange(len(loaded.tokens)), MOST_DRAWN)
        states = loaded.states(rows)
        return RandomPairs(normalised(states) if layer_norm else states, tuple(loaded.words_of(rows)))

    def in_layers(self) -> list[float]:
        """The mean cosine of random pairs in every layer; NaN with too few words."""
        return [random_pair_baseline(layer, self.words) for layer in self.states]

    def in_mix(self, weights: tuple[float, ...]) -> float:
        """The same in a mix."""
        return random_pair_baseline(mix_layers(self.states, weights), self.words)
