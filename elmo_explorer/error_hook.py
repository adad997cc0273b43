"""Unexpected errors: one sentence to the user, the traceback to the log and to whoever copies the details."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from elmo_explorer.about import versions
from elmo_explorer.paths import log_file

log = logging.getLogger("elmo_explorer")
_SIZE = 1_000_000
Tell = Callable[[str, str], object]


def start_log() -> None:
    """Write the program's log to its file, at most two megabytes; a folder that refuses costs only the log."""
    try:
        handler = _LogFile(log_file(), maxBytes=_SIZE, backupCount=1, encoding="utf-8", delay=True)
    except OSError as error:
        print(f"No log is written: {error}", file=sys.stderr)
        return
    handler.setFormatter(_Private("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)
    log.setLevel(logging.INFO)


class _LogFile(RotatingFileHandler):
    """A log that cannot be written, on a full disk say, is no reason to say more."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Lose the line."""


class _Private(logging.Formatter):
    """Names nobody's home folder."""

    def format(self, record: logging.LogRecord) -> str:
        return private(super().format(record))


def private(text: str) -> str:
    """The text without the home folder's name, which is mostly a person's."""
    home = str(Path.home())
    return text.replace(home, "~") if len(home) > 1 else text


def details_of(error: BaseException) -> str:
    """What a report of an error needs: versions and traceback."""
    return private(f"{versions()}\n\n{''.join(traceback.format_exception(error))}".rstrip())


def sentence_of(error: BaseException) -> str:
    """What the user reads: the innermost cause in one sentence."""
    while error.__cause__ is not None:
        error = error.__cause__
    words = str(error).strip().splitlines()
    return words[0] if words else type(error).__name__


class ErrorHook:
    """Takes over Python's hooks for errors that nobody caught, in any thread, until it is removed."""

    def __init__(self, tell: Tell) -> None:
        """``tell`` gets the sentence and the details; it may be called from any thread."""
        self._tell = tell
        self._before = sys.excepthook, threading.excepthook
        sys.excepthook = self._caught
        threading.excepthook = self._caught_in_thread

    def remove(self) -> None:
        """Give Python's own hooks back."""
        sys.excepthook, threading.excepthook = self._before

    def report(self, error: BaseException) -> None:
        """Log an error with its traceback, and tell it in a sentence."""
        log.error("%s", error, exc_info=error)
        self._tell(sentence_of(error), details_of(error))

    def _caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._before[0](kind, error, trace)
        else:
            self.report(error)

    def _caught_in_thread(self, caught: threading.ExceptHookArgs) -> None:
        if caught.exc_value is not None and not issubclass(caught.exc_type, SystemExit):
            self.report(caught.exc_value)
