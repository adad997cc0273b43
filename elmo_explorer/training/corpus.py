"""Text files -> token ids on disk, made once per choice of text and read back as memory maps."""

from __future__ import annotations

import hashlib
import json
import lzma
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from elmo_explorer.text.sentences import split_sentences
from elmo_explorer.text.tokens import english, words
from elmo_explorer.training.config import Source, TrainingConfig

Report = Callable[[str], None]


@dataclass(frozen=True)
class Sentences:
    """Many sentences as one run of word-type ids."""

    ids: NDArray[np.uint32]
    """(n_tokens,)."""
    starts: NDArray[np.int64]
    """(n_sentences + 1,): sentence k is ``ids[starts[k]:starts[k + 1]]``."""

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def n_tokens(self) -> int:
        """Tokens, sentence boundaries not counted."""
        return len(self.ids)

    @property
    def lengths(self) -> NDArray[np.int64]:
        """Tokens of each sentence, (n_sentences,)."""
        return np.diff(self.starts)


@dataclass(frozen=True)
class Corpus:
    """What a run trains on and what it is measured on."""

    types: list[str]
    """Word types by falling frequency in the training text; an id is an index into it."""
    train: Sentences
    held_out: Sentences


def load_corpus(config: TrainingConfig, report: Report = lambda line: None) -> Corpus:
    """The tokenised text of a config: from its cache where it has one, else tokenised now.

    Raises:
        ValueError: a file is missing, of an unknown kind, cut short or has no text; the sentence names it.
    """
    folder = config.output / "cache" / _fingerprint(config)
    if not (folder / "corpus.json").exists():
        _build(config, folder, report)
    types = (folder / "types.txt").read_text(encoding="utf-8").split("\n")
    return Corpus(types, _open(folder, "train"), _open(folder, "held_out"))


def documents(path: Path) -> Iterator[list[str]]:
    """The documents of a .txt or .txt.xz file, each a list of lines.

    An empty line ends a document; in a file without empty lines inside each line is one.

    Raises:
        ValueError: the file is missing, of another kind, cut short or not UTF-8; the sentence names it.
    """
    if not path.is_file():
        raise ValueError(f"There is no text file at {path}.")
    opener = lzma.open if path.name.endswith(".txt.xz") else open if path.suffix == ".txt" else None
    if opener is None:
        raise ValueError(f"{path} is neither a .txt nor a .txt.xz file.")
    try:
        with opener(path, "rb") as stream:
            by_lines = _is_one_document(stream)
        with opener(path, "rb") as stream:
            document: list[str] = []
            for number, raw in enumerate(stream, start=1):
                line = _decoded(raw, path, number)
                if line:
                    document.append(line)
                if document and (by_lines or not line):
                    yield document
                    document = []
            if document:
                yield document
    except (lzma.LZMAError, EOFError) as error:
        raise ValueError(f"{path} cannot be unpacked ({error}): it is damaged or was cut short.") from None


def _is_one_document(lines: Iterable[bytes]) -> bool:
    begun = ended = False
    for line in lines:
        if line.strip():
            if ended:
                return False
            begun = True
        else:
            ended = begun
    return True


def _decoded(line: bytes, path: Path, number: int) -> str:
    try:
        return line.decode("utf-8-sig" if number == 1 else "utf-8").strip()
    except UnicodeDecodeError as error:
        raise ValueError(
            f"{path}, line {number} should be UTF-8 text, found the byte 0x{line[error.start]:02x} "
            f"at place {error.start + 1}."
        ) from None


def _fingerprint(config: TrainingConfig) -> str:
    """Names the cache: changes with anything that changes the ids."""
    facts = [config.language, config.held_out, config.max_sentence]
    for source in config.sources:
        size = source.path.stat().st_size if source.path.is_file() else -1
        facts.append([source.path.name, size, source.max_tokens])
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:16]


