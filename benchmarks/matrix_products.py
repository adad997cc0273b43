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
        """The first layer chooses for all."""
        if name not in self.operators:
            ways = {way: make(weight, x) for way, make in _operators(x).items()}
            self.operators[name] = min(ways, key=lambda way: best_seconds(lambda: ways[way](x), 0.06))
        return _operators(x)[self.operators[name]](weight, x)

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


def _operators(x: Tensor) -> dict[str, Callable[[Tensor, Tensor], Product]]:
    """Every operator of torch that makes x W^T, given W, which it may put into another order beforehand."""
    found: dict[str, Callable[[Tensor, Tensor], Product]] = {
        "mm": _mm,
        "mm, weights transposed": lambda weight, x: _mm(weight.t().contiguous().t(), x),
        "linear": lambda weight, _: lambda x: torch.nn.functional.linear(x, weight),
    }
    if len(x) == 1:
        found["mv"] = lambda weight, _: lambda x: torch.mv(weight, x[0])
        found["mv, weights transposed"] = lambda weight, _: _mv_of(weight.t().contiguous())
    if torch.backends.mkldnn.is_available():
        for hint in (1, 32):
            found[f"oneDNN packed for {hint}"] = lambda weight, _, hint=hint: _packed(weight, hint)  # type: ignore[misc]
    return found


def _mm(weight: Tensor, x: Tensor) -> Product:
    turned, out = weight.t(), x.new_empty(len(x), len(weight))
    return lambda x: torch.mm(x, turned, out=out) if len(x) == len(out) else torch.mm(x, turned)


def _mv_of(turned: Tensor) -> Product:
    return lambda x: torch.mv(turned.t(), x[0])


def _packed(weight: Tensor, hint: int) -> Product:
    packed = torch.ops.mkldnn._reorder_linear_weight(weight, hint)
    return lambda x: torch.ops.mkldnn._linear_pointwise(x, packed, None, "none", [], "")


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
