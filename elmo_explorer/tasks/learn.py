"""One task from its files to its result: read, embed, learn, tell."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.special import stdtrit

from elmo_explorer import __version__
from elmo_explorer.analysis.weights import average, effective_shares, one_layer
from elmo_explorer.tasks.config import TaskConfig
from elmo_explorer.tasks.datasets import Part, TaskData, read_data
from elmo_explorer.tasks.heads import head_named
from elmo_explorer.tasks.inputs import Inputs, Sequences, Tokens, span_means, typical_lengths
from elmo_explorer.tasks.learner import LEARNED, Learned, Problem, learn
from elmo_explorer.tasks.metrics import answer_predictions, majority, metric_of, predictions, score_for
from elmo_explorer.tasks.results import (
    Choice,
    ChoiceDone,
    ChoiceKind,
    Data,
    Event,
    Interval,
    LearnedMix,
    ModelUsed,
    ReadingStates,
    Recipe,
    TaskResult,
    choice_of,
    slug,
)
from elmo_explorer.tasks.states import Reads, SentenceStates, read_states
from elmo_explorer.tasks.surface import learned_surface

MOST_NUMBERS = 100_000_000
"""Of all heads; each is held with its gradient, AdamW's two means and the best so far, 20 bytes in all."""


class Stopped(Exception):  # noqa: N818 - no error: somebody wanted it
    """The run was stopped before anything was learned."""


@dataclass(frozen=True)
class Outcome:
    """A task's result, and the heads it was reached with."""

    result: TaskResult
    learned: Learned


def learn_task(
    task: TaskConfig,
    folder: Path,
    bilm: Reads,
    checksum: str,
    report: Callable[[Event], None] = lambda event: None,
    stopped: Callable[[], bool] = lambda: False,
    cache: Path | None = None,
) -> Outcome:
    """Learn one task's mixing weights, and what it is compared with.

    Args:
        task: what.
        folder: that the paths in it count from.
        bilm: the model, which stays as it is.
        checksum: of its weights, :func:`~elmo_explorer.tasks.results.model_checksum`.
        report: told every event; on the thread that works.
        stopped: asked between steps; True ends the run with what it has learned until then.
        cache: where states are kept; None takes the user's cache.

    Raises:
        Stopped: before anything was learned.
        ValueError: the data has a fault; the sentence names file and line.
        OSError: a file cannot be read or written.
    """
    began = time.monotonic()
    data = read_data(task, folder)
    check_size(task, bilm.n_layers, bilm.dim, len(data.labels))

    def reading(done: int, total: int) -> None:
        if stopped():
            raise Stopped
        report(ReadingStates(done, total))

    states = read_states(bilm, checksum, data.sentences, reading, cache)
    train, dev = (_inputs(task, states, part) for part in (data.train, data.dev))
    score = score_for(task, data)
    seeds = range(task.learning.first_seed, task.learning.first_seed + task.learning.seeds)
    everything, scored = np.arange(len(train)), np.arange(len(dev))
    senses = task.kind == "senses"
    seen = everything if data.train.labels.ndim > 1 else everything[data.train.labels >= 0]
    problem = Problem(
        train,
        data.train.labels,
        dev,
        (seen,) * len(seeds),
        (scored,) * len(seeds),
        len(data.labels),
        bilm.n_layers,
        bilm.dim,
        head_named(task.head),
        answer_predictions if task.kind == "questions" else predictions,
        lambda _, found: score(found),
        torch.from_numpy(data.allowed) if senses else None,
        data.train.words if senses else None,
        data.dev.words if senses else None,
    )
    recipe = recipe_of(task)
    learned = learn(problem, recipe, seeds, given_weights(bilm.n_layers), report, stopped)
    if task.kind == "pairs":  # their heads do not know v from -v, so that gamma's sign is left to chance
        learned = replace(learned, gamma=np.abs(learned.gamma))
    choices = (*choices_of(learned, bilm.n_layers), choice_of("majority", "majority", [majority(task, data)]))
    for choice in choices:
        report(ChoiceDone(choice))
    surface = learned_surface(problem, learned, stopped)
    result = TaskResult(
        slug(task.name),
        task.name,
        task.kind,
        task.language,
        metric_of(task.kind),
        ModelUsed(bilm.name, checksum, bilm.n_layers, bilm.dim),
        _data(task, data),
        recipe,
        tuple(seeds),
        choices,
        learned_mix(learned, task.learning.layer_norm, typical_lengths(train)),
        learned.complete,
        round(time.monotonic() - began, 1),
        elmo_explorer=__version__,
        surface=surface,
    )
    return Outcome(result, learned)


