"""The tab "Influence"."""

from __future__ import annotations

from PySide6.QtCore import QObject

from elmo_explorer.controllers.influence_anchors import InfluenceAnchors
from elmo_explorer.controllers.influence_baselines import InfluenceBaselines
from elmo_explorer.controllers.influence_controller import InfluenceController, variant_of
from elmo_explorer.session.session import Notice
from elmo_explorer.tabs.parts import Parts
from elmo_explorer.translation import tr
from elmo_explorer.ui.influence_text import change
from elmo_explorer.ui.influence_trail import InfluenceTrail
from elmo_explorer.ui.main_window import Tab
from elmo_explorer.ui.panels.influence_panel import InfluencePanel


class InfluenceTab(QObject):
    """Which words around a word make its vector what it is."""

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self._session = parts.session
        self._history = parts.history
        self.controller = InfluenceController(parts.session, parts.runner, parts.models, parts.askers)
        self.baselines = InfluenceBaselines(parts.session, parts.runner)
        self.anchors = InfluenceAnchors(parts.session, parts.runner)
        self.trail = InfluenceTrail(parts.session, parts.canvas.scatter, self)
        self.panel = InfluencePanel(parts.session)
        self.tab = Tab("influence", tr("Influence"), self.panel, height=400)
        self.workers = (self.controller, self.baselines, self.anchors)
        self.controller.progressed.connect(self.panel.set_progress)
        self.panel.variant_wanted.connect(self.add_variant)

    def set_visible(self, visible: bool) -> None:
        """As :meth:`TabPart.set_visible`."""
        self.controller.visible = visible

    def waiting_for(self) -> str:
        """As :meth:`TabPart.waiting_for`."""
        pending = self.controller.pending or self.baselines.pending or self.anchors.pending
        return tr("the influence") if pending else ""

    def add_variant(self, place: int) -> None:
        """Put the sentence with one word changed behind the others; one step to undo."""
        session, influence = self._session, self._session.influence
        if influence is None or influence.variant(place) < 0:
            return
        try:
            sentence = session.sentence(influence.token.sentence_id)
        except KeyError:  # it went a moment ago
            return
        if not influence.is_of(sentence):
            return
        made = variant_of(sentence, influence, place)
        with self._history.group(tr("Sentence with {change}", change=change(influence, place))):
            session.sentences = (*session.sentences, made)
        session.notice = Notice("info", tr("Added as sentence {n:,}", n=len(session.sentences)), made.text)
