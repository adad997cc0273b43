"""What the training form says <-> the TOML file that the run reads."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.exceptions import TOMLKitError

from elmo_explorer.paths import bundled_models_dir, model_folder
from elmo_explorer.session.training import CUSTOM, Choices, Size
from elmo_explorer.training.config import read_config
from elmo_explorer.translation import tr

CONFIG = "training.toml"
"""The config's name in a run's output folder."""
_OWN = ("name", "language", "output", "text")
"""Entries that have a field in the form; of [training] also tokens and initial."""
_TINY = """\
[model]
filters = [[1, 16], [2, 16], [3, 32], [4, 64]]
character_dim = 16
n_highway = 1
projection_dim = 32
cell_dim = 128
n_layers = 2

[training]
vocabulary = 5_000
streams = 32
window = 24
samples = 512
learning_rate = 4e-3
warmup_steps = 100
evaluate_every = 100
checkpoint_minutes = 1
"""
_SMALL = """\
[model]
filters = [[1, 32], [2, 32], [3, 64], [4, 128]]
character_dim = 16
n_highway = 1
projection_dim = 64
cell_dim = 384
n_layers = 2

[training]
vocabulary = 20_000
streams = 64
window = 32
samples = 1024
learning_rate = 3e-3
warmup_steps = 200
evaluate_every = 200
checkpoint_minutes = 2
"""
_BUNDLED = """\
[training]
vocabulary = 50_000
samples = 2048
learning_rate = 2e-3
warmup_steps = 300
evaluate_every = 500
checkpoint_minutes = 4
"""


@dataclass(frozen=True)
class _Preset:
    size: Size
    text: str


def sizes(language: str) -> tuple[Size, ...]:
    """The networks that the form offers for a language, the smallest first."""
    return tuple(preset.size for preset in _presets(language))


def preset_text(size: str, language: str) -> str:
    """The sections [model] and [training] of a preset; of the smallest where there is none of that name."""
    presets = {preset.size.name: preset.text for preset in _presets(language)}
    return presets.get(size, _TINY)


def compose(choices: Choices) -> str:
    """The TOML file of a run whose config lies in its output folder.

    Raises:
        ValueError: what is not chosen yet, or the other entries are no TOML; the sentence says which.
    """
    for given, sentence in (
        (choices.texts, tr("Choose a text first: a file or a folder of .txt files.")),
        (choices.name.strip(), tr("Give the model a name.")),
        (choices.output.strip(), tr("Choose a folder for the run.")),
    ):
        if not given:
            raise ValueError(sentence)
    document = _parse(choices.more or preset_text(choices.size, choices.language))
    texts = {_path(entry): entry for entry in document.get("text", [])}
    tables = tomlkit.aot()
    for text in choices.texts:
        entry = tomlkit.table()
        entry.update({**texts.get(text, {}), "path": text})
        tables.append(entry)
    result = tomlkit.document()
    for name, value in (("name", choices.name.strip()), ("language", choices.language), ("output", ".")):
        result.add(name, tomlkit.item(value))
    for key, value in document.items():
        if key not in _OWN and not isinstance(value, dict):
            result.add(key, value)
    result.add("text", tables)
    for key, value in document.items():
        if key not in _OWN and isinstance(value, dict):
            result.add(key, value)
    training: Any = result.setdefault("training", tomlkit.table())
    training["tokens"] = choices.tokens
    training.pop("initial", None)
    if choices.initial:
        training["initial"] = str(model_folder(choices.initial).resolve())
    return tomlkit.dumps(result)


def choices_of(config: Path, output: str = "") -> Choices:
    """A config as the form shows it.

    Args:
        config: the TOML file.
        output: the run's folder; "" takes the config's.

    Raises:
        ValueError: the config has no sense; the sentence says where.
    """
    checked = read_config(config)
    document = _parse(checked.source_toml)
    for entry, source in zip(document["text"], checked.sources, strict=True):
        entry["path"] = str(source.path)
    for name in _OWN[:3]:
        document.pop(name, None)
    training: Any = document["training"]
    for name in ("tokens", "initial"):
        training.pop(name, None)
    initial = "" if checked.initial is None else _model_name(checked.initial)
    return Choices(
        tuple(str(source.path) for source in checked.sources),
        checked.name,
        checked.language,
        CUSTOM,
        checked.tokens,
        initial,
        output or str(checked.output),
        tomlkit.dumps(document),
    )


def check_more(text: str) -> None:
    """Whether the other entries can be read.

    Raises:
        ValueError: they are no TOML; the sentence says where.
    """
    _parse(text)


def folder_name(name: str) -> str:
    """A name as a folder may be called; ``model`` where nothing of it is left."""
    return re.sub(r"[^\w.-]+", "-", name.strip(), flags=re.UNICODE).strip("-.") or "model"


def _presets(language: str) -> list[_Preset]:
    presets = [
        _Preset(Size("tiny", tr("Tiny"), tr("2 layers of 32 numbers each way: minutes")), _TINY),
        _Preset(Size("small", tr("Small"), tr("2 layers of 64 numbers each way: an hour")), _SMALL),
    ]
    file = bundled_models_dir() / language / "config.json"
    if file.is_file():
        shape = json.loads(file.read_text(encoding="utf-8"))["options"]
        document = _parse(_BUNDLED)
        document["model"] = {name: value for name, value in shape.items() if value is not None}
        what = tr(
            "{shape} layers of {shape2} numbers each way: many hours",
            shape=shape["n_layers"],
            shape2=shape["projection_dim"],
        )
        presets.append(
            _Preset(Size(language, tr("As {language}", language=language), what), tomlkit.dumps(document))
        )
    return presets


def _parse(text: str) -> TOMLDocument:
    try:
        return tomlkit.parse(text)
    except TOMLKitError as error:
        raise ValueError(tr("The other options are not TOML: {error}.", error=error)) from None


def _path(entry: Any) -> str:
    return str(entry.get("path", ""))


def _model_name(folder: Path) -> str:
    """A bundled model's name, else the folder itself."""
    return folder.name if folder.resolve().parent == bundled_models_dir().resolve() else str(folder)
