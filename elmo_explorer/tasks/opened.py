"""Files of labelled data -> their lines, with one sentence for what cannot be read."""

from __future__ import annotations

import gzip
import lzma
import zipfile
import zlib
from pathlib import Path

from elmo_explorer.checksum import sha256
from elmo_explorer.tasks.results import DataFile
from elmo_explorer.text.readers import decoded

MAX_WORDS = 1_000
"""A sentence of more words is refused: it is hardly one."""


def text_of(path: Path, encoding: str = "utf-8") -> str:
    """A file's text.

    Args:
        path: plain, ``.xz`` or ``.gz``, or ``archive.zip/member``.
        encoding: UTF-8 files may also begin with a mark, as may UTF-16.

    Raises:
        ValueError: the file is missing, damaged or in another encoding; the sentence names the line.
    """
    data = _bytes(path)
    if encoding.replace("-", "").replace("_", "").casefold() == "utf8":
        return decoded(data, path.name)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ValueError(f"{path.name}, line {line}: the text is not {encoding}.") from None


def lines_of(path: Path, encoding: str = "utf-8") -> list[str]:
    """A file's lines without their ends; nothing behind the last end. Only what editors count ends a line."""
    lines = text_of(path, encoding).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    while lines and not lines[-1].strip():
        lines.pop()
    return lines


def data_file(path: Path) -> DataFile:
    """A file's name and checksum; of an archive's member, those of the archive."""
    archive, _ = _archive(path)
    real = archive or path
    return DataFile(path.name if archive is None else f"{real.name}/{path.name}", sha256(real))


def check_length(n_words: int, where: str) -> None:
    """Refuse a sentence that is none.

    Raises:
        ValueError: it has no word, or more than :data:`MAX_WORDS`.
    """
    if n_words > MAX_WORDS:
        raise ValueError(
            f"{where}: the sentence has {n_words:,} words; up to {MAX_WORDS:,} are read, so split it."
        )
    if n_words == 0:
        raise ValueError(f"{where}: the sentence is empty.")


def _bytes(path: Path) -> bytes:
    archive, member = _archive(path)
    try:
        if archive is not None:
            with zipfile.ZipFile(archive) as opened:
                return opened.read(member)
        if path.suffix == ".xz":
            return lzma.decompress(path.read_bytes())
        if path.suffix == ".gz":
            return gzip.decompress(path.read_bytes())
        return path.read_bytes()
    except FileNotFoundError:
        raise ValueError(f"There is no file {path}.") from None
    except (RuntimeError, NotImplementedError):
        raise ValueError(
            f"{archive} cannot be unpacked: it is encrypted or packed in a way that is not read."
        ) from None
    except KeyError:
        raise ValueError(f"{archive} holds no file {member}.") from None
    except OSError as error:
        if isinstance(error, gzip.BadGzipFile):
            raise ValueError(f"{path} cannot be unpacked: it is damaged or was cut short.") from None
        raise ValueError(f"{path} cannot be read: {error.strerror or error}.") from None
    except (lzma.LZMAError, zlib.error, EOFError, zipfile.BadZipFile):
        raise ValueError(f"{archive or path} cannot be unpacked: it is damaged or was cut short.") from None


def _archive(path: Path) -> tuple[Path | None, str]:
    """The ZIP archive that a path leads into, and the member; (None, "") where it leads into none."""
    for parent in path.parents:
        if parent.suffix.casefold() == ".zip" and parent.is_file():
            return parent, path.relative_to(parent).as_posix()
    return None, ""
