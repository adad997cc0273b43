"""The published pair options.json + weights.hdf5 (allenai/bilm-tf) <-> our network.

TensorFlow multiplies from the left, so every matrix is transposed. Gates keep their order i, j, f, o; the bias lacks the
forget gate's 1.0, which the network adds. bilm-tf's ``W_carry`` gates the transformed half, ours the carried one, so its
sign changes.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import torch
from torch import Tensor

from elmo_explorer.bilm.bilm import BiLMNetwork
from elmo_explorer.bilm.errors import ModelFileError, tensor_error
from elmo_explorer.bilm.json_file import read_json
from elmo_explorer.bilm.options import ModelOptions
from elmo_explorer.bilm.unset import unset_weights
from elmo_explorer.written_aside import write_whole, written_aside

Report = Callable[[str, int, int], None]

MAX_NUMBERS = 2_000_000_000
"""Weights that a network may have: 8 GB in float32."""


def read_options(path: Path) -> ModelOptions:
    """Read a published ``options.json``.

    Raises:
        ModelFileError: it is missing, no JSON, or describes no biLM; the sentence names what is wrong.
    """
    options = read_json(path)
    try:
        return ModelOptions.from_published(options)
    except (TypeError, ValueError) as error:
        raise ModelFileError(f"{path.name}: {error}") from None


def empty_network(options: ModelOptions, file: str) -> BiLMNetwork:
    """The network of this shape without memory for its weights.

    Raises:
        ModelFileError: the shape is absurdly large; ``file`` is named as where it stands.
    """
    per_layer = 8 * options.cell_dim * options.projection_dim + options.cell_dim * (
        4 + options.projection_dim
    )
    n_numbers = (
        2 * options.n_layers * per_layer
        + 2 * options.n_highway * options.n_filters**2
        + options.n_filters * options.projection_dim
        + sum(width * count * options.character_dim for width, count in options.filters)
    )
    if n_numbers > MAX_NUMBERS:
        raise ModelFileError(
            f"{file} describes a network of {n_numbers:,} numbers, expected {MAX_NUMBERS:,} at most "
            f"(the largest published one has 94 million)."
        )
    with unset_weights():
        return BiLMNetwork(options)


def read_published(
    options_path: Path, weights_path: Path, report: Report | None = None
) -> tuple[ModelOptions, BiLMNetwork]:
    """Read a published model.

    Args:
        options_path: ``options.json``.
        weights_path: ``weights.hdf5``.
        report: told (data set, bytes read, bytes in all) after each tensor; may raise to stop.

    Raises:
        ModelFileError: a file is missing, cut short or does not fit the other; the sentence names the data set, what
            was expected and what was found.
    """
    options = read_options(options_path)
    network = empty_network(options, options_path.name)
    shapes = _data_sets(options)
    if not weights_path.is_file():
        raise ModelFileError(f"There is no weights file at {weights_path}.")
    try:
        file = h5py.File(weights_path, "r")
    except OSError as error:
        raise ModelFileError(f"{weights_path} is no whole HDF5 file: {_reason(error)}.") from None
    with file:
        with _damage_told(weights_path.name):
            for name, shape in shapes.items():
                _check_data_set(file, name, shape, weights_path.name)
            _check_nothing_else(file, shapes, weights_path.name, options_path.name)
        total = 4 * sum(math.prod(shape) for shape in shapes.values())
        done = 0
        arrays: dict[str, Any] = {}
        for name, shape in shapes.items():
            arrays[name] = _read_data_set(file, name, weights_path.name)
            done += 4 * math.prod(shape)
            if report is not None:
                report(name, done, total)
    network.load_state_dict(_from_published(options, arrays), assign=True)
    return options, network


def published_pair(folder: Path) -> tuple[Path, Path] | None:
    """The published files of a folder without a config.json, where there is just one pair."""
    options, weights = list(folder.glob("*options.json")), list(folder.glob("*.hdf5"))
    if (folder / "config.json").exists() or len(options) != 1 or len(weights) != 1:
        return None
    return options[0], weights[0]


def write_published(options_path: Path, weights_path: Path, network: BiLMNetwork) -> None:
    """Write a network as a published pair (its output layer has no place there).

    Raises:
        OSError: a file cannot be written.
    """
    with written_aside(weights_path) as aside, h5py.File(aside, "w") as file:
        for name, array in _to_published(network).items():
            file.create_dataset(name, data=array)
    write_whole(options_path, json.dumps(network.options.to_published(), indent=2) + "\n")


def _data_sets(options: ModelOptions) -> dict[str, tuple[int, ...]]:
    """Every data set of a model of this shape, with its shape."""
    n, p, c = options.n_filters, options.projection_dim, options.cell_dim
    shapes: dict[str, tuple[int, ...]] = {"char_embed": (261, options.character_dim)}
    for index, (width, count) in enumerate(options.filters):
        shapes[f"CNN/W_cnn_{index}"] = (1, width, options.character_dim, count)
        shapes[f"CNN/b_cnn_{index}"] = (count,)
    for index in range(options.n_highway):
        for gate in ("carry", "transform"):
            shapes[f"CNN_high_{index}/W_{gate}"] = (n, n)
            shapes[f"CNN_high_{index}/b_{gate}"] = (n,)
    if n != p:
        shapes["CNN_proj/W_proj"] = (n, p)
        shapes["CNN_proj/b_proj"] = (p,)
    for direction in range(2):
        for layer in range(options.n_layers):
            cell = _cell(direction, layer)
            shapes |= {f"{cell}/W_0": (2 * p, 4 * c), f"{cell}/B": (4 * c,), f"{cell}/W_P_0": (c, p)}
    return shapes


def _cell(direction: int, layer: int) -> str:
    return f"RNN_{direction}/RNN/MultiRNNCell/Cell{layer}/LSTMCell"


@contextmanager
def _damage_told(file_name: str) -> Iterator[None]:
    """h5py has no error of its own for what is damaged inside a file."""
    try:
        yield
    except ModelFileError:
        raise
    except (RuntimeError, KeyError, OSError, TypeError, ValueError) as error:
        raise ModelFileError(f"{file_name} is damaged: {_reason(error)}. Get it anew.") from None


def _check_data_set(file: h5py.File, name: str, shape: tuple[int, ...], file_name: str) -> None:
    """Refuse everything but whole, plain numbers of this shape inside this very file; nothing is allocated."""
    place: Any = file
    for part in name.split("/"):
        link = place.get(part, getlink=True) if isinstance(place, h5py.Group) else None
        if link is None:
            raise tensor_error(file_name, name, f"a tensor of shape {shape}", "nothing")
        if not isinstance(link, h5py.HardLink):
            raise tensor_error(file_name, name, "numbers inside this file", "a link to another place")
        place = place[part]
    if not isinstance(place, h5py.Dataset):
        raise tensor_error(file_name, name, f"a tensor of shape {shape}", "a group")
    if place.dtype.kind != "f":
        raise tensor_error(file_name, name, "floating-point numbers", f"type {place.dtype}")
    if place.external or place.is_virtual:
        raise tensor_error(file_name, name, "numbers inside this file", "a reference to another file")
    if place.shape != shape:
        raise tensor_error(file_name, name, shape, place.shape)
    # A data set may claim any size without having its numbers; only a packed one may be smaller than them.
    stored = place.id.get_storage_size()
    if stored == 0 or (place.compression is None and stored < place.nbytes):
        raise tensor_error(file_name, name, f"{place.nbytes:,} bytes", f"{stored:,} bytes")


def _check_nothing_else(
    file: h5py.File, shapes: dict[str, tuple[int, ...]], file_name: str, options_name: str
) -> None:
    """Refuse parts of a network that the options do not know: reading on would give another model's vectors."""
    groups = {name.rpartition("/")[0] for name in shapes if "/" in name}
    known = set(shapes) | groups | {group.rpartition("/")[0] for group in groups}
    stacks = [f"RNN_{direction}/RNN/MultiRNNCell" for direction in range(2)]
    for group in ("", "CNN", *stacks):
        for part in file[group or "/"]:
            name = f"{group}/{part}".lstrip("/")
            if part.startswith(("CNN", "W_cnn", "Cell", "RNN")) and not any(
                name == entry or entry.startswith(f"{name}/") for entry in known
            ):
                raise ModelFileError(
                    f"{file_name} has {name}, which {options_name} does not describe.",
                    name,
                    "nothing",
                    "a part",
                )


