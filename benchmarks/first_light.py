"""The window's promises, measured in the real window: ``python -m benchmarks.first_light``.

Prints the time from Enter to the painted point, the time from a step of a drag to its painted frame, and the longest
pause of the main thread in each phase, beside the time of one matrix product on the same machine in the same run.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QElapsedTimer, QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from elmo_explorer.examples import list_examples, read_example
from elmo_explorer.explorer import Explorer
from elmo_explorer.session.session import Focus, Mix
from elmo_explorer.ui.settings import Settings
from elmo_explorer.window_options import WindowOptions

TYPED = "In the {n} th year of her reign the queen walked along the bank of the river ."
N_TYPED = 20
N_STEPS = 120
TIMEOUT_S = 120.0


class Heartbeat:
    """Beats every 5 ms on the main thread; a late beat is a pause."""

    def __init__(self) -> None:
        self._clock = QElapsedTimer()
        self._timer = QTimer(interval=5)
        self._timer.timeout.connect(self._beat)
        self.worst = 0.0
        self._last = 0
        self._clock.start()
        self._timer.start()

    def _beat(self) -> None:
        now = self._clock.nsecsElapsed()
        self.worst = max(self.worst, (now - self._last) / 1e6 - 5.0)
        self._last = now

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Print the longest pause inside the block."""
        self.worst, self._last = 0.0, self._clock.nsecsElapsed()
        yield
        self._beat()
        print(f"  {name:<46} {self.worst:8.1f} ms")


def wait_until(done: Callable[[], bool]) -> None:
    """Run the event loop until ``done()``.

    Raises:
        TimeoutError: it never was.
    """
    loop = QEventLoop()
    ends = time.monotonic() + TIMEOUT_S
    came: list[bool] = []

    def look() -> None:
        if done() or time.monotonic() > ends:
            came.append(time.monotonic() <= ends)
            loop.quit()

    timer = QTimer(interval=1)
    timer.timeout.connect(look)
    timer.start()
    loop.exec()
    if not came[0]:
        raise TimeoutError("The window did not come to rest.")


def row(name: str, milliseconds: list[float], unit: float) -> None:
    """Print median, 95th percentile and worst, and the median as a multiple of ``unit`` milliseconds."""
    middle = statistics.median(milliseconds)
    late = float(np.percentile(milliseconds, 95))
    print(f"  {name:<32} {middle:8.1f} {late:8.1f} {max(milliseconds):8.1f} ms   {middle / unit:8.1f} x")


def matrix_product_ms() -> float:
    """Median time of a float32 product (1024, 1024) @ (1024, 1024)."""
    matrix = np.random.default_rng(0).standard_normal((1024, 1024), dtype=np.float32)
    times = []
    for _ in range(20):
        start = time.perf_counter()
        matrix @ matrix
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def main() -> None:
    """Measure and print."""
    app = QApplication.instance() or QApplication([])
    unit = matrix_product_ms()
    print(f"One 1024 x 1024 matrix product: {unit:.1f} ms (the x below)\n\nLongest pause of the main thread")
    heart = Heartbeat()
    explorer = Explorer(WindowOptions(), Settings(None))
    session = explorer.session
    explorer.window.resize(1440, 900)
    explorer.window.show()
    wait_until(lambda: explorer.window.isVisible())
    with heart.phase("loading torch and the model"):
        explorer.start()
        wait_until(lambda: session.model is not None)
    with heart.phase("the first example, tokenisers' imports included"):
        explorer.open_example("bank")
        explorer.text.add_text("A first sentence . 潮水退了")
        wait_until(lambda: len(session.sentences) >= 13 and explorer.waiting_for() == "")
    page = "\n".join(
        " ".join(r.tokens) for e in list_examples() if e.language == "en" for r in read_example(e.path)
    )
    with heart.phase("pasting a page of sentences"):
        explorer.text.add_text(page)
        wait_until(lambda: len(session.sentences) > 200 and explorer.waiting_for() == "")
    many = "\n".join(f"{line} {k}" for k in range(20) for line in page.splitlines())
    with heart.phase("embedding 5,000 sentences"):
        explorer.text.add_text(many)
        wait_until(lambda: len(session.sentences) > 5000 and explorer.waiting_for() == "")
    explorer.history.undo()
    wait_until(lambda: explorer.waiting_for() == "")
    n_tokens = sum(len(s.tokens) for s in session.sentences)

    entered = []
    with heart.phase(f"typing {N_TYPED} sentences"):
        for n in range(N_TYPED):
            before = len(session.points.tokens) if session.points is not None else 0
            start = time.perf_counter()
            explorer.text.add_text(TYPED.format(n=n))
            wait_until(lambda k=before: session.points is not None and len(session.points.tokens) > k)  # type: ignore[misc]
            explorer.canvas.scatter.repaint()
            entered.append((time.perf_counter() - start) * 1000)
            wait_until(lambda: explorer.waiting_for() == "")

    frames = []
    with heart.phase("dragging the mix"):
        session.dragging = True
        for step in range(N_STEPS):
            t = step / (N_STEPS - 1)
            start = time.perf_counter()
            session.mix = Mix((1 - t, t / 2, t / 2))
            explorer.canvas.repaint()
            explorer.mix.repaint()
            frames.append((time.perf_counter() - start) * 1000)
            app.processEvents()
        session.dragging = False
        wait_until(lambda: explorer.waiting_for() == "")

    with heart.phase("another focus word"):
        session.focus = Focus("light")
        wait_until(lambda: explorer.waiting_for() == "")
    with heart.phase("UMAP: first compile and layout"):
        explorer._show_projection(1)
        wait_until(lambda: explorer.waiting_for() == "")
    with heart.phase("UMAP while dragging"):
        session.dragging = True
        for step in range(60):
            session.mix = Mix((step / 59, (1 - step / 59) / 2, (1 - step / 59) / 2))
            app.processEvents()
        session.dragging = False
        wait_until(lambda: explorer.waiting_for() == "")

    print(f"\n{n_tokens:,} tokens loaded{'':<14} {'median':>8} {'95th':>8} {'worst':>8}")
    row("Enter to painted point, 15 words", entered, unit)
    row("step of a drag to painted frame", frames, unit)
    explorer.window.close()


if __name__ == "__main__":
    main()
