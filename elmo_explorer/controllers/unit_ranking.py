"""Rank the loaded tokens by one unit: a plain function of its request, and of what was found before."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from elmo_explorer.analysis.nearest_tokens import highest
from elmo_explorer.analysis.unit_values import unit_values
from elmo_explorer.controllers.loaded_tokens import LoadedTokens
from elmo_explorer.session.session import Floats
from elmo_explorer.session.units import UnitAsk, UnitTokens
from elmo_explorer.workers.task import Task

MOST = 50
"""Tokens at each end."""


@dataclass(frozen=True, eq=False)
class UnitRequest:
    """Everything a unit's ranking depends on."""

    loaded: LoadedTokens
    ask: UnitAsk
    weights: tuple[float, ...]
    gamma: float
    layer_norm: bool


@dataclass(frozen=True, eq=False)
class UnitColumns:
    """What no mix changes: the values of one unit."""

    loaded: LoadedTokens
    unit: int
    layer_norm: bool
    values: Floats
    """In every layer, (L, N)."""


def rank_tokens(
    request: UnitRequest, before: UnitColumns | None, task: Task
) -> tuple[UnitTokens, UnitColumns]:
    """The tokens at both ends, and what the next ranking may take over.

    In layer 0 all uses of a word have one vector: there its first use stands for all of them.

    Raises:
        Cancelled: between its steps, when they are no longer wanted.
    """
    loaded, ask = request.loaded, request.ask
    layer = ask.layer
    if layer is None and request.weights[0] == 1:
        layer = 0  # the mix is nothing else
    norm = request.layer_norm and ask.layer is None
    columns = _columns(loaded, ask.unit, norm, before, task)
    if ask.layer is None:
        weights = np.float32(request.gamma) * np.asarray(request.weights, np.float32)
        values: Floats = np.matmul(weights, columns.values, dtype=np.float32)
    else:
        values = columns.values[ask.layer]
    task.check()
    allowed = _first_uses(loaded) if layer == 0 else np.ones(len(values), bool)
    task.check()
    n = int(np.count_nonzero(allowed))
    top, bottom = highest(values, MOST, allowed), highest(-values, MOST, allowed)
    found = UnitTokens(
        ask,
        tuple(loaded.tokens.take(top)),
        values[top],
        tuple(loaded.tokens.take(bottom)),
        values[bottom],
        len(values),
        n if layer == 0 else 0,
    )
    return found, columns


def _columns(
    loaded: LoadedTokens, unit: int, layer_norm: bool, before: UnitColumns | None, task: Task
) -> UnitColumns:
    """The unit's values; of tokens that were there before only what is not known."""
    known = before is not None and (before.unit, before.layer_norm) == (unit, layer_norm)
    if before is not None and known and loaded.same_as(before.loaded):
        return before
    if before is not None and known and loaded.goes_on_from(before.loaded):
        more = unit_values(loaded.arrays[len(before.loaded.arrays) :], unit, task.check, layer_norm)
        return UnitColumns(loaded, unit, layer_norm, np.concatenate([before.values, more], axis=1))
    return UnitColumns(loaded, unit, layer_norm, unit_values(loaded.arrays, unit, task.check, layer_norm))


def _first_uses(loaded: LoadedTokens) -> NDArray[np.bool_]:
    """The first token of every word form, (N,)."""
    first: dict[str, int] = {}
    for row, word in enumerate(chain.from_iterable(loaded.words)):
        first.setdefault(word, row)
    is_first = np.zeros(len(loaded.tokens), bool)
    is_first[list(first.values())] = True
    return is_first
