"""Network and output layer as one module whose forward pass is the training loss, so that torch's own wrappers fit around it."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor, nn

from elmo_explorer.bilm.bilm import BiLMNetwork, StackState
from elmo_explorer.bilm.characters import PADDING, boundary_character_ids, character_ids
from elmo_explorer.bilm.options import ModelOptions
from elmo_explorer.bilm.output_layer import OutputLayer
from elmo_explorer.training.streams import Window

N_SPECIAL = 3
"""The output vocabulary begins with <S>, </S> and <UNK>, as bilm-tf's does."""

States = tuple[StackState, StackState]
"""What the forward and the backward stack carry from window to window."""


class LanguageModel(nn.Module):
    """The biLM with its softmax over the words."""

    def __init__(self, options: ModelOptions, n_words: int, types: list[str]) -> None:
        """Make a model with random weights.

        Args:
            options: the network's shape.
            n_words: the output vocabulary, its three special words included.
            types: the text's word types by falling frequency.
        """
        super().__init__()
        self.network = BiLMNetwork(options)
        self.output_layer = OutputLayer(n_words, options.projection_dim)
        self.n_types = len(types)
        self._type_characters = type_characters(types)

    def forward(
        self,
        window: Window,
        states: States | None,
        samples: Tensor,
        correction: tuple[Tensor, Tensor],
        dropout: float,
    ) -> tuple[Tensor, Tensor, States]:
        """Read one window in both directions.

        Args:
            window: what is read.
            states: where the streams stand; None begins with zeros.
            samples: the sampled words, (S,).
            correction: log expected counts, of all words (n_words,) and of the samples (S,).
            dropout: share of numbers set to zero between the layers and before the softmax.

        Returns:
            The sum of the losses in nats, the number of predictions, both over both directions, and the states to go
            on from. The words that begin a sentence are not predicted: they follow every end.
        """
        device = samples.device
        sides = [window.forward, window.backward]
        n_steps = window.keep.shape[0]
        words = self._word_vectors(torch.stack([side[:-1] for side in sides])).unbind(0)
        keep = window.keep.to(device)
        sizes = [keep.shape[1]] * n_steps
        stacks = (self.network.forward_layers, self.network.backward_layers)
        tops, targets, counted = [], [], []
        last: list[StackState] = []
        for k, (side, stack) in enumerate(zip(sides, stacks, strict=True)):
            layers, state = self.network.run_stack(
                stack, words[k], sizes, states[k] if states is not None else None, dropout, keep
            )
            last.append(state)
            tops.append(nn.functional.dropout(layers[-1], dropout, training=dropout > 0).flatten(0, 1))
            targets.append(self.targets(side[1:]).flatten())
            ends = self.n_types + (1 if k == 0 else 0)  # behind this boundary the next sentence begins
            counted.append((side[:-1] != ends).flatten())
        losses = self.output_layer.sampled_loss(torch.cat(tops), torch.cat(targets), samples, correction)
        counts = torch.cat(counted).to(device).float()
        return (losses * counts).sum(), counts.sum(), (last[0], last[1])

    def predictions(self, ids: Tensor, lengths: Tensor) -> list[tuple[Tensor, Tensor]]:
        """Top states and what each should predict, of whole sentences from zero states.

        Args:
            ids: sentences between their boundaries, (T, B), the longest first.
            lengths: (B,), falling.

        Returns:
            Forward and backward: (n, projection_dim) and (n,).
        """
        forward, backward, _ = self.network(self._word_vectors(ids), lengths)
        targets = self.targets(ids)
        inside = (torch.arange(ids.shape[0]).unsqueeze(1) < lengths).to(targets.device)  # (T, B)
        ahead = inside[1:]  # there is a next word
        return [(forward[-1][:-1][ahead], targets[1:][ahead]), (backward[-1][1:][ahead], targets[:-1][ahead])]

    def targets(self, ids: Tensor) -> Tensor:
        """Word-type ids -> output words, of the same shape, on the weights' device."""
        targets = ids + N_SPECIAL
        targets[targets >= len(self.output_layer.bias)] = 2
        targets[ids == self.n_types] = 0
        targets[ids == self.n_types + 1] = 1
        return targets.to(self.output_layer.bias.device)

    def _word_vectors(self, ids: Tensor) -> Tensor:
        """Word-type ids (…) -> word vectors (…, projection_dim); each type is encoded once."""
        device = self.output_layer.bias.device
        types, places = ids.unique(return_inverse=True)
        characters = self._type_characters[types]
        # Short words first: each part is then no longer than it must be.
        order = (characters != PADDING).sum(dim=1).argsort(stable=True)
        parts = [self.network.char_encoder(characters[part].long().to(device)) for part in order.chunk(4)]
        rank = torch.empty_like(order)
        rank[order] = torch.arange(len(order))
        return nn.functional.embedding(rank[places].to(device), torch.cat(parts))


def type_characters(types: list[str]) -> Tensor:
    """Character ids of all types and of the two boundaries behind them, (n_types + 2, 50), int16 to save memory."""
    boundaries = np.stack([boundary_character_ids(True), boundary_character_ids(False)])
    blocks = [character_ids(types[k : k + 10_000]).astype(np.int16) for k in range(0, len(types), 10_000)]
    return torch.from_numpy(np.concatenate([*blocks, boundaries.astype(np.int16)]))
