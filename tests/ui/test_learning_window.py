"""Weights are learned in the real window: from files written here, and from coloured uses."""

import os
import random
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from elmo_explorer.explorer import DEFAULT_MODEL, Explorer
from elmo_explorer.session.session import Groups, Notice
from elmo_explorer.tasks.config import read_task
from elmo_explorer.tasks.results import read_result
from elmo_explorer.ui.learn_dialog import LearnDialog
from elmo_explorer.ui.settings import Settings
from elmo_explorer.ui.theme import theme
from elmo_explorer.window_options import WindowOptions

LONG = 60_000
KILL = getattr(signal, "SIGKILL", signal.SIGTERM)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The user's own folder; nothing is there yet."""
    folder = tmp_path_factory.mktemp("own")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(folder / "data"))
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        patch.setenv("OMP_NUM_THREADS", "1")
        yield folder / "data" / "elmo-explorer" / "tasks"


def opened() -> Explorer:
    theme.set_mode("light")
    made = Explorer(WindowOptions(model=DEFAULT_MODEL, example="bank"), Settings(None))
    made.projection.animated = False
    made.window.resize(1280, 720)
    made.window.show()
    made.start()
    return made


@pytest.fixture(scope="module")
def started(qapp: object, home: Path) -> Iterator[Explorer]:
    made = opened()
    yield made
    made.window.close()
    made.window.deleteLater()


@pytest.fixture
def explorer(started: Explorer, qtbot: QtBot) -> Explorer:
    session = started.session
    qtbot.waitUntil(lambda: not started.waiting_for() and session.learning is None, timeout=LONG)
    return started


@pytest.fixture
def told(explorer: Explorer) -> Iterator[list[Notice]]:
    notices: list[Notice] = []

    def note(new: Notice | None) -> None:
        if new is not None:
            notices.append(new)

    explorer.session.events.notice.connect(note)
    yield notices
    explorer.session.events.notice.disconnect(note)


@pytest.fixture
def films(tmp_path: Path) -> Path:
    return _films(tmp_path)


def _films(folder: Path) -> Path:
    draw = random.Random(0)
    words = {
        "positive": ("wonderful", "superb", "moving"),
        "negative": ("dreadful", "dull", "awful"),
    }
    lines = ["stars\treview"]
    for k in range(60):
        label = draw.choice(sorted(words))
        lines.append(f"{label}\tThe film of day {k} was really {draw.choice(words[label])} .")
    path = folder / "films.tsv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _endless(folder: Path) -> Path:
    """Labels that nothing tells: learning has no end of its own."""
    draw = random.Random(1)
    path = folder / "noise.conll"
    sentences = (
        "".join(
            f"{draw.choice(['a', 'the', 'dog', 'cat', 'ran', 'slept'])} T{draw.randrange(30)}\n"
            for _ in range(12)
        )
        for _ in range(300)
    )
    path.write_text("\n".join(sentences), encoding="utf-8")
    return path


def dialog_for(explorer: Explorer, file: Path, qtbot: QtBot) -> LearnDialog:
    learning = explorer.learned.learning
    if learning.dialog is not None:
        learning.dialog.reject()
    learning.open_file(file)
    qtbot.waitUntil(lambda: learning.dialog is not None and learning.dialog.form.isVisible(), timeout=LONG)
    dialog = learning.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.outline is not None or dialog.problem.isVisible(), timeout=LONG)
    return dialog


def begin(explorer: Explorer, file: Path, qtbot: QtBot, epochs: int = 15) -> None:
    dialog = dialog_for(explorer, file, qtbot)
    dialog.form.epochs.setValue(epochs)
    qtbot.waitUntil(lambda: dialog.outline is not None and dialog.learn.isEnabled(), timeout=LONG)
    qtbot.mouseClick(dialog.learn, Qt.MouseButton.LeftButton)
    assert explorer.session.learning is not None