def _read_data_set(file: h5py.File, name: str, file_name: str) -> Any:
    try:
        with np.errstate(
            over="ignore"
        ):  # a number too large for float32 becomes infinity, which is refused below
            array = np.asarray(file[name][...], dtype=np.float32)
    except OSError as error:
        raise tensor_error(file_name, name, "readable numbers", _reason(error)) from None
    if not np.isfinite(array).all():
        raise tensor_error(file_name, name, "finite numbers", "NaN or infinity")
    return array


def _reason(error: Exception) -> str:
    """The part of HDF5's message that says why."""
    return str(error).partition("(")[2].rstrip(")' ") or str(error)


def _from_published(options: ModelOptions, arrays: dict[str, Any]) -> dict[str, Tensor]:
    def tensor(array: Any) -> Tensor:
        return torch.from_numpy(np.ascontiguousarray(array))

    tensors = {"char_encoder.embedding": tensor(arrays["char_embed"])}
    for index in range(len(options.filters)):
        # (1, width, in, out) -> (out, in, width)
        kernel = arrays[f"CNN/W_cnn_{index}"][0].transpose(2, 1, 0)
        tensors[f"char_encoder.convolutions.{index}.weight"] = tensor(kernel)
        tensors[f"char_encoder.convolutions.{index}.bias"] = tensor(arrays[f"CNN/b_cnn_{index}"])
    for index in range(options.n_highway):
        ours, theirs = f"char_encoder.highways.{index}", f"CNN_high_{index}"
        tensors[f"{ours}.carry.weight"] = tensor(-arrays[f"{theirs}/W_carry"].T)
        tensors[f"{ours}.carry.bias"] = tensor(-arrays[f"{theirs}/b_carry"])
        tensors[f"{ours}.transform.weight"] = tensor(arrays[f"{theirs}/W_transform"].T)
        tensors[f"{ours}.transform.bias"] = tensor(arrays[f"{theirs}/b_transform"])
    if options.n_filters != options.projection_dim:
        tensors["char_encoder.projection.weight"] = tensor(arrays["CNN_proj/W_proj"].T)
        tensors["char_encoder.projection.bias"] = tensor(arrays["CNN_proj/b_proj"])
    for direction, stack in enumerate(("forward_layers", "backward_layers")):
        for layer in range(options.n_layers):
            cell, ours = _cell(direction, layer), f"{stack}.{layer}"
            weight = arrays[f"{cell}/W_0"]  # rows: the input's numbers, then the last output's
            tensors[f"{ours}.input_weight"] = tensor(weight[: options.projection_dim].T)
            tensors[f"{ours}.recurrent_weight"] = tensor(weight[options.projection_dim :].T)
            tensors[f"{ours}.bias"] = tensor(arrays[f"{cell}/B"])
            tensors[f"{ours}.projection_weight"] = tensor(arrays[f"{cell}/W_P_0"].T)
    return tensors


