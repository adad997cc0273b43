"""Open, save, save as: the session's file in the window."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu, QMessageBox

from elmo_explorer.controllers.session_controller import SessionController
from elmo_explorer.locks import Hold, hold
from elmo_explorer.model_table import model_rows
from elmo_explorer.paths import open_files_dir
from elmo_explorer.session.session import Notice
from elmo_explorer.session.session_file import SUFFIX
from elmo_explorer.translation import tr
from elmo_explorer.ui.recent_menu import RecentMenu

if TYPE_CHECKING:
    from elmo_explorer.explorer import Explorer


class SessionCommands(QObject):
    """Asks for files, shows which one is open, and asks before unsaved changes of a file are left."""

    def __init__(self, explorer: Explorer) -> None:
        super().__init__(explorer)
        self._explorer = explorer
        self._held: Hold | None = None
        self._held_path: Path | None = None
        self.controller = SessionController(explorer.session, explorer.runner, explorer.history, _installed)
        self.controller.changed.connect(self._show)
        self.controller.opened.connect(self._opened)
        self.controller.model_wanted.connect(explorer.load_model)
        explorer.window.may_close = self.may_close

    def open(self) -> None:
        """Ask for a session's file and open it."""
        recent = self._explorer.settings.recent
        folder = str(Path(recent[0]).parent) if recent else ""
        file, _ = QFileDialog.getOpenFileName(
            self._explorer.window,
            tr("Open a session"),
            folder,
            tr("Sessions and figures (*.elmox *.png *.svg *.pdf);;All files (*)"),
        )
        if file:
            self.open_file(Path(file))

    def open_file(self, path: Path) -> None:
        """Open a file in place of what is open; a changed file is asked about first."""
        if self.may_close(lambda: self.controller.open_file(path)):
            self.controller.open_file(path)

    def add_recent(self, menu: QMenu, before: QAction) -> None:
        """Put the files that were open lately into a menu."""
        settings = self._explorer.settings
        recent = RecentMenu(lambda: settings.recent, menu)
        recent.chosen.connect(self._open_recent)
        recent.cleared.connect(self._forget_recent)
        menu.insertMenu(before, recent)

    def _open_recent(self, file: str) -> None:
        path = Path(file)
        if path.is_file():
            self.open_file(path)
            return
        settings = self._explorer.settings
        settings.recent = tuple(other for other in settings.recent if other != file)
        self._explorer.session.notice = Notice(
            "warning",
            tr("{name} is not there any more", name=path.name),
            tr("It was in {folder}. The list leaves it out from now on.", folder=path.parent),
        )

    def _forget_recent(self) -> None:
        self._explorer.settings.recent = ()

    def save_with_vectors(self) -> None:
        """Ask for a file and save to it so that nothing need be computed when it is opened."""
        session = self._explorer.session
        missing = sum(s.id not in session.states for s in session.pictured())
        if missing:
            session.notice = Notice(
                "warning",
                tr("Not all vectors are there yet"),
                tr("{n:,} sentences have no vectors of this model: they are saved without.", n=missing),
            )
        path = self._asked(tr("Save the session with its vectors"))
        if path is not None:
            self.controller.save(path, with_vectors=True)

    def save(self) -> None:
        """Save to the file that is open, or ask for one."""
        if self.controller.path is None:
            self.save_as()
        else:
            self.controller.save(self.controller.path)

    def save_as(self) -> None:
        """Ask where to, and save there."""
        path = self._asked(tr("Save the session as"))
        if path is not None:
            self.controller.save(path)

    def _asked(self, title: str) -> Path | None:
        """Where a session is to be saved."""
        focus = self._explorer.session.focus
        name = str(self.controller.path or f"{focus.word if focus is not None else 'session'}{SUFFIX}")
        file, _ = QFileDialog.getSaveFileName(self._explorer.window, title, name, tr("Sessions (*.elmox)"))
        if not file:
            return None
        path = Path(file)
        return path if path.suffix == SUFFIX else path.with_name(path.name + SUFFIX)

    def may_close(self, afterwards: Callable[[], object] | None = None) -> bool:
        """Ask what becomes of unsaved changes of a file.

        Args:
            afterwards: called once they are saved, where that is the answer; None closes the window.

        Returns:
            Whether to go on at once.
        """
        path = self.controller.path
        if path is None or not self.controller.dirty:
            return True
        answer = QMessageBox.question(
            self._explorer.window,
            tr("Save the changes?"),
            tr("{name} has changes that are not saved.", name=path.name),
            QMessageBox.StandardButton.Save
            | QMessageBox.StandardButton.Discard
            | QMessageBox.StandardButton.Cancel,
        )
        if answer == QMessageBox.StandardButton.Save:
            self.controller.save(path, afterwards or self._explorer.window.close)
        return answer == QMessageBox.StandardButton.Discard

    def close(self) -> None:
        """The window is closed: other windows may have the file."""
        self._let_go()

    def _hold(self, path: Path | None) -> None:
        """Tell of a file that another window has open; other windows are told of this one's."""
        is_new = path != self._held_path
        if is_new:
            self._let_go()
            self._held_path = path
        if path is None or self._held is not None or not self._explorer.settings.kept:
            return
        folder = open_files_dir()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._held = hold(folder / f"{hashlib.sha256(os.fsencode(path)).hexdigest()[:32]}.lock")
        except OSError:
            return  # a home that is read-only: nobody can be told
        if self._held is None and is_new:
            self._explorer.session.notice = Notice(
                "warning",
                tr("{name} is open in another window, too", name=path.name),
                tr("The window that saves last decides what is in the file. Save as… keeps both."),
            )

    def _let_go(self) -> None:
        if self._held is not None:
            self._held.release()
        self._held = self._held_path = None

    def _opened(self) -> None:
        if self._explorer.session.model is None:  # the file named none, or could not be opened
            self._explorer.load_model(self._explorer.first_model)

    def _show(self) -> None:
        path, window = self.controller.path, self._explorer.window
        window.setWindowTitle(f"{path.name}[*] – ELMo Explorer" if path is not None else "ELMo Explorer")
        window.setWindowModified(self.controller.dirty)
        self._hold(path)
        if path is not None:
            self._explorer.settings.add_recent(str(path))


def _installed() -> dict[str, str]:
    return {
        row.facts.name: str(row.folder) for row in model_rows() if row.facts is not None and not row.fault
    }
