"""Token ids on disk: written in order and in bounded memory, read back as memory maps with NumPy alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

PARTS = ("train", "held_out")
FACTS = "corpus.json"
"""Written last: a cache that has it is whole."""

_BLOCK = 1 << 20
"""Numbers that are held at once."""


class PartWriter:
    """Collects the ids and sentence limits of one part on disk while the text is read."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._name = name
        self._ids = (folder / f"{name}.ids.raw").open("w+b")
        self._ends = (folder / f"{name}.ends.raw").open("w+b")
        self.n_tokens = 0
        self.n_sentences = 0

    def __enter__(self) -> PartWriter:
        return self

    def __exit__(self, *exception: object) -> None:
        self._ids.close()
        self._ends.close()

    def add(self, ids: NDArray[np.uint32], lengths: NDArray[np.int64]) -> None:
        """Append sentences: ids (n_tokens,), the tokens of each sentence (n_sentences,)."""
        self._ids.write(ids.tobytes())
        self._ends.write((self.n_tokens + np.cumsum(lengths)).tobytes())
        self.n_tokens += len(ids)
        self.n_sentences += len(lengths)

    def renumber(self, new: NDArray[np.uint32]) -> None:
        """Replace each id that was written by ``new[id]``."""
        place = 0
        for block in _blocks(self._ids, np.uint32):
            self._ids.seek(place)
            place += self._ids.write(new[block].tobytes())
        self._ids.seek(0, 2)

    def finish(self, new: NDArray[np.uint32]) -> None:
        """Write both as .npy files, each id replaced by ``new[id]``."""
        with (self._folder / f"{self._name}.ids.npy").open("wb") as file:
            _write_header(file, np.uint32, self.n_tokens)
            for block in _blocks(self._ids, np.uint32):
                file.write(new[block].tobytes())
        with (self._folder / f"{self._name}.starts.npy").open("wb") as file:
            _write_header(file, np.int64, self.n_sentences + 1)
            file.write(np.zeros(1, dtype=np.int64).tobytes())
            for block in _blocks(self._ends, np.int64):
                file.write(block.tobytes())
        for raw in (self._ids, self._ends):
            raw.close()
            Path(raw.name).unlink()


def write_types(folder: Path, types: list[str]) -> None:
    """The word types, one a line."""
    with (folder / "types.txt").open("w", encoding="utf-8", newline="\n") as file:
        file.write("\n".join(types))


def write_facts(folder: Path, facts: dict[str, Any]) -> None:
    """What the cache was made from and what was found: the last file of a cache."""
    (folder / FACTS).write_text(json.dumps(facts, ensure_ascii=False, indent=1), encoding="utf-8")


def read_facts(folder: Path) -> dict[str, Any] | None:
    """What :func:`write_facts` wrote; None where there is no whole cache."""
    try:
        facts = json.loads((folder / FACTS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return facts if isinstance(facts, dict) and "made_from" in facts else None


def read_types(folder: Path) -> list[str]:
    """What :func:`write_types` wrote."""
    # No other line end counts: a word may hold one.
    with (folder / "types.txt").open(encoding="utf-8", newline="\n") as file:
        return file.read().split("\n")


def open_part(folder: Path, name: str, facts: dict[str, Any]) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """The ids (n_tokens,) and starts (n_sentences + 1,) of a part as memory maps.

    Raises:
        ValueError: a file is missing, cut short or damaged.
    """
    try:
        starts = np.load(folder / f"{name}.starts.npy", mmap_mode="r")
        # An empty array cannot be mapped.
        ids = np.load(folder / f"{name}.ids.npy", mmap_mode="r" if facts[name] else None)
    except (OSError, ValueError, EOFError) as error:
        raise _damaged(folder, str(error)) from None
    if len(ids) != facts[name] or starts[-1] != len(ids):
        raise _damaged(folder, f"{name} has {len(ids):,} tokens instead of {facts[name]:,}")
    return ids, starts


def _damaged(folder: Path, why: str) -> ValueError:
    return ValueError(
        f"The token cache {folder} is damaged ({why}): without that folder the text is tokenised again."
    )


def _blocks(raw: IO[bytes], dtype: DTypeLike) -> Iterator[NDArray[Any]]:
    """The numbers of a raw file from its beginning; whoever asks may move within the file in between."""
    raw.flush()
    place = 0
    size = _BLOCK * np.dtype(dtype).itemsize
    while True:
        raw.seek(place)
        data = raw.read(size)
        if not data:
            return
        place += len(data)
        yield np.frombuffer(data, dtype=dtype)


def _write_header(file: IO[bytes], dtype: DTypeLike, n: int) -> None:
    """The head of a .npy file with n numbers."""
    descr = np.lib.format.dtype_to_descr(np.dtype(dtype))
    np.lib.format.write_array_header_1_0(file, {"descr": descr, "fortran_order": False, "shape": (n,)})
