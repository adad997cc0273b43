"""How fast the tab "Influence" is there: ``python -m benchmarks.influence``.

For a word in a sentence of 20 words (and of 200) and the bundled models: every variant in which one other word is changed,
beside a plain batch of the same changed sentences, measured in the same run; and in the real window the time from a click on
another word to its painted sentence.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from benchmarks.language_model import sentences
from benchmarks.limits import best_seconds, describe_machine
from benchmarks.report import Report, print_report
from elmo_explorer import BiLM
from elmo_explorer.bilm.context_influence import likeliest_others, moved_vectors
from elmo_explorer.bilm.next_words import NextWords
from elmo_explorer.controllers.influence_controller import read_influence
from elmo_explorer.session.influence import NEUTRAL, How, InfluenceAsk
from elmo_explorer.session.session import TokenRef
from elmo_explorer.ui.panels.influence_panel import InfluencePanel
from elmo_explorer.workers.task import Task

N_WORDS = 20
N_LONG = 200
BAR_MS = 500.0
"""For 20 words with the bundled English model on 2 cores."""
N_CLICKS = 20
N_SENTENCES = 8
FOLLOWED = 13
"""A word two thirds into the sentence is followed."""


def main(argv: Sequence[str] | None = None) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.influence", description=__doc__)
    parser.add_argument("--json", type=Path, metavar="FILE")
    arguments = parser.parse_args(argv)
    began = time.perf_counter()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    report = Report("influence", "How words move each other's vectors", [describe_machine()])
    for name in ("en", "zh"):
        measure_reading(name, report)
    measure_window(report)
    report.seconds = time.perf_counter() - began
    print_report(report)
    report.write(arguments.json)
    return 0


def measure_reading(name: str, report: Report) -> None:
    """Without a window: every variant, beside the same sentences as a plain batch."""
    bilm = BiLM.load(name, device="cpu")
    asker = NextWords(bilm)
    table = report.table(
        f"{name}: {bilm.n_layers} layers of {bilm.dim} numbers",
        ["shortest of at least 3", "ms", "x the plain batch"],
        note="The plain batch is BiLM.embed of all changed sentences, whole.",
    )
    words = [word for sentence in sentences(name, N_LONG // N_WORDS) for word in sentence.tokens]
    for n in (N_WORDS, N_LONG):
        table.rows += _reading_rows(bilm, asker, tuple(words[:n]), NEUTRAL[name])


def _reading_rows(
    bilm: BiLM, asker: NextWords, tokens: tuple[str, ...], neutral: str
) -> list[list[str | float | int | None]]:
    n = len(tokens)
    followed = TokenRef(1, n * FOLLOWED // N_WORDS)
    removed = [[*tokens[:k], *tokens[k + 1 :]] for k in range(n) if k != followed.index]

    def as_window(how: How) -> Callable[[], object]:
        return lambda: read_influence(bilm, asker, followed, tokens, how, neutral, Task())

    calls: list[tuple[str, Callable[[], object]]] = [
        ("removed in turn", lambda: moved_vectors(bilm, tokens, followed.index, [None] * n)),
        ("the likeliest other words alone", lambda: likeliest_others(asker, tokens)),
        ("as the window gets it, removed", as_window("remove")),
        ("as the window gets it, likely words", as_window("likely")),
        ("as the window gets it, one word", as_window("word")),
    ]
    if n > N_WORDS:
        calls = [calls[0], calls[3]]
    plain = best_seconds(lambda: bilm.embed(removed))
    rows: list[list[str | float | int | None]] = [[f"{n} words: the plain batch", plain * 1e3, 1.0]]
    for text, call in calls:
        seconds = best_seconds(call)
        rows.append([f"{n} words: {text}", seconds * 1e3, seconds / plain])
    return rows


def measure_window(report: Report) -> None:
    """The real window, 1440 x 900: from the click on a word to its painted sentence."""
    from PySide6.QtWidgets import QApplication

    from benchmarks.heartbeat import Heartbeat, wait_until
    from benchmarks.painted import Painted
    from elmo_explorer.explorer import Explorer
    from elmo_explorer.ui.settings import Settings
    from elmo_explorer.ui.style import Style
    from elmo_explorer.window_options import WindowOptions

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    app.setStyle(Style())
    explorer = Explorer(WindowOptions(model="en"), Settings(None))
    explorer.window.resize(1440, 900)
    explorer.window.tabs.show_tab("influence")
    explorer.window.show()
    explorer.start()
    session, panel = explorer.session, explorer.influence.panel
    wait_until(lambda: session.model is not None)
    made = sentences("en", N_SENTENCES)
    session.sentences = tuple(made)
    wait_until(lambda: len(session.states) == len(made) and not explorer.runner.busy)
    painted, heart = Painted(panel.words), Heartbeat()
    table = report.table(
        f"en, the window at 1440 x 900: {N_CLICKS} clicks on another sentence of {N_WORDS} words",
        ["to its painted words, ms", "shortest", "median", "longest", "longest pause of the main thread"],
    )
    hows: tuple[How, ...] = ("remove", "likely", "word")
    for how in hows:
        session.influence_ask = InfluenceAsk(how)
        wait_until(lambda: not explorer.runner.busy)
        times = []
        with heart.phase(how) as phase:
            for k in range(N_CLICKS):
                token = TokenRef(made[(k + 1) % len(made)].id, FOLLOWED)
                start = time.perf_counter()
                session.selection = frozenset({token})
                wait_until(partial(_is_seen, panel, token))
                painted.arm()
                panel.words.update()
                wait_until(lambda: painted.at > 0)
                times.append((painted.at - start) * 1e3)
                wait_until(lambda: not explorer.runner.busy)
        median = statistics.median(times)
        table.rows.append([how, min(times), median, max(times), phase.worst])
        report.bar(
            f"tab Influence ({how}) for {N_WORDS} words under {BAR_MS:.0f} ms, click to painted words, median",
            f"{median:.0f} ms",
            median < BAR_MS,
        )
    explorer.window.close()
    explorer.close()


def _is_seen(panel: InfluencePanel, token: TokenRef) -> bool:
    return panel.figures is not None and panel.figures.influence.token == token


if __name__ == "__main__":
    sys.exit(main())
