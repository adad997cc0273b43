"""The tab "Minimal pairs"."""

from __future__ import annotations

from PySide6.QtCore import QObject

from elmo_explorer.controllers.minimal_pair_controller import MinimalPairController
from elmo_explorer.tabs.parts import Parts
from elmo_explorer.translation import tr
from elmo_explorer.ui.main_window import Tab
from elmo_explorer.ui.panels.pairs_panel import PairsPanel


class PairsTab(QObject):
    """The sentence in view beside one that differs in one word."""

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self.controller = MinimalPairController(
            parts.session, parts.runner, parts.models, parts.askers, parts.history
        )
        self.panel = PairsPanel(parts.session)
        self.tab = Tab("pairs", tr("Minimal pairs"), self.panel, height=424)
        self.workers = (self.controller,)
        panel, controller = self.panel, self.controller
        panel.word_varied.connect(controller.vary)
        panel.text_typed.connect(controller.type_other)
        panel.other_chosen.connect(controller.compare_with)
        panel.forgotten.connect(controller.forget)
        panel.add_requested.connect(controller.add_to_sentences)

    def set_visible(self, visible: bool) -> None:
        """As :meth:`TabPart.set_visible`."""
        self.controller.visible = visible

    def waiting_for(self) -> str:
        """As :meth:`TabPart.waiting_for`."""
        return tr("the pair of sentences") if self.controller.pending else ""
