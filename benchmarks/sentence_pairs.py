"""How fast two sentences that differ in a word are compared: ``python -m benchmarks.sentence_pairs``.

For two sentences of 20 words and the bundled models: all that the tab "Minimal pairs" shows, beside the matrix product of states
and output words alone, measured in the same run; and in the real window the time from a click on another word to the painted
pair. (``elmo-explorer evaluate minimal-pairs`` is another thing: it measures what a model knows of grammar.)
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import torch

from benchmarks.language_model import N_WORDS, sentences
from benchmarks.limits import best_seconds, describe_machine
from benchmarks.report import Report, print_report
from elmo_explorer import BiLM
from elmo_explorer.bilm.next_words import NextWords
from elmo_explorer.controllers.pair_reading import PairRequest, read_pair
from elmo_explorer.controllers.predictions_controller import predictions
from elmo_explorer.controllers.replaced_word import with_word
from elmo_explorer.session.session import Sentence
from elmo_explorer.workers.task import Task

BAR_MS = 300.0
"""Two sentences of 20 words with the bundled English model on 2 cores."""
N_CLICKS = 20
_PLACE = 9
_MANY = 100_000


def main(argv: Sequence[str] | None = None) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sentence_pairs", description=__doc__)
    parser.add_argument("--json", type=Path, metavar="FILE")
    arguments = parser.parse_args(argv)
    began = time.perf_counter()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    report = Report("sentence_pairs", "Two sentences side by side", [describe_machine()])
    for name in ("en", "zh"):
        measure_reading(name, report)
    measure_window(report)
    report.seconds = time.perf_counter() - began
    print_report(report)
    report.write(arguments.json)
    return 0


def measure_reading(name: str, report: Report) -> None:
    """Without a window: what a pair costs, and of what it is made."""
    bilm = BiLM.load(name, device="cpu")
    asker = NextWords(bilm)
    assert bilm.output_layer is not None
    a, other, *_ = sentences(name, 2)
    varied = _varied(a, other.tokens[_PLACE])
    weight, bias = bilm.output_layer.weight, bilm.output_layer.bias
    states = torch.randn(N_WORDS + 1, weight.shape[1])

    def both_products() -> None:
        for _ in range(2):
            torch.nn.functional.linear(states, weight, bias)

    with torch.inference_mode():
        product = best_seconds(both_products)

    def read(b: Sentence, listed: tuple[Sentence, ...] = (a,)) -> object:
        bilm.forget()  # as if neither had ever been read
        keys = {"en": "m", "zh": "m"}
        return read_pair(PairRequest(a, b, listed, keys, {"m": name}), bilm, lambda: asker, None, Task())

    def only_states() -> object:
        bilm.forget()
        return bilm.embed([a.tokens]), bilm.embed([varied.tokens])

    many = tuple(Sentence(a.text, (a.tokens[1], *a.tokens[1:-1], str(k)), a.language) for k in range(_MANY))
    rows: list[tuple[str, Callable[[], object]]] = [
        ("states of both, in layers and directions", only_states),
        ("all that is expected in one of them", lambda: predictions(asker, name, a, Task())),
        ("everything the tab shows, nothing known before", lambda: read(varied)),
        (
            f"the same where {_MANY:,} sentences of the same length are looked through",
            lambda: read(varied, many),
        ),
    ]
    table = report.table(
        f"{name}: two sentences of {N_WORDS} words, {len(asker.vocabulary.words):,} output words",
        ["shortest of at least 3", "ms", "x the product"],
        "The product is that of one sentence's states and the output words, both directions, and nothing else.",
    )
    table.rows.append(["the matrix product alone, both directions", product * 1e3, 1.0])
    for text, call in rows:
        seconds = best_seconds(call)
        table.rows.append([text, seconds * 1e3, seconds / product])


def measure_window(report: Report) -> None:
    """The real window, 1440 x 900: from the click on a word that is offered to the painted pair."""
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
    explorer.window.tabs.show_tab("pairs")
    explorer.window.show()
    explorer.start()
    session, panel = explorer.session, explorer.pairs.panel
    wait_until(lambda: session.model is not None)
    made = sentences("en", 8)
    session.sentences = tuple(made)
    wait_until(lambda: len(session.states) == len(made) and not explorer.runner.busy)
    wait_until(lambda: bool(panel.vary.chips) and not explorer.pairs.controller.pending)
    strip = panel.table.strip
    painted, heart = Painted(strip), Heartbeat()
    times = []
    with heart.phase("clicks") as phase:
        for k in range(N_CLICKS):
            chip = panel.vary.chips[k % len(panel.vary.chips)]
            word = chip.text()
            start = time.perf_counter()
            chip.click()
            wait_until(lambda wanted=word: any(not c.same and c.b == wanted for c in strip.columns))
            painted.arm()
            strip.update()
            wait_until(lambda: painted.at > 0)
            times.append((painted.at - start) * 1e3)
            wait_until(lambda: not explorer.runner.busy and not explorer.pairs.controller.pending)
    explorer.window.close()
    explorer.close()
    median = statistics.median(times)
    table = report.table(
        f"en, the window at 1440 x 900: {N_CLICKS} clicks on a word for a sentence of {N_WORDS} words",
        ["to the painted pair", "ms"],
    )
    table.rows += [["shortest", min(times)], ["median", median], ["longest", max(times)]]
    table.rows.append(["longest pause of the main thread meanwhile", phase.worst])
    report.bar(
        f"tab Minimal pairs for two sentences of {N_WORDS} words under {BAR_MS:.0f} ms, click to painted pair, median",
        f"{median:.0f} ms",
        median < BAR_MS,
    )


def _varied(sentence: Sentence, word: str) -> Sentence:
    made = with_word(sentence, _PLACE, word)
    return Sentence(made.text, made.tokens, made.language)


if __name__ == "__main__":
    sys.exit(main())
