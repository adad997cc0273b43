"""The last sentences that were read alone, so that an edited one need not be read again from its beginning.

What the forward LSTM holds at a word depends on the words before it alone, what the backward LSTM holds on those behind
it: behind an edit the one, before it the other has to be read again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from elmo_explorer.bilm.cpu_reader import Steps

MAX_SENTENCES = 16
MAX_BYTES = 32 << 20
"""Memory that all kept steps may take; a sentence that takes more is not kept."""


@dataclass(frozen=True, eq=False)
class KeptReading:
    """One sentence and what each direction held at each of its words."""

    words: tuple[str, ...]
    """Without boundaries."""
    forward: Steps
    """Of the boundary before the words and the words: n + 1 steps."""
    backward: Steps
    """Of the boundary behind the words and the words from last to first: n + 1 steps."""

    @property
    def n_bytes(self) -> int:
        """Memory taken."""
        return self.forward.n_bytes + self.backward.n_bytes


class KeptReadings:
    """A few readings, the last used last."""

    def __init__(self, max_sentences: int = MAX_SENTENCES, max_bytes: int = MAX_BYTES) -> None:
        self._max_sentences = max_sentences
        self._max_bytes = max_bytes
        self._readings: list[KeptReading] = []

    def __len__(self) -> int:
        return len(self._readings)

    @property
    def n_bytes(self) -> int:
        """Memory taken."""
        return sum(reading.n_bytes for reading in self._readings)

    def keep(self, reading: KeptReading) -> None:
        """Keep one more; the longest unused go where it takes too much room."""
        self._readings = [kept for kept in self._readings if kept.words != reading.words]
        if reading.n_bytes > self._max_bytes:
            return
        self._readings.append(reading)
        while len(self._readings) > self._max_sentences or self.n_bytes > self._max_bytes:
            del self._readings[0]

    def known_share(self, words: Sequence[str]) -> float:
        """Of a sentence's steps, those that need not be read, 0 to 1."""
        _, n_forward, _, n_backward = self.known_steps(words)
        return (n_forward + n_backward) / (2 * len(words) + 2)

    def known_steps(self, words: Sequence[str]) -> tuple[Steps | None, int, Steps | None, int]:
        """What is known of a sentence.

        Returns:
            Forward steps and how many of them, the boundary's included, are this sentence's; the same for the backward
            steps. They may be those of two kept sentences.
        """
        turned = words[::-1]
        begins = max(self._readings, key=lambda kept: _shared(kept.words, words), default=None)
        ends = max(self._readings, key=lambda kept: _shared(kept.words[::-1], turned), default=None)
        if begins is None or ends is None:
            return None, 0, None, 0
        used = (begins, ends)
        self._readings = [kept for kept in self._readings if kept not in used] + [
            kept for kept in self._readings if kept in used
        ]
        # The boundaries are shared by all.
        n_forward = 1 + _shared(begins.words, words)
        n_backward = 1 + _shared(ends.words[::-1], turned)
        return begins.forward, n_forward, ends.backward, n_backward


def _shared(kept: Sequence[str], words: Sequence[str]) -> int:
    """Length of the common beginning."""
    n = 0
    for one, other in zip(kept, words, strict=False):
        if one != other:
            break
        n += 1
    return n
