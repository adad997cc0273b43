"""What a neighbourhood layout begins with: its tokens, their vectors and their first places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from elmo_explorer.analysis.layout import first_layout
from elmo_explorer.controllers.loaded_tokens import LoadedTokens
from elmo_explorer.session.session import Floats, Points, TokenRef
from elmo_explorer.session.token_places import TokenPlaces
from elmo_explorer.workers.layout_messages import LayoutMethod

MOST_LAID_OUT = 5000
"""Tokens that a layout can move live; a seeded sample of the background besides the focus word's."""


@dataclass(frozen=True, eq=False)
class LayoutStart:
    """The tokens that are laid out and where they begin."""

    method: LayoutMethod
    tokens: Sequence[TokenRef]
    states: Floats
    """(L, n, D)."""
    xy: Floats
    """(n, 2); NaN where a token is new."""
    afresh: bool
    """No layout was there to go on from."""
    n_left_out: int
    """Tokens that are not laid out."""


def layout_start(
    loaded: LoadedTokens,
    focus_rows: NDArray[np.int64],
    linear: Floats,
    before: Points | None,
    method: LayoutMethod,
) -> LayoutStart:
    """Choose the tokens, and begin at their last places.

    Args:
        loaded: all tokens.
        focus_rows: the focus word's, which are all laid out.
        linear: all tokens' places in a linear picture, (n, 2): where a layout begins that has none before.
        before: what is drawn now.
        method: what is wanted.
    """
    n = len(loaded.tokens)
    if n > MOST_LAID_OUT:
        # Each row has its own number, so that a sentence more leaves the choice nearly as it was.
        priority = np.random.default_rng(0).random(n)
        priority[focus_rows] -= 1.0
        rows = np.sort(np.argpartition(priority, MOST_LAID_OUT)[:MOST_LAID_OUT])
        tokens: Sequence[TokenRef] = loaded.tokens.take(rows)
        states = loaded.states(rows)
    else:
        rows, tokens = np.arange(n), loaded.tokens
        states = np.concatenate(loaded.arrays, axis=1)
    if before is None or before.method != method:
        return LayoutStart(method, tokens, states, first_layout(linear[rows]), True, n - len(rows))
    if before.tokens == tokens:
        tokens = before.tokens  # the same object says that only places change
    places = TokenPlaces(before.tokens).find(tokens)
    xy = np.full((len(tokens), 2), np.nan, np.float32)
    xy[places >= 0] = before.xy[places[places >= 0]]
    if np.isnan(xy).all():
        return LayoutStart(method, tokens, states, first_layout(linear[rows]), True, n - len(rows))
    return LayoutStart(method, tokens, states, xy, False, n - len(rows))
