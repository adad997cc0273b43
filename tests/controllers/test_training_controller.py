"""A real run in its own process, steered as the window does it."""

import os
import random
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from elmo_explorer.bilm.checkpoint import read_model
from elmo_explorer.controllers import training_runs
from elmo_explorer.controllers.training_config import CONFIG
from elmo_explorer.controllers.training_controller import TrainingController
from elmo_explorer.session.training import Choices, Training
from elmo_explorer.training.checkpoints import checkpoints
from elmo_explorer.workers.runner import Runner

LONG = 120_000
KILL = getattr(signal, "SIGKILL", signal.SIGTERM)
MORE = """
[model]
filters = [[1, 4], [2, 4]]
character_dim = 4
projection_dim = 8
cell_dim = 12
n_layers = 2
[training]
vocabulary = 40
streams = 4
window = 8
samples = 16
warmup_steps = 5
held_out = 0.1
evaluate_every = 20
bfloat16 = false
learning_rate = 0.01
checkpoint_minutes = 1
tokenizer_processes = 1
[probes]
sentences = ["fed: a dog fed the *bird* .", "saw: a dog saw the *bird* .", "saw: the cat saw the *bird* ."]
"""


@pytest.fixture
def choices(tmp_path: Path) -> Choices:
    rng = random.Random(0)
    subjects, verbs, objects = (
        ["the cat", "a dog", "the old man"],
        ["saw", "liked", "fed"],
        ["her", "the bird"],
    )
    documents = [
        "\n".join(f"{rng.choice(subjects)} {rng.choice(verbs)} {rng.choice(objects)} ." for _ in range(5))
        for _ in range(60)
    ]
    text = tmp_path / "text.txt"
    text.write_text("\n\n".join(documents), encoding="utf-8")
    return Choices((str(text),), "tiny", "en", "custom", 10_000_000, "", str(tmp_path / "run"), MORE)


@pytest.fixture
def training() -> Training:
    return Training()


