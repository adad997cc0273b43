"""Reads on the CPU, with prepared copies of the LSTM's weights."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass

import torch
from torch import Tensor

from elmo_explorer.bilm.bilm import BiLMNetwork, StackState, reordered, reversal
from elmo_explorer.bilm.prepared_layer import PreparedLayer
from elmo_explorer.bilm.projected_lstm import LstmState, ProjectedLstm
from elmo_explorer.bilm.reading import Reading, States, sizes_of_steps
from elmo_explorer.bilm.side_by_side import n_torch_threads, side_by_side


@dataclass(frozen=True)
class Steps:
    """What one direction's LSTMs held at every step of one sequence, in the order in which it was read."""

    hidden: Tensor
    """h of each LSTM layer, (L, T, projection_dim)."""
    cells: Tensor
    """2 c of each LSTM layer, zeros first, (L, T + 1, cell_dim)."""

    @property
    def n_bytes(self) -> int:
        """Memory taken."""
        return self.hidden.nbytes + self.cells.nbytes


class CpuReader:
    """A :class:`Reader` that also goes on from the middle of a sequence."""

    def __init__(self, network: BiLMNetwork, kind: torch.dtype = torch.float32) -> None:
        """Prepare the weights of a network on the CPU; ``kind`` as in :class:`PreparedLayer`."""
        self._skips = network.options.skip_connections
        self._forward_layers = [_prepared(layer, kind) for layer in network.forward_layers]
        self._backward_layers = [_prepared(layer, kind) for layer in network.backward_layers]

    def read(self, words: Tensor, lengths: list[int], states: States | None = None) -> Reading:
        """As :meth:`Reader.read`; the two directions side by side."""
        sizes = sizes_of_steps(lengths)
        last_steps = torch.tensor(lengths) - 1
        forward_states, backward_states = states if states is not None else (None, None)
        mirrored = reordered(words, reversal(torch.tensor(lengths), len(words)))
        (forward, forward_last), (backward, backward_last) = side_by_side(
            lambda: self._read_stack(self._forward_layers, words, sizes, last_steps, forward_states),
            lambda: self._read_stack(self._backward_layers, mirrored, sizes, last_steps, backward_states),
        )
        return Reading(forward, backward, (forward_last, backward_last))

    def read_alone(
        self,
        words: Tensor,
        forward: Steps | None = None,
        n_forward: int = 0,
        backward: Steps | None = None,
        n_backward: int = 0,
        gates: tuple[Tensor | None, Tensor | None] = (None, None),
    ) -> tuple[tuple[Tensor, Steps], tuple[Tensor, Steps]]:
        """Read one sentence, and take over what is known of its beginning and of its end.

        Each direction reads the boundary that it comes from and the words, not the boundary behind them.

        Args:
            words: word vectors, both sentence boundaries included, (n + 2, projection_dim).
            forward: the forward steps of a sentence that begins with the same ``n_forward`` vectors.
            n_forward: 0 to n + 1, the boundary included.
            backward: the backward steps of a sentence that ends with the same ``n_backward`` vectors.
            n_backward: 0 to n + 1, the boundary included.
            gates: for each direction what takes the gates of the steps that are read, (L, n + 1, 4 * cell_dim), as
                :meth:`PreparedLayer.read` leaves them.

        Returns:
            For each direction, in the order in which it was read, every layer's states, (L + 1, n + 1, projection_dim),
            and the steps to go on from another time.
        """
        # One direction after the other: what one need not read again then saves its whole share of the time.
        small = self._forward_layers[0].is_small
        with n_torch_threads(1) if small else nullcontext():
            return (
                self._read_on(self._forward_layers, words[:-1], forward, n_forward, gates[0]),
                self._read_on(self._backward_layers, words[1:].flip(0), backward, n_backward, gates[1]),
            )

    def _read_stack(
        self,
        layers: list[PreparedLayer],
        words: Tensor,
        sizes: list[int],
        last_steps: Tensor,
        states: StackState | None,
    ) -> tuple[Tensor, StackState]:
        """One direction: (T, B, projection_dim) -> (L + 1, T, B, projection_dim) and the last states."""
        n_steps, n_rows, dim = words.shape
        stack = words.new_zeros(len(layers) + 1, n_steps, n_rows, dim)
        stack[0] = words
        last: StackState = []
        rows = torch.arange(n_rows)
        for index, layer in enumerate(layers):
            hidden, cells = words.new_zeros(n_rows, dim), words.new_zeros(1, n_rows, layer.cell_dim)
            if states is not None:
                hidden = states[index].hidden
                cells[0] = 2 * states[index].cell
            outputs = stack[index + 1]
            layer.read(stack[index], sizes, hidden, cells, outputs)
            last.append(LstmState(outputs[last_steps, rows], cells[0] / 2))
            if self._skips and index > 0:
                outputs += stack[index]
        return stack, last

    def _read_on(
        self,
        layers: list[PreparedLayer],
        words: Tensor,
        known: Steps | None,
        n_known: int,
        gates: Tensor | None,
    ) -> tuple[Tensor, Steps]:
        """One direction of :meth:`read_alone`."""
        n_steps, dim = words.shape
        hidden = words.new_empty(len(layers), n_steps, dim)
        cells = words.new_empty(len(layers), n_steps + 1, layers[0].cell_dim)
        cells[:, 0] = 0
        if known is not None and n_known:
            hidden[:, :n_known] = known.hidden[:, :n_known]
            cells[:, 1 : n_known + 1] = known.cells[:, 1 : n_known + 1]
        stack = words.new_empty(len(layers) + 1, n_steps, dim)
        stack[0] = words
        sizes = [1] * (n_steps - n_known)
        zeros = words.new_zeros(1, dim)
        for index, layer in enumerate(layers):
            layer.read(
                stack[index, n_known:].unsqueeze(1),
                sizes,
                hidden[index, n_known - 1 : n_known] if n_known else zeros,
                cells[index, n_known:].unsqueeze(1),
                hidden[index, n_known:].unsqueeze(1),
                None if gates is None else gates[index, n_known:].unsqueeze(1),
            )
            if self._skips and index > 0:
                torch.add(hidden[index], stack[index], out=stack[index + 1])
            else:
                stack[index + 1] = hidden[index]
        return stack, Steps(hidden, cells)


def _prepared(layer: torch.nn.Module, kind: torch.dtype) -> PreparedLayer:
    assert isinstance(layer, ProjectedLstm)
    return PreparedLayer(layer, kind)
