"""One direction of one layer: an LSTM with a recurrent projection (Sak et al. 2014), clipped as in bilm-tf."""

from __future__ import annotations

from typing import Any, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from elmo_explorer.bilm.lstm_step import FORGET_BIAS, compiled_steps, step_backward, step_forward


class LstmState(NamedTuple):
    """What an LSTM carries from one step to the next."""

    hidden: Tensor
    """Projected output, (B, projection_dim)."""
    cell: Tensor
    """Memory, (B, cell_dim)."""


class StepTrace(NamedTuple):
    """Takes what an LSTM computes on its way."""

    gates: Tensor
    """sigmoid(i), tanh(j), sigmoid(f + 1) and sigmoid(o) side by side, (T, B, 4 * cell_dim)."""
    cells: Tensor
    """c_t, (T, B, cell_dim)."""


class ProjectedLstm(nn.Module):
    """An LSTM whose output is projected before it is fed back, time running forward.

    With x_t the input, h the projected output and c the cell (gates in TensorFlow's order i, j, f, o)::

        i, j, f, o = W_x x_t + W_h h_{t-1} + b
        c_t = clip(sigmoid(f + 1) * c_{t-1} + sigmoid(i) * tanh(j), cell_clip)
        h_t = clip(W_p (sigmoid(o) * tanh(c_t)), proj_clip)

    Source: ``tf.nn.rnn_cell.LSTMCell(use_peepholes=False, num_proj=...)``, which bilm-tf uses.
    """

    def __init__(
        self,
        input_dim: int,
        cell_dim: int,
        projection_dim: int,
        cell_clip: float | None = None,
        proj_clip: float | None = None,
    ) -> None:
        super().__init__()
        self.input_dim = input_dim
        self.cell_dim = cell_dim
        self.projection_dim = projection_dim
        self.cell_clip = cell_clip
        self.proj_clip = proj_clip
        self.compiled = False
        """Whether training's steps go through torch.compile."""
        self.input_weight = nn.Parameter(torch.empty(4 * cell_dim, input_dim))
        self.recurrent_weight = nn.Parameter(torch.empty(4 * cell_dim, projection_dim))
        self.bias = nn.Parameter(torch.zeros(4 * cell_dim))
        self.projection_weight = nn.Parameter(torch.empty(projection_dim, cell_dim))
        for weight in (self.input_weight, self.recurrent_weight, self.projection_weight):
            nn.init.uniform_(weight, -(weight.shape[1] ** -0.5), weight.shape[1] ** -0.5)

    def zero_state(self, batch_size: int) -> LstmState:
        """The state before the first word: zeros."""
        weight = self.input_weight
        return LstmState(
            weight.new_zeros(batch_size, self.projection_dim), weight.new_zeros(batch_size, self.cell_dim)
        )

    def forward(
        self,
        inputs: Tensor,
        batch_sizes: list[int] | None = None,
        state: LstmState | None = None,
        keep: Tensor | None = None,
        trace: StepTrace | None = None,
    ) -> tuple[Tensor, LstmState]:
        """Read a batch of sequences.

        Args:
            inputs: (T, B, input_dim), the longest sequence first where lengths differ.
            batch_sizes: how many of the sequences are still going at each step, falling, T numbers;
                None where all have length T. Outputs behind a sequence's end are zero.
            state: where to go on from; None starts with zeros.
            keep: 0 where a sequence starts anew from zeros at that step, else 1, (T, B); only where gradients are made.
            trace: takes the gates and cells; only where no gradients are made.

        Returns:
            The outputs, (T, B, projection_dim), and every sequence's state after its own last step.
        """
        n_steps, batch_size, _ = inputs.shape
        sizes = batch_sizes if batch_sizes is not None else [batch_size] * n_steps
        hidden, cell = state if state is not None else self.zero_state(batch_size)
        # The input products of all steps are one matrix product; only the recurrence has to wait its turn.
        products = F.linear(inputs, self.input_weight, self.bias)  # (T, B, 4 * cell_dim)
        if torch.is_grad_enabled() or torch.is_autocast_enabled(inputs.device.type):
            outputs, hidden, cell = _Recurrence.apply(  # type: ignore[no-untyped-call]
                products,
                self.recurrent_weight,
                self.projection_weight,
                hidden,
                cell,
                sizes,
                self.cell_clip,
                self.proj_clip,
                keep,
                self.compiled and all(size == batch_size for size in sizes),
            )
            return outputs, LstmState(hidden, cell)
        return self._infer(products, sizes, hidden.clone(), cell.clone(), trace)

    def _infer(
        self, products: Tensor, sizes: list[int], hidden: Tensor, cell: Tensor, trace: StepTrace | None
    ) -> tuple[Tensor, LstmState]:
        """The recurrence without a record for gradients; works in place on all four arguments' memory."""
        n_steps, batch_size, _ = products.shape
        width = self.cell_dim
        recurrent = self.recurrent_weight.t()
        projection = self.projection_weight.t()
        products[..., 2 * width : 3 * width] += FORGET_BIAS
        outputs = products.new_zeros(n_steps, batch_size, self.projection_dim)
        for step, n in enumerate(sizes):
            gates = products[step, :n]
            gates.addmm_(hidden[:n], recurrent)
            input_gate, candidate, forget_gate, output_gate = gates.chunk(4, dim=1)
            gates[:, :width].sigmoid_()
            gates[:, 2 * width :].sigmoid_()
            candidate.tanh_()
            if trace is not None:
                trace.gates[step, :n] = gates
            memory = cell[:n]
            memory.mul_(forget_gate).addcmul_(input_gate, candidate)
            if self.cell_clip is not None:
                memory.clamp_(-self.cell_clip, self.cell_clip)
            if trace is not None:
                trace.cells[step, :n] = memory
            torch.tanh(memory, out=candidate)
            torch.mm(candidate.mul_(output_gate), projection, out=outputs[step, :n])
            if self.proj_clip is not None:
                outputs[step, :n].clamp_(-self.proj_clip, self.proj_clip)
            hidden[:n] = outputs[step, :n]
        return outputs, LstmState(hidden, cell)


