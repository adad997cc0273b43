"""What a training run tells while it works, each as one line of JSON; and the runs' journal of it."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

JOURNAL = "events.jsonl"
"""The journal's name in a run's output folder."""


@dataclass(frozen=True)
class Said:
    """What the run is at, in words, as the command line shows it."""

    text: str


@dataclass(frozen=True)
class Started:
    """The text is read and the weights stand ready."""

    name: str
    language: str
    step: int
    """Steps done already: more than 0 where a run goes on."""
    tokens: int
    total_tokens: int
    """Tokens to read in all."""
    word_types: int
    train_tokens: int
    held_out_tokens: int


@dataclass(frozen=True)
class StepDone:
    """So far it is; not every step is told, a few a second at most."""

    step: int
    tokens: int
    loss: float
    """Mean loss of the steps since the last one told, in nats per prediction."""
    tokens_per_second: float
    seconds_left: float


@dataclass(frozen=True)
class HeldOut:
    """Perplexity on held-out text."""

    step: int
    tokens: int
    forward: float
    backward: float


@dataclass(frozen=True)
class ProbesSaved:
    """The probe sentences' states were written."""

    step: int
    tokens: int
    file: str


@dataclass(frozen=True)
class CheckpointSaved:
    """The run can go on from here whatever happens."""

    step: int
    tokens: int
    file: str


@dataclass(frozen=True)
class Paused:
    """It waits, with a checkpoint saved."""

    step: int


@dataclass(frozen=True)
class Resumed:
    """It works again."""

    step: int


@dataclass(frozen=True)
class Finished:
    """The run has ended by itself or as asked, with its model written."""

    model: str
    """The model's folder; "" where nothing was learned yet."""
    complete: bool
    """All tokens were read; else the same config goes on from here."""
    step: int
    tokens: int


@dataclass(frozen=True)
class Failed:
    """The run has ended and cannot go on as it is."""

    sentence: str


Event = (
    Said | Started | StepDone | HeldOut | ProbesSaved | CheckpointSaved | Paused | Resumed | Finished | Failed
)
_KINDS: dict[str, Any] = {
    kind.__name__: kind
    for kind in (
        Said,
        Started,
        StepDone,
        HeldOut,
        ProbesSaved,
        CheckpointSaved,
        Paused,
        Resumed,
        Finished,
        Failed,
    )
}
_CASTS = {"int": int, "float": float, "str": str, "bool": bool}


def encode(event: Event) -> str:
    """One line of JSON, without its end."""
    return json.dumps({"event": type(event).__name__, **dataclasses.asdict(event)}, ensure_ascii=False)


def decode(line: str) -> Event:
    """The event of a line.

    Raises:
        ValueError: the line is none.
    """
    try:
        entries = json.loads(line)
        kind = _KINDS[entries.pop("event")]
        casts = {field.name: _CASTS[str(field.type)] for field in dataclasses.fields(kind)}
        event: Event = kind(**{name: casts[name](value) for name, value in entries.items()})
    except (json.JSONDecodeError, AttributeError, KeyError, TypeError, ValueError):
        raise ValueError(f"This is no event of a training run: {line[:200]!r}.") from None
    return event


class Journal:
    """The events of a run that are worth keeping, appended to a file; what a kill cuts short is skipped when read."""

    def __init__(self, folder: Path) -> None:
        """``folder``: the run's output folder, which is made where it is missing."""
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / JOURNAL

    def add(self, event: Event) -> None:
        """Keep an event where a later look at the run needs it."""
        if isinstance(event, Started | StepDone | HeldOut | Finished | Failed):
            with self._path.open("a", encoding="utf-8") as stream:
                stream.write(encode(event) + "\n")


def read_journal(folder: Path) -> list[Event]:
    """The events of a run, oldest first, without what was lost when it went on from an earlier step; [] without any.

    Raises:
        OSError: the file is there and cannot be read.
    """
    events: list[Event] = []
    try:
        lines = (folder / JOURNAL).read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return []
    for line in lines:
        try:
            event = decode(line)
        except ValueError:
            continue  # cut short by a kill
        if isinstance(event, Started):
            events = [old for old in events if _step(old) <= event.step]
        events.append(event)
    return events


def _step(event: Event) -> int:
    return 0 if isinstance(event, Said | Failed) else event.step
