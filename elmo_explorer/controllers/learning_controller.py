"""Learns mixing weights behind the window: from a file in a process of its own, from the coloured groups on a thread."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import tomlkit
from PySide6.QtCore import QObject

from elmo_explorer.controllers.learned_controller import LearnedController, checksum_of, write_own
from elmo_explorer.controllers.loaded_tokens import LoadedTokens
from elmo_explorer.controllers.shown_job import ShownJob
from elmo_explorer.session.learned import Learning
from elmo_explorer.session.session import Job, ModelInfo, Notice, Session
from elmo_explorer.session.task_wish import ColouredUses, coloured_uses
from elmo_explorer.tasks.layouts import Guess, guess
from elmo_explorer.tasks.outline import Outline, outline_of
from elmo_explorer.tasks.results import (
    ChoiceDone,
    Event,
    LearningStep,
    ModelUsed,
    ReadingStates,
    TaskResult,
    slug,
)
from elmo_explorer.tasks.told import Learned, NotLearned, Told
from elmo_explorer.tasks.wish import Wish, entries_of, task_of
from elmo_explorer.translation import tr
from elmo_explorer.workers.learning_process import LearningProcess
from elmo_explorer.workers.runner import Runner
from elmo_explorer.workers.task import Task

T = TypeVar("T")
LANE = "learn"
_LOOKING = "task file"
_RECIPES = "recipes"
FEW_USES = 200
"""Of fewer the result says that it is an indication."""
MOST_PATH = 1_000
"""Steps of the weights' path that are kept; of more, every other one."""


