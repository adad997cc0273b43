"""Our model folder: config.json, model.safetensors, vocab.txt, MODEL_CARD.md. No pickle is ever read."""

from __future__ import annotations

import dataclasses
import json
import math
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor

from elmo_explorer.bilm.bilm import BiLMNetwork
from elmo_explorer.bilm.options import ModelOptions
from elmo_explorer.bilm.output_layer import OutputLayer

FORMAT = 1
MAX_WORDS = 5_000_000


@dataclass(frozen=True)
class ModelFacts:
    """What is known of a model besides its shape."""

    name: str
    languages: tuple[str, ...] = ("en",)
    tokens_seen: int = 0
    forward_perplexity: float | None = None
    backward_perplexity: float | None = None


@dataclass(frozen=True, eq=False)
class StoredModel:
    """A model as its folder holds it, in float32 on the CPU."""

    options: ModelOptions
    facts: ModelFacts
    network: BiLMNetwork
    output_layer: OutputLayer | None
    vocabulary: tuple[str, ...] = field(default=())


def write_model(
    folder: Path,
    options: ModelOptions,
    network: BiLMNetwork,
    facts: ModelFacts,
    output_layer: OutputLayer | None = None,
    vocabulary: tuple[str, ...] | list[str] = (),
    card: str = "",
    more_files: Mapping[str, str] | None = None,
    dtype: torch.dtype = torch.float16,
) -> None:
    """Write a model folder aside and put it in place when it is whole; what stood there is replaced.

    Raises:
        OSError: the folder cannot be written.
    """
    folder = folder.resolve()
    aside = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    tensors = {f"network.{name}": tensor for name, tensor in network.state_dict().items()}
    if output_layer is not None:
        tensors |= {f"output_layer.{name}": tensor for name, tensor in output_layer.state_dict().items()}
        (aside / "vocab.txt").write_text("".join(f"{word}\n" for word in vocabulary), encoding="utf-8")
    save_file({k: v.detach().cpu().to(dtype).contiguous() for k, v in tensors.items()}, aside / "model.safetensors")
    config = {"format": FORMAT, **dataclasses.asdict(facts), "options": dataclasses.asdict(options)}
    (aside / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    for name, text in {"MODEL_CARD.md": card or f"# {facts.name}\n", **(more_files or {})}.items():
        (aside / name).write_text(text, encoding="utf-8")
    _replace(aside, folder)


def read_model(folder: Path, report: Callable[[str, int, int], None] | None = None) -> StoredModel:
    """Read a model folder.

    Args:
        folder: where config.json stands.
        report: told (step, bytes read, bytes in all) as it goes; may raise to stop.

    Raises:
        ValueError: something is missing, cut short or of the wrong shape; the sentence names it.
    """
    config = _read_config(folder / "config.json")
    options = _read_options(folder, config)
    facts = _read_facts(folder, config)
    path = folder / "model.safetensors"
    if not path.is_file():
        raise ValueError(f"{folder} has no model.safetensors, which holds the weights.")
    vocabulary: tuple[str, ...] = ()
    with torch.device("meta"):
        network = BiLMNetwork(options)
    try:
        with safe_open(path, framework="pt") as file:
            names = set(file.keys())
            output_layer = None
            if "output_layer.weight" in names:
                vocabulary = _read_vocabulary(folder / "vocab.txt")
                with torch.device("meta"):
                    output_layer = OutputLayer(len(vocabulary), options.projection_dim)
            expected = {f"network.{name}": tuple(t.shape) for name, t in network.state_dict().items()}
            if output_layer is not None:
                expected |= {f"output_layer.{name}": tuple(t.shape) for name, t in output_layer.state_dict().items()}
            # Shapes first: nothing is allocated for a file that does not fit.
            for name, shape in expected.items():
                if name not in names:
                    raise ValueError(f"{path.name} lacks the tensor {name}: expected shape {shape}, found nothing.")
                found = tuple(file.get_slice(name).get_shape())
                if found != shape:
                    raise ValueError(f"{path.name}: {name} does not match config.json: expected {shape}, found {found}.")
            total = path.stat().st_size
            done = 0
            tensors: dict[str, Tensor] = {}
            for name in expected:
                tensor = file.get_tensor(name)
                if not tensor.is_floating_point():
                    raise ValueError(f"{path.name}: {name} should hold floating-point numbers, found {tensor.dtype}.")
                done += tensor.nbytes
                tensors[name] = tensor.float()
                if not math.isfinite(float(tensors[name].abs().max())):
                    raise ValueError(f"{path.name}: {name} should hold finite numbers, found NaN or infinity.")
                if report is not None:
                    report(name, done, total)
    except SafetensorError as error:
        raise ValueError(f"{path.name} is no whole safetensors file ({error}); it was cut short or is damaged.") from None
    network.load_state_dict({k.removeprefix("network."): v for k, v in tensors.items() if k.startswith("network.")}, assign=True)
    if output_layer is not None:
        output_layer.load_state_dict(
            {k.removeprefix("output_layer."): v for k, v in tensors.items() if k.startswith("output_layer.")}, assign=True
        )
    return StoredModel(options, facts, network, output_layer, vocabulary)


def _read_config(path: Path) -> dict[str, Any]:
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ValueError(f"{path.parent} is no model folder: it has no config.json.") from None
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise ValueError(f"{path} is not a JSON file: {error}.") from None
    if not isinstance(config, dict) or config.get("format") != FORMAT:
        found = config.get("format") if isinstance(config, dict) else type(config).__name__
        raise ValueError(f"{path} should have format {FORMAT}, found {found!r}; a newer ELMo Explorer may read it.")
    return config


def _read_options(folder: Path, config: dict[str, Any]) -> ModelOptions:
    entries = config.get("options")
    if not isinstance(entries, dict):
        raise ValueError(f"{folder / 'config.json'} has no options, which describe the network's shape.")
    known = {f.name for f in dataclasses.fields(ModelOptions)}
    entries = {name: value for name, value in entries.items() if name in known}
    try:
        entries["filters"] = tuple((int(width), int(count)) for width, count in entries.get("filters", ()))
        return ModelOptions(**entries)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{folder / 'config.json'}: {error}") from None


def _read_facts(folder: Path, config: dict[str, Any]) -> ModelFacts:
    name = config.get("name")
    languages = config.get("languages", ["en"])
    if not isinstance(name, str) or not isinstance(languages, list):
        raise ValueError(f"{folder / 'config.json'} should name the model and its languages.")
    return ModelFacts(
        name,
        tuple(map(str, languages)),
        int(config.get("tokens_seen") or 0),
        config.get("forward_perplexity"),
        config.get("backward_perplexity"),
    )


def _read_vocabulary(path: Path) -> tuple[str, ...]:
    try:
        words = path.read_text(encoding="utf-8").split("\n")
    except FileNotFoundError:
        raise ValueError(f"{path.parent} has an output layer but no vocab.txt with its words.") from None
    except UnicodeDecodeError as error:
        raise ValueError(f"{path} is not UTF-8 text: {error}.") from None
    if words and not words[-1]:
        words.pop()
    if not 1 <= len(words) <= MAX_WORDS:
        raise ValueError(f"{path} should hold 1 to {MAX_WORDS:,} words, one a line, found {len(words):,}.")
    return tuple(words)


def _replace(aside: Path, folder: Path) -> None:
    """Put ``aside`` where ``folder`` is; at every moment one of both is whole."""
    if not folder.exists():
        aside.rename(folder)
        return
    old = folder.with_name(f".{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    folder.rename(old)
    aside.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
