"""Which tokens are nearest to the selected one, among everything loaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer

from elmo_explorer.controllers.loaded_tokens import LoadedTokens
from elmo_explorer.controllers.nearest_search import NearestRequest, NearestSearch, find_nearest
from elmo_explorer.session.nearest import NearestTokens
from elmo_explorer.session.sentence_changes import sentence_changes
from elmo_explorer.session.session import Floats, Mix, ModelInfo, Sentence, Session, TokenRef, View
from elmo_explorer.workers.runner import Runner
from elmo_explorer.workers.task import Task

LANE = "analysis"
_LIVE_MS = 50


class NearestController(QObject):
    """Keeps ``session.nearest`` true while it is looked at; the vectors are read in lane ``"analysis"``.

    During a drag the list follows at most every 50 ms. What is isolated ends with what it was isolated from.
    """

    def __init__(self, session: Session, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._runner = runner
        self._visible = False
        self._search: NearestSearch | None = None
        self._task: Task | None = None
        self._model = ""
        self._again = False
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._live = QTimer(self, singleShot=True, interval=_LIVE_MS)
        self._soon.timeout.connect(self._start)
        self._live.timeout.connect(self._start)
        events = session.events
        for field in (events.selection, events.occurrences, events.nearest_ask):
            field.connect(self._want)
        events.states.connect(self._on_states)
        events.sentences.connect(self._on_sentences)
        events.focus.connect(self._show_all)
        events.model.connect(self._on_model)
        events.view.connect(self._on_view)
        events.mix.connect(self._on_mix)
        events.dragging.connect(self._on_dragging)

    @property
    def visible(self) -> bool:
        """Whether the neighbours are seen; nothing is searched while they are not."""
        return self._visible

    @visible.setter
    def visible(self, visible: bool) -> None:
        self._visible = visible
        if visible:
            self._want()
        else:
            self._stop()
            self._search = None  # some numbers for every token
            self._session.nearest = None

    def _want(self) -> None:
        if self._visible:
            self._soon.start()

    def _on_states(self, states: Mapping[int, Floats]) -> None:
        """More vectors: a search under way is shown first, so that a long import does not starve it."""
        if states and self._task is not None:
            self._again = True
        else:
            self._want()

    def _on_sentences(self, new: tuple[Sentence, ...], before: tuple[Sentence, ...]) -> None:
        session = self._session
        if sentence_changes(before, new).gone:
            lengths = {sentence.id: len(sentence.tokens) for sentence in session.pictured()}

            def is_here(token: TokenRef) -> bool:
                return token.index < lengths.get(token.sentence_id, 0)

            if session.isolated is not None and not any(map(is_here, session.isolated)):
                self._show_all()
            nearest = session.nearest
            if nearest is not None:
                session.nearest = _kept(nearest, [is_here(token) for token in nearest.tokens])
        self._want()

    def _on_model(self, model: ModelInfo | None) -> None:
        """Another model's vectors: there is nothing to go on from."""
        key = model.key if model is not None else ""
        if key != self._model:
            self._model, self._search = key, None
            self._show_all()
        self._want()

    def _show_all(self) -> None:
        self._session.isolated = None

    def _on_view(self, view: View, old: View) -> None:
        if view.layer != old.layer:
            self._want()

    def _on_mix(self, mix: Mix, old: Mix) -> None:
        if not self._visible or (mix.weights, mix.layer_norm) == (old.weights, old.layer_norm):
            return
        if not self._session.dragging:
            self._soon.start()
        elif self._task is None and not self._live.isActive():
            self._live.start()

    def _on_dragging(self, dragging: bool) -> None:
        if not dragging:
            self._live.stop()
            self._want()

    def _token(self, loaded: LoadedTokens) -> TokenRef | None:
        """The selected token, the first in the list of several; without one the focus word's first use."""
        selected = loaded.known(tuple(self._session.selection))
        if selected:
            return loaded.tokens[int(loaded.rows(selected).min())]
        return next(iter(loaded.known(self._session.occurrences)), None)

    def _start(self) -> None:
        session = self._session
        self._stop()
        if not self._visible:
            return
        loaded = LoadedTokens.of(session)
        token = self._token(loaded)
        n_layers = len(session.mix.weights)
        if token is None or loaded.n_layers != n_layers:
            session.nearest = self._search = None  # which holds the vectors that there were
            return
        ask = session.nearest_ask
        layer = session.view.layer if ask.space == "picture" else None if ask.space == "mix" else ask.space
        if layer is not None and layer >= n_layers:  # of a model with more layers
            ask, layer = replace(ask, space="picture"), session.view.layer
        weights = session.mix.weights if layer is None else tuple(float(k == layer) for k in range(n_layers))
        request = NearestRequest(loaded, token, ask, layer, weights, session.mix.layer_norm)
        before = self._search

        def found(answer: tuple[NearestTokens, NearestSearch]) -> None:
            self._task = None
            session.nearest, self._search = answer
            if self._again:
                self._soon.start()
            if session.dragging and session.mix.weights != request.weights and layer is None:
                self._live.start()  # the hand has moved on meanwhile

        self._task = self._runner.submit(
            LANE, lambda task: find_nearest(request, before, task), found, key="nearest"
        )

    def _stop(self) -> None:
        self._soon.stop()
        self._live.stop()
        self._again = False
        if self._task is not None:
            self._task.cancel()
            self._task = None


def _kept(nearest: NearestTokens, here: list[bool]) -> NearestTokens:
    """Without the tokens that are gone, until it is searched anew."""
    tokens = tuple(token for token, is_here in zip(nearest.tokens, here, strict=True) if is_here)
    return replace(nearest, tokens=tokens, cosines=nearest.cosines[here])
