"""The menu of the session files that were open lately."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from elmo_explorer.translation import tr

_LONGEST_FOLDER = 48


class RecentMenu(QMenu):
    """Filled anew whenever it opens; digits choose."""

    chosen = Signal(str)
    cleared = Signal()

    def __init__(self, recent: Callable[[], Sequence[str]], parent: QWidget) -> None:
        """Show what ``recent`` gives, the newest first."""
        super().__init__(tr("Open a recent session"), parent)
        self._recent = recent
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Show the files that there are now."""
        self.clear()
        files = self._recent()
        for n, file in enumerate(files, 1):
            action = self.addAction(_shown(n, Path(file)))
            action.setToolTip(file)
            action.triggered.connect(partial(self.chosen.emit, file))
        if files:
            self.addSeparator()
            self.addAction(tr("Clear this list")).triggered.connect(self.cleared)
        else:
            self.addAction(tr("No session was saved yet")).setEnabled(False)


def _shown(n: int, path: Path) -> str:
    folder = str(path.parent)
    if len(folder) > _LONGEST_FOLDER:
        folder = "…" + folder[1 - _LONGEST_FOLDER :]
    label = f"{path.name} – {folder}".replace("&", "&&")
    return f"&{n} {label}" if n < 10 else label
