"""Which tokens drive one unit of the vectors, among everything loaded."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, QTimer

from elmo_explorer.controllers.loaded_tokens import LoadedTokens
from elmo_explorer.controllers.unit_ranking import UnitColumns, UnitRequest, rank_tokens
from elmo_explorer.session.session import Floats, Mix, ModelInfo, Session
from elmo_explorer.session.units import UnitTokens
from elmo_explorer.workers.runner import Runner
from elmo_explorer.workers.task import Task

LANE = "analysis"
_LIVE_MS = 50


class UnitsController(QObject):
    """Keeps ``session.unit_tokens`` true while it is looked at; a unit of another model is no longer asked for.

    During a drag the ranks in the mix follow at most every 50 ms.
    """

    def __init__(self, session: Session, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._runner = runner
        self._visible = False
        self._columns: UnitColumns | None = None
        self._task: Task | None = None
        self._again = False
        self._model = ""
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._live = QTimer(self, singleShot=True, interval=_LIVE_MS)
        self._soon.timeout.connect(self._start)
        self._live.timeout.connect(self._start)
        events = session.events
        events.unit_ask.connect(self._want)
        events.sentences.connect(self._want)
        events.states.connect(self._on_states)
        events.model.connect(self._on_model)
        events.mix.connect(self._on_mix)

    @property
    def visible(self) -> bool:
        """Whether the ranking is seen; nothing is computed while it is not."""
        return self._visible

    @visible.setter
    def visible(self, visible: bool) -> None:
        self._visible = visible
        if visible:
            self._want()
        else:
            self._stop()
            self._columns = None
            self._session.unit_tokens = None

    @property
    def pending(self) -> bool:
        """Whether a newer ranking is on its way."""
        return self._soon.isActive() or self._live.isActive() or self._task is not None

    def _want(self) -> None:
        if self._visible:
            self._soon.start()

    def _on_states(self, states: Mapping[int, Floats]) -> None:
        """More vectors: a ranking under way is shown first, so that a long import does not starve it."""
        if states and self._task is not None:
            self._again = True
        else:
            self._want()

    def _on_model(self, model: ModelInfo | None) -> None:
        key = model.key if model is not None else ""
        if key != self._model:
            self._model, self._columns = key, None
            self._session.unit_ask = None
        self._want()

    def _on_mix(self, mix: Mix, old: Mix) -> None:
        ask = self._session.unit_ask
        if not self._visible or ask is None or ask.layer is not None:
            return
        if (mix.weights, mix.gamma, mix.layer_norm) == (old.weights, old.gamma, old.layer_norm):
            return
        if self._task is None and not self._live.isActive():
            self._live.start()
        else:
            self._again = True

    def _start(self) -> None:
        session = self._session
        self._stop()
        ask = session.unit_ask
        if not self._visible:
            return
        loaded = LoadedTokens.of(session) if ask is not None else None
        if (
            ask is not None
            and loaded is not None
            and loaded.n_layers
            and not _fits(ask.layer, ask.unit, loaded)
        ):
            session.unit_ask = ask = None
        if ask is None or loaded is None or loaded.n_layers != len(session.mix.weights):
            session.unit_tokens = self._columns = None
            return
        mix, before = session.mix, self._columns
        request = UnitRequest(loaded, ask, mix.weights, mix.gamma, mix.layer_norm)

        def found(answer: tuple[UnitTokens, UnitColumns]) -> None:
            self._task = None
            session.unit_tokens, self._columns = answer
            if self._again:
                self._live.start()

        self._task = self._runner.submit(
            LANE, lambda task: rank_tokens(request, before, task), found, key="unit"
        )

    def _stop(self) -> None:
        self._soon.stop()
        self._live.stop()
        self._again = False
        if self._task is not None:
            self._task.cancel()
            self._task = None


def _fits(layer: int | None, unit: int, loaded: LoadedTokens) -> bool:
    return (layer is None or layer < loaded.n_layers) and unit < loaded.dim
