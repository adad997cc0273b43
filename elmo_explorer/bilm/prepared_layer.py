"""One LSTM layer and direction as inference on the CPU reads it: weights prepared, few passes over the gates.

The equations are :class:`ProjectedLstm`'s. Since tanh(x) = 2 sigmoid(2x) - 1, and torch's sigmoid takes a tenth of the time of
its tanh, the candidate's rows of the weights are doubled, so that one sigmoid serves all four gates; the cell is kept
doubled, and the projection's weights are doubled. Powers of two change no number's precision::

    i, s, f, o = sigmoid(W x_t + W_h h_{t-1} + b)           with j's rows doubled, b_f one higher
    2 c_t      = clip(f * 2 c_{t-1} + 4 i (s - 1/2))
    h_t        = clip(2 W_p (o * (sigmoid(2 c_t) - 1/2)))
"""

from __future__ import annotations

import torch
from torch import Tensor

from elmo_explorer.bilm.lstm_step import FORGET_BIAS
from elmo_explorer.bilm.prepared_matrix import CACHED_BYTES, PreparedMatrix
from elmo_explorer.bilm.projected_lstm import ProjectedLstm

PRODUCTS_BYTES = 8 << 20
"""Input products that are made ahead of their steps: enough rows for a fast product, few enough for the caches."""


class PreparedLayer:
    """Copies of a layer's weights, for :meth:`read`."""

    def __init__(self, layer: ProjectedLstm, kind: torch.dtype = torch.float32) -> None:
        """Prepare.

        Args:
            layer: on the CPU.
            kind: what products are made in, torch.float32 or torch.bfloat16; gates and cells are float32 always.
        """
        self.cell_dim = width = layer.cell_dim
        self.projection_dim = layer.projection_dim
        self.kind = kind
        self._cell_bound = None if layer.cell_clip is None else 2 * layer.cell_clip
        self._output_bound = layer.proj_clip

        def doubled(weight: Tensor) -> Tensor:
            copy = weight.detach().clone()
            copy[width : 2 * width] *= 2
            return copy

        self._bias = doubled(layer.bias)
        self._bias[2 * width : 3 * width] += FORGET_BIAS
        self._recurrent = PreparedMatrix(doubled(layer.recurrent_weight), kind)
        self._projection = PreparedMatrix(2 * layer.projection_weight.detach(), kind)
        # The input products have many rows, which are nearly as fast with the weights as they stand: a large model's
        # are not copied.
        self._input_is_shared = kind == torch.float32 and layer.input_weight.nbytes > CACHED_BYTES
        self._input = (
            PreparedMatrix(layer.input_weight, kind, copies=False)
            if self._input_is_shared
            else PreparedMatrix(doubled(layer.input_weight), kind)
        )

    @property
    def is_small(self) -> bool:
        """Whether one row's products are too short to be shared among threads."""
        return self._recurrent.is_small

    def read(
        self,
        inputs: Tensor,
        sizes: list[int],
        hidden: Tensor,
        cells: Tensor,
        outputs: Tensor,
        gates: Tensor | None = None,
    ) -> None:
        """Go through the steps in time.

        Args:
            inputs: (T, B, input_dim).
            sizes: how many of the sequences are still going at each step, falling, T numbers.
            hidden: h before the first step, (B, projection_dim).
            cells: 2 c before the first step, (1, B, cell_dim), becomes that after each row's last step. Or (T + 1, B,
                cell_dim) with that before the first step in the first place; the other places are filled, and all
                sequences must have length T.
            outputs: takes h, (T, B, projection_dim); rows behind a sequence's end are left as they are.
            gates: takes i, s, f and o side by side, (T, B, 4 * cell_dim), rows likewise; None where nobody looks.
        """
        n_steps, _, dim = inputs.shape
        step = 0
        while step < n_steps:
            n = sizes[step]
            most = max(1, PRODUCTS_BYTES // (n * 4 * self.cell_dim * 4))
            end = step + 1
            # Rows that end inside the block are multiplied in vain: a quarter of them at most.
            while end < min(n_steps, step + most) and 4 * sizes[end] >= 3 * n:
                end += 1
            products = self._products(inputs[step:end, :n].reshape(-1, dim)).view(end - step, n, -1)
            here = cells if len(cells) == 1 else cells[step : end + 1]
            watched = None if gates is None else gates[step:end]
            hidden = self._steps(products, sizes[step:end], hidden, here, outputs[step:end, :n], watched)
            step = end

    def _products(self, x: Tensor) -> Tensor:
        """W_x x + b, candidate doubled, float32: (n, input_dim) -> (n, 4 * cell_dim)."""
        if self.kind != torch.float32:
            return self._input.product(x.to(self.kind)).float().add_(self._bias)
        if not self._input_is_shared:
            return self._input.product(x, self._bias)
        products = self._input.product(x)
        products[:, self.cell_dim : 2 * self.cell_dim] *= 2
        return products.add_(self._bias)

    def _steps(
        self,
        products: Tensor,
        sizes: list[int],
        hidden: Tensor,
        cells: Tensor,
        outputs: Tensor,
        watched: Tensor | None,
    ) -> Tensor:
        """The steps of one block of products, (T, n, 4 * cell_dim); returns the last h, (n, projection_dim)."""
        width, kind = self.cell_dim, self.kind
        cell_bound, output_bound = self._cell_bound, self._output_bound
        keeps_cells = len(cells) > 1
        rounded = kind != torch.float32
        add, project = self._recurrent.adder(1), self._projection.multiplier(1)
        i = s = f = o = cell = gated = narrow = before = products[:0]
        rows, n_products = -1, products.shape[1]
        hidden = hidden.to(kind)
        for step, (x, y, n) in enumerate(zip(products.unbind(0), outputs.unbind(0), sizes, strict=True)):
            if n != rows:  # the first step, or some sequences have ended
                rows = n
                add, project = self._recurrent.adder(n), self._projection.multiplier(n)
                cell = cells[step if keeps_cells else 0, :n]
                gated = products.new_empty(n, width)
                narrow = gated.to(kind)  # the same memory in float32
                hidden = hidden[:n]
            if n != n_products:
                x, y = x[:n], y[:n]
            gates = add(x, hidden)
            gates.sigmoid_()
            if watched is not None:
                watched[step, :n] = gates
            if gates is not before:
                before = gates
                i, s, f, o = gates.chunk(4, 1)
            new_cell = cells[step + 1] if keeps_cells else cell
            torch.mul(cell, f, out=new_cell).addcmul_(i, s.sub_(0.5), value=4)
            if cell_bound is not None:
                new_cell.clamp_(-cell_bound, cell_bound)
            cell = new_cell
            torch.sigmoid(cell, out=gated).sub_(0.5).mul_(o)
            if rounded:
                narrow.copy_(gated)
            hidden = project(narrow, y)
            if output_bound is not None:
                hidden.clamp_(-output_bound, output_bound)
            if hidden is not y:
                y.copy_(hidden)
        return hidden
