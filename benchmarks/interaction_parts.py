"""What ``python -m benchmarks.interaction`` measures, each part in a process of its own: plain functions of an open window."""

from __future__ import annotations

import itertools
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEventLoop, QTimer

from benchmarks.heartbeat import BEAT_MS, Heartbeat, Phase, wait_until
from benchmarks.painted import Painted
from benchmarks.report import Report, Table
from benchmarks.window import (
    POLL_MS,
    Hand,
    OpenWindow,
    helper_seconds,
    memory_mb,
    n_points,
    page_of_sentences,
    sleep,
)
from elmo_explorer.session.training import Choices

TYPED = "In the {n} th year of her reign the queen walked along the muddy bank"
"""15 words."""
N_TYPED, N_TYPED_AMONG_MANY = 20, 5
MOST_READ = 100_000
"""Tokens that the model really reads for a filled window; a million would take ten minutes."""
COPIES = (
    f"Above {MOST_READ:,} tokens the vectors are copies of those that were read, each in memory of its own."
)
MANY = 500_000
"""From so many tokens on fewer sentences are typed: the window comes to rest after seconds, and is waited for."""
N_STEPS = 150
DRAG_S = 2.0
KEY_MS = 80
"""Between two keys of somebody who types fast: 150 words a minute."""
TINY_RUN = """
[model]
filters = [[1, 8], [2, 8], [3, 16]]
character_dim = 8
projection_dim = 32
cell_dim = 64
n_layers = 2
[training]
vocabulary = 200
streams = 16
window = 16
samples = 64
held_out = 0.1
evaluate_every = 50
tokenizer_processes = 1
[probes]
sentences = ["fed: a dog fed the *bird* .", "saw: a dog saw the *bird* .", "saw: the cat saw the *bird* ."]
"""

DRAG_COLUMNS = [
    "tokens",
    "median ms",
    "95th ms",
    "worst ms",
    "frames/s",
    "gap 95th ms",
    "pause ms",
    "main MB",
    "helper MB",
]
ENTER_COLUMNS = ["tokens", "how", "median ms", "95th ms", "worst ms", "pause ms"]
PAUSE_COLUMNS = ["phase", "worst ms", "own ms", "over 50 ms", "seconds", "beats/s"]
PAUSES_NOTE = f"A beat is due every {BEAT_MS} ms, of which the worst was so late; beats/s tells that the heart beat all the time."
LAYOUT_COLUMNS = ["", "tokens", "first step ms", "steps/s", "settled ms", "cancel ms", "pause ms"]


def measure_size(n_tokens: int, look: bool) -> Report:
    """Drag and Enter with so many loaded tokens."""
    report = Report("interaction", f"{n_tokens:,} tokens")
    opened = _filled(n_tokens)
    heart = Heartbeat(look)
    _check(opened)
    _measure_enter(opened, heart, report.table("Enter", ENTER_COLUMNS))
    _measure_drag(opened, heart, report.table("Drag", DRAG_COLUMNS, COPIES))
    _check(opened)
    heart.close()
    opened.close()
    return report


def measure_pauses(look: bool) -> Report:
    """The main thread's pauses in all that takes long."""
    opened = OpenWindow()
    heart = Heartbeat(look)
    report = Report("interaction", "pauses")
    table = report.table("Pauses", PAUSE_COLUMNS, PAUSES_NOTE)
    session, explorer = opened.session, opened.explorer

    def phase(name: str, act: Callable[[], object]) -> None:
        with heart.phase(name) as found:
            act()
        _note_pauses(table, found)
        if look:
            _tell_where(found)

    def add(lines: list[str]) -> None:
        before = opened.n_sentences
        explorer.text.add_text("\n".join(lines))
        wait_until(lambda: opened.n_sentences > before, every_ms=POLL_MS)
        opened.rest()

    page = list(page_of_sentences())
    phase("loading torch and the model", opened.load)
    phase("first typed sentence: the tokenisers' import", lambda: _type_first(opened))
    phase("opening an example", lambda: (explorer.open_example("bank"), sleep(0.3), opened.rest()))
    phase(f"pasting a page, {len(page)} sentences", lambda: add(page))
    phase("embedding 5,000 sentences", lambda: add([f"{k} {page[k % len(page)]}" for k in range(5000)]))
    phase(f"typing {N_TYPED} sentences", lambda: [_enter(opened, n, KEY_MS) for n in range(N_TYPED)])
    phase("dragging", lambda: _drag(opened, DRAG_S))
    phase("another focus word", lambda: (opened.focus("light"), sleep(0.1), opened.rest()))
    opened.focus("bank")
    explorer.history.undo()
    opened.rest()
    for method in ("umap", "tsne"):
        phase(f"{method}: start and first layout", lambda m=method: _lay_out(opened, m))  # type: ignore[misc]
        phase(f"{method}: dragging", lambda: (_drag(opened, DRAG_S), opened.rest()))
    _lay_out(opened, "pca")
    phase("training run", lambda: _train(opened))
    phase("another theme", lambda: (explorer._toggle_theme(), sleep(0.3)))
    phase(
        f"choosing all {opened.n_sentences:,} rows", lambda: (explorer.sentences.list.selectAll(), sleep(0.3))
    )
    del session
    heart.close()
    opened.close()
    return report


