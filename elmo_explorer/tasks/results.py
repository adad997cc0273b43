"""What learning a task's mixing weights brings: the result that is kept, and what a run tells on its way.

No torch here: the window reads bundled results with this module alone.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import msgspec

from elmo_explorer.brief import brief
from elmo_explorer.checksum import sha256
from elmo_explorer.paths import bundled_results_dir
from elmo_explorer.translation import plain
from elmo_explorer.written_aside import write_whole

FORMAT = 1

Kind = Literal["tokens", "entities", "senses", "sentences", "pairs", "questions"]
"""What is labelled: every token, spans of tokens, one word of a sentence, the sentence, two uses of a word, an answer."""
ChoiceKind = Literal["mix", "layer", "average", "majority"]


@dataclass(frozen=True)
class Interval:
    """A mean over seeds with its 95 % interval (Student's t); both ends are the mean where there is one seed."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Choice:
    """One way to mix the layers, or none, and what the head reaches with it on the dev split."""

    kind: ChoiceKind
    name: str
    """``"learned mix"``, ``"layer 0"``, ``"average"``, ``"majority"``."""
    scores: tuple[float, ...]
    """The metric for every seed, from 0 to 1; the majority has one."""
    mean: float
    deviation: float
    """Standard deviation over the seeds (n - 1); 0 with one seed."""
    layer: int | None = None
    """Which layer alone; None for the others."""
    epochs: tuple[int, ...] = ()
    """After how many passes each seed was best."""


@dataclass(frozen=True)
class LearnedMix:
    """The mixing weights that the task wants; L layers, S seeds."""

    weights: tuple[Interval, ...]
    """(L,) softmax weights s over the seeds."""
    weights_by_seed: tuple[tuple[float, ...], ...]
    """(S, L)."""
    gamma: Interval
    gamma_by_seed: tuple[float, ...]
    """(S,)."""
    scalar_mix_parameters: tuple[tuple[float, ...], ...]
    """(S, L) before the softmax: AllenNLP's ``scalar_mix_parameters``."""
    layer_norm: bool
    lengths: tuple[float, ...]
    """(L,) typical (median) length of the layers' vectors, as they enter the mix."""
    shares: tuple[float, ...]
    """(L,) effective shares: mean weight times typical length, of their sum."""

    @property
    def mean_weights(self) -> tuple[float, ...]:
        """(L,), sum 1."""
        return tuple(weight.mean for weight in self.weights)

    @property
    def mean_parameters(self) -> tuple[float, ...]:
        """(L,) pre-softmax parameters whose softmax are the mean weights, with mean 0."""
        logs = [math.log(max(weight.mean, 1e-12)) for weight in self.weights]
        middle = math.fsum(logs) / len(logs)
        return tuple(value - middle for value in logs)


@dataclass(frozen=True)
class ModelUsed:
    """The biLM whose states were mixed."""

    name: str
    checksum: str
    """SHA-256 of the file of its weights."""
    n_layers: int
    """L + 1, the word vector counted."""
    dim: int


@dataclass(frozen=True)
class Split:
    """A part of the data."""

    name: str
    """``"train"`` or ``"dev"``."""
    sentences: int
    tokens: int
    examples: int
    """Labelled things: tokens, words, sentences, pairs, questions."""


@dataclass(frozen=True)
class DataFile:
    """A file that was read."""

    file: str
    """Its name, without its folder."""
    sha256: str


@dataclass(frozen=True)
class Data:
    """What was learned from, whose it is, how it was split."""

    title: str
    licence: str = ""
    credit: str = ""
    url: str = ""
    split: str = ""
    """How train and dev were parted, in words."""
    splits: tuple[Split, ...] = ()
    files: tuple[DataFile, ...] = ()
    labels: tuple[str, ...] = ()
    """All labels, the most frequent first; for senses as ``word: sense``."""


@dataclass(frozen=True)
class Recipe:
    """How it was learned: same recipe, same data, same model, same result."""

    head: str
    """``"linear"``, ``"attention"``, ``"difference"``, ``"bilinear"``, ``"start and end"``."""
    learning_rate: float
    mix_learning_rate: float
    weight_decay: float
    batch: int
    """Examples (sentences or labelled words) of a step."""
    max_epochs: int
    patience: int
    """Passes without a better dev metric after which training ends, the best one counting; 0: the last one counts."""
    penalty: float
    """lambda of lambda * ||w||^2, which draws the weights towards the plain average."""
    layer_norm: bool


@dataclass(frozen=True)
class Surface:
    """The dev metric at mixes of three layers other than the learned one, its head and gamma staying as they were."""

    weights: tuple[tuple[float, ...], ...]
    """(M, 3) a lattice over the triangle."""
    scores: tuple[float, ...]
    """(M,) means over the seeds, from 0 to 1."""


@dataclass(frozen=True)
class TaskResult:
    """One task, learned with one model."""

    task: str
    """Short name for files: ``"part_of_speech"``."""
    name: str
    """For people: ``"Part of speech"``."""
    kind: Kind
    language: str
    metric: str
    """``"accuracy"``, ``"entity F1"``, ``"exact match"``."""
    model: ModelUsed
    data: Data
    recipe: Recipe
    seeds: tuple[int, ...]
    choices: tuple[Choice, ...]
    """The learned mix first, then every single layer from 0, the average, the majority; those that were finished."""
    mix: LearnedMix | None
    """None where the run was stopped before the mix had learned anything."""
    complete: bool = True
    """False: the run was stopped, this is what was learned until then."""
    seconds: float = 0.0
    command: str = ""
    elmo_explorer: str = ""
    """Version."""
    note: str = ""
    """A reservation for readers, such as how little data there was."""
    surface: Surface | None = None
    """None where it was not measured: of other than three layers, of a run that was stopped."""
    format: int = field(default=FORMAT)

    @property
    def learned(self) -> Choice | None:
        """The learned mix's row of the table."""
        return next((choice for choice in self.choices if choice.kind == "mix"), None)

    @property
    def best_layer(self) -> Choice | None:
        """The best of the single layers, the lowest of equals."""
        layers = [choice for choice in self.choices if choice.kind == "layer"]
        return max(layers, key=lambda choice: choice.mean, default=None)


@dataclass(frozen=True)
class ReadingStates:
    """The biLM reads the task's sentences."""

    done: int
    total: int


@dataclass(frozen=True)
class LearningStep:
    """Where a choice's training is after a step; for the learned mix this is the weights' path."""

    choice: str
    """Name of the :class:`Choice` that is being trained."""
    epoch: int
    """Passes begun, from 1."""
    step: int
    """From 1; 0 is told once before the first, with the weights that training starts from."""
    total: int
    """Most steps there can be: early stopping ends sooner."""
    weights: tuple[float, ...]
    """(L,) mean softmax weights over the seeds; of the choices without learned weights, theirs."""
    weights_by_seed: tuple[tuple[float, ...], ...]
    """(S, L)."""
    gamma: float
    """Mean over the seeds."""
    loss: float
    """Mean over the seeds, nats per example; NaN at step 0."""
    score: float | None = None
    """The dev metric, mean over the seeds, at the latest measurement; None before the first."""


@dataclass(frozen=True)
class ChoiceDone:
    """One row of the table is finished."""

    choice: Choice


Event = ReadingStates | LearningStep | ChoiceDone


def to_json(result: TaskResult) -> str:
    """The result as indented JSON, with an end of line."""
    return msgspec.json.format(msgspec.json.encode(result, enc_hook=plain), indent=1).decode() + "\n"


def from_json(text: str | bytes, name: str = "this text") -> TaskResult:
    """The result in a JSON text.

    Raises:
        ValueError: it is none; the sentence names the entry.
    """
    try:
        result = msgspec.json.decode(text, type=TaskResult)
    except msgspec.MsgspecError as error:
        raise ValueError(f"{name} does not hold weights learned from a task: {brief(error)}.") from None
    if result.format != FORMAT:
        raise ValueError(
            f"{name} is in format {result.format} of learned weights; this version reads {FORMAT}."
        )
    return result


def write_result(result: TaskResult, path: Path) -> None:
    """Write it aside, then put it in place.

    Raises:
        OSError: the file cannot be written.
    """
    write_whole(path, to_json(result))


def read_result(path: Path) -> TaskResult:
    """Read a result file.

    Raises:
        ValueError: the file is missing or holds no result; one sentence.
    """
    try:
        return from_json(path.read_bytes(), path.name)
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror or error}.") from None


