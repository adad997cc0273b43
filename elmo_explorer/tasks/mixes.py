"""Many mixes of the layers at once: for every seed the learned one and those it is compared with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import torch
from torch import Tensor, nn


class SeededMixes(nn.Module):
    """S seeds of C mixes: gamma * sum_j softmax(w)_j h_j (Peters et al. 2018, eq. 1), as :class:`ScalarMix` for each.

    Of each seed's mixes the first has a w to learn; the others' weights are given. All have a gamma to learn.
    """

    def __init__(self, n_seeds: int, n_layers: int, given: Sequence[Sequence[float]]) -> None:
        """Start as the plain average, gamma 1.

        Args:
            n_seeds: S.
            n_layers: L.
            given: (C - 1, L) weights of the mixes that learn none.
        """
        super().__init__()
        self.w = nn.Parameter(torch.zeros(n_seeds, n_layers))
        self.gamma = nn.Parameter(torch.ones(n_seeds, len(given) + 1))
        self.register_buffer(
            "given", torch.tensor([list(map(float, row)) for row in given]).view(-1, n_layers)
        )

    @property
    def weights(self) -> Tensor:
        """(S, C, L)."""
        learned = self.w.softmax(dim=1)[:, None]
        given = cast(Tensor, self.given)
        return torch.cat([learned, given.expand(len(self.w), -1, -1)], dim=1)

    def penalty(self) -> Tensor:
        """||w||^2 of each seed, (S,); 0 is the plain average."""
        return self.w.square().sum(dim=1)


def mix(weights: Tensor, gamma: Tensor, states: Tensor) -> Tensor:
    """Every seed's and choice's mix of every example.

    Args:
        weights: (S, C, L).
        gamma: (S, C).
        states: (S, ..., L, D), or (1, ..., L, D) where all seeds see the same.

    Returns:
        (S, C, ..., D).
    """
    layers = states.movedim(-2, 1)  # (S, L, ..., D)
    scaled = weights * gamma[..., None]
    mixed: Tensor = scaled @ layers.flatten(2)  # (S, C, ... * D)
    result: Tensor = mixed.unflatten(2, layers.shape[2:])
    return result
