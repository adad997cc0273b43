"""The weights that tasks have taught, below the mixing weights."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from elmo_explorer.controllers.learned_controller import LearnedController
from elmo_explorer.tabs.parts import Parts
from elmo_explorer.ui.panels.mix_panel import MixPanel
from elmo_explorer.ui.panels.task_panel import TaskPanel


class LearnedDock(QObject):
    """Puts the tasks' panel into the right dock and carries out what is asked there."""

    def __init__(self, parts: Parts, mix: MixPanel, own_folder: Path | None = None) -> None:
        super().__init__()
        self._parts = parts
        self.controller = LearnedController(parts.session, parts.runner, own_folder)
        self.panel = panel = TaskPanel(parts.session)
        mix.add_section(panel)
        panel.weights_chosen.connect(mix.go_to)
        panel.add_requested.connect(self._add)
        panel.remove_requested.connect(self.controller.remove)

    def _add(self) -> None:
        file, _ = QFileDialog.getOpenFileName(
            self.panel.window(), "Add learned weights", "", "Learned weights (*.json)"
        )
        if file:
            self.controller.add_file(file)
