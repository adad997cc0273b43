"""The published pair options.json + weights.hdf5 (allenai/bilm-tf) <-> our network.

TensorFlow multiplies from the left, so every matrix is transposed. Gates keep their order i, j, f, o; the bias lacks the
forget gate's 1.0, which the network adds. bilm-tf's ``W_carry`` gates the transformed half, ours the carried one, so its
sign changes.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import torch
from torch import Tensor

from elmo_explorer.bilm.bilm import BiLMNetwork
from elmo_explorer.bilm.options import ModelOptions

Report = Callable[[str, int, int], None]


def read_options(path: Path) -> ModelOptions:
    """Read a published ``options.json``.

    Raises:
        ValueError: it is missing, no JSON, or describes no biLM; the sentence names what is wrong.
    """
    try:
        options = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ValueError(f"There is no options file at {path}.") from None
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise ValueError(f"{path} is not a JSON file: {error}.") from None
    if not isinstance(options, dict):
        raise ValueError(f"{path} should hold one JSON object, found a {type(options).__name__}.")
    try:
        return ModelOptions.from_published(options)
    except ValueError as error:
        raise ValueError(f"{path.name}: {error}") from None


def read_published(
    options_path: Path, weights_path: Path, report: Report | None = None
) -> tuple[ModelOptions, BiLMNetwork]:
    """Read a published model.

    Args:
        options_path: ``options.json``.
        weights_path: ``weights.hdf5``.
        report: told (data set, bytes read, bytes in all) after each tensor; may raise to stop.

    Raises:
        ValueError: a file is missing, cut short or does not fit the other; the sentence names the data set, the shape
            expected and the shape found.
    """
    options = read_options(options_path)
    with torch.device("meta"):
        network = BiLMNetwork(options)
    shapes = {name: tuple(tensor.shape) for name, tensor in network.state_dict().items()}
    try:
        with h5py.File(weights_path, "r") as file:
            published = {}
            expected = _data_sets(options)
            for name, shape in expected.items():
                found = _shape(file, name, weights_path)
                if found != shape:
                    raise ValueError(
                        f"{weights_path.name}: {name} does not match {options_path.name}: "
                        f"expected {shape}, found {found}."
                    )
            total = sum(4 * int(np.prod(shape)) for shape in expected.values())
            done = 0
            for name, shape in expected.items():
                array = np.asarray(file[name][...], dtype=np.float32)
                if not np.isfinite(array).all():
                    raise ValueError(f"{weights_path.name}: {name} should hold finite numbers, found NaN or infinity.")
                published[name] = array
                done += 4 * int(np.prod(shape))
                if report is not None:
                    report(name, done, total)
    except FileNotFoundError:
        raise ValueError(f"There is no weights file at {weights_path}.") from None
    except OSError as error:
        raise ValueError(f"{weights_path.name} is no whole HDF5 file ({error}); it was cut short or is damaged.") from None
    tensors = _from_published(options, published)
    assert {name: tuple(tensor.shape) for name, tensor in tensors.items()} == shapes
    network.load_state_dict(tensors, assign=True)
    return options, network


def write_published(options_path: Path, weights_path: Path, network: BiLMNetwork) -> None:
    """Write a network as a published pair (its output layer has no place there).

    Raises:
        OSError: a file cannot be written.
    """
    aside = weights_path.with_name(weights_path.name + ".part")
    with h5py.File(aside, "w") as file:
        for name, array in _to_published(network).items():
            file.create_dataset(name, data=array)
    aside.replace(weights_path)
    aside = options_path.with_name(options_path.name + ".part")
    aside.write_text(json.dumps(network.options.to_published(), indent=2) + "\n", encoding="utf-8")
    aside.replace(options_path)


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


def _shape(file: h5py.File, name: str, path: Path) -> tuple[int, ...]:
    """A data set's shape, refusing everything that is not plain numbers inside this very file."""
    place = ""
    for part in name.split("/"):
        place = f"{place}/{part}"
        link = file.get(place, getlink=True)
        if isinstance(link, h5py.ExternalLink | h5py.SoftLink):
            raise ValueError(f"{path.name}: {name} is a link to another place, which is not followed.")
        if link is None:
            raise ValueError(f"{path.name} lacks the tensor {name}.")
    entry: Any = file[name]
    if not isinstance(entry, h5py.Dataset) or entry.dtype.kind != "f" or entry.external or entry.is_virtual:
        raise ValueError(f"{path.name}: {name} should be a data set of floating-point numbers inside the file.")
    return tuple(entry.shape)


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
        arrays[f"CNN/W_cnn_{index}"] = ours[f"char_encoder.convolutions.{index}.weight"].transpose(2, 1, 0)[None]
        arrays[f"CNN/b_cnn_{index}"] = ours[f"char_encoder.convolutions.{index}.bias"]
    for index in range(options.n_highway):
        for gate, sign in (("carry", -1), ("transform", 1)):
            arrays[f"CNN_high_{index}/W_{gate}"] = sign * ours[f"char_encoder.highways.{index}.{gate}.weight"].T
            arrays[f"CNN_high_{index}/b_{gate}"] = sign * ours[f"char_encoder.highways.{index}.{gate}.bias"]
    if options.n_filters != options.projection_dim:
        arrays["CNN_proj/W_proj"] = ours["char_encoder.projection.weight"].T
        arrays["CNN_proj/b_proj"] = ours["char_encoder.projection.bias"]
    for direction, stack in enumerate(("forward_layers", "backward_layers")):
        for layer in range(options.n_layers):
            cell, name = _cell(direction, layer), f"{stack}.{layer}"
            arrays[f"{cell}/W_0"] = np.concatenate([ours[f"{name}.input_weight"].T, ours[f"{name}.recurrent_weight"].T])
            arrays[f"{cell}/B"] = ours[f"{name}.bias"]
            arrays[f"{cell}/W_P_0"] = ours[f"{name}.projection_weight"].T
    return arrays
