"""The biLM as the published PyTorch implementation runs it: one step after the other, every gate by itself.

It follows AllenNLP's ``ElmoLstm``, ``LstmCellWithProjection`` and ``_ElmoCharacterEncoder`` in its own lines: the 50 characters
of every token go through the convolutions, boundaries included, however often a word comes; each step has an input
linearity and a state linearity of its own; tensors are made anew for every result. It is what
``python -m benchmarks.inference`` compares with, and its numbers are those of :class:`elmo_explorer.BiLM`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional as F

from elmo_explorer.bilm.bilm import BiLMNetwork
from elmo_explorer.bilm.char_encoder import CharEncoder
from elmo_explorer.bilm.characters import boundary_character_ids, character_ids
from elmo_explorer.bilm.highway import Highway
from elmo_explorer.bilm.lstm_step import FORGET_BIAS
from elmo_explorer.bilm.projected_lstm import ProjectedLstm


class PublishedLoop:
    """Reads batches with the weights of a network on the CPU."""

    def __init__(self, network: BiLMNetwork) -> None:
        self.options = network.options
        self._encoder = _Encoder(network.char_encoder)
        self._stacks = tuple(
            [_Cell(layer) for layer in layers if isinstance(layer, ProjectedLstm)]
            for layers in (network.forward_layers, network.backward_layers)
        )

    @torch.inference_mode()
    def embed(self, sentences: Sequence[Sequence[str]]) -> list[NDArray[np.float32]]:
        """One batch: per sentence every layer's vectors, (L + 1, n_tokens, 2 * projection_dim)."""
        order = sorted(range(len(sentences)), key=lambda row: -len(sentences[row]))
        rows = [sentences[row] for row in order]
        lengths = [len(row) + 2 for row in rows]
        most = self.options.max_characters
        ids = np.stack([boundary_character_ids(False, most)] * (len(rows) * lengths[0]))
        ids = ids.reshape(len(rows), lengths[0], most)
        for row, sentence in enumerate(rows):
            ids[row, 0] = boundary_character_ids(True, most)
            ids[row, 1 : len(sentence) + 1] = character_ids(sentence, most)
        words = self._encoder(torch.from_numpy(ids).flatten(0, 1)).view(len(rows), lengths[0], -1)
        layers = [torch.cat([words, words], dim=-1)]
        before = words, words
        for index, cells in enumerate(zip(*self._stacks, strict=True)):
            now = tuple(
                cell.read(x, lengths, backward)
                for cell, x, backward in zip(cells, before, (False, True), strict=True)
            )
            if index > 0 and self.options.skip_connections:
                now = tuple(y + x for y, x in zip(now, before, strict=True))
            before = now[0], now[1]
            layers.append(torch.cat(now, dim=-1))
        stacked = torch.stack(layers)  # (L + 1, B, T, 2 * projection_dim)
        results: list[NDArray[np.float32]] = [np.empty(0, np.float32)] * len(rows)
        for row, place in enumerate(order):
            results[place] = stacked[:, row, 1 : lengths[row] - 1].numpy()
        return results


class _Cell:
    """One layer and direction; gates are taken out of the linearities in the order i, j, f, o."""

    def __init__(self, layer: ProjectedLstm) -> None:
        width = layer.cell_dim
        self._width = width
        self._clips = layer.cell_clip, layer.proj_clip
        self._projection_dim = layer.projection_dim
        self._input_linearity = _linear(layer.input_weight, None)
        bias = layer.bias.detach().clone()
        bias[2 * width : 3 * width] += FORGET_BIAS  # the published reader adds it to the weights, too
        self._state_linearity = _linear(layer.recurrent_weight, bias)
        self._state_projection = _linear(layer.projection_weight, None)

    def read(self, inputs: Tensor, lengths: list[int], backward: bool) -> Tensor:
        """(B, T, input_dim), lengths falling -> (B, T, projection_dim)."""
        n_rows, n_steps, _ = inputs.shape
        outputs = inputs.new_zeros(n_rows, n_steps, self._projection_dim)
        all_memory = inputs.new_zeros(n_rows, self._width)
        all_state = inputs.new_zeros(n_rows, self._projection_dim)
        width = self._width
        cell_clip, proj_clip = self._clips
        for step in range(n_steps - 1, -1, -1) if backward else range(n_steps):
            n = sum(length > step for length in lengths)
            previous_memory = all_memory[:n].clone()
            previous_state = all_state[:n].clone()
            projected_input = self._input_linearity(inputs[:n, step])
            projected_state = self._state_linearity(previous_state)
            input_gate = torch.sigmoid(projected_input[:, :width] + projected_state[:, :width])
            memory_init = torch.tanh(
                projected_input[:, width : 2 * width] + projected_state[:, width : 2 * width]
            )
            forget_gate = torch.sigmoid(
                projected_input[:, 2 * width : 3 * width] + projected_state[:, 2 * width : 3 * width]
            )
            output_gate = torch.sigmoid(projected_input[:, 3 * width :] + projected_state[:, 3 * width :])
            memory = input_gate * memory_init + forget_gate * previous_memory
            if cell_clip is not None:
                memory = torch.clamp(memory, -cell_clip, cell_clip)
            state = self._state_projection(output_gate * torch.tanh(memory))
            if proj_clip is not None:
                state = torch.clamp(state, -proj_clip, proj_clip)
            all_memory = all_memory.clone()
            all_state = all_state.clone()
            all_memory[:n] = memory
            all_state[:n] = state
            outputs[:n, step] = state
        return outputs


class _Encoder:
    """Characters -> word vectors, (n, max_characters) -> (n, projection_dim)."""

    def __init__(self, encoder: CharEncoder) -> None:
        self._encoder = encoder

    def __call__(self, ids: Tensor) -> Tensor:
        encoder = self._encoder
        characters = F.embedding(ids, encoder.embedding).transpose(1, 2)  # (n, character_dim, max_characters)
        activation = torch.tanh if encoder.tanh else torch.relu
        found = [activation(layer(characters).max(dim=-1).values) for layer in encoder.convolutions]
        x = torch.cat(found, dim=-1)
        for highway in encoder.highways:
            assert isinstance(highway, Highway)
            carry = torch.sigmoid(highway.carry(x))
            x = carry * x + (1 - carry) * torch.relu(highway.transform(x))
        return x if encoder.projection is None else encoder.projection(x)


def _linear(weight: Tensor, bias: Tensor | None) -> nn.Linear:
    linear = nn.Linear(weight.shape[1], weight.shape[0], bias=bias is not None, device="meta")
    linear.weight = nn.Parameter(weight.detach(), requires_grad=False)
    if bias is not None:
        linear.bias = nn.Parameter(bias, requires_grad=False)
    return linear
