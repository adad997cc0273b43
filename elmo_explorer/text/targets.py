"""Words in their sentences."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """One use of a word: ``tokens[start:stop]``, of which it has one or more."""

    tokens: tuple[str, ...]
    start: int
    stop: int
