"""Text files, packed or plain -> numbered documents, line by line; what cannot be read is counted and named."""

from __future__ import annotations

import gzip
import lzma
import os
import sys
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, cast

SUFFIXES = (".txt", ".txt.xz", ".txt.gz", ".txt.zst")

MAX_LINE_BYTES = 1 << 20
"""A longer line is read in pieces, cut at a space where it has one, so that no line fills the memory."""

_SPACES = b" \t\r\v\f"
_DAMAGED = (lzma.LZMAError, EOFError, zlib.error, gzip.BadGzipFile)


@dataclass(frozen=True)
class Problem:
    """Lines of one file that could not be read as they are, for one reason."""

    file: str
    reason: str
    lines: int
    first_line: int
    """From 1."""

    def __str__(self) -> str:
        many = f"{self.lines:,} lines" if self.lines != 1 else "1 line"
        return f"{self.file}: {many} {self.reason} (first: line {self.first_line:,})"


@dataclass(frozen=True)
class Survey:
    """What one look through a file finds."""

    n_documents: int
    one_a_line: bool
    """No empty line stands between its lines: each line is a document."""
    problems: tuple[Problem, ...]


class Problems:
    """Counts the problems of one file by their reason."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._found: dict[str, Problem] = {}
        self._last: dict[str, int] = {}

    def add(self, reason: str, line: int) -> None:
        """Note a line, counted from 1; several pieces of one line count once."""
        known = self._found.get(reason)
        if known is None:
            self._found[reason] = Problem(self._file, reason, 1, line)
        elif self._last[reason] != line:
            self._found[reason] = replace(known, lines=known.lines + 1)
        self._last[reason] = line

    def found(self) -> tuple[Problem, ...]:
        """One for each reason, in the order in which they came."""
        return tuple(self._found.values())


def text_files(
    path: Path, leave_out: Path | None = None, report: Callable[[str], None] = lambda line: None
) -> list[Path]:
    """The text files a path stands for: itself, or those of a folder and its subfolders in sorted order.

    Args:
        path: a .txt, .txt.xz, .txt.gz or .txt.zst file, or a folder; other files in it, names that begin with a dot
            and links to folders are passed over.
        leave_out: a folder within it that is not looked into.
        report: told of what has a text file's name and is none, such as a link to nothing.

    Raises:
        ValueError: there is nothing at the path, a file of another kind, or a folder without text files.
    """
    if path.is_file():
        if not path.name.endswith(SUFFIXES):
            raise ValueError(f"{path} is not a text file: its name should end in {_kinds()}.")
        return [path]
    if not path.is_dir():
        raise ValueError(f"There is no text file or folder at {path}.")
    found: list[Path] = []
    for folder, folders, names in os.walk(path, onerror=_raise):
        here = Path(folder)
        folders[:] = [
            name
            for name in folders
            if not name.startswith(".")
            and (leave_out is None or (here / name).resolve() != leave_out.resolve())
        ]
        for name in names:
            if not name.endswith(SUFFIXES) or name.startswith("."):
                continue
            file = here / name
            if file.is_file():
                found.append(file)
            else:
                what = "a link to nothing" if file.is_symlink() and not file.exists() else "no file"
                report(f"{file} is {what}: it is passed over.")
    if not found:
        raise ValueError(f"The folder {path} holds no text: a file's name should end in {_kinds()}.")
    return sorted(found, key=lambda file: file.relative_to(path).parts)


def survey(path: Path) -> Survey:
    """Look through a file: how many documents it has, what in it cannot be read.

    An empty line ends a document; in a file without empty lines inside each line is one.

    Raises:
        OSError: the file cannot be read at all.
    """
    problems = Problems(str(path))
    n_lines = n_documents = 0
    inside = False
    for line in _lines(path, problems):
        if line:
            n_lines += 1
            n_documents += not inside
        inside = bool(line)
    one_a_line = n_documents <= 1
    return Survey(n_lines if one_a_line else n_documents, one_a_line, problems.found())


def numbered_lines(path: Path, one_a_line: bool) -> Iterator[tuple[int, str]]:
    """``(number of the document, line)`` for each line with text, documents counted from 0 as :func:`survey` counts them.

    Raises:
        OSError: the file cannot be read at all.
    """
    number = -1
    inside = False
    for line in _lines(path, Problems(str(path))):
        if line:
            if one_a_line or not inside:
                number += 1
            yield number, line
        inside = bool(line)


def _lines(path: Path, problems: Problems) -> Iterator[str]:
    """Every readable line without white space around it; an empty one as "".

    A line that is not UTF-8 or holds a NUL byte is skipped whole: text that is half guessed would teach the network
    characters nobody wrote. Where a packed file is damaged or cut short, what comes before is read.
    """
    for number, raw in _raw_lines(path, problems):
        if b"\0" in raw:
            problems.add("with a NUL byte skipped", number)
            continue
        try:
            yield raw.decode("utf-8-sig" if number == 1 else "utf-8").strip()
        except UnicodeDecodeError:
            problems.add("skipped that should be UTF-8", number)


def _raw_lines(path: Path, problems: Problems) -> Iterator[tuple[int, bytes]]:
    """``(line number from 1, bytes)``; a line that is too long comes in several pieces."""
    number, tail = 1, b""
    with _opened(path) as stream:
        while True:
            try:
                raw = stream.readline(MAX_LINE_BYTES)
            except _damages(path) as error:
                problems.add(f"lost with all behind it, as the file is damaged or cut short: {error}", number)
                return
            whole = raw.endswith(b"\n")
            raw = tail + raw
            if not raw:
                return
            if whole or len(raw) - len(tail) < MAX_LINE_BYTES:
                yield number, raw
                number, tail = number + 1, b""
            else:
                problems.add(f"longer than {MAX_LINE_BYTES:,} bytes cut into pieces", number)
                end = _cut(raw)
                yield number, raw[:end]
                tail = raw[end:]


def _cut(piece: bytes) -> int:
    """Where a piece of a line is cut: at its last space, else before a character that may go on behind it."""
    end = max(piece.rfind(space) for space in _SPACES)
    if end > len(piece) // 2:
        return end
    end = len(piece)
    while end > len(piece) - 4 and piece[end - 1] & 0xC0 == 0x80:
        end -= 1
    return end - 1 if piece[end - 1] >= 0xC0 else len(piece)


def _opened(path: Path) -> IO[bytes]:
    """The unpacked bytes of a file."""
    if path.name.endswith(".xz"):
        return lzma.open(path, "rb")
    if path.name.endswith(".gz"):
        return cast(IO[bytes], gzip.open(path, "rb"))
    if path.name.endswith(".zst"):
        if sys.version_info >= (3, 14):
            from compression import zstd
        else:
            from backports import zstd
        return cast(IO[bytes], zstd.open(path, "rb"))
    return path.open("rb")


def _damages(path: Path) -> tuple[type[Exception], ...]:
    """What unpacking raises where a file is damaged."""
    if not path.name.endswith(".zst"):
        return _DAMAGED
    if sys.version_info >= (3, 14):
        from compression.zstd import ZstdError
    else:
        from backports.zstd import ZstdError
    return (*_DAMAGED, ZstdError)


def _kinds() -> str:
    return f"{', '.join(SUFFIXES[:-1])} or {SUFFIXES[-1]}"


def _raise(error: OSError) -> None:
    raise error
