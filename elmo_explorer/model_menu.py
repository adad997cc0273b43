"""The menu behind the model chip: the open models, those that are installed, files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from elmo_explorer.controllers.model_controller import model_key
from elmo_explorer.model_table import model_rows
from elmo_explorer.paths import bundled_models_dir, model_folder, model_folders, user_models_dir
from elmo_explorer.session.session import ModelInfo, Session
from elmo_explorer.session.shown_model import n_sentences_of
from elmo_explorer.translation import tr
from elmo_explorer.ui.icons import icon


@dataclass(frozen=True)
class ModelCommands:
    """What the menu can ask for."""

    show: Callable[[str], object]
    """The picture of an open model, by its key."""
    load: Callable[[str], object]
    """A bundled name or a folder."""
    load_published: Callable[[Path, Path], object]
    """An options file with its weights file."""
    close: Callable[[str], object]
    """An open model is to be unloaded, by its key."""


class ModelMenu(QMenu):
    """Filled anew whenever it opens, so that a model trained meanwhile is there."""

    def __init__(self, session: Session, commands: ModelCommands, parent: QWidget | None = None) -> None:
        """Build it empty.

        Args:
            session: says which models are open, and what they read.
            commands: what a choice does.
            parent: the window, over which file dialogs open.
        """
        super().__init__(parent)
        self._session = session
        self._commands = commands
        self.aboutToShow.connect(self._fill)

    def _fill(self) -> None:
        self.clear()
        models = sorted((m for m in self._session.models if not m.absent), key=lambda model: model.name)
        self._add_open(models)
        self._add_installed({model.key for model in models})
        self.addSeparator()
        if len(models) > 1:
            unload = self.addMenu(icon("close"), tr("Unload"))
            for model in models:
                unload.addAction(model.name).triggered.connect(
                    lambda _=False, key=model.key: self._commands.close(key)
                )
        self.addAction(icon("folder"), tr("Open a model folder…")).triggered.connect(self.choose_folder)
        self.addAction(icon("import"), tr("Open published options and weights…")).triggered.connect(
            self.choose_published
        )

    def _add_open(self, models: list[ModelInfo]) -> None:
        """The open models with their sentences; the shown one has the check mark."""
        counts = n_sentences_of(self._session)
        group = QActionGroup(self)
        for model in models:
            n = counts.get(model.key, 0)
            said = "" if len(models) == 1 else f"\t{n:,} {'sentence' if n == 1 else 'sentences'}"
            action = self.addAction(f"{model.name}{said}")
            action.setCheckable(True)
            action.setChecked(model == self._session.model)
            group.addAction(action)
            action.triggered.connect(lambda _=False, key=model.key: self._commands.show(key))

    def _add_installed(self, open_keys: set[str]) -> None:
        """Models that are not open, to be loaded beside those that are."""
        choices = [
            choice for choice in model_choices() if model_key(model_folder(choice[1])) not in open_keys
        ]
        if choices and open_keys:
            self.addSeparator()
        for name, source in choices:
            self.addAction(icon("chip"), tr("Load {name}", name=name)).triggered.connect(
                lambda _=False, source=source: self._commands.load(source)
            )

    def choose_folder(self) -> None:
        """Ask for a model folder and load it."""
        folder = QFileDialog.getExistingDirectory(self.parentWidget(), tr("Open a model folder"))
        if folder:
            self._commands.load(folder)

    def choose_published(self) -> None:
        """Ask for the published pair of files and load it."""
        options, _ = QFileDialog.getOpenFileName(
            self.parentWidget(), tr("Options of the model"), "", tr("Options (*.json)")
        )
        if not options:
            return
        weights, _ = QFileDialog.getOpenFileName(
            self.parentWidget(),
            tr("Weights of the model"),
            str(Path(options).parent),
            tr("Weights (*.hdf5 *.h5)"),
        )
        if weights:
            self._commands.load_published(Path(options), Path(weights))


def model_choices() -> list[tuple[str, str]]:
    """(name, what to load) of every bundled model and every folder in the user's models folder."""
    bundled = [(folder.name, folder.name) for folder in model_folders(bundled_models_dir())]
    own = [(folder.name, str(folder)) for folder in model_folders(user_models_dir())]
    return bundled + own


def installed_model(language: str) -> tuple[str, str] | None:
    """(name, what to load) of the first installed model that was trained on a language, bundled ones first.

    It reads each model's small files; None where there is no such model.
    """
    for row in model_rows():
        if row.facts is not None and not row.fault and language in row.facts.languages:
            return row.facts.name, str(row.folder)
    return None
