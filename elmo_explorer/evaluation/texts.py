"""The text that a perplexity is measured on: files, or what a training run held out, as word-type ids."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from elmo_explorer.training.config import read_config
from elmo_explorer.training.corpus import Sentences, load_corpus
from elmo_explorer.training.text_files import numbered_lines, survey, text_files
from elmo_explorer.training.tokenising import CHUNK_CHARACTERS, Chunk, tokenise

Report = Callable[[str], None]
"""Told one line now and then."""

_UNCUT = 1 << 40
"""Sentences are as long as they are."""


@dataclass(frozen=True)
class Text:
    """Sentences as ids, small enough to hold many of them."""

    name: str
    """Where it comes from, in words."""
    types: Sequence[str]
    """Word types; an id is an index into them."""
    sentences: Sentences

    def tokens(self, number: int) -> list[str]:
        """The tokens of one sentence."""
        starts = self.sentences.starts
        return [self.types[k] for k in self.sentences.ids[starts[number] : starts[number + 1]].tolist()]


def read_text(paths: Sequence[Path], language: str, tokenized: bool, report: Report) -> Text:
    """The sentences of text files or of the text files in folders.

    Args:
        paths: .txt, .txt.xz, .txt.gz or .txt.zst files, or folders of them.
        language: whose tokens are told apart.
        tokenized: every line is a sentence and white space stands between its tokens.
        report: told which lines and links could not be read.

    Raises:
        ValueError: there is no such file, or none of them holds text; the sentence says which.
        OSError: a file cannot be read.
    """
    index: dict[str, int] = {}
    ids: list[NDArray[np.uint32]] = []
    lengths: list[NDArray[np.int64]] = []
    for file in (file for path in paths for file in text_files(path, report=report)):
        for problem in survey(file).problems:
            report(str(problem))
        for lines in _chunks(file):
            types, part, part_lengths = (
                _split(lines) if tokenized else _tokenised(lines, "en" if language == "en" else "zh")
            )
            place = np.array([index.setdefault(word, len(index)) for word in types], dtype=np.uint32)
            ids.append(place[part] if len(part) else part)
            lengths.append(part_lengths[part_lengths > 0])
    if not index:
        raise ValueError(f"There is no text in {', '.join(map(str, paths))}.")
    starts = np.concatenate([[0], np.cumsum(np.concatenate(lengths))]).astype(np.int64)
    return Text(", ".join(path.name for path in paths), list(index), Sentences(np.concatenate(ids), starts))


def held_out_text(config: Path, report: Report) -> Text:
    """What the training run of this config held out, as its cache has it.

    Raises:
        ValueError: the config cannot be read, or it holds nothing out; the sentence says which.
    """
    corpus = load_corpus(read_config(config), report)
    if corpus.held_out.n_tokens == 0:
        raise ValueError(f"{config} holds no text out: its held_out should be above 0.")
    return Text(f"the held-out text of {config.name}", corpus.types, corpus.held_out)


def spread(text: Text, n_tokens: int | None) -> NDArray[np.int64]:
    """Numbers of sentences, rising: all of them, or so many, evenly spread, that they have about ``n_tokens`` tokens."""
    n = len(text.sentences)
    share = 1.0 if n_tokens is None else min(1.0, n_tokens / text.sentences.n_tokens)
    chosen: NDArray[np.int64] = np.unique(np.linspace(0, n - 1, max(1, round(n * share))).astype(np.int64))
    return chosen


def _chunks(file: Path) -> Iterator[list[str]]:
    lines: list[str] = []
    size = 0
    for _, line in numbered_lines(file, one_a_line=True):
        lines.append(line)
        size += len(line)
        if size >= CHUNK_CHARACTERS:
            yield lines
            lines, size = [], 0
    if lines:
        yield lines


Part = tuple[list[str], NDArray[np.uint32], NDArray[np.int64]]
"""Word types, ids into them, tokens of each sentence."""


def _tokenised(lines: list[str], language: str) -> Part:
    found = tokenise(Chunk(0, "held_out", lines, [0] * len(lines)), language, _UNCUT)
    return found.types, found.ids, found.lengths


def _split(lines: list[str]) -> Part:
    index: dict[str, int] = {}
    rows = [[index.setdefault(word, len(index)) for word in line.split()] for line in lines]
    ids = np.array([k for row in rows for k in row], dtype=np.uint32)
    return list(index), ids, np.array([len(row) for row in rows], dtype=np.int64)
