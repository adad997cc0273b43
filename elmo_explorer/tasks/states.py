"""Every layer's states of a task's sentences: computed once, kept on disk, mapped into memory."""

from __future__ import annotations

import hashlib
import time
import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from elmo_explorer.disk_space import check_space
from elmo_explorer.paths import cache_dir

TOKENS_AT_ONCE = 8_192
"""Tokens whose states are held at a time: the memory does not grow with the number of sentences."""
MOST_BYTES = 8 << 30
"""What the cache may hold; what was not used for longest goes first."""
DTYPE = np.float16
"""Half the disk and half the memory traffic of float32; README.md tells what it costs."""
_LEFT_OVER_SECONDS = 24 * 3600.0

Progress = Callable[[int, int], None]
"""Told (sentences done, sentences in all); may raise to stop."""


class Reads(Protocol):
    """What is asked of a biLM here."""

    @property
    def n_layers(self) -> int:
        """Layers of a vector, L."""
        ...

    @property
    def dim(self) -> int:
        """Numbers per token and layer, D."""
        ...

    @property
    def name(self) -> str:
        """What the model calls itself."""
        ...

    def embed(self, sentences: Sequence[Sequence[str]]) -> list[NDArray[np.float32]]:
        """Every layer's states: one (L, n_tokens, D) for each sentence."""
        ...


@dataclass(frozen=True)
class SentenceStates:
    """The tokens of all sentences, one behind the other."""

    layers: NDArray[np.floating[Any]]
    """(T, L, D), read-only; on disk where it came out of the cache."""
    starts: NDArray[np.int64]
    """(N + 1,) where each sentence begins, and the end."""


def read_states(
    bilm: Reads,
    checksum: str,
    sentences: Sequence[tuple[str, ...]],
    progress: Progress,
    folder: Path | None = None,
) -> SentenceStates:
    """The states of sentences, out of the cache where they were read before.

    Args:
        bilm: reads what is not there yet.
        checksum: of its weights.
        sentences: N different ones, none empty.
        progress: told after each batch; may raise to stop, which leaves nothing behind.
        folder: the cache's; None takes the user's.

    Raises:
        ValueError: the disk has too little room.
        OSError: the cache cannot be written.
    """
    folder = cache_dir() / "task-states" if folder is None else folder
    folder.mkdir(parents=True, exist_ok=True)
    lengths = np.array([len(sentence) for sentence in sentences], dtype=np.int64)
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    path = folder / f"{_key(checksum, sentences)}.npy"
    shape = (int(starts[-1]), bilm.n_layers, bilm.dim)
    kept = _opened(path, shape)
    if kept is None:
        n_bytes = int(np.prod(shape)) * np.dtype(DTYPE).itemsize
        _make_room(folder, n_bytes)
        check_space(folder, n_bytes)
        aside = folder / f"{path.stem}.{uuid.uuid4().hex}.part"
        try:
            _read(bilm, sentences, starts, aside, shape, progress)
            aside.replace(path)
        finally:
            aside.unlink(missing_ok=True)
        kept = np.load(path, mmap_mode="r")
    return SentenceStates(kept, starts)


def _key(checksum: str, sentences: Sequence[tuple[str, ...]]) -> str:
    """Same weights, same text, same precision: same states."""
    digest = hashlib.sha256(f"1 {checksum} {np.dtype(DTYPE).name}".encode())
    for sentence in sentences:
        digest.update(("\x1f".join(sentence) + "\x1e").encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:40]


def _opened(path: Path, shape: tuple[int, ...]) -> NDArray[np.floating[Any]] | None:
    """What an earlier run has kept; None where there is nothing of use."""
    try:
        kept: NDArray[np.floating[Any]] = np.load(path, mmap_mode="r")
        path.touch()  # used just now
    except FileNotFoundError:
        return None
    except (ValueError, EOFError):  # damaged: it is read again
        path.unlink(missing_ok=True)
        return None
    return kept if kept.shape == shape and kept.dtype == DTYPE else None


def _read(
    bilm: Reads,
    sentences: Sequence[tuple[str, ...]],
    starts: NDArray[np.int64],
    path: Path,
    shape: tuple[int, ...],
    progress: Progress,
) -> None:
    np.lib.format.open_memmap(path, mode="w+", dtype=DTYPE, shape=shape).flush()
    done = 0
    progress(done, len(sentences))
    for batch in _batches(sentences):
        written = np.load(path, mmap_mode="r+")  # each time anew: what stays mapped counts as memory in use
        for k, layers in zip(batch, bilm.embed([sentences[k] for k in batch]), strict=True):
            written[starts[k] : starts[k + 1]] = layers.swapaxes(0, 1)
        written.flush()
        del written
        done += len(batch)
        progress(done, len(sentences))


def _batches(sentences: Sequence[tuple[str, ...]]) -> list[list[int]]:
    """The sentences from the longest to the shortest, about :data:`TOKENS_AT_ONCE` tokens at a time."""
    batches: list[list[int]] = [[]]
    n_tokens = 0
    for k in sorted(range(len(sentences)), key=lambda k: -len(sentences[k])):
        if n_tokens >= TOKENS_AT_ONCE:
            batches.append([])
            n_tokens = 0
        batches[-1].append(k)
        n_tokens += len(sentences[k])
    return batches


def _make_room(folder: Path, n_bytes: int) -> None:
    """Remove what was not used for longest until so much more fits, and what killed runs have left."""
    for left in folder.glob("*.part"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _LEFT_OVER_SECONDS:
                left.unlink()
    files = []
    for file in folder.glob("*.npy"):
        with suppress(OSError):
            facts = file.stat()
            files.append((facts.st_mtime, facts.st_size, file))
    total = sum(size for _, size, _ in files)
    for _, size, file in sorted(files):
        if total + n_bytes <= MOST_BYTES:
            break
        with suppress(OSError):  # Windows keeps what is open
            file.unlink()
            total -= size
