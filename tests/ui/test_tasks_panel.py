"""What the layers know: scores by task and layer."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from elmo_explorer.session.learned import LearnedTask
from elmo_explorer.session.session import ModelInfo, Session
from elmo_explorer.ui.panels.tasks_panel import TasksPanel
from elmo_explorer.ui.task_text import finding


@pytest.fixture
def session(make_result: Callable[..., Any]) -> Session:
    made = Session()
    made.model = ModelInfo("en", ("en",), 3, 256, "CPU")
    results = [
        make_result(
            "word_sense",
            "Word sense",
            scores={
                "layer 1": (0.7, 0.7),
                "layer 0": (0.5, 0.5),
                "layer 2": (0.8, 0.8),
                "learned mix": (0.9, 0.9),
            },
        ),
        make_result(
            "part_of_speech", "Part of speech", scores={"layer 1": (0.93, 0.93), "layer 2": (0.95, 0.95)}
        ),
    ]
    made.learned = tuple(LearnedTask(r.task, r, f"{r.task}.json") for r in results)
    return made


@pytest.fixture
def panel(session: Session, qtbot: QtBot) -> TasksPanel:
    made = TasksPanel(session)
    qtbot.addWidget(made)
    made.resize(1000, 340)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_each_task_tells_its_best_layer_and_what_the_mix_adds(panel: TasksPanel) -> None:
    pos, sense = panel.table.rows
    assert (pos.name, sense.name) == ("Part of speech", "Word sense")
    assert sense.remark == "Best alone is layer 2 (80.0 %); the learned mix adds 10.0 points."
    assert pos.remark == "Best alone is layer 2 (95.0 %); the learned mix loses 2.0 points."
    assert sense.cells == ("30.0", "50.0 ± 0.0", "70.0 ± 0.0", "80.0 ± 0.0", "90.0 ± 0.0", "90.0 ± 0.0")


def test_the_published_order_stands_beside_ours(panel: TasksPanel) -> None:
    text = panel.remarks.text()
    assert "this model, this data and this head" in text
    assert "word sense: layer 1 67.4, layer 2 69.0 (F1); here 70.0 and 80.0, the same order" in text
    assert (
        "part of speech: layer 1 97.3, layer 2 96.8 (accuracy); here 93.0 and 95.0, the other order" in text
    )


def test_a_row_is_lit_and_chosen(panel: TasksPanel, session: Session, qtbot: QtBot) -> None:
    at = panel.table.cell(1, 2).center().toPoint()
    qtbot.mouseMove(panel.table, at)
    qtbot.waitUntil(lambda: session.hovered_task == "word_sense")
    with qtbot.waitSignal(panel.chosen) as chosen:
        qtbot.mouseClick(panel.table, Qt.MouseButton.LeftButton, pos=at)
    assert chosen.args == ["word_sense"]


def test_without_tasks_it_says_how_to_learn_one(panel: TasksPanel, session: Session) -> None:
    session.learned = ()
    assert panel.pages.currentWidget() is panel.empty


def test_a_plain_average_that_does_better_is_told(make_result: Callable[..., Any]) -> None:
    scores = {"learned mix": (0.7, 0.7), "layer 0": (0.5, 0.5), "layer 1": (0.6, 0.6), "layer 2": (0.7, 0.7)}
    text = finding(make_result(name="Sentiment", scores=scores))
    assert text.endswith("the learned mix does as well; the plain average is better (90.0 %).")
    scores["learned mix"] = (0.8, 1.0)  # the seeds are too far apart to tell
    assert "plain average" not in finding(make_result(name="Sentiment", scores=scores))
