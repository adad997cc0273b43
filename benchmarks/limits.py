"""What the machine can do at most: matrix products, memory bandwidth. ``python -m benchmarks.limits`` prints it.

Every other benchmark measures these again in its own run and gives its figures as ratios to them.
"""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch

SIDE = 2048
"""Of the square matrices that are multiplied: large enough that nothing but multiplying counts."""
STREAMED_BYTES = 256 << 20
"""Read in one go for the bandwidth; several times what any cache holds."""


@dataclass(frozen=True)
class Limits:
    """The machine's own limits, measured."""

    machine: str
    """Processor, cores, system and versions in one line."""
    fp32: float
    """Multiplications and additions a second in float32 matrix products, by torch's fastest operator."""
    bf16: float | None
    """The same in bfloat16; None where the processor has no instructions for it."""
    bandwidth: float
    """Bytes a second that can be read from memory, all threads together."""

    def lines(self) -> list[str]:
        """For a table's head."""
        bf16 = "none" if self.bf16 is None else f"{self.bf16 / 1e9:,.0f} GFLOP/s"
        return [
            self.machine,
            f"matrix products fp32 {self.fp32 / 1e9:,.0f} GFLOP/s, bf16 {bf16}; "
            f"memory read at {self.bandwidth / 1e9:,.1f} GB/s",
        ]


def best_seconds(call: Callable[[], object], seconds: float = 0.5, least: int = 3) -> float:
    """The shortest of the calls that fit into ``seconds``, ``least`` at least, after one to warm up.

    The shortest is what the machine can do; anything above it is what others made it wait.
    """
    call()
    times: list[float] = []
    end = time.perf_counter() + seconds
    while len(times) < least or time.perf_counter() < end:
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return min(times)


def measure_limits(seconds: float = 0.5) -> Limits:
    """Measure for about six times ``seconds``."""
    with torch.inference_mode():
        return Limits(
            describe_machine(),
            matrix_rate(torch.float32, seconds),
            matrix_rate(torch.bfloat16, seconds) if _has_bf16() else None,
            read_bandwidth(seconds),
        )


def matrix_rate(kind: torch.dtype, seconds: float = 0.5) -> float:
    """Floating-point operations a second of (SIDE, SIDE) @ (SIDE, SIDE), by the faster of MKL and oneDNN."""
    a, b = (torch.randn(SIDE, SIDE).to(kind) for _ in range(2))
    calls: list[Callable[[], object]] = [lambda: torch.mm(a, b)]
    if torch.backends.mkldnn.is_available():
        calls.append(lambda: torch.ops.mkldnn._linear_pointwise(a, b, None, "none", [], ""))
    return 2 * SIDE**3 / min(best_seconds(call, seconds / len(calls)) for call in calls)


def read_bandwidth(seconds: float = 0.5) -> float:
    """Bytes a second of a sum over :data:`STREAMED_BYTES`."""
    numbers = torch.ones(STREAMED_BYTES // 4)
    return STREAMED_BYTES / best_seconds(numbers.sum, seconds)


def describe_machine() -> str:
    """Processor, cores, memory, system, Python and torch in one line."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = ""
    if hasattr(os, "sysconf") and "SC_PHYS_PAGES" in os.sysconf_names:
        memory = f", {os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 2**30:.0f} GiB"
    return (
        f"{_processor()}, {cores} cores, {torch.get_num_threads()} threads of torch{memory}; "
        f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, torch {torch.__version__}"
    )


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    if path.is_file():
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or "an unnamed processor"


def _has_bf16() -> bool:
    abilities = torch.cpu.get_capabilities() if hasattr(torch.cpu, "get_capabilities") else {}
    return bool(abilities.get("avx512_bf16") or abilities.get("amx_bf16"))


def main() -> None:
    """Measure and print."""
    print("\n".join(measure_limits().lines()))


if __name__ == "__main__":
    main()
