"""The processes of one run, as torchrun starts them."""

from __future__ import annotations

import os
from dataclasses import dataclass

import torch
import torch.distributed as dist
from torch import Tensor


@dataclass(frozen=True)
class Ranks:
    """This process among those of its run; alone unless told otherwise."""

    rank: int = 0
    count: int = 1
    device: str = "cpu"
    """Where numbers must lie that travel between the processes."""

    @property
    def is_first(self) -> bool:
        """Whether this process reports and writes files."""
        return self.rank == 0

    def share(self, n: int) -> range:
        """The streams of this process where each reads ``n``."""
        return range(self.rank * n, (self.rank + 1) * n)

    def sums(self, *values: float) -> list[float]:
        """Each value summed over the processes."""
        if self.count == 1:
            return list(values)
        tensor = torch.tensor(values, dtype=torch.float64, device=self.device)
        dist.all_reduce(tensor)
        return [float(value) for value in tensor.tolist()]

    def agree_on_most(self, value: float) -> float:
        """The largest value that a process has."""
        if self.count == 1:
            return value
        tensor = torch.tensor(value, dtype=torch.float64, device=self.device)
        dist.all_reduce(tensor, dist.ReduceOp.MAX)
        return float(tensor)

    def agree(self, *wishes: bool) -> list[bool]:
        """Whether any process wishes each."""
        return [total > 0 for total in self.sums(*map(float, wishes))]

    def gather(self, tensor: Tensor, dim: int) -> Tensor:
        """The tensors of all processes, by rank, joined along ``dim``."""
        if self.count == 1:
            return tensor
        parts = [torch.empty_like(tensor) for _ in range(self.count)]
        dist.all_gather(parts, tensor.contiguous())
        return torch.cat(parts, dim=dim)

    def leave(self) -> None:
        """Say good-bye to the other processes."""
        if self.count > 1:
            dist.destroy_process_group()


def join_ranks(device: str) -> tuple[Ranks, str]:
    """Meet the other processes that torchrun started, where it did.

    Args:
        device: ``cpu`` or ``cuda``; each process takes the CUDA device of its own local rank.

    Returns:
        The processes and this one's device.
    """
    count = int(os.environ.get("WORLD_SIZE", "1"))
    if count == 1:
        return Ranks(), device
    if device.startswith("cuda"):
        device = f"cuda:{int(os.environ.get('LOCAL_RANK', '0')) % torch.cuda.device_count()}"
        torch.cuda.set_device(device)
    dist.init_process_group("nccl" if device.startswith("cuda") else "gloo")
    return Ranks(dist.get_rank(), count, device), device
