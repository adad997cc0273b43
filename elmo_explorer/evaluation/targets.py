"""Words in their sentences, and every layer's vector of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import DTypeLike, NDArray

from elmo_explorer.evaluation.report import progress
from elmo_explorer.text.targets import Target

TOKENS_AT_ONCE = 16_384
"""Tokens whose states are held at a time: the memory does not grow with the number of sentences."""


class Embeds(Protocol):
    """What is asked of a biLM here."""

    def embed(self, sentences: Sequence[Sequence[str]]) -> list[NDArray[np.float32]]:
        """Every layer's states: one (n_layers, n_tokens, dim) for each sentence."""
        ...


def target_vectors(
    bilm: Embeds, targets: Sequence[Target], dtype: DTypeLike = np.float32
) -> NDArray[np.floating[Any]]:
    """Every layer's vector of every target: the mean of its tokens' vectors.

    A sentence that several targets share is read once; a bar shows the progress on a terminal.

    Args:
        bilm: makes the vectors.
        targets: N of them, 1 or more.
        dtype: of the result; ``np.float16`` halves it.

    Returns:
        (N, L, D).
    """
    in_sentence: dict[tuple[str, ...], list[int]] = {}
    for number, target in enumerate(targets):
        in_sentence.setdefault(target.tokens, []).append(number)
    result: NDArray[np.floating[Any]] | None = None
    with progress(len(in_sentence), "sentences") as bar:
        for sentences in by_length(list(in_sentence)):
            for tokens, layers in zip(sentences, bilm.embed(sentences), strict=True):
                if result is None:
                    result = np.empty((len(targets), len(layers), layers.shape[2]), dtype=dtype)
                for number in in_sentence[tokens]:
                    target = targets[number]
                    result[number] = layers[:, target.start : target.stop].mean(axis=1)
            bar.update(len(sentences))
    assert result is not None, "there is no target"
    return result


def by_length(sentences: Sequence[tuple[str, ...]]) -> Iterator[list[tuple[str, ...]]]:
    """The sentences from the longest to the shortest, in parts of about :data:`TOKENS_AT_ONCE` tokens."""
    part: list[tuple[str, ...]] = []
    n_tokens = 0
    for tokens in sorted(sentences, key=len, reverse=True):
        part.append(tokens)
        n_tokens += len(tokens)
        if n_tokens >= TOKENS_AT_ONCE:
            yield part
            part, n_tokens = [], 0
    if part:
        yield part
