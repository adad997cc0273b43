"""Learning as a child process: what happens leaves by standard output, "stop" comes by standard input."""

from __future__ import annotations

import os
import shlex
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from elmo_explorer.bilm.errors import OutOfMemoryError
from elmo_explorer.event_output import own_stdout
from elmo_explorer.tasks.results import Event, LearningStep, ReadingStates
from elmo_explorer.tasks.told import Learned, NotLearned, Told, encode

NICENESS = 10
"""How far below everything else a run works, where the system has such an order."""
SPACING = 1 / 30
"""Seconds between two steps that are told: there may be thousands a second."""


def serve(config: Path, model: str, device: str, command: Sequence[str] = ()) -> int:
    """Learn one task, telling what happens.

    Each line of standard output is what :func:`~elmo_explorer.tasks.told.encode` makes. A line ``stop`` of standard input,
    or its end, stops the run, so that it never outlives whoever started it; what was learned until then is told.

    Args:
        config: of the task.
        model: folder or name; "" takes what the config says.
        device: as everywhere.
        command: the words that the result says it was made with.

    Returns:
        0, also where it was stopped, 1 where it could not be done; the last line is ``Learned`` or ``NotLearned``.
    """
    stream = own_stdout()
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    stop = threading.Event()
    threading.Thread(target=_listen, args=(stop,), name="commands", daemon=True).start()

    def tell(told: Told) -> None:
        try:
            stream.write(encode(told) + "\n")
            stream.flush()
        except OSError:
            stop.set()  # nobody listens any more

    try:
        from elmo_explorer.tasks.learn import Stopped

        try:
            tell(_learned(config, model, device, command, _Spaced(tell), stop.is_set))
        except Stopped:
            tell(NotLearned(""))
    except (OSError, ValueError, OutOfMemoryError) as error:
        tell(NotLearned(_sentence(error)))
        return 1
    return 0


class _Spaced:
    """Passes events on, of the steps in quick succession only some."""

    def __init__(self, tell: Callable[[Event], None]) -> None:
        self._tell = tell
        self._last = -1.0

    def __call__(self, event: Event) -> None:
        if isinstance(event, LearningStep | ReadingStates):
            now = time.monotonic()
            if now - self._last < SPACING and not _at_an_end(event):
                return
            self._last = now
        self._tell(event)


def _at_an_end(event: LearningStep | ReadingStates) -> bool:
    return (
        event.step in (0, event.total) if isinstance(event, LearningStep) else event.done in (0, event.total)
    )


def _learned(
    config: Path,
    model: str,
    device: str,
    command: Sequence[str],
    tell: Callable[[Event], None],
    stopped: Callable[[], bool],
) -> Learned:
    from elmo_explorer.bilm.embedder import BiLM
    from elmo_explorer.paths import model_folder
    from elmo_explorer.tasks.config import read_task
    from elmo_explorer.tasks.learn import Stopped, learn_task
    from elmo_explorer.tasks.results import model_checksum

    task = read_task(config)
    folder = model_folder(model or task.model or task.language)
    bilm, checksum = BiLM.load(folder, device=device), model_checksum(folder)
    if stopped():
        raise Stopped
    outcome = learn_task(task, config.resolve().parent, bilm, checksum, tell, stopped)
    return Learned(replace(outcome.result, command=shlex.join(["elmo-explorer", *command])))


def _listen(stop: threading.Event) -> None:
    for line in sys.stdin:
        if line.strip() == "stop":
            break
    stop.set()


def _sentence(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename2 or error.filename or 'A file'}: {error.strerror}."
    return str(error)
