"""Text files -> a token cache, by one process at a time; nothing half made is left behind."""

from __future__ import annotations

import itertools
import shutil
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import asdict, dataclass
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

from elmo_explorer.training.config import TrainingConfig
from elmo_explorer.training.corpus import Report
from elmo_explorer.training.text_files import Problem, Survey, numbered_lines, survey
from elmo_explorer.training.token_cache import FACTS, PARTS, PartWriter, write_facts, write_types
from elmo_explorer.training.tokenising import Chunk, Line, TokenChunk, Workers, chunked, tokenise, workers
from elmo_explorer.training.word_types import WordTypes

SMALL_TEXT = 2 << 20
"""Bytes of files that one process reads before others have even started."""

_REPORT_SECONDS = 10.0
_MOST_NAMED = 20


def build_once(
    config: TrainingConfig, files: list[list[Path]], made_from: dict[str, Any], folder: Path, report: Report
) -> None:
    """Make the cache ``folder``, or wait for the process that is making it.

    It is written aside, renamed when whole, removed when broken off. A process that was killed holds nobody up.

    Raises:
        ValueError: there is no text in the files.
        OSError: a file cannot be read or written.
    """
    # Here, since it is not needed to open a cache.
    from filelock import FileLock, Timeout

    folder.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder.parent / ".lock")
    seconds = 0.0
    while True:
        try:
            lock.acquire(timeout=seconds, poll_interval=0.2)
            break
        except Timeout:
            report(
                f"Another process is tokenising the text: waiting for it ({_n_tokens_so_far(folder):,} tokens)."
            )
            seconds = _REPORT_SECONDS
    try:
        if not (folder / FACTS).exists():
            _build(config, files, made_from, folder, report)
    finally:
        lock.release()


def _n_tokens_so_far(folder: Path) -> int:
    """What the process that makes a cache has written."""
    raw = _aside(folder) / "train.ids.raw"
    return raw.stat().st_size // 4 if raw.exists() else 0


def _aside(folder: Path) -> Path:
    return folder.with_name(folder.name + ".part")


