"""``elmo-explorer train``: text in, model folder out, stoppable and resumable at any step."""

from __future__ import annotations

import math
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from functools import partial
from pathlib import Path
from types import FrameType

from elmo_explorer.bilm.devices import choose_device, is_out_of_memory
from elmo_explorer.locks import only_one
from elmo_explorer.training.checkpoints import checkpoints, load_checkpoint, save_checkpoint
from elmo_explorer.training.config import TrainingConfig, read_config
from elmo_explorer.training.control import Control
from elmo_explorer.training.corpus import Corpus, load_corpus
from elmo_explorer.training.curve import add_row, forget_later_rows
from elmo_explorer.training.distributed import Ranks, join_ranks
from elmo_explorer.training.memory import check_memory
from elmo_explorer.training.trainer import NanLossError, Trainer
from elmo_explorer.training.watch import Observe, Watch

HELD_OUT_TOKENS = 20_000
"""Held-out tokens behind the perplexities shown on the way; the last one uses all."""


def run(
    config_path: Path,
    max_minutes: float | None = None,
    device: str = "auto",
    report: Callable[[str], None] = partial(print, flush=True),  # noqa: B008 (a log file shows each line at once)
    observe: Observe = lambda event: None,
    control: Control | None = None,
) -> int:
    """Train until the config's tokens are read, ``max_minutes`` are over or Ctrl+C.

    Args:
        config_path: the TOML file.
        max_minutes: stop cleanly after this time.
        device: where it runs.
        report: told what happens, in words.
        observe: told the same as events.
        control: pauses and stops the run.

    Returns:
        0 when it finished or stopped as asked, 1 when the loss was no longer a number.

    Raises:
        ValueError: the config, the text or a checkpoint is not usable, the memory is too small, or another process is at
            this run; the sentence says which.
    """
    config = read_config(config_path)
    ranks, device = join_ranks(_device(device))
    try:
        told = report if ranks.is_first else lambda line: None
        check_memory(config, device)
        with _alone(config.output) if ranks.is_first else nullcontext():
            return _run(config, max_minutes, device, ranks, told, observe, control or Control())
    finally:
        ranks.leave()


def _run(
    config: TrainingConfig,
    max_minutes: float | None,
    device: str,
    ranks: Ranks,
    report: Callable[[str], None],
    observe: Observe,
    control: Control,
) -> int:
    began = time.monotonic()
    deadline = math.inf if max_minutes is None else began + 60 * max_minutes
    folder = config.output / "checkpoints"
    if config.initial is not None and not checkpoints(folder):
        try:
            from elmo_explorer.training.initial import check_shape
        except ModuleNotFoundError as error:  # training itself needs torch and NumPy alone
            raise ValueError(
                f"initial = {str(config.initial)!r} cannot be read, since {error.name} is not installed here."
            ) from None
        check_shape(config, config.initial)
    report(f"Reading the text of {config.name} …")
    corpus = load_corpus(config, report)
    report(
        f"{corpus.train.n_tokens:,} tokens in {len(corpus.train):,} sentences to train on, "
        f"{corpus.held_out.n_tokens:,} held out, {len(corpus.types):,} word types."
    )
    try:
        return _train(config, corpus, deadline, device, ranks, report, observe, control)
    except (MemoryError, RuntimeError) as error:
        if isinstance(error, RuntimeError) and not is_out_of_memory(error):
            raise
        raise ValueError(
            f"{device} has too little memory for this network with {len(corpus.types):,} word types and windows of "
            f"{config.streams:,} streams x {config.window} words: fewer streams and more windows to accumulate help, or a "
            f"smaller network; what was learned until the last checkpoint is kept in {folder}."
        ) from error


def _train(
    config: TrainingConfig,
    corpus: Corpus,
    deadline: float,
    device: str,
    ranks: Ranks,
    report: Callable[[str], None],
    observe: Observe,
    control: Control,
) -> int:
    trainer = Trainer(config, corpus, device, ranks)
    folder = config.output / "checkpoints"
    if found := checkpoints(folder):
        load_checkpoint(trainer, found[-1])
        report(f"Going on from step {trainer.progress.step:,} ({trainer.progress.tokens:,} tokens).")
    elif config.initial is not None:
        from elmo_explorer.training.initial import load_weights

        load_weights(trainer, config.initial)
        report(f"Starting from the weights of {config.initial}.")
    if ranks.is_first:
        forget_later_rows(config.output, trainer.progress.step)
    watch = Watch(config, corpus, observe, silent=not ranks.is_first)
    watch.started(trainer.progress, trainer.network)
    with _interruptible() as interrupted:
        try:
            finished = _loop(trainer, folder, deadline, interrupted, report, watch, control)
        except NanLossError as error:
            sentence = f"{error} The last good checkpoint is kept in {folder}."
            report(sentence)
            watch.failed(sentence)
            return 1
    watch.saved(trainer.progress, save_checkpoint(trainer, folder), trainer.network)
    report(
        "Measuring perplexity on all held-out text …"
        if finished
        else "Stopped; the same command goes on from here."
    )
    if trainer.progress.step and ranks.is_first:
        report(_export(trainer, finished))
    model = config.output / "model"
    watch.finished(trainer.progress, model if (model / "config.json").is_file() else None, finished)
    return 0


