"""Layers -> one vector: gamma * sum_j softmax(w)_j h_j (Peters et al. 2018, eq. 1)."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

EPSILON = 1e-12
"""Added to the variance, as in the original."""


class ScalarMix(nn.Module):
    """The learnt weighted sum of the biLM's layers."""

    def __init__(self, n_layers: int, layer_norm: bool = False) -> None:
        """Start as the plain mean of the layers.

        Args:
            n_layers: layers to mix, L + 1.
            layer_norm: normalise every layer first, each token by itself and without gain or bias. The original's
                statistics run over a whole batch, which would make a vector depend on its neighbours in the batch.
        """
        super().__init__()
        self.layer_norm = layer_norm
        self.w = nn.Parameter(torch.zeros(n_layers))
        self.gamma = nn.Parameter(torch.ones(()))

    @property
    def weights(self) -> Tensor:
        """softmax(w), (L + 1,)."""
        return self.w.softmax(dim=0)

    def forward(self, layers: Tensor) -> Tensor:
        """Mix.

        Args:
            layers: every layer's state for every token, (L + 1, ..., D).

        Returns:
            The mixed vectors, (..., D).

        Raises:
            ValueError: another number of layers than this mix has weights for.
        """
        if layers.shape[0] != len(self.w):
            raise ValueError(f"This mix has weights for {len(self.w)} layers, got {layers.shape[0]}.")
        if self.layer_norm:
            layers = F.layer_norm(layers, layers.shape[-1:], eps=EPSILON)
        mixed: Tensor = torch.tensordot(self.weights, layers, dims=1)  # (..., D)
        return self.gamma * mixed
