"""Which model reads a language that the open ones do not know: offers it, and loads it beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from operator import attrgetter

from PySide6.QtCore import QObject

from elmo_explorer.controllers.model_controller import ModelController
from elmo_explorer.session.session import ModelInfo, Notice, Offer, Session
from elmo_explorer.translation import tr
from elmo_explorer.workers.runner import Runner

LANE = "text"

Installed = Callable[[str], tuple[str, str] | None]
"""Language -> (name, what to load) of an installed model that was trained on it, None where there is none."""


class LanguageController(QObject):
    """Keeps ``session.offer`` true: there is one while a model reads sentences of a language it was not trained on."""

    def __init__(
        self,
        session: Session,
        runner: Runner,
        models: ModelController,
        installed: Installed,
        device: str = "auto",
        parent: QObject | None = None,
    ) -> None:
        """Listen to the session.

        Args:
            session: whose sentences are looked at.
            runner: looks for installed models in lane ``"text"``.
            models: loads the one that is accepted.
            installed: reads files, so it is called off the main thread.
            device: where a model is to run.
        """
        super().__init__(parent)
        self._session = session
        self._runner = runner
        self._models = models
        self._installed = installed
        self.device = device
        """Where a model is to run that is loaded from now on."""
        self._dismissed: set[str] = set()
        self._wanted: Callable[[], object] | None = None
        events = session.events
        for event in (events.sentences, events.readers, events.model):
            event.connect(self._refresh)
        events.models.connect(self._on_models)

    def accept(self) -> None:
        """Load the offered model beside the others; its language is then read and shown by it."""
        offer = self._session.offer
        if offer is not None and offer.source:
            self._session.offer = replace(offer, fault="")
            self._models.load_beside(offer.source, self.device, failed=self._on_failed)

    def dismiss(self) -> None:
        """Leave this language with the model that reads it, until other models are opened."""
        if self._session.offer is not None:
            self._dismissed.add(self._session.offer.language)
            self._session.offer = None

    def open_for(self, language: str, then: Callable[[], object]) -> None:
        """Call ``then`` once a model is open that knows a language, or none can be had; the newest wish wins."""
        session = self._session
        self._wanted = then
        if any(model.knows(language) for model in session.models) or (
            session.model is None and language == "en"
        ):
            self._go_on(then)
            return

        def found(installed: tuple[str, str] | None) -> None:
            if installed is None or self._wanted is not then:
                self._go_on(then)
                return
            name, source = installed
            self._models.load_beside(
                source,
                self.device,
                show=False,
                done=lambda: self._go_on(then),
                failed=lambda fault: self._go_on_without(then, name, fault),
            )

        self._look(language, found)

    def _go_on(self, then: Callable[[], object]) -> None:
        if self._wanted is then:
            self._wanted = None
            then()

    def _go_on_without(self, then: Callable[[], object], name: str, fault: str) -> None:
        self._session.notice = Notice("error", tr("{name} could not be loaded", name=name), fault)
        self._go_on(then)

    def _look(self, language: str, found: Callable[[tuple[str, str] | None], object]) -> None:
        self._runner.submit(LANE, lambda _: self._installed(language), found)

    def _on_models(self, models: tuple[ModelInfo, ...], old: tuple[ModelInfo, ...]) -> None:
        if {model.key for model in models} != {model.key for model in old}:
            self._dismissed.clear()
            self._refresh()

    def _refresh(self) -> None:
        session = self._session
        models = {model.key: model for model in session.models}
        # A first look without a Python loop: hardly ever is there a language that its model does not know.
        languages = set(map(attrgetter("language"), session.sentences))
        readers = {language: models.get(session.readers.get(language, "")) for language in languages}
        unread: Counter[str] = Counter()
        if any(reader is not None and not reader.knows(language) for language, reader in readers.items()):
            unread.update(s.language for s in session.sentences if not s.hidden)
        found = [
            (language, models[key])
            for language in unread
            if (key := session.readers.get(language, "")) in models
            and not models[key].knows(language)
            and language not in self._dismissed
        ]
        if not found:
            session.offer = None
            return
        language, reader = found[0]
        n, offer = unread[language], session.offer
        if offer is not None and (offer.language, offer.reader.key) == (language, reader.key):
            session.offer = replace(offer, n_sentences=n, reader=reader)
            return
        session.offer = None
        self._look(language, lambda installed: self._offer(language, reader, installed))

    def _offer(self, language: str, reader: ModelInfo, installed: tuple[str, str] | None) -> None:
        """What was looked for is known; meanwhile the sentences may be gone, or read by another model."""
        session = self._session
        n = sum(s.language == language and not s.hidden for s in session.sentences)
        if n and session.readers.get(language) == reader.key and language not in self._dismissed:
            name, source = installed or ("", "")
            session.offer = Offer(language, n, reader, name, source)

    def _on_failed(self, fault: str) -> None:
        if self._session.offer is not None:
            self._session.offer = replace(self._session.offer, fault=fault)
