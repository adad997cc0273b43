"""The tab Training with a recorded run, and the window that is closed while one is under way."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from elmo_explorer.controllers.training_controller import TrainingController
from elmo_explorer.explorer import Explorer
from elmo_explorer.session.training import Choices, Curves, Place, Training
from elmo_explorer.training.checkpoints import checkpoints
from elmo_explorer.training.events import Finished, HeldOut, Journal, Started, StepDone
from elmo_explorer.training.probes import Probe, ProbeStates, write_probe_states
from elmo_explorer.ui.options_dialog import OptionsDialog
from elmo_explorer.ui.panels.training_panel import TrainingPanel
from elmo_explorer.ui.settings import Settings
from elmo_explorer.ui.theme import theme
from elmo_explorer.window_options import WindowOptions
from elmo_explorer.workers.runner import Runner

LONG = 120_000
STEPS = (0, 50, 71, 100, 141, 200)
PROBES = tuple(
    Probe(sense, ("we", "saw", "a", "bat", *after.split()), 3)
    for sense, after in (
        ("animal", "in the cave ."),
        ("animal", "fly at dusk ."),
        ("animal", "that eats figs ."),
        ("club", "made of wood ."),
        ("club", "hit the ball ."),
        ("club", "in his hands ."),
    )
)


@pytest.fixture
def recorded(tmp_path: Path) -> Path:
    """A run whose senses came apart."""
    rng = np.random.default_rng(0)
    common, apart = rng.normal(0, 1, 8), rng.normal(0, 1, 8)
    noise = rng.normal(0, 0.1, (3, 6, 8))
    side = np.repeat([1.0, -1.0], 3)[:, None]
    journal = Journal(tmp_path)
    journal.add(Started("bats", "en", 0, 0, 300_000, 900, 20_000, 200))
    for k, step in enumerate(STEPS):
        states = common + noise + 0.15 * k * side * apart
        states[0] = common
        write_probe_states(
            tmp_path / "probes", ProbeStates(step, 1000 * step, PROBES, states.astype(np.float32))
        )
        if step:
            journal.add(StepDone(step, 1000 * step, 8.0 - k, 5000.0, 10.0))
            journal.add(HeldOut(step, 1000 * step, 900.0 / k, 800.0 / k))
    journal.add(Finished("", False, 200, 200_000))
    return tmp_path


@pytest.fixture
def training() -> Training:
    return Training()


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[Runner]:
    runner = Runner()
    yield runner
    runner.close()


@pytest.fixture
def controller(training: Training, runner: Runner) -> Iterator[TrainingController]:
    controller = TrainingController(training, runner)
    yield controller
    controller.close()


@pytest.fixture
def panel(training: Training, controller: TrainingController, qtbot: QtBot) -> TrainingPanel:
    panel = TrainingPanel(training, controller.sizes, controller.more_options, controller.what_is_wrong_with)
    panel.probes.picture.animated = False
    qtbot.addWidget(panel)
    panel.resize(1100, 300)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


@pytest.fixture
def opened(
    panel: TrainingPanel, training: Training, controller: TrainingController, recorded: Path, qtbot: QtBot
) -> TrainingPanel:
    controller.open_run(str(recorded))
    qtbot.waitUntil(lambda: len(panel.probes.picture.xy) == len(PROBES), timeout=LONG)
    return panel


def test_a_run_opened_again_shows_its_curves_and_its_last_probes(opened: TrainingPanel) -> None:
    assert opened.left_title.title == "bats"
    assert [curve.name for curve in opened.perplexity.curves] == ["forward", "backward"]
    assert opened.loss.curves[0].y[-1] == pytest.approx(3.0)
    assert opened.probes.scrubber.place == len(STEPS) - 1
    assert "step 200" in opened.probes.moment.left[0]
    assert "6 of 6" in opened.probes.moment.right[0]
    assert opened.probes.view.labels() == ["Mix", "1 LSTM", "2 LSTM"]


def test_the_scrubber_shows_meaning_appear(opened: TrainingPanel, qtbot: QtBot) -> None:
    last = opened.probes.picture.xy.copy()
    opened.probes.scrubber.setFocus()
    qtbot.keyClick(opened.probes.scrubber, Qt.Key.Key_Home)
    assert opened.probes.scrubber.place == 0
    first = opened.probes.picture.xy.copy()
    assert np.ptp(first, axis=0).max() < np.ptp(last, axis=0).max()
    qtbot.keyClick(opened.probes.scrubber, Qt.Key.Key_Right)
    assert "step 50" in opened.probes.moment.left[0]
    qtbot.mouseClick(
        opened.probes.scrubber,
        Qt.MouseButton.LeftButton,
        pos=QPointF(opened.probes.scrubber.x_of(3), opened.probes.scrubber.height() / 2).toPoint(),
    )
    assert "step 100" in opened.probes.moment.left[0]


def test_points_glide_to_the_next_step(opened: TrainingPanel, qtbot: QtBot) -> None:
    opened.probes.picture.animated = True
    before = opened.probes.picture.xy.copy()
    opened.probes.scrubber.setFocus()
    qtbot.keyClick(opened.probes.scrubber, Qt.Key.Key_Home)
    assert opened.probes.picture.gliding
    np.testing.assert_array_equal(opened.probes.picture.xy, before)
    qtbot.waitUntil(lambda: not opened.probes.picture.gliding, timeout=LONG)
    assert np.abs(opened.probes.picture.xy - before).max() > 0


def test_the_run_is_played_from_its_beginning_to_its_end(opened: TrainingPanel, qtbot: QtBot) -> None:
    opened.probes.play.click()
    assert opened.probes.scrubber.place == 0
    qtbot.waitUntil(lambda: opened.probes.scrubber.place == len(STEPS) - 1, timeout=LONG)


def test_another_layer_has_another_picture(opened: TrainingPanel) -> None:
    before = opened.probes.picture.xy.copy()
    opened.probes.view.choose(2)
    assert np.abs(opened.probes.picture.xy - before).max() > 1e-4


def test_a_new_probe_is_followed_at_the_end_and_does_not_disturb_before_it(
    opened: TrainingPanel, controller: TrainingController, training: Training, recorded: Path, qtbot: QtBot
) -> None:
    rng = np.random.default_rng(1)
    for step, expected in ((283, len(STEPS)), (400, 2)):
        states = rng.normal(0, 1, (3, 6, 8)).astype(np.float32)
        write_probe_states(recorded / "probes", ProbeStates(step, 1000 * step, PROBES, states))
        controller.open_run(str(recorded))
        qtbot.waitUntil(
            lambda step=step: training.probes is not None and training.probes.steps[-1] == step, timeout=LONG
        )
        qtbot.waitUntil(lambda expected=expected: opened.probes.scrubber.place >= 0, timeout=LONG)
        if step == 283:
            assert opened.probes.scrubber.place == expected
            opened.probes.scrubber.setFocus()
            qtbot.keyClick(opened.probes.scrubber, Qt.Key.Key_Home)


def test_the_pointer_reads_both_charts_at_once(opened: TrainingPanel) -> None:
    opened.loss.hovered.emit(100_000.0)
    assert opened.loss._at == opened.perplexity._at == 100_000.0


def test_buttons_fit_the_state(panel: TrainingPanel, training: Training, qtbot: QtBot) -> None:
    status = panel.status
    training.name, training.place = "bats", Place(10, 1000, 5000, 900.0, 60.0)
    shown = {
        "running": {"pause", "stop"},
        "paused": {"resume", "stop"},
        "stopped": {"resume", "open_model", "new"},
        "finished": {"open_model", "new"},
    }
    for stage, names in shown.items():
        training.stage = stage  # type: ignore[assignment]
        training.model = "" if stage in ("running", "paused") else "model"
        if stage == "finished":
            training.place = replace(training.place, tokens=5000)
        panel.refresh()
        buttons = ("pause", "resume", "stop", "open_model", "new")
        assert {name for name in buttons if getattr(status, name).isVisible()} == names, stage
    with qtbot.waitSignal(panel.open_model_requested):
        status.open_model.click()


def test_a_problem_is_shown_in_the_panel(panel: TrainingPanel, training: Training) -> None:
    assert not panel.problem.isVisible()
    training.problem = "There is no text at /nowhere."
    panel.refresh()
    assert panel.problem.isVisible()
    assert panel.problem.label.text() == training.problem


def test_the_form_writes_what_is_chosen(panel: TrainingPanel, training: Training, qtbot: QtBot) -> None:
    form = panel.form
    form.add_texts(["/texts/novel.txt", "/texts/more"])
    assert training.choices.texts == ("/texts/novel.txt", "/texts/more")
    assert training.choices.name == "novel"
    qtbot.keyClicks(form.name, "s")
    form.size_choice.choose(1)
    form.tokens.setValue(3.5)
    assert (training.choices.name, training.choices.size) == ("novels", "small")
    assert training.choices.tokens == 3_500_000
    form.initial.setCurrentIndex(1)
    form.initial.activated.emit(1)
    assert (training.choices.initial, training.choices.size) == ("en", "en")
    form.language.choose(1)
    assert (training.choices.language, training.choices.initial) == ("zh", "")
    with qtbot.waitSignal(panel.start_requested):
        panel.start.click()


def test_every_control_of_the_form_says_what_it_does(panel: TrainingPanel) -> None:
    form = panel.form
    for control in (form.texts, form.name, form.tokens, form.initial, form.output, form.browse):
        assert control.toolTip(), control.accessibleName()
        assert control.accessibleName()
    for control in (panel.start, panel.more, panel.menu_button):
        assert control.toolTip(), control.text()


def test_text_can_be_dropped(panel: TrainingPanel, training: Training) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/texts/book.txt.xz")])
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    panel.dropEvent(event)
    assert training.choices.texts == ("/texts/book.txt.xz",)
    assert training.choices.name == "book"


def test_options_must_be_toml(controller: TrainingController, qtbot: QtBot) -> None:
    dialog = OptionsDialog(controller.more_options(), controller.what_is_wrong_with)
    qtbot.addWidget(dialog)
    dialog.show()
    assert "[model]" in dialog.text
    dialog.editor.setPlainText("[model")
    dialog.use.click()
    assert dialog.isVisible()
    assert "TOML" in dialog.problem.text()
    dialog.editor.setPlainText("[model]\nn_layers = 1\n")
    dialog.use.click()
    assert not dialog.isVisible()


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("zoom", [1.0, 1.5])
def test_it_is_drawn_in_both_themes_and_larger(
    opened: TrainingPanel, training: Training, mode: str, zoom: float
) -> None:
    theme.set_mode(mode)  # type: ignore[arg-type]
    theme.set_zoom(zoom)
    opened.refresh()
    assert not opened.grab().isNull()
    theme.set_zoom(1.0)
    theme.set_mode("light")
    training.curves = Curves()
    training.probes = None
    opened.refresh()
    assert len(opened.probes.picture.xy) == 0


def test_a_window_closed_while_it_trains_leaves_no_process(
    qapp: object, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    text = tmp_path / "text.txt"
    text.write_text("\n\n".join(f"a dog saw bird {k % 7} ." for k in range(400)), encoding="utf-8")
    more = (
        "[model]\nfilters = [[1, 4]]\nprojection_dim = 4\ncell_dim = 8\nn_layers = 1\n"
        "[training]\nstreams = 4\nwindow = 8\nvocabulary = 20\nsamples = 8\ntokenizer_processes = 1\n"
    )
    made = Explorer(WindowOptions(tab="training"), Settings(None))
    made.window.show()
    made.training.choices = Choices(
        (str(text),), "dogs", "en", "custom", 10_000_000, "", str(tmp_path / "run"), more
    )
    made.training_panel.start.click()
    qtbot.waitUntil(lambda: made.training.place.step > 0 or bool(made.training.problem), timeout=LONG)
    assert made.training.problem == ""
    bar = made.window.tabs.bar
    assert "Training 0%" in [bar.tabText(k) for k in range(bar.count())]
    pid = made.trainer.process_id
    made.window.close()
    made.window.deleteLater()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert checkpoints(tmp_path / "run" / "checkpoints")