def _to_published(network: BiLMNetwork) -> dict[str, Any]:
    ours = {name: tensor.detach().cpu().float().numpy() for name, tensor in network.state_dict().items()}
    options = network.options
    arrays: dict[str, Any] = {"char_embed": ours["char_encoder.embedding"]}
    for index in range(len(options.filters)):
        arrays[f"CNN/W_cnn_{index}"] = ours[f"char_encoder.convolutions.{index}.weight"].transpose(2, 1, 0)[
            None
        ]
        arrays[f"CNN/b_cnn_{index}"] = ours[f"char_encoder.convolutions.{index}.bias"]
    for index in range(options.n_highway):
        for gate, sign in (("carry", -1), ("transform", 1)):
            arrays[f"CNN_high_{index}/W_{gate}"] = (
                sign * ours[f"char_encoder.highways.{index}.{gate}.weight"].T
            )
            arrays[f"CNN_high_{index}/b_{gate}"] = sign * ours[f"char_encoder.highways.{index}.{gate}.bias"]
    if options.n_filters != options.projection_dim:
        arrays["CNN_proj/W_proj"] = ours["char_encoder.projection.weight"].T
        arrays["CNN_proj/b_proj"] = ours["char_encoder.projection.bias"]
    for direction, stack in enumerate(("forward_layers", "backward_layers")):
        for layer in range(options.n_layers):
            cell, name = _cell(direction, layer), f"{stack}.{layer}"
            arrays[f"{cell}/W_0"] = np.concatenate(
                [ours[f"{name}.input_weight"].T, ours[f"{name}.recurrent_weight"].T]
            )
            arrays[f"{cell}/B"] = ours[f"{name}.bias"]
            arrays[f"{cell}/W_P_0"] = ours[f"{name}.projection_weight"].T
    return arrays
