"""One process at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from filelock import BaseFileLock


class Hold:
    """A lock that is held until it is released, or its process ends in whatever way."""

    def __init__(self, lock: BaseFileLock, file: Path) -> None:
        self._lock, self._file = lock, file

    def release(self) -> None:
        """Give it back, on any thread; its file goes."""
        if self._lock.is_locked:
            with suppress(OSError):  # Windows keeps what is open
                self._file.unlink()
            self._lock.release()


def hold(lock_file: Path) -> Hold | None:
    """Take a lock that stays; None where somebody holds it, in this process or another.

    Args:
        lock_file: in a folder that is there.

    Raises:
        OSError: the folder cannot be written.
    """
    # Here, since it takes time to import.
    from filelock import FileLock, Timeout

    lock = FileLock(lock_file, timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        return None
    return Hold(lock, lock_file)


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
