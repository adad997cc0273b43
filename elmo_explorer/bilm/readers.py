"""Which reader suits a network where it is."""

from __future__ import annotations

import torch

from elmo_explorer.bilm.bilm import BiLMNetwork
from elmo_explorer.bilm.block_reader import BlockReader
from elmo_explorer.bilm.cpu_reader import CpuReader
from elmo_explorer.bilm.cudnn_reader import CudnnReader, can_be_cudnn
from elmo_explorer.bilm.measured_reader import MeasuredReader
from elmo_explorer.bilm.reading import PlainReader, Reader

BF16_TOLERANCE = 1e-2
"""What two orders of the same bfloat16 products may differ by."""


def make_reader(network: BiLMNetwork, kind: torch.dtype) -> Reader:
    """A reader of the network's weights as they are now; ``kind`` is what its products are made in."""
    device = next(network.parameters()).device
    if device.type == "cpu":
        return CpuReader(network, kind)
    if device.type != "cuda":
        return PlainReader(network)
    dim = network.options.projection_dim
    if kind != torch.float32:
        rounded = {
            "blocks": BlockReader(network, kind),
            "CUDA graphs": BlockReader(network, kind, record=True),
        }
        return MeasuredReader(rounded, dim, device, tolerance=BF16_TOLERANCE)
    readers: dict[str, Reader] = {
        "plain loop": PlainReader(network),
        "CUDA graphs": BlockReader(network, record=True),
    }
    if can_be_cudnn(network):
        readers["cuDNN"] = CudnnReader(network)
    return MeasuredReader(readers, dim, device)
