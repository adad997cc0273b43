"""What is said aloud to people who do not see it: jobs that ended, errors, and the mix while it moves."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from elmo_explorer.session.session import Job, Mix, Notice, Session
from elmo_explorer.translation import tr

MIX_MS = 500
"""The mix is said at most once in this time."""


class Announcer(QObject):
    """Follows the session and tells screen readers."""

    said = Signal(str, bool)
    """A sentence, and whether it interrupts others."""

    def __init__(self, session: Session, window: QObject) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._mix_waits = False
        self._mix_timer = QTimer(self, singleShot=True, interval=MIX_MS)
        self._mix_timer.timeout.connect(self._mix_rested)
        session.events.jobs.connect(self._jobs_changed)
        session.events.notice.connect(self._notice_changed)
        session.events.mix.connect(self._mix_changed)

    def say(self, sentence: str, urgent: bool = False) -> None:
        """Tell whoever listens."""
        if not sentence:
            return
        if QAccessible.isActive():
            event = QAccessibleAnnouncementEvent(self._window, sentence)
            politeness = QAccessible.AnnouncementPoliteness
            event.setPoliteness(politeness.Assertive if urgent else politeness.Polite)
            QAccessible.updateAccessibility(event)
        self.said.emit(sentence, urgent)

    def _jobs_changed(self, jobs: tuple[Job, ...], before: tuple[Job, ...]) -> None:
        alive = {job.kind for job in jobs}
        for job in before:
            if job.kind not in alive:
                self.say(tr("{title}: ended", title=job.title))

    def _notice_changed(self, notice: Notice | None) -> None:
        if notice is not None:
            urgent = notice.kind in ("error", "model_error", "memory")
            self.say(f"{notice.title}. {notice.text}".rstrip(" ."), urgent)

    def _mix_changed(self, mix: Mix, _before: Mix | None = None) -> None:
        if self._mix_timer.isActive():
            self._mix_waits = True
        else:
            self._say_mix(mix)

    def _mix_rested(self) -> None:
        if self._mix_waits:
            self._say_mix(self._session.mix)

    def _say_mix(self, mix: Mix) -> None:
        self._mix_waits = False
        self._mix_timer.start()
        shares = [
            tr("layer {n}: {percent} percent", n=j, percent=f"{100 * weight:.0f}")
            for j, weight in enumerate(mix.weights)
        ]
        self.say("; ".join(shares))
