"""Sentences -> batches: the same plan for the same seed, so that a run can go on where it stopped."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from elmo_explorer.training.corpus import Sentences


@dataclass(frozen=True)
class Batch:
    """Some sentences of similar length, time first, the longest first, boundaries included."""

    ids: Tensor
    """Word-type ids, (T, B), int64; the two ids behind the last word type are the boundaries; padding repeats the end."""
    lengths: Tensor
    """Tokens with both boundaries, (B,), falling."""
    n_tokens: int
    """Tokens without boundaries and padding."""


class BatchPlan:
    """Cuts one pass over the sentences into batches of about ``batch_tokens`` tokens.

    Sentences are shuffled, sorted by length within large blocks, cut into batches and the batches shuffled: a pure
    function of seed and pass.
    """

    BLOCK = 200
    """Batches' worth of sentences that are sorted by length together."""

    def __init__(self, sentences: Sentences, batch_tokens: int, seed: int) -> None:
        self._sentences = sentences
        self._batch_tokens = batch_tokens
        self._seed = seed
        self._pass = -1
        self._batches: list[NDArray[np.int64]] = []

    def indices(self, number: int, position: int) -> NDArray[np.int64] | None:
        """The sentences of batch ``position`` in pass ``number``; None behind the last."""
        if number != self._pass:
            self._batches = self._plan(number)
            self._pass = number
        return self._batches[position] if position < len(self._batches) else None

    def _plan(self, number: int) -> list[NDArray[np.int64]]:
        rng = np.random.default_rng([self._seed, number])
        order = rng.permutation(len(self._sentences))
        lengths = self._sentences.lengths + 2
        block = max(1, int(self.BLOCK * self._batch_tokens / max(1.0, float(lengths.mean()))))
        batches: list[NDArray[np.int64]] = []
        for start in range(0, len(order), block):
            part = order[start : start + block]
            part = part[np.argsort(-lengths[part], kind="stable")]
            first = 0
            while first < len(part):
                count = max(1, self._batch_tokens // int(lengths[part[first]]))
                batches.append(part[first : first + count])
                first += count
        return [batches[k] for k in rng.permutation(len(batches))]


def make_batch(sentences: Sentences, indices: NDArray[np.int64], n_types: int) -> Batch:
    """Lay the chosen sentences (longest first) side by side, between ids ``n_types`` (begin) and ``n_types + 1`` (end)."""
    rows = [np.asarray(sentences.ids[sentences.starts[k] : sentences.starts[k + 1]]) for k in indices]
    lengths = np.array([len(row) + 2 for row in rows])
    ids = np.full((int(lengths.max()), len(rows)), n_types + 1, dtype=np.int64)
    ids[0] = n_types
    for column, row in enumerate(rows):
        ids[1 : 1 + len(row), column] = row
    return Batch(torch.from_numpy(ids), torch.from_numpy(lengths), int(lengths.sum()) - 2 * len(rows))
