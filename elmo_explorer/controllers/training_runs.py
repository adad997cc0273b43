"""Runs on the disk: where they are kept, how far they came, and their models made ready to be opened."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from elmo_explorer.controllers.training_config import CONFIG, choices_of, folder_name
from elmo_explorer.paths import user_models_dir
from elmo_explorer.session.training import Choices, Curves, Floats, PastRun, Place, ProbeCourse, Stage
from elmo_explorer.training.events import Event, Finished, HeldOut, Started, StepDone, read_journal
from elmo_explorer.training.probes import FOLDER, ProbeStates, probe_files, read_probe_states
from elmo_explorer.translation import tr

_MOST_PAST = 8


@dataclass(frozen=True, eq=False)
class OpenedRun:
    """A run as its folder tells it."""

    folder: Path
    name: str
    stage: Stage
    choices: Choices | None
    """None where its config is elsewhere: it can be looked at, and goes on by the command that began it."""
    place: Place
    curves: Curves
    model: str


@dataclass(frozen=True, eq=False)
class FoundProbes:
    """All probes of a run, and what they were made of, for the next look."""

    files: Mapping[Path, ProbeStates]
    course: ProbeCourse | None


def runs_dir() -> Path:
    """The folder that new runs go to; it need not exist yet."""
    return user_models_dir().parent / "training"


def free_folder(name: str) -> Path:
    """A folder for a new run that no other has."""
    base = runs_dir() / folder_name(name)
    folder, k = base, 2
    while folder.exists():
        folder, k = base.with_name(f"{base.name}-{k}"), k + 1
    return folder


def past_runs() -> tuple[PastRun, ...]:
    """The runs of the usual folder, the latest first."""
    folders = [path.parent for path in runs_dir().glob(f"*/{CONFIG}")]
    folders.sort(key=lambda folder: folder.stat().st_mtime, reverse=True)
    return tuple(_past(folder) for folder in folders[:_MOST_PAST])


def holds_run(folder: Path) -> bool:
    """Whether a run has left anything there that another one would mix with."""
    return any((folder / name).exists() for name in (CONFIG, "checkpoints", "curve.csv"))


def open_run(folder: Path) -> OpenedRun:
    """Read a run's folder.

    Raises:
        ValueError: there is no run; the sentence says what is missing.
        OSError: a file of it cannot be read.
    """
    events = read_journal(folder)
    config = folder / CONFIG
    if not events and not config.is_file():
        raise ValueError(
            tr(
                "{folder} has no training run: neither {config} nor events.jsonl is there.",
                folder=folder,
                config=CONFIG,
            )
        )
    choices = choices_of(config, str(folder)) if config.is_file() else None
    name = choices.name if choices else folder.name
    place = Place(total_tokens=choices.tokens if choices else 0)
    for event in events:
        name = event.name if isinstance(event, Started) and choices is None else name
        place = moved(place, event)
    ends = [event for event in events if isinstance(event, Finished)]
    complete = bool(ends) and ends[-1].complete and ends[-1].step >= place.step
    model = folder / "model"
    return OpenedRun(
        folder,
        name,
        "finished" if complete else "stopped",
        choices,
        replace(place, tokens_per_second=float("nan"), seconds_left=float("nan")),
        curves_of(events),
        str(model) if (model / "config.json").is_file() else "",
    )


def moved(place: Place, event: Event) -> Place:
    """How far a run is after an event."""
    if isinstance(event, Started):
        return Place(
            event.step,
            event.tokens,
            event.total_tokens,
            word_types=event.word_types,
            train_tokens=event.train_tokens,
            held_out_tokens=event.held_out_tokens,
        )
    if isinstance(event, StepDone):
        return replace(
            place,
            step=event.step,
            tokens=event.tokens,
            tokens_per_second=event.tokens_per_second,
            seconds_left=event.seconds_left,
        )
    if isinstance(event, Finished) and event.step >= place.step:
        return replace(place, step=event.step, tokens=event.tokens)
    return place


def curves_of(events: Iterable[Event]) -> Curves:
    """The curves that events draw."""
    steps = [event for event in events if isinstance(event, StepDone)]
    held_out = [event for event in events if isinstance(event, HeldOut)]
    return Curves(
        _floats(event.tokens for event in steps),
        _floats(event.loss for event in steps),
        _floats(event.tokens for event in held_out),
        _floats(event.forward for event in held_out),
        _floats(event.backward for event in held_out),
    )


def extended(curves: Curves, event: Event) -> Curves:
    """The curves with one event more; before a run that goes on, without what it lost."""
    if isinstance(event, StepDone):
        return replace(
            curves,
            loss_tokens=np.append(curves.loss_tokens, np.float32(event.tokens)),
            loss=np.append(curves.loss, np.float32(event.loss)),
        )
    if isinstance(event, HeldOut):
        return replace(
            curves,
            held_out_tokens=np.append(curves.held_out_tokens, np.float32(event.tokens)),
            forward=np.append(curves.forward, np.float32(event.forward)),
            backward=np.append(curves.backward, np.float32(event.backward)),
        )
    if isinstance(event, Started):
        kept = curves.loss_tokens <= event.tokens
        also = curves.held_out_tokens <= event.tokens
        return Curves(
            curves.loss_tokens[kept],
            curves.loss[kept],
            curves.held_out_tokens[also],
            curves.forward[also],
            curves.backward[also],
        )
    return curves


def find_probes(folder: Path, known: Mapping[Path, ProbeStates]) -> FoundProbes:
    """Read a run's probes and draw their course; those of other sentences than the last ones are left out.

    Raises:
        OSError: a file cannot be read.
    """
    files: dict[Path, ProbeStates] = {}
    for path in probe_files(folder / FOLDER):
        try:
            files[path] = known[path] if path in known else read_probe_states(path)
        except (ValueError, FileNotFoundError):
            continue  # damaged, or removed meanwhile by a run that goes on from before
    found = list(files.values())
    if not found:
        return FoundProbes(files, None)
    last = found[-1]
    found = [one for one in found if one.probes == last.probes and one.states.shape == last.states.shape]
    senses = tuple(dict.fromkeys(probe.sense for probe in last.probes))
    from elmo_explorer.analysis.probe_pictures import (
        probe_pictures,
    )  # SciPy: the window is not to wait for it

    pictures = probe_pictures([one.states for one in found], [probe.sense for probe in last.probes])
    course = ProbeCourse(
        tuple(one.step for one in found),
        tuple(one.tokens for one in found),
        tuple(probe.tokens for probe in last.probes),
        tuple(probe.index for probe in last.probes),
        senses,
        tuple(senses.index(probe.sense) for probe in last.probes),
        pictures.xy,
        pictures.separation,
        pictures.right,
    )
    return FoundProbes(files, course)


def install_model(model: Path, name: str) -> Path:
    """Copy a run's model into the user's models, where the menu finds it; an earlier state of the same run is replaced.

    Returns:
        The copy's folder.

    Raises:
        ValueError: another process is busy with a model of that name.
        OSError: it cannot be written.
    """
    from elmo_explorer.bilm.checkpoint import replace_folder  # torch, which the window loads later
    from elmo_explorer.model_store import locked

    base = user_models_dir() / folder_name(name)
    target, k = base, 2
    while target.exists() and _recipe(target) != _recipe(model):
        target, k = base.with_name(f"{base.name}-{k}"), k + 1
    with locked(target.name):
        aside = target.with_name(f".{target.name}.part")
        shutil.rmtree(aside, ignore_errors=True)
        try:
            shutil.copytree(model, aside)
            replace_folder(aside, target)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    return target


def _past(folder: Path) -> PastRun:
    tokens = 0
    try:
        with (folder / "curve.csv").open(newline="", encoding="utf-8") as stream:
            rows = list(csv.DictReader(stream))
        tokens = int(rows[-1]["tokens"]) if rows else 0
    except (OSError, KeyError, ValueError):
        pass
    return PastRun(folder.name, str(folder), tr("{tokens:,} tokens", tokens=tokens) if tokens else "")


def _recipe(folder: Path) -> bytes:
    try:
        return (folder / CONFIG).read_bytes()
    except OSError:
        return b""


def _floats(values: Iterable[float]) -> Floats:
    return np.array(list(values), np.float32)
