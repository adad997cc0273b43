"""Whole sentences side by side, as held-out text is measured."""

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


def make_batch(sentences: Sentences, indices: NDArray[np.int64], n_types: int) -> Batch:
    """Lay the chosen sentences (longest first) side by side, between ids ``n_types`` (begin) and ``n_types + 1`` (end)."""
    rows = [np.asarray(sentences.ids[sentences.starts[k] : sentences.starts[k + 1]]) for k in indices]
    lengths = np.array([len(row) + 2 for row in rows])
    ids = np.full((int(lengths.max()), len(rows)), n_types + 1, dtype=np.int64)
    ids[0] = n_types
    for column, row in enumerate(rows):
        ids[1 : 1 + len(row), column] = row
    return Batch(torch.from_numpy(ids), torch.from_numpy(lengths))