def test_a_file_is_understood_learned_and_lit(
    explorer: Explorer, told: list[Notice], films: Path, home: Path, qtbot: QtBot
) -> None:
    session = explorer.session
    dialog = dialog_for(explorer, films, qtbot)
    form = dialog.form
    assert form.kind.currentData() == "sentences"
    assert form.columns["label"].currentText() == "stars"
    assert "positive" in dialog.labels.text()
    assert "was really" in dialog.examples.toPlainText()
    form.name.setText("")
    qtbot.keyClicks(form.name, "Films I saw")
    form.seeds.setValue(2)
    qtbot.waitUntil(lambda: dialog.outline is not None and dialog.learn.isEnabled(), timeout=LONG)
    paths: list[int] = []
    session.events.learning.connect(lambda new: paths.append(len(new.path)) if new else None)
    qtbot.mouseClick(dialog.learn, Qt.MouseButton.LeftButton)
    assert explorer.learned.panel.cancel.isVisibleTo(explorer.learned.panel)
    assert not explorer.learned.panel.learn.isVisibleTo(explorer.learned.panel)
    qtbot.waitUntil(lambda: bool(told) and told[-1].title == "Learned “Films I saw”", timeout=LONG)
    assert "best alone is" in told[-1].text
    assert max(paths) > 0  # how often it is told depends on the machine: the newest wins
    assert [n for n in paths if n] == sorted(n for n in paths if n)
    assert session.learning is None
    task = next(t for t in session.learned if t.result.name == "Films I saw")
    assert task.own
    assert session.hovered_task == task.key
    assert task.result.complete
    assert task.result.seeds == (1, 2)
    config = read_task(home / "recipes" / "films_i_saw.toml")
    assert config.data.train == str(films)
    assert explorer.learned.learning.controller.process_id == 0