class LearningController(QObject):
    """Answers into ``session.learning``; one task at a time, whose result ``learned`` keeps."""

    def __init__(
        self, session: Session, runner: Runner, learned: LearnedController, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._runner = runner
        self._learned = learned
        self._process = LearningProcess(self)
        self._process.happened.connect(self._on_told)
        self._process.ended.connect(self._on_gone)
        self._outcome: Learned | NotLearned | None = None
        self._job = ShownJob(session, self)
        self._stop = threading.Event()
        self._looking: Task | None = None

    @property
    def process_id(self) -> int:
        """Of the process that learns from a file; 0 without one."""
        return self._process.process_id

    # A file before it is learned from

    def look(self, file: Path, done: Callable[[Guess], object], failed: Callable[[str], object]) -> None:
        """What a file seems to be; the newest question counts."""
        self._ask(lambda task: guess(file), done, failed)

    def outline(self, wish: Wish, done: Callable[[Outline], object], failed: Callable[[str], object]) -> None:
        """What would be learned from; the newest question counts."""
        self._ask(lambda task: outline_of(task_of(wish), Path(wish.file).parent), done, failed)

    def forget_question(self) -> None:
        """Nobody waits for an answer any more."""
        if self._looking is not None:
            self._looking.cancel()
            self._looking = None

    def _ask(
        self, work: Callable[[Task], T], done: Callable[[T], object], failed: Callable[[str], object]
    ) -> None:
        self.forget_question()
        self._looking = self._runner.submit(
            _LOOKING, work, done, key="question", failed=lambda error: failed(_sentence(error))
        )

    # Learning

    def learn_file(self, wish: Wish) -> None:
        """Write the task's config among the user's own and learn it with the shown model."""
        model = self._session.model
        if model is None or self._session.learning is not None:
            return
        folder = self._learned.folder / _RECIPES
        wish = replace(wish, first_seed=1 + self._session.seed)
        self._begin(wish.name)

        def started(config: Path) -> None:
            self._process.start(config, str(_folder(model)))

        self._stop.clear()
        self._runner.submit(
            LANE,
            lambda task: _write_config(wish, folder, _folder(model)),
            started,
            failed=lambda error: self._ended_without(_sentence(error)),
        )

    def learn_colours(self, name: str) -> None:
        """Learn from the coloured groups of the focus word, those with two uses or more."""
        session = self._session
        model, uses = session.model, coloured_uses(session.groups)
        loaded = LoadedTokens.of(session)
        known = dict(zip(uses.tokens, uses.labels, strict=True))
        tokens = loaded.known(uses.tokens)
        if model is None or session.learning is not None or not uses.enough or not tokens:
            return
        rows, labels = loaded.rows(tokens), [known[token] for token in tokens]
        word = session.focus.word if session.focus is not None else ""
        language = session.sentence(tokens[0].sentence_id).language
        layer_norm, seed = session.mix.layer_norm, session.seed
        self._begin(name)
        self._stop.clear()
        steps: deque[LearningStep] = deque(maxlen=MOST_PATH)

        def learn(task: Task) -> TaskResult:
            from elmo_explorer.tasks.groups import FOLDS, learn_groups  # torch

            def tell(step: LearningStep) -> None:
                steps.append(step)
                if not task.cancelled:
                    task.progress(step.step, step.total)

            used = ModelUsed(model.name, checksum_of(model), model.n_layers, model.dim)
            result = learn_groups(
                loaded.states(rows),
                labels,
                used,
                "zh" if language == "zh" else "en",
                name,
                layer_norm,
                tell,
                lambda: self._stop.is_set() or task.cancelled,
                seed,
            )
            return _honest(result, uses, word, min(FOLDS, *uses.counts))

        def progress(_: object) -> None:
            while steps:
                self._on_event(steps.popleft())

        self._runner.submit(
            LANE,
            learn,
            self._on_result,
            failed=lambda error: self._ended_without(_sentence(error)),
            progress=progress,
        )

    def _begin(self, name: str) -> None:
        self._session.learning = Learning(name, "starts")
        self._job.update(Job("learning", tr("Learning “{name}”", name=name)))

    def _end(self) -> Learning | None:
        learning, self._session.learning = self._session.learning, None
        self._job.end()
        return learning

    def stop(self) -> None:
        """End after the present step; what was learned so far is kept."""
        learning = self._session.learning
        if learning is not None:
            self._stop.set()
            self._process.send("stop")
            self._session.learning = replace(learning, doing="stops")

    def close(self) -> None:
        """End the process; what it had learned is kept."""
        self._stop.set()
        for told in (self._outcome, *self._process.finish()):
            if isinstance(told, Learned) and told.result.mix is not None:
                write_own(told.result, self._learned.folder)

    # What is told

    def _on_told(self, told: Told) -> None:
        if isinstance(told, Learned | NotLearned):
            self._outcome = told  # the next one may begin when the process is gone
        else:
            self._on_event(told)

    def _on_gone(self) -> None:
        outcome, self._outcome = self._outcome, None
        if isinstance(outcome, Learned):
            self._on_result(outcome.result)
        elif outcome is not None:
            self._ended_without(outcome.reason)

    def _on_event(self, event: Event) -> None:
        learning = self._session.learning
        if learning is None:
            return
        stopping = self._stop.is_set()
        if isinstance(event, ReadingStates):
            doing = tr("the model reads, {done:,} of {total:,} sentences", done=event.done, total=event.total)
            share = event.done / max(1, event.total)
            learning = replace(learning, doing="stops" if stopping else doing, share=share)
            self._job.update(
                Job(
                    "learning",
                    tr("Learning “{name}”", name=learning.name),
                    event.done,
                    event.total,
                    tr("sentences"),
                )
            )
        elif isinstance(event, LearningStep):
            learning = replace(
                learning,
                doing="stops" if stopping else f"learns, pass {event.epoch}",
                share=event.step / max(1, event.total),
                path=lengthened(learning.path, event.weights),
                gamma=event.gamma,
                score=event.score,
            )
            self._job.update(
                Job(
                    "learning",
                    tr("Learning “{name}”", name=learning.name),
                    event.step,
                    event.total,
                    tr("steps"),
                )
            )
        elif isinstance(event, ChoiceDone):
            learning = replace(learning, doing="stops" if stopping else "compares with every layer alone")
        self._session.learning = learning

    def _on_result(self, result: TaskResult) -> None:
        if result.mix is None:
            self._ended_without("")
            return
        self._end()
        self._learned.keep(result)

    def _ended_without(self, reason: str) -> None:
        learning = self._end()
        name = f"“{learning.name}”" if learning is not None else tr("The task")
        if self._stop.is_set() and not reason:
            self._session.notice = Notice(
                "info", tr("{name} was stopped before anything was learned", name=name)
            )
        else:
            self._session.notice = Notice("error", tr("{name} was not learned", name=name), reason)


def lengthened(path: tuple[tuple[float, ...], ...], step: tuple[float, ...]) -> tuple[tuple[float, ...], ...]:
    """A path with one more step; of one that has become too long every other step."""
    longer = (*path, step)
    return longer if len(longer) <= MOST_PATH else (*longer[:-1:2], step)


def _honest(result: TaskResult, uses: ColouredUses, word: str, folds: int) -> TaskResult:
    """Say how little it is."""
    n = sum(uses.counts)
    said = tr(
        "{n:,} uses in {n2} groups, {folds}-fold cross-validation", n=n, n2=len(uses.names), folds=folds
    )
    note = tr("{said}: an indication, no more.", said=said) if n < FEW_USES else f"{said}."
    title = tr("Uses of “{word}” in the window", word=word) if word else result.data.title
    return replace(result, note=note, data=replace(result.data, title=title))


def _write_config(wish: Wish, folder: Path, model: Path) -> Path:
    """Write the task under a name that is free."""
    task_of(wish)
    folder.mkdir(parents=True, exist_ok=True)
    stem, n = slug(wish.name), 1
    file = folder / f"{stem}.toml"
    while file.exists():
        n += 1
        file = folder / f"{stem}-{n}.toml"
    file.write_text(tomlkit.dumps(entries_of(wish, str(model))), encoding="utf-8")
    return file


def _folder(model: ModelInfo) -> Path:
    source = Path(model.source)
    return source.parent if source.is_file() else source


def _sentence(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or 'A file'}: {error.strerror}."
    return str(error)
