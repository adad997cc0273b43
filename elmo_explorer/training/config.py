"""A training run, as a TOML file describes it."""

from __future__ import annotations

import dataclasses
import math
import reprlib
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from elmo_explorer.bilm.options import ModelOptions
from elmo_explorer.brief import shown


@dataclass(frozen=True)
class Source:
    """One text file or folder of text files, and how much of it is read."""

    path: Path
    """A .txt, .txt.xz, .txt.gz or .txt.zst file, or a folder of such, read in sorted order with its subfolders."""
    max_tokens: int | None = None
    """Documents are read from the start until so many tokens were seen; None reads all."""
    title: str = ""
    """What the text is, for the model card."""
    licence: str = ""
    """Its licence and whom it credits, for the model card."""


@dataclass(frozen=True)
class TrainingConfig:
    """Everything that a run depends on: same config, same text, same model."""

    name: str
    language: str
    sources: tuple[Source, ...]
    output: Path
    """Folder for the token cache, the checkpoints and the finished model."""
    model: ModelOptions
    vocabulary: int = 50_000
    """Words of the output layer."""
    held_out: float = 0.01
    """Share of each file's documents, its last ones, that is never trained on."""
    max_sentence: int = 80
    """Tokens; longer sentences are cut into pieces."""
    tokenizer_processes: int = 0
    """Processes that tokenise the text, once; 0 takes one for each core."""
    tokens: int = 25_000_000
    """Tokens to read before the learning rate has fallen to zero; more than the text has means several passes."""
    minutes: float | None = None
    """Training minutes after which the learning rate has fallen to zero, should the tokens not be read by then."""
    streams: int = 128
    """Contiguous pieces of the text that each process reads side by side."""
    window: int = 32
    """Steps in time through which gradients flow; the states are carried on from window to window."""
    accumulate: int = 1
    """Windows whose gradients are added up in each step."""
    fresh_sentences: float = 0.5
    """Share of the sentences that are read from zero states, as the explorer reads every sentence; bilm-tf has none."""
    learning_rate: float = 2e-3
    warmup_steps: int = 300
    decay_share: float = 0.3
    """The last share of the steps, over which the learning rate falls linearly to zero."""
    samples: int = 2048
    """Different words that each window's sampled softmax takes besides the true ones, the same for all its predictions."""
    dropout: float = 0.0
    gradient_norm: float = 1.0
    """Gradients longer than this are shortened to it."""
    average: float = 0.0
    """Decay of an exponential moving average of the weights, which is then what is measured and exported; 0: none."""
    bfloat16: bool = True
    compile: bool = False
    """Fuse the LSTM's steps and the loss by torch.compile, which needs a C++ compiler (CPU) or Triton (CUDA)."""
    seed: int = 1
    evaluate_every: int = 1000
    """Steps between held-out perplexities."""
    checkpoint_minutes: float = 5.0
    initial: Path | None = None
    """Model folder to start from instead of random weights."""
    notes: str = ""
    """Markdown for the model card: what the model is not good at, for instance."""
    source_toml: str = field(default="", compare=False)
    """The file as it was read; it is stored with the model."""


_ELSEWHERE = {"name", "language", "output", "notes", "sources", "model", "source_toml"}
"""What stands above the sections, has a section of its own or is the file itself."""

_OUTSIDE = {"name", "language", "output", "notes", "text", "model", "training", "probes"}
"""What stands outside the sections, and the sections."""

_TRAINING = {f.name for f in dataclasses.fields(TrainingConfig)} - _ELSEWHERE


def read_config(path: Path) -> TrainingConfig:
    """Read and check a config; paths in it are relative to its own folder.

    Raises:
        ValueError: the file is missing, no TOML, or an entry is unknown, missing or out of bounds; the sentence names it.
    """
    try:
        text = path.read_text(encoding="utf-8")
        table = tomllib.loads(text)
    except FileNotFoundError:
        raise ValueError(f"There is no training config at {path}.") from None
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror or error}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ValueError(f"{path} is not a TOML file: {error}.") from None
    if unknown := sorted(set(table) - _OUTSIDE):
        raise ValueError(
            f"{path} does not know {', '.join(unknown)} here; outside the sections it knows name, language, output and notes, "
            "and the sections are [[text]], [model], [training] and [probes]."
        )
    base = path.resolve().parent
    model = dict(_section(path, table, "model"))
    training = dict(_section(path, table, "training"))
    _check_names(path, "training", set(training), _TRAINING)
    entries: dict[str, Any] = {**training}
    for name in ("name", "language", "output"):
        if not isinstance(table.get(name), str) or not table[name]:
            raise ValueError(f'{path} lacks {name} = "…".')
        if not table[name].isprintable():
            raise ValueError(
                f"{path}: {name} should be one line of plain text, found {reprlib.repr(table[name])}."
            )
        entries[name] = table[name]
    entries["notes"] = str(table.get("notes", ""))
    entries["output"] = base / Path(entries["output"]).expanduser()
    if "initial" in entries:
        if not isinstance(entries["initial"], str):
            raise ValueError(
                f"{path}: [training] initial must be a model folder's path, found {reprlib.repr(entries['initial'])}."
            )
        entries["initial"] = base / Path(entries["initial"]).expanduser()
    entries["sources"] = _sources(path, base, table.get("text"))
    if isinstance(model.get("filters"), list):
        model["filters"] = tuple(
            tuple(entry) if isinstance(entry, list) else entry for entry in model["filters"]
        )
    entries["model"] = _record(path, "model", ModelOptions, model)
    entries["source_toml"] = text
    config: TrainingConfig = _record(path, "training", TrainingConfig, entries)
    _check(path, config)
    return config


