"""The bundled example sets: one homonym each, every sentence labelled with the word's sense."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from elmo_explorer.paths import resources_dir
from elmo_explorer.text.han import HAN
from elmo_explorer.text.lemmas import lemma
from elmo_explorer.text.tokens import words

COLUMNS = ("word", "sense", "sentence", "target_index")
_NO_SPACE_BEFORE = re.compile(r" (?=[.,;:!?)\]%]|'s\b|n't\b)")


@dataclass(frozen=True)
class Example:
    """One set, as a menu shows it; ``list_examples`` gives them in the order of the menu."""

    name: str
    title: str
    subtitle: str
    """The senses in words."""
    language: str
    focus: str
    """The word whose senses the set shows."""
    path: Path
    n_sentences: int
    n_senses: int
    held_out: bool
    """Written after the bundled models were trained and never tuned on."""
    measured: bool = True
    """Counts where a model is measured; False for a set that only shows something."""


@dataclass(frozen=True)
class ExampleRow:
    """One labelled occurrence of a word."""

    word: str
    sense: str
    tokens: tuple[str, ...]
    target_index: int
    """The word's place in ``tokens``, counted from 0."""

    @property
    def text(self) -> str:
        """The sentence as people write it: no space before a full stop.

        A Chinese sentence has no spaces where its words are those that the app finds; else they stand between the words.
        """
        if HAN.search(self.tokens[self.target_index]):
            joined = "".join(self.tokens)
            return joined if tuple(words(joined, "zh")) == self.tokens else " ".join(self.tokens)
        return _NO_SPACE_BEFORE.sub("", " ".join(self.tokens))


def list_examples() -> list[Example]:
    """The bundled sets; the first three are the ones to begin with."""
    folder = resources_dir() / "examples"
    entries = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    return [_example(folder, entry) for entry in entries]


def examples_for(language: str) -> list[Example]:
    """The sets of one language that a model can be measured with, in the menu's order.

    A set that only shows something is left out, such as the lecture's sentence about the tide, whose words are those
    that were typed (退了 as one).

    Args:
        language: ``"en"`` or ``"zh"``; another language has none.
    """
    return [example for example in list_examples() if example.language == language and example.measured]


def read_example(path: Path) -> list[ExampleRow]:
    """Read a table of labelled sentences.

    Args:
        path: tab-separated UTF-8 with the header line ``word sense sentence target_index``; the columns may
            stand in any order, and ``target_index`` may be called ``index``. The sentence's tokens are joined by
            single spaces, the index counts from 0; the token there is the word or a form of it.

    Raises:
        ValueError: the file is not such a table; the message is one sentence with the line and the fault.
        OSError: the file cannot be read.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").rstrip("\n").split("\n")
    except IsADirectoryError:
        raise ValueError(f"{path} is a directory, not a table of labelled sentences.") from None
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise ValueError(f"{path.name}, line {line}: the text is not UTF-8.") from None
    if lines == [""]:
        raise ValueError(f"{path.name} is empty; its first line should be the header {_header()}.")
    header = ["target_index" if name == "index" else name for name in _cells(lines[0])]
    missing = [name for name in COLUMNS if name not in header]
    if missing:
        raise ValueError(
            f"{path.name}, line 1: the header lacks {', '.join(missing)}; it should be {_header()}, by tabs."
        )
    rows = [
        _row(_cells(line), header, f"{path.name}, line {number}")
        for number, line in enumerate(lines[1:], start=2)
        if line.strip()
    ]
    if not rows:
        raise ValueError(f"{path.name}, line 2: there is no sentence below the header.")
    return rows


def _example(folder: Path, entry: dict[str, str | bool]) -> Example:
    path = folder / str(entry["file"])
    rows = read_example(path)
    return Example(
        name=str(entry["name"]),
        title=str(entry["title"]),
        subtitle=str(entry["subtitle"]),
        language=str(entry["language"]),
        focus=str(entry["focus"]),
        path=path,
        n_sentences=len(rows),
        n_senses=len({row.sense for row in rows}),
        held_out=bool(entry["held_out"]),
        measured=bool(entry.get("measured", True)),
    )


def _cells(line: str) -> list[str]:
    """The cells of one line; quotes are text like any other."""
    return [cell.strip() for cell in line.split("\t")]


def _header() -> str:
    return " ".join(COLUMNS)


def _row(cells: list[str], header: list[str], where: str) -> ExampleRow:
    """One line's row.

    Raises:
        ValueError: a cell is missing, too many, or does not fit the others.
    """
    if len(cells) != len(header):
        raise ValueError(f"{where}: expected {len(header)} columns, found {len(cells)}.")
    cell = dict(zip(header, cells, strict=True))
    word, sense, sentence, index = (cell[name] for name in COLUMNS)
    for name in COLUMNS:
        if not cell[name]:
            raise ValueError(f"{where}: the {name} is empty.")
    tokens = tuple(sentence.split(" "))
    if not all(tokens):
        raise ValueError(f"{where}: the sentence has two spaces in a row; tokens are joined by one.")
    if not index.isascii() or not index.isdigit():
        raise ValueError(f"{where}: target_index should be a whole number from 0, found {index!r}.")
    place = int(index)
    if place >= len(tokens):
        raise ValueError(
            f"{where}: target_index is {place}, but the sentence's last token is {len(tokens) - 1}."
        )
    if tokens[place].casefold() != word.casefold() and lemma(tokens[place]) != lemma(word):
        raise ValueError(f"{where}: token {place} is {tokens[place]!r}, not the word {word!r}.")
    return ExampleRow(word, sense, tokens, place)