def bundled_results(model_checksum: str) -> tuple[TaskResult, ...]:
    """The results that come with the program for the model of these weights; () for any other model.

    Args:
        model_checksum: SHA-256 of the file of its weights, :func:`model_checksum`.
    """
    files = sorted(bundled_results_dir().glob("*/*.json"))
    results = (read_result(file) for file in files)
    return tuple(result for result in results if result.model.checksum == model_checksum)


def model_checksum(folder: Path) -> str:
    """SHA-256 of a model folder's weights (ours or the published file): a fifth of a second for the bundled ones.

    Raises:
        ValueError: there are no weights in it.
        OSError: they cannot be read.
    """
    ours = folder / "model.safetensors"
    files = [ours] if ours.is_file() else sorted(folder.glob("*.hdf5"))
    if not files:
        raise ValueError(f"{folder} holds no weights (model.safetensors or *.hdf5).")
    return sha256(files[0])


def choice_of(
    kind: ChoiceKind, name: str, scores: Sequence[float], layer: int | None = None, epochs: Sequence[int] = ()
) -> Choice:
    """A row of the table from its scores (one or more)."""
    n = len(scores)
    mean = math.fsum(scores) / n
    deviation = math.sqrt(math.fsum((score - mean) ** 2 for score in scores) / (n - 1)) if n > 1 else 0.0
    return Choice(kind, name, tuple(scores), mean, deviation, layer, tuple(epochs))


def slug(name: str) -> str:
    """``"Part of speech"`` -> ``"part_of_speech"``, fit for a file name."""
    return re.sub(r"\W+", "_", name.casefold()).strip("_") or "task"
