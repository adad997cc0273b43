"""Lines -> word types and ids, in several processes at once and in the order of the text."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

CHUNK_CHARACTERS = 1 << 18
"""Text that is tokenised together: large against the cost of handing it over, small against the memory."""
IN_FLIGHT = 3
"""Chunks per process that are read ahead."""
MAX_WORD = 200
"""Characters; what follows is cut off a longer word. The network itself reads no more than a word's first bytes."""

Item = TypeVar("Item")
Result = TypeVar("Result")


class Line(NamedTuple):
    """A line of a source."""

    group: tuple[str, int]
    """Its part, and a number that sets apart what must not share a chunk."""
    document: int
    text: str


@dataclass(frozen=True)
class Chunk:
    """Some lines of one source and one part."""

    source: int
    part: str
    """"train" or "held_out"."""
    lines: list[str]
    documents: list[int]
    """The number of each line's document within the source, rising."""


@dataclass(frozen=True)
class TokenChunk:
    """A chunk's sentences as ids into its own word types."""

    source: int
    part: str
    types: list[str]
    """Different words in the order in which they first come."""
    ids: NDArray[np.uint32]
    """(n_tokens,), into ``types``."""
    lengths: NDArray[np.int64]
    """Tokens of each sentence, (n_sentences,)."""
    documents: NDArray[np.int64]
    """Each sentence's document, (n_sentences,)."""


def tokenise(chunk: Chunk, language: str, max_sentence: int) -> TokenChunk:
    """One chunk's sentences; longer ones than ``max_sentence`` tokens are cut into pieces.

    Raises:
        ValueError: another language than "en" or "zh".
    """
    index: dict[str, int] = {}
    ids: list[int] = []
    lengths: list[int] = []
    documents: list[int] = []
    for document, tokens in _sentences(chunk, language):
        ids += [index.setdefault(token, len(index)) for token in tokens]
        for start in range(0, len(tokens), max_sentence):
            lengths.append(min(max_sentence, len(tokens) - start))
            documents.append(document)
    return TokenChunk(
        chunk.source,
        chunk.part,
        list(index),
        np.array(ids, dtype=np.uint32),
        np.array(lengths, dtype=np.int64),
        np.array(documents, dtype=np.int64),
    )


def _sentences(chunk: Chunk, language: str) -> Iterator[tuple[int, list[str]]]:
    """``(document, tokens)`` of each sentence."""
    if language == "en":
        from elmo_explorer.text.tokens import english

        with english().memory_zone():  # it forgets the chunk's words
            parsed_lines = english().pipe(chunk.lines)
            for document, parsed in zip(chunk.documents, parsed_lines, strict=True):
                for sentence in parsed.sents:
                    yield document, [token.text[:MAX_WORD] for token in sentence if not token.is_space]
    else:
        from elmo_explorer.text.sentences import split_sentences
        from elmo_explorer.text.tokens import words

        for document, line in zip(chunk.documents, chunk.lines, strict=True):
            for text in split_sentences(line, language):
                yield document, [word[:MAX_WORD] for word in words(text, language)]


class Workers:
    """Processes that apply a function to many things, results in the order given; none where one process is enough."""

    def __init__(self, n_processes: int, executor: ProcessPoolExecutor | None) -> None:
        self.n_processes = n_processes
        self._executor = executor

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Generator[Result, None, None]:
        """The results in order; only a bounded number of items is taken ahead of the result that is asked for.

        Raises:
            ValueError: a process was ended from outside.
        """
        if self._executor is None:
            yield from map(function, items)
            return
        waiting: deque[Future[Result]] = deque()
        try:
            for item in items:
                waiting.append(self._executor.submit(function, item))
                if len(waiting) >= IN_FLIGHT * self.n_processes:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool:
            raise ValueError(
                "A process that read text was ended from outside; where the memory was too small, "
                f"a smaller tokenizer_processes than {self.n_processes} helps."
            ) from None


@contextmanager
def workers(n_processes: int) -> Iterator[Workers]:
    """Processes for the time of a ``with`` block: none is left behind it, however it ends, nor when this process is killed.

    Args:
        n_processes: 0 takes one for each core, 1 works in this process.
    """
    n_processes = n_processes or _cores()
    if n_processes == 1:
        yield Workers(1, None)
        return
    spawn = multiprocessing.get_context("spawn")
    # While the other end of this pipe is open, the processes live.
    reader, writer = spawn.Pipe(duplex=False)
    executor = ProcessPoolExecutor(n_processes, spawn, initializer=_begin, initargs=(reader,))
    try:
        yield Workers(n_processes, executor)
        executor.shutdown()
    finally:
        writer.close()
        executor.shutdown(cancel_futures=True)
        reader.close()


def _begin(parent: Connection) -> None:
    """A new process: it ends with its parent, leaves Ctrl+C to it, and spares itself torch, which spaCy would import."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.modules.setdefault("torch", None)  # type: ignore[arg-type]  # None makes its import fail
    threading.Thread(target=partial(_leave_after, parent), daemon=True).start()


def _leave_after(parent: Connection) -> None:
    parent.poll(None)  # nothing is ever sent: it returns when the other end is closed
    os._exit(1)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def chunked(source: int, lines: Iterable[Line]) -> Iterator[Chunk]:
    """Lines -> chunks, each of one group only; their limits depend on the text alone, not on the number of processes."""
    for (part, _), group in itertools.groupby(lines, key=lambda line: line.group):
        texts: list[str] = []
        documents: list[int] = []
        size = 0
        for line in group:
            texts.append(line.text)
            documents.append(line.document)
            size += len(line.text)
            if size >= CHUNK_CHARACTERS:
                yield Chunk(source, part, texts, documents)
                texts, documents, size = [], [], 0
        if texts:
            yield Chunk(source, part, texts, documents)
