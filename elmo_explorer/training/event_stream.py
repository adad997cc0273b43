"""A run as a child process: events leave by standard output, commands come by standard input."""

from __future__ import annotations

import _thread
import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from elmo_explorer.bilm.errors import OutOfMemoryError
from elmo_explorer.event_output import own_stdout
from elmo_explorer.training.control import Control
from elmo_explorer.training.events import Event, Failed, Finished, Said, Started, encode

NICENESS = 10
"""How far below everything else a run works, where the system has such an order."""


def serve(config_path: Path, max_minutes: float | None, device: str) -> int:
    """Train as ``run`` does, and be steered meanwhile.

    Each line of standard output is an event (``events.encode``). Each line of standard input is ``pause``, ``resume`` or
    ``stop``; its end is a stop, so the run never outlives whoever started it. A stop saves a checkpoint.

    Returns:
        0 when it finished or stopped as asked, else 1; the last event is ``Finished`` or ``Failed``.
    """
    stream = own_stdout()
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    control = Control()

    def tell(event: Event) -> None:
        try:
            stream.write(encode(event) + "\n")
            stream.flush()
        except OSError:
            control.stop()  # nobody listens any more

    listener = _Listener(control)
    listener.start()
    try:
        from elmo_explorer.training.run import run

        def observe(event: Event) -> None:
            if isinstance(event, Started):
                listener.at_once = False
            tell(event)

        return run(config_path, max_minutes, device, lambda text: tell(Said(text)), observe, control)
    except KeyboardInterrupt:
        tell(Finished("", False, 0, 0))
        return 0
    except (OSError, ValueError, OutOfMemoryError) as error:
        tell(Failed(what_went_wrong(error, config_path.parent)))
        return 1


def what_went_wrong(error: Exception, folder: Path) -> str:
    """An error in a sentence; ``folder`` is named where a file's error does not say where, as with a full disk."""
    if not isinstance(error, OSError) or not error.strerror:
        return str(error)
    place = error.filename2 or error.filename or folder
    return f"{place}: {error.strerror}. The last checkpoint is kept, and the run can go on from there."


class _Listener(threading.Thread):
    """Obeys standard input."""

    def __init__(self, control: Control) -> None:
        super().__init__(name="commands", daemon=True)
        self.at_once = True
        """Whether a stop interrupts what is under way: while the text is read, before there is a step to end."""
        self._control = control
        self._commands: dict[str, Callable[[], None]] = {
            "pause": control.pause,
            "resume": control.resume,
            "stop": self._stop,
        }

    def run(self) -> None:
        for line in sys.stdin:
            self._commands.get(line.strip(), lambda: None)()
        self._stop()

    def _stop(self) -> None:
        if self._control.stopped:
            return
        self._control.stop()
        if self.at_once:
            _interrupt_main_thread()


def _interrupt_main_thread() -> None:
    """As Ctrl+C does, also where it waits for something."""
    main = threading.main_thread().ident
    if hasattr(signal, "pthread_kill") and main is not None:
        signal.pthread_kill(main, signal.SIGINT)
    else:
        _thread.interrupt_main()
