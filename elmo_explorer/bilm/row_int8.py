"""A matrix in bytes with one scale for each row: a quarter of float32's room, off by 1/254 of a row's largest number at most."""

from __future__ import annotations

import torch
from torch import Tensor

LARGEST = 127


def quantised_rows(matrix: Tensor) -> tuple[Tensor, Tensor]:
    """(n, d) numbers -> (n, d) int8 and (n,) float32 scales, symmetric around zero."""
    scales = matrix.float().abs().amax(dim=1) / LARGEST
    # A row of zeros stays zeros.
    divisors = torch.where(scales > 0, scales, 1.0)
    return (matrix.float() / divisors.unsqueeze(1)).round().to(torch.int8), scales


def restored_rows(quantised: Tensor, scales: Tensor) -> Tensor:
    """The reverse of :func:`quantised_rows`, float32."""
    return quantised.float() * scales.float().unsqueeze(1)
