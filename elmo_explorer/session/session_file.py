"""A session in one file, ``.elmox``: a ZIP archive with ``session.json`` and arrays as ``.npy`` members."""

from __future__ import annotations

from pathlib import Path

from elmo_explorer.disk_space import check_space
from elmo_explorer.session.saved_session import SavedModel, SavedSession, SessionFileError, saved_session
from elmo_explorer.session.session_archive import LARGEST, pack, unpack
from elmo_explorer.session.session_document import decoded, encoded
from elmo_explorer.translation import tr
from elmo_explorer.written_aside import write_whole

__all__ = [
    "SUFFIX",
    "SavedModel",
    "SavedSession",
    "SessionFileError",
    "from_bytes",
    "read_session",
    "saved_session",
    "to_bytes",
    "write_session",
]

SUFFIX = ".elmox"


def to_bytes(saved: SavedSession) -> bytes:
    """The file's content: the same session gives the same bytes.

    Raises:
        SessionFileError: it is too large for a file.
    """
    return pack(*encoded(saved))


def from_bytes(data: bytes, name: str = "") -> SavedSession:
    """The session in a file's content; its sentences get ids that nothing else in this process has.

    Args:
        data: of a file.
        name: what the file is called in an error's sentence.

    Raises:
        SessionFileError: there is none in it, or a damaged one, or one of a newer program.
    """
    name = name or "This file"
    document, arrays = unpack(data, name)
    return decoded(document, arrays, name)


def write_session(path: Path, saved: SavedSession) -> None:
    """Write it aside, then put it in place: whatever happens, there is the old file or the new one.

    Raises:
        OSError: the file cannot be written.
        ValueError: the disk has too little room, or the session is too large.
    """
    write_bytes(path, to_bytes(saved))


def write_bytes(path: Path, data: bytes) -> None:
    """The same for a session's bytes, or any others.

    Raises:
        OSError: the file cannot be written.
        ValueError: the disk has too little room.
    """
    check_space(path.resolve().parent, len(data))
    write_whole(path, data)


def read_session(path: Path) -> SavedSession:
    """Read a file.

    Raises:
        SessionFileError: it cannot be read, or holds no session.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise SessionFileError(
            tr("{path} cannot be read: {value}.", path=path, value=error.strerror or error)
        ) from None
    return from_bytes(data, path.name)
