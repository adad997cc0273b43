"""The menu behind the model chip: bundled models, the user's own, files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from elmo_explorer.paths import bundled_models_dir, user_models_dir
from elmo_explorer.ui.icons import icon


class ModelMenu(QMenu):
    """Filled anew whenever it opens, so that a model trained meanwhile is there."""

    def __init__(
        self,
        current: Callable[[], str],
        load: Callable[[str], object],
        load_published: Callable[[Path, Path], object],
        parent: QWidget | None = None,
    ) -> None:
        """Build it empty.

        Args:
            current: the name of the model in use.
            load: loads a bundled name or a folder.
            load_published: loads an options file with its weights file.
            parent: the window, over which file dialogs open.
        """
        super().__init__(parent)
        self._current = current
        self._load = load
        self._load_published = load_published
        self.aboutToShow.connect(self._fill)

    def _fill(self) -> None:
        self.clear()
        group = QActionGroup(self)
        for name, source in model_choices():
            action = self.addAction(name)
            action.setCheckable(True)
            action.setChecked(name == self._current())
            group.addAction(action)
            action.triggered.connect(lambda _=False, source=source: self._load(source))
        self.addSeparator()
        self.addAction(icon("folder"), "Open a model folder…").triggered.connect(self.choose_folder)
        self.addAction(icon("import"), "Open published options and weights…").triggered.connect(
            self.choose_published
        )

    def choose_folder(self) -> None:
        """Ask for a model folder and load it."""
        folder = QFileDialog.getExistingDirectory(self.parentWidget(), "Open a model folder")
        if folder:
            self._load(folder)

    def choose_published(self) -> None:
        """Ask for the published pair of files and load it."""
        options, _ = QFileDialog.getOpenFileName(
            self.parentWidget(), "Options of the model", "", "Options (*.json)"
        )
        if not options:
            return
        weights, _ = QFileDialog.getOpenFileName(
            self.parentWidget(), "Weights of the model", str(Path(options).parent), "Weights (*.hdf5 *.h5)"
        )
        if weights:
            self._load_published(Path(options), Path(weights))


def model_choices() -> list[tuple[str, str]]:
    """(name, what to load) of every bundled model and every folder in the user's models folder."""
    bundled = [(folder.name, folder.name) for folder in _model_folders(bundled_models_dir())]
    own = [(folder.name, str(folder)) for folder in _model_folders(user_models_dir())]
    return bundled + own


def _model_folders(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if (path / "config.json").is_file())
