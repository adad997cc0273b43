"""Weights learned by task, in the real window with the bundled model."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from elmo_explorer.explorer import DEFAULT_MODEL, Explorer
from elmo_explorer.paths import bundled_models_dir
from elmo_explorer.session.session import Mix
from elmo_explorer.tasks.results import model_checksum, read_result, write_result
from elmo_explorer.ui.settings import Settings
from elmo_explorer.ui.theme import theme
from elmo_explorer.window_options import WindowOptions

LONG = 120_000
POS, SENSE = (0.25, 0.5, 0.25), (0.1, 0.3, 0.6)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, make_result: Callable[..., Any]) -> Iterator[Path]:
    """The user's own results: two of this model, one of another, one that is broken."""
    folder = tmp_path_factory.mktemp("data") / "elmo-explorer" / "tasks"
    folder.mkdir(parents=True)
    ours = model_checksum(bundled_models_dir() / DEFAULT_MODEL)
    write_result(
        make_result("own_pos", "Own part of speech", POS, 1.1, checksum=ours), folder / "own_pos.json"
    )
    write_result(make_result("own_sense", "Own sense", SENSE, 0.8, checksum=ours), folder / "own_sense.json")
    write_result(make_result("other", "Other", checksum="1"), folder / "other.json")
    (folder / "broken.json").write_text('{"task": 3}', encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(folder.parents[1]))
        yield folder


@pytest.fixture(scope="module")
def started(qapp: object, home: Path) -> Iterator[Explorer]:
    theme.set_mode("light")
    made = Explorer(WindowOptions(model=DEFAULT_MODEL), Settings(None))
    made.window.resize(1440, 900)
    made.window.show()
    made.start()
    yield made
    made.window.close()
    made.window.deleteLater()


@pytest.fixture
def explorer(started: Explorer, qtbot: QtBot) -> Explorer:
    session = started.session
    qtbot.waitUntil(
        lambda: session.model is not None and not started.learned.controller.pending, timeout=LONG
    )
    qtbot.waitUntil(lambda: any(task.own for task in session.learned), timeout=LONG)
    session.mix = Mix.average(3)
    started.learned.panel.sort_by("name")
    started.history.clear()
    return started


def row(explorer: Explorer, name: str) -> int:
    return [row.name for row in explorer.learned.panel.map.rows].index(name)


def click(explorer: Explorer, name: str, qtbot: QtBot) -> None:
    chart = explorer.learned.panel.map
    at = chart.cell(row(explorer, name), 0).center().toPoint()
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=at)


def test_own_results_of_this_model_are_shown_and_faults_told(explorer: Explorer) -> None:
    own = {task.result.name for task in explorer.session.learned if task.own}
    assert own >= {"Own part of speech", "Own sense"}
    assert "Other" not in own


def test_a_click_applies_weights_and_scale_in_one_undo_step(explorer: Explorer, qtbot: QtBot) -> None:
    session = explorer.session
    click(explorer, "Own sense", qtbot)
    qtbot.waitUntil(lambda: session.mix.weights == SENSE and not session.dragging)
    assert session.mix.gamma == 0.8
    chart = explorer.learned.panel.map
    assert [r.name for r in chart.rows if r.applied] == ["Own sense"]
    explorer.history.undo()
    assert session.mix == Mix.average(3)
    assert not explorer.history.can_undo
    assert not any(r.applied for r in chart.rows)


def test_keys_walk_and_apply(explorer: Explorer, qtbot: QtBot) -> None:
    chart, session = explorer.learned.panel.map, explorer.session
    qtbot.keyClick(chart, Qt.Key.Key_Home)
    for _ in range(row(explorer, "Own part of speech")):
        qtbot.keyClick(chart, Qt.Key.Key_Down)
    assert "Own part of speech, accuracy 93.0 %" in chart.accessibleDescription()
    qtbot.keyClick(chart, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: session.mix.weights == POS and not session.dragging)


def test_a_row_and_its_ring_light_each_other(explorer: Explorer, qtbot: QtBot) -> None:
    chart, triangle = explorer.learned.panel.map, explorer.mix.triangle
    at = chart.cell(row(explorer, "Own sense"), 1).center().toPoint()
    qtbot.mouseMove(chart, at)
    qtbot.waitUntil(lambda: triangle.hovered_mark == "Own sense")
    qtbot.mouseMove(chart, QPoint(3, chart.height() - 2))
    qtbot.waitUntil(lambda: triangle.hovered_mark is None)
    triangle.mark_hovered.emit("Own part of speech")
    assert triangle.hovered_mark == "Own part of speech"
    triangle.mark_clicked.emit("Own part of speech")
    qtbot.waitUntil(lambda: explorer.session.mix.weights == POS)
    triangle.mark_hovered.emit("")