@pytest.mark.parametrize(
    ("name", "text", "part"),
    [
        ("a.tsv", "label\tsentence\ngood\tfine .\nbad\n", "a.tsv, line 3: expected 2 columns, found 1"),
        ("b.tsv", "label\tsentence\ngood\tfine .\n\nbad\tdull .\n", "b.tsv, line 3 is empty"),
        (
            "c.tsv",
            "label\tsentence\n"
            + "".join(f"good\tfine {k} .\nbad\tdull {k} .\n" for k in range(9))
            + "odd\tone .\n",
            "'odd' has one example",
        ),
        ("d.tsv", f"label\tsentence\ngood\t{'w ' * 1001}\n" + "bad\tx\n" * 5, "1,001 words"),
        ("e.conll", "the\tDET\ndog\n\n", "e.conll"),
    ],
)
def test_bad_files_are_told_in_one_sentence(
    explorer: Explorer, told: list[Notice], tmp_path: Path, qtbot: QtBot, name: str, text: str, part: str
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    learning = explorer.learned.learning
    assert learning.dialog is None
    learning.open_file(path)
    qtbot.waitUntil(
        lambda: bool(told) or (learning.dialog is not None and learning.dialog.problem.isVisible()),
        timeout=LONG,
    )
    dialog = learning.dialog
    if dialog is None:
        assert part in told[-1].title + told[-1].text
        return
    assert part in dialog.problem.text()
    assert "drop_rare" not in dialog.problem.text()
    assert not dialog.learn.isEnabled()
    if "odd" in part:
        dialog.form.drop_rare.click()
        qtbot.waitUntil(lambda: dialog.outline is not None, timeout=LONG)
        assert "odd" not in dialog.labels.text()
    dialog.reject()


def test_other_text_than_utf8_is_told(
    explorer: Explorer, told: list[Notice], tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "latin.tsv"
    path.write_bytes("label\tsentence\ngood\tcafé .\n".encode("latin-1"))
    explorer.learned.learning.open_file(path)
    qtbot.waitUntil(lambda: bool(told), timeout=LONG)
    assert "latin.tsv, line 2" in told[-1].text


def test_stop_keeps_what_was_learned(
    explorer: Explorer, told: list[Notice], tmp_path: Path, qtbot: QtBot
) -> None:
    session = explorer.session
    begin(explorer, _endless(tmp_path), qtbot, 500)
    qtbot.waitUntil(lambda: session.learning is not None and len(session.learning.path) > 2, timeout=LONG)
    qtbot.mouseClick(explorer.learned.panel.cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(told) and "stopped before the end" in told[-1].text, timeout=LONG)
    kept = session.learned[-1]
    assert not kept.result.complete
    assert not read_result(Path(kept.file)).complete
    assert explorer.learned.learning.controller.process_id == 0


def test_a_killed_process_is_said_in_a_sentence(
    explorer: Explorer, told: list[Notice], tmp_path: Path, qtbot: QtBot
) -> None:
    controller, before = explorer.learned.learning.controller, explorer.session.learned
    begin(explorer, _endless(tmp_path), qtbot, 500)
    qtbot.waitUntil(lambda: controller.process_id > 0, timeout=LONG)
    os.kill(controller.process_id, KILL)
    qtbot.waitUntil(lambda: bool(told), timeout=LONG)
    assert told[-1].title.endswith("was not learned")
    assert "killed" in told[-1].text
    assert explorer.session.learned == before
    assert explorer.session.learning is None


def test_weights_are_learned_from_the_colours(explorer: Explorer, told: list[Notice], qtbot: QtBot) -> None:
    session, learning = explorer.session, explorer.learned.learning
    panel = explorer.learned.panel
    assert panel.learn.isEnabled()
    qtbot.mouseClick(panel.learn, Qt.MouseButton.LeftButton)
    dialog = learning.colours
    assert dialog is not None
    assert dialog.note.height() >= dialog.note.heightForWidth(dialog.note.width())  # no line is cut
    for k, name in enumerate(session.groups.names):
        n = sum(group == k for group in session.groups.of.values())
        assert f"{name} {n}" in dialog.said.text()
    qtbot.mouseClick(dialog.learn, Qt.MouseButton.LeftButton)
    assert session.learning is not None
    qtbot.waitUntil(lambda: bool(told) and told[-1].title.startswith("Learned"), timeout=LONG)
    result = session.learned[-1].result
    assert result.note == "12 uses in 4 groups, 3-fold cross-validation: an indication, no more."
    assert result.model.name == DEFAULT_MODEL
    assert result.surface is not None


def test_too_few_groups_say_why(explorer: Explorer) -> None:
    session, panel = explorer.session, explorer.learned.panel
    groups = session.groups
    first = next(iter(groups.of))
    session.groups = Groups(groups.names, {t: g for t, g in groups.of.items() if g == 0} | {first: 1})
    assert not panel.learn.isEnabled()
    assert "two coloured groups of two uses" in panel.learn.toolTip()
    session.groups = groups
    assert panel.learn.isEnabled()
    assert "two coloured groups" not in panel.learn.toolTip()


def test_the_triangle_is_shaded_by_a_task_and_by_the_separation_again(explorer: Explorer) -> None:
    session, panel, mix = explorer.session, explorer.learned.panel, explorer.mix
    task = next(t for t in session.learned if t.result.surface is not None)
    menu = panel.row_menu(task)
    shade = next(action for action in menu.actions() if action.text().startswith("Shade"))
    assert shade.isEnabled()
    shade.trigger()
    assert session.shaded_task == task.key
    assert task.result.name in mix.triangle.tip_at(mix.triangle.point_of((0.2, 0.5, 0.3)))
    assert mix.shade_note.isVisibleTo(mix)
    mix.shade_note.linkActivated.emit("separation")
    assert session.shaded_task == ""
    assert "Separation" in mix.triangle.tip_at(mix.triangle.point_of((0.2, 0.5, 0.3)))
    menu.deleteLater()


def test_a_row_that_was_measured_at_one_mix_alone_cannot_shade(explorer: Explorer) -> None:
    task = explorer.session.learned[-1]
    menu = explorer.learned.panel.row_menu(replace(task, result=replace(task.result, surface=None)))
    shade = next(action for action in menu.actions() if action.text().startswith("Shade"))
    assert not shade.isEnabled()
    menu.deleteLater()


def test_uses_are_coloured_by_part_of_speech(explorer: Explorer, qtbot: QtBot) -> None:
    session = explorer.session
    session.view = replace(session.view, colour_by="part of speech")
    qtbot.waitUntil(lambda: "noun" in session.groups.names, timeout=LONG)
    assert set(session.groups.of) == set(session.occurrences)
    assert "verb" in session.groups.names or session.groups.names == ("noun",)
    session.view = replace(session.view, colour_by="sense")


def test_a_closed_window_leaves_no_process_and_keeps_what_was_learned(
    home: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    made = opened()
    qtbot.waitUntil(lambda: not made.waiting_for(), timeout=LONG)
    session, controller = made.session, made.learned.learning.controller
    begin(made, _endless(tmp_path), qtbot, 500)
    qtbot.waitUntil(lambda: session.learning is not None and len(session.learning.path) > 2, timeout=LONG)
    number, before = controller.process_id, set(home.glob("*.json"))
    made.window.close()
    made.window.deleteLater()
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)
    new = set(home.glob("*.json")) - before
    assert len(new) == 1
    assert not read_result(new.pop()).complete
