"""The tab "Spelling"."""

from __future__ import annotations

from PySide6.QtCore import QObject

from elmo_explorer.array_cache import ArrayCache
from elmo_explorer.controllers.spelling_controller import SpellingController
from elmo_explorer.controllers.word_tables import MOST_BYTES, WordTables
from elmo_explorer.paths import cache_dir
from elmo_explorer.session.spelling import SpellingLab
from elmo_explorer.tabs.parts import Parts
from elmo_explorer.translation import tr
from elmo_explorer.ui.main_window import Tab
from elmo_explorer.ui.panels.spelling_panel import SpellingPanel


class SpellingTab(QObject):
    """Typed words, invented or not, and what the model makes of their letters."""

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self.lab = SpellingLab()
        cache = ArrayCache(cache_dir() / "word-types", MOST_BYTES)
        self.tables = WordTables(self.lab, parts.session, parts.runner, parts.models, cache)
        self.controller = SpellingController(self.lab, parts.session, parts.runner, parts.models, self.tables)
        self.panel = SpellingPanel(parts.session, self.lab)
        self.tab = Tab("spelling", tr("Spelling"), self.panel, height=400)
        self.workers = (self.tables, self.controller)
        self.panel.resume_requested.connect(self.tables.resume)

    def set_visible(self, visible: bool) -> None:
        """As :meth:`TabPart.set_visible`."""
        self.tables.visible = visible
        self.controller.visible = visible

    def waiting_for(self) -> str:
        """As :meth:`TabPart.waiting_for`."""
        if not self.controller.visible:
            return ""
        if self.tables.pending:
            return tr("the vocabulary")
        return tr("the spellings") if self.controller.pending else ""
