"""Reads several steps in time at a go, over buffers that stay where they are: on CUDA each block is recorded once and replayed.

A step of the recurrence is about ten small kernels, and for few sentences the card finishes each before the next one is
launched. A CUDA graph launches those of all steps of a block, both directions in each kernel, at once.
"""

from __future__ import annotations

from collections import OrderedDict

import torch
from torch import Tensor
from torch.nn import functional as F

from elmo_explorer.bilm.bilm import BiLMNetwork, reordered, reversal
from elmo_explorer.bilm.lstm_step import FORGET_BIAS
from elmo_explorer.bilm.projected_lstm import LstmState, ProjectedLstm
from elmo_explorer.bilm.reading import Reading, States

BLOCK_STEPS = 8
"""Steps in one block. What a block computes behind a sentence's end is dropped."""
MOST_ROWS = 64
"""Sentences that a block holds; of a larger batch these many at a time, so that the buffers' memory is bounded."""
MOST_BLOCKS = 32
"""Recorded blocks that are kept: one for each layer and number of rows, which is rounded up to a power of two."""


class LayerPair:
    """The same layer of both directions, weights side by side; gates in the order i, f, o, j: one sigmoid serves three."""

    def __init__(self, forward: ProjectedLstm, backward: ProjectedLstm, kind: torch.dtype) -> None:
        self.cell_dim, self.projection_dim = forward.cell_dim, forward.projection_dim
        self.cell_clip, self.proj_clip = forward.cell_clip, forward.proj_clip
        both = forward, backward

        def turned(weights: list[Tensor]) -> Tensor:
            return torch.stack([weight.detach().t() for weight in weights]).to(kind).contiguous()

        self.input = turned([_sorted(layer.input_weight) for layer in both])  # (2, input_dim, 4 * cell_dim)
        self.recurrent = turned([_sorted(layer.recurrent_weight) for layer in both])
        self.projection = turned([layer.projection_weight for layer in both])  # (2, cell_dim, projection_dim)
        self.bias = torch.stack([_sorted(layer.bias.detach()) for layer in both]).unsqueeze(1)
        self.bias[..., self.cell_dim : 2 * self.cell_dim] += FORGET_BIAS  # (2, 1, 4 * cell_dim)


class StepBlock:
    """A few steps of one layer, both directions, for a fixed number of rows; the buffers are read and written in place."""

    def __init__(self, pair: LayerPair, n_rows: int, record: bool) -> None:
        """Make the buffers.

        Args:
            pair: the weights.
            n_rows: rows of each direction.
            record: whether the steps become a CUDA graph; without, they are run one by one, on any device.
        """
        self._pair = pair
        new, kind = pair.bias.new_zeros, pair.recurrent.dtype
        self.inputs = new(2, BLOCK_STEPS, n_rows, pair.input.shape[1])
        self.hidden = new(2, n_rows, pair.projection_dim)
        """Before the first step; after :meth:`run`, after the last."""
        self.cell = new(2, n_rows, pair.cell_dim)
        """As ``hidden``."""
        self.outputs = new(2, BLOCK_STEPS, n_rows, pair.projection_dim)
        self.cells = new(2, BLOCK_STEPS, n_rows, pair.cell_dim)
        self._gated = new(2, n_rows, pair.cell_dim, dtype=kind)
        self._graph: torch.cuda.CUDAGraph | None = None
        if record:
            stream = torch.cuda.Stream()
            stream.wait_stream(torch.cuda.current_stream())
            with torch.cuda.stream(stream):
                self._steps()  # libraries make their workspaces before anything is recorded
            torch.cuda.current_stream().wait_stream(stream)
            self._graph = torch.cuda.CUDAGraph()
            # Other threads may go on using the card meanwhile.
            with torch.cuda.graph(self._graph, capture_error_mode="thread_local"):
                self._steps()

    def run(self) -> None:
        """``inputs``, ``hidden`` and ``cell`` -> ``outputs``, ``cells``, and both states after the last step."""
        if self._graph is None:
            self._steps()
        else:
            self._graph.replay()

    def _steps(self) -> None:
        pair = self._pair
        width, kind = pair.cell_dim, pair.recurrent.dtype
        flat = self.inputs.flatten(1, 2).to(kind)
        products = torch.bmm(flat, pair.input).float().add_(pair.bias).view(2, BLOCK_STEPS, -1, 4 * width)
        hidden, cell = self.hidden, self.cell
        for step in range(BLOCK_STEPS):
            if kind == torch.float32:
                gates = torch.baddbmm(products[:, step], hidden, pair.recurrent)
            else:
                gates = products[:, step] + torch.bmm(hidden.to(kind), pair.recurrent)
            gates[..., : 3 * width].sigmoid_()
            candidate = gates[..., 3 * width :].tanh_()
            i, f, o = gates[..., : 3 * width].chunk(3, dim=2)
            new_cell, output = self.cells[:, step], self.outputs[:, step]
            torch.mul(cell, f, out=new_cell).addcmul_(i, candidate)
            if pair.cell_clip is not None:
                new_cell.clamp_(-pair.cell_clip, pair.cell_clip)
            torch.tanh(new_cell, out=candidate)
            self._gated.copy_(candidate.mul_(o))
            output.copy_(torch.bmm(self._gated, pair.projection))
            if pair.proj_clip is not None:
                output.clamp_(-pair.proj_clip, pair.proj_clip)
            hidden, cell = output, new_cell
        self.hidden.copy_(hidden)
        self.cell.copy_(cell)