def _export(trainer: Trainer, finished: bool) -> str:
    """Write the model folder; says what became of it."""
    folder = trainer.config.output / "model"
    try:
        from elmo_explorer.training.export import export_model
    except ModuleNotFoundError as error:  # training itself needs torch and NumPy alone
        return (
            f"The model is not written, since {error.name} is not installed here: take {trainer.config.output} along and "
            "give the same command where ELMo Explorer is installed whole."
        )
    perplexity = export_model(trainer, folder, finished)
    measured = (
        f" Held-out perplexity: {perplexity[0]:.1f} forward, {perplexity[1]:.1f} backward."
        if perplexity
        else ""
    )
    return f"The model stands in {folder}.{measured}"


def _loop(
    trainer: Trainer,
    folder: Path,
    deadline: float,
    interrupted: list[bool],
    report: Callable[[str], None],
    watch: Watch,
    control: Control,
) -> bool:
    """Take steps until the end (True) or a reason to stop (False)."""
    config = trainer.config
    recent: deque[tuple[float, int]] = deque([(time.monotonic(), trainer.progress.tokens)], maxlen=50)
    losses: deque[float] = deque(maxlen=50)
    last_saved = last_shown = time.monotonic()
    for step in trainer.run():
        watch.stepped(trainer.progress, step.loss, trainer.network)
        now = time.monotonic()
        recent.append((now, step.tokens))
        losses.append(step.loss)
        loss = sum(losses) / len(losses)
        rate = (recent[-1][1] - recent[0][1]) / max(1e-9, recent[-1][0] - recent[0][0])
        if now - last_shown >= 10:
            left = seconds_left(trainer, rate)
            report(
                f"step {step.number:,}  {step.tokens:,} tokens  loss {loss:.3f}  "
                f"{rate:,.0f} tokens/s  {_clock(left)} left"
            )
            last_shown = now
        if step.number % config.evaluate_every == 0 and trainer.ranks.is_first:
            forward, backward = (
                trainer.perplexity(HELD_OUT_TOKENS) if trainer.corpus.held_out.n_tokens else (math.nan,) * 2
            )
            report(
                f"step {step.number:,}  held-out perplexity {forward:.1f} forward, {backward:.1f} backward"
            )
            watch.held_out(trainer.progress, forward, backward)
            add_row(
                config.output,
                [step.number, step.tokens, f"{loss:.4f}", f"{rate:.0f}", f"{forward:.2f}", f"{backward:.2f}"],
            )
        saving, stopping = trainer.ranks.agree(
            now - last_saved >= 60 * config.checkpoint_minutes,
            bool(interrupted) or control.stopped or now >= deadline,
        )
        if saving:
            watch.saved(trainer.progress, save_checkpoint(trainer, folder), trainer.network)
            last_saved = now
        if stopping:
            return trainer.position >= trainer.n_steps
        if control.paused:
            watch.saved(trainer.progress, save_checkpoint(trainer, folder), trainer.network)
            watch.paused(trainer.progress)
            while control.paused and not interrupted:
                control.wait(0.2)
            watch.resumed(trainer.progress)
            recent.clear()
            recent.append((time.monotonic(), step.tokens))
            last_saved = time.monotonic()
    return True


def seconds_left(trainer: Trainer, rate: float) -> float:
    """Until the run's end, at ``rate`` tokens a second or by its time limit, whichever comes first."""
    config, progress = trainer.config, trainer.progress
    left = (config.tokens - progress.tokens) / max(rate, 1e-9)
    return left if config.minutes is None else min(left, 60 * config.minutes - progress.seconds)


@contextmanager
def _alone(output: Path) -> Iterator[None]:
    """Two runs in one folder would write over each other's checkpoints."""
    new = not output.exists()
    output.mkdir(parents=True, exist_ok=True)
    try:
        with only_one(output / ".lock", f"Another process is training in {output}: stop it first."):
            yield
    finally:
        if new:
            with suppress(OSError):  # a run that could not begin leaves no empty folder
                output.rmdir()


@contextmanager
def _interruptible() -> Iterator[list[bool]]:
    """A list that is no longer empty after Ctrl+C or SIGTERM; a second Ctrl+C stops at once."""
    interrupted: list[bool] = []

    def remember(number: int, frame: FrameType | None) -> None:
        if interrupted:
            raise KeyboardInterrupt
        interrupted.append(True)

    before = {number: signal.signal(number, remember) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield interrupted
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _device(name: str) -> str:
    device = choose_device(name)
    return "cpu" if device.type == "mps" else str(device)  # training is made for CPU and CUDA


def _clock(seconds: float) -> str:
    if seconds < 60:
        return f"{max(0.0, seconds):.0f} s"
    minutes = int(seconds / 60)
    return f"{minutes // 60} h {minutes % 60:02d} min" if minutes >= 60 else f"{minutes} min"
