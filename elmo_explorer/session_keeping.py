"""Keeps what is not saved, a second after every change, and offers it after a crash."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDateTime, QLocale, QObject, QTimer
from PySide6.QtWidgets import QMessageBox

from elmo_explorer.paths import recovery_dir
from elmo_explorer.recovery import Slot, left_behind, new_slot
from elmo_explorer.session.history import FIELDS
from elmo_explorer.session.session import Notice
from elmo_explorer.session.session_file import saved_session
from elmo_explorer.translation import tr

if TYPE_CHECKING:
    from elmo_explorer.explorer import Explorer

LANE = "autosave"
AFTER_MS = 1000
_SHARE = 5
"""A session that takes long to write is written less often: at most a fifth of the time goes into it."""


class SessionKeeping(QObject):
    """Writes to the recovery folder alone, never to the user's file; a closed window keeps nothing."""

    def __init__(self, explorer: Explorer) -> None:
        """The file's commands are there."""
        super().__init__(explorer)
        self._explorer = explorer
        self._controller = explorer.documents.controller
        self._slot: Slot | None = None
        self._left: list[Slot] = []
        self._told = False
        self._closed = False
        self.offered: QMessageBox | None = None
        """The question that is open."""
        self._timer = QTimer(self, singleShot=True, interval=AFTER_MS)
        self._timer.timeout.connect(self._keep)
        for name in FIELDS:
            getattr(explorer.session.events, name).connect(self._changed)
        self._controller.changed.connect(self._changed)
        explorer.settings.changed.connect(self._setting_changed)

    @property
    def kept(self) -> Path | None:
        """Where the session is kept; None while nothing is."""
        return self._slot.file if self._slot is not None and self._slot.file.exists() else None

    def offer(self) -> None:
        """Ask about what dead windows have left, one after the other."""
        if self._remembers:
            self._left = left_behind(recovery_dir())
            self._ask()

    def close(self) -> None:
        """The window is closed and no writing is under way: nothing stays of its session."""
        self._closed = True
        self._timer.stop()
        if self._slot is not None:
            self._slot.discard()
            self._slot.leave()
        self._leave_rest()

    @property
    def _remembers(self) -> bool:
        explorer = self._explorer
        return explorer.settings.kept and not explorer.options.draws

    @property
    def _is_needed(self) -> bool:
        settings, controller = self._explorer.settings, self._controller
        unsaved = controller.path is None or controller.dirty
        return self._remembers and settings.autosave and unsaved and bool(self._explorer.session.sentences)

    def _setting_changed(self, key: str) -> None:
        if key == "autosave":
            self._changed()

    def _changed(self) -> None:
        if not self._timer.isActive() and not self._closed and self._remembers:
            self._timer.start()

    def _keep(self) -> None:
        session, path = self._explorer.session, self._controller.path
        if session.dragging:
            self._timer.start()
            return
        if not self._is_needed:
            self._drop()
            return
        if self._slot is None:
            try:
                self._slot = new_slot(recovery_dir())
            except OSError as error:
                self._failed(error)
                return
        slot, saved = self._slot, saved_session(session, with_vectors=False)

        def write(_task: object) -> float:
            begin = time.perf_counter()
            slot.write(saved, path)
            return time.perf_counter() - begin

        self._explorer.runner.submit(LANE, write, self._written, key=LANE, failed=self._failed)

    def _written(self, seconds: float) -> None:
        self._told = False
        self._timer.setInterval(max(AFTER_MS, round(seconds * 1000 * _SHARE)))
        if not self._is_needed:  # saved meanwhile
            self._drop()

    def _drop(self) -> None:
        if self._slot is not None:
            self._slot.discard()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, OSError | ValueError):
            raise error
        if self._told:
            return
        self._told = True
        said = f"{error.filename}: {error.strerror}." if isinstance(error, OSError) else str(error)
        self._explorer.session.notice = Notice(
            "warning", tr("Changes are not kept by themselves now: save the session"), said
        )

    def _ask(self) -> None:
        if not self._left or self._closed:
            return
        slot = self._left[0]
        document = slot.document
        name = document.name if document is not None else tr("A session without a file")
        moment = QDateTime.fromSecsSinceEpoch(int(slot.written))
        when = QLocale().toString(moment, QLocale.FormatType.ShortFormat)
        box = QMessageBox(self._explorer.window)
        box.setWindowTitle(tr("Restore what was not saved?"))
        box.setText(tr("{name} was open when the program ended unexpectedly.", name=name))
        box.setInformativeText(tr("Its changes were kept ({when}) and can be restored.", when=when))
        restore = box.addButton(tr("Restore"), QMessageBox.ButtonRole.AcceptRole)
        discard = box.addButton(tr("Discard them"), QMessageBox.ButtonRole.DestructiveRole)
        later = box.addButton(tr("Later"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(restore)
        box.setEscapeButton(later)
        self.offered = box

        def answered() -> None:
            clicked, self.offered = box.clickedButton(), None
            box.deleteLater()
            if clicked is restore:
                self._restore(slot, name, document)
            elif clicked is discard:
                self._left.remove(slot)
                slot.discard()
                slot.leave()
                self._ask()
            else:
                self._leave_rest()

        box.finished.connect(lambda _: answered())
        box.open()

    def _restore(self, slot: Slot, name: str, document: Path | None) -> None:
        """The place becomes this window's own: what is in it stays until something newer is written over it."""
        self._left.remove(slot)
        self._leave_rest()

        def done() -> None:
            if self._slot is not None:
                self._slot.discard()
                self._slot.leave()
            self._slot = slot
            self._changed()

        def failed() -> None:
            slot.set_aside()
            slot.leave()

        self._controller.recover(slot.file, name, document, done, failed)

    def _leave_rest(self) -> None:
        for slot in self._left:
            slot.leave()
        self._left = []
