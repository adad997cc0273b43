"""What a scatter shows apart from where: which points are large, in which group, with which label."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from elmo_explorer.ui.snippet import Snippet


def _no_word(index: int) -> str:
    return ""


def _no_snippet(i: int) -> Snippet:
    return Snippet("", "", "")


@dataclass(frozen=True, eq=False)
class ScatterScene:
    """All but the places; ``n_points`` of them are expected."""

    n_points: int = 0
    marks: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    """The large points, (n_marks,), in the order in which they are walked through."""
    categories: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))
    """Category of each large point, (n_marks,); -1 has none."""
    shown: NDArray[np.bool_] = field(default_factory=lambda: np.empty(0, bool))
    """Which large points are drawn, (n_marks,)."""
    snippet_of: Callable[[int], Snippet] = _no_snippet
    """Label of the i-th large point; asked only for those that are labelled."""
    word_of: Callable[[int], str] = _no_word
    """The word of any point, for faint labels."""
    start_note: str = ""
    """Said where all large points begin together, if they do."""
    with_hulls: bool = True
    fits_all: bool = False
    """A fit shows every point, not the large ones alone."""
