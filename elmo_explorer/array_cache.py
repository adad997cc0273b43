"""Arrays that take time to make, kept on disk from one start to the next; everything works as well without."""

from __future__ import annotations

import hashlib
import io
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from elmo_explorer.checksum import sha256
from elmo_explorer.disk_space import check_space
from elmo_explorer.written_aside import written_aside

_PART = ".part"
_ABANDONED_S = 3600.0
"""Nobody writes at a file for so long: its process is gone."""


class ArrayCache:
    """A folder of ``.npy`` files, each named ``KEY-SHA256.npy`` after what it is of and what it holds.

    A file whose content is not what its name says (damaged, cut short, put there by somebody else) is removed, never
    believed. Files are written aside and renamed, so that any number of processes may do so at once; those that were
    used longest ago go first when the folder is full.
    """

    def __init__(self, folder: Path, max_bytes: int) -> None:
        """Nothing is touched yet.

        Args:
            folder: need not exist.
            max_bytes: of all its files together; the newest stays whatever its size.
        """
        self.folder = folder
        self._max_bytes = max_bytes

    def load(self, key: str) -> NDArray[Any] | None:
        """What was kept under this key, read-only and memory-mapped; None where there is nothing sound.

        Args:
            key: a checksum of all that the array depends on.
        """
        for path in sorted(self.folder.glob(f"{key}-*.npy")):
            try:
                if sha256(path) == path.stem.removeprefix(f"{key}-"):
                    array: NDArray[Any] = np.load(path, mmap_mode="r", allow_pickle=False)
                    with suppress(OSError):  # a read-only folder
                        os.utime(path)
                    return array
            except FileNotFoundError:  # another process was tidying up
                continue
            except (OSError, ValueError, EOFError):
                pass
            _remove(path)
        return None

    def store(self, key: str, array: NDArray[Any]) -> None:
        """Keep an array under a key; what was kept under it goes.

        Raises:
            OSError: the folder cannot be made or written.
            ValueError: the disk has too little room.
        """
        memory = io.BytesIO()
        np.save(memory, array, allow_pickle=False)
        content = memory.getbuffer()
        self.folder.mkdir(parents=True, exist_ok=True)
        check_space(self.folder, len(content))
        path = self.folder / f"{key}-{hashlib.sha256(content).hexdigest()}.npy"
        with written_aside(path) as aside, aside.open("wb") as file:
            file.write(content)
        self._tidy(key, path)

    def _tidy(self, key: str, newest: Path) -> None:
        """Remove what has taken another's place, what was never finished, and the oldest beyond the bound."""
        kept: list[tuple[float, int, Path]] = []
        for path in self.folder.iterdir():
            try:
                facts = path.stat()
            except OSError:
                continue
            if path.suffix == _PART:
                if time.time() - facts.st_mtime > _ABANDONED_S:
                    _remove(path)
            elif path.suffix == ".npy" and path != newest:
                if path.name.startswith(f"{key}-"):
                    _remove(path)
                else:
                    kept.append((facts.st_mtime, facts.st_size, path))
        room = self._max_bytes - newest.stat().st_size
        for _, size, path in sorted(kept, reverse=True):
            room -= size
            if room < 0:
                _remove(path)


def _remove(path: Path) -> None:
    with suppress(OSError):  # read-only, or open in another process on Windows: the next one tries again
        path.unlink()
