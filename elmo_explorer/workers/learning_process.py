"""The window's end of the process that learns a task's mixing weights."""

from __future__ import annotations

from pathlib import Path

from elmo_explorer.tasks.told import Learned, NotLearned, Told, decode
from elmo_explorer.workers.event_process import EventProcess


class LearningProcess(EventProcess):
    """Starts one task at a time, passes ``stop`` on and tells its events, the last one ``Learned`` or ``NotLearned``."""

    what = "learning process"
    close_ms = 15_000

    def start(self, config: Path, model: str, device: str = "auto") -> None:
        """Learn as a config says, with the model in a folder.

        Raises:
            RuntimeError: a task is being learned.
        """
        arguments = ["learn", str(config), "--events", "--model", model, "--device", device]
        self.launch(arguments, config.parent)

    def decode(self, line: str) -> Told:
        """As :meth:`EventProcess.decode`."""
        return decode(line)

    def is_end(self, event: object) -> bool:
        """As :meth:`EventProcess.is_end`."""
        return isinstance(event, Learned | NotLearned)

    def failed(self, sentence: str) -> NotLearned:
        """As :meth:`EventProcess.failed`."""
        return NotLearned(sentence)
