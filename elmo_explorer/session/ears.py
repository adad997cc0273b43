"""What the two halves of the focus word's vectors tell apart: left ear, right ear."""

from __future__ import annotations

from dataclasses import dataclass

from elmo_explorer.analysis.half_separation import HalfSeparation


@dataclass(frozen=True)
class EarPair:
    """Two groups of the focus word's uses, told apart by what was heard from the left, or from the right."""

    one: int
    """Number of a group."""
    other: int
    """Number of another."""
    n_one: int
    """Its compared uses."""
    n_other: int
    layers: tuple[HalfSeparation, ...]
    """Of every layer, the word vectors' first."""


@dataclass(frozen=True)
class Ears:
    """Every two of the focus word's groups."""

    pairs: tuple[EarPair, ...]
    names: tuple[str, ...]
    """Of all groups, in the order of their numbers."""
    n_groups: int
    """Groups that have uses."""
    n_paired: int
    """Groups that are paired here, the largest ones."""
    n_uses: int
    """Occurrences that were compared."""
