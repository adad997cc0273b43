"""What a window has not saved is kept aside, so that a crash costs a second at most; the next window finds it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from elmo_explorer.locks import Hold, hold
from elmo_explorer.session.session_file import SUFFIX, SavedSession, write_session
from elmo_explorer.written_aside import write_whole

_FACTS, _LOCK, _DAMAGED = ".json", ".lock", ".damaged"


class Slot:
    """A window's place in the recovery folder: its own while its process lives, whatever the clock says."""

    def __init__(self, folder: Path, name: str, held: Hold) -> None:
        self._held = held
        self.file = folder / f"{name}{SUFFIX}"
        self._facts = folder / f"{name}{_FACTS}"

    def write(self, saved: SavedSession, document: Path | None) -> None:
        """Keep a session in place of what was kept.

        Args:
            saved: what to keep.
            document: the file that it belongs to, which stays as it is; None where it has none.

        Raises:
            OSError: it cannot be written.
            ValueError: the disk has too little room, or the session is too large.
        """
        write_whole(self._facts, json.dumps({"document": None if document is None else str(document)}))
        write_session(self.file, saved)

    @property
    def document(self) -> Path | None:
        """The file that the kept session belongs to."""
        try:
            facts = json.loads(self._facts.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return None
        document = facts.get("document") if isinstance(facts, dict) else None
        return Path(document) if isinstance(document, str) and document and "\0" not in document else None

    @property
    def written(self) -> float:
        """When, in seconds since 1970; 0 where there is nothing."""
        try:
            return self.file.stat().st_mtime
        except OSError:
            return 0.0

    def set_aside(self) -> Path:
        """Keep a file that cannot be read where it is not offered again.

        Returns:
            Its place.
        """
        aside = self.file.with_suffix(_DAMAGED)
        with suppress(OSError):
            self.file.replace(aside)
        return aside

    def discard(self) -> None:
        """Keep nothing any more; the place stays this window's."""
        for file in (self.file, self._facts):
            with suppress(OSError):
                file.unlink(missing_ok=True)

    def leave(self) -> None:
        """Give the place back with what is in it; an empty one goes."""
        self._held.release()


def new_slot(folder: Path) -> Slot:
    """A place of one's own; nobody but the user can look into the folder.

    Raises:
        OSError: the folder cannot be made or written.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = uuid.uuid4().hex
    held = hold(folder / f"{name}{_LOCK}")
    assert held is not None  # nobody else has the name
    return Slot(folder, name, held)


def left_behind(folder: Path) -> list[Slot]:
    """What dead processes have left, the newest first; all of it is this process's until it leaves it.

    What they had only begun to write goes.
    """
    _tidy(folder)
    return sorted(_left(folder), key=lambda slot: slot.written, reverse=True)


def _tidy(folder: Path) -> None:
    """Remove halves, and what says whose a session is that is not there."""
    places: dict[str, list[Path]] = {}
    for path in folder.glob("*"):
        if path.suffix in (_FACTS, _LOCK, ".part") and path.is_file():
            places.setdefault(path.name.lstrip(".").partition(".")[0], []).append(path)
    for name, parts in places.items():
        is_kept = (folder / f"{name}{SUFFIX}").exists()
        if is_kept and all(path.suffix != ".part" for path in parts):
            continue
        with suppress(OSError):
            held = hold(folder / f"{name}{_LOCK}")
            if held is None:
                continue  # its process lives
            for path in parts:
                if path.suffix == ".part" or (path.suffix == _FACTS and not is_kept):
                    path.unlink(missing_ok=True)
            held.release()


def _left(folder: Path) -> Iterator[Slot]:
    for file in folder.glob(f"*{SUFFIX}"):
        if file.name.startswith("."):  # on its way
            continue
        with suppress(OSError):
            held = hold(folder / f"{file.stem}{_LOCK}")
            if held is not None:
                yield Slot(folder, file.stem, held)