@pytest.fixture
def controller(
    training: Training, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[TrainingController]:
    monkeypatch.setattr(training_runs, "user_models_dir", lambda: tmp_path / "user" / "models")
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    runner = Runner()
    errors: list[Exception] = []
    runner.failed.connect(errors.append)
    controller = TrainingController(training, runner)
    yield controller
    controller.close()
    runner.close()
    assert not errors


def until(qtbot: QtBot, training: Training, *stages: str) -> None:
    qtbot.waitUntil(lambda: training.stage in stages, timeout=LONG)


def test_a_run_is_paused_killed_resumed_stopped_finished_and_its_model_opened(
    controller: TrainingController, training: Training, choices: Choices, qtbot: QtBot
) -> None:
    training.choices = choices
    controller.start()
    until(qtbot, training, "running", "failed")
    assert training.problem == ""
    qtbot.waitUntil(lambda: len(training.curves.forward) > 0 and training.probes is not None, timeout=LONG)
    assert (training.name, training.place.total_tokens) == ("tiny", 10_000_000)
    assert training.place.word_types > 8

    controller.pause()
    until(qtbot, training, "paused")
    assert checkpoints(Path(choices.output) / "checkpoints")
    step = training.place.step
    controller.resume()
    qtbot.waitUntil(lambda: training.place.step > step, timeout=LONG)
    assert training.stage == "running"

    os.kill(controller.process_id, KILL)
    until(qtbot, training, "failed")
    assert "Resume" in training.problem
    controller.resume()
    until(qtbot, training, "running")
    assert training.problem == ""
    controller.stop()
    until(qtbot, training, "stopped", "failed")
    stopped_at = training.place.step
    assert training.problem == ""
    assert stopped_at >= step
    assert read_model(Path(training.model)).facts.name == "tiny"

    config = Path(choices.output) / CONFIG
    text, seen = config.read_text(encoding="utf-8"), training.place.tokens
    config.write_text(text.replace("tokens = 10000000", f"tokens = {seen + 4000}"), encoding="utf-8")
    controller.resume()
    until(qtbot, training, "finished", "failed")
    assert training.problem == ""
    assert training.place.step > stopped_at
    assert (np.diff(training.curves.loss_tokens) > 0).all()
    last = training.place.step
    qtbot.waitUntil(lambda: training.probes is not None and training.probes.steps[-1] == last, timeout=LONG)
    assert training.probes is not None
    assert training.probes.steps[0] == 0
    assert training.probes.senses == ("fed", "saw")
    with qtbot.waitSignal(controller.model_ready, timeout=LONG) as opened:
        controller.open_model()
    assert opened.args is not None
    assert read_model(Path(opened.args[0])).facts.name == "tiny"

    before = training.curves
    controller.new()
    assert training.stage == "idle"
    controller.open_run(choices.output)
    until(qtbot, training, "finished")
    np.testing.assert_array_equal(training.curves.forward, before.forward)
    np.testing.assert_array_equal(training.curves.loss, before.loss)
    assert training.place.step == last
    qtbot.waitUntil(lambda: training.probes is not None, timeout=LONG)


def test_bad_choices_are_told_in_one_sentence_and_nothing_is_lost(
    controller: TrainingController, training: Training, choices: Choices, qtbot: QtBot
) -> None:
    wrong = (
        (replace(choices, texts=("/nowhere/text.txt",)), "/nowhere/text.txt"),
        (replace(choices, more=MORE.replace("cell_dim = 12", "cell_dim = -3")), "cell_dim"),
        (replace(choices, more=MORE.replace("*bird*", "bird")), "[probes]"),
        (replace(choices, tokens=0), "tokens"),
    )
    for chosen, word in wrong:
        training.choices, training.problem = chosen, ""
        controller.start()
        qtbot.waitUntil(lambda: training.problem != "", timeout=LONG)
        assert word in training.problem
        assert "\n" not in training.problem
        assert training.stage == "idle"
        assert training.choices == chosen
    assert not (Path(choices.output) / CONFIG).exists()


def test_text_that_cannot_be_used_is_told_by_the_run(
    controller: TrainingController, training: Training, choices: Choices, qtbot: QtBot
) -> None:
    Path(choices.texts[0]).write_text("", encoding="utf-8")
    training.choices = choices
    controller.start()
    until(qtbot, training, "failed")
    assert training.problem
    assert "\n" not in training.problem


def test_a_folder_with_a_run_is_not_written_over(
    controller: TrainingController, training: Training, choices: Choices, qtbot: QtBot
) -> None:
    Path(choices.output, "checkpoints").mkdir(parents=True)
    training.choices = choices
    controller.start()
    qtbot.waitUntil(lambda: training.problem != "", timeout=LONG)
    assert "has a run already" in training.problem


def test_a_config_is_opened_and_saved(
    controller: TrainingController, training: Training, choices: Choices, qtbot: QtBot, tmp_path: Path
) -> None:
    training.choices = choices
    file = tmp_path / "saved.toml"
    controller.save_config(str(file))
    qtbot.waitUntil(file.exists, timeout=LONG)
    training.choices = Choices()
    controller.open_config(str(file))
    qtbot.waitUntil(lambda: training.choices.name == "tiny", timeout=LONG)
    assert (training.choices.texts, training.choices.output) == (choices.texts, choices.output)
    controller.open_config(str(tmp_path / "none.toml"))
    qtbot.waitUntil(lambda: "none.toml" in training.problem, timeout=LONG)


def test_past_runs_are_found(
    controller: TrainingController, training: Training, choices: Choices, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "user" / "training" / "old"
    folder.mkdir(parents=True)
    (folder / CONFIG).write_text("", encoding="utf-8")
    controller.look_for_past_runs()
    qtbot.waitUntil(lambda: [run.name for run in training.past] == ["old"], timeout=LONG)
    controller.open_run(str(tmp_path))
    qtbot.waitUntil(lambda: "no training run" in training.problem, timeout=LONG)
