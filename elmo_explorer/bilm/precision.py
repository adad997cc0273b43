"""What the LSTMs' products are made in."""

from __future__ import annotations

import torch

from elmo_explorer.bilm.devices import has_fast_bfloat16

PRECISIONS = ("fp32", "bf16")


def choose_precision(name: str, device: torch.device) -> torch.dtype:
    """The torch type for ``"fp32"`` or ``"bf16"``.

    Raises:
        ValueError: no such name, or the device has no instructions for bfloat16, where it would be slower than fp32.
    """
    if name not in PRECISIONS:
        raise ValueError(f"Precision must be fp32 or bf16, got {name!r}.")
    if name == "fp32":
        return torch.float32
    if not has_fast_bfloat16(device):
        raise ValueError(
            f"Precision bf16 needs a device that multiplies in bfloat16 (a CPU with AVX-512 BF16 or AMX, or CUDA), which "
            f"this {device.type} is not; fp32 works everywhere."
        )
    return torch.bfloat16