def _build(
    config: TrainingConfig, files: list[list[Path]], made_from: dict[str, Any], folder: Path, report: Report
) -> None:
    aside = _aside(folder)
    for old in (aside, folder):  # of a process that was killed; a cache without its facts
        shutil.rmtree(old, ignore_errors=True)
    aside.mkdir()
    try:
        facts = _write(config, files, aside, report)
        write_facts(aside, {**facts, "made_from": made_from})
        aside.rename(folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _write(config: TrainingConfig, files: list[list[Path]], aside: Path, report: Report) -> dict[str, Any]:
    """Tokenise everything into ``aside``; what was found."""
    types = WordTypes()
    n_bytes = sum(file.stat().st_size for found in files for file in found)
    with ExitStack() as stack:
        writers = {name: stack.enter_context(PartWriter(aside, name)) for name in PARTS}
        pool = stack.enter_context(workers(1 if n_bytes < SMALL_TEXT else config.tokenizer_processes))
        sources = _surveyed(config, files, pool, report)
        problems = [problem for source in sources for found in source.surveys for problem in found.problems]
        _name(problems, report)
        _fill(config, sources, writers, types, pool, report)
        if writers["train"].n_tokens == 0:
            raise ValueError(
                "The text files hold no text to train on; there should be two lines at least, of which one is held out."
                + (f" {problems[0]}." if problems else "")
            )
        report("Numbering the word types by their frequency …")
        ordered, rank = types.ranked()
        for writer in writers.values():
            writer.finish(rank)
    write_types(aside, ordered)
    if types.n_given_up:
        report(
            f"{types.n_given_up:,} of the rarest word types are written as one, since memory has its bounds."
        )
    return {
        **{name: writer.n_tokens for name, writer in writers.items()},
        "types": len(ordered),
        "types_given_up": types.n_given_up,
        "tokenizer": _tokenizer(config.language),
        "files": [len(found) for found in files],
        "problems": [asdict(problem) for problem in problems],
    }


def _tokenizer(language: str) -> str:
    name = "spacy" if language == "en" else "rjieba"
    return f"{name} {metadata.version(name)}"


def _name(problems: list[Problem], report: Report) -> None:
    for problem in problems[:_MOST_NAMED]:
        report(str(problem))
    if len(problems) > _MOST_NAMED:
        report(f"… and {len(problems) - _MOST_NAMED:,} more like these; corpus.json names them all.")


@dataclass
class _Source:
    """One [[text]] of the config, looked through; and how much of it was read."""

    number: int
    name: str
    files: list[Path]
    surveys: list[Survey]
    trained_on: list[int]
    """Each file's documents before those that are held out."""
    max_tokens: int | None
    cut: int | None = None
    """The first document to train on that max_tokens leaves out, once it is known."""
    last_document: int = -1
    """The document that the last chunk to train on ended in."""
    n_train: int = 0
    n_held_out: int = 0

    @property
    def n_documents(self) -> int:
        return sum(found.n_documents for found in self.surveys)

    def lines(self) -> Iterator[Line]:
        """The lines of all files, their documents counted through."""
        first = 0
        files = zip(self.files, self.surveys, self.trained_on, strict=True)
        for file_number, (file, found, n_trained) in enumerate(files):
            for number, line in numbered_lines(file, found.one_a_line):
                if number >= n_trained:
                    # By file, so that chunks do not depend on how early max_tokens was seen to be reached.
                    yield Line(("held_out", file_number), first + number, line)
                elif self.cut is None:
                    yield Line(("train", 0), first + number, line)
            first += found.n_documents


def _surveyed(
    config: TrainingConfig, files: list[list[Path]], pool: Workers, report: Report
) -> list[_Source]:
    tell = _NowAndThen(report)
    n_files = sum(map(len, files))
    surveys: list[Survey] = []
    with closing(pool.map(survey, itertools.chain.from_iterable(files))) as found:
        for one in found:
            surveys.append(one)
            tell(f"Looking through the text: {len(surveys):,} of {n_files:,} files.")
    sources: list[_Source] = []
    place = 0
    for number, (source, paths) in enumerate(zip(config.sources, files, strict=True)):
        own = surveys[place : place + len(paths)]
        place += len(paths)
        trained_on = documents_trained_on([found.n_documents for found in own], config.held_out)
        sources.append(_Source(number, source.path.name, paths, own, trained_on, source.max_tokens))
    return sources


def documents_trained_on(n_documents: list[int], held_out: float) -> list[int]:
    """How many documents at the beginning of each file of one source are trained on; those behind them are held out.

    A file of at least ``1 / held_out`` documents holds out its own last ones. Smaller files are counted together, in
    order: of a folder of one-document files the last ones are held out. At least one document is held out of a source.

    Args:
        n_documents: the documents of each file.
        held_out: the share that is held out.
    """
    if not held_out:
        return list(n_documents)
    small = sum(n for n in n_documents if n * held_out < 1)
    has_large = any(n * held_out >= 1 for n in n_documents)
    left = small - max(0 if has_large else 1, round(small * held_out))
    trained_on: list[int] = []
    for n in n_documents:
        if n * held_out >= 1:
            trained_on.append(n - round(n * held_out))
        else:
            trained_on.append(max(0, min(n, left)))
            left -= n
    return trained_on


def _fill(
    config: TrainingConfig,
    sources: list[_Source],
    writers: dict[str, PartWriter],
    types: WordTypes,
    pool: Workers,
    report: Report,
) -> None:
    """Read every source into the writers, numbering the word types as they come."""
    tell = _NowAndThen(report)
    began = time.monotonic()
    work = partial(tokenise, language=config.language, max_sentence=config.max_sentence)
    last = 0
    with closing(pool.map(work, _chunks(sources))) as chunks:
        for chunk in chunks:
            for done in sources[last : chunk.source]:
                report(_summary(done))
            last = chunk.source
            source = sources[last]
            _keep(chunk, source, writers, types)
            n_tokens = sum(writer.n_tokens for writer in writers.values())
            if len(chunk.documents):
                tell(
                    f"{source.name}: document {chunk.documents[-1] + 1:,} of {source.n_documents:,}, {n_tokens:,} tokens, "
                    f"{n_tokens / (time.monotonic() - began):,.0f} tokens/s"
                )
    for done in sources[last:]:
        report(_summary(done))


def _summary(source: _Source) -> str:
    return f"{source.name}: {source.n_train:,} tokens to train on, {source.n_held_out:,} held out"


def _chunks(sources: list[_Source]) -> Iterator[Chunk]:
    for source in sources:
        yield from chunked(source.number, source.lines())


def _keep(chunk: TokenChunk, source: _Source, writers: dict[str, PartWriter], types: WordTypes) -> None:
    """Write what of a chunk is wanted."""
    n_sentences = len(chunk.lengths)
    if chunk.part == "train":
        n_sentences = _n_wanted(chunk, source)
    lengths = chunk.lengths[:n_sentences]
    local = chunk.ids[: int(lengths.sum())]
    if not len(local):
        return
    n_types = int(local.max()) + 1  # they are numbered as they come
    ids = types.number(chunk.types[:n_types], np.bincount(local), chunk.part == "train")
    writers[chunk.part].add(ids[local], lengths)
    if chunk.part == "train":
        source.n_train += len(local)
    else:
        source.n_held_out += len(local)
    if types.full:
        new = types.give_up_rarest()
        for writer in writers.values():
            writer.renumber(new)


def _n_wanted(chunk: TokenChunk, source: _Source) -> int:
    """How many of a chunk's sentences max_tokens leaves: whole documents, those that begin before it is reached."""
    if source.max_tokens is None or not len(chunk.lengths):
        return len(chunk.lengths)
    if source.cut is None:
        begins = np.flatnonzero(np.diff(chunk.documents, prepend=-1))
        before = source.n_train + np.cumsum(chunk.lengths)[begins] - chunk.lengths[begins]
        late = chunk.documents[begins][before >= source.max_tokens]
        # A document that goes on from the chunk before was begun in time.
        late = late[late != source.last_document]
        source.last_document = int(chunk.documents[-1])
        if not len(late):
            return len(chunk.lengths)
        source.cut = int(late[0])
    return int(np.searchsorted(chunk.documents, source.cut))


class _NowAndThen:
    """Passes a line on when the last one is some seconds old."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._last = time.monotonic()

    def __call__(self, line: str) -> None:
        now = time.monotonic()
        if now - self._last >= _REPORT_SECONDS:
            self._last = now
            self._report(line)
