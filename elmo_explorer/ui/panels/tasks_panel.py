"""The tab "Tasks": what the layers know."""

from __future__ import annotations

import math

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from elmo_explorer.session.learned import LearnedTask
from elmo_explorer.session.session import Session
from elmo_explorer.translation import tr
from elmo_explorer.ui.layer_names import layer_kind
from elmo_explorer.ui.task_text import RESERVATION, finding, published_order, with_deviation
from elmo_explorer.ui.theme import theme
from elmo_explorer.ui.widgets.empty_page import EmptyPage
from elmo_explorer.ui.widgets.score_table import ScoreRow, ScoreTable
from elmo_explorer.ui.widgets.section_title import SectionTitle


class TasksPanel(QWidget):
    """Shows what each task of ``session.learned`` reaches with every layer alone, their average and the learned mix."""

    chosen = Signal(str)
    """Key of the task whose weights are wished."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.title = SectionTitle(tr("What the layers know"))
        self.table = ScoreTable()
        self.remarks = QLabel()
        self.remarks.setProperty("role", "text2")
        self.remarks.setWordWrap(True)
        self.empty = EmptyPage()
        self.empty.set_text(
            tr("No task has been learned with this model yet"),
            tr("“Learn weights from these colours…” below the mixing weights, or + for a labelled file."),
        )
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(14, 10, 14, 12)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.table)
        column.addWidget(self.remarks)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(body)
        scroll.setAccessibleName(tr("Tasks"))
        self.pages = QStackedWidget()
        self.pages.addWidget(scroll)
        self.pages.addWidget(self.empty)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.pages)
        self.table.chosen.connect(self.chosen)
        self.table.hovered.connect(self._hover)
        events = session.events
        events.learned.connect(self._show)
        events.hovered_task.connect(self.table.set_lit)
        theme.changed.connect(self._restyle)
        self._restyle()
        self._show()

    def _show(self) -> None:
        tasks = self._session.learned
        self.pages.setCurrentIndex(0 if tasks else 1)
        n_layers = max((task.result.model.n_layers for task in tasks), default=0)
        layers = [f"layer {layer}" for layer in range(n_layers)]
        names = ["majority", *layers, "average", "learned mix"]
        heads = [
            tr("most frequent"),
            *(f"{j} {layer_kind(j)}" for j in range(n_layers)),
            tr("average"),
            tr("learned mix"),
        ]
        self.table.set_rows([_row(task, names) for task in sorted(tasks, key=_name)], heads)
        model = self._session.model
        seeds = sorted({len(task.result.seeds) for task in tasks})
        several = (
            f"{seeds[0]}"
            if len(seeds) == 1
            else tr("{seed} to {seed2}", seed=seeds[0], seed2=seeds[-1])
            if seeds
            else ""
        )
        self.title.set_text(
            tr("What the layers know"),
            tr(
                "{name}, %, mean ± standard deviation over {several} seeds; a head of its own for "
                "every column",
                name=model.name,
                several=several,
            )
            if model is not None and seeds
            else "",
        )
        published = published_order([task.result for task in tasks])
        self.remarks.setText(f"{tr(RESERVATION)} {published}".strip())

    def _hover(self, key: str) -> None:
        self._session.hovered_task = key

    def _restyle(self) -> None:
        self.remarks.setFont(theme.font(12))


def _row(task: LearnedTask, names: list[str]) -> ScoreRow:
    result = task.result
    choices = {choice.name: choice for choice in result.choices}
    cells = [with_deviation(choices[name]) if name in choices else "" for name in names]
    scores = [choices[name].mean if name in choices else math.nan for name in names]
    text = finding(result).removeprefix(f"{tr(result.name)}: ").removeprefix(f"{tr(result.name)}：")
    remark = text[:1].upper() + text[1:]
    if result.note:
        remark = f"{remark} {result.note}"
    return ScoreRow(task.key, tr(result.name), tr(result.metric), tuple(cells), tuple(scores), remark)


def _name(task: LearnedTask) -> str:
    return task.result.name.casefold()
