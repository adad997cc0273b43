"""The tab "Layers"."""

from __future__ import annotations

from PySide6.QtCore import QObject

from elmo_explorer.controllers.gates_controller import GatesController
from elmo_explorer.controllers.units_controller import UnitsController
from elmo_explorer.tabs.parts import Parts
from elmo_explorer.translation import tr
from elmo_explorer.ui.main_window import Tab
from elmo_explorer.ui.panels.layers_panel import LayersPanel


class LayersTab(QObject):
    """Every layer's picture, one vector's numbers, the tokens that drive one of them, and the gates while reading.

    The layers' pictures themselves are found with the comparison.
    """

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self._session = parts.session
        self.gates = GatesController(parts.session, parts.runner, parts.models)
        self.units = UnitsController(parts.session, parts.runner)
        self.panel = LayersPanel(parts.session)
        self.tab = Tab("layers", tr("Layers"), self.panel, height=408)
        self.workers = (self.gates, self.units)

    def set_visible(self, visible: bool) -> None:
        """As :meth:`TabPart.set_visible`."""
        self.gates.visible = visible
        self.units.visible = visible

    def waiting_for(self) -> str:
        """As :meth:`TabPart.waiting_for`."""
        if self._session.layer_views is None:
            return tr("the layers")
        if self.gates.pending:
            return tr("the gates")
        return tr("the unit's tokens") if self.units.pending else ""
