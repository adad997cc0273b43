"""Everything a run needs to go on, in one .npz file that a kill cannot leave half written and that NumPy alone reads."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import re
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from elmo_explorer.training.trainer import Progress, Trainer, stacked_states, unstacked_states
from elmo_explorer.written_aside import written_aside

KEEP = 3
"""Checkpoints that stay; older ones are removed."""
_NAME = re.compile(r"step-(\d+)\.npz")
_ADAM = ("step", "exp_avg", "exp_avg_sq")
_METADATA = "metadata"


def save_checkpoint(trainer: Trainer, folder: Path) -> Path | None:
    """Write ``folder/step-N.npz`` and remove all but the newest :data:`KEEP`.

    Every process of a run calls this; the first one writes.

    Returns:
        The file; None in the other processes.
    """
    states = None
    if trainer.states is not None:
        states = trainer.ranks.gather(stacked_states(trainer.states), dim=2)
    if not trainer.ranks.is_first:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    arrays: dict[str, NDArray[np.generic]] = {}
    for name, tensor in trainer.language_model.state_dict().items():
        arrays[f"weights.{name}"] = tensor.cpu().numpy()
    if trainer.average is not None:
        for name, tensor in trainer.average.state_dict().items():
            arrays[f"average.{name}"] = tensor.cpu().numpy()
    names = [name for name, _ in trainer.language_model.named_parameters()]
    for index, entry in trainer.optimiser.state_dict()["state"].items():
        for key in _ADAM:
            arrays[f"optimiser.{key}.{names[index]}"] = torch.as_tensor(entry[key]).cpu().numpy()
    if states is not None:
        arrays["states"] = states.cpu().numpy()
    metadata = {"progress": dataclasses.asdict(trainer.progress), **_identity(trainer)}
    arrays[_METADATA] = np.array(json.dumps(metadata))
    path = folder / f"step-{trainer.progress.step:08d}.npz"
    with written_aside(path) as aside, aside.open("wb") as stream:
        np.savez(stream, **arrays)  # type: ignore[arg-type]  # (numpy types all names as its own switch)
        stream.flush()
        os.fsync(stream.fileno())
    for left in folder.glob(".step-*.part"):  # a run has its folder to itself: of killed ones
        left.unlink()
    for old in checkpoints(folder)[:-KEEP]:
        old.unlink()
    return path


def checkpoints(folder: Path) -> list[Path]:
    """The checkpoints of a folder, oldest first."""
    found = [path for path in folder.glob("step-*.npz") if _NAME.fullmatch(path.name)]
    return sorted(found)


def load_checkpoint(trainer: Trainer, path: Path) -> None:
    """Put a trainer where a checkpoint stands.

    Where the number of streams is another than the checkpoint's, the run goes on at the same share of the text, its
    streams from zero states.

    Raises:
        ValueError: the file is damaged or belongs to another network or other words than the config's; the sentence
            says what differs. The trainer is then as it was.
    """
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as file:
            metadata = json.loads(str(file[_METADATA]))
            progress = Progress(**metadata["progress"])
            if lacking := {"options", "vocabulary", "window"} - set(metadata):
                raise ValueError(f"it lacks {', '.join(sorted(lacking))}")
            arrays = {name: file[name] for name in file.files if name != _METADATA}
    except (KeyError, TypeError, ValueError, OSError, EOFError, zipfile.BadZipFile) as error:
        raise ValueError(
            f"{path} is no whole checkpoint ({error}); remove it to go on from the one before."
        ) from None
    _check_identity(trainer, path, metadata)
    model = trainer.language_model
    for name, parameter in model.named_parameters():
        found = arrays.get(f"weights.{name}")
        if found is None or found.shape != tuple(parameter.shape):
            shape = "nothing" if found is None else found.shape
            raise ValueError(
                f"{path}: {name} should have the shape {tuple(parameter.shape)}, found {shape}; "
                "the config describes another network than the checkpoint's."
            )
    known = {f"weights.{name}" for name in model.state_dict()}
    if more := sorted(name for name in arrays if name.startswith("weights.") and name not in known):
        raise ValueError(f"{path} has {more[0]}, which the config does not describe.")
    tensors = {name: torch.from_numpy(array) for name, array in arrays.items()}
    model.load_state_dict(_without("weights.", tensors))
    state = trainer.optimiser.state_dict()
    for index, (name, _) in enumerate(model.named_parameters()):
        if all(f"optimiser.{key}.{name}" in tensors for key in _ADAM):
            state["state"][index] = {key: tensors[f"optimiser.{key}.{name}"] for key in _ADAM}
    trainer.optimiser.load_state_dict(state)
    if trainer.average is not None:
        average = _without("average.", tensors)
        if average:
            trainer.average.load_state_dict(average)
        else:  # the average begins here
            trainer.average.module.load_state_dict(model.state_dict())
    _place_streams(trainer, progress, tensors.get("states"), metadata["window"])


def _place_streams(
    trainer: Trainer, progress: Progress, states: torch.Tensor | None, window: dict[str, int]
) -> None:
    here = _window(trainer)
    if here != window:
        positions = progress.window * window["streams"] * window["window"]
        progress.window = positions // (here["streams"] * here["window"])
        per_step = trainer.config.accumulate * here["streams"] * here["window"]
        progress.step = positions // per_step
        states = None
    trainer.progress = progress
    trainer.states = None
    if states is not None:
        share = trainer.ranks.share(trainer.config.streams)
        own = states[:, :, share.start : share.stop].to(trainer.device)
        trainer.states = unstacked_states(own, trainer.config.model.projection_dim)


def _window(trainer: Trainer) -> dict[str, int]:
    config = trainer.config
    return {
        "streams": config.streams * trainer.ranks.count,
        "window": config.window,
        "accumulate": config.accumulate,
    }


def _without(prefix: str, tensors: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    return {k.removeprefix(prefix): v for k, v in tensors.items() if k.startswith(prefix)}


def _identity(trainer: Trainer) -> dict[str, Any]:
    """What the weights mean besides their shapes: the network's arithmetic and the output layer's words."""
    words = "\n".join(trainer.vocabulary).encode("utf-8", errors="surrogatepass")
    return {
        "options": json.loads(json.dumps(dataclasses.asdict(trainer.config.model))),
        "vocabulary": hashlib.sha256(words).hexdigest(),
        "window": _window(trainer),
    }


def _check_identity(trainer: Trainer, path: Path, found: dict[str, Any]) -> None:
    """Refuse another network's weights."""
    here = _identity(trainer)
    remedy = f"go back to that config, choose another output, or remove {path.parent} to begin anew."
    old, new = found["options"], here["options"]
    differences = [
        f"{name} is {old.get(name)} in the checkpoint and {new[name]} in the config"
        for name in new
        if old.get(name) != new[name]
    ]
    if differences:
        raise ValueError(f"{path} belongs to another network ({'; '.join(differences)}): {remedy}")
    if found["vocabulary"] != here["vocabulary"]:
        raise ValueError(
            f"{path} belongs to an output layer of other words, so the text or its share that is held out was another: "
            f"{remedy}"
        )