def _build(config: TrainingConfig, folder: Path, report: Report) -> None:
    """Tokenise everything into ``folder``: written aside, renamed when whole, removed when broken off."""
    for source in config.sources:
        if not source.path.is_file():
            raise ValueError(f"There is no text file at {source.path}.")
    aside = folder.with_name(folder.name + ".part")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    try:
        _write(config, aside, report)
        aside.rename(folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _write(config: TrainingConfig, aside: Path, report: Report) -> None:
    index: dict[str, int] = {}
    counts: Counter[int] = Counter()
    with ExitStack() as stack:
        writers = {name: stack.enter_context(_Writer(aside, name)) for name in ("train", "held_out")}
        _fill(config, writers, index, counts, report)
    if writers["train"].n_tokens == 0:
        raise ValueError(
            "The text files hold no text to train on; there should be two lines at least, of which one is held out."
        )
    # Ids by falling frequency; words of the held-out text alone come last.
    order = sorted(range(len(index)), key=lambda k: -counts[k])
    rank = np.empty(len(order), dtype=np.uint32)
    rank[order] = np.arange(len(order), dtype=np.uint32)
    for writer in writers.values():
        writer.finish(rank)
    types = list(index)
    (aside / "types.txt").write_text("\n".join(types[k] for k in order), encoding="utf-8")
    facts = {name: writer.n_tokens for name, writer in writers.items()}
    (aside / "corpus.json").write_text(json.dumps(facts), encoding="utf-8")


def _fill(
    config: TrainingConfig,
    writers: dict[str, _Writer],
    index: dict[str, int],
    counts: Counter[int],
    report: Report,
) -> None:
    """Read every source into the writers, numbering the word types as they come."""
    for source in config.sources:
        before = writers["train"].n_tokens
        for part, sentences in _split(source, config):
            for tokens in sentences:
                ids = [index.setdefault(token, len(index)) for token in tokens]
                if part == "train":
                    counts.update(ids)
                for start in range(0, len(ids), config.max_sentence):
                    writers[part].add(ids[start : start + config.max_sentence])
        report(f"{source.path.name}: {writers['train'].n_tokens - before:,} tokens to train on")


def _split(source: Source, config: TrainingConfig) -> Iterator[tuple[str, list[list[str]]]]:
    """One source's documents as ``("train" | "held_out", sentences)``; the last documents of the file are held out."""
    n_documents = sum(1 for _ in documents(source.path))
    first_held_out = (
        n_documents - max(1, round(n_documents * config.held_out)) if config.held_out else n_documents
    )
    n_tokens = 0
    for number, document in enumerate(documents(source.path)):
        if number < first_held_out:
            if source.max_tokens is not None and n_tokens >= source.max_tokens:
                continue
            sentences = _sentences(document, config.language)
            n_tokens += sum(map(len, sentences))
            yield "train", sentences
        else:
            yield "held_out", _sentences(document, config.language)


def _sentences(document: list[str], language: str) -> list[list[str]]:
    if language == "en":
        return [
            tokens
            for parsed in english().pipe(document)
            for sentence in parsed.sents
            if (tokens := [token.text for token in sentence if not token.is_space])
        ]
    return [words(sentence, language) for line in document for sentence in split_sentences(line, language)]


class _Writer:
    """Collects ids on disk while the text is read."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._name = name
        self._raw = (folder / f"{name}.raw").open("wb")
        self._lengths: list[int] = []
        self.n_tokens = 0

    def __enter__(self) -> _Writer:
        return self

    def __exit__(self, *exception: object) -> None:
        self._raw.close()

    def add(self, ids: list[int]) -> None:
        self._raw.write(np.array(ids, dtype=np.uint32).tobytes())
        self._lengths.append(len(ids))
        self.n_tokens += len(ids)

    def finish(self, rank: NDArray[np.uint32]) -> None:
        """Renumber the ids by rank and put the starts beside them."""
        raw = self._folder / f"{self._name}.raw"
        ids = np.fromfile(raw, dtype=np.uint32)
        np.save(self._folder / f"{self._name}.ids.npy", rank[ids])
        np.save(
            self._folder / f"{self._name}.starts.npy",
            np.concatenate([[0], np.cumsum(self._lengths)]).astype(np.int64),
        )
        raw.unlink()


def _open(folder: Path, name: str) -> Sentences:
    # An empty array cannot be mapped.
    ids_file = folder / f"{name}.ids.npy"
    starts = np.load(folder / f"{name}.starts.npy")
    return Sentences(np.load(ids_file, mmap_mode="r" if starts[-1] else None), starts)
