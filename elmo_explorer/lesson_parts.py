"""Opens a bundled lesson in the window, with the model of its language."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from elmo_explorer.lessons import Lesson, read_lesson
from elmo_explorer.session.scene_steps import mix_of
from elmo_explorer.session.session import Notice
from elmo_explorer.session.shown_model import show_reader
from elmo_explorer.translation import tr

if TYPE_CHECKING:
    from elmo_explorer.explorer import Explorer

LANE = "text"


class LessonParts(QObject):
    """One step of the history: undo brings back what was open."""

    def __init__(self, explorer: Explorer) -> None:
        """The window is there."""
        super().__init__(explorer)
        self._explorer = explorer

    def open(self, name: str) -> None:
        """Show a lesson in place of the sentences there are.

        Args:
            name: one of ``LESSONS``, which is its language.
        """
        explorer = self._explorer

        def read() -> None:
            explorer.runner.submit(
                LANE,
                lambda _task: read_lesson(name),
                partial(self._show, name),
                key="example",
                failed=self._refuse,
            )

        explorer.languages.open_for(name, read)

    def _show(self, language: str, lesson: Lesson) -> None:
        explorer, session = self._explorer, self._explorer.session
        first = lesson.scenes[0]
        with explorer.history.group(tr("Lesson “{title}”", title=lesson.title)):
            show_reader(session, language)
            session.selection = frozenset()
            session.focus = first.focus
            session.sentences = lesson.sentences
            session.view = replace(first.view, projection=session.view.projection)
            session.mix = mix_of(session, first)
            session.scenes = lesson.scenes
        explorer.stage.controller.at = 0
        session.notice = Notice(
            "info",
            lesson.title,
            tr("{n} scenes are ready: F5 presents them, Scenes… changes them.", n=len(lesson.scenes)),
        )

    def _refuse(self, error: Exception) -> None:
        if not isinstance(error, ValueError | OSError):
            raise error
        self._explorer.session.notice = Notice("error", tr("The lesson could not be opened"), str(error))
