"""The tab "Language model", and the words offered while a sentence is typed."""

from __future__ import annotations

from PySide6.QtCore import QObject

from elmo_explorer.controllers.predictions_controller import PredictionsController
from elmo_explorer.controllers.type_ahead import TypeAhead
from elmo_explorer.tabs.parts import Parts
from elmo_explorer.translation import tr
from elmo_explorer.ui.main_window import Tab
from elmo_explorer.ui.panels.language_model_panel import LanguageModelPanel
from elmo_explorer.ui.type_ahead_row import TypeAheadRow


class LanguageModelTab(QObject):
    """Predictions of the sentence in view; its switch turns the type-ahead on and off, which is remembered."""

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self._settings = parts.settings
        self.controller = PredictionsController(parts.session, parts.runner, parts.models, parts.askers)
        self.offers = TypeAhead(parts.session, parts.runner, parts.askers)
        self.panel = LanguageModelPanel(parts.session)
        self.tab = Tab("language_model", tr("Language model"), self.panel, height=424)
        self.workers = (self.controller,)
        field = parts.sentences.field
        self.row = TypeAheadRow(parts.session, field)
        parts.sentences.add_below_field(self.row)
        self.panel.word_chosen.connect(parts.text.replace_word)
        self.panel.type_ahead_toggled.connect(self._offer_words)
        self.row.turned_off.connect(lambda: self.panel.type_ahead.setChecked(False))
        field.text_changed.connect(self.offers.typed)
        parts.read_ahead.tokenised.connect(self.offers.tokenised)
        self.offers.enabled = self._settings.type_ahead
        self.panel.type_ahead.setChecked(self.offers.enabled)

    def set_visible(self, visible: bool) -> None:
        """As :meth:`TabPart.set_visible`."""
        self.controller.visible = visible

    def waiting_for(self) -> str:
        """As :meth:`TabPart.waiting_for`."""
        return tr("the predictions") if self.controller.pending else ""

    def _offer_words(self, on: bool) -> None:
        self._settings.type_ahead = self.offers.enabled = on