def _section(path: Path, table: dict[str, Any], name: str) -> dict[str, Any]:
    section = table.get(name)
    if not isinstance(section, dict):
        raise ValueError(f"{path} lacks the section [{name}].")
    return section


def _sources(path: Path, base: Path, entries: Any) -> tuple[Source, ...]:
    if not isinstance(entries, list) or not entries:
        raise ValueError(f'{path} names no text: add [[text]] with path = "FILE.txt".')
    sources = []
    for entry in entries:
        if not isinstance(entry, dict) or not isinstance(entry.get("path"), str):
            raise ValueError(f'{path}: each [[text]] needs path = "FILE.txt".')
        entry = {**entry, "path": base / Path(entry["path"]).expanduser()}
        source = _record(path, "text", Source, entry)
        if source.max_tokens is not None and not _is_whole(source.max_tokens, 1, math.inf):
            raise ValueError(
                f"{path}: [text] max_tokens must be a whole number from 1 on, found {shown(source.max_tokens)}."
            )
        sources.append(source)
    return tuple(sources)


def _check_names(path: Path, section: str, names: set[str], known: set[str]) -> None:
    if unknown := sorted(names - known):
        raise ValueError(
            f"{path}: [{section}] does not know {', '.join(unknown)}; it knows {', '.join(sorted(known))}."
        )


def _record(path: Path, section: str, kind: Any, entries: dict[str, Any]) -> Any:
    _check_names(path, section, set(entries), {f.name for f in dataclasses.fields(kind)})
    needed = [f.name for f in dataclasses.fields(kind) if _is_needed(f) and f.name not in entries]
    if needed:
        raise ValueError(f"{path}: [{section}] lacks {', '.join(needed)}.")
    try:
        return kind(**entries)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{path}: [{section}] {error}") from None


def _check(path: Path, config: TrainingConfig) -> None:
    bounds: dict[str, tuple[float, float]] = {
        "vocabulary": (4, 5_000_000),
        "held_out": (0.0, 0.5),
        "max_sentence": (2, 10_000),
        "tokenizer_processes": (0, 4096),
        "tokens": (1, 10**13),
        "streams": (1, 10**6),
        "window": (2, 10_000),
        "accumulate": (1, 10_000),
        "fresh_sentences": (0.0, 1.0),
        "average": (0.0, 0.999999),
        "learning_rate": (1e-8, 10.0),
        "warmup_steps": (0, 10**9),
        "decay_share": (0.0, 1.0),
        "samples": (1, 10**6),
        "dropout": (0.0, 0.9),
        "gradient_norm": (1e-6, 1e6),
        "evaluate_every": (1, 10**9),
        "checkpoint_minutes": (0.0, 10**6),
        "seed": (0, 10**9),
    }
    for name, (low, high) in bounds.items():
        value = getattr(config, name)
        if isinstance(low, int):
            if not _is_whole(value, low, high):
                raise ValueError(
                    f"{path}: [training] {name} must be a whole number from {low} to {high}, found {shown(value)}."
                )
        elif not _is_number(value) or not low <= value <= high:
            raise ValueError(
                f"{path}: [training] {name} must be a number from {low} to {high}, found {shown(value)}."
            )
    for name in ("bfloat16", "compile"):
        if not isinstance(value := getattr(config, name), bool):
            raise ValueError(f"{path}: [training] {name} must be true or false, found {shown(value)}.")
    if config.minutes is not None and not (_is_number(config.minutes) and config.minutes > 0):
        raise ValueError(
            f"{path}: [training] minutes must be a number above 0, found {shown(config.minutes)}."
        )
    if config.language not in ("en", "zh"):
        raise ValueError(f'{path}: language must be "en" or "zh", found {reprlib.repr(config.language)}.')


def _is_whole(value: object, low: float, high: float) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and low <= value <= high


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_needed(field: dataclasses.Field[Any]) -> bool:
    return field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
