"""The time that a biLM's matrix products alone take: the least that any program on torch's operators can need."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from benchmarks.limits import Limits, best_seconds
from elmo_explorer.bilm.options import ModelOptions
from elmo_explorer.bilm.side_by_side import n_torch_threads, side_by_side

Product = Callable[[Tensor], object]
_MOST_ROWS = 128
"""Input products are made in blocks of at most this many rows, which is faster than all at once."""


class ProductsAlone:
    """The products of reading B sentences of T steps, in their order, each by the operator that was fastest.

    For every layer and direction: the input products of all steps, then step for step the recurrent one (4 * cell_dim x
    projection_dim) and the projection (projection_dim x cell_dim). Nothing is added, squashed or copied.
    """

    def __init__(self, options: ModelOptions, n_steps: int, n_rows: int) -> None:
        self._n_steps = n_steps
        wide, narrow = options.projection_dim, options.cell_dim
        self._x = torch.randn(n_rows, wide)
        self._gated = torch.randn(n_rows, narrow)
        n_inputs = n_steps * n_rows
        block = min(n_inputs, max(n_rows, _MOST_ROWS))
        self._blocks = [torch.randn(block, wide)] * (n_inputs // block)
        if n_inputs % block:
            self._blocks.append(torch.randn(n_inputs % block, wide))
        self.operators: dict[str, str] = {}
        self._stacks: list[list[tuple[Product, Product, Product]]] = []
        for _ in range(2):
            stack = []
            for _ in range(options.n_layers):
                of_inputs, recurrent = (torch.randn(4 * narrow, wide) * 0.01 for _ in range(2))
                projection = torch.randn(wide, narrow) * 0.01
                stack.append(
                    (
                        self._fastest("input", of_inputs, self._blocks[0]),
                        self._fastest("recurrent", recurrent, self._x),
                        self._fastest("projection", projection, self._gated),
                    )
                )
            self._stacks.append(stack)

    def _fastest(self, name: str, weight: Tensor, x: Tensor) -> Product:
        candidates = _candidates(weight, x)
        if name not in self.operators:  # the first layer chooses for all
            self.operators[name] = min(
                candidates, key=lambda key: best_seconds(lambda: candidates[key](x), 0.08)
            )
        return candidates[self.operators[name]]

    def run(self, together: bool) -> None:
        """All products once; ``together``: both directions on two threads, else one after the other on all threads."""
        if together:
            side_by_side(lambda: self._run_stack(0), lambda: self._run_stack(1))
        else:
            self._run_stack(0)
            self._run_stack(1)

    def ways(self) -> list[Callable[[], None]]:
        """The three ways to use the threads; the fastest of them counts."""

        def on_one() -> None:
            with n_torch_threads(1):
                self.run(False)

        return [lambda: self.run(False), lambda: self.run(True), on_one]

    def _run_stack(self, which: int) -> None:
        x, gated, steps = self._x, self._gated, range(self._n_steps)
        for of_inputs, recurrent, projection in self._stacks[which]:
            for block in self._blocks:
                of_inputs(block)
            for _ in steps:
                recurrent(x)
                projection(gated)


def _candidates(weight: Tensor, x: Tensor) -> dict[str, Product]:
    """Every operator of torch that makes x W^T."""
    turned = weight.t().contiguous()
    out = x.new_empty(len(x), len(weight))
    found: dict[str, Product] = {
        "mm": lambda x: torch.mm(x, weight.t(), out=out) if len(x) == len(out) else torch.mm(x, weight.t()),
        "mm, weights transposed": lambda x: (
            torch.mm(x, turned, out=out) if len(x) == len(out) else x @ turned
        ),
        "linear": lambda x: torch.nn.functional.linear(x, weight),
    }
    if len(x) == 1:
        found["mv"] = lambda x: torch.mv(weight, x[0])
        found["mv, weights transposed"] = lambda x: torch.mv(turned.t(), x[0])
    if torch.backends.mkldnn.is_available():
        for hint in {1, 32, len(x)}:
            packed = torch.ops.mkldnn._reorder_linear_weight(weight, hint)
            found[f"oneDNN packed for {hint}"] = lambda x, packed=packed: (  # type: ignore[misc]
                torch.ops.mkldnn._linear_pointwise(x, packed, None, "none", [], "")
            )
    return found


def hardware_seconds(options: ModelOptions, n_steps: int, n_rows: int, limits: Limits) -> float:
    """The limit that the machine sets.

    For one row the recurrent and projection weights have to be streamed from memory at every step, and the input products
    be multiplied; for several rows everything has to be multiplied. Weights that stay in a cache can be faster.
    """
    wide, narrow = options.projection_dim, options.cell_dim
    per_step = 4 * narrow * wide + wide * narrow
    layers = 2 * options.n_layers
    of_inputs = 2 * 4 * narrow * wide * n_steps * n_rows * layers / limits.fp32
    if n_rows == 1:
        return 4 * per_step * n_steps * layers / limits.bandwidth + of_inputs
    return 2 * per_step * n_steps * n_rows * layers / limits.fp32 + of_inputs
