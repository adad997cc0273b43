"""The highway layer (Srivastava et al. 2015)."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from elmo_explorer.bilm.prepared_matrix import linear


class Highway(nn.Module):
    """carry * x + (1 - carry) * relu(W_t x + b_t), with carry = sigmoid(W_c x + b_c).

    bilm-tf's gate of the same name is 1 - carry: it weighs the transformed half.
    """

    def __init__(self, dim: int) -> None:
        super().__init__()
        self.transform = nn.Linear(dim, dim)
        self.carry = nn.Linear(dim, dim)
        nn.init.normal_(self.transform.weight, std=dim**-0.5)
        nn.init.zeros_(self.transform.bias)
        nn.init.normal_(self.carry.weight, std=dim**-0.5)
        nn.init.constant_(self.carry.bias, 2.0)  # at first most of the input is carried through

    def forward(self, x: Tensor) -> Tensor:
        """(n, dim) -> (n, dim)."""
        carry = torch.sigmoid(linear(x, self.carry.weight, self.carry.bias))
        return carry * x + (1 - carry) * torch.relu(linear(x, self.transform.weight, self.transform.bias))
