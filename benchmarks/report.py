"""What a benchmark found: tables, and the bars it is held to; for people, and as JSON for ``python -m benchmarks``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

Cell = str | float | int | None


@dataclass
class Table:
    """Rows of figures under one heading."""

    title: str
    columns: list[str]
    rows: list[list[Cell]] = field(default_factory=list)
    note: str = ""


@dataclass
class Bar:
    """What was promised, and what came out."""

    bar: str
    measured: str
    met: bool | None
    """None where it was not measured."""


@dataclass
class Report:
    """All that one benchmark found."""

    name: str
    """Of the command: ``python -m benchmarks.NAME``."""
    title: str
    machine: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    seconds: float = 0.0
    """How long it took."""
    date: str = ""
    """When it ran."""

    def table(self, title: str, columns: Sequence[str], note: str = "") -> Table:
        """Begin a table."""
        made = Table(title, list(columns), note=note)
        self.tables.append(made)
        return made

    def bar(self, bar: str, measured: str, met: bool | None) -> None:
        """Hold a figure against what was promised."""
        self.bars.append(Bar(bar, measured, met))

    def take(self, other: Report) -> None:
        """Take over another's tables and bars."""
        self.machine = self.machine or other.machine
        self.tables += other.tables
        self.bars += other.bars

    def write(self, path: Path | None) -> None:
        """As JSON; None writes nothing."""
        if path is not None:
            path.write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

    @staticmethod
    def read(path: Path) -> Report:
        """What ``write`` wrote."""
        found = json.loads(path.read_text(encoding="utf-8"))
        found["tables"] = [Table(**table) for table in found["tables"]]
        found["bars"] = [Bar(**bar) for bar in found["bars"]]
        return Report(**found)

    def markdown(self, level: int = 2) -> str:
        """The tables, under the report's title."""
        parts = [
            f"{'#' * level} {self.title}\n\n`python -m benchmarks.{self.name}`, {self.date}, {self.seconds:.0f} s."
        ]
        parts += [f"- {line}" for line in self.machine]
        parts += [markdown_table(table, level + 1) for table in self.tables]
        return "\n\n".join(parts) + "\n"


def markdown_table(table: Table, level: int) -> str:
    """One table with its heading."""
    lines = [f"{'#' * level} {table.title}", ""]
    lines.append("| " + " | ".join(table.columns) + " |")
    lines.append("|" + "|".join("---" if k == 0 else "---:" for k in range(len(table.columns))) + "|")
    lines += ["| " + " | ".join(shown(cell) for cell in row) + " |" for row in table.rows]
    if table.note:
        lines += ["", table.note]
    return "\n".join(lines)


def bars_table(bars: Sequence[Bar]) -> str:
    """Bar, measured, met or not."""
    lines = ["| bar | measured | met? |", "|---|---|---|"]
    words = {True: "yes", False: "**no**", None: "not measured"}
    lines += [f"| {bar.bar} | {bar.measured} | {words[bar.met]} |" for bar in bars]
    return "\n".join(lines) + "\n"


def print_report(report: Report) -> None:
    """For the terminal."""
    print(report.title)
    for line in report.machine:
        print(line)
    for table in report.tables:
        cells = [table.columns, *([shown(cell) for cell in row] for row in table.rows)]
        widths = [max(len(row[k]) for row in cells) for k in range(len(table.columns))]
        print(f"\n{table.title}")
        for row in cells:
            first = f"  {row[0]:<{widths[0]}}"
            print(
                first + "".join(f"  {cell:>{width}}" for cell, width in zip(row[1:], widths[1:], strict=True))
            )
        if table.note:
            print(f"  {table.note}")
    if report.bars:
        print("\nBars")
        for bar in report.bars:
            word = {True: "met", False: "NOT MET", None: "not measured"}[bar.met]
            print(f"  {word:<13} {bar.bar}: {bar.measured}")
    print(f"\nmeasured in {report.seconds:.0f} s", flush=True)


def shown(cell: Cell) -> str:
    """A figure with three digits that count."""
    if cell is None:
        return "–"
    if isinstance(cell, str):
        return cell
    if isinstance(cell, int) or abs(cell) >= 100:
        return f"{cell:,.0f}"
    return f"{cell:.1f}" if abs(cell) >= 10 else f"{cell:.2f}"
