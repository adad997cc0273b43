"""What the window and the process that lays out say to each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from elmo_explorer.analysis.layout import Floats, LayoutStep, Pace

LayoutMethod = Literal["umap", "tsne"]


@dataclass(frozen=True, eq=False)
class Place:
    """Take these tokens and their places; their states follow as bytes."""

    number: int
    method: LayoutMethod
    shape: tuple[int, int, int]
    """Of the states, (L, N, D), float32."""
    xy: Floats
    """(N, 2); NaN where a token is new."""
    seed: int = 0
    """Of the layout's random numbers."""


@dataclass(frozen=True)
class Refine:
    """Lay the tokens out for this mix."""

    number: int
    weights: tuple[float, ...]
    layer_norm: bool
    pace: Pace


@dataclass(frozen=True)
class Stop:
    """Leave the layout as it is."""


@dataclass(frozen=True)
class Ready:
    """All is imported and compiled."""


@dataclass(frozen=True, eq=False)
class Step:
    """A layout to draw."""

    placed: int
    """The number of the ``Place`` that it is of."""
    refined: int
    """The number of the ``Refine`` that it is of."""
    layout: LayoutStep


@dataclass(frozen=True)
class Failed:
    """Something unexpected happened; the process goes on."""

    text: str
    details: str


Request = Place | Refine | Stop
Reply = Ready | Step | Failed
