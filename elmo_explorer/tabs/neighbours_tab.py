"""The tab "Neighbours"."""

from __future__ import annotations

from PySide6.QtCore import QObject

from elmo_explorer.controllers.nearest_controller import NearestController
from elmo_explorer.tabs.parts import Parts
from elmo_explorer.translation import tr
from elmo_explorer.ui.main_window import Tab
from elmo_explorer.ui.panels.neighbours_panel import NeighboursPanel


class NeighboursTab(QObject):
    """What lies nearest to the selected token."""

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self._session = parts.session
        self.controller = NearestController(parts.session, parts.runner)
        self.panel = NeighboursPanel(parts.session)
        self.tab = Tab("neighbours", tr("Neighbours"), self.panel, height=344)
        self.workers = (self.controller,)

    def set_visible(self, visible: bool) -> None:
        """As :meth:`TabPart.set_visible`."""
        self.controller.visible = visible

    def waiting_for(self) -> str:
        """As :meth:`TabPart.waiting_for`."""
        seen = self.controller.visible
        return tr("the neighbours") if seen and self._session.nearest is None else ""
