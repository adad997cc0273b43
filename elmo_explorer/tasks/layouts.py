"""What a file of labelled data may be, and which of these it looks like. No torch here: the window guesses with it."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from elmo_explorer.tasks.config import Format
from elmo_explorer.tasks.opened import text_of
from elmo_explorer.tasks.results import Kind
from elmo_explorer.tasks.table_files import NAMES
from elmo_explorer.text.tokens import language_of
from elmo_explorer.translation import mark

_LOOKED_AT = 400
"""Lines; enough for any sentence."""
_SENSE_KEY = re.compile(r"[1-5]:\d\d:\d\d:")
_PLACES = re.compile(r"\d+-\d+")
_CHARACTER = re.compile(r".\d+", re.DOTALL)
_FEW_LABELS = 0.5
"""A column with fewer different cells than this share of its lines may be one of labels."""


@dataclass(frozen=True)
class Layout:
    """A kind of task with the way its file is read."""

    key: str
    title: str
    """For people."""
    name: str
    """What such a task is called while nobody gives it a name."""
    kind: Kind
    format: Format
    column: str = "upos"
    """Of CoNLL-U."""
    roles: tuple[str, ...] = ()
    """What columns a table needs."""


LAYOUTS = (
    Layout("upos", mark("Part of speech (CoNLL-U)"), mark("Part of speech"), "tokens", "conllu"),
    Layout(
        "xpos",
        mark("Part of speech, the language's own tags (CoNLL-U)"),
        mark("Tags"),
        "tokens",
        "conllu",
        "xpos",
    ),
    Layout(
        "deprel",
        mark("Dependency relation (CoNLL-U)"),
        mark("Dependency relation"),
        "tokens",
        "conllu",
        "deprel",
    ),
    Layout("entities", mark("Named entities (CoNLL, BIO)"), mark("Named entities"), "entities", "conll"),
    Layout("tokens", mark("A label for every word (CoNLL)"), mark("Labels of words"), "tokens", "conll"),
    Layout(
        "sentences",
        mark("A label for every sentence (table)"),
        mark("Labels of sentences"),
        "sentences",
        "table",
        roles=("sentence", "label"),
    ),
    Layout(
        "senses",
        mark("Senses of words in sentences (table)"),
        mark("Word sense"),
        "senses",
        "table",
        roles=("sentence", "index", "label"),
    ),
    Layout("semcor", mark("Senses of words (SemCor's table)"), mark("Word sense"), "senses", "senses"),
    Layout("pairs", mark("Same sense or not (word in context)"), mark("Word in context"), "pairs", "pairs"),
    Layout(
        "questions", mark("Questions and answers (SQuAD)"), mark("Question answering"), "questions", "squad"
    ),
)
BY_KEY = {layout.key: layout for layout in LAYOUTS}


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    name: str
    """By the first line where that names it, else its number."""
    sample: str
    """The first cell below."""


@dataclass(frozen=True)
class Guess:
    """What a file looks like."""

    layout: str
    """Key of a :class:`Layout`."""
    language: str
    columns: tuple[Column, ...] = ()
    """Of a table, else ()."""
    roles: tuple[str, ...] = ()
    """What each column seems to hold: ``"sentence"``, ``"label"``, ``"index"``, ``"word"``, ``""``."""
    header: bool = False
    """Whether a table's first line names its columns."""
    characters: bool = False
    """Whether CoNLL lines are characters with their places in words."""
    dev: str = ""
    """A file beside it that is its dev part by its name; "" without one."""


def guess(path: Path, encoding: str = "utf-8") -> Guess:
    """What a file looks like, by its name and its first lines.

    Raises:
        ValueError: it cannot be read, or looks like none; one sentence.
    """
    text = text_of(path, encoding)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n", _LOOKED_AT)[:_LOOKED_AT]
    if not any(line.strip() for line in lines):
        raise ValueError(f"{path.name} is empty.")
    language = language_of("\n".join(lines))
    dev = _dev_beside(path)
    name = path.name.casefold()
    if text.lstrip()[:1] == "{" or ".json" in name:
        is_pairs = text.lstrip()[:1] == "["
        return Guess("pairs" if is_pairs else "questions", language, dev=dev)
    if text.lstrip()[:1] == "[" and "data" in name:
        return Guess("pairs", language, dev=dev)
    filled = [line for line in lines if line.strip()]
    cells = [line.split("\t") for line in filled if not line.startswith("#")]
    if cells and len(cells[0]) == 10 and cells[0][0].replace("-", "").replace(".", "").isdigit():
        return Guess("upos", language, dev=dev)
    if cells and all(len(row) == 5 and _PLACES.fullmatch(row[2].strip()) for row in cells):
        return Guess("pairs", language, dev=dev)
    if any(len(row) == 4 and _SENSE_KEY.match(row[3]) for row in cells):
        return Guess("semcor", language, dev=dev)
    named = {NAMES.get(cell.strip().casefold(), "") for cell in re.split(r"[\t,;]", filled[0])}
    is_table = path.suffix.casefold() == ".csv" or {"sentence", "label"} <= named
    if not is_table and _is_conll(lines):
        rows = [line.split("\t") if "\t" in line else line.split() for line in filled]
        labels = {row[-1].strip() for row in rows if row[0] != "-DOCSTART-"}
        bio = all(label == "O" or label[:2] in ("B-", "I-") for label in labels)
        characters = all(_CHARACTER.fullmatch(row[0].strip()) for row in rows)
        return Guess("entities" if bio else "tokens", language, characters=characters, dev=dev)
    return _table(path, lines, language, dev)


