"""Our model folder: config.json, model.safetensors, vocab.txt, MODEL_CARD.md. No pickle is ever read."""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor, nn

from elmo_explorer.bilm.bilm import BiLMNetwork
from elmo_explorer.bilm.errors import ModelFileError, tensor_error
from elmo_explorer.bilm.facts import ModelFacts as ModelFacts
from elmo_explorer.bilm.facts import read_facts
from elmo_explorer.bilm.json_file import read_json
from elmo_explorer.bilm.options import ModelOptions
from elmo_explorer.bilm.output_layer import OutputLayer
from elmo_explorer.bilm.published import empty_network, read_published
from elmo_explorer.bilm.row_int8 import quantised_rows, restored_rows
from elmo_explorer.bilm.unset import unset_weights

FORMAT = 1
WEIGHTS = "model.safetensors"
_WORDS = "output_layer.weight"
_SCALES = "output_layer.weight_scales"
"""Where the output layer's matrix is stored in int8: one scale for each row."""
MAX_WORDS = 5_000_000
MAX_HEADER_BYTES = 10_000_000


@dataclass(frozen=True, eq=False)
class StoredModel:
    """A model as its folder holds it, in float32 on the CPU."""

    options: ModelOptions
    facts: ModelFacts
    network: BiLMNetwork
    output_layer: OutputLayer | None
    vocabulary: tuple[str, ...] = field(default=())
    """The output layer's words, by falling frequency."""
    card: str = ""
    """MODEL_CARD.md."""


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
    int8_output: bool = False,
) -> None:
    """Write a model folder aside and put it in place when it is whole; what stood there is replaced.

    ``int8_output`` stores the output layer's matrix in int8 with a scale for each word.

    Raises:
        OSError: the folder cannot be written.
        ValueError: another thing than a model folder stands there, the vocabulary does not fit the output layer, or a
            number does not fit into ``dtype``; the sentence says which.
    """
    folder = folder.resolve()
    if folder.exists() and not (
        folder.is_dir() and (_is_empty(folder) or (folder / "config.json").is_file())
    ):
        raise ValueError(f"{folder} is no model folder, so it is not replaced: choose a new folder.")
    state = {f"network.{name}": tensor for name, tensor in network.state_dict().items()}
    if output_layer is not None:
        if len(vocabulary) != len(output_layer.bias) or any("\n" in word for word in vocabulary):
            raise ValueError(
                f"The vocabulary should hold {len(output_layer.bias):,} words without line ends, one for each row of "
                f"the output layer, found {len(vocabulary):,}."
            )
        state |= {f"output_layer.{name}": tensor for name, tensor in output_layer.state_dict().items()}
    tensors = {name: _stored(name, tensor, dtype) for name, tensor in state.items()}
    if output_layer is not None and int8_output:
        tensors[_WORDS], tensors[_SCALES] = quantised_rows(state[_WORDS].detach().cpu())
    texts = {"MODEL_CARD.md": card or f"# {facts.name}\n", **(more_files or {})}
    if output_layer is not None:
        texts["vocab.txt"] = "".join(f"{word}\n" for word in vocabulary)
    config = {"format": FORMAT, **dataclasses.asdict(facts), "options": dataclasses.asdict(options)}
    texts["config.json"] = json.dumps(config, indent=2, ensure_ascii=False) + "\n"

    aside = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    try:
        save_file(tensors, aside / WEIGHTS)
        for name, text in texts.items():
            (aside / name).write_text(text, encoding="utf-8", newline="\n")
        # safetensors writes for the user alone; the weights are as readable as the files beside them.
        (aside / WEIGHTS).chmod((aside / "config.json").stat().st_mode)
        replace_folder(aside, folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def read_model(folder: Path, report: Callable[[str, int, int], None] | None = None) -> StoredModel:
    """Read a model folder.

    Args:
        folder: where config.json stands.
        report: told (tensor, bytes read, bytes in all) as it goes; may raise to stop.

    Raises:
        ModelFileError: something is missing, cut short or of the wrong shape; the sentence names the tensor, what was
            expected and what was found.
    """
    config = _read_config(folder)
    options = _read_options(folder, config)
    facts = read_facts(folder / "config.json", config)
    if config.get("published"):  # taken in as it is: the very numbers, and no output layer
        options, network = read_published(folder / "options.json", folder / "weights.hdf5", report)
        return StoredModel(options, facts, network, None, card=_read_card(folder / "MODEL_CARD.md"))
    path = folder / WEIGHTS
    if not path.is_file():
        raise ModelFileError(f"{folder} has no {WEIGHTS}, which holds the weights.")
    _check_header(path)
    network = empty_network(options, "config.json")
    vocabulary: tuple[str, ...] = ()
    output_layer = None
    try:
        with safe_open(path, framework="pt") as file:
            names = set(file.keys())
            if "output_layer.weight" in names:
                vocabulary = _read_vocabulary(folder / "vocab.txt")
                with unset_weights():
                    output_layer = OutputLayer(len(vocabulary), options.projection_dim)
            expected = _shapes("network.", network)
            if output_layer is not None:
                expected |= _shapes("output_layer.", output_layer)
            # Shapes first: nothing is allocated for a file that does not fit.
            for name, shape in expected.items():
                if name not in names:
                    raise tensor_error(WEIGHTS, name, f"a tensor of shape {shape}", "nothing")
                found = file.get_slice(name)
                if tuple(found.get_shape()) != shape:
                    raise tensor_error(WEIGHTS, name, shape, tuple(found.get_shape()))
                if found.get_dtype() not in ("F16", "BF16", "F32") and (
                    name != _WORDS or _SCALES not in names
                ):
                    raise tensor_error(WEIGHTS, name, "F16, BF16 or F32 numbers", f"type {found.get_dtype()}")
            int8 = _SCALES in names and output_layer is not None
            if int8:
                _check_int8(file, expected[_WORDS])
            if more := sorted(names - set(expected) - ({_SCALES} if int8 else set())):
                # Reading on would give another model's vectors.
                raise ModelFileError(
                    f"{WEIGHTS} has the tensor {more[0]}, which config.json does not describe.",
                    more[0],
                    "nothing",
                    "it",
                )
            total = path.stat().st_size
            done = 0
            tensors: dict[str, Tensor] = {}
            for name in expected:
                tensor = file.get_tensor(name)
                done += tensor.nbytes
                tensors[name] = (
                    restored_rows(tensor, file.get_tensor(_SCALES))
                    if int8 and name == _WORDS
                    else tensor.float()
                )
                if not bool(torch.isfinite(tensors[name]).all()):
                    raise tensor_error(WEIGHTS, name, "finite numbers", "NaN or infinity")
                if report is not None:
                    report(name, done, total)
    except SafetensorError as error:
        raise ModelFileError(f"{path} is no whole safetensors file: {error}.") from None
    network.load_state_dict(_without("network.", tensors), assign=True)
    if output_layer is not None:
        output_layer.load_state_dict(_without("output_layer.", tensors), assign=True)
    return StoredModel(
        options, facts, network, output_layer, vocabulary, _read_card(folder / "MODEL_CARD.md")
    )


def read_pair(options: Path, weights: Path, report: Callable[[str, int, int], None]) -> StoredModel:
    """Read the published pair of files, which say nothing but shape and weights; as :func:`read_published`."""
    shape, network = read_published(options, weights, report)
    # "weights.hdf5" says less than the folder it lies in.
    name = weights.resolve().parent.name if weights.stem == "weights" else weights.stem
    return StoredModel(shape, ModelFacts(name or weights.stem), network, None)


def read_shape(folder: Path) -> ModelOptions:
    """The shape of a model folder's network, without its weights.

    Raises:
        ModelFileError: the folder is no model, or its config.json is damaged.
    """
    return _read_options(folder, _read_config(folder))


def _read_config(folder: Path) -> dict[str, Any]:
    if not (folder / "config.json").is_file():
        raise ModelFileError(f"{folder} is no model folder: it has no config.json.")
    config = read_json(folder / "config.json")
    if config.get("format") != FORMAT:
        raise ModelFileError(
            f"{folder / 'config.json'} should have format {FORMAT}, found {config.get('format')!r}; "
            "a newer ELMo Explorer may read it."
        )
    return config


def _is_empty(folder: Path) -> bool:
    return next(folder.iterdir(), None) is None


def _stored(name: str, tensor: Tensor, dtype: torch.dtype) -> Tensor:
    """The tensor as it goes to disk; refuses numbers that do not fit into ``dtype``."""
    tensor = tensor.detach().cpu()
    stored = tensor.to(dtype).contiguous()
    if not bool(torch.isfinite(stored).all()):
        raise ValueError(
            f"{name} cannot be saved as {str(dtype).removeprefix('torch.')}: its largest number is "
            f"{float(tensor.abs().max()):g}, the largest that fits is {torch.finfo(dtype).max:g}."
        )
    return stored


def _check_int8(file: Any, shape: tuple[int, ...]) -> None:
    """The output layer's matrix in bytes, and a scale for each of its rows."""
    found = file.get_slice(_WORDS).get_dtype()
    if found != "I8":
        raise tensor_error(WEIGHTS, _WORDS, "int8 numbers, since there are scales", f"type {found}")
    scales = file.get_slice(_SCALES)
    if tuple(scales.get_shape()) != shape[:1] or scales.get_dtype() != "F32":
        raise tensor_error(
            WEIGHTS,
            _SCALES,
            f"F32 numbers of shape {shape[:1]}",
            f"{scales.get_dtype()} of shape {tuple(scales.get_shape())}",
        )


def _shapes(prefix: str, module: nn.Module) -> dict[str, tuple[int, ...]]:
    return {f"{prefix}{name}": tuple(tensor.shape) for name, tensor in module.state_dict().items()}


def _without(prefix: str, tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    return {name.removeprefix(prefix): tensor for name, tensor in tensors.items() if name.startswith(prefix)}


def _check_header(path: Path) -> None:
    """Refuse a file that is cut short with the name of the first tensor it lacks; safetensors only says that it is."""
    size = path.stat().st_size
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        if size < 8:
            raise ModelFileError(f"{path} is no safetensors file: it has {size} bytes.")
        if length > min(size - 8, MAX_HEADER_BYTES):
            raise ModelFileError(
                f"{path} is no whole safetensors file: its list of tensors should be {length:,} bytes long, the file "
                f"has {size:,}."
            )
        try:
            header = json.loads(file.read(length))
        except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
            raise ModelFileError(
                f"{path} is no safetensors file: its list of tensors cannot be read."
            ) from None
    for name, entry in header.items() if isinstance(header, dict) else ():
        offsets = entry.get("data_offsets") if isinstance(entry, dict) else None
        if isinstance(offsets, list) and len(offsets) == 2 and isinstance(offsets[1], int):
            end = 8 + length + offsets[1]
            if end > size:
                raise tensor_error(path.name, name, f"whole, up to byte {end:,}", f"a file of {size:,} bytes")


def _read_options(folder: Path, config: dict[str, Any]) -> ModelOptions:
    entries = config.get("options")
    if not isinstance(entries, dict):
        raise ModelFileError(f"{folder / 'config.json'} has no options, which describe the network's shape.")
    known = {f.name for f in dataclasses.fields(ModelOptions)}
    entries = {name: value for name, value in entries.items() if name in known}
    try:
        needed = [
            name for name in ("filters", "projection_dim", "cell_dim", "n_layers") if name not in entries
        ]
        if needed:
            raise ValueError(f"the options lack {', '.join(needed)}.")
        entries["filters"] = tuple((int(width), int(count)) for width, count in entries["filters"])
        return ModelOptions(**entries)
    except (TypeError, ValueError, OverflowError) as error:  # OverflowError: int(infinity)
        raise ModelFileError(f"{folder / 'config.json'}: {error}") from None


def _read_card(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8") if path.is_file() else ""
    except UnicodeDecodeError as error:
        raise ModelFileError(f"{path} is not UTF-8 text: {error}.") from None


def _read_vocabulary(path: Path) -> tuple[str, ...]:
    try:
        with path.open(
            encoding="utf-8", newline=""
        ) as file:  # a word may hold any sign but the line end itself
            words = file.read().split("\n")
    except FileNotFoundError:
        raise ModelFileError(f"{path.parent} has an output layer but no vocab.txt with its words.") from None
    except UnicodeDecodeError as error:
        raise ModelFileError(f"{path} is not UTF-8 text: {error}.") from None
    if words and not words[-1]:
        words.pop()
    if not 1 <= len(words) <= MAX_WORDS:
        raise ModelFileError(
            f"{path} should hold 1 to {MAX_WORDS:,} words, one a line, found {len(words):,}."
        )
    return tuple(words)


def replace_folder(aside: Path, folder: Path) -> None:
    """Put ``aside`` where ``folder`` is; whenever it is cut off, one of both is whole, the old one as ``.NAME.old``.

    Raises:
        OSError: a folder cannot be renamed.
    """
    old = folder.with_name(f".{folder.name}.old")
    if folder.exists():
        shutil.rmtree(old, ignore_errors=True)
        folder.rename(old)
    aside.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
