"""The hand on a mixing handle: what a drag, a key or a slider does to the session's mix."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from elmo_explorer.analysis.weights import Weights, snapped, towards, with_weight
from elmo_explorer.session.session import Session

SNAP = 0.05
"""Steps that Shift keeps to."""


class MixHand:
    """Takes hold of the mix, moves it and lets go."""

    def __init__(self, session: Session, before: Callable[[], object]) -> None:
        """``before``: called when a hand takes hold: whatever glides by itself is to stop."""
        self._session, self._before = session, before
        self._origin: Weights | None = None  # the weights when a slider was taken hold of

    def grab(self) -> None:
        """Begin one undo step."""
        self._before()
        self._origin = self._session.mix.weights
        self._session.dragging = True

    def let_go(self) -> None:
        """End it."""
        self._origin = None
        self._session.dragging = False

    def move_handle(self, target: Weights, snap: bool) -> None:
        """Bring the triangle's handle there, as far as locks let it."""
        mix = self._session.mix
        weights = towards(mix.weights, target, mix.locked)
        self._set(snapped(weights, SNAP, mix.locked) if snap else weights)

    def nudge(self, layer: int, by: float) -> None:
        """Give a layer more or less."""
        mix = self._session.mix
        self._set(with_weight(mix.weights, layer, mix.weights[layer] + by, mix.locked))

    def move_weight(self, layer: int, value: float, snap: bool) -> None:
        """Always from where the slider was taken: on the way back the others find their old proportion again."""
        self._before()
        mix = self._session.mix
        start = self._origin or mix.weights
        value = round(value / SNAP) * SNAP if snap else value
        self._set(with_weight(start, layer, value, mix.locked))

    def _set(self, weights: Weights) -> None:
        self._session.mix = replace(self._session.mix, weights=weights)