def _is_conll(lines: Sequence[str]) -> bool:
    """Blocks of short lines with an empty one between, and a label at the end of each."""
    body = "\n".join(lines).strip("\n")
    rows = [line.split("\t") if "\t" in line else line.split() for line in body.split("\n") if line.strip()]
    same = len({len(row) for row in rows}) == 1 and len(rows[0]) >= 2
    one_word = all(" " not in row[0].strip() and " " not in row[-1].strip() for row in rows)
    return same and one_word and ("\n\n" in body or all(len(row) == 2 and len(row[1]) < 16 for row in rows))


def _table(path: Path, lines: Sequence[str], language: str, dev: str) -> Guess:
    filled = [line for line in lines if line.strip()]
    if path.suffix.casefold() == ".csv":
        separator = max(",;\t", key=filled[0].count)
        rows = list(csv.reader(filled, delimiter=separator))
    else:
        rows = [line.split("\t") for line in filled]
    rows = [[cell.strip() for cell in row] for row in rows]
    n = len(rows[0])
    rows = [row for row in rows if len(row) == n]
    if n < 2:
        raise ValueError(
            f"{path.name} looks like none of the layouts that are read: CoNLL-U, CoNLL with a label for every word, "
            "a table (.tsv, .csv) with sentences and labels, word in context, SQuAD."
        )
    named = tuple(NAMES.get(cell.casefold(), "") for cell in rows[0])
    if "label" in named and "sentence" in named:
        roles, header = named, True
    else:
        roles = _roles(rows[1:] or rows, n)
        header = _is_header(rows, roles)
    names = rows[0] if header else [f"column {k}" for k in range(1, n + 1)]
    below = rows[1] if header and len(rows) > 1 else rows[0]
    columns = tuple(Column(name, cell) for name, cell in zip(names, below, strict=True))
    layout = "senses" if "index" in roles else "sentences"
    return Guess(layout, language, columns, roles, header, dev=dev)


def _roles(rows: Sequence[Sequence[str]], n: int) -> tuple[str, ...]:
    """The longest cells are the sentences, places are whole numbers inside them, labels come again and again."""
    columns = [[row[k] for row in rows] for k in range(n)]
    sentence = max(range(n), key=lambda k: sum(map(len, columns[k])))
    roles = [""] * n
    roles[sentence] = "sentence"
    rest = [k for k in range(n) if k != sentence]
    lengths = [len(cell.split()) for cell in columns[sentence]]
    places = [
        k
        for k in rest
        if n > 2
        and all(
            cell.isascii() and cell.isdigit() and int(cell) < length
            for cell, length in zip(columns[k], lengths, strict=True)
        )
        and len(set(columns[k])) > 2
    ]
    if places:
        roles[places[0]] = "index"
        rest.remove(places[0])
    if rest:
        few = [k for k in rest if len(set(columns[k])) <= max(2, _FEW_LABELS * len(rows))]
        roles[min(few or rest, key=lambda k: len(set(columns[k])) if len(set(columns[k])) > 1 else n**9)] = (
            "label"
        )
    return tuple(roles)


def _is_header(rows: Sequence[Sequence[str]], roles: Sequence[str]) -> bool:
    """Whether the first line is of another kind than those below: its label is nobody else's, its sentence one word."""
    if len(rows) < 3 or "label" not in roles:
        return False
    label, sentence = roles.index("label"), roles.index("sentence")
    return len(rows[0][sentence].split()) <= 1 and rows[0][label] not in {row[label] for row in rows[1:]}


def _dev_beside(path: Path) -> str:
    """``x.train.tsv`` -> the ``x.dev.tsv`` beside it; "" where there is none."""
    for train in ("train", "Train", "training"):
        for dev in ("dev", "valid", "validation", "val"):
            name = path.name.replace(train, dev)
            if name != path.name and path.with_name(name).is_file():
                return str(path.with_name(name))
    return ""
