"""The states that stateful runs carry from batch to batch, one for each row, as bilm-tf does."""

from __future__ import annotations

import torch

from elmo_explorer.bilm.bilm import BiLMNetwork, StackState
from elmo_explorer.bilm.projected_lstm import LstmState, ProjectedLstm
from elmo_explorer.bilm.reading import States


class CarriedStates:
    """Zeros at first, and for rows that no batch had before."""

    def __init__(self, network: BiLMNetwork) -> None:
        self._states: States = (
            [_zero_state(layer) for layer in network.forward_layers],
            [_zero_state(layer) for layer in network.backward_layers],
        )

    def take(self, order: list[int]) -> States:
        """The rows' states in this order."""
        forward, backward = ([_grown(state, len(order)) for state in stack] for stack in self._states)
        self._states = (forward, backward)
        index = torch.tensor(order, device=forward[0].hidden.device)
        return _chosen(forward, index), _chosen(backward, index)

    def keep(self, last: States, order: list[int]) -> None:
        """The rows' states after a batch in this order."""
        index = torch.tensor(order, device=self._states[0][0].hidden.device)
        for kept, found in zip(self._states, last, strict=True):
            for old, new in zip(kept, found, strict=True):
                old.hidden[index] = new.hidden
                old.cell[index] = new.cell


def _chosen(stack: StackState, index: torch.Tensor) -> StackState:
    return [LstmState(state.hidden[index], state.cell[index]) for state in stack]


def _zero_state(layer: torch.nn.Module) -> LstmState:
    assert isinstance(layer, ProjectedLstm)
    return layer.zero_state(0)


def _grown(state: LstmState, n_rows: int) -> LstmState:
    missing = n_rows - state.hidden.shape[0]
    if missing <= 0:
        return state
    return LstmState(
        torch.cat([state.hidden, state.hidden.new_zeros(missing, state.hidden.shape[1])]),
        torch.cat([state.cell, state.cell.new_zeros(missing, state.cell.shape[1])]),
    )
