"""Which sentences are read together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

BATCH_TOKENS = 4096
"""Tokens, padding included, that are read together where no batch size is asked for."""


def batches_by_length(lengths: Sequence[int], batch_size: int | None = None) -> Iterator[list[int]]:
    """Sentences of like length together, the longest first.

    Args:
        lengths: tokens of each sentence, without boundaries.
        batch_size: sentences at once; None takes as many as make about :data:`BATCH_TOKENS` tokens.

    Yields:
        The sentences' places, of falling length.
    """
    order = sorted(range(len(lengths)), key=lambda k: -lengths[k])
    start = 0
    while start < len(order):
        size = batch_size or max(1, BATCH_TOKENS // (lengths[order[start]] + 2))
        yield order[start : start + size]
        start += size


def batches_in_order(n_sentences: int, batch_size: int) -> Iterator[list[int]]:
    """The places from 0 on, ``batch_size`` at a time."""
    for start in range(0, n_sentences, batch_size):
        yield list(range(start, min(start + batch_size, n_sentences)))
