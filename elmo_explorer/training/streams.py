"""Sentences -> contiguous streams, read window by window: a pure function of the config and the window's number."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from elmo_explorer.training.corpus import Sentences


@dataclass(frozen=True)
class Window:
    """The next words of every stream, once for each direction, time first.

    As in bilm-tf, the backward model reads the same sentences in the same order, each from its own end.
    """

    forward: Tensor
    """Word-type ids, (T + 1, B), int64; ``n_types`` begins a sentence and ``n_types + 1`` ends it.

    The last row is only predicted.
    """
    backward: Tensor
    """The same for the backward model, (T + 1, B): every sentence from its end to its beginning."""
    keep: Tensor
    """(T, B), 1.0 or 0.0: 0 where a sentence begins that is read from zero states."""
    n_tokens: int
    """Tokens in the first T rows, boundaries not counted."""


class Streams:
    """Cuts a text into equally long pieces, one a stream, and reads all of them side by side."""

    def __init__(
        self,
        sentences: Sentences,
        n_types: int,
        window: int,
        n_streams: int,
        seed: int = 1,
        fresh: float = 0.0,
        chosen: range | None = None,
    ) -> None:
        """Lay the streams out.

        Args:
            sentences: the text.
            n_types: its word types; the boundaries' ids follow.
            window: T, steps in time.
            n_streams: streams of all processes together.
            seed: where each pass begins, and which sentences are fresh, follows from it.
            fresh: share of the sentences that are read from zero states.
            chosen: this process's streams; None means all.

        Raises:
            ValueError: the text is shorter than one window for each stream.
        """
        self._sentences = sentences
        self._n_types = n_types
        self._window = window
        self._n_streams = n_streams
        self._seed = seed
        self._fresh = fresh
        self._chosen = chosen if chosen is not None else range(n_streams)
        self.length = sentences.n_tokens + 2 * len(sentences)
        """Positions: tokens and two boundaries a sentence."""
        self.windows_per_pass = self.length // n_streams // window
        if not self.windows_per_pass:
            raise ValueError(
                f"The text has {sentences.n_tokens:,} tokens to train on, which is less than one window of {window} for each "
                f"of {n_streams} streams: take fewer streams, a shorter window or more text."
            )

    def window(self, number: int) -> Window:
        """Window ``number``, counted over all passes.

        Every pass begins at another place, so that windows end elsewhere. Only a pass's first window
        does not go on where the one before it ended (see :meth:`begins_pass`).
        """
        number_of_pass, position = divmod(number, self.windows_per_pass)
        offset = int(np.random.default_rng([self._seed, number_of_pass]).integers(self.length))
        piece = self.length // self._n_streams
        steps = self._window + 1
        columns = [
            self._column((stream * piece + position * self._window + offset) % self.length, steps)
            for stream in self._chosen
        ]
        forward, backward, begins, numbers = (np.stack(rows, axis=1) for rows in zip(*columns, strict=True))
        fresh = begins & (_uniform(numbers, self._seed * 1_000_003 + number_of_pass) < self._fresh)
        inside = forward[: self._window] < self._n_types
        return Window(
            torch.from_numpy(forward),
            torch.from_numpy(backward),
            torch.from_numpy((~fresh[: self._window]).astype(np.float32)),
            int(inside.sum()),
        )

    def begins_pass(self, number: int) -> bool:
        """Whether window ``number`` begins a pass, so that the states before it mean nothing to it."""
        return number % self.windows_per_pass == 0

    def _column(
        self, start: int, steps: int
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_], NDArray[np.int64]]:
        """Ids forward and backward, where a sentence begins, and its number, ``steps`` of each."""
        sentences, starts = self._sentences, self._sentences.starts
        number = bisect_right(range(len(sentences)), start, key=lambda k: int(starts[k]) + 2 * k) - 1
        forward = np.empty(steps, dtype=np.int64)
        backward = np.empty(steps, dtype=np.int64)
        begins = np.zeros(steps, dtype=np.bool_)
        numbers = np.empty(steps, dtype=np.int64)
        inside = start - (int(starts[number]) + 2 * number)
        filled = 0
        while filled < steps:
            row = self._row(number)
            count = min(len(row) - inside, steps - filled)
            forward[filled : filled + count] = row[inside : inside + count]
            backward[filled : filled + count] = row[::-1][inside : inside + count]
            begins[filled] = inside == 0
            numbers[filled : filled + count] = number
            filled += count
            inside = 0
            number = (number + 1) % len(sentences)
        return forward, backward, begins, numbers

    def _row(self, number: int) -> NDArray[np.int64]:
        """One sentence between its boundaries."""
        first, last = self._sentences.starts[number], self._sentences.starts[number + 1]
        row = np.empty(int(last - first) + 2, dtype=np.int64)
        row[0], row[-1] = self._n_types, self._n_types + 1
        row[1:-1] = self._sentences.ids[first:last]
        return row


def _uniform(numbers: NDArray[np.int64], key: int) -> NDArray[np.float64]:
    """A number from 0 to 1 for each entry, depending on it and the key alone (splitmix64, Steele et al. 2014)."""
    x = numbers.astype(np.uint64) + np.uint64((key * 0x9E3779B97F4A7C15) & 0xFFFFFFFFFFFFFFFF)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return ((x ^ (x >> np.uint64(31))) >> np.uint64(11)).astype(np.float64) / 2.0**53
