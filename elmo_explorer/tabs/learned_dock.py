"""The weights that tasks have taught, below the mixing weights."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from elmo_explorer.controllers.learned_controller import LearnedController
from elmo_explorer.session.session import Notice
from elmo_explorer.tabs.learning_dialogs import LearningDialogs
from elmo_explorer.tabs.parts import Parts
from elmo_explorer.tasks.tables import as_csv, as_latex, as_markdown, weights_json
from elmo_explorer.translation import mark, tr
from elmo_explorer.ui.panels.mix_panel import MixPanel
from elmo_explorer.ui.panels.task_panel import TaskPanel
from elmo_explorer.ui.task_figure import save_chart
from elmo_explorer.ui.task_marks import TaskMarks
from elmo_explorer.written_aside import write_whole

_FILES = {
    "chart": (
        "learned_by_task.svg",
        mark("SVG picture (*.svg);;PNG picture (*.png)"),
        mark("Export the chart"),
    ),
    "table": (
        "learned_by_task.csv",
        mark("CSV (*.csv);;LaTeX (*.tex);;Markdown (*.md)"),
        mark("Export the table"),
    ),
    "weights": ("learned_weights.json", mark("JSON (*.json)"), mark("Export the weights")),
}
"""What is exported -> a file's name and the formats."""
_TABLES = {".csv": as_csv, ".tex": as_latex, ".md": as_markdown}


class LearnedDock(QObject):
    """Puts the tasks' panel into the right dock and carries out what is asked there."""

    def __init__(self, parts: Parts, mix: MixPanel, own_folder: Path | None = None) -> None:
        super().__init__()
        self._parts = parts
        self.controller = LearnedController(parts.session, parts.runner, own_folder)
        self.panel = panel = TaskPanel(parts.session)
        mix.add_section(panel)
        self.learning = LearningDialogs(parts, panel, self.controller)
        self.marks = TaskMarks(parts.session, mix.triangle)
        self.marks.chosen.connect(panel.choose)
        panel.weights_chosen.connect(mix.go_to)
        panel.add_requested.connect(self._add)
        panel.remove_requested.connect(self.controller.remove)
        panel.export_requested.connect(self._export)

    def close(self) -> None:
        """Stop learning; what was learned so far is kept."""
        self.learning.close()

    def export(self, kind: str, file: Path) -> None:
        """Write the chart, the table or the weights, in the format that the file's suffix names; an error is told.

        Args:
            kind: one of ``EXPORTS``.
            file: where to.
        """
        results = [task.result for task in self._parts.session.learned]
        try:
            if kind == "chart":
                save_chart(self.panel.map, file)
            else:
                write = weights_json if kind == "weights" else _TABLES.get(file.suffix.lower(), as_csv)
                write_whole(file, write(results))
        except OSError as error:
            reason = error.strerror or str(error)
            self._parts.session.notice = Notice(
                "error", tr("{name} could not be saved", name=file.name), f"{file.parent}: {reason}."
            )
        else:
            self._parts.session.notice = Notice("info", tr("Saved {name}", name=file.name), str(file.parent))

    def _export(self, kind: str) -> None:
        name, filters, title = _FILES[kind]
        file, _ = QFileDialog.getSaveFileName(self.panel.window(), tr(title), name, tr(filters))
        if file:
            self.export(kind, Path(file))

    def _add(self) -> None:
        file, _ = QFileDialog.getOpenFileName(
            self.panel.window(), tr("Add learned weights"), "", tr("Learned weights (*.json)")
        )
        if file:
            self.controller.add_file(file)
