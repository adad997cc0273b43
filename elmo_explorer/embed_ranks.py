"""``embed`` in several processes, as torchrun starts them: shares of the text, and one file in the end."""

from __future__ import annotations

import glob
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import IO

import h5py
import torch
import torch.distributed as dist

from elmo_explorer.disk_space import check_space
from elmo_explorer.embed_file import LIBVER, Share

_NEVER = timedelta(days=30)
"""A process may be done long before another: nobody gives up waiting while the others live."""
_SEEN = 90.0
"""Seconds after which a file that another machine wrote shows in a shared folder."""


_LOST = "Another process of this run ended before its share was written: nothing is kept."


class RankLostError(ValueError):
    """Another process of the run is no longer there."""


@dataclass(frozen=True)
class EmbedRanks:
    """This process among those that embed one text."""

    rank: int
    count: int

    @property
    def is_first(self) -> bool:
        """Whether this process reports and writes the result."""
        return self.rank == 0

    def gather(self, value: int) -> list[int]:
        """Every process's value, by rank; waits for the last of them.

        Raises:
            RankLostError: a process ended before.
        """
        # Over TCP from the CPU's memory: a process that dies closes its connections, and all others notice.
        values = [torch.zeros(1, dtype=torch.int64) for _ in range(self.count)]
        try:
            work = dist.all_gather(values, torch.tensor([value]), async_op=True)
            while not work.is_completed():
                time.sleep(0.05)  # in Python, where Ctrl+C and a polite kill are heard
            work.wait()
        except RuntimeError:
            raise RankLostError(_LOST) from None
        return [int(number) for number in values]

    def first_error(self, error: str) -> tuple[int, str] | None:
        """The first rank that has an error to tell, and the error; None where all go on.

        Raises:
            RankLostError: a process ended before.
        """
        errors = [""] * self.count
        try:
            dist.all_gather_object(errors, error)
        except RuntimeError:
            raise RankLostError(_LOST) from None
        return next(((rank, text) for rank, text in enumerate(errors) if text), None)


def join_embed_ranks() -> EmbedRanks:
    """Meet the other processes."""
    dist.init_process_group("gloo", timeout=_NEVER)
    return EmbedRanks(dist.get_rank(), dist.get_world_size())


def leave_embed_ranks() -> None:
    """Say good-bye to them."""
    dist.destroy_process_group()


def rank_device(device: str) -> str:
    """The device of this process: with CUDA the one of its number on this machine, else what was asked for."""
    if device in ("auto", "cuda") and torch.cuda.is_available():
        return f"cuda:{int(os.environ.get('LOCAL_RANK', '0')) % torch.cuda.device_count()}"
    return device


def part_file(output: Path, rank: int) -> Path:
    """Where a process writes its share, beside the result: on a folder that all machines have."""
    return output.with_name(f".{output.name}.rank-{rank}")


def remove_parts(output: Path) -> None:
    """Take away what processes have left beside the result, those that were killed as well."""
    name = f".{glob.escape(output.name)}.rank-*"
    for part in [*output.parent.glob(name), *output.parent.glob(f".{name}.part")]:
        part.unlink(missing_ok=True)


def share_of(path: Path, ranks: EmbedRanks) -> Share:
    """This process's lines: contiguous, about as many bytes as every other's, each line in one share.

    Raises:
        RankLostError: another process ended before.
        OSError: the file cannot be read.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        start, end = (_line_start(file, size * rank // ranks.count) for rank in (ranks.rank, ranks.rank + 1))
        file.seek(start)
        n_lines = 0
        while file.tell() < end:
            block = file.read(min(1 << 20, end - file.tell()))
            n_lines += block.count(b"\n")
            if file.tell() == end and not block.endswith(b"\n"):  # the last line of all
                n_lines += 1
    before = ranks.gather(n_lines)[: ranks.rank]
    return Share(start, end, sum(before), n_lines)


def _line_start(file: IO[bytes], place: int) -> int:
    """Where the first line begins that begins at ``place`` or later."""
    if place == 0:
        return 0
    file.seek(place - 1)
    file.readline()
    return file.tell()


def join_parts(parts: Sequence[tuple[Path, Share]], output: Path) -> Iterator[int]:
    """Make one file of the processes' files, which are used up; written aside and renamed when it is whole.

    Args:
        parts: each process's file and what is in it, by rank.
        output: the result.

    Yields:
        The number of sentences in the file so far, now and then.

    Raises:
        ValueError: a part cannot be seen from this machine, or the disk is full.
        OSError: a file cannot be read or written.
    """
    for path, _ in parts:
        _wait_for(path)
    whole = parts[0][0]  # the others' sentences are put behind its own
    done = parts[0][1].n_lines
    check_space(whole.parent, sum(path.stat().st_size for path, _ in parts[1:]))
    with h5py.File(whole, "a", libver=LIBVER) as file:
        for path, share in parts[1:]:
            with h5py.File(path, "r") as part:
                for number in range(share.first_line, share.first_line + share.n_lines):
                    name = str(number)
                    file.create_dataset(name, data=part[name][...])
                    done += 1
                    if done % 2048 == 0:
                        yield done
            yield done
    whole.replace(output)


def _wait_for(path: Path) -> None:
    """Shared folders show other machines' files late."""
    deadline = time.monotonic() + _SEEN
    while not path.exists():
        if time.monotonic() > deadline:
            raise ValueError(
                f"The share of another process should stand at {path}, and does not: "
                "the output must lie in a folder that all machines share."
            )
        os.listdir(path.parent)  # asks the server anew
        time.sleep(0.5)
