"""Files with a label for every token: CoNLL-U, and columns with entities in BIO."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from elmo_explorer.brief import shown
from elmo_explorer.tasks.labelled import LabelledSentence
from elmo_explorer.tasks.opened import check_length, lines_of

_CONLLU = {"upos": 3, "xpos": 4, "deprel": 7}
_CONLLU_COLUMNS = 10


def read_conllu(path: Path, column: str = "upos", encoding: str = "utf-8") -> list[LabelledSentence]:
    """The words of a CoNLL-U file; lines of several words (1-2) and empty nodes (1.1) are left out.

    Raises:
        ValueError: a line has other columns, a label is missing, a sentence is too long; the sentence names the line.
    """
    if column not in _CONLLU:
        raise ValueError(f"{path.name}: the column should be {', '.join(_CONLLU)}, found {shown(column)}.")
    sentences = []
    for block in _blocks(lines_of(path, encoding), "#"):
        words = []
        for number, line in block:
            cells = line.split("\t")
            if len(cells) != _CONLLU_COLUMNS:
                raise ValueError(
                    f"{path.name}, line {number}: expected {_CONLLU_COLUMNS} columns separated by tabs, found {len(cells)}."
                )
            if "-" in cells[0] or "." in cells[0]:
                continue
            label = cells[_CONLLU[column]].strip()
            if label in ("", "_"):
                raise ValueError(f"{path.name}, line {number}: the word {cells[1]!r} has no {column}.")
            if not cells[1]:
                raise ValueError(f"{path.name}, line {number}: the word is empty.")
            words.append((number, cells[1], label))
        check_length(len(words), f"{path.name}, line {block[0][0]}")
        sentences.append(_sentence(words))
    return _some(sentences, path)


def read_conll(path: Path, characters: bool = False, encoding: str = "utf-8") -> list[LabelledSentence]:
    """Columns of a token and, last, its label; an empty line ends a sentence.

    Args:
        path: columns separated by tabs or spaces; ``-DOCSTART-`` lines are left out.
        characters: the tokens are single characters, each followed by the digits of its place in its word; they are
            put together to words. A word's label is that of its first character, B where an entity begins in it.
        encoding: the file's.

    Raises:
        ValueError: a line has no label or other columns than the first, a sentence is too long; the sentence names the line.
    """
    sentences = []
    n_columns = 0
    for block in _blocks(lines_of(path, encoding), None):
        rows = []
        for number, line in block:
            cells = line.split("\t") if "\t" in line else line.split()
            n_columns = n_columns or len(cells)
            if len(cells) != n_columns or len(cells) < 2:
                raise ValueError(
                    f"{path.name}, line {number}: expected {max(n_columns, 2)} columns (the token first, its label last), "
                    f"found {len(cells)}."
                )
            token, label = cells[0].strip(), cells[-1].strip()
            if not token or not label:
                raise ValueError(f"{path.name}, line {number}: the {'label' if token else 'token'} is empty.")
            rows.append((number, token, label))
        if rows[0][1] == "-DOCSTART-":
            continue
        check_length(len(rows), f"{path.name}, line {block[0][0]}")
        sentences.append(_sentence(_words(rows, path) if characters else rows))
    return _some(sentences, path)


def check_bio(sentences: Sequence[LabelledSentence], path: Path) -> None:
    """Refuse labels that are none of BIO's.

    Raises:
        ValueError: a label is neither O nor B-… nor I-…; the sentence names the line.
    """
    for sentence in sentences:
        for number, label in enumerate(sentence.labels):
            if label != "O" and not (label[:2] in ("B-", "I-") and len(label) > 2):
                raise ValueError(
                    f"{path.name}, line {sentence.line_of(number)}: an entity's label should be "
                    f"O, B-… or I-…, found {shown(label)}."
                )


def _words(rows: Sequence[tuple[int, str, str]], path: Path) -> list[tuple[int, str, str]]:
    words: list[tuple[int, str, str]] = []
    for number, token, label in rows:
        character = token.rstrip("0123456789") or token[0]
        place = token[len(character) :]
        if not place:
            raise ValueError(
                f"{path.name}, line {number}: a character's place in its word should follow it, found {shown(token)}."
            )
        if int(place) == 0 or not words:
            words.append((number, character, label))
            continue
        begin, text, first = words[-1]
        if first == "O" and label.startswith("B-"):
            first = label
        words[-1] = (begin, text + character, first)
    return words


def _blocks(lines: Sequence[str], comment: str | None) -> Iterator[list[tuple[int, str]]]:
    """The lines between empty ones, with their numbers from 1."""
    block: list[tuple[int, str]] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            if block:
                yield block
            block = []
        elif comment is None or not line.startswith(comment):
            block.append((number, line))
    if block:
        yield block


def _sentence(words: Sequence[tuple[int, str, str]]) -> LabelledSentence:
    lines, tokens, labels = zip(*words, strict=True)
    line = lines[0]
    follow = lines == tuple(range(line, line + len(lines)))
    return LabelledSentence(tokens, labels, line, () if follow else lines)


def _some(sentences: list[LabelledSentence], path: Path) -> list[LabelledSentence]:
    if not sentences:
        raise ValueError(f"{path.name} holds no sentence.")
    return sentences
