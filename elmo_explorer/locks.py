"""One process at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def only_one(lock_file: Path, busy: str) -> Iterator[None]:
    """Keep other processes out meanwhile; the file is gone afterwards, and a killed process holds nobody up.

    Args:
        lock_file: in a folder that is there.
        busy: the sentence for whoever comes second.

    Raises:
        ValueError: another process is at it.
        OSError: the folder cannot be written.
    """
    # Here, since it takes time to import.
    from filelock import FileLock, Timeout

    try:
        with FileLock(lock_file, timeout=0):
            try:
                yield
            finally:
                with suppress(OSError):  # Windows keeps what is open
                    lock_file.unlink()
    except Timeout:
        raise ValueError(busy) from None
