"""Learn mixing weights from groups of tokens whose states are there already, such as the colours of a picture."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional as F

from elmo_explorer import __version__
from elmo_explorer.bilm.scalar_mix import EPSILON
from elmo_explorer.tasks.heads import head_named
from elmo_explorer.tasks.inputs import Vectors, typical_lengths
from elmo_explorer.tasks.learn import choices_of, given_weights, learned_mix
from elmo_explorer.tasks.learner import Numbers, Problem, learn
from elmo_explorer.tasks.metrics import accuracy, predictions
from elmo_explorer.tasks.results import (
    Data,
    LearningStep,
    ModelUsed,
    Recipe,
    Split,
    TaskResult,
    choice_of,
    slug,
)
from elmo_explorer.tasks.surface import learned_surface

MOST_TOKENS = 5_000
"""Of more a share is drawn at random, so that it stays a matter of seconds."""
FOLDS = 5
REPEATS = 2
"""Every token is held out so often, each time among others."""
STEPS = 200
"""Of many tokens fewer passes are needed, but ten at least."""
FEW_TOKENS = 50
RECIPE = Recipe(
    head="linear",
    learning_rate=1e-2,
    mix_learning_rate=5e-2,
    weight_decay=1e-2,
    batch=512,
    max_epochs=60,
    patience=0,
    penalty=1e-3,
    layer_norm=False,
)
"""No early stopping: what is held out is too little to choose by."""


def learn_groups(
    states: NDArray[np.floating[Any]],
    labels: Sequence[str],
    model: ModelUsed,
    language: str = "en",
    name: str = "Your colours",
    layer_norm: bool = False,
    report: Callable[[LearningStep], None] = lambda step: None,
    stopped: Callable[[], bool] = lambda: False,
    seed: int = 0,
) -> TaskResult:
    """Learn the weights that tell groups of tokens apart best, in seconds.

    In place of seeds there are folds: each learns from the tokens of the others and is scored on its own, so that no
    token is scored by what it was learned from. What is held out is a token, not a word: a group of one word's uses
    is recognised by layer 0.

    Args:
        states: (L, N, D) of the tokens.
        labels: (N,) the group of each.
        model: whose states they are.
        language: of the text.
        name: of the task, for people.
        layer_norm: normalise every token in every layer first.
        report: told after every step, on the thread that calls.
        stopped: asked between steps; True ends with what was learned until then.
        seed: of the folds and the beginnings.

    Raises:
        ValueError: there are fewer than two groups, or one of a single token; one sentence.
    """
    began = time.monotonic()
    counts = Counter(labels)
    if len(counts) < 2:
        raise ValueError(f"Weights are learned from two groups of tokens or more, got {len(counts)}.")
    alone = next((label for label, n in counts.items() if n < 2), None)
    if alone is not None:
        raise ValueError(
            f"The group {alone!r} has a single token, and at least two are needed: one to learn from, one to score."
        )
    chosen = _drawn(len(labels), counts, labels, seed)
    names = [label for label, _ in counts.most_common()]
    number = {label: k for k, label in enumerate(names)}
    gold = np.array([number[labels[k]] for k in chosen], dtype=np.int64)
    vectors = torch.from_numpy(np.ascontiguousarray(states[:, chosen].swapaxes(0, 1), dtype=np.float32))
    if layer_norm:
        vectors = F.layer_norm(vectors, vectors.shape[-1:], eps=EPSILON)
    inputs = Vectors(vectors)  # (N, L, D)
    n_folds = min(FOLDS, *np.bincount(gold).tolist())
    held_out = [fold for repeat in range(REPEATS) for fold in _folds(gold, n_folds, seed * REPEATS + repeat)]
    learned_from = [np.setdiff1d(np.arange(len(gold)), own) for own in held_out]
    n_layers = len(states)
    problem = Problem(
        inputs,
        gold,
        inputs,
        tuple(learned_from),
        tuple(held_out),
        len(names),
        n_layers,
        states.shape[2],
        head_named("linear"),
        predictions,
        lambda fold, found: accuracy(gold[held_out[fold]], found),
    )
    passes = max(10, min(RECIPE.max_epochs, STEPS * RECIPE.batch // len(gold)))
    recipe = replace(RECIPE, layer_norm=layer_norm, max_epochs=passes)
    seeds = tuple(range(1 + seed, len(held_out) + 1 + seed))
    learned = learn(problem, recipe, seeds, given_weights(n_layers), report, stopped)
    commonest = [
        accuracy(gold[own], np.full(len(own), np.bincount(gold[rest]).argmax()))
        for own, rest in zip(held_out, learned_from, strict=True)
    ]
    surface = learned_surface(problem, learned, stopped)
    few = len(gold) < FEW_TOKENS
    size = Split("train", 0, len(gold), len(gold))
    return TaskResult(
        slug(name),
        name,
        "tokens",
        language,
        "accuracy",
        model,
        Data(
            "The groups in the window",
            split=f"{n_folds} folds, {REPEATS} times: each scored by what was learned from the others",
            splits=(size, Split("dev", 0, len(gold), len(gold))),
            labels=tuple(names),
        ),
        recipe,
        seeds,
        (*choices_of(learned, n_layers), choice_of("majority", "majority", commonest)),
        learned_mix(learned, layer_norm, typical_lengths(inputs)),
        learned.complete,
        round(time.monotonic() - began, 1),
        elmo_explorer=__version__,
        note=f"Only {len(gold)} tokens: another few sentences may change the weights." if few else "",
        surface=surface,
    )


def _drawn(n: int, counts: Counter[str], labels: Sequence[str], seed: int) -> Numbers:
    """The tokens that are learned from: all, or a share of each group with two at least."""
    if n <= MOST_TOKENS:
        return np.arange(n)
    generator = np.random.default_rng(seed)
    parts = []
    groups = np.array(labels, dtype=object)
    for label, count in counts.items():
        own = np.flatnonzero(groups == label)
        parts.append(generator.permutation(own)[: max(2, round(count * MOST_TOKENS / n))])
    return np.sort(np.concatenate(parts))


def _folds(gold: Numbers, n_folds: int, seed: int) -> list[Numbers]:
    """The numbers of each fold's examples, every group spread evenly over the folds."""
    generator = np.random.default_rng(seed)
    fold_of = np.empty(len(gold), dtype=np.int64)
    first = 0
    for label in np.unique(gold):
        own = generator.permutation(np.flatnonzero(gold == label))
        fold_of[own] = (first + np.arange(len(own))) % n_folds
        first += len(own)
    return [np.flatnonzero(fold_of == fold) for fold in range(n_folds)]
