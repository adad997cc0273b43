"""A weight matrix made ready for products with few rows on the CPU, which is what a recurrence consists of.

torch's own float32 product goes through MKL. For few rows, and on processors not made by Intel, oneDNN's with the weights
in its own blocked order takes half the time (16384 x 512, 32 rows, one core of an AMD EPYC: 3.1 ms instead of 8.5); for one
row and a matrix that lies in the caches, MKL with the weights transposed is faster (3072 x 128: 20 us instead of 40).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import torch
from torch import Tensor
from torch.nn import functional as F

CACHED_BYTES = 4 << 20
"""Up to here a float32 matrix lies in the processor's caches, and one row's product is shorter than oneDNN's preparations."""
_ROWS_HINT = 32
"""oneDNN orders the weights for about this many rows; the order for 1 row is slower for several, not the other way round."""


class PreparedMatrix:
    """W, (n_out, n_in), for x W^T. It holds copies, each made when it is first needed."""

    def __init__(self, weight: Tensor, kind: torch.dtype = torch.float32, copies: bool = True) -> None:
        """Keep the matrix.

        Args:
            weight: (n_out, n_in), on the CPU.
            kind: torch.float32 or torch.bfloat16; what products are made in.
            copies: whether float32 may take more memory in another order; without, the products of many rows are
                as fast, of few rows slower.
        """
        self._weight = weight.detach().to(kind)
        self._copies = copies
        self._packs = packing_works(kind)
        self.kind = kind
        self.n_out = len(weight)
        self.is_small = weight.numel() * 4 <= CACHED_BYTES
        self._one_row_is_transposed = kind == torch.float32 and copies and (self.is_small or not self._packs)
        self._transposed: Tensor | None = None
        self._packed: Tensor | None = None

    def product(self, x: Tensor, bias: Tensor | None = None) -> Tensor:
        """x W^T + bias: (n, n_in) -> (n, n_out), both of the matrix's kind."""
        if self._packs:
            return torch.ops.mkldnn._linear_pointwise(x, self.packed, bias, "none", [], "")  # type: ignore[no-any-return]
        return F.linear(x, self._weight, bias)

    def adder(self, n_rows: int) -> Callable[[Tensor, Tensor], Tensor]:
        """What makes other + x W^T, (n, n_out), (n, n_in) -> (n, n_out), for this many rows.

        Whatever ``other``'s kind is, the sum is of float32. Each call may answer in the same memory as the one before.
        """
        if self.kind != torch.float32:
            return lambda other, x: other.add(self.product(x))
        if self._packs and not (n_rows == 1 and self._one_row_is_transposed):
            packed, run = self.packed, torch.ops.mkldnn._linear_pointwise.binary
            return lambda other, x: run(x, other, packed, None, "add")
        turned, sums, addmm = self.transposed, self._weight.new_empty(n_rows, self.n_out), torch.addmm
        return lambda other, x: addmm(other, x, turned, out=sums)

    def multiplier(self, n_rows: int) -> Callable[[Tensor, Tensor], Tensor]:
        """What makes x W^T for this many rows, given x, (n, n_in), and a place of float32 for the answer, (n, n_out).

        The answer is in that place, or, of the matrix's kind, in another.
        """
        if self._packs and not (n_rows == 1 and self._one_row_is_transposed):
            packed, run = self.packed, torch.ops.mkldnn._linear_pointwise.default
            return lambda x, _: run(x, packed, None, "none", [], "")
        if self.kind != torch.float32:
            return lambda x, _: self.product(x)
        turned, mm = self.transposed, torch.mm
        return lambda x, place: mm(x, turned, out=place)

    @property
    def transposed(self) -> Tensor:
        """W^T, (n_in, n_out); its rows are one behind the other in memory where copies are allowed."""
        if self._transposed is None:
            self._transposed = self._weight.t().contiguous() if self._copies else self._weight.t()
        return self._transposed

    @property
    def packed(self) -> Tensor:
        """W as oneDNN wants it; the plain matrix where copies are not allowed."""
        if self._packed is None:
            self._packed = (
                torch.ops.mkldnn._reorder_linear_weight(self._weight, _ROWS_HINT)
                if self._copies
                else self._weight
            )
            if self._copies and not self._one_row_is_transposed:
                # Nothing asks for the plain order any more.
                self._weight = self._weight.new_empty(0)
        return self._packed


def linear(x: Tensor, weight: Tensor, bias: Tensor | None) -> Tensor:
    """x W^T + b: (..., n_in) -> (..., n_out); where no gradient is made, by oneDNN on the CPU."""
    if (
        x.device.type != "cpu"
        or torch.is_grad_enabled()
        or torch.is_autocast_enabled("cpu")
        or x.shape[:-1].numel() < 2
        or not packing_works(x.dtype)
    ):
        return F.linear(x, weight, bias)
    flat = torch.ops.mkldnn._linear_pointwise(x.reshape(-1, x.shape[-1]), weight, bias, "none", [], "")
    return flat.view(*x.shape[:-1], -1)  # type: ignore[no-any-return]


@cache
def packing_works(kind: torch.dtype) -> bool:
    """Whether this torch has oneDNN's products with packed weights, and they are right.

    The operators are those that torch.compile's CPU code calls; they are not part of torch's stable interface.
    """
    if kind not in (torch.float32, torch.bfloat16) or not torch.backends.mkldnn.is_available():
        return False
    with torch.inference_mode():
        x = torch.linspace(-1, 1, 6).reshape(2, 3).to(kind)
        weight = torch.linspace(-1, 2, 12).reshape(4, 3).to(kind)
        try:
            packed = torch.ops.mkldnn._reorder_linear_weight(weight, _ROWS_HINT)
            found = torch.ops.mkldnn._linear_pointwise(x, packed, None, "none", [], "")
            added = torch.ops.mkldnn._linear_pointwise.binary(x, found, packed, None, "add")
        except (AttributeError, RuntimeError, TypeError):
            return False
        expected = x.float() @ weight.float().t()
        return torch.allclose(found.float(), expected, atol=0.05) and torch.allclose(
            added.float(), 2 * expected, atol=0.1
        )
