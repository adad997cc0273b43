"""The CUDA rows of ``python -m benchmarks.inference``."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

import numpy as np
import torch

from benchmarks.report import Report
from elmo_explorer import BiLM
from elmo_explorer.bilm.options import ModelOptions

_BATCHES = (1, 64)
_N_WORDS = 20
_SIDE = 4096
_STREAMED_BYTES = 1 << 30


def cuda_table(
    report: Report,
    make: Callable[[ModelOptions], BiLM],
    shapes: Mapping[str, ModelOptions],
) -> None:
    """Batches of 1 and 64 beside the card's bandwidth and matrix products, and through the window's own worker.

    Args:
        report: gets the table; without a device, the sentence that nothing was measured.
        make: a biLM of a shape with random weights on the device.
        shapes: by their names.
    """
    if not torch.cuda.is_available():
        report.bar("CUDA: launch cost, batches of 1 and 64", "there is no CUDA device on this machine", None)
        return
    rate, bandwidth = _limits()
    table = report.table(
        "CUDA",
        ["model", "what", "ms", "tokens/s", "limit ms", "times the limit", "read by"],
        f"{torch.cuda.get_device_name()}, fp32 products {rate / 1e12:.1f} TFLOP/s, "
        f"memory read at {bandwidth / 1e9:,.0f} GB/s.",
    )
    random = np.random.default_rng(0)
    words = ["".join(random.choice(list("abcdefghij"), 6)) for _ in range(500)]
    for name, options in shapes.items():
        bilm = make(options)
        bilm.embed([[word] for word in words])
        for n_rows in _BATCHES:

            def read(n_rows: int = n_rows, bilm: BiLM = bilm) -> None:
                bilm.embed([list(random.choice(words, _N_WORDS)) for _ in range(n_rows)])

            seconds = _median(read)
            limit = _hardware_seconds(options, n_rows, rate, bandwidth)
            table.rows.append(
                [
                    name,
                    f"{n_rows} x {_N_WORDS} words",
                    seconds * 1e3,
                    n_rows * _N_WORDS / seconds,
                    limit * 1e3,
                    seconds / limit,
                    _chosen(bilm),
                ]
            )

        def read_by_worker(bilm: BiLM = bilm) -> None:
            _through_the_worker(bilm, list(random.choice(words, _N_WORDS)))

        worker = _median(read_by_worker) * 1e3
        table.rows.append([name, "1 x 20 words, window's worker", worker, None, None, None, _chosen(bilm)])


def _chosen(bilm: BiLM) -> str:
    """The readers that were fastest, by sentences at once."""
    chosen = getattr(bilm._reader, "chosen", {})
    return ", ".join(f"{reader} ({n} at once)" for n, reader in chosen.items())


def _through_the_worker(bilm: BiLM, sentence: list[str]) -> None:
    """One sentence by the window's own path: the biLM's lane of the Runner, the answer on the main thread."""
    from PySide6.QtCore import QCoreApplication, QEventLoop

    from elmo_explorer.controllers.model_controller import LANE
    from elmo_explorer.workers.runner import Runner

    QCoreApplication.instance() or QCoreApplication([])
    loop = QEventLoop()
    runner = _RUNNERS[0] if _RUNNERS else Runner()
    if not _RUNNERS:
        _RUNNERS.append(runner)
    runner.submit(LANE, lambda _: bilm.embed([sentence]), lambda _: loop.quit())
    loop.exec()


_RUNNERS: list = []  # type: ignore[type-arg]


def _median(call: Callable[[], object], n: int = 30) -> float:
    times = []
    for k in range(n + 3):
        torch.cuda.synchronize()
        start = time.perf_counter()
        call()
        torch.cuda.synchronize()
        if k >= 3:
            times.append(time.perf_counter() - start)
    return float(np.median(times))


def _limits() -> tuple[float, float]:
    """float32 operations and bytes read a second."""
    a = torch.randn(_SIDE, _SIDE, device="cuda")
    numbers = torch.ones(_STREAMED_BYTES // 4, device="cuda")
    return 2 * _SIDE**3 / _median(lambda: a @ a, 10), _STREAMED_BYTES / _median(numbers.sum, 10)


def _hardware_seconds(options: ModelOptions, n_rows: int, rate: float, bandwidth: float) -> float:
    """Streaming the recurrent and projection weights at each step, or multiplying, whichever is longer; input products."""
    n_steps, layers = _N_WORDS + 2, 2 * options.n_layers
    weights = 5 * options.cell_dim * options.projection_dim
    streamed = 4 * weights * n_steps * layers / bandwidth
    multiplied = 2 * weights * n_steps * n_rows * layers / rate
    return (
        max(streamed, multiplied)
        + 8 * options.cell_dim * options.projection_dim * n_steps * n_rows * layers / rate
    )
