"""Small heads on mixed states, S seeds and C choices of layers at once; each (seed, choice) has parameters of its own.

A head is a pair of functions: ``parameters`` draws them, ``logits`` applies them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from elmo_explorer.tasks.config import HeadName

Parameters = dict[str, Tensor]
"""Each (S, C, ...)."""


@dataclass(frozen=True)
class Head:
    """What turns mixed states into logits."""

    shapes: Callable[[int, int], dict[str, tuple[int, ...]]]
    """(D, K) -> the parameters' shapes for one seed and choice; a name that begins with ``bias`` starts at 0."""
    logits: Callable[[Parameters, Tensor, Tensor | None, int], Tensor]
    """(parameters, mixed states (S, C, B, ..., D), mask (S, B, T) or None, split) -> logits.

    (S, C, B, K); of questions (S, C, B, 2, T) for the answer's first and last word.
    """


def draw(head: Head, dim: int, n_labels: int, n_choices: int, seeds: Sequence[int]) -> Parameters:
    """Parameters to start from: of one seed the same for all choices, uniform in +-1 / sqrt(their inputs).

    Args:
        head: whose.
        dim: D.
        n_labels: K.
        n_choices: C.
        seeds: S numbers.
    """
    drawn: dict[str, list[Tensor]] = {}
    for seed in seeds:
        generator = torch.Generator().manual_seed(seed)
        for name, shape in head.shapes(dim, n_labels).items():
            one = (torch.rand(shape, generator=generator) * 2 - 1) / shape[0] ** 0.5
            if name.startswith("bias"):
                one.zero_()
            drawn.setdefault(name, []).append(one.expand(n_choices, *shape))
    return {name: torch.stack(ones).contiguous().requires_grad_() for name, ones in drawn.items()}


def head_named(name: HeadName) -> Head:
    """The head of this name."""
    return _HEADS[name]


def _linear(parameters: Parameters, mixed: Tensor, mask: Tensor | None = None, split: int = 0) -> Tensor:
    return mixed @ parameters["weight"] + parameters["bias"][..., None, :]


def _attention(parameters: Parameters, mixed: Tensor, mask: Tensor | None, split: int = 0) -> Tensor:
    """Sum_t a_t m_t with a = softmax(q m_t), then linear."""
    assert mask is not None
    scores = torch.einsum("scbtd,scd->scbt", mixed, parameters["query"])
    attention = scores.masked_fill(~mask[:, None], -torch.inf).softmax(dim=-1)
    return _linear(parameters, torch.einsum("scbt,scbtd->scbd", attention, mixed))


def _difference(parameters: Parameters, mixed: Tensor, mask: Tensor | None = None, split: int = 0) -> Tensor:
    """Linear over |a - b| and a * b of both words' vectors: what differs, and how far they agree."""
    left, right = mixed[..., 0, :], mixed[..., 1, :]
    return _linear(parameters, torch.cat([(left - right).abs(), left * right], dim=-1))


def _bilinear(parameters: Parameters, mixed: Tensor, mask: Tensor | None = None, split: int = 0) -> Tensor:
    """a W b / sqrt(D) + bias against its negative."""
    left, right = mixed[..., 0, :], mixed[..., 1, :]
    agree = ((left @ parameters["weight"]) * right).sum(dim=-1) / mixed.shape[-1] ** 0.5
    return torch.stack([agree, -agree], dim=-1) + parameters["bias"][..., None, :]


def _start_and_end(parameters: Parameters, mixed: Tensor, mask: Tensor | None, split: int = 0) -> Tensor:
    """For every word of the paragraph, linear over itself, itself times the question, itself times what it is like there.

    The question's vector is a sum over its words with learned attention; the third part is DrQA's aligned question
    (Chen et al. 2017): every word of the paragraph attends to the question's words by scaled dot product.
    """
    assert mask is not None
    question, paragraph = mixed[..., :split, :], mixed[..., split:, :]
    asked = ~mask[:, None, :, :split]  # (S, 1, B, Tq)
    scores = torch.einsum("scbtd,scd->scbt", question, parameters["query"]).masked_fill(asked, -torch.inf)
    whole = torch.einsum("scbt,scbtd->scbd", scores.softmax(dim=-1), question)
    alike = paragraph @ question.transpose(-1, -2) / mixed.shape[-1] ** 0.5
    aligned = alike.masked_fill(asked[..., None, :], -torch.inf).softmax(dim=-1) @ question
    features = torch.cat([paragraph, paragraph * whole[..., None, :], paragraph * aligned], dim=-1)
    logits = features @ parameters["weight"][:, :, None]  # (S, C, B, Tp, 2)
    return logits.movedim(-1, -2).masked_fill(~mask[:, None, :, None, split:], -torch.inf)


_HEADS: dict[HeadName, Head] = {
    "linear": Head(lambda d, k: {"weight": (d, k), "bias": (k,)}, _linear),
    "attention": Head(lambda d, k: {"query": (d,), "weight": (d, k), "bias": (k,)}, _attention),
    "difference": Head(lambda d, k: {"weight": (2 * d, k), "bias": (k,)}, _difference),
    "bilinear": Head(lambda d, k: {"weight": (d, d), "bias": (k,)}, _bilinear),
    "start and end": Head(lambda d, k: {"query": (d,), "weight": (3 * d, 2)}, _start_and_end),
}
