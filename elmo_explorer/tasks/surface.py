"""The dev metric over the triangle of mixes of three layers, with the head as it was learned at the learned mix."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import torch

from elmo_explorer.tasks.learner import Learned, Problem, portions
from elmo_explorer.tasks.mixes import mix
from elmo_explorer.tasks.results import Surface

STEPS = 6
"""Of the lattice along an edge: the corners, the edges' thirds, the plain average, 28 mixes in all."""
_LAYERS = 3


def learned_surface(problem: Problem, learned: Learned, stopped: Callable[[], bool]) -> Surface | None:
    """Score every mix of a lattice with every seed's own head and gamma, which stay as they were learned at its mix.

    A head that is trained at a mix does better there than this one: the surface tells how far the mix may be moved,
    not what the layers hold. What every single layer and the plain average reach with heads of their own stands in the
    result's table.

    Returns:
        The mean over the seeds; None of other than three layers, and where it was stopped.
    """
    if problem.n_layers != _LAYERS:
        return None
    weights = list(lattice(STEPS))
    scores = np.zeros(len(weights))
    for k in range(len(learned.scores)):
        if stopped():
            return None
        scores += _of_seed(problem, learned, k, torch.tensor(weights))
    scores /= len(learned.scores)
    return Surface(tuple(weights), tuple(scores.tolist()))


def lattice(n: int) -> Iterator[tuple[float, float, float]]:
    """The mixes (a, b, c) / n with a + b + c = n."""
    for a in range(n + 1):
        for b in range(n + 1 - a):
            yield a / n, b / n, (n - a - b) / n


@torch.no_grad()
def _of_seed(problem: Problem, learned: Learned, seed: int, weights: torch.Tensor) -> np.ndarray:
    """The metric of one seed's head at mixes (M, L): (M,)."""
    n_mixes = len(weights)
    gamma = float(learned.gamma[seed, 0] * learned.scale[0])
    parameters = {
        name: torch.from_numpy(values[seed : seed + 1, :1]).expand(1, n_mixes, *values.shape[2:])
        for name, values in learned.parameters.items()
    }
    parts = []
    for own in portions(problem.dev, problem.dev_numbers[seed], n_mixes):
        batch = problem.dev.batch(own)
        mask = None if batch.mask is None else batch.mask[None]
        mixed = mix(weights[None], torch.full((1, n_mixes), gamma), batch.states[None])
        logits = problem.head.logits(parameters, mixed, mask, batch.split)
        if problem.allowed is not None and problem.dev_words is not None:
            rows = torch.from_numpy(problem.dev_words[own])
            logits = logits.masked_fill(~problem.allowed[rows], -torch.inf)
        parts.append(problem.predict(logits).numpy()[0])
    found = np.concatenate(parts, axis=1)
    return np.array([problem.score(seed, row) for row in found])
