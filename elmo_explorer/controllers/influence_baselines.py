"""How alike two random loaded words are in every layer and in the mix, while the distances of an influence are shown."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from elmo_explorer.controllers.loaded_tokens import LoadedTokens
from elmo_explorer.controllers.random_pairs import RandomPairs
from elmo_explorer.session.influence import Baselines
from elmo_explorer.session.session import Mix, Session
from elmo_explorer.workers.runner import Runner
from elmo_explorer.workers.task import Task

LANE = "analysis"
_LIVE_MS = 50


class InfluenceBaselines(QObject):
    """Keeps ``session.influence_baselines`` true while there is an influence; follows a drag at most every 50 ms."""

    def __init__(self, session: Session, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._runner = runner
        self._known: tuple[LoadedTokens, bool, RandomPairs, tuple[float, ...]] | None = None
        self._shown: object = None
        self._task: Task | None = None
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._live = QTimer(self, singleShot=True, interval=_LIVE_MS)
        self._soon.timeout.connect(self._start)
        self._live.timeout.connect(self._start)
        events = session.events
        for field in (events.influence, events.states, events.sentences, events.dragging):
            field.connect(self._want)
        events.mix.connect(self._on_mix)

    @property
    def pending(self) -> bool:
        """Whether newer ones are on their way."""
        return self._soon.isActive() or self._live.isActive() or self._task is not None

    def _want(self) -> None:
        if self._task is None:  # else it looks again when it is done
            self._soon.start()

    def _on_mix(self, mix: Mix) -> None:
        if not self._session.dragging:
            self._want()
        elif self._task is None and not self._live.isActive():
            self._live.start()

    def _start(self) -> None:
        self._soon.stop()
        self._live.stop()
        session = self._session
        if session.influence is None:
            self._known = self._shown = None  # it holds many vectors
            session.influence_baselines = None
            return
        loaded, mix = LoadedTokens.of(session), session.mix
        wanted = (loaded, mix.layer_norm, mix.weights)
        if self._task is not None or loaded.n_layers != len(mix.weights) or self._is_shown(wanted):
            return
        known = self._known

        def measure(_: Task) -> tuple[RandomPairs, tuple[float, ...], float]:
            if known is not None and loaded.same_as(known[0]) and known[1] == mix.layer_norm:
                pairs, layers = known[2], known[3]
            else:
                pairs = RandomPairs.of(loaded, mix.layer_norm)
                layers = tuple(pairs.in_layers())
            return pairs, layers, pairs.in_mix(mix.weights)

        def measured(found: tuple[RandomPairs, tuple[float, ...], float]) -> None:
            self._task = None
            pairs, layers, of_mix = found
            if session.influence is not None:
                self._known, self._shown = (loaded, mix.layer_norm, pairs, layers), wanted
                session.influence_baselines = Baselines(layers, of_mix)
            if session.dragging:
                self._live.start()  # the hand may have moved on meanwhile
            else:
                self._want()

        self._task = self._runner.submit(
            LANE, measure, measured, key="influence baselines", failed=self._failed
        )

    def _is_shown(self, wanted: object) -> bool:
        return self._session.influence_baselines is not None and wanted == self._shown

    def _failed(self, error: Exception) -> None:
        self._task = None
        self._runner.failed.emit(error)
