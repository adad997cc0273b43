"""``elmo-explorer embed``: a text file, one sentence a line, into an HDF5 file of vectors in bilm-tf's layout."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from elmo_explorer.disk_space import check_space
from elmo_explorer.hdf5_output import hdf5_output
from elmo_explorer.text.tokens import english, language_of, words
from elmo_explorer.written_aside import check_writable

if TYPE_CHECKING:
    from elmo_explorer.bilm.embedder import BiLM

Floats = NDArray[np.float32]
Layers = Literal["all", "top", "average"]
Line = tuple[int, list[str]]
"""A line's number from 0 and its tokens."""

CHUNK_BYTES = 64 << 20
"""Vectors that are held before they are written: the memory does not grow with the file."""
CHUNK_SENTENCES = 2048
DATA_SET_BYTES = 4096
"""More than a data set takes besides its numbers."""
STATEFUL_BATCH = 32
"""Sentences at once where states are carried and nothing else was asked for, as in bilm-tf."""


# The newer group format looks up a million names without holding them in memory.
LIBVER = ("v108", "v110")


@dataclass(frozen=True)
class Share:
    """Some of a file's lines, one behind the other."""

    start: int
    """Where they begin, in bytes."""
    end: int
    first_line: int
    """From 0."""
    n_lines: int


@dataclass(frozen=True)
class EmbedRequest:
    """What is embedded, and how."""

    source: Path
    output: Path
    layers: Layers = "all"
    tokenized: bool = False
    """The tokens are separated by white space already."""
    stateful: bool = False
    batch_size: int | None = None
    share: Share | None = None
    """The lines that are embedded; None means all."""


def count_lines(path: Path) -> int:
    """Lines of a file, the last one with or without its line end."""
    n, last = 0, b"\n"
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            n += block.count(b"\n")
            last = block[-1:]
    return n + (last != b"\n")


def embed_file(bilm: BiLM, request: EmbedRequest) -> Iterator[int]:
    """Embed a file; written aside and renamed when it is whole, so a run that is broken off leaves no half file.

    Each line becomes the data set ``str(line number from 0)``: (n_layers, n_tokens, dim) for all layers, else
    (n_tokens, dim). An empty line has 0 tokens.

    Yields:
        The number of sentences written so far, after each chunk.

    Raises:
        ValueError: a line is not UTF-8, the sentence gives its number; the output cannot be written, or the disk is full.
        OSError: a file cannot be read or written.
    """
    aside = request.output.with_name(f".{request.output.name}.part")
    try:
        check_writable(request.output)
        aside.touch()
    except OSError as error:
        raise ValueError(f"{request.output} cannot be written: {error.strerror or error}.") from None
    try:
        with hdf5_output(aside, request.output, libver=LIBVER) as (file, check_written):
            done = 0
            for chunk in _chunks(bilm, request):
                states = bilm.embed(
                    [tokens for _, tokens in chunk],
                    batch_size=_batch_size(request),
                    stateful=request.stateful,
                )
                vectors = [_chosen(layers, request.layers) for layers in states]
                check_space(aside.parent, sum(array.nbytes + DATA_SET_BYTES for array in vectors))
                for (number, _), array in zip(chunk, vectors, strict=True):
                    file.create_dataset(str(number), data=array)
                check_written()
                done += len(chunk)
                yield done
        aside.replace(request.output)
    finally:
        aside.unlink(missing_ok=True)


def _batch_size(request: EmbedRequest) -> int | None:
    return STATEFUL_BATCH if request.stateful and request.batch_size is None else request.batch_size


def _chosen(layers: Floats, choice: Layers) -> Floats:
    if choice == "top":
        top: Floats = layers[-1]
        return top
    if choice == "average":
        return np.asarray(layers.mean(axis=0), dtype=np.float32)
    return layers


def _chunks(bilm: BiLM, request: EmbedRequest) -> Iterator[list[Line]]:
    """Lines with their tokens, as many as fit into the bound; a stateful run is cut between its batches only."""
    max_tokens = max(1, CHUNK_BYTES // (4 * bilm.n_layers * bilm.dim))
    step = (_batch_size(request) or 1) if request.stateful else 1
    lines = _lines(request.source, request.share)
    tokenize = _tokenizer(request.tokenized)
    more = True
    while more:
        chunk: list[Line] = []
        n_tokens = 0
        more = False
        with nullcontext() if request.tokenized else english().memory_zone():  # it forgets the chunk's words
            for number, line in lines:
                tokens = tokenize(line)
                chunk.append((number, tokens))
                n_tokens += len(tokens) + 2
                if (n_tokens >= max_tokens or len(chunk) >= CHUNK_SENTENCES) and len(chunk) % step == 0:
                    more = True
                    break
        if chunk:
            yield chunk


def _tokenizer(tokenized: bool) -> Callable[[str], list[str]]:
    return str.split if tokenized else lambda line: words(line, language_of(line))


def _lines(path: Path, share: Share | None) -> Iterator[tuple[int, str]]:
    first, n = (0, None) if share is None else (share.first_line, share.n_lines)
    with path.open("rb") as file:
        file.seek(0 if share is None else share.start)
        for number, line in enumerate(itertools.islice(file, n), start=first):
            try:
                yield number, line.decode("utf-8-sig" if number == 0 else "utf-8").rstrip("\r\n")
            except UnicodeDecodeError as error:
                raise ValueError(
                    f"{path}, line {number + 1} should be UTF-8 text, found the byte "
                    f"0x{line[error.start]:02x} at place {error.start + 1}."
                ) from None
