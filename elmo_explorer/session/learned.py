"""The mixing weights that tasks have taught, and a task that is being learned."""

from __future__ import annotations

from dataclasses import dataclass

from elmo_explorer.tasks.results import TaskResult


@dataclass(frozen=True)
class LearnedTask:
    """A task's learned weights, for the shown model."""

    key: str
    """Tells it from every other: the name of its file, with its folder's."""
    result: TaskResult
    file: str
    """Where it is kept."""
    own: bool = False
    """Of the user's making, not part of the program."""

    @property
    def weights(self) -> tuple[float, ...]:
        """(n_layers,), sum 1."""
        assert self.result.mix is not None
        return self.result.mix.mean_weights

    @property
    def gamma(self) -> float:
        """The mean over the seeds."""
        assert self.result.mix is not None
        return self.result.mix.gamma.mean


@dataclass(frozen=True)
class Learning:
    """Weights on their way: what a run has told so far."""

    name: str
    """Of the task."""
    doing: str
    """What is under way, for people."""
    share: float = 0.0
    """Done, 0 to 1, of this."""
    path: tuple[tuple[float, ...], ...] = ()
    """Softmax weights, step by step, the newest last."""
    gamma: float = 1.0
    score: float | None = None
    """The dev metric at the latest measurement."""
