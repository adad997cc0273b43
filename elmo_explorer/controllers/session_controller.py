"""The open session and its file: opened, saved, and whether something is not saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from elmo_explorer.session.carried import SUFFIXES, read_opened
from elmo_explorer.session.figure_look import FigureLook
from elmo_explorer.session.history import FIELDS, History
from elmo_explorer.session.session import Notice, Session
from elmo_explorer.session.session_file import (
    SavedSession,
    SessionFileError,
    from_bytes,
    read_session,
    saved_session,
    write_session,
)
from elmo_explorer.session.session_restore import missing_models, restore
from elmo_explorer.translation import tr
from elmo_explorer.workers.runner import Runner

LANE = "session file"
Installed = Callable[[], Mapping[str, str]]
"""Name of an installed model -> what to load; it may read files."""


class SessionController(QObject):
    """Reads and writes on a thread of its own; what fails is told in a sentence, and changes nothing."""

    changed = Signal()
    """The file or whether it is up to date is another."""
    opened = Signal()
    """A session is open now, or could not be opened."""
    model_wanted = Signal(str)
    """What to load before the session is opened that it made."""

    def __init__(self, session: Session, runner: Runner, history: History, installed: Installed) -> None:
        super().__init__()
        self.path: Path | None = None
        self.with_vectors = False
        """Whether the file has its vectors in it; it keeps them."""
        self.look: FigureLook | None = None
        """How the figure was drawn from which the session was opened."""
        self._session, self._runner, self._history = session, runner, history
        self._installed = installed
        self._waiting: tuple[SavedSession, Path | None, FigureLook | None] | None = None
        self._recovering: Callable[[], object] | None = None
        self._kept: tuple[Any, ...] | None = self._facts()
        self._dirty = False
        for name in FIELDS:
            getattr(session.events, name).connect(self._look)
        session.events.dragging.connect(self._look)
        session.events.model.connect(self._go_on)
        session.events.notice.connect(self._noticed)

    @property
    def dirty(self) -> bool:
        """Whether something that the file keeps was changed since it was opened or saved; a file it must have."""
        return self._dirty

    def open_file(self, path: Path) -> None:
        """Open a session's file, or the session that a figure carries, in place of what is open."""
        document = path.resolve() if path.suffix.lower() not in SUFFIXES else None

        def opened(found: tuple[tuple[SavedSession, FigureLook | None], Mapping[str, str]]) -> None:
            (saved, look), installed = found
            self._open(saved, installed, document, look)

        self._runner.submit(
            LANE,
            lambda _task: (read_opened(path), self._installed()),
            opened,
            key="open",
            failed=lambda error: self._refuse(path.name, error),
        )

    def open_bytes(self, data: bytes, name: str) -> None:
        """Open what another file carried; it is no session's file, so to save asks for one."""
        self._runner.submit(
            LANE,
            lambda _task: (from_bytes(data, name), self._installed()),
            lambda found: self._open(*found, None),
            key="open",
            failed=lambda error: self._refuse(name, error),
        )

    def recover(
        self,
        kept: Path,
        name: str,
        document: Path | None,
        done: Callable[[], object],
        failed: Callable[[], object],
    ) -> None:
        """Open what was kept of a session that was not saved: its file is older than it.

        Args:
            kept: where it is.
            name: what it is called in sentences.
            document: its file; None where it had none.
            done: called when it is open.
            failed: called when it could not be read, after a sentence was said; nothing has changed.
        """

        def refuse(error: Exception) -> None:
            self._refuse(name, error)
            failed()

        def open_it(found: tuple[SavedSession, Mapping[str, str]]) -> None:
            self._recovering = done
            self._open(*found, document)

        self._runner.submit(
            LANE,
            lambda _task: (read_session(kept), self._installed()),
            open_it,
            key="open",
            failed=refuse,
        )

    def save(
        self, path: Path, done: Callable[[], object] | None = None, with_vectors: bool | None = None
    ) -> None:
        """Write the session as it is now, which is then the file's.

        Args:
            path: the file.
            done: called when it is written.
            with_vectors: the shown model's vectors too; None as the file that is open has it.
        """
        facts = self._facts()
        with_vectors = self.with_vectors if with_vectors is None else with_vectors
        saved = saved_session(self._session, with_vectors=with_vectors)

        def written(_: None) -> None:
            self.path, self._kept, self.with_vectors = path.resolve(), facts, with_vectors
            self._look()
            self.changed.emit()
            self._session.notice = Notice("info", tr("Saved {name}", name=path.name), str(path.parent))
            if done is not None:
                done()

        def failed(error: Exception) -> None:
            self._refuse(path.name, error, tr("{name} could not be saved", name=path.name))

        self._runner.submit(
            LANE, lambda _task: write_session(path, saved), written, key="save", failed=failed
        )

    def _open(
        self,
        saved: SavedSession,
        installed: Mapping[str, str],
        path: Path | None,
        look: FigureLook | None = None,
    ) -> None:
        """With the model that made its picture, where that is installed."""
        self._waiting = (saved, path, look)
        missing = [model for model in missing_models(self._session, saved) if model is saved.model]
        open_names = {model.name for model in self._session.models if not model.absent}
        if missing and missing[0].name in installed and missing[0].name not in open_names:
            self.model_wanted.emit(installed[missing[0].name])
        else:
            self._finish()

    def _go_on(self) -> None:
        if self._waiting is None:
            return
        saved, shown = self._waiting[0], self._session.model
        is_missing = any(model is saved.model for model in missing_models(self._session, saved))
        # One of the same name with other weights is told when the session is open, before anything is computed.
        if not is_missing or (shown and saved.model and shown.name == saved.model.name):
            self._finish()

    def _noticed(self, notice: Notice | None) -> None:
        """The model cannot be had: the picture can be seen without it."""
        if self._waiting is not None and notice is not None and notice.kind == "model_error":
            self._finish()

    def _finish(self) -> None:
        assert self._waiting is not None
        (saved, path, self.look), self._waiting = self._waiting, None
        restore(self._session, saved)
        self._history.clear()
        self.with_vectors = bool(saved.states)
        recovered, self._recovering = self._recovering, None
        self.path, self._kept, self._dirty = path, None if recovered else self._facts(), False
        self._look()
        self.changed.emit()
        self.opened.emit()
        if recovered is not None:
            recovered()

    def _refuse(self, name: str, error: Exception, title: str = "") -> None:
        if not isinstance(error, SessionFileError | ValueError | OSError):
            raise error
        sentence = str(error)
        if isinstance(error, OSError) and error.strerror:
            sentence = f"{error.filename}: {error.strerror}."
        self._session.notice = Notice("error", title or tr("{name} could not be opened", name=name), sentence)
        if not title:
            self.opened.emit()

    def _facts(self) -> tuple[Any, ...]:
        return tuple(getattr(self._session, name) for name in FIELDS)

    def _look(self) -> None:
        if self._session.dragging or self._waiting is not None:
            return
        now = self._facts()
        # Sentences may be a million: the same tuple comes back with undo, so to compare places is enough.
        same = self._kept is not None and all(
            a is b or (name != "sentences" and a == b)
            for name, a, b in zip(FIELDS, now, self._kept, strict=True)
        )
        dirty = self.path is not None and not same
        if dirty != self._dirty:
            self._dirty = dirty
            self.changed.emit()
