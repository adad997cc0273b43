"""The line that offers another model for sentences in a language that the one in use was not trained on."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from elmo_explorer.session.session import Offer, Session
from elmo_explorer.translation import tr
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
        self.setAccessibleName(tr("Another model"))
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
            amount = (
                tr(", {done:,} of {total:,} {unit}", done=job.done, total=job.total, unit=job.unit)
                if job.total
                else ""
            )
            self.say(f"{job.title}{amount}", tr("Cancel"))
        elif offer.fault:
            title = tr("{name} could not be loaded: {fault}", name=offer.name, fault=offer.fault)
            self.say(tr("{title} {name} stays open.", title=title, name=offer.reader.name), tr("Try again"))
        else:
            language = language_name(offer.language)
            action = (
                tr("Read {language} with {name}", language=language, name=offer.name) if offer.name else ""
            )
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
    what = (
        tr("This sentence is {language}", language=language)
        if n == 1
        else tr("{n:,} sentences are {language}", n=n, language=language)
    )
    trained = language_list(offer.reader.languages)
    text = tr("{what}; {name} was trained on {trained}.", what=what, name=offer.reader.name, trained=trained)
    return (
        text if offer.name else tr("{said} No {language} model is installed.", said=text, language=language)
    )
