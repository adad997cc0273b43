"""Which reader suits a network where it is."""

from __future__ import annotations

import torch

from elmo_explorer.bilm.bilm import BiLMNetwork
from elmo_explorer.bilm.cpu_reader import CpuReader
from elmo_explorer.bilm.reading import PlainReader, Reader


def make_reader(network: BiLMNetwork, kind: torch.dtype) -> Reader:
    """A reader of the network's weights as they are now; ``kind`` is what its products are made in."""
    device = next(network.parameters()).device
    if device.type == "cpu":
        return CpuReader(network, kind)
    return PlainReader(network)
