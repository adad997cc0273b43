"""A file is written aside and then put in its place: whatever happens, there is the old one or the new one."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

_PART = ".part"
_numbers = count()
_QUIET_S = 5.0
"""Nobody who still writes lets so long pass; a process of another machine cannot be asked."""


@contextmanager
def written_aside(path: Path) -> Iterator[Path]:
    """Give a place beside ``path`` to write at, which takes that file's place in the end; after an error it is gone.

    Every writing has a place of its own; what killed ones have left is removed. A link stays one, permissions stay, and
    what is closed to writing is not replaced.

    Args:
        path: the file; its folder is there.

    Raises:
        OSError: it cannot be written; the error names the file, not the place beside it.
    """
    check_writable(path)
    target = path.resolve()
    aside = target.with_name(f".{target.name}.{os.getpid()}-{next(_numbers)}{_PART}")
    _clear(target)
    try:
        yield aside
        with suppress(OSError):
            aside.chmod(target.stat().st_mode)
        aside.replace(target)
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error
    finally:
        with suppress(OSError):
            aside.unlink(missing_ok=True)


def write_whole(path: Path, content: bytes | str) -> None:
    """Write a file's content, text as UTF-8 with its line ends as they are; it is on the disk before it takes its place.

    Raises:
        OSError: it cannot be written; what was there stays.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    with written_aside(path) as aside, aside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def check_writable(path: Path) -> None:
    """Refuse a file that is closed to writing, though its folder may let it be replaced.

    Raises:
        PermissionError: it is.
    """
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))


def _clear(target: Path) -> None:
    """Remove what killed processes have left beside a file."""
    begin = f".{target.name}."
    with suppress(OSError):
        for entry in os.scandir(target.parent):
            if not (entry.name.startswith(begin) and entry.name.endswith(_PART)):
                continue
            process, _, number = entry.name[len(begin) : -len(_PART)].partition("-")
            ours = process.isdecimal() and number.isdecimal()
            if ours and not _lives(int(process)) and abs(time.time() - entry.stat().st_mtime) > _QUIET_S:
                os.unlink(entry.path)


def _lives(process: int) -> bool:
    if sys.platform == "win32":  # where to ask would be to kill
        return False  # what is open cannot be removed there
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        pass
    return True
