"""Tables with one labelled sentence, or one labelled word, a line; and plain files of sentences, one for each label."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from elmo_explorer.brief import shown
from elmo_explorer.tasks.labelled import Example, one_word, whole
from elmo_explorer.tasks.opened import check_length, lines_of

NAMES = {
    "sentence": "sentence",
    "text": "sentence",
    "label": "label",
    "sense": "label",
    "word": "word",
    "index": "index",
    "target_index": "index",
}
"""What columns may be called, and what they then hold; others are passed over."""
Split = Callable[[str], list[str]]
"""A sentence -> its tokens."""


def read_sentences(
    path: Path, columns: Sequence[str], split: Split, encoding: str = "utf-8", header: bool = False
) -> list[Example]:
    """Labelled sentences out of a .tsv or .csv file with the columns ``sentence`` and ``label``.

    Raises:
        ValueError: the columns have no names, a line has others, a cell is empty; the sentence names the line.
    """
    examples = []
    for number, cells in _rows(path, columns, ("sentence", "label"), encoding, header):
        tokens = tuple(split(cells["sentence"]))
        check_length(len(tokens), f"{path.name}, line {number}")
        examples.append(whole(tokens, cells["label"], number))
    return examples


def read_words(
    path: Path, columns: Sequence[str], encoding: str = "utf-8", header: bool = False
) -> list[Example]:
    """Labelled words out of a .tsv or .csv file.

    Args:
        path: columns ``sentence`` (tokens joined by single spaces), ``index`` or ``target_index`` (the word's place from
            0), ``label`` or ``sense``, and, as it likes, ``word``: without it the token itself, in lower case, is the word.
        columns: their names where the first line does not name them.
        encoding: the file's.
        header: the first line holds other names all the same.

    Raises:
        ValueError: the columns have no names, a line has others, a cell is empty; the sentence names the line.
    """
    examples = []
    for number, cells in _rows(path, columns, ("sentence", "index", "label"), encoding, header):
        where = f"{path.name}, line {number}"
        tokens = tuple(cells["sentence"].split())
        check_length(len(tokens), where)
        place = cells["index"]
        if not (place.isascii() and place.isdigit()):
            raise ValueError(
                f"{where}: the word's place should be a whole number from 0, found {shown(place)}."
            )
        if int(place) >= len(tokens):
            raise ValueError(f"{where}: the place is {place}, but the sentence has {len(tokens)} tokens.")
        word = (cells.get("word") or tokens[int(place)]).casefold()
        examples.append(one_word(tokens, int(place), int(place) + 1, word, cells["label"], number))
    return examples


def read_label_files(files: Mapping[str, Path], split: Split, encoding: str = "utf-8") -> list[Example]:
    """Sentences, one a line, out of one file for each label.

    Raises:
        ValueError: a line is empty or too long; the sentence names it.
    """
    examples = []
    for label, path in files.items():
        for number, line in enumerate(lines_of(path, encoding), start=1):
            tokens = tuple(split(line))
            check_length(len(tokens), f"{path.name}, line {number}")
            examples.append(whole(tokens, label, number))
    return examples


def _rows(
    path: Path, columns: Sequence[str], needed: Sequence[str], encoding: str, header: bool
) -> Iterator[tuple[int, dict[str, str]]]:
    records = list(_records(path, lines_of(path, encoding)))
    if not records:
        raise ValueError(f"{path.name} is empty.")
    if not columns:
        number, first = records.pop(0)
        columns = [cell.strip().casefold() for cell in first]
        if len(needed) == len(first) == 3 and not NAMES.keys() & set(columns):
            columns = needed  # sentence, place, label without a header
            records.insert(0, (number, first))
    elif header:
        del records[0]
    names = [NAMES.get(column.strip().casefold(), "") for column in columns]
    for name in needed:
        if names.count(name) != 1:
            raise ValueError(
                f"{path.name}, line 1: expected a column named {name!r} among {', '.join(map(repr, needed))}, "
                f"found {', '.join(map(repr, columns))}; name them in the first line or in data.columns."
            )
    if not records:
        raise ValueError(f"{path.name} has no line below its columns' names.")
    for number, cells in records:
        if len(cells) != len(names):
            raise ValueError(
                f"{path.name}, line {number}: expected {len(names)} columns, found {len(cells)}."
            )
        row = {name: cell.strip() for name, cell in zip(names, cells, strict=True) if name}
        for name in needed:
            if not row[name]:
                raise ValueError(f"{path.name}, line {number}: the {name} is empty.")
        yield number, row


def _records(path: Path, lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Each line's cells with its number; in a .csv quotes keep commas, semicolons and line ends in a cell."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            raise ValueError(
                f"{path.name}, line {number} is empty; every line should hold a labelled sentence."
            )
    if path.suffix.casefold() != ".csv":
        yield from ((number, line.split("\t")) for number, line in enumerate(lines, start=1))
        return
    separator = max(",;\t", key=lines[0].count) if lines else ","
    reader = csv.reader([f"{line}\n" for line in lines], delimiter=separator, strict=True)
    number = 1
    try:
        for cells in reader:
            yield number, cells
            number = reader.line_num + 1
    except csv.Error as error:
        raise ValueError(
            f'{path.name}, line {number}: its quotes do not fit ({error}); write a quote inside a cell as "".'
        ) from None
