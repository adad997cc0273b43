"""What a tab of the lower panel is made from, and what the window asks of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject

from elmo_explorer.controllers.embed_controller import EmbedController
from elmo_explorer.controllers.model_controller import ModelController
from elmo_explorer.controllers.projection_controller import ProjectionController
from elmo_explorer.controllers.read_ahead import ReadAhead
from elmo_explorer.controllers.text_controller import TextController
from elmo_explorer.controllers.word_askers import WordAskers
from elmo_explorer.session.history import History
from elmo_explorer.session.session import Session
from elmo_explorer.ui.main_window import Tab
from elmo_explorer.ui.panels.projection_panel import ProjectionPanel
from elmo_explorer.ui.panels.sentence_panel import SentencePanel
from elmo_explorer.ui.settings import Settings
from elmo_explorer.workers.runner import Runner


@dataclass(frozen=True)
class Parts:
    """The window's parts and the work behind them, of which every tab takes what it needs."""

    session: Session
    history: History
    runner: Runner
    settings: Settings
    models: ModelController
    askers: WordAskers
    embed: EmbedController
    text: TextController
    read_ahead: ReadAhead
    projection: ProjectionController
    sentences: SentencePanel
    canvas: ProjectionPanel


class TabPart(Protocol):
    """A page of the lower panel with the work behind it, wired."""

    @property
    def tab(self) -> Tab:
        """Name, title, page and height."""
        ...

    @property
    def workers(self) -> tuple[QObject, ...]:
        """The controllers behind it, whose timers stop when the window is closed."""
        ...

    def set_visible(self, visible: bool) -> None:
        """Whether the page is seen: what nobody sees is not computed."""
        ...

    def waiting_for(self) -> str:
        """What is still under way before the page is finished; "" when nothing is."""
        ...
