"""By which random pairs a pair of sentences is measured: whole vectors, halves, and the mix."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, QTimer

from elmo_explorer.analysis.halves import half_of
from elmo_explorer.analysis.similarity import random_pair_baseline
from elmo_explorer.analysis.state_distance import HALVES
from elmo_explorer.controllers.loaded_tokens import LoadedTokens
from elmo_explorer.controllers.random_pairs import RandomPairs
from elmo_explorer.session.minimal_pair import PairBaselines
from elmo_explorer.session.session import Mix, Session
from elmo_explorer.workers.runner import Runner
from elmo_explorer.workers.task import Task

LANE = "analysis"
_LIVE_MS = 50


class PairBaselinesController(QObject):
    """Keeps ``session.pair_baselines`` true while somebody looks: in a drag every 50 ms at most."""

    def __init__(self, session: Session, runner: Runner, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._runner = runner
        self._visible = False
        self._pairs: tuple[LoadedTokens, bool, RandomPairs] | None = None
        self._task: Task | None = None
        self._later = QTimer(self, singleShot=True, interval=_LIVE_MS)
        self._later.timeout.connect(self._start)
        session.events.states.connect(self._want)
        session.events.mix.connect(self._on_mix)

    @property
    def visible(self) -> bool:
        """Whether they are seen."""
        return self._visible

    @visible.setter
    def visible(self, visible: bool) -> None:
        self._visible = visible
        if visible:
            self._start()
        else:
            self._later.stop()
            self._pairs = None

    @property
    def pending(self) -> bool:
        """Whether newer ones are on their way."""
        return self._later.isActive() or self._task is not None

    def _want(self) -> None:
        if self._visible and not self._later.isActive():
            self._later.start()

    def _on_mix(self, mix: Mix, old: Mix) -> None:
        if (mix.weights, mix.layer_norm) != (old.weights, old.layer_norm):
            self._want()

    def _start(self) -> None:
        session = self._session
        loaded, mix = LoadedTokens.of(session), session.mix
        if self._task is not None:
            self._later.start()
            return
        if session.model is None or loaded.n_layers != len(mix.weights):
            session.pair_baselines = None
            return
        key, kept = session.model.key, self._pairs

        def measure(_: Task) -> tuple[PairBaselines, RandomPairs]:
            fits = kept is not None and kept[0].same_as(loaded) and kept[1] == mix.layer_norm
            pairs = kept[2] if kept is not None and fits else RandomPairs.of(loaded, mix.layer_norm)
            before = session.pair_baselines if fits else None
            if before is not None and before.model == key:
                layers, halves = before.layers, before.halves
            else:
                layers = np.array(pairs.in_layers())
                halves = np.array(
                    [
                        [random_pair_baseline(half_of(layer, half), pairs.words) for layer in pairs.states]
                        for half in HALVES
                    ]
                )
            return PairBaselines(key, layers, halves, pairs.in_mix(mix.weights)), pairs

        def found(answer: tuple[PairBaselines, RandomPairs]) -> None:
            self._task = None
            if self._visible:
                session.pair_baselines = answer[0]
                self._pairs = loaded, mix.layer_norm, answer[1]

        self._task = self._runner.submit(LANE, measure, found, failed=self._on_failed)

    def _on_failed(self, error: Exception) -> None:
        self._task = None
        self._runner.failed.emit(error)
