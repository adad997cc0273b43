"""How fast the tab "Language model" is there: ``python -m benchmarks.language_model``.

For sentences of 20 words and the bundled models: everything that is expected at every place, beside the matrix product of
states and output words alone, measured in the same run; the next words of a sentence that is being typed; and in the real
window the time from a click on another sentence to its painted columns. Also how good the guesses are.
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

from benchmarks.limits import best_seconds, describe_machine
from benchmarks.report import Report, print_report
from elmo_explorer import BiLM
from elmo_explorer.bilm.next_words import NextWords
from elmo_explorer.controllers.predictions_controller import predictions
from elmo_explorer.examples import list_examples, read_example
from elmo_explorer.session.session import Sentence, TokenRef
from elmo_explorer.workers.task import Task

N_WORDS = 20
BAR_MS = 100.0
"""The whole tab, for 20 words with the bundled English model on 2 cores."""
N_CLICKS = 30
N_SENTENCES = 8


def main(argv: Sequence[str] | None = None) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.language_model", description=__doc__)
    parser.add_argument("--json", type=Path, metavar="FILE")
    arguments = parser.parse_args(argv)
    began = time.perf_counter()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    report = Report("language_model", "What the language models expect", [describe_machine()])
    for name in ("en", "zh"):
        measure_arithmetic(name, report)
    measure_window(report)
    for name in ("en", "zh"):
        measure_guesses(name, report)
    report.seconds = time.perf_counter() - began
    print_report(report)
    report.write(arguments.json)
    return 0


def measure_arithmetic(name: str, report: Report) -> None:
    """Without a window: what one sentence costs, and of what it is made."""
    bilm = BiLM.load(name, device="cpu")
    asker = NextWords(bilm)
    assert bilm.output_layer is not None
    sentence = sentences(name, 1)[0]
    tokens = sentence.tokens
    weight, bias = bilm.output_layer.weight, bilm.output_layer.bias
    states = torch.randn(N_WORDS + 1, weight.shape[1])
    words = bilm.word_vectors([tokens], N_WORDS + 2)

    def both_products() -> None:
        for _ in range(2):
            torch.nn.functional.linear(states, weight, bias)

    with torch.inference_mode():
        product = best_seconds(both_products)
    rows: list[tuple[str, Callable[[], object]]] = [
        ("reading alone, both directions", lambda: bilm.read(words, [N_WORDS + 2])),
        ("all that is expected, from the left, the right and both sides", lambda: asker.expect(tokens)),
        ("the same as the window gets it", lambda: predictions(asker, name, sentence, Task())),
        ("next words while typing, behind 20 words", lambda: asker.after(tokens)),
        ("completions of an unfinished word", lambda: asker.after(tokens, begins=tokens[0][:1])),
    ]
    table = report.table(
        f"{name}: {N_WORDS} words, {len(asker.vocabulary.words):,} output words of {weight.shape[1]} numbers",
        ["shortest of at least 3", "ms", "x the product"],
        "The product is that of states and output words, and nothing else.",
    )
    table.rows.append(["the matrix product alone, both directions", product * 1e3, 1.0])
    for text, call in rows:
        seconds = best_seconds(call)
        table.rows.append([text, seconds * 1e3, seconds / product])


def measure_window(report: Report) -> None:
    """The real window, 1440 x 900: from the click to the painted columns."""
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
    explorer.window.tabs.show_tab("language_model")
    explorer.window.show()
    explorer.start()
    session, columns = explorer.session, explorer.language_model.panel.table.columns
    wait_until(lambda: session.model is not None)
    made = sentences("en", N_SENTENCES)
    session.sentences = tuple(made)
    wait_until(lambda: len(session.states) == len(made) and not explorer.runner.busy)
    painted, heart = Painted(columns), Heartbeat()
    times = []
    with heart.phase("clicks") as phase:
        for k in range(N_CLICKS):
            sentence = made[(k + 1) % len(made)]
            start = time.perf_counter()
            session.selection = frozenset({TokenRef(sentence.id, 3)})
            wait_until(lambda wanted=sentence: tuple(c.word for c in columns.columns[1:-1]) == wanted.tokens)
            painted.arm()
            columns.update()
            wait_until(lambda: painted.at > 0)
            times.append((painted.at - start) * 1e3)
            wait_until(lambda: not explorer.runner.busy)
    explorer.window.close()
    explorer.close()
    median = statistics.median(times)
    table = report.table(
        f"en, the window at 1440 x 900: {N_CLICKS} clicks on another sentence of {N_WORDS} words",
        ["to its painted columns", "ms"],
    )
    table.rows += [["shortest", min(times)], ["median", median], ["longest", max(times)]]
    table.rows.append(["longest pause of the main thread meanwhile", phase.worst])
    report.bar(
        f"tab Language model for {N_WORDS} words under {BAR_MS:.0f} ms, click to painted columns, median",
        f"{median:.0f} ms",
        median < BAR_MS,
    )


def measure_guesses(name: str, report: Report) -> None:
    """How often the true word is the first guess, and its mean reciprocal rank, in the bundled examples' sentences."""
    asker = NextWords(BiLM.load(name, device="cpu"))
    examples = [read_example(e.path) for e in list_examples() if e.language == name]
    ranks: dict[str, list[float]] = {"forward": [], "backward": [], "both sides": []}
    for row in (row for example in examples for row in example):
        found = asker.expect(row.tokens)
        ranks["forward"] += found.forward.ranks[:-1][found.known].tolist()
        ranks["backward"] += found.backward.ranks[1:][found.known].tolist()
        ranks["both sides"] += found.both.ranks[found.known].tolist()
    table = report.table(
        f"{name}: {len(ranks['forward']):,} words of the bundled examples, those in the vocabulary",
        ["the true word is", "first", "among five", "mean 1/rank"],
    )
    for side, of in ranks.items():
        first, five = (sum(rank <= most for rank in of) / len(of) for most in (1, 5))
        table.rows.append(
            [side, f"{first:.1%}", f"{five:.1%}", f"{sum(1 / rank for rank in of) / len(of):.3f}"]
        )


def sentences(language: str, n: int) -> list[Sentence]:
    """Sentences of 20 words out of the bundled examples'."""
    examples = [read_example(e.path) for e in list_examples() if e.language == language]
    words = [word for example in examples for row in example for word in row.tokens]
    cut = [tuple(words[k * N_WORDS : (k + 1) * N_WORDS]) for k in range(n)]
    return [Sentence(" ".join(tokens), tokens, language) for tokens in cut]


if __name__ == "__main__":
    sys.exit(main())
