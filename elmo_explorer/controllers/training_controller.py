"""Trains a biLM from the window: in a process of its own, so that the model in use stays usable."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from elmo_explorer.controllers.training_config import (
    CONFIG,
    check_more,
    choices_of,
    compose,
    preset_text,
    sizes,
)
from elmo_explorer.controllers.training_runs import (
    FoundProbes,
    OpenedRun,
    extended,
    find_probes,
    free_folder,
    holds_run,
    install_model,
    moved,
    open_run,
    past_runs,
)
from elmo_explorer.session.training import Choices, Curves, PastRun, Place, Size, Stage, Training
from elmo_explorer.training.config import read_config
from elmo_explorer.training.events import (
    CheckpointSaved,
    Event,
    Failed,
    Finished,
    HeldOut,
    Paused,
    ProbesSaved,
    Resumed,
    Said,
    Started,
    StepDone,
)
from elmo_explorer.training.probes import ProbeStates, probes_of
from elmo_explorer.translation import tr
from elmo_explorer.workers.runner import Runner
from elmo_explorer.workers.training_process import TrainingProcess
from elmo_explorer.written_aside import write_whole, written_aside

T = TypeVar("T")
LANE = "training"
"""Files of runs are read and written here."""
log = logging.getLogger("elmo_explorer")


class TrainingController(QObject):
    """Answers into a ``Training``; one run at a time."""

    model_ready = Signal(str)
    """The folder of a model that was asked for, in the user's models."""

    def __init__(self, training: Training, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._training = training
        self._runner = runner
        self._process = TrainingProcess(self)
        self._known: Mapping[Path, ProbeStates] = {}
        self._end: Stage | None = None
        self._process.happened.connect(self._on_event)
        self._process.ended.connect(self._on_ended)

    @property
    def process_id(self) -> int:
        """Of the process that trains; 0 without one."""
        return self._process.process_id

    def sizes(self, language: str) -> tuple[Size, ...]:
        """The networks to choose from."""
        return sizes(language)

    def more_options(self) -> str:
        """All entries of the config that have no field in the form, as TOML."""
        choices = self._training.choices
        return choices.more or preset_text(choices.size, choices.language)

    def what_is_wrong_with(self, more: str) -> str:
        """A sentence; "" where the entries can be read."""
        try:
            check_more(more)
        except ValueError as error:
            return str(error)
        return ""

    def look_for_past_runs(self) -> None:
        """Tell ``training.past``."""

        def found(past: tuple[PastRun, ...]) -> None:
            self._training.past = past

        self._submit(lambda: past_runs(), found, "past runs")

    def start(self) -> None:
        """Write the config of what was chosen and train."""
        if self._process.running:
            return
        choices = self._training.choices

        def prepare() -> tuple[Choices, Path]:
            named = choices if choices.output else replace(choices, output=str(free_folder(choices.name)))
            return named, _write_new(named)

        def prepared(found: tuple[Choices, Path]) -> None:
            named, config = found
            training = self._training
            self._forget_run()
            training.choices = named
            training.folder, training.name = named.output, named.name
            training.place = Place(total_tokens=named.tokens)
            self._launch(config)

        self._training.problem = ""
        self._submit(prepare, prepared, "start")

    def resume(self) -> None:
        """Go on: after a pause at once, else from the last checkpoint."""
        training = self._training
        if self._process.running:
            self._process.send("resume")
        elif (config := Path(training.folder) / CONFIG).is_file():
            training.problem = ""
            self._launch(config)
        else:
            training.problem = tr(
                "The config of this run lies elsewhere: go on with the command that began it."
            )

    def pause(self) -> None:
        """Wait after the present step."""
        if self._training.stage == "running":
            self._training.stage = "pausing"
            self._process.send("pause")

    def stop(self) -> None:
        """End after the present step, with a checkpoint and a model."""
        if self._process.running and self._training.stage != "stopping":
            self._training.stage = "stopping"
            self._process.send("stop")

    def open_run(self, folder: str) -> None:
        """Look at a run of before, which may then go on."""
        if self._process.running:
            return

        def opened(run: OpenedRun) -> None:
            training = self._training
            self._forget_run()
            training.folder, training.name = str(run.folder), run.name
            if run.choices is not None:
                training.choices = run.choices
            training.place, training.curves, training.model = run.place, run.curves, run.model
            training.stage = run.stage
            self._look_at_probes()

        self._training.problem = ""
        self._submit(lambda: open_run(Path(folder)), opened, "open run")

    def open_config(self, path: str) -> None:
        """Show a config in the form."""

        def opened(choices: Choices) -> None:
            self._training.choices = choices

        self._training.problem = ""
        self._submit(lambda: choices_of(Path(path)), opened, "open config")

    def save_config(self, path: str) -> None:
        """Write what the form says as a config."""
        choices = self._training.choices

        def save() -> None:
            named = choices if choices.output else replace(choices, output=str(free_folder(choices.name)))
            text = compose(named).replace('output = "."', f"output = {_quoted(named.output)}", 1)
            write_whole(Path(path), text)

        self._training.problem = ""
        self._submit(save, lambda _: None, "save config")

    def new(self) -> None:
        """Back to the form, with no run in view."""
        if not self._process.running:
            self._forget_run()
            self._training.choices = replace(self._training.choices, output="")
            self._training.stage = "idle"
            self.look_for_past_runs()

    def open_model(self) -> None:
        """Put the run's model among the user's and tell ``model_ready``."""
        training = self._training
        model, name = training.model, training.name
        if model:
            self._submit(
                lambda: install_model(Path(model), name),
                lambda folder: self.model_ready.emit(str(folder)),
                "install model",
            )

    def close(self) -> None:
        """Stop the run with its checkpoint saved; no process is left."""
        self._process.close()

    def _launch(self, config: Path) -> None:
        self._end = None
        self._training.stage = "starting"
        self._training.at = tr("Starting …")
        self._process.start(config)

    def _forget_run(self) -> None:
        training = self._training
        self._known = {}
        training.problem = training.model = training.at = training.folder = training.name = ""
        training.place, training.curves, training.probes = Place(), Curves(), None

    def _on_event(self, event: Event) -> None:
        training = self._training
        if isinstance(event, Started | StepDone | HeldOut):
            training.curves = extended(training.curves, event)
        training.place = moved(training.place, event)
        match event:
            case Said():
                training.at = event.text
                if training.stage == "starting":
                    training.stage = "reading"
            case Started() | Resumed():
                if isinstance(event, Started):
                    self._known = {}  # files of a lost future are written anew
                training.at = ""
                if training.stage != "stopping":
                    training.stage = "running"
            case Paused():
                if training.stage == "pausing":
                    training.stage = "paused"
            case ProbesSaved() | CheckpointSaved():
                self._look_at_probes()
            case Finished():
                self._end = "finished" if event.complete else "stopped"
                training.model = event.model or training.model
                self._look_at_probes()
            case Failed():
                training.problem = event.sentence
                log.error("Training failed: %s\n%s", event.sentence, self._process.errors)
                self._end = "failed"

    def _on_ended(self) -> None:
        """The next run may start."""
        place = self._training.place
        self._training.place = replace(place, tokens_per_second=float("nan"), seconds_left=float("nan"))
        self._training.at = ""
        self._training.stage = self._end or "failed"

    def _look_at_probes(self) -> None:
        folder, known = self._training.folder, self._known

        def found(probes: FoundProbes) -> None:
            if folder == self._training.folder:
                self._known = probes.files
                self._training.probes = probes.course

        self._runner.submit(
            "analysis", lambda _: find_probes(Path(folder), known), found, key="probes", failed=self._tell
        )

    def _submit(self, work: Callable[[], T], done: Callable[[T], object], key: str) -> None:
        self._runner.submit(LANE, lambda _: work(), done, key=key, failed=self._tell)

    def _tell(self, error: Exception) -> None:
        if not isinstance(error, ValueError | OSError):
            raise error
        if isinstance(error, OSError) and error.strerror:
            place = error.filename2 or error.filename
            self._training.problem = f"{place}: {error.strerror}." if place else f"{error.strerror}."
        else:
            self._training.problem = str(error)


def _write_new(choices: Choices) -> Path:
    """The config of a new run, written into its folder and checked.

    Raises:
        ValueError: something chosen has no sense, or the folder has a run already.
        OSError: it cannot be written.
    """
    text = compose(choices)
    folder = Path(choices.output).expanduser()
    if holds_run(folder):
        raise ValueError(
            tr(
                "{folder} has a run already: open it to go on with it, or choose another folder.",
                folder=folder,
            )
        )
    for source in choices.texts:
        if not Path(source).exists():
            raise ValueError(tr("There is no text at {source}.", source=source))
    probes_of(text, choices.language)
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / CONFIG
    with written_aside(config) as aside:
        aside.write_text(text, encoding="utf-8")
        try:
            read_config(aside)
        except ValueError as error:
            raise ValueError(str(error).replace(str(aside), "The config")) from None
    return config


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # a TOML basic string has JSON's escapes