def measure_layouts(look: bool) -> Report:
    """UMAP and t-SNE at 2,000 and 5,000 tokens: steps while a handle moves, settling, cancelling."""
    report = Report("interaction", "layouts")
    table = report.table("Layouts", LAYOUT_COLUMNS)
    for n_tokens in (2000, 5000):
        opened = _filled(n_tokens)
        heart = Heartbeat(look)
        for method in ("umap", "tsne"):
            _lay_out(opened, method)
            with heart.phase(method) as found:
                table.rows.append(_layout_row(opened, method))
            table.rows[-1][-1] = found.worst
            _lay_out(opened, "pca")
        heart.close()
        opened.close()
    return report


def _filled(n_tokens: int) -> OpenWindow:
    opened = OpenWindow()
    opened.load()
    opened.focus("bank")
    opened.add(min(n_tokens, MOST_READ))
    if n_tokens > MOST_READ:
        opened.add_copies(n_tokens)
    return opened


def _check(opened: OpenWindow) -> None:
    """No number comes from an empty or hidden window.

    Raises:
        RuntimeError: this one is.
    """
    points = opened.session.points
    if not opened.is_seen() or points is None or n_points(points) < 0.9 * opened.n_tokens:
        raise RuntimeError(f"The window shows {n_points(points):,} of {opened.n_tokens:,} tokens.")


# Enter


def _measure_enter(opened: OpenWindow, heart: Heartbeat, table: Table) -> None:
    n_tokens = opened.n_tokens
    n_typed = N_TYPED if n_tokens < MANY else N_TYPED_AMONG_MANY
    for how, every_ms in (("typed in one go", 0), (f"last word at {KEY_MS} ms a key", KEY_MS)):
        with heart.phase(how) as found:
            times = [_enter(opened, n + 100 * every_ms, every_ms) for n in range(n_typed)]
        table.rows.append([n_tokens, how, *_spread(times), found.worst])


def _enter(opened: OpenWindow, n: int, every_ms: int) -> float:
    """Type a sentence and press Enter; milliseconds until its points are painted."""
    painted = Painted(opened.scatter)
    first, last = TYPED.format(n=n).rsplit(" ", 1)
    opened.type(first)
    opened.type(" " + last, every_ms)
    before = n_points(opened.session.points)

    def look(points: object) -> None:
        if n_points(points) > before and not painted.at:  # type: ignore[arg-type]
            painted.arm()
            opened.session.events.points.disconnect(look)

    opened.session.events.points.connect(look)
    start = time.perf_counter()
    opened.press_enter()
    wait_until(lambda: painted.at > 0)
    taken = (painted.at - start) * 1000
    painted.deleteLater()
    opened.rest()
    return taken


def _type_first(opened: OpenWindow) -> None:
    opened.type("A first sentence . 潮水退了")
    opened.press_enter()
    wait_until(lambda: opened.n_sentences > 0, every_ms=POLL_MS)
    sleep(1.0)


# Drags


def _measure_drag(opened: OpenWindow, heart: Heartbeat, table: Table) -> None:
    hand = Hand(opened)
    steps = []
    with heart.phase("steps") as found:
        with hand.holding():
            for k in range(N_STEPS):
                start = time.perf_counter()
                hand.move(2.0 * k / N_STEPS)
                steps.append((_next_frame(opened) - start) * 1000)
        opened.rest()
        gaps = _drag(opened, DRAG_S)
    own, helper = memory_mb()
    table.rows.append(
        [
            opened.n_tokens,
            *_spread(steps),
            (len(gaps) + 1) / DRAG_S,
            float(np.percentile(gaps, 95)) if gaps else None,
            found.worst,
            own,
            helper,
        ]
    )


def _next_frame(opened: OpenWindow) -> float:
    """When the next frame is painted.

    Raises:
        TimeoutError: none came in ten seconds.
    """
    loop = QEventLoop()
    opened.scatter.framed.connect(loop.quit)
    limit = QTimer(singleShot=True, interval=10_000)
    limit.timeout.connect(lambda: loop.exit(1))
    limit.start()
    missed = loop.exec()
    at = time.perf_counter()
    opened.scatter.framed.disconnect(loop.quit)
    if missed:
        raise TimeoutError("A moved handle drew no frame.")
    return at


