"""Learn mixing weights and heads together, the biLM frozen: every seed and every choice of layers side by side."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional as F

from elmo_explorer.tasks.heads import Head, Parameters, draw
from elmo_explorer.tasks.inputs import Batch, Inputs
from elmo_explorer.tasks.mixes import SeededMixes, mix
from elmo_explorer.tasks.results import LearningStep, Recipe

Numbers = NDArray[np.int64]
LEARNED = "learned mix"
_ROOMY = 24_000_000
"""Numbers of mixed states that are held at a time while the dev split is scored."""


@dataclass(frozen=True)
class Problem:
    """What is learned from; N training and M dev examples."""

    train: Inputs
    labels: Numbers
    """(N,), or (N, E) with E labels an example."""
    dev: Inputs
    train_numbers: tuple[Numbers, ...]
    """Of each seed, which training examples it learns from."""
    dev_numbers: tuple[Numbers, ...]
    """Of each seed, which dev examples it is scored on; the same object where all seeds share them."""
    n_labels: int
    n_layers: int
    dim: int
    head: Head
    predict: Callable[[Tensor], Tensor]
    """Logits -> predictions."""
    score: Callable[[int, Numbers], float]
    """(place of the seed, its predictions of its dev examples) -> the metric."""
    allowed: Tensor | None = None
    """(W, K) labels that each word can have."""
    train_words: Numbers | None = None
    """(N,) rows of ``allowed``."""
    dev_words: Numbers | None = None


@dataclass(frozen=True)
class Learned:
    """The best of every seed and choice; S seeds, C choices, the learned mix first."""

    scores: NDArray[np.float64]
    """(S, C)."""
    epochs: Numbers
    """(S, C) after how many passes; 0 before the first was whole."""
    w: NDArray[np.float32]
    """(S, L) before the softmax."""
    gamma: NDArray[np.float32]
    """(S, C)."""
    parameters: dict[str, NDArray[np.float32]]
    """The heads', each (S, C, ...)."""
    scale: NDArray[np.float32]
    """(C,) what a choice's mixed states were multiplied by before the head."""
    complete: bool


def learn(
    problem: Problem,
    recipe: Recipe,
    seeds: Sequence[int],
    given: Sequence[Sequence[float]],
    report: Callable[[LearningStep], None],
    stopped: Callable[[], bool],
) -> Learned:
    """Train until no seed or choice has become better for so many passes, or until stopped.

    Every (seed, choice) is a model of its own; they share nothing but the order of the examples of their seed.

    Args:
        problem: examples, head and metric.
        recipe: how.
        seeds: S numbers, of the heads' first parameters and the order of examples.
        given: (C - 1, L) weights of the choices that learn none.
        report: told the learned mix's weights after every step.
        stopped: asked between steps; True ends the training, with what it has come to scored.
    """
    state = _State(problem, recipe, seeds, given)
    steps_an_epoch = max(1, math.ceil(max(map(len, problem.train_numbers)) / recipe.batch))
    total = steps_an_epoch * recipe.max_epochs
    score: float | None = None
    step = 0
    report(state.told(1, 0, total, math.nan, None))
    complete = not stopped()
    for epoch in range(1, recipe.max_epochs + 1):
        for numbers in _batches(problem.train_numbers, recipe.batch, seeds, epoch):
            if not complete:
                break
            loss = state.step(numbers, 1.0 - step / total)
            step += 1
            report(state.told(epoch, step, total, loss, score))
            complete = not stopped()
        whole = step == epoch * steps_an_epoch
        score = state.evaluate(epoch if whole else epoch - 1)
        report(state.told(epoch, step, total, math.nan if step == 0 else loss, score))
        if not complete or state.done(epoch):
            break
    return state.best(complete)


