"""How far the linear picture can be trusted: measured when it rests, while nothing waits for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QObject, QTimer

from elmo_explorer.analysis.neighbours import unit_mix
from elmo_explorer.analysis.trust import n_measured, trust
from elmo_explorer.controllers.isolated_tokens import pictured_tokens
from elmo_explorer.controllers.loaded_tokens import LoadedTokens, sample_rows
from elmo_explorer.controllers.projection_fit import LINEAR, shown_weights
from elmo_explorer.session.session import Floats, Points, Session, TokenRef
from elmo_explorer.workers.runner import Runner
from elmo_explorer.workers.task import Task

LANE = "trust"
_REST_MS = 300
_AT_ONCE = 2048  # tokens of a piece


@dataclass(frozen=True, eq=False)
class TrustRequest:
    """Everything the measure depends on."""

    loaded: LoadedTokens
    focus: Sequence[TokenRef]
    """The focus word's, which are measured first."""
    weights: tuple[float, ...]
    layer_norm: bool
    xy: Floats
    """(n_tokens, 2)."""


class TrustMeasure(QObject):
    """Gives ``session.points`` its trust some time after a linear picture came to rest; layouts bring their own."""

    def __init__(self, session: Session, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._runner = runner
        self._task: Task | None = None
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._measure)
        for told in (session.events.points, session.events.states, session.events.mix, session.events.view):
            told.connect(self._wait)

    def stop(self) -> None:
        """Measure no more."""
        self._rest.stop()
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _wait(self) -> None:
        """Whatever happens comes first."""
        self.stop()
        points = self._session.points
        if points is not None and points.method in LINEAR and points.settled and points.trust is None:
            self._rest.start()

    def _measure(self) -> None:
        session, points = self._session, self._session.points
        loaded = pictured_tokens(session)
        weights, _ = shown_weights(session)
        if points is None or points.tokens != loaded.tokens or loaded.n_layers != len(weights):
            return  # other points are on their way
        request = TrustRequest(loaded, session.occurrences, weights, session.mix.layer_norm, points.xy)
        self._task = self._runner.submit(
            LANE, lambda task: measure(request, task), lambda found: self._tell(points, found), key="trust"
        )

    def _tell(self, points: Points, found: Floats) -> None:
        self._task = None
        if self._session.points is points:
            self._session.points = replace(points, trust=found)


def measure(request: TrustRequest, task: Task) -> Floats:
    """The trust in every measured token's neighbourhood, (n_tokens,), read-only; NaN where it was not measured.

    Raises:
        Cancelled: between two blocks.
    """
    loaded, weights, layer_norm = request.loaded, request.weights, request.layer_norm
    n = n_measured(len(loaded.tokens))
    focus = sample_rows(loaded.rows(request.focus), n)
    rows = np.union1d(focus, sample_rows(np.arange(len(loaded.tokens)), n))
    task.check()
    found = trust(
        (unit_mix(chunk, weights, layer_norm) for chunk in loaded.chunks(n_tokens=_AT_ONCE)),
        unit_mix(loaded.states(rows), weights, layer_norm),
        request.xy,
        rows,
        task.check,
    )
    found.flags.writeable = False
    return found
