"""What all kinds of ``evaluate`` share: their common arguments, the table, the JSON file, the progress."""

from __future__ import annotations

import argparse
import json
import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tqdm import tqdm

from elmo_explorer import __version__
from elmo_explorer.checksum import sha256
from elmo_explorer.paths import model_folder
from elmo_explorer.written_aside import write_whole

if TYPE_CHECKING:
    from elmo_explorer.bilm.embedder import BiLM

DEVICES = ("auto", "cpu", "cuda", "mps")


def add_common_arguments(parser: argparse.ArgumentParser) -> None:
    """``--model``, ``--json`` and ``--device``, as every kind has them."""
    parser.add_argument("--model", metavar="NAME_OR_FOLDER", default="en", help="(default: en)")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write the figures here as well")
    parser.add_argument("--device", choices=DEVICES, default="auto")


def check_arguments(args: argparse.Namespace) -> None:
    """Refuse what cannot end well before anything is computed: a missing model, a JSON file without a folder.

    Args:
        args: ``model`` and ``json``, out of :func:`add_common_arguments`.

    Raises:
        ValueError: there is no such model, or the JSON file cannot be written; the sentence says which.
    """
    model_folder(args.model)
    path: Path | None = args.json
    if path is None:
        return
    if not path.absolute().parent.is_dir():
        raise ValueError(f"{path} cannot be written: there is no folder {path.absolute().parent}.")
    if path.is_dir():
        raise ValueError(f"{path} should be a file for the figures, it is a folder.")


def load_model(args: argparse.Namespace) -> BiLM:
    """The biLM that ``--model`` names, on ``--device``; torch is imported here, a second that no refusal waits for.

    Raises:
        ValueError: there is no such model or device, or the model's files are damaged.
    """
    from elmo_explorer.bilm.embedder import BiLM

    return BiLM.load(args.model, device=args.device)


def text_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table for people: the first column to the left, all others to the right.

    Args:
        title: the line above it.
        columns: headings; the first may be empty.
        rows: the cells of each row, as many as there are columns.
    """
    widths = [max(map(len, cells)) for cells in zip(columns, *rows, strict=True)]

    def line(cells: Sequence[str]) -> str:
        first = f"{cells[0]:<{widths[0]}}"
        others = (f"{cell:>{width}}" for cell, width in zip(cells[1:], widths[1:], strict=True))
        return "  ".join([first, *others]).rstrip()

    return "\n".join([title, line(columns), *map(line, rows)])


def per_cent(share: float) -> str:
    """0.1234 -> ``12.3 %``."""
    return f"{100 * share:.1f} %"


def write_json(
    args: argparse.Namespace, source: str, figures: Mapping[str, Any], files: Sequence[Path] = ()
) -> None:
    """Write the figures where ``--json`` says, if it does, with all that is needed to come to them again.

    Args:
        args: ``model``, ``json`` and, from the command line, ``command_line``.
        source: what was measured on, and whose measure it is, in words.
        figures: JSON values, by name; they stand beside the model's entries.
        files: what was read; they stand there by name and checksum.

    Raises:
        OSError: the file cannot be written.
    """
    if args.json is None:
        return
    folder = model_folder(args.model)
    weights = weights_file(folder)
    record = {
        "elmo_explorer": __version__,
        "command": shlex.join(["elmo-explorer", *getattr(args, "command_line", ())]),
        "model": str(args.model),
        "weights": {"file": weights.name, "sha256": sha256(weights)},
        "source": source,
        "files": [{"file": file.name, "sha256": sha256(file)} for file in files],
        **figures,
    }
    write_whole(args.json, json.dumps(record, ensure_ascii=False, indent=1) + "\n")


def weights_file(folder: Path) -> Path:
    """The file of a model folder that holds the weights: ours, or the published one."""
    ours = folder / "model.safetensors"
    return ours if ours.is_file() else next(folder.glob("*.hdf5"))


def progress(total: int, unit: str) -> tqdm[Any]:
    """A bar on the standard error stream, where that is a terminal; ``update`` it, and ``close`` it or use ``with``."""
    return tqdm(total=total, unit=f" {unit}", disable=None, leave=False)