def _batches(
    numbers: Sequence[Numbers], size: int, seeds: Sequence[int], epoch: int
) -> Iterator[list[Numbers]]:
    """One pass: for each seed its own order; seeds with fewer examples begin again, so that all have as many steps."""
    orders = [
        own[np.random.default_rng((seed, epoch)).permutation(len(own))]
        for own, seed in zip(numbers, seeds, strict=True)
    ]
    longest = max(map(len, orders))
    orders = [np.resize(order, longest) for order in orders]
    for first in range(0, longest, size):
        yield [order[first : first + size] for order in orders]


class _State:
    """Parameters, optimiser, and the best so far."""

    def __init__(
        self, problem: Problem, recipe: Recipe, seeds: Sequence[int], given: Sequence[Sequence[float]]
    ) -> None:
        self._problem = problem
        self._recipe = recipe
        self._mixes = SeededMixes(len(seeds), problem.n_layers, given)
        n_choices = len(given) + 1
        self._parameters = draw(problem.head, problem.dim, problem.n_labels, n_choices, seeds)
        self._scale = _scales(problem, self._mixes)  # (C,)
        self._optimizer = torch.optim.AdamW(
            [
                {"params": list(self._parameters.values()), "weight_decay": recipe.weight_decay},
                {
                    "params": list(self._mixes.parameters()),
                    "lr": recipe.mix_learning_rate,
                    "weight_decay": 0.0,
                },
            ],
            lr=recipe.learning_rate,
        )
        self._rates = [float(group["lr"]) for group in self._optimizer.param_groups]
        self._scores = np.full((len(seeds), n_choices), -1.0)
        self._epochs = np.zeros((len(seeds), n_choices), dtype=np.int64)
        self._best: dict[str, Tensor] = {}

    def step(self, numbers: Sequence[Numbers], share: float) -> float:
        """One step of every model, at a share of the learning rates.

        Returns:
            The loss of the learned mixes, mean over the seeds, nats per example.
        """
        problem, recipe = self._problem, self._recipe
        flat = np.concatenate(numbers)
        n_seeds = len(numbers)
        batch = problem.train.batch(flat)
        states = batch.states.unflatten(0, (n_seeds, -1))
        mask = None if batch.mask is None else batch.mask.unflatten(0, (n_seeds, -1))
        logits = self._logits(states, mask, batch.split, slice(None))
        if problem.allowed is not None and problem.train_words is not None:
            rows = torch.from_numpy(problem.train_words[flat]).view(n_seeds, -1)
            logits = logits.masked_fill(~problem.allowed[rows][:, None], -torch.inf)
        labels = torch.from_numpy(problem.labels[flat]).unflatten(0, (n_seeds, -1))  # (S, B) or (S, B, E)
        losses = F.cross_entropy(
            logits.flatten(0, -2),
            labels[:, None].expand(logits.shape[:-1]).flatten(),
            reduction="none",
        ).view(*logits.shape[:2], -1)
        losses = losses.mean(dim=2)  # (S, C)
        total = losses.sum() + recipe.penalty * self._mixes.penalty().sum()
        for group, rate in zip(self._optimizer.param_groups, self._rates, strict=True):
            group["lr"] = rate * share
        self._optimizer.zero_grad()
        total.backward()
        self._optimizer.step()
        return float(losses.detach()[:, 0].mean())

    @torch.no_grad()
    def evaluate(self, epoch: int) -> float:
        """Score every model on dev and keep those that have become better; the learned mixes' mean score."""
        numbers = self._problem.dev_numbers
        if all(own is numbers[0] for own in numbers):
            found = self._predict(numbers[0], slice(None))
        else:
            found = [self._predict(own, slice(k, k + 1))[0] for k, own in enumerate(numbers)]
        scores = np.array([[self._problem.score(k, row) for row in own] for k, own in enumerate(found)])
        better = scores > self._scores if self._recipe.patience else np.ones_like(scores, dtype=bool)
        self._scores[better] = scores[better]
        self._epochs[better] = epoch
        self._keep(torch.from_numpy(better))
        return float(scores[:, 0].mean())

    def done(self, epoch: int) -> bool:
        """Whether no model has become better lately."""
        patience = self._recipe.patience
        return bool(patience and (epoch - self._epochs >= patience).all())

    def told(self, epoch: int, step: int, total: int, loss: float, score: float | None) -> LearningStep:
        """Where the learned mixes are."""
        with torch.no_grad():
            weights = self._mixes.w.softmax(dim=1)
            mean = weights.mean(dim=0)
            gamma = float(self._mixes.gamma[:, 0].mean())
        return LearningStep(
            LEARNED,
            epoch,
            step,
            total,
            tuple(mean.tolist()),
            tuple(tuple(row) for row in weights.tolist()),
            gamma,
            loss,
            score,
        )

    def best(self, complete: bool) -> Learned:
        """What every model was at its best."""
        best = {name: tensor.numpy().copy() for name, tensor in self._best.items()}
        w, gamma = best.pop("mix w"), best.pop("mix gamma")
        return Learned(self._scores, self._epochs, w, gamma, best, self._scale.numpy().copy(), complete)

    def _logits(self, states: Tensor, mask: Tensor | None, split: int, seeds: slice) -> Tensor:
        """(S, C, B, K) or (S, C, B, 2, T); ``states`` (S, B, ..., L, D), or (1, ...) where all seeds see the same."""
        mixed = mix(self._mixes.weights[seeds], self._mixes.gamma[seeds] * self._scale, states)
        parameters = {name: tensor[seeds] for name, tensor in self._parameters.items()}
        return self._problem.head.logits(parameters, mixed, mask, split)

    def _predict(self, numbers: Numbers, seeds: slice) -> list[list[Numbers]]:
        """For each of these seeds and each choice the predictions of these dev examples."""
        problem = self._problem
        n_models = len(self._scores[seeds]) * self._scores.shape[1]
        parts = []
        for own in portions(problem.dev, numbers, n_models):
            batch: Batch = problem.dev.batch(own)
            mask = None if batch.mask is None else batch.mask[None]
            logits = self._logits(batch.states[None], mask, batch.split, seeds)
            if problem.allowed is not None and problem.dev_words is not None:
                rows = torch.from_numpy(problem.dev_words[own])
                logits = logits.masked_fill(~problem.allowed[rows], -torch.inf)
            parts.append(problem.predict(logits).numpy())
        whole = np.concatenate(parts, axis=2)
        return [list(row) for row in whole]

    def _keep(self, better: Tensor) -> None:
        """Copy the parameters of the models that have become better, (S, C)."""
        now: Parameters = {
            **self._parameters,
            "mix w": self._mixes.w,
            "mix gamma": self._mixes.gamma,
        }
        for name, tensor in now.items():
            if name not in self._best:
                self._best[name] = tensor.detach().clone()
                continue
            of = better[:, 0] if name == "mix w" else better
            self._best[name][of] = tensor.detach()[of]


def _scales(problem: Problem, mixes: SeededMixes) -> Tensor:
    """(C,) what brings each choice's mixed states to a typical number of 1 as training begins.

    The layers' lengths differ; so every choice learns at the same speed, and gamma begins at 1.
    """
    numbers = problem.train_numbers[0]
    some = numbers[np.unique(np.linspace(0, len(numbers) - 1, 256).astype(np.int64))]
    batch = problem.train.batch(some)
    with torch.no_grad():
        weights = mixes.weights[:1]
        mixed = mix(weights, torch.ones(weights.shape[:2]), batch.states[None])[0]  # (C, B, ..., D)
    if batch.mask is not None:
        mixed = mixed[:, batch.mask]
    sizes = mixed.flatten(1).square().mean(dim=1).sqrt()
    return 1.0 / sizes.clamp(min=1e-6)


def portions(inputs: Inputs, numbers: Numbers, n_models: int) -> Iterator[Numbers]:
    """Dev examples in parts whose mixed states fit into a moderate memory."""
    some = inputs.batch(numbers[:32]).states
    size = max(1, min(4_096, _ROOMY // (some[0, ..., 0, :].numel() * n_models)))
    for first in range(0, len(numbers), size):
        yield numbers[first : first + size]