class BlockReader:
    """A :class:`Reader` by :class:`StepBlock`."""

    def __init__(self, network: BiLMNetwork, kind: torch.dtype = torch.float32, record: bool = False) -> None:
        """Put the weights side by side; ``kind`` is what products are made in, ``record`` as in :class:`StepBlock`."""
        self._skips = network.options.skip_connections
        self._record = record
        self._pairs = [
            LayerPair(_lstm(forward), _lstm(backward), kind)
            for forward, backward in zip(network.forward_layers, network.backward_layers, strict=True)
        ]
        self._blocks: OrderedDict[tuple[int, int], StepBlock] = OrderedDict()

    def read(self, words: Tensor, lengths: list[int], states: States | None = None) -> Reading:
        """As :meth:`Reader.read`."""
        parts = [
            self._read_rows(
                words[: lengths[start], start : start + MOST_ROWS],
                lengths[start : start + MOST_ROWS],
                None if states is None else _rows(states, start, start + MOST_ROWS),
            )
            for start in range(0, len(lengths), MOST_ROWS)
        ]
        return parts[0] if len(parts) == 1 else _joined(parts)

    def _read_rows(self, words: Tensor, lengths: list[int], states: States | None) -> Reading:
        """:meth:`read` for few rows."""
        order = reversal(torch.tensor(lengths), len(words)).to(words.device)
        x = torch.stack([words, reordered(words, order)])  # (2, T, B, projection_dim)
        stack = [x]
        last: States = ([], [])
        for index in range(len(self._pairs)):
            given = None if states is None else (states[0][index], states[1][index])
            y, ends = self._read_layer(index, x, lengths, given)
            x = y + x if index > 0 and self._skips else y
            stack.append(x)
            for of_direction, end in zip(last, ends, strict=True):
                of_direction.append(end)
        layers = torch.stack(stack, dim=1)  # (2, L + 1, T, B, projection_dim)
        return Reading(layers[0], layers[1], last)

    def _read_layer(
        self, index: int, x: Tensor, lengths: list[int], states: tuple[LstmState, LstmState] | None
    ) -> tuple[Tensor, tuple[LstmState, LstmState]]:
        """(2, T, B, input_dim) -> (2, T, B, projection_dim) and each direction's states after each row's last step."""
        _, n_steps, n_rows, _ = x.shape
        block = self._block(index, 1 << (n_rows - 1).bit_length())
        block.inputs.zero_()
        block.hidden.zero_()
        block.cell.zero_()
        if states is not None:
            for direction, state in enumerate(states):
                block.hidden[direction, :n_rows] = state.hidden
                block.cell[direction, :n_rows] = state.cell
        outputs = x.new_empty(2, n_steps, n_rows, block.outputs.shape[3])
        last_hidden, last_cell = block.hidden[:, :n_rows].clone(), block.cell[:, :n_rows].clone()
        for start in range(0, n_steps, BLOCK_STEPS):
            end = min(start + BLOCK_STEPS, n_steps)
            block.inputs[:, : end - start, :n_rows] = x[:, start:end]
            block.run()
            outputs[:, start:end] = block.outputs[:, : end - start, :n_rows]
            ending = [row for row, length in enumerate(lengths) if start < length <= end]
            if ending:
                rows = torch.tensor(ending, device=x.device)
                steps = torch.tensor([lengths[row] - 1 - start for row in ending], device=x.device)
                last_hidden[:, rows] = block.outputs[:, steps, rows]
                last_cell[:, rows] = block.cells[:, steps, rows]
        forward, backward = (LstmState(last_hidden[k], last_cell[k]) for k in range(2))
        return outputs, (forward, backward)

    def _block(self, index: int, n_rows: int) -> StepBlock:
        key = index, n_rows
        if key not in self._blocks:
            self._blocks[key] = StepBlock(self._pairs[index], n_rows, self._record)
            while len(self._blocks) > MOST_BLOCKS:
                self._blocks.popitem(last=False)
        self._blocks.move_to_end(key)
        return self._blocks[key]


def _rows(states: States, start: int, end: int) -> States:
    forward, backward = (
        [LstmState(state.hidden[start:end], state.cell[start:end]) for state in stack] for stack in states
    )
    return forward, backward


def _joined(parts: list[Reading]) -> Reading:
    """Readings of several groups of rows, the longest first, as one."""
    n_steps = parts[0].forward.shape[1]

    def padded(stack: Tensor) -> Tensor:
        return F.pad(stack, (0, 0, 0, 0, 0, n_steps - stack.shape[1]))

    forward, backward = (
        [
            LstmState(torch.cat([s.hidden for s in layer]), torch.cat([s.cell for s in layer]))
            for layer in zip(*(part.last[direction] for part in parts), strict=True)
        ]
        for direction in range(2)
    )
    return Reading(
        torch.cat([padded(part.forward) for part in parts], dim=2),
        torch.cat([padded(part.reversed_backward) for part in parts], dim=2),
        (forward, backward),
    )


def _sorted(weight: Tensor) -> Tensor:
    """Rows of the gates i, j, f, o in the order i, f, o, j."""
    i, j, f, o = weight.detach().chunk(4)
    return torch.cat([i, f, o, j])


def _lstm(layer: torch.nn.Module) -> ProjectedLstm:
    assert isinstance(layer, ProjectedLstm)
    return layer
