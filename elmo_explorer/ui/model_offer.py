"""The line that offers another model for sentences in a language that the one in use was not trained on."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from elmo_explorer.session.session import Offer, Session
from elmo_explorer.ui.languages import language_list, language_name
from elmo_explorer.ui.widgets.summary_row import SummaryRow


class ModelOffer(SummaryRow):
    """Shows ``session.offer``, and the loading that follows from it."""

    accepted = Signal()
    dismissed = Signal()
    cancelled = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("chip", warning=True, parent=parent)
        self._session = session
        self._loading = False
        self.setAccessibleName("Another model")
        self._refresh()

        self.acted.connect(self._act)
        self.closed.connect(self._close)
        session.events.offer.connect(self._refresh)
        session.events.jobs.connect(self._refresh)

    def _refresh(self) -> None:
        offer = self._session.offer
        job = next((job for job in self._session.jobs if job.kind == "model" and job.beside), None)
        self._loading = offer is not None and job is not None
        if offer is None:
            self.hide()
        elif job is not None:
            amount = f", {job.done:,} of {job.total:,} {job.unit}" if job.total else ""
            self.say(f"{job.title}{amount}", "Cancel")
        elif offer.fault:
            title = f"{offer.name} could not be loaded: {offer.fault}"
            self.say(f"{title} {offer.reader.name} stays open.", "Try again")
        else:
            language = language_name(offer.language)
            action = f"Read {language} with {offer.name}" if offer.name else ""
            self.say(_said(offer, language), action)

    def _act(self) -> None:
        if self._loading:
            self.cancelled.emit()
        else:
            self.accepted.emit()

    def _close(self) -> None:
        if self._loading:
            self.cancelled.emit()
        self.dismissed.emit()


def _said(offer: Offer, language: str) -> str:
    n = offer.n_sentences
    what = f"This sentence is {language}" if n == 1 else f"{n:,} sentences are {language}"
    trained = language_list(offer.reader.languages)
    text = f"{what}; {offer.reader.name} was trained on {trained}."
    return text if offer.name else f"{text} No {language} model is installed."
