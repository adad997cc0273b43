"""The states that a head sees: of tokens, of means over spans, or of whole sequences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from elmo_explorer.bilm.scalar_mix import EPSILON
from elmo_explorer.tasks.states import SentenceStates

Numbers = NDArray[np.int64]
_SPANS_AT_ONCE = 1_024


@dataclass(frozen=True)
class Batch:
    """B examples; the middle dimensions are the input's own: none, two of a pair, or T places."""

    states: Tensor
    """(B, ..., L, D), float32."""
    mask: Tensor | None = None
    """(B, T) which places are tokens; None where there are no places."""
    split: int = 0
    """Of sequences: how many of the T places are the question's, the first ones."""


class Inputs(Protocol):
    """Examples by number."""

    def __len__(self) -> int:
        """How many there are."""
        ...

    def batch(self, numbers: Numbers) -> Batch:
        """The states of these examples."""
        ...


class Vectors:
    """Vectors in memory, (N, ..., L, D)."""

    def __init__(self, states: Tensor) -> None:
        self._states = states

    def __len__(self) -> int:
        """N."""
        return len(self._states)

    def batch(self, numbers: Numbers) -> Batch:
        """(B, ..., L, D)."""
        return Batch(self._states[torch.from_numpy(numbers)])


class Tokens:
    """Single tokens out of the mapped file."""

    def __init__(self, states: SentenceStates, places: Numbers, layer_norm: bool) -> None:
        """``places``: (N,) among the tokens of all sentences."""
        self._layers = states.layers
        self._places = places
        self._layer_norm = layer_norm

    def __len__(self) -> int:
        """N."""
        return len(self._places)

    def batch(self, numbers: Numbers) -> Batch:
        """(B, L, D)."""
        return Batch(_floats(self._layers[self._places[numbers]], self._layer_norm))


class Sequences:
    """Every token of one or two spans, padded to the longest of the batch."""

    def __init__(self, states: SentenceStates, spans: Numbers, layer_norm: bool) -> None:
        """``spans``: (N, P, 2)."""
        self._layers = states.layers
        self._spans = spans
        self._layer_norm = layer_norm

    def __len__(self) -> int:
        """N."""
        return len(self._spans)

    def batch(self, numbers: Numbers) -> Batch:
        """(B, T, L, D), the places of the first spans before those of the second."""
        parts, masks = [], []
        for k in range(self._spans.shape[1]):
            spans = self._spans[numbers, k]
            lengths = spans[:, 1] - spans[:, 0]
            places = np.arange(lengths.max())
            inside = places < lengths[:, None]
            parts.append(np.where(inside, spans[:, :1] + places, spans[:, :1]))
            masks.append(inside)
        states = _floats(self._layers[np.concatenate(parts, axis=1)], self._layer_norm)
        split = parts[0].shape[1] if len(parts) > 1 else 0
        return Batch(states, torch.from_numpy(np.concatenate(masks, axis=1)), split)


def span_means(states: SentenceStates, spans: Numbers, layer_norm: bool) -> Vectors:
    """Each span's mean over its tokens.

    The mean and the mix change places freely, for the mix is linear in the layers once they are normalised.

    Args:
        states: of all sentences.
        spans: (N, P, 2); with P = 1 the vectors are (N, L, D), else (N, P, L, D).
        layer_norm: normalise every token in every layer first.
    """
    flat = spans.reshape(-1, 2)
    result = torch.empty((len(flat), *states.layers.shape[1:]))
    for first in range(0, len(flat), _SPANS_AT_ONCE):
        part = flat[first : first + _SPANS_AT_ONCE]
        lengths = part[:, 1] - part[:, 0]
        places = np.concatenate([np.arange(start, stop) for start, stop in part])
        tokens = _floats(states.layers[places], layer_norm)
        owner = torch.from_numpy(np.repeat(np.arange(len(part)), lengths))
        sums = torch.zeros((len(part), *tokens.shape[1:])).index_add_(0, owner, tokens)
        result[first : first + len(part)] = sums / torch.from_numpy(lengths).float()[:, None, None]
    shape = spans.shape[:1] if spans.shape[1] == 1 else spans.shape[:2]
    return Vectors(result.reshape(*shape, *result.shape[1:]))


def typical_lengths(inputs: Inputs, most: int = 2_000) -> tuple[float, ...]:
    """The median length of the layers' vectors over examples evenly spread, (L,)."""
    numbers = np.unique(np.linspace(0, len(inputs) - 1, most).astype(np.int64))
    batch = inputs.batch(
        numbers[:: max(1, len(numbers) // 200)] if isinstance(inputs, Sequences) else numbers
    )
    states = batch.states if batch.mask is None else batch.states[batch.mask]
    lengths = states.flatten(0, -3).norm(dim=-1)
    return tuple(lengths.median(dim=0).values.tolist())


def _floats(states: NDArray[np.floating[Any]], layer_norm: bool) -> Tensor:
    tensor = torch.from_numpy(np.asarray(states)).float()
    return F.layer_norm(tensor, tensor.shape[-1:], eps=EPSILON) if layer_norm else tensor
