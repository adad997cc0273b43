"""Text files -> sentences with their labels; every line that cannot be used is named, the others are kept."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from elmo_explorer.translation import tr

MAX_FILE_BYTES = 256 * 1024 * 1024
MAX_LINE_CHARACTERS = 100_000
"""A line of a .txt file is a paragraph and may be long."""
MAX_SENTENCE_CHARACTERS = 10_000
"""A sentence in a table."""

_SENTENCE = ("sentence", "text")
_LABEL = ("sense", "label")
_WORD = ("word",)
_INDEX = ("target_index", "index")
_KNOWN = {*_SENTENCE, *_LABEL, *_WORD, *_INDEX}
_MOST_LINES_IN_A_CELL = 50
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SIGNATURES = (
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\xd0\xcf\x11\xe0", "an Office document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"\xfd7zXZ", "a compressed file"),
    (b"BZh", "a compressed file"),
    (b"\x89HDF", "an HDF5 file"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
)


@dataclass(frozen=True)
class Row:
    """One sentence, or paragraph, of a file."""

    text: str
    label: str | None = None
    """The sense of ``word``, or of the token at ``target_index``."""
    word: str | None = None
    target_index: int | None = None
    """The labelled token's place, from 0; the text's tokens are then joined by single spaces."""


@dataclass(frozen=True)
class Problem:
    """A line that was left out, and why; ``line`` counts from 1."""

    line: int
    fault: str


@dataclass(frozen=True)
class ReadResult:
    """What a file holds: the rows in its order, and the lines that were left out."""

    rows: list[Row]
    problems: list[Problem]


def read_text_file(path: Path | str) -> ReadResult:
    """Read the sentences of a .txt, .csv or .tsv file.

    A .txt file has a paragraph or a sentence in each line. A table is told by its header: ``sentence`` or ``text``,
    and as it likes ``word``, ``sense`` or ``label``, ``target_index``; a table of one column needs none. A .csv may be
    separated by commas, semicolons or tabs; in a .tsv quotes are text like any other.

    Raises:
        ValueError: the file as a whole cannot be read (no text, another encoding, columns without names); one sentence
            that says what is wrong and what would be right.
        OSError: the file cannot be opened.
    """
    path = Path(path)
    size = path.stat().st_size
    if size > MAX_FILE_BYTES:
        raise ValueError(
            tr(
                "{name} has {size:,.0f} MB; up to {max_file_bytes} MB can be imported, so split it "
                "into smaller files.",
                name=path.name,
                size=size / 2**20,
                max_file_bytes=MAX_FILE_BYTES // 2**20,
            )
        )
    text = decoded(path.read_bytes(), path.name)
    # Only line ends that editors count: a form feed or U+2028 inside a sentence is white space.
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if path.suffix.lower() in (".csv", ".tsv"):
        return _read_table(lines, path.name, "\t" if path.suffix.lower() == ".tsv" else None)
    return _read_lines(lines)


def decoded(data: bytes, name: str) -> str:
    """The file's text.

    Raises:
        ValueError: no text, or in another encoding than UTF-8 or UTF-16 with a mark.
    """
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise ValueError(
                tr("{name} is {kind}, not plain text; save its text as .txt in UTF-8.", name=name, kind=kind)
            )
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        if wide:
            raise ValueError(
                tr(
                    "{name} begins as UTF-16, but its byte {start} does not continue it; save it as UTF-8.",
                    name=name,
                    start=error.start + 1,
                )
            ) from None
        raise ValueError(_wrong_encoding(data, error.start, name)) from None
    n_control = len(_CONTROL.findall(text[:65536]))
    if n_control > 2 and n_control > len(text[:65536]) / 100:
        raise ValueError(
            tr(
                "{name} is not a text file: it is full of control characters; .txt, .csv or .tsv is read.",
                name=name,
            )
        )
    return text


def _wrong_encoding(data: bytes, at: int, name: str) -> str:
    sample = data[:65536]
    n_control = sum(sample.count(bytes([c])) for c in (*range(9), *range(14, 27), 28, 29, 30, 31))
    if n_control > len(sample) / 100:
        return tr("{name} is not a text file: it is binary data; .txt, .csv or .tsv is read.", name=name)
    line = data.count(b"\n", 0, at) + 1
    column = at - (data.rfind(b"\n", 0, at) + 1) + 1
    guess = "GB18030" if _looks_chinese(data[:4096]) else "Windows-1252"
    return tr(
        "{name}, line {line}, byte {column}: 0x{data:02X} is not UTF-8, it may be {guess}; "
        "save the file as UTF-8.",
        name=name,
        line=line,
        column=column,
        data=data[at],
        guess=guess,
    )


def _looks_chinese(data: bytes) -> bool:
    text = data.decode("gb18030", errors="ignore")
    n_han = sum("\u4e00" <= c <= "\u9fff" for c in text)
    n_high = sum(byte > 127 for byte in data)
    # Two bytes make one Han character; in Western text a high byte stands alone among letters.
    pairs = len(re.findall(rb"[\xb0-\xf7][\xa1-\xfe][\xb0-\xf7][\xa1-\xfe]", data))
    return n_han > 0 and pairs * 4 > n_high / 2


def _read_lines(lines: Sequence[str]) -> ReadResult:
    rows: list[Row] = []
    problems: list[Problem] = []
    for number, line in enumerate(lines, start=1):
        text = line.strip()
        if not text:
            continue
        fault = _fault(text, MAX_LINE_CHARACTERS)
        if fault:
            problems.append(Problem(number, fault))
        else:
            rows.append(Row(text))
    return ReadResult(rows, problems)


def _fault(text: str, most: int) -> str:
    """Why this text cannot be a sentence; "" where it can."""
    if "\x00" in text:
        return tr("it holds a NUL character; text has none.")
    if len(text) > most:
        return tr("it has {n:,} characters; up to {most:,} are read.", n=len(text), most=most)
    return ""


def _read_table(lines: Sequence[str], name: str, delimiter: str | None) -> ReadResult:
    first = next((line for line in lines if line.strip()), "")
    quoted = delimiter is None
    separator = delimiter or _sniff(first)
    header = [cell.strip().casefold() for cell in _split(first, separator, quoted)]
    if not _KNOWN.intersection(_SENTENCE).intersection(header):
        return _read_without_header(lines, name, separator, quoted)
    if len(set(header)) != len(header):
        twice = next(cell for cell in header if header.count(cell) > 1)
        raise ValueError(
            tr(
                "{name}, line {index}: two columns are named {twice!r}; keep one.",
                name=name,
                index=lines.index(first) + 1,
                twice=twice,
            )
        )
    result = ReadResult([], [])
    start = lines.index(first) + 1
    for number, cells in _records(lines, start, separator, quoted, result.problems):
        if len(header) == 1 and len(cells) > 1:
            cells = [separator.join(cells)]  # the only column may hold its separator
        row = _row(cells, header)
        if isinstance(row, Row):
            result.rows.append(row)
        else:
            result.problems.append(Problem(number, row))
    result.problems.sort(key=lambda problem: problem.line)
    return result


def _read_without_header(lines: Sequence[str], name: str, separator: str, quoted: bool) -> ReadResult:
    """A table without names: one column, each line a sentence.

    Raises:
        ValueError: there are several columns, and no name says which one has the sentences.
    """
    problems: list[Problem] = []
    records = list(_records(lines, 0, separator, quoted, problems, keep_spaces=True))
    counts = {len(cells) for _, cells in records}
    if len(records) > 1 and len(counts) == 1 and counts != {1}:
        raise ValueError(
            tr(
                "{name} has {pop} columns and no header; name the column with the sentences "
                '"sentence" in the first line.',
                name=name,
                pop=counts.pop(),
            )
        )
    rows = []
    for number, cells in records:
        text = separator.join(cells).strip()
        fault = _fault(text, MAX_SENTENCE_CHARACTERS)
        if fault:
            problems.append(Problem(number, fault))
        elif text:
            rows.append(Row(text))
    return ReadResult(rows, sorted(problems, key=lambda problem: problem.line))


def _sniff(header: str) -> str:
    """The separator of a .csv: the one that splits its header into known names, else the most frequent."""

    def quality(separator: str) -> tuple[int, int]:
        cells = [cell.strip().casefold() for cell in _split(header, separator, True)]
        return len(_KNOWN.intersection(cells)), len(cells)

    return max(",;\t", key=quality)


def _split(line: str, separator: str, quoted: bool) -> list[str]:
    if not quoted:
        return line.split(separator)
    try:
        return next(csv.reader([line], delimiter=separator, skipinitialspace=True), [])
    except csv.Error:
        return line.split(separator)


def _records(
    lines: Sequence[str],
    start: int,
    separator: str,
    quoted: bool,
    problems: list[Problem],
    keep_spaces: bool = False,
) -> Iterator[tuple[int, list[str]]]:
    """Every record with the number of its first line; a quote that never closes costs its own line only."""
    at = start
    while at < len(lines):
        line = lines[at]
        number = at + 1
        at += 1
        if not line.strip():
            continue
        if not quoted:
            yield number, line.split(separator)
            continue
        end = at
        while line.count('"') % 2 and end < min(len(lines), number + _MOST_LINES_IN_A_CELL):
            line += " " + lines[end]
            end += 1
        if line.count('"') % 2:
            problems.append(
                Problem(number, tr('a quote opens and never closes; write a quote inside a cell as "".'))
            )
            continue
        try:
            reader = csv.reader([line], delimiter=separator, strict=True, skipinitialspace=not keep_spaces)
            yield number, next(reader)
            at = end
        except csv.Error as error:
            problems.append(
                Problem(
                    number,
                    tr('its quotes do not fit ({error}); write a quote inside a cell as "".', error=error),
                )
            )


def _row(cells: list[str], header: list[str]) -> Row | str:
    """The row, or why there is none."""
    if len(cells) != len(header):
        return tr("expected {n} columns, found {n2}.", n=len(header), n2=len(cells))
    values = {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
    text = _value(values, _SENTENCE) or ""
    if not text:
        return tr("the sentence is empty.")
    fault = _fault(text, MAX_SENTENCE_CHARACTERS)
    if fault:
        return fault
    label, word, place = (_value(values, names) for names in (_LABEL, _WORD, _INDEX))
    if place is None:
        return Row(text, label, word)
    tokens = text.split(" ")
    if not (place.isascii() and place.isdigit()):
        return tr("target_index should be a whole number from 0, found {place!r}.", place=place)
    if int(place) >= len(tokens):
        return tr(
            "target_index is {place}, but the sentence's last token is {n}.", place=place, n=len(tokens) - 1
        )
    return Row(text, label, word, int(place))


def _value(values: dict[str, str], names: Sequence[str]) -> str | None:
    return next((values[name] for name in names if values.get(name)), None)
