"""Everything a run needs to go on, in one safetensors file that a kill cannot leave half written."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import re
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from elmo_explorer.training.trainer import Progress, Trainer

KEEP = 3
"""Checkpoints that stay; older ones are removed."""
_NAME = re.compile(r"step-(\d+)\.safetensors")


def save_checkpoint(trainer: Trainer, folder: Path) -> Path:
    """Write ``folder/step-N.safetensors`` and remove all but the newest :data:`KEEP`."""
    folder.mkdir(parents=True, exist_ok=True)
    tensors: dict[str, Tensor] = {f"weights.{k}": v for k, v in trainer.modules.state_dict().items()}
    names = [name for name, _ in trainer.modules.named_parameters()]
    for index, entry in trainer.optimiser.state_dict()["state"].items():
        for key, value in entry.items():
            tensors[f"optimiser.{key}.{names[index]}"] = torch.as_tensor(value)
    path = folder / f"step-{trainer.progress.step:08d}.safetensors"
    aside = path.with_suffix(".part")
    save_file(
        {k: v.detach().cpu().contiguous().clone() for k, v in tensors.items()},
        aside,
        metadata={"progress": json.dumps(dataclasses.asdict(trainer.progress)), **_identity(trainer)},
    )
    with aside.open("rb+") as stream:
        os.fsync(stream.fileno())
    aside.replace(path)
    for old in checkpoints(folder)[:-KEEP]:
        old.unlink()
    return path


def checkpoints(folder: Path) -> list[Path]:
    """The checkpoints of a folder, oldest first."""
    found = [path for path in folder.glob("step-*.safetensors") if _NAME.fullmatch(path.name)]
    return sorted(found)


def load_checkpoint(trainer: Trainer, path: Path) -> None:
    """Put a trainer where a checkpoint stands.

    Raises:
        ValueError: the file is damaged or belongs to another network or other words than the config's; the sentence
            says what differs. The trainer is then as it was.
    """
    try:
        with safe_open(path, framework="pt") as file:
            metadata = file.metadata()
            progress = Progress(**json.loads(metadata["progress"]))
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 (no mapping)
    except (SafetensorError, KeyError, TypeError, OSError, json.JSONDecodeError) as error:
        raise ValueError(
            f"{path} is no whole checkpoint ({error}); remove it to go on from the one before."
        ) from None
    _check_identity(trainer, path, metadata)
    for name, parameter in trainer.modules.named_parameters():
        found = tensors.get(f"weights.{name}")
        if found is None or found.shape != parameter.shape:
            shape = "nothing" if found is None else tuple(found.shape)
            raise ValueError(
                f"{path}: {name} should have the shape {tuple(parameter.shape)}, found {shape}; "
                "the config describes another network than the checkpoint's."
            )
    known = {f"weights.{name}" for name in trainer.modules.state_dict()}
    if more := sorted(name for name in tensors if name.startswith("weights.") and name not in known):
        raise ValueError(f"{path} has {more[0]}, which the config does not describe.")
    trainer.modules.load_state_dict(
        {k.removeprefix("weights."): v for k, v in tensors.items() if k.startswith("weights.")}
    )
    state = trainer.optimiser.state_dict()
    for index, (name, _) in enumerate(trainer.modules.named_parameters()):
        keys = ("step", "exp_avg", "exp_avg_sq")
        if all(f"optimiser.{key}.{name}" in tensors for key in keys):
            state["state"][index] = {key: tensors[f"optimiser.{key}.{name}"] for key in keys}
    trainer.optimiser.load_state_dict(state)
    trainer.progress = progress


def _identity(trainer: Trainer) -> dict[str, str]:
    """What the weights mean besides their shapes: the network's arithmetic and the output layer's words."""
    words = "\n".join(trainer.vocabulary).encode("utf-8", errors="surrogatepass")
    return {
        "options": json.dumps(dataclasses.asdict(trainer.config.model)),
        "vocabulary": hashlib.sha256(words).hexdigest(),
    }


def _check_identity(trainer: Trainer, path: Path, metadata: dict[str, str]) -> None:
    """Refuse another network's weights; a checkpoint that does not say what it is, is known by its shapes alone."""
    here = _identity(trainer)
    found = {name: metadata.get(name, here[name]) for name in here}
    remedy = f"go back to that config, choose another output, or remove {path.parent} to begin anew."
    old, new = json.loads(found["options"]), json.loads(here["options"])
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
