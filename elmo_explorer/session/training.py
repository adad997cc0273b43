"""What the window knows of a training run: what was chosen, how far it is, its curves, and its probes."""

from __future__ import annotations

import operator
from dataclasses import dataclass, field
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from psygnal import SignalGroupDescriptor

Floats = NDArray[np.float32]
Stage = Literal[
    "idle", "starting", "reading", "running", "pausing", "paused", "stopping", "stopped", "finished", "failed"
]
"""``stopped``: it can go on; ``finished``: all tokens were read; ``idle``: no run is in view."""
ALIVE: tuple[Stage, ...] = ("starting", "reading", "running", "pausing", "paused", "stopping")
"""The stages in which there is a process."""
CUSTOM = "custom"
"""The size of a network that is none of the presets."""


@dataclass(frozen=True)
class Choices:
    """What the form says; the rest of the config is ``more``."""

    texts: tuple[str, ...] = ()
    """Files and folders."""
    name: str = ""
    language: str = "en"
    size: str = "tiny"
    """A preset's name, or ``CUSTOM``."""
    tokens: int = 2_000_000
    """To read in all, several passes where the text has fewer."""
    initial: str = ""
    """The name or folder of the model to start from; "" is random."""
    output: str = ""
    more: str = ""
    """A TOML document with all other entries; "" takes the preset's."""


@dataclass(frozen=True)
class Size:
    """A preset, as the form offers it."""

    name: str
    title: str
    what: str
    """In a few words: layers and numbers."""


@dataclass(frozen=True)
class PastRun:
    """A run whose folder is there."""

    name: str
    folder: str
    what: str
    """How far it came, in a few words."""


@dataclass(frozen=True)
class Place:
    """How far a run is."""

    step: int = 0
    tokens: int = 0
    total_tokens: int = 0
    tokens_per_second: float = float("nan")
    seconds_left: float = float("nan")
    word_types: int = 0
    train_tokens: int = 0
    held_out_tokens: int = 0


@dataclass(frozen=True, eq=False)
class Curves:
    """Loss and held-out perplexity over the tokens read."""

    loss_tokens: Floats = field(default_factory=lambda: np.zeros(0, np.float32))
    loss: Floats = field(default_factory=lambda: np.zeros(0, np.float32))
    """Mean sampled-softmax loss in nats per prediction, (n,)."""
    held_out_tokens: Floats = field(default_factory=lambda: np.zeros(0, np.float32))
    forward: Floats = field(default_factory=lambda: np.zeros(0, np.float32))
    backward: Floats = field(default_factory=lambda: np.zeros(0, np.float32))
    """Perplexities, (m,)."""


@dataclass(frozen=True, eq=False)
class ProbeCourse:
    """The probe sentences at every kept step; views are the layers' average, then each layer from 0 on."""

    steps: tuple[int, ...]
    tokens: tuple[int, ...]
    sentences: tuple[tuple[str, ...], ...]
    places: tuple[int, ...]
    """The word's index in each sentence."""
    senses: tuple[str, ...]
    """The different senses, in their order of appearance."""
    of: tuple[int, ...]
    """Each sentence's sense."""
    xy: Floats
    """(n_steps, n_views, n_sentences, 2)."""
    separation: Floats
    """Silhouette of the senses, (n_steps, n_views)."""
    right: Floats
    """Share of nearest neighbours with the same sense, (n_steps, n_views)."""


@dataclass
class Training:
    """Evented: ``training.events.<field>`` emits (new, old) after every assignment that changes a field."""

    events: ClassVar[SignalGroupDescriptor] = SignalGroupDescriptor(
        equality_operators={"curves": operator.is_, "probes": operator.is_}
    )

    choices: Choices = Choices()
    stage: Stage = "idle"
    name: str = ""
    """Of the run in view."""
    folder: str = ""
    """Its output folder."""
    at: str = ""
    """What it is doing while there are no steps yet."""
    place: Place = Place()
    curves: Curves = field(default_factory=Curves)
    probes: ProbeCourse | None = None
    model: str = ""
    """The folder of the model it has written; "" for none."""
    problem: str = ""
    """What went wrong, in a sentence; "" for nothing."""
    past: tuple[PastRun, ...] = ()
