"""Work under way, told to the session once it has lasted long enough to be worth a word."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from elmo_explorer.session.session import Job, Session

_QUIET_MS = 300


class ShownJob(QObject):
    """One entry in ``session.jobs``; it appears 300 ms after it began."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._job: Job | None = None
        self._shown: Job | None = None
        self._delay = QTimer(self, singleShot=True, interval=_QUIET_MS)
        self._delay.timeout.connect(self._show)

    def update(self, job: Job) -> None:
        """Begin, or say how far it is."""
        began = self._job is None
        self._job = job
        if began:
            self._delay.start()
        elif not self._delay.isActive():
            self._show()

    def end(self) -> None:
        """Finished, failed or cancelled."""
        self._delay.stop()
        self._job = None
        self._replace(None)

    def _show(self) -> None:
        self._replace(self._job)

    def _replace(self, job: Job | None) -> None:
        if job == self._shown:
            return
        shown, self._shown = self._shown, job
        jobs = list(self._session.jobs)
        if shown in jobs:
            place = jobs.index(shown)
            jobs[place : place + 1] = [job] if job is not None else []
        elif job is not None:
            jobs.append(job)
        self._session.jobs = tuple(jobs)