def test_heads_sort(explorer: Explorer, qtbot: QtBot) -> None:
    chart = explorer.learned.panel.map
    for column, key in ((2, lambda r: -r.weights[2]), (1, lambda r: -r.weights[1])):
        place = chart.cell(0, column).center()
        qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(round(place.x()), 6))
        assert [r.key for r in chart.rows] == [r.key for r in sorted(chart.rows, key=key)]
        assert chart.sort == column


def test_a_row_tells_intervals_and_table(explorer: Explorer) -> None:
    tip = explorer.learned.panel.map.rows[row(explorer, "Own sense")].tip
    for text in (
        "58.0 to 62.0",
        "learned mix",
        "93.0 ± 1.4",
        "layer 1, LSTM",
        "most frequent label",
        "2 seeds",
    ):
        assert text in tip


def test_other_files_are_refused_in_a_sentence(
    explorer: Explorer, qtbot: QtBot, tmp_path: Path, make_result: Callable[..., Any]
) -> None:
    told: list[str] = []
    explorer.session.events.notice.connect(
        lambda new, old: told.append(f"{new.title}: {new.text}") if new else None
    )
    before = explorer.session.learned
    write_result(make_result(weights=(0.5, 0.5)), tmp_path / "two.json")
    write_result(make_result(checksum="1"), tmp_path / "foreign.json")
    (tmp_path / "text.json").write_text("nothing", encoding="utf-8")
    for name, part in (
        ("two.json", "are for 2 layers"),
        ("foreign.json", "open that one"),
        ("text.json", "does not hold"),
    ):
        explorer.learned.controller.add_file(tmp_path / name)
        qtbot.waitUntil(lambda part=part: bool(told) and part in told[-1], timeout=LONG)
    assert explorer.session.learned == before


def test_a_new_result_is_kept_and_can_be_removed(
    explorer: Explorer, qtbot: QtBot, home: Path, make_result: Callable[..., Any]
) -> None:
    session = explorer.session
    checksum = model_checksum(bundled_models_dir() / DEFAULT_MODEL)
    explorer.learned.controller.keep(make_result("own_pos", "Own again", checksum=checksum))
    qtbot.waitUntil(lambda: any(t.result.name == "Own again" for t in session.learned), timeout=LONG)
    kept = next(t for t in session.learned if t.result.name == "Own again")
    assert session.hovered_task == kept.key
    assert Path(kept.file).parent == home
    assert read_result(home / "own_pos.json").name == "Own part of speech"  # nothing was overwritten
    explorer.learned.panel.remove_requested.emit(kept.key)
    qtbot.waitUntil(lambda: not Path(kept.file).exists(), timeout=LONG)
    assert kept.key not in {t.key for t in session.learned}


@pytest.mark.parametrize(
    ("kind", "name", "part"),
    [
        ("chart", "chart.svg", "Own sense"),
        ("table", "table.csv", "Own sense"),
        ("table", "table.tex", "\\toprule"),
        ("table", "table.md", "| Own sense |"),
        ("weights", "weights.json", "scalar_mix_parameters"),
    ],
)
def test_exports(explorer: Explorer, tmp_path: Path, kind: str, name: str, part: str) -> None:
    explorer.learned.export(kind, tmp_path / name)
    text = (tmp_path / name).read_text(encoding="utf-8")
    assert part in text
    if name.endswith(".json"):
        assert json.loads(text)["own_sense"]["gamma"] == 0.8


def test_a_folder_that_is_missing_is_told(explorer: Explorer, tmp_path: Path) -> None:
    told: list[str] = []
    explorer.session.events.notice.connect(lambda new, old: told.append(new.title) if new else None)
    for kind, name in (("table", "t.csv"), ("chart", "t.svg"), ("chart", "t.png")):
        explorer.learned.export(kind, tmp_path / "missing" / name)
        assert told[-1] == f"{name} could not be saved"


def test_without_a_task_it_says_so(explorer: Explorer) -> None:
    session = explorer.session
    before = session.learned
    session.learned = ()
    panel = explorer.learned.panel
    assert panel.hint.text() == "No task has been learned with this model yet."
    assert panel.map.isHidden()
    session.learned = before
    assert not panel.map.isHidden()
    session.mix = replace(session.mix, gamma=1.0)
