"""A run's curve.csv: a row for each time the held-out text was measured."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from elmo_explorer.written_aside import written_aside

_HEAD = ("step", "tokens", "loss", "tokens_per_second", "forward_perplexity", "backward_perplexity")


def curve_file(output: Path) -> Path:
    """The curve of the run in this folder."""
    return output / "curve.csv"


def read_curve(output: Path) -> str:
    """The curve as it stands, with its head; "" before the first measurement."""
    path = curve_file(output)
    if not path.exists():
        return ""
    return "\n".join(path.read_text(encoding="utf-8").splitlines()) + "\n"


def add_row(output: Path, row: Sequence[object]) -> None:
    """Append a measurement."""
    with curve_file(output).open("a", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        if stream.tell() == 0:
            writer.writerow(_HEAD)
        writer.writerow(row)


def forget_later_rows(output: Path, step: int) -> None:
    """Take those rows out that a run beyond ``step``, its last checkpoint, had written, and what a kill cut short."""
    path = curve_file(output)
    if not path.exists():
        return
    with path.open(newline="", encoding="utf-8", errors="replace") as stream:
        rows = [row for row in csv.reader(stream) if len(row) == len(_HEAD) and row[0].isdigit()]
    with written_aside(path) as aside, aside.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([_HEAD, *(row for row in rows if int(row[0]) <= step)])
