"""Reads by torch's own LSTM with projection, which is cuDNN's on CUDA; it knows no clips."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from elmo_explorer.bilm.bilm import BiLMNetwork, StackState, reordered, reversal
from elmo_explorer.bilm.lstm_step import FORGET_BIAS
from elmo_explorer.bilm.projected_lstm import LstmState, ProjectedLstm
from elmo_explorer.bilm.reading import Reading, States


class CudnnReader:
    """A :class:`Reader` by ``nn.LSTM(proj_size=...)``."""

    def __init__(self, network: BiLMNetwork) -> None:
        """Copy the weights.

        Raises:
            ValueError: the network clips its cells or its outputs.
        """
        options = network.options
        if not can_be_cudnn(network):
            raise ValueError("torch's LSTM with projection knows no clips, and this network has some.")
        self._skips = options.skip_connections
        self._forward_layers = [_torch_lstm(layer) for layer in network.forward_layers]
        self._backward_layers = [_torch_lstm(layer) for layer in network.backward_layers]

    def read(self, words: Tensor, lengths: list[int], states: States | None = None) -> Reading:
        """As :meth:`Reader.read`."""
        forward_states, backward_states = states if states is not None else (None, None)
        order = reversal(torch.tensor(lengths), len(words)).to(words.device)
        # cuDNN may otherwise round products to TF32's three digits.
        with torch.backends.cudnn.flags(enabled=True, allow_tf32=False):
            forward, forward_last = self._read_stack(self._forward_layers, words, lengths, forward_states)
            backward, backward_last = self._read_stack(
                self._backward_layers, reordered(words, order), lengths, backward_states
            )
        return Reading(forward, backward, (forward_last, backward_last))

    def _read_stack(
        self, layers: list[nn.LSTM], words: Tensor, lengths: list[int], states: StackState | None
    ) -> tuple[Tensor, StackState]:
        """(T, B, projection_dim) -> (L + 1, T, B, projection_dim) and the last states."""
        x = words
        stack, last = [words], []
        for index, lstm in enumerate(layers):
            state = states[index] if states is not None else None
            given = None if state is None else (state.hidden.unsqueeze(0), state.cell.unsqueeze(0))
            packed, (hidden, cell) = lstm(pack_padded_sequence(x, torch.tensor(lengths)), given)
            y, _ = pad_packed_sequence(packed, total_length=len(words))
            last.append(LstmState(hidden[0], cell[0]))
            x = y + x if index > 0 and self._skips else y
            stack.append(x)
        return torch.stack(stack), last


def can_be_cudnn(network: BiLMNetwork) -> bool:
    """Whether torch's LSTM has all that the network does: a projection narrower than the cell, and no clips."""
    options = network.options
    return (
        options.cell_clip is None and options.proj_clip is None and options.projection_dim < options.cell_dim
    )


def _torch_lstm(layer: nn.Module) -> nn.LSTM:
    assert isinstance(layer, ProjectedLstm)
    lstm = nn.LSTM(layer.input_dim, layer.cell_dim, proj_size=layer.projection_dim)
    bias = layer.bias.detach().clone()
    bias[2 * layer.cell_dim : 3 * layer.cell_dim] += FORGET_BIAS
    values = {
        "weight_ih_l0": _sorted(layer.input_weight),
        "weight_hh_l0": _sorted(layer.recurrent_weight),
        "bias_ih_l0": _sorted(bias),
        "bias_hh_l0": torch.zeros_like(bias),
        "weight_hr_l0": layer.projection_weight.detach(),
    }
    lstm.load_state_dict(values)
    return lstm.to(bias.device).requires_grad_(False).eval()


def _sorted(weight: Tensor) -> Tensor:
    """Rows of the gates i, j, f, o in torch's order i, f, j, o."""
    i, j, f, o = weight.detach().chunk(4)
    return torch.cat([i, f, j, o])
