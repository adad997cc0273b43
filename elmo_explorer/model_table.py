"""``elmo-explorer models``: what is installed, told from each model's config.json without reading its weights."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from elmo_explorer.bilm.errors import ModelFileError
from elmo_explorer.bilm.facts import ModelFacts, read_facts
from elmo_explorer.bilm.json_file import read_json
from elmo_explorer.paths import bundled_models_dir, user_models_dir

COLUMNS = ("model", "size", "language", "layers", "cells", "numbers", "perplexity", "folder")

WEIGHTS = "model.safetensors"


@dataclass(frozen=True)
class ModelRow:
    """One model folder, and what is wrong with it."""

    folder: Path
    size: int
    """Bytes on disk."""
    facts: ModelFacts | None = None
    options: dict[str, object] | None = None
    fault: str = ""


def model_rows() -> list[ModelRow]:
    """Every bundled model, then the user's own, each by name."""
    return [
        _row(config.parent)
        for base in (bundled_models_dir(), user_models_dir())
        for config in sorted(base.glob("*/config.json"))
        if not config.parent.name.startswith(".")
    ]


def model_table(rows: list[ModelRow]) -> str:
    """The table as text."""
    if not rows:
        return f"No models are installed; {user_models_dir()} is where your own would be."
    cells = [COLUMNS, *(_cells(row) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in cells]
    lines.insert(1, "  ".join("-" * width for width in widths))
    faults = [row.fault for row in rows if row.fault]
    return "\n".join(line.rstrip() for line in [*lines, *faults])


def _row(folder: Path) -> ModelRow:
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    config = folder / "config.json"
    try:
        content = read_json(config)
        options = content.get("options")
        fault = "" if (folder / WEIGHTS).is_file() else f"{folder} has no {WEIGHTS}, which holds the weights."
        return ModelRow(
            folder, size, read_facts(config, content), options if isinstance(options, dict) else {}, fault
        )
    except ModelFileError as error:
        return ModelRow(folder, size, fault=str(error))


def _cells(row: ModelRow) -> tuple[str, ...]:
    size = f"{row.size / 1e6:.1f} MB"
    if row.facts is None or row.options is None:
        return (row.folder.name, size, *("?" for _ in range(5)), str(row.folder))
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
        size,
        ", ".join(facts.languages),
        str(row.options.get("n_layers", "?")),
        str(row.options.get("cell_dim", "?")),
        str(row.options.get("projection_dim", "?")),
        ", ".join(measured) or "not measured",
        str(row.folder),
    )
