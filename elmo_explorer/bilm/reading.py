"""What a batch of sequences looks like once it has been read in both directions, and who reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from elmo_explorer.bilm.bilm import BiLMNetwork, StackState, reordered, reversal

Floats = NDArray[np.float32]
States = tuple[StackState, StackState]
"""The forward and the backward stack's."""


@dataclass(frozen=True)
class Reading:
    """Every layer's states of a batch, each direction in the order in which it was read."""

    forward: Tensor
    """(L + 1, T, B, projection_dim), layer 0 being the word vectors."""
    reversed_backward: Tensor
    """(L + 1, T, B, projection_dim); step 0 stands for each sequence's last word."""
    last: States
    """The states after each sequence's last step."""

    def backward(self, lengths: list[int]) -> Tensor:
        """The backward states in the order of the words, (L + 1, T, B, projection_dim); ``lengths`` of the B sequences."""
        _, n_steps, _, _ = self.reversed_backward.shape
        order = reversal(torch.tensor(lengths), n_steps).to(self.reversed_backward.device)
        return torch.stack([reordered(layer, order) for layer in self.reversed_backward])


def joined_layers(forward: Floats, reversed_backward: Floats, n_tokens: int) -> Floats:
    """Both directions' layers of one sentence, read-only.

    Args:
        forward: from the boundary before the sentence on, (L + 1, n_tokens + 1 or more, projection_dim).
        reversed_backward: from the boundary behind the sentence backwards, of the same shape.
        n_tokens: without boundaries.

    Returns:
        (L + 1, n_tokens, 2 * projection_dim), float32.
    """
    n_layers, _, dim = forward.shape
    layers = np.empty((n_layers, n_tokens, 2 * dim), dtype=np.float32)
    layers[:, :, :dim] = forward[:, 1 : n_tokens + 1]
    layers[:, :, dim:] = reversed_backward[:, n_tokens:0:-1]
    layers.flags.writeable = False
    return layers


class Reader(Protocol):
    """Reads batches with a network's weights as they were when it was made."""

    def read(self, words: Tensor, lengths: list[int], states: States | None = None) -> Reading:
        """Read a batch of sequences in both directions.

        Args:
            words: word vectors, sentence boundaries included, (T, B, projection_dim), the longest sequence first.
            lengths: of the B sequences, falling; what stands behind a sequence's end is ignored.
            states: (forward, backward) states to go on from, one per layer; None starts with zeros.
        """
        ...


class PlainReader:
    """The network itself, as training runs it: right on every device."""

    def __init__(self, network: BiLMNetwork) -> None:
        self._network = network

    def read(self, words: Tensor, lengths: list[int], states: States | None = None) -> Reading:
        """As :meth:`Reader.read`."""
        network = self._network
        sizes = sizes_of_steps(lengths)
        forward_states, backward_states = states if states is not None else (None, None)
        order = reversal(torch.tensor(lengths), len(words)).to(words.device)
        forward, forward_last = network.run_stack(network.forward_layers, words, sizes, forward_states)
        backward, backward_last = network.run_stack(
            network.backward_layers, reordered(words, order), sizes, backward_states
        )
        return Reading(forward, backward, (forward_last, backward_last))


def sizes_of_steps(lengths: list[int]) -> list[int]:
    """How many sequences are still going at each step: falling lengths, (B,), the longest T -> T numbers."""
    sizes: list[int] = []
    for n, length in zip(range(len(lengths), 0, -1), reversed(lengths), strict=True):
        sizes += [n] * (length - len(sizes))
    return sizes


class WeightsVersion:
    """Tells whether a network's weights are still those that it had before."""

    def __init__(self, network: nn.Module) -> None:
        self._network = network
        self._weights = list(network.parameters())
        self._version = self._now()

    def is_of(self, network: nn.Module) -> bool:
        """Whether this is the network, and no weight was changed in place or moved."""
        return network is self._network and self._now() == self._version

    def _now(self) -> list[tuple[int, int]]:
        return [(w.data_ptr(), 0 if w.is_inference() else w._version) for w in self._weights]
