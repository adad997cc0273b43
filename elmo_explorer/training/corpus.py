"""The text of a config as word-type ids: tokenised once, in parallel, and read back as memory maps."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from elmo_explorer.training.config import TrainingConfig
from elmo_explorer.training.digests import content_digests
from elmo_explorer.training.text_files import text_files
from elmo_explorer.training.token_cache import FACTS, open_part, read_facts, read_types

Report = Callable[[str], None]

_FORMAT = 2
"""Goes up when the same text gives other ids than before."""


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

    The cache stands in ``config.output / "cache"`` and belongs to the content of the text: the same text under another
    name finds it, another text under the same name does not. Where the text itself is not there, a cache that was made
    from files of these names serves, so that a machine that only trains needs neither the text nor a tokeniser. Several
    processes may call this at once: one tokenises, the others wait for it.

    Lines that cannot be read are skipped (see :mod:`elmo_explorer.training.text_files`), counted and named in the report
    and in the cache's ``corpus.json``; links to nothing are named in the report.

    Raises:
        ValueError: a file or folder is missing or of an unknown kind, there is no text in it, or the cache is damaged;
            the sentence says which.
        OSError: a file cannot be read or written.
    """
    caches = config.output / "cache"
    folder = _cache_without_text(config, caches, report)
    if folder is None:
        files = [text_files(source.path, config.output, report) for source in config.sources]
        made_from = _made_from(config, files, caches)
        folder = caches / _key(made_from)
        if not (folder / FACTS).exists():
            # Whoever finds a cache needs no tokeniser.
            from elmo_explorer.training.corpus_builder import build_once

            build_once(config, files, made_from, folder, report)
    return _open(folder)


def _open(folder: Path) -> Corpus:
    facts = read_facts(folder)
    if facts is None:
        raise ValueError(
            f"The token cache {folder} is damaged: without that folder the text is tokenised again."
        )
    parts = (Sentences(*open_part(folder, name, facts)) for name in ("train", "held_out"))
    return Corpus(read_types(folder), *parts)


def _made_from(config: TrainingConfig, files: list[list[Path]], caches: Path) -> dict[str, Any]:
    """Everything that the ids depend on."""
    digests = iter(content_digests([file for found in files for file in found], caches / "digests.json"))
    return {
        **_without_text(config),
        "digests": [
            hashlib.blake2b("".join(next(digests) for _ in found).encode(), digest_size=16).hexdigest()
            for found in files
        ],
    }


def _without_text(config: TrainingConfig) -> dict[str, Any]:
    """What the ids depend on and the config tells."""
    return {
        "format": _FORMAT,
        "language": config.language,
        "held_out": config.held_out,
        "max_sentence": config.max_sentence,
        "texts": [[source.path.name, source.max_tokens] for source in config.sources],
    }


def _key(made_from: dict[str, Any]) -> str:
    """The cache's name. The names of the files do not count."""
    counts = {**made_from, "texts": [max_tokens for _, max_tokens in made_from["texts"]]}
    return hashlib.sha256(json.dumps(counts).encode()).hexdigest()[:16]


def _cache_without_text(config: TrainingConfig, caches: Path, report: Report) -> Path | None:
    """The newest cache that was made from files of these names, where the files themselves are not all there."""
    missing = next((source.path for source in config.sources if not source.path.exists()), None)
    if missing is None:
        return None
    wanted = _without_text(config)
    found = [
        facts_file.parent
        for facts_file in caches.glob(f"*/{FACTS}")
        if (facts := read_facts(facts_file.parent)) is not None
        and {name: facts["made_from"].get(name) for name in wanted} == wanted
    ]
    if not found:
        return None
    newest = max(found, key=lambda folder: (folder / FACTS).stat().st_mtime)
    report(f"There is no text at {missing}; its tokens are read from {newest}.")
    return newest
