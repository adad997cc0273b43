"""What the gates of every LSTM did while a sentence was read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from elmo_explorer.bilm.bilm import BiLMNetwork
from elmo_explorer.bilm.cpu_reader import CpuReader
from elmo_explorer.bilm.projected_lstm import StepTrace
from elmo_explorer.bilm.reading import joined_layers

Floats = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class GateTrace:
    """One sentence's gates, by LSTM layer, direction, place and cell; the equations are :class:`ProjectedLstm`'s.

    All arrays but ``states`` are (L, 2, n + 2, cell_dim), read-only float32: L LSTM layers; the forward direction, then the
    backward one; the place in the order of the sentence whichever way it is read, with the beginning before and the end behind
    its n words. The forward LSTM does not read the end, nor the backward one the beginning: NaN there.

    A cell is no number of a vector: the projection makes the projection_dim numbers of a direction out of all cell_dim cells.
    """

    input: Floats
    """sigmoid(i): how much of the candidate is let in, 0 to 1."""
    candidate: Floats
    """tanh(j): what might be let in, -1 to 1."""
    forget: Floats
    """sigmoid(f + 1): how much of the cell is kept, 0 to 1."""
    output: Floats
    """sigmoid(o): how much of the cell is shown, 0 to 1."""
    cell: Floats
    """c after the word."""
    states: Floats
    """What ``embed`` gives, (L + 1, n, 2 * projection_dim): the vectors that came of it."""


def traced(reader: CpuReader | None, network: BiLMNetwork, words: Tensor) -> GateTrace:
    """Read one sentence and keep what the gates did.

    Args:
        reader: of the network; None reads with the network itself.
        network: the biLM's.
        words: word vectors, both boundaries included, (n + 2, 1, projection_dim).
    """
    steps = _traced_alone(reader, network, words[:, 0]) if reader is not None else _traced(network, words)
    (forward, forward_states), (backward, backward_states) = steps
    n_layers, n_read, width = forward.cells.shape
    places = np.empty((5, n_layers, 2, n_read + 1, width), np.float32)
    places[:, :, 0, -1] = places[:, :, 1, 0] = np.nan
    for direction, trace in enumerate((forward, backward)):
        gates, cells = trace.gates.cpu().numpy(), trace.cells.cpu().numpy()
        order = slice(0, n_read) if direction == 0 else slice(n_read, 0, -1)
        for kind in range(4):  # i, j, f, o
            places[kind, :, direction, order] = gates[:, :, kind * width : (kind + 1) * width]
        places[4, :, direction, order] = cells
    places.flags.writeable = False
    states = joined_layers(forward_states.cpu().numpy(), backward_states.cpu().numpy(), n_read - 1)
    input_gate, candidate, forget_gate, output_gate, cell = places
    return GateTrace(input_gate, candidate, forget_gate, output_gate, cell, states)


_Directions = tuple[tuple[StepTrace, Tensor], tuple[StepTrace, Tensor]]
"""Each direction's gates, (L, n + 1, 4 * cell_dim), cells, (L, n + 1, cell_dim), and states, (L + 1, n + 1, projection_dim)."""


def _traced_alone(reader: CpuReader, network: BiLMNetwork, words: Tensor) -> _Directions:
    """As a new sentence is read on the CPU."""
    shape = network.options
    forward, backward = (
        words.new_empty(shape.n_layers, len(words) - 1, 4 * shape.cell_dim) for _ in range(2)
    )
    read = reader.read_alone(words, gates=(forward, backward))
    directions = []
    for gates, (states, steps) in zip((forward, backward), read, strict=True):
        candidate = gates[..., shape.cell_dim : 2 * shape.cell_dim]
        candidate.mul_(2).sub_(1)  # tanh(x) = 2 sigmoid(2x) - 1
        directions.append((StepTrace(gates, steps.cells[:, 1:] / 2), states))
    return directions[0], directions[1]


def _traced(network: BiLMNetwork, words: Tensor) -> _Directions:
    """By the plain loop; each direction stops before the boundary that it would end with."""
    shape = network.options
    directions = []
    for layers, read in (
        (network.forward_layers, words[:-1]),
        (network.backward_layers, words[1:].flip(0)),
    ):
        n_read = len(read)
        gates = words.new_empty(shape.n_layers, n_read, 1, 4 * shape.cell_dim)
        cells = words.new_empty(shape.n_layers, n_read, 1, shape.cell_dim)
        traces = [StepTrace(*both) for both in zip(gates, cells, strict=True)]
        states, _ = network.run_stack(layers, read, [1] * n_read, None, traces=traces)
        directions.append((StepTrace(gates[:, :, 0], cells[:, :, 0]), states[:, :, 0].float()))
    return directions[0], directions[1]