def check_size(task: TaskConfig, n_layers: int, dim: int, n_labels: int) -> None:
    """Refuse heads that would not fit into a moderate memory: every seed and choice has one of its own.

    Raises:
        ValueError: there are too many labels for so many seeds.
    """
    shapes = head_named(task.head).shapes(dim, n_labels).values()
    one = (n_layers + 2) * sum(math.prod(shape) for shape in shapes)
    if one * task.learning.seeds > MOST_NUMBERS:
        raise ValueError(
            f"{task.name} has {n_labels:,} labels, too many for heads of {task.learning.seeds} seeds in 2 GB of memory: "
            f"{max(1, MOST_NUMBERS // one)} would do, or fewer labels."
            if one <= MOST_NUMBERS
            else f"{task.name} has {n_labels:,} labels, too many for a head in 2 GB of memory."
        )


def recipe_of(task: TaskConfig) -> Recipe:
    """How a task is learned, with what its kind says where the config says nothing."""
    how = task.learning
    return Recipe(
        task.head,
        how.learning_rate,
        how.mix_learning_rate,
        how.weight_decay,
        task.batch,
        how.epochs,
        how.patience,
        how.penalty,
        how.layer_norm,
    )


def given_weights(n_layers: int) -> list[tuple[float, ...]]:
    """What the learned mix is compared with: every layer alone, from 0, and the plain average."""
    return [*(one_layer(n_layers, layer) for layer in range(n_layers)), average(n_layers)]


def choices_of(learned: Learned, n_layers: int) -> tuple[Choice, ...]:
    """The table's rows, without the majority."""
    rows: list[tuple[ChoiceKind, str, int | None]] = [("mix", LEARNED, None)]
    rows += [("layer", f"layer {layer}", layer) for layer in range(n_layers)]
    rows += [("average", "average", None)]
    return tuple(
        choice_of(kind, name, learned.scores[:, k].tolist(), layer, learned.epochs[:, k].tolist())
        for k, (kind, name, layer) in enumerate(rows)
    )


def learned_mix(learned: Learned, layer_norm: bool, lengths: tuple[float, ...]) -> LearnedMix:
    """The weights of every seed, and what they come to.

    Args:
        learned: of S seeds.
        layer_norm: whether the layers were normalised first.
        lengths: (L,) typical lengths of what entered the mix.
    """
    weights = torch.from_numpy(learned.w).softmax(dim=1).double().numpy()  # (S, L)
    intervals = tuple(interval(weights[:, layer], 0.0, 1.0) for layer in range(weights.shape[1]))
    gamma = learned.gamma[:, 0].astype(np.float64)
    return LearnedMix(
        intervals,
        tuple(tuple(row) for row in weights.tolist()),
        interval(gamma),
        tuple(gamma.tolist()),
        tuple(tuple(row) for row in learned.w.tolist()),
        layer_norm,
        lengths,
        effective_shares([weight.mean for weight in intervals], lengths),
    )


def interval(values: NDArray[np.float64], low: float = -math.inf, high: float = math.inf) -> Interval:
    """The mean of S values with its 95 % interval by Student's t, within bounds."""
    mean, n = float(values.mean()), len(values)
    half = float(stdtrit(n - 1, 0.975) * values.std(ddof=1) / math.sqrt(n)) if n > 1 else 0.0
    return Interval(mean, max(mean - half, low), min(mean + half, high))


def _inputs(task: TaskConfig, states: SentenceStates, part: Part) -> Inputs:
    layer_norm = task.learning.layer_norm
    if task.kind in ("tokens", "entities"):
        return Tokens(states, part.spans[:, 0, 0], layer_norm)
    if task.kind == "questions" or task.head == "attention":
        return Sequences(states, part.spans, layer_norm)
    return span_means(states, part.spans, layer_norm)


def _data(task: TaskConfig, data: TaskData) -> Data:
    said: Sequence[str] = (task.data.title, task.data.licence, task.data.credit, task.data.url)
    return Data(
        said[0],
        said[1],
        said[2],
        said[3],
        data.split,
        (data.train.size, data.dev.size),
        data.files,
        data.labels,
    )
