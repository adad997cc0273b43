"""How fast the window is there: ``python -m benchmarks.startup``.

Starts the program as a user does, several times with a warm file cache, and notes when its window is first painted and when a
sentence has its first vectors; beside it the time that Python takes to import Qt's widgets and NumPy alone.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.report import Report, print_report

RUNS = 7
WINDOW_S, VECTORS_S = 1.0, 4.0
SENTENCE = "We sat on the bank of the river ."
_IMPORTS = "import PySide6.QtWidgets, numpy"


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; with ``--json`` the figures are written, too."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.startup", description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--child", type=float, metavar="STARTED", help=argparse.SUPPRESS)
    arguments = parser.parse_args(argv)
    if arguments.child is not None:
        return _open_window(arguments.child)
    began = time.perf_counter()
    report = Report("startup", "Start")
    table = report.table("From the command", ["", "median s", "best s", "worst s", "times the imports"])
    with tempfile.TemporaryDirectory() as folder:
        _started(folder)  # warms the file cache
        starts = [_started(folder) for _ in range(arguments.runs)]
    imports = [_import_seconds() for _ in range(arguments.runs)]
    unit = statistics.median(imports)
    rows = {
        f"`{_IMPORTS}`": imports,
        "window painted": [painted for painted, _ in starts],
        "first vectors": [vectors for _, vectors in starts],
    }
    for name, seconds in rows.items():
        middle = statistics.median(seconds)
        table.rows.append([name, middle, min(seconds), max(seconds), middle / unit])
    for name, limit in (("window painted", WINDOW_S), ("first vectors", VECTORS_S)):
        middle = statistics.median(rows[name])
        report.bar(
            f"Start: {name} within {limit:.0f} s of the command, warm file cache",
            f"{middle:.2f} s",
            middle <= limit,
        )
    report.seconds = time.perf_counter() - began
    print_report(report)
    report.write(arguments.json)
    return 0


def _started(folder: str) -> tuple[float, float]:
    """Seconds to the painted window, and to the first vectors."""
    own = {f"XDG_{kind}_HOME": folder for kind in ("CONFIG", "DATA", "STATE")}
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ, **own}
    environment.pop(
        "PYTHONDONTWRITEBYTECODE", None
    )  # an installed program is compiled once, not at every start
    command = [sys.executable, "-m", "benchmarks.startup", "--child", repr(time.time())]
    found = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    painted, vectors = (float(word) for word in found.stdout.split()[-2:])
    return painted, vectors


def _import_seconds() -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", _IMPORTS], check=True)
    return time.perf_counter() - start


def _open_window(started: float) -> int:
    """The program itself, watched: it prints both times and leaves."""
    import argparse as program_arguments

    from PySide6.QtCore import QTimer

    from benchmarks.painted import Painted
    from elmo_explorer import app, explorer
    from elmo_explorer.session.session import Sentence

    times: list[float] = []

    class Watched(explorer.Explorer):
        """Notes when it is first painted, and adds a sentence, which is read as soon as a model is there."""

        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments)
            self.painted = Painted(self.centre)
            self.painted.arm()
            self.session.events.states.connect(self._on_states)

        def start(self) -> None:
            super().start()
            self.session.sentences = (Sentence(SENTENCE, tuple(SENTENCE.split())),)

        def _on_states(self, states: dict[int, object]) -> None:
            if states:
                now = time.time() - started
                was_painted = time.time() - (time.perf_counter() - self.painted.at) - started
                times.extend((was_painted, now))
                QTimer.singleShot(0, self.window, self.window.close)

    explorer.Explorer = Watched  # type: ignore[misc]
    status = app.main(program_arguments.Namespace())
    print(*times)
    return status


if __name__ == "__main__":
    sys.exit(main())
