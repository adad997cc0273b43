"""Tables as text that other programs read."""

import csv
import io
import math

import pytest

from elmo_explorer.table_text import FORMATS, Table, guarded, table_text

TABLE = Table(("word", "a|b", "c_d"), (("=1+1", 0.12345, 3), ("x\ty\nz", math.nan, -2)))


def test_csv_and_tsv_keep_numbers_and_guard_formulas() -> None:
    rows = list(csv.reader(io.StringIO(table_text(TABLE, "csv"))))
    assert rows == [["word", "a|b", "c_d"], ["'=1+1", "0.12345", "3"], ["x\ty\nz", "", "-2"]]
    assert table_text(TABLE, "tsv") == "word\ta|b\tc_d\n'=1+1\t0.12345\t3\nx y z\t\t-2\n"


def test_markdown_and_latex_are_safe() -> None:
    lines = table_text(TABLE, "markdown").splitlines()
    assert lines == [
        "| word | a\\|b | c_d |",
        "| --- | ---: | ---: |",
        "| =1+1 | 0.123 | 3 |",
        "| x y z |  | -2 |",
    ]
    said = table_text(TABLE, "latex")
    assert "word & a|b & c\\_d \\\\" in said
    assert said.startswith("\\begin{tabular}{lrr}\n\\toprule\n")


@pytest.mark.parametrize("cell", ["=A1", "+x", "-x", "@x", "\tx", "\rx", "-inf", "=1"])
def test_formula_cells_are_guarded(cell: str) -> None:
    assert guarded(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["-1", "+2.5", "-1.2e-05", "word", ""])
def test_numbers_and_words_stay(cell: str) -> None:
    assert guarded(cell) == cell


@pytest.mark.parametrize("form", FORMATS)
def test_a_table_without_rows_has_its_head(form: str) -> None:
    assert "word" in table_text(Table(("word", "n"), ()), form)  # type: ignore[arg-type]
