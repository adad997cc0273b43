"""Whether a network fits into the memory, before hours are spent on its text."""

from __future__ import annotations

import os

import torch

from elmo_explorer.bilm.bilm import BiLMNetwork
from elmo_explorer.bilm.unset import unset_weights
from elmo_explorer.training.config import TrainingConfig

_BYTES = 4


def check_memory(config: TrainingConfig, device: str) -> None:
    """Refuse a network that the device cannot hold, whatever the text is.

    A system may promise more memory than it has and kill the process that uses it, without a word.

    Raises:
        ValueError: the sentence says what it takes and what is there.
    """
    with unset_weights():
        n_weights = sum(parameter.numel() for parameter in BiLMNetwork(config.model).parameters())
    # The weights, their gradients, and Adam's two means.
    needed = n_weights * _BYTES * (5 if config.average else 4)
    there = _memory(device)
    if there is not None and needed > there:
        raise ValueError(
            f"The network of [model] has {n_weights:,} weights, which take {needed / 1e9:,.1f} GB while they are trained; "
            f"{device} has {there / 1e9:,.1f} GB. A smaller cell_dim, projection_dim or n_layers helps."
        )


def _memory(device: str) -> int | None:
    """Bytes in all; None where the system does not say."""
    if device.startswith("cuda"):
        return int(torch.cuda.get_device_properties(device).total_memory)
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return None
