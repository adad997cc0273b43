"""A table as TSV, CSV, Markdown and LaTeX text, for papers and other programs."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

Format = Literal["tsv", "csv", "markdown", "latex"]
FORMATS: Final[dict[Format, str]] = {"tsv": "TSV", "csv": "CSV", "markdown": "Markdown", "latex": "LaTeX"}
"""What a table can be written as, and what people call it."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is a formula to a spreadsheet."""
_NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?(e[-+]?[0-9]+)?")
_LATEX = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_BREAKS = str.maketrans("\t\n\r\v\f\x85\u2028\u2029", " " * 8)
Cell = str | int | float


@dataclass(frozen=True)
class Table:
    """Named columns and their rows; a NaN is an empty cell."""

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def table_text(table: Table, form: Format) -> str:
    """The whole table, numbers in full where another program reads it and with three decimals where people do."""
    return {"tsv": _tsv, "csv": _csv, "markdown": _markdown, "latex": _latex_table}[form](table)


def guarded(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text) else text


def one_line(text: str) -> str:
    """A cell of a TSV file, whose readers know no quotes: tabs and line ends become spaces."""
    return guarded(text.translate(_BREAKS))


def in_pipes(text: str) -> str:
    """A cell of a Markdown table."""
    return text.translate(_BREAKS).replace("\\", "\\\\").replace("|", "\\|")


def in_latex(text: str) -> str:
    """A cell of a LaTeX table."""
    return "".join(_LATEX.get(letter, letter) for letter in text.translate(_BREAKS))


def tabular(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """LaTeX's ``tabular`` with booktabs' rules, of cells that are LaTeX already."""
    lines = [
        f"\\begin{{tabular}}{{l{'r' * (len(head) - 1)}}}",
        "\\toprule",
        " & ".join(head) + " \\\\",
        "\\midrule",
        *(" & ".join(row) + " \\\\" for row in rows),
        "\\bottomrule",
        "\\end{tabular}",
    ]
    return "\n".join(lines) + "\n"


def pipe_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table, of cells that are Markdown already."""
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _csv(table: Table) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerows(_cells(row, guarded, str) for row in (table.head, *table.rows))
    return out.getvalue()


def _tsv(table: Table) -> str:
    return "".join("\t".join(_cells(row, one_line, str)) + "\n" for row in (table.head, *table.rows))


def _markdown(table: Table) -> str:
    return pipe_table(
        _cells(table.head, in_pipes, _short), [_cells(row, in_pipes, _short) for row in table.rows]
    )


def _latex_table(table: Table) -> str:
    return tabular(
        _cells(table.head, in_latex, _short), [_cells(row, in_latex, _short) for row in table.rows]
    )


def _cells(row: Sequence[Cell], word: Callable[[str], str], number: Callable[[float], str]) -> list[str]:
    return [word(cell) if isinstance(cell, str) else "" if math.isnan(cell) else number(cell) for cell in row]


def _short(number: float) -> str:
    return str(number) if isinstance(number, int) else f"{number:.3f}"
