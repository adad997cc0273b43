"""The tab "Tasks"."""

from __future__ import annotations

from PySide6.QtCore import QObject

from elmo_explorer.tabs.learned_dock import LearnedDock
from elmo_explorer.tabs.parts import Parts
from elmo_explorer.translation import tr
from elmo_explorer.ui.main_window import Tab
from elmo_explorer.ui.panels.tasks_panel import TasksPanel


class TasksTab(QObject):
    """What the layers know, by task; what is learned is the dock's affair."""

    def __init__(self, parts: Parts, learned: LearnedDock) -> None:
        super().__init__()
        self._learned = learned
        self.panel = TasksPanel(parts.session)
        self.panel.chosen.connect(learned.panel.choose)
        self.tab = Tab("tasks", tr("Tasks"), self.panel, height=380)
        self.workers = (learned.controller, learned.learning.controller)

    def set_visible(self, visible: bool) -> None:
        """As :meth:`TabPart.set_visible`; the results are there all the while."""

    def waiting_for(self) -> str:
        """As :meth:`TabPart.waiting_for`."""
        return tr("the learned weights") if self._learned.controller.pending else ""
