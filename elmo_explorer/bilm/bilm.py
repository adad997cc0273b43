"""The bidirectional language model: two independent LSTM stacks over the same word vectors (Peters et al. 2018, 3.1)."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from elmo_explorer.bilm.char_encoder import CharEncoder
from elmo_explorer.bilm.options import ModelOptions
from elmo_explorer.bilm.projected_lstm import LstmState, ProjectedLstm, StepTrace

StackState = list[LstmState]
"""One direction's states, one a layer."""


class BiLMNetwork(nn.Module):
    """The network alone: word vectors in, every layer's states out."""

    def __init__(self, options: ModelOptions) -> None:
        super().__init__()
        self.options = options
        self.char_encoder = CharEncoder(options)
        self.forward_layers = nn.ModuleList(_layer(options) for _ in range(options.n_layers))
        self.backward_layers = nn.ModuleList(_layer(options) for _ in range(options.n_layers))

    def forward(
        self,
        words: Tensor,
        lengths: Tensor,
        states: tuple[StackState, StackState] | None = None,
        dropout: float = 0.0,
    ) -> tuple[Tensor, Tensor, tuple[StackState, StackState]]:
        """Read a batch of sequences in both directions.

        Args:
            words: word vectors, sentence boundaries included, (T, B, projection_dim), the longest sequence first.
            lengths: (B,), on the CPU, falling; what stands behind a sequence's end is ignored.
            states: (forward, backward) states to go on from, one per layer; None starts with zeros.
            dropout: share of numbers set to zero between the layers (for training).

        Returns:
            The forward and the backward states of layers 0 to L, each (L + 1, T, B, projection_dim), layer 0 being the
            word vectors; and the states after the last step of each direction.
        """
        n_steps = words.shape[0]
        sizes = [int((lengths > step).sum()) for step in range(n_steps)]
        forward_states, backward_states = states if states is not None else (None, None)
        forward, forward_last = self.run_stack(self.forward_layers, words, sizes, forward_states, dropout)
        order = reversal(lengths, n_steps).to(words.device)
        reversed_words = reordered(words, order)
        backward, backward_last = self.run_stack(
            self.backward_layers, reversed_words, sizes, backward_states, dropout
        )
        backward = torch.stack([reordered(layer, order) for layer in backward])
        return forward, backward, (forward_last, backward_last)

    def run_stack(
        self,
        layers: nn.ModuleList,
        words: Tensor,
        sizes: list[int],
        states: StackState | None,
        dropout: float = 0.0,
        keep: Tensor | None = None,
        traces: Sequence[StepTrace] | None = None,
    ) -> tuple[Tensor, StackState]:
        """Read in one direction: (T, B, projection_dim) -> (L + 1, T, B, projection_dim) and the last states.

        The arguments are those of :meth:`ProjectedLstm.forward`, ``traces`` one a layer, and, for all layers,
        :meth:`forward`.
        """
        x = words
        outputs = [words]
        last: StackState = []
        for index, layer in enumerate(layers):
            inputs = nn.functional.dropout(x, dropout, training=dropout > 0)
            trace = traces[index] if traces is not None else None
            y, state = layer(inputs, sizes, states[index] if states is not None else None, keep, trace)
            last.append(state)
            # bilm-tf adds the layer's input from the second LSTM layer on.
            x = y + x if index > 0 and self.options.skip_connections else y
            outputs.append(x)
        return torch.stack([output.to(outputs[-1].dtype) for output in outputs]), last


def reversal(lengths: Tensor, n_steps: int) -> Tensor:
    """Where each step's word stands when every sequence is read from its own end.

    Args:
        lengths: (B,).

    Returns:
        (n_steps, B), int64; positions behind a sequence's end stay where they are.
    """
    steps = torch.arange(n_steps).unsqueeze(1)  # (T, 1)
    mirrored = lengths.unsqueeze(0) - 1 - steps  # (T, B)
    return torch.where(mirrored >= 0, mirrored, steps)


def reordered(x: Tensor, order: Tensor) -> Tensor:
    """Each sequence's steps in another order: (T, B, D), (T, B) -> (T, B, D)."""
    return x.gather(0, order.unsqueeze(2).expand_as(x))


def _layer(options: ModelOptions) -> ProjectedLstm:
    return ProjectedLstm(
        options.projection_dim, options.cell_dim, options.projection_dim, options.cell_clip, options.proj_clip
    )