def _drag(opened: OpenWindow, seconds: float) -> list[float]:
    """Move the handle for some seconds, a mouse event every 5 ms; milliseconds between the frames that were drawn."""
    hand, frames = Hand(opened), []
    start = time.perf_counter()
    timer = QTimer(interval=5)
    timer.timeout.connect(lambda: hand.move(time.perf_counter() - start))

    def framed(_seconds: float) -> None:
        frames.append(time.perf_counter())

    opened.scatter.framed.connect(framed)
    with hand.holding():
        timer.start()
        sleep(seconds)
        timer.stop()
        opened.scatter.framed.disconnect(framed)
    opened.rest()
    return [(b - a) * 1000 for a, b in itertools.pairwise(frames)]


def _spread(times: list[float]) -> tuple[float, float, float]:
    return statistics.median(times), float(np.percentile(times, 95)), max(times)


# Layouts


def _lay_out(opened: OpenWindow, method: str) -> None:
    opened.explorer._show_projection({"pca": 0, "umap": 1, "tsne": 2}[method])
    sleep(0.1)
    wait_until(lambda: _is_settled(opened, method), every_ms=POLL_MS)
    opened.rest()


def _is_settled(opened: OpenWindow, method: str) -> bool:
    points = opened.session.points
    return points is not None and points.method == method and points.settled


def _layout_row(opened: OpenWindow, method: str) -> list[str | float | int | None]:
    """A drag of three seconds, its end, and another that is cancelled."""
    session, hand = opened.session, Hand(opened)
    frames: list[float] = []

    def framed(_seconds: float) -> None:
        frames.append(time.perf_counter())

    opened.scatter.framed.connect(framed)
    seconds = 3.0
    start = time.perf_counter()
    with hand.holding():
        timer = QTimer(interval=10)
        timer.timeout.connect(lambda: hand.move((time.perf_counter() - start) / 2))
        timer.start()
        sleep(seconds)
        timer.stop()
        released = time.perf_counter()
    if method == "tsne":  # it goes on when the hand is gone
        wait_until(lambda: _is_settled(opened, method), every_ms=1)
        moving = [t for t in frames if t > released]
        span = time.perf_counter() - released
    else:
        moving = [t for t in frames if t <= released]
        wait_until(lambda: _is_settled(opened, method), every_ms=1)
        span = seconds
    settled = (time.perf_counter() - released) * 1000
    opened.scatter.framed.disconnect(framed)
    began = released if method == "tsne" else start
    first = (moving[0] - began) * 1000 if moving else None
    cancel = _cancel_ms(opened, method)
    del session
    return [method, n_points(opened.session.points), first, len(moving) / span, settled, cancel, None]


def _cancel_ms(opened: OpenWindow, method: str) -> float | None:
    """From the wish to stop until the helper process takes no more processor time; its clock ticks every 10 ms."""
    hand = Hand(opened)
    with hand.holding():
        hand.move(0.9)
        sleep(0.05)
        hand.move(0.1)
    sleep(0.15 if method == "umap" else 0.5)
    if _is_settled(opened, method):
        return None
    asked = time.perf_counter()
    opened.explorer.projection.cancel()
    used, last = helper_seconds(), asked
    while time.perf_counter() - asked < 0.6:
        sleep(0.002)
        now = helper_seconds()
        if now > used:
            used, last = now, time.perf_counter()
    return (last - asked) * 1000


# Training


def _train(opened: OpenWindow) -> None:
    """A tiny run of some seconds in its own process, with its tab in front."""
    explorer = opened.explorer
    generator = random.Random(0)
    lines = [f"{line} {generator.randrange(10)}" for line in page_of_sentences()] * 20
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / "text.txt"
        text.write_text("\n\n".join(lines), encoding="utf-8")
        explorer.window.tabs.show_tab("training")
        explorer.training.choices = Choices(
            (str(text),), "tiny", "en", "custom", 10_000_000, "", str(Path(folder) / "run"), TINY_RUN
        )
        explorer.trainer.start()
        wait_until(
            lambda: explorer.training.stage == "running" and explorer.training.place.step > 0,
            every_ms=POLL_MS,
        )
        sleep(6.0)
        explorer.trainer.stop()
        wait_until(lambda: not explorer.trainer.process_id, every_ms=POLL_MS)
        sleep(0.5)
        explorer.window.tabs.show_tab("compare")


# Telling


def _note_pauses(table: Table, found: Phase) -> None:
    beats = found.beats / found.seconds
    table.rows.append([found.name, found.worst, found.worst_own, found.over_50, found.seconds, beats])


def _tell_where(found: Phase) -> None:
    print(f"{found.name}: worst {found.worst:.0f} ms", flush=True)
    for pause in sorted(found.pauses, key=lambda pause: -pause.milliseconds)[:6]:
        if pause.milliseconds > 40:
            print(
                f"  {pause.milliseconds:.0f} ms, {pause.own_milliseconds:.0f} ms of it the main thread's own work"
            )
            for place in pause.places[:6]:
                print(f"    {place}")
