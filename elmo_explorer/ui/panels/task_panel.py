"""Below the mixing weights: what tasks have taught, and the way to learn one's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from elmo_explorer.session.learned import LearnedTask, Learning
from elmo_explorer.session.session import Mix, Session
from elmo_explorer.session.task_wish import coloured_uses
from elmo_explorer.translation import mark, tr
from elmo_explorer.ui.icons import icon
from elmo_explorer.ui.layer_names import layer_kind
from elmo_explorer.ui.task_shade import FIXED, can_shade
from elmo_explorer.ui.task_text import percent, score_text, task_tip
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.panel_header import PanelHeader
from elmo_explorer.ui.widgets.task_map import Sort, TaskMap, TaskRow

_MARGIN = 14
_SAME = 0.005
"""Weights this near to the mix in use are the applied ones."""
_HINT = mark("Click a row to apply it. Rings in the triangle mark where each task's learned weights lie.")
_LEARN = mark("Train a small classifier that tells the coloured groups apart, and see which layers it wants")
_TOO_FEW = mark(
    "It needs two coloured groups of two uses each: give a word's uses senses, or colour them by cluster"
)
_NONE = mark("No task has been learned with this model yet.")
EXPORTS = ("chart", "table", "weights")


class TaskPanel(QWidget):
    """Shows ``session.learned`` as a heat map task by layer, and ``session.learning`` while it runs."""

    weights_chosen = Signal(tuple, float, bool)
    """Softmax weights, gamma, layer normalisation."""
    learn_colours_requested = Signal()
    learn_file_requested = Signal()
    add_requested = Signal()
    remove_requested = Signal(str)
    cancel_requested = Signal()
    overview_requested = Signal()
    export_requested = Signal(str)
    """One of :data:`EXPORTS`."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._sort: Sort = "name"
        self.setAccessibleName(tr("Learned by task"))
        self.header = PanelHeader(tr("Learned by task"))
        self.map = TaskMap()
        self.hint = QLabel()
        self.hint.setProperty("role", "caption")
        self.hint.setWordWrap(True)
        self.doing = QLabel()
        self.doing.setProperty("role", "text2")
        self.doing.setWordWrap(True)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setRange(0, 1000)
        self.cancel = QPushButton(tr("Stop"))
        self.cancel.setToolTip(tr("Stop learning; what was learned so far is kept"))
        self.learn = QPushButton(tr(" Learn weights from these colours…"))
        self.learn.setIcon(icon("spark"))
        self._add_menu, self._more_menu = QMenu(self), QMenu(self)
        self.add = self.header.add_button(
            "plus", tr("Learn from a file, or add a result"), self._open_add_menu
        )
        self.more = self.header.add_button("dots", tr("More about the learned weights"), self._open_more_menu)
        self._fill_menus()
        self._lay_out()
        self._connect()
        self._restyle()
        self._show()
        self._show_learning()

    def _fill_menus(self) -> None:
        self._learn_file = _action(self._add_menu, tr("Learn from a file…"), self.learn_file_requested.emit)
        self._add_menu.addAction(tr("Add a result file…"), self.add_requested.emit)
        menu = self._more_menu
        menu.addAction(tr("What the layers know"), self.overview_requested.emit)
        menu.addSeparator()
        self._exports = [
            _action(menu, text, partial(self.export_requested.emit, kind))
            for text, kind in zip(
                (tr("Export the chart…"), tr("Export the table…"), tr("Export the weights…")),
                EXPORTS,
                strict=True,
            )
        ]
        menu.addSeparator()
        self._sorts = menu.addMenu(tr("Sort by"))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 0, 10)
        column.setSpacing(0)
        line = QFrame()
        line.setProperty("kind", "line")
        line.setFixedHeight(1)
        column.addWidget(line)
        column.addWidget(self.header)
        body = QWidget()
        inner = QVBoxLayout(body)
        inner.setContentsMargins(_MARGIN - 6, 0, _MARGIN - 6, 0)
        inner.setSpacing(6)
        busy = QHBoxLayout()
        busy.setContentsMargins(6, 0, 0, 0)
        busy.addWidget(self.doing, 1)
        busy.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignTop)
        inner.addLayout(busy)
        for part in (self.progress, self.map, self.hint):
            inner.addWidget(part)
        self.hint.setContentsMargins(6, 0, 6, 0)
        inner.addSpacing(4)
        inner.addWidget(self.learn, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(body)

    def _connect(self) -> None:
        self.map.chosen.connect(self.choose)
        self.map.hovered.connect(self._hover)
        self.map.sorted_by.connect(self.sort_by)
        self.learn.clicked.connect(self.learn_colours_requested)
        self.cancel.clicked.connect(self.cancel_requested)
        theme.changed.connect(self._restyle)
        events = self._session.events
        events.learned.connect(self._show)
        events.mix.connect(self._mix_changed)
        events.model.connect(self._show)
        events.model.connect(self._show_learning)
        events.groups.connect(self._show_learning)
        events.hovered_task.connect(self.map.set_lit)
        events.learning.connect(self._show_learning)

    def sort_by(self, sort: Sort) -> None:
        """Order the rows by a layer's weight, gamma or score, the largest first, or by name."""
        self._sort = sort
        self._show()

    # Session -> widgets

    def _show(self) -> None:
        session = self._session
        tasks = sorted(session.learned, key=lambda task: _rank(task, self._sort))
        n_layers = len(session.mix.weights)
        rows = [self._row(task) for task in tasks if len(task.weights) == n_layers]
        first = tr("chars")
        columns = [f"{j} {first if j == 0 else layer_kind(j)}" for j in range(n_layers)]
        self.map.setVisible(bool(rows))
        self.map.set_rows(rows, columns, self._sort)
        self.hint.setText(tr(_HINT) if rows else tr(_NONE) if session.model is not None else "")
        self.header.set_count(len(rows) or None)
        for export in self._exports:
            export.setEnabled(bool(rows))
        self._sorts.clear()
        choices: list[tuple[str, Sort]] = [(tr("Task"), "name"), (tr("Score"), "score")]
        choices += [(tr("Weight of layer {j}", j=j), j) for j in range(n_layers)]
        for text, sort in (*choices, ("γ", "gamma")):
            action = _action(self._sorts, text, partial(self.sort_by, sort))
            action.setCheckable(True)
            action.setChecked(sort == self._sort)

    def _row(self, task: LearnedTask) -> TaskRow:
        learned = task.result.learned
        return TaskRow(
            task.key,
            tr(task.result.name),
            score_text(task.result),
            learned.mean if learned else 0.0,
            task.weights,
            task.gamma,
            task_tip(task),
            _is_applied(task, self._session.mix),
        )

    def _mix_changed(self, mix: Mix, old: Mix | None = None) -> None:
        rows, applied = self.map.rows, {t.key: _is_applied(t, mix) for t in self._session.learned}
        if old is not None and len(old.weights) != len(mix.weights):
            self._show()
        elif any(applied.get(row.key, False) != row.applied for row in rows):
            again = [replace(row, applied=applied.get(row.key, False)) for row in rows]
            self.map.set_rows(again, self.map.columns, self._sort)

    def _show_learning(self) -> None:
        session, learning = self._session, self._session.learning
        busy = learning is not None
        for part in (self.doing, self.progress, self.cancel):
            part.setVisible(busy)
        self.learn.setVisible(not busy)
        enough = coloured_uses(session.groups).enough
        self.learn.setEnabled(enough and session.model is not None)
        self.learn.setToolTip(tr(_LEARN) if enough else tr(_TOO_FEW))
        self._learn_file.setEnabled(session.model is not None and not busy)
        if learning is not None:
            self.progress.setValue(round(1000 * learning.share))
            self.doing.setText(_doing(learning))

    # Widgets -> session

    def choose(self, key: str) -> None:
        """Wish a task's weights; an unknown key changes nothing."""
        task = self._task(key)
        if task is not None and task.result.mix is not None:
            self.weights_chosen.emit(task.weights, task.gamma, task.result.mix.layer_norm)

    def _hover(self, key: str) -> None:
        self._session.hovered_task = key

    def _task(self, key: str) -> LearnedTask | None:
        return next((task for task in self._session.learned if task.key == key), None)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """On a row: apply it, shade the triangle by it, or remove one's own."""
        at = self.map.mapFrom(self, event.pos())
        key = self.map.key_at(at.y()) if self.map.rect().contains(at) else ""
        task = self._task(key)
        if task is None:
            return
        menu = self.row_menu(task)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def row_menu(self, task: LearnedTask) -> QMenu:
        """What can be done with a row."""
        key = task.key
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        menu.addAction(tr("Apply these weights"), lambda: self.choose(key))
        shade = _action(menu, tr("Shade the triangle by this task"), partial(self._shade_by, key))
        shade.setCheckable(True)
        shade.setChecked(self._session.shaded_task == key)
        shade.setEnabled(can_shade(task))
        shade.setToolTip(tr(FIXED) if can_shade(task) else tr("Its score was measured at its own mix alone"))
        if task.own:
            menu.addAction(tr("Remove this result"), lambda: self.remove_requested.emit(key))
        return menu

    def _shade_by(self, key: str) -> None:
        """Shade the triangle by a task, or by the separation again."""
        self._session.shaded_task = "" if self._session.shaded_task == key else key

    def _open_add_menu(self) -> None:
        _open(self._add_menu, self.add)

    def _open_more_menu(self) -> None:
        _open(self._more_menu, self.more)

    def _restyle(self) -> None:
        self.hint.setFont(theme.font(12))
        self.doing.setFont(theme.font(12, tabular=True))
        self.progress.setFixedHeight(theme.px(6))


def _rank(task: LearnedTask, sort: Sort) -> tuple[float, str]:
    name = task.result.name.casefold()
    learned = task.result.learned
    if sort == "score":
        return (-(learned.mean if learned else 0.0), name)
    if sort == "gamma":
        return (-task.gamma, name)
    if isinstance(sort, int) and sort < len(task.weights):
        return (-task.weights[sort], name)
    return (0.0, name)


def _is_applied(task: LearnedTask, mix: Mix) -> bool:
    assert task.result.mix is not None
    return (
        len(task.weights) == len(mix.weights)
        and max(abs(a - b) for a, b in zip(task.weights, mix.weights, strict=True)) < _SAME
        and abs(task.gamma - mix.gamma) < _SAME
        and task.result.mix.layer_norm == mix.layer_norm
    )


def _doing(learning: Learning) -> str:
    score = tr(" · dev {score}", score=percent(learning.score)) if learning.score is not None else ""
    return f"{learning.name}: {learning.doing}{score}"


def _action(menu: QMenu, text: str, do: Callable[[], object]) -> QAction:
    # Made here: of one that Qt makes Python may have an older one's half, from a window that is gone.
    action = QAction(text, menu)
    menu.addAction(action)
    action.triggered.connect(lambda: do())
    return action


def _open(menu: QMenu, button: QToolButton) -> None:
    menu.popup(button.mapToGlobal(QPoint(0, button.height() + 2)))
