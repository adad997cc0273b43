"""Words that look alike to a model, and tokens near a word in a layer: exact cosines by blocked matrix products."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from elmo_explorer.analysis.nearest_tokens import highest
from elmo_explorer.analysis.similarity import random_pair_baseline

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]
Check = Callable[[], object]
"""Called between the blocks; may raise to stop."""
_BLOCK = 8192
"""Rows of one product: 4 MB at 128 numbers."""


def unit(vectors: Floats) -> Floats:
    """Every row scaled to length 1, rows of zeros as they are, float32: (n, D) -> (n, D)."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True).astype(np.float32)
    return np.divide(vectors, np.where(lengths > 0, lengths, np.float32(1)), dtype=np.float32)


def letter_shifts(vectors: Floats) -> Floats:
    """How far a word's vector moves when it loses a letter, as cosine distance.

    Args:
        vectors: of the word, and then of the word without each letter, (1 + n, D).

    Returns:
        (n,), from 0 to 2.
    """
    scaled = unit(vectors)
    shifts: Floats = np.clip(1 - scaled[1:] @ scaled[0], 0, 2)
    return shifts


@dataclass(frozen=True, eq=False)
class WordTypes:
    """Word types and the directions of their layer-0 vectors."""

    words: tuple[str, ...]
    directions: Floats
    """Length 1 each, (n, D)."""
    baseline: float
    """Mean cosine of random pairs of them (Ethayarajh 2019); NaN with too few."""
    from_vocabulary: bool
    """The model's output vocabulary, or else what the loaded sentences have."""

    @staticmethod
    def of(words: tuple[str, ...], directions: Floats, from_vocabulary: bool) -> WordTypes:
        """With the baseline, which takes one pass over the spellings."""
        return WordTypes(words, directions, random_pair_baseline(directions, words), from_vocabulary)

    @cached_property
    def row_of(self) -> dict[str, int]:
        """Word -> its row."""
        return {word: row for row, word in enumerate(self.words)}

    def nearest(
        self, words: Sequence[str], vectors: Floats, most: int, check: Check
    ) -> list[tuple[Integers, Floats]]:
        """The types with the highest cosines, exactly, without the words themselves.

        Args:
            words: what was asked for.
            vectors: theirs, (Q, D).
            most: how many neighbours each.
            check: called between the blocks.

        Returns:
            For each word the rows, nearest first, and their cosines.
        """
        queries = np.ascontiguousarray(unit(vectors).T)  # (D, Q)
        cosines = np.empty((len(self.words), len(words)), np.float32)
        for start in range(0, len(self.words), _BLOCK):
            check()
            block = self.directions[start : start + _BLOCK]
            np.matmul(block, queries, out=cosines[start : start + len(block)])
        found = []
        for column, word in enumerate(words):
            values = np.clip(np.ascontiguousarray(cosines[:, column]), -1, 1)
            allowed = np.ones(len(values), bool)
            if (own := self.row_of.get(word)) is not None:
                allowed[own] = False
            rows = highest(values, most, allowed)
            found.append((rows, values[rows]))
        return found


def layer_cosines(pieces: Iterable[Floats], queries: Floats, layers: Sequence[int], check: Check) -> Floats:
    """Some vectors' cosines with every token's, layer by layer.

    Args:
        pieces: the tokens' vectors one part after the other, each (L, n, D).
        queries: (Q, L, D).
        layers: which layers.
        check: called between the pieces.

    Returns:
        (Q, len(layers), N).
    """
    directions = [np.ascontiguousarray(unit(queries[:, layer]).T) for layer in layers]  # (D, Q) each
    parts: list[list[Floats]] = [[] for _ in layers]
    for piece in pieces:
        check()
        for part, layer, wanted in zip(parts, layers, directions, strict=True):
            lengths = np.sqrt(np.einsum("nd,nd->n", piece[layer], piece[layer]))
            part.append((piece[layer] @ wanted) / np.where(lengths > 0, lengths, np.float32(1))[:, None])
    found: Floats = np.stack([np.concatenate(part).T for part in parts], axis=1)
    return np.clip(found, -1, 1)
