"""What a run in a process of its own tells, a line of JSON each."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import msgspec

from elmo_explorer.tasks.results import ChoiceDone, Event, LearningStep, ReadingStates, TaskResult
from elmo_explorer.translation import plain


@dataclass(frozen=True)
class Learned:
    """The end: everything, or what there was when it was stopped."""

    result: TaskResult


@dataclass(frozen=True)
class NotLearned:
    """The end without a result."""

    reason: str
    """One sentence; "" where it was stopped before anything was learned."""


Told = Event | Learned | NotLearned
_KINDS: dict[str, type[Any]] = {
    kind.__name__: kind for kind in (ReadingStates, LearningStep, ChoiceDone, Learned, NotLearned)
}


def encode(told: Told) -> str:
    """One line of JSON, without its end; a loss that is not known yet is null."""
    return msgspec.json.encode({"event": type(told).__name__, "what": told}, enc_hook=plain).decode()


def decode(line: str) -> Told:
    """What a line tells.

    Raises:
        ValueError: it tells nothing.
    """
    try:
        entries = msgspec.json.decode(line)
        kind, what = _KINDS[entries["event"]], entries["what"]
        if kind is LearningStep and what["loss"] is None:
            what["loss"] = math.nan
        told: Told = msgspec.convert(what, kind)
    except (msgspec.MsgspecError, KeyError, TypeError):
        raise ValueError(f"This is nothing that a run tells: {line[:200]!r}.") from None
    return told
