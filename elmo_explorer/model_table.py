"""``elmo-explorer models``: what is installed, told from each model's small files without reading its weights."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from pathlib import Path

from elmo_explorer.bilm.errors import ModelFileError
from elmo_explorer.bilm.facts import ModelFacts, read_facts
from elmo_explorer.bilm.json_file import read_json
from elmo_explorer.model_origin import Origin, read_origin
from elmo_explorer.paths import bundled_models_dir, user_models_dir

COLUMNS = (
    "model",
    "from",
    "size",
    "language",
    "layers",
    "cells",
    "numbers",
    "perplexity",
    "SHA-256",
    "folder",
)


@dataclass(frozen=True)
class ModelRow:
    """One model folder, and what is wrong with it."""

    folder: Path
    bundled: bool
    size: int = 0
    """Bytes on disk."""
    facts: ModelFacts | None = None
    options: dict[str, object] | None = None
    published: bool = False
    """It holds a published pair, which has no output layer."""
    origin: Origin | None = None
    fault: str = ""

    @property
    def kind(self) -> str:
        """``bundled``, ``downloaded``, ``imported`` or ``user`` where it was put there by hand or by a training run."""
        return "bundled" if self.bundled else self.origin.kind if self.origin is not None else "user"


def model_rows() -> list[ModelRow]:
    """Every bundled model, then the user's own, each by name; folders that hold none are told with what they lack."""
    return [
        _row(folder, bundled)
        for bundled, base in ((True, bundled_models_dir()), (False, user_models_dir()))
        for folder in _folders(base)
    ]


def model_table(rows: list[ModelRow]) -> str:
    """The table as text, and a line for each fault below it."""
    if not rows:
        return f"No models are installed; {user_models_dir()} is where your own would be."
    cells = [COLUMNS, *(_cells(row) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in cells]
    lines.insert(1, "  ".join("-" * width for width in widths))
    faults = [row.fault for row in rows if row.fault]
    return "\n".join(line.rstrip() for line in [*lines, *faults])


def model_records(rows: list[ModelRow]) -> list[dict[str, object]]:
    """The rows as JSON values; null where a number is not known."""
    return [_record(row) for row in rows]


def _folders(base: Path) -> list[Path]:
    """What may be a model in ``base``; ``base`` itself where it cannot be read, so that this is told."""
    try:
        return sorted(path for path in base.iterdir() if path.is_dir() and not path.name.startswith("."))
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError:
        return [base]


def _row(folder: Path, bundled: bool) -> ModelRow:
    size = 0
    try:
        size = _size(folder)
        config = folder / "config.json"
        if not config.is_file():
            raise ModelFileError(f"{folder} is no model folder: it has no config.json.")
        content = read_json(config)
        options = content.get("options")
        published = bool(content.get("published"))
        needed = ("options.json", "weights.hdf5") if published else ("model.safetensors",)
        missing = [name for name in needed if not (folder / name).is_file()]
        return ModelRow(
            folder,
            bundled,
            size,
            read_facts(config, content),
            options if isinstance(options, dict) else {},
            published,
            read_origin(folder),
            f"{folder} has no {missing[0]}, which a model of its kind needs." if missing else "",
        )
    except ModelFileError as error:
        return ModelRow(folder, bundled, size, fault=str(error))
    except OSError as error:
        return ModelRow(
            folder, bundled, size, fault=f"{error.filename or folder}: {error.strerror or error}."
        )


def _size(folder: Path) -> int:
    found = [path.stat() for path in folder.rglob("*") if path.exists()]
    return sum(entry.st_size for entry in found if stat.S_ISREG(entry.st_mode))


def _cells(row: ModelRow) -> tuple[str, ...]:
    size = f"{row.size / 1e6:.1f} MB"
    if row.facts is None or row.options is None:
        return (row.folder.name, row.kind, size, *("?" for _ in range(6)), str(row.folder))
    facts = row.facts
    measured = [
        f"{number:.1f} {direction}"
        for number, direction in (
            (facts.forward_perplexity, "forward"),
            (facts.backward_perplexity, "backward"),
        )
        if number is not None
    ]
    return (
        row.folder.name,
        row.kind,
        size,
        ", ".join(facts.languages),
        *(str(row.options.get(name, "?")) for name in ("n_layers", "cell_dim", "projection_dim")),
        ", ".join(measured) or ("no output layer" if row.published else "not measured"),
        row.origin.weights_sha256[:12] if row.origin is not None else "-",
        str(row.folder),
    )


def _record(row: ModelRow) -> dict[str, object]:
    facts, options = row.facts, row.options or {}
    return {
        "name": row.folder.name,
        "from": row.kind,
        "bytes": row.size,
        "languages": list(facts.languages) if facts is not None else None,
        "layers": options.get("n_layers"),
        "cells": options.get("cell_dim"),
        "numbers": options.get("projection_dim"),
        "forward_perplexity": facts.forward_perplexity if facts is not None else None,
        "backward_perplexity": facts.backward_perplexity if facts is not None else None,
        "sha256": (row.origin.weights_sha256 if row.origin is not None else "") or None,
        "sources": list(row.origin.sources) if row.origin is not None else [],
        "folder": str(row.folder),
        "fault": row.fault or None,
    }