class _Recurrence(torch.autograd.Function):
    """The steps in time with a gradient of their own.

    Autograd over the loop would make a weight gradient at every step; here they are one matrix product at the end.
    Matrix products follow autocast's type; cells stay in float32. The gates are kept as they are before their
    sigmoids: in bfloat16 that takes half the memory without being blunt near 0 and 1.
    """

    @staticmethod
    def forward(
        ctx: Any,
        products: Tensor,
        recurrent_weight: Tensor,
        projection_weight: Tensor,
        hidden: Tensor,
        cell: Tensor,
        sizes: list[int],
        cell_clip: float | None,
        proj_clip: float | None,
        keep: Tensor | None,
        compiled: bool,
    ) -> tuple[Tensor, Tensor, Tensor]:
        n_steps, batch_size, width4 = products.shape
        device_type = products.device.type
        kind = (
            torch.get_autocast_dtype(device_type) if torch.is_autocast_enabled(device_type) else torch.float32
        )
        recurrent = recurrent_weight.to(kind)
        projection = projection_weight.to(kind)
        gates = products.new_zeros(n_steps, batch_size, width4, dtype=kind)
        cells = products.new_zeros(n_steps + 1, batch_size, width4 // 4, dtype=torch.float32)
        gated = products.new_zeros(n_steps, batch_size, width4 // 4, dtype=kind)
        before = products.new_zeros(n_steps, batch_size, projection.shape[0], dtype=kind)  # h_{t-1}
        outputs = torch.zeros_like(before)
        projected_inside = torch.ones_like(outputs, dtype=torch.bool) if proj_clip is not None else None
        cells[0] = cell
        last_hidden = hidden.to(kind).clone()
        last_cell = cell.clone()
        run_step = compiled_steps()[0] if compiled else step_forward
        with torch.autocast(device_type, enabled=False):
            for step, n in enumerate(sizes):
                kept = None if keep is None else keep[step, :n].unsqueeze(1)
                before[step, :n] = last_hidden[:n] if kept is None else last_hidden[:n] * kept
                run_step(
                    products[step, :n],
                    before[step, :n] @ recurrent.t(),
                    cells[step, :n],
                    kept,
                    cell_clip,
                    gates[step, :n],
                    cells[step + 1, :n],
                    gated[step, :n],
                )
                projected = gated[step, :n] @ projection.t()
                if projected_inside is not None and proj_clip is not None:
                    torch.le(projected.abs(), proj_clip, out=projected_inside[step, :n])
                    projected.clamp_(-proj_clip, proj_clip)
                outputs[step, :n] = projected
                last_hidden[:n] = projected
                last_cell[:n] = cells[step + 1, :n]
        ctx.save_for_backward(gates, cells, gated, before, recurrent, projection, keep)
        ctx.settings = (sizes, cell_clip, projected_inside, compiled)
        return outputs, last_hidden, last_cell

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor | None, ...]:
        grad_outputs, grad_last_hidden, grad_last_cell = gradients
        gates, cells, gated, before, recurrent, projection, keep = ctx.saved_tensors
        sizes, cell_clip, projected_inside, compiled = ctx.settings
        d_gates = torch.zeros_like(gates)
        d_projected = torch.zeros_like(before)
        d_hidden = grad_last_hidden.to(gates.dtype).clone()
        d_cell = grad_last_cell.clone()
        run_step = compiled_steps()[1] if compiled else step_backward
        with torch.autocast(gates.device.type, enabled=False):
            for step in range(len(sizes) - 1, -1, -1):
                n = sizes[step]
                kept = None if keep is None else keep[step, :n].unsqueeze(1)
                d_h = d_projected[step, :n]
                torch.add(grad_outputs[step, :n], d_hidden[:n], out=d_h)
                if projected_inside is not None:
                    d_h *= projected_inside[step, :n]
                run_step(
                    gates[step, :n],
                    cells[step, :n],
                    cells[step + 1, :n],
                    kept,
                    cell_clip,
                    d_h @ projection,
                    d_cell[:n],
                    d_gates[step, :n],
                )
                d_before = d_gates[step, :n] @ recurrent
                d_hidden[:n] = d_before if kept is None else d_before * kept
            flat_gates = d_gates.flatten(0, 1)
            d_recurrent = flat_gates.t() @ before.flatten(0, 1)
            d_projection = d_projected.flatten(0, 1).t() @ gated.flatten(0, 1)
        return d_gates, d_recurrent.float(), d_projection.float(), d_hidden, d_cell, *[None] * 5
