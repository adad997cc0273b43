"""What the tasks' panel asks for when weights are to be learned: dialogs, and the work behind them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from elmo_explorer.controllers.learned_controller import LearnedController
from elmo_explorer.controllers.learning_controller import LearningController
from elmo_explorer.session.learned import LearnedTask
from elmo_explorer.session.session import Notice
from elmo_explorer.session.task_wish import coloured_uses
from elmo_explorer.tabs.parts import Parts
from elmo_explorer.tasks.layouts import Guess
from elmo_explorer.tasks.wish import Wish, first_wish
from elmo_explorer.translation import mark, tr
from elmo_explorer.ui.colours_dialog import ColoursDialog
from elmo_explorer.ui.learn_dialog import LearnDialog
from elmo_explorer.ui.panels.task_panel import TaskPanel
from elmo_explorer.ui.task_text import finding

FILES = mark(
    "Labelled text (*.conllu *.conll *.bio *.iob *.txt *.tsv *.csv *.json *.data *.train *.xz *.gz);;All files (*)"
)


class LearningDialogs(QObject):
    """Opens what the panel asks for, and tells what was learned."""

    def __init__(self, parts: Parts, panel: TaskPanel, learned: LearnedController) -> None:
        super().__init__()
        self._session = parts.session
        self._panel = panel
        self.controller = LearningController(parts.session, parts.runner, learned)
        self.dialog: LearnDialog | None = None
        self.colours: ColoursDialog | None = None
        panel.learn_file_requested.connect(self.choose_file)
        panel.learn_colours_requested.connect(self.open_colours)
        panel.cancel_requested.connect(self.controller.stop)
        learned.kept.connect(self._tell)

    def choose_file(self) -> None:
        """Ask for a file of labelled text."""
        file, _ = QFileDialog.getOpenFileName(
            self._panel.window(), tr("Learn weights from a file"), "", tr(FILES)
        )
        if file:
            self.open_file(Path(file))

    def open_file(self, file: Path) -> None:
        """Open the form for a file as soon as it is known what it looks like."""

        def known(found: Guess) -> None:
            self._open(first_wish(file, found))

        def unknown(fault: str) -> None:
            self._session.notice = Notice("error", tr("{name} is no labelled text", name=file.name), fault)

        self.controller.look(file, known, unknown)

    def open_colours(self) -> None:
        """Ask for a name and say what would be learned."""
        session = self._session
        uses = coloured_uses(session.groups)
        if not uses.enough or session.learning is not None:
            return
        name = (
            tr("Uses of “{word}”", word=session.focus.word)
            if session.focus is not None
            else tr("Your colours")
        )
        self.colours = dialog = ColoursDialog(uses, name, self._panel.window())
        dialog.learn_requested.connect(self.controller.learn_colours)
        dialog.finished.connect(self._forget_colours)
        dialog.open()

    def close(self) -> None:
        """Stop learning; what was learned so far is kept."""
        self.controller.close()

    def _open(self, wish: Wish) -> None:
        if self.dialog is not None:
            self.dialog.close()
        self.dialog = dialog = LearnDialog(wish, self._panel.window())
        dialog.asked.connect(
            lambda asked: self.controller.outline(asked, dialog.show_outline, dialog.show_fault)
        )
        dialog.another_file_wished.connect(self.choose_file)
        dialog.learn_requested.connect(self.controller.learn_file)
        dialog.finished.connect(lambda: self._forget(dialog))
        dialog.begin()

    def _forget(self, dialog: LearnDialog) -> None:
        """An answer must not reach a dialog that is gone."""
        if self.dialog is dialog:
            self.controller.forget_question()
            self.dialog = None

    def _forget_colours(self) -> None:
        self.colours = None

    def _tell(self, learned: LearnedTask) -> None:
        result = learned.result
        stopped = "" if result.complete else tr(" It was stopped before the end.")
        self._session.notice = Notice(
            "info", tr("Learned “{name}”", name=result.name), finding(result) + stopped
        )
