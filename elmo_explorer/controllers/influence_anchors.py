"""Where a moved vector belongs in a picture of neighbourhoods: between the pictured tokens that are nearest to it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, QTimer

from elmo_explorer.analysis.inverse_distance import nearest_with_weights
from elmo_explorer.analysis.mixing import mix_layers
from elmo_explorer.analysis.similarity import unit_rows
from elmo_explorer.controllers.loaded_tokens import LoadedTokens
from elmo_explorer.controllers.projection_fit import LINEAR, shown_weights
from elmo_explorer.session.influence import Anchors, Influence
from elmo_explorer.session.session import Floats, Points, Session
from elmo_explorer.workers.runner import Runner
from elmo_explorer.workers.task import Task

LANE = "analysis"


class InfluenceAnchors(QObject):
    """Keeps ``session.influence_anchors`` true for UMAP and t-SNE, in lane ``"analysis"``.

    They are found when the picture rests; while it moves, a moved vector's place goes with its neighbours.
    """

    def __init__(self, session: Session, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._runner = runner
        self._asked: object = None
        self._task: Task | None = None
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._start)
        events = session.events
        for field in (events.influence, events.points, events.dragging, events.view):
            field.connect(self._want)

    @property
    def pending(self) -> bool:
        """Whether newer ones are on their way."""
        return self._soon.isActive() or self._task is not None

    def _want(self) -> None:
        if self._session.influence is not None or self._session.influence_anchors is not None:
            self._soon.start()

    def _start(self) -> None:
        session = self._session
        influence, points = session.influence, session.points
        if influence is None or points is None or points.method in LINEAR:
            self._stop()
            self._asked = None
            if session.influence_anchors is not None:
                session.influence_anchors = None
            return
        if session.dragging or not points.settled:
            return
        loaded, (weights, _) = LoadedTokens.of(session), shown_weights(session)
        rows = loaded.rows(points.tokens)
        if loaded.n_layers != len(weights) or len(rows) != len(points.tokens):
            return  # of another model, or of sentences that are gone: newer points are on their way
        asked = (influence, points.tokens, weights, session.mix.layer_norm)
        if self._asked is not None and _same(asked, self._asked):
            return
        self._stop()
        self._asked = asked
        layer_norm = session.mix.layer_norm

        def find(task: Task) -> Anchors:
            states = loaded.states(rows)
            task.check()
            return anchors(influence, points, states, weights, layer_norm)

        self._task = self._runner.submit(
            LANE, find, self._on_found, key="influence anchors", failed=self._on_failed
        )

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _on_found(self, found: Anchors) -> None:
        self._task = None
        self._session.influence_anchors = found

    def _on_failed(self, error: Exception) -> None:
        self._task = None
        self._runner.failed.emit(error)


def anchors(
    influence: Influence, points: Points, states: Floats, weights: tuple[float, ...], layer_norm: bool
) -> Anchors:
    """The neighbours of every variant's vector.

    Args:
        influence: whose variants.
        points: the picture.
        states: of the picture's tokens, (n_layers, n_tokens, dim).
        weights: of what is pictured, the mix or one layer.
        layer_norm: whether the mix normalises.
    """
    tokens = np.asarray(unit_rows(mix_layers(states, weights, layer_norm=layer_norm)), np.float32)
    moved = mix_layers(influence.after, weights, layer_norm=layer_norm)
    rows, shares = nearest_with_weights(moved, tokens)
    rows.flags.writeable = shares.flags.writeable = False
    return Anchors(influence, points.tokens, rows, shares)


def _same(asked: tuple[object, ...], known: object) -> bool:
    assert isinstance(known, tuple)
    return asked[0] is known[0] and asked[1] is known[1] and asked[2:] == known[2:]
