"""What every controller has in common that answers a question only while somebody looks."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer

from elmo_explorer.session.session import Session
from elmo_explorer.workers.runner import Runner
from elmo_explorer.workers.task import Task


class WhileSeen(QObject):
    """Several changes in one go are one question; the newest question wins; nothing is asked while nobody looks.

    A subclass connects ``_soon.timeout`` to what asks, keeps what it submits in ``_task``, and sets that to None when the
    answer is there.
    """

    def __init__(self, session: Session, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._runner = runner
        self._visible = False
        self._task: Task | None = None
        self._soon = QTimer(self, singleShot=True, interval=0)

    @property
    def visible(self) -> bool:
        """Whether the answer is seen: nothing is computed while it is not."""
        return self._visible

    @visible.setter
    def visible(self, visible: bool) -> None:
        self._visible = visible
        if visible:
            self._show()
        else:
            self._hide()

    @property
    def pending(self) -> bool:
        """Whether a newer answer is on its way."""
        return self._soon.isActive() or self._task is not None

    def _want(self) -> None:
        if self._visible:
            self._soon.start()

    def _show(self) -> None:
        """Somebody looks."""
        self._want()

    def _hide(self) -> None:
        """Nobody looks any more."""

    def _stop(self) -> None:
        self._soon.stop()
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _on_failed(self, error: Exception) -> None:
        self._task = None
        self._runner.failed.emit(error)
