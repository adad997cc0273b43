"""One step in time of the training LSTM, element by element, forward and backward; torch.compile can fuse each into one loop."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import torch
from torch import Tensor

FORGET_BIAS = 1.0
"""Added to the forget gate before its sigmoid, as TensorFlow's LSTMCell does; it is not part of the bias that is stored."""


def step_forward(
    products: Tensor,
    recurrent: Tensor,
    cell: Tensor,
    keep: Tensor | None,
    clip: float | None,
    gates: Tensor,
    new_cell: Tensor,
    gated: Tensor,
) -> None:
    """Gates and cell of one step (the equations stand at ProjectedLstm).

    Args:
        products: W_x x_t + b, (B, 4 * cell_dim).
        recurrent: W_h h_{t-1}, (B, 4 * cell_dim).
        cell: c_{t-1}, (B, cell_dim), float32.
        keep: 0 where c_{t-1} is to count as zero, else 1, (B, 1).
        clip: bound of the cell.
        gates: takes the gates before their sigmoids, (B, 4 * cell_dim).
        new_cell: takes c_t, (B, cell_dim), float32.
        gated: takes sigmoid(o) * tanh(c_t), (B, cell_dim).
    """
    width = cell.shape[1]
    gates.copy_(products.float() + recurrent.float())
    i, j, f, o = _activated(gates, width)
    before = cell if keep is None else cell * keep
    memory = f * before + i * j
    if clip is not None:
        memory = memory.clamp(-clip, clip)
    new_cell.copy_(memory)
    gated.copy_(o * _tanh(memory))


def step_backward(
    gates: Tensor,
    cell: Tensor,
    new_cell: Tensor,
    keep: Tensor | None,
    clip: float | None,
    d_gated: Tensor,
    d_cell: Tensor,
    d_gates: Tensor,
) -> None:
    """The gradients of one step.

    Args:
        gates, cell, new_cell, keep, clip: as :func:`step_forward` had and left them.
        d_gated: gradient of ``gated``, (B, cell_dim).
        d_cell: gradient of c_t, (B, cell_dim), float32; becomes that of c_{t-1}.
        d_gates: takes the gradient of the gates before their sigmoids, (B, 4 * cell_dim).
    """
    width = cell.shape[1]
    i, j, f, o = _activated(gates, width)
    before = cell if keep is None else cell * keep
    squashed = _tanh(new_cell)
    d_gated = d_gated.float()
    # d tanh(c) = 1 - tanh(c)^2
    d_memory = d_cell + d_gated * o * (1 - squashed * squashed)
    if clip is not None:
        d_memory = d_memory * ((f * before + i * j).abs() <= clip)
    d_gates[:, :width] = d_memory * j * i * (1 - i)
    d_gates[:, width : 2 * width] = d_memory * i * (1 - j * j)
    d_gates[:, 2 * width : 3 * width] = d_memory * before * f * (1 - f)
    d_gates[:, 3 * width :] = d_gated * squashed * o * (1 - o)
    d_before = d_memory * f
    d_cell.copy_(d_before if keep is None else d_before * keep)


def _activated(gates: Tensor, width: int) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Gates i, j, f, o after their sigmoids (j: tanh), each (B, cell_dim), in float32."""
    gates = gates.float()
    return (
        gates[:, :width].sigmoid(),
        _tanh(gates[:, width : 2 * width]),
        (gates[:, 2 * width : 3 * width] + FORGET_BIAS).sigmoid(),
        gates[:, 3 * width :].sigmoid(),
    )


def _tanh(x: Tensor) -> Tensor:
    """Hyperbolic tangent; torch's sigmoid is several times faster than its tanh on a CPU."""
    return 2 * torch.sigmoid(2 * x) - 1


@cache
def compiled_steps() -> tuple[Callable[..., None], Callable[..., None]]:
    """Both steps as torch.compile makes them; on a CPU that needs a C++ compiler, on CUDA Triton."""
    return torch.compile(step_forward, dynamic=False), torch.compile(step_backward, dynamic=False)
