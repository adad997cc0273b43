"""Takes the fastest of several readers, measured where it will run."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping

import torch
from torch import Tensor

from elmo_explorer.bilm.reading import Reader, Reading, States

TOLERANCE = 1e-4
"""A reader whose numbers are further from the plain one's, in units of the largest, is not taken."""
SIZES = (1, 64)
"""Sentences at once for which the fastest is found; a batch takes that of the next larger size, or of the largest."""
_STEPS = 22
_TIMES = 3

log = logging.getLogger(__name__)


class MeasuredReader:
    """A :class:`Reader` that passes each batch on to what was fastest for its size when this was made."""

    def __init__(
        self,
        readers: Mapping[str, Reader],
        dim: int,
        device: torch.device,
        tolerance: float = TOLERANCE,
        seconds: Callable[[Reader, Tensor, list[int]], float] | None = None,
    ) -> None:
        """Measure.

        Args:
            readers: by name; the first is the plain one, which is right.
            dim: numbers per word vector.
            device: where the readers read.
            tolerance: see :data:`TOLERANCE`.
            seconds: how long a reader takes for a batch; None measures it.
        """
        self._readers = dict(readers)
        self._seconds = seconds or _seconds
        self.chosen: dict[int, str] = {}
        """The fastest reader's name for each of :data:`SIZES`."""
        generator = torch.Generator().manual_seed(0)
        for n_rows in SIZES:
            words = torch.randn(_STEPS, n_rows, dim, generator=generator).to(device)
            self.chosen[n_rows] = self._fastest(words, tolerance)

    def read(self, words: Tensor, lengths: list[int], states: States | None = None) -> Reading:
        """As :meth:`Reader.read`."""
        size = next((size for size in SIZES if words.shape[1] <= size), SIZES[-1])
        return self._readers[self.chosen[size]].read(words, lengths, states)

    @torch.inference_mode()
    def _fastest(self, words: Tensor, tolerance: float) -> str:
        lengths = [len(words)] * words.shape[1]
        names = list(self._readers)
        right = self._readers[names[0]].read(words, lengths).forward
        seconds: dict[str, float] = {}
        for name in names:
            reader = self._readers[name]
            try:
                found = reader.read(words, lengths).forward
            except RuntimeError as error:
                # Whatever a driver cannot record or hold: the plain loop needs none of it.
                if name == names[0]:
                    raise
                log.warning("Reading by %s does not work on this device: %s", name, error)
                continue
            if (found - right).abs().max() > tolerance * max(1.0, float(right.abs().max())):
                continue
            seconds[name] = min(self._seconds(reader, words, lengths) for _ in range(_TIMES))
        return min(seconds, key=lambda name: seconds[name])


def _seconds(reader: Reader, words: Tensor, lengths: list[int]) -> float:
    _wait(words.device)
    start = time.perf_counter()
    reader.read(words, lengths)
    _wait(words.device)
    return time.perf_counter() - start


def _wait(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.synchronize(device)
