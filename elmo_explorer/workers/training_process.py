"""The window's end of the process that trains."""

from __future__ import annotations

from pathlib import Path

from elmo_explorer.training.events import Event, Failed, Finished, decode
from elmo_explorer.workers.event_process import EventProcess


class TrainingProcess(EventProcess):
    """Starts one run at a time, passes ``pause``, ``resume`` and ``stop`` on and tells its events.

    The last event of a run is ``Finished`` or ``Failed``; ``close`` waits for the checkpoint, which of a large network
    takes its time.
    """

    what = "training process"

    def start(self, config: Path, device: str = "auto") -> None:
        """Train as a config says, from where its last checkpoint stands.

        Raises:
            RuntimeError: a run is under way.
        """
        self.launch(["train", str(config), "--events", "--device", device], config.parent)

    def decode(self, line: str) -> Event:
        """As :meth:`EventProcess.decode`."""
        return decode(line)

    def is_end(self, event: object) -> bool:
        """As :meth:`EventProcess.is_end`."""
        return isinstance(event, Finished | Failed)

    def failed(self, sentence: str) -> Failed:
        """As :meth:`EventProcess.failed`."""
        return Failed(sentence)

    def unforeseen(self, code: int, crashed: bool) -> str:
        """As :meth:`EventProcess.unforeseen`, and how to go on."""
        said = super().unforeseen(code, crashed)
        return f"{said.rstrip('.')}{'; ' if crashed else '. '}Resume goes on from the last checkpoint."
