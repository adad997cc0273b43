"""Where each task's learned weights lie in the triangle, and the way of those that are being learned."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from elmo_explorer.session.learned import LearnedTask
from elmo_explorer.session.session import Session
from elmo_explorer.translation import tr
from elmo_explorer.ui.widgets.mix_triangle import MixTriangle
from elmo_explorer.ui.widgets.triangle_marks import TriangleMark

_CORNERS = 3
_LINGERS_MS = 4_000
"""A path stays so long when the weights have arrived: of few examples they are there in a blink."""


class TaskMarks(QObject):
    """Keeps the triangle's rings and path true to ``session.learned`` and ``session.learning``."""

    chosen = Signal(str)
    """Key of the task whose ring was clicked."""

    def __init__(self, session: Session, triangle: MixTriangle) -> None:
        super().__init__(triangle)
        self._session = session
        self._triangle = triangle
        self._names: dict[str, str] = {}
        self._linger = QTimer(self, singleShot=True, interval=_LINGERS_MS)
        self._linger.timeout.connect(lambda: triangle.set_path(None))
        triangle.mark_hovered.connect(self._hover)
        triangle.mark_clicked.connect(self._choose)
        events = session.events
        events.learned.connect(self._show)
        events.hovered_task.connect(self._show)
        events.learning.connect(self._show_path)

    def _show(self) -> None:
        tasks = [task for task in self._session.learned if len(task.weights) == _CORNERS]
        self._names = _names(tasks)
        marks = tuple(TriangleMark(self._names[task.key], _triple(task.weights)) for task in tasks)
        self._triangle.set_marks(marks, self._names.get(self._session.hovered_task))

    def _show_path(self) -> None:
        learning = self._session.learning
        if learning is None:
            self._linger.start()
            return
        self._linger.stop()
        path = learning.path
        drawn = len(path) > 0 and len(path[0]) == _CORNERS
        self._triangle.set_path(np.array(path) if drawn else None)

    def _hover(self, name: str) -> None:
        self._session.hovered_task = self._key(name)

    def _choose(self, name: str) -> None:
        self.chosen.emit(self._key(name))

    def _key(self, name: str) -> str:
        return next((key for key, known in self._names.items() if known == name), "")


def _names(tasks: list[LearnedTask]) -> dict[str, str]:
    """Key -> a name of its own: two results of one task are numbered."""
    names: dict[str, str] = {}
    for task in tasks:
        name, n = tr(task.result.name), 1
        while name in names.values():
            n += 1
            name = f"{tr(task.result.name)} ({n})"
        names[task.key] = name
    return names


def _triple(weights: tuple[float, ...]) -> tuple[float, float, float]:
    a, b, c = weights
    return a, b, c
