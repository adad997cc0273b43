"""How fast the tab "Layers" is there: ``python -m benchmarks.layers``.

For sentences of 20 words: reading one anew while every gate is kept, beside the same reading when nobody watches, for the bundled
models and a network of the published shape; ranking 100,000 tokens by one number of their vectors, beside reading just that
number out of every vector; and in the real window the time from a click on another sentence to its painted gates and strips.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch

from benchmarks.language_model import N_CLICKS, N_SENTENCES, N_WORDS, sentences
from benchmarks.limits import best_seconds, describe_machine
from benchmarks.neighbours import loaded_tokens
from benchmarks.report import Report, print_report
from elmo_explorer import BiLM
from elmo_explorer.bilm.bilm import BiLMNetwork
from elmo_explorer.bilm.cpu_reader import CpuReader
from elmo_explorer.bilm.facts import ModelFacts
from elmo_explorer.bilm.options import ModelOptions
from elmo_explorer.controllers.gates_controller import sentence_gates
from elmo_explorer.controllers.unit_ranking import UnitColumns, UnitRequest, rank_tokens
from elmo_explorer.session.session import Focus, TokenRef
from elmo_explorer.session.units import UnitAsk
from elmo_explorer.workers.task import Task

if TYPE_CHECKING:
    from elmo_explorer.ui.widgets.gate_columns import GateColumns

N_TOKENS = 100_000
BAR_MS = 100.0
"""The whole tab for 20 words with the bundled English model on 2 cores."""
RANKING_BAR_MS = 50.0
PUBLISHED = {
    "lstm": {
        "dim": 4096,
        "projection_dim": 512,
        "n_layers": 2,
        "use_skip_connections": True,
        "cell_clip": 3,
        "proj_clip": 3,
    },
    "char_cnn": {
        "embedding": {"dim": 16},
        "filters": [[1, 32], [2, 32], [3, 64], [4, 128], [5, 256], [6, 512], [7, 1024]],
        "n_highway": 2,
        "n_characters": 262,
        "max_characters_per_token": 50,
        "activation": "relu",
    },
}
"""Of the published "original" model."""


def main(argv: Sequence[str] | None = None) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.layers", description=__doc__)
    parser.add_argument("--tokens", type=int, default=N_TOKENS)
    parser.add_argument("--json", type=Path, metavar="FILE")
    arguments = parser.parse_args(argv)
    began = time.perf_counter()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    report = Report("layers", "Layers", [describe_machine()])
    for name in ("en", "zh"):
        measure_trace(name, BiLM.load(name, device="cpu"), name, report)
    measure_trace("published shape", published_shape(), "en", report)
    measure_window(report)
    measure_ranking(arguments.tokens, report)
    report.seconds = time.perf_counter() - began
    print_report(report)
    report.write(arguments.json)
    return 0


def published_shape() -> BiLM:
    """A network of 94 million random numbers."""
    torch.manual_seed(0)
    options = ModelOptions.from_published(PUBLISHED)
    return BiLM(options, BiLMNetwork(options), ModelFacts("published shape"), device="cpu")


def measure_trace(name: str, bilm: BiLM, language: str, report: Report) -> None:
    """What it costs to watch one sentence being read."""
    sentence = sentences(language, 1)[0]
    tokens = sentence.tokens
    words = bilm.word_vectors([tokens], N_WORDS + 2)[:, 0]
    reader = CpuReader(bilm.network)
    with torch.inference_mode():
        unwatched = best_seconds(lambda: reader.read_alone(words))
    rows: list[tuple[str, Callable[[], object]]] = [
        ("with every gate and cell", lambda: bilm.trace(tokens)),
        ("and with the samples that are drawn", lambda: sentence_gates(bilm, name, sentence, Task())),
    ]
    options = bilm.options
    table = report.table(
        f"{name}: {N_WORDS} words read anew, {options.n_layers} LSTM layers of {options.cell_dim:,} cells, both directions",
        ["shortest of at least 3", "ms", "x unwatched"],
    )
    table.rows.append(["when nobody watches", unwatched * 1e3, 1.0])
    for text, call in rows:
        seconds = best_seconds(call)
        table.rows.append([text, seconds * 1e3, seconds / unwatched])
    bilm.forget()
    embedded = bilm.embed([tokens])[0]
    same = bool(np.array_equal(bilm.trace(tokens).states, embedded))
    report.bar(
        f"{name}: the watched run gives the vectors of embed, to the last bit", "yes" if same else "no", same
    )


def measure_ranking(n_tokens: int, report: Report) -> None:
    """Exact ranks of every token by one number."""
    loaded = loaded_tokens(n_tokens, 1.0)
    request = UnitRequest(loaded, UnitAsk(2, 0), (0.2, 0.34, 0.46), 1.0, False)
    task = Task()
    whole = np.concatenate(loaded.arrays, axis=1)  # (L, N, dim)
    least = best_seconds(lambda: [whole[:, :, unit].copy() for unit in (5, 105, 205)]) / 3
    asks = {
        "a number of layer 2": [replace(request, ask=UnitAsk(2, unit)) for unit in range(12)],
        "a number of layer 0, each word once": [replace(request, ask=UnitAsk(0, unit)) for unit in range(12)],
        "a number of the mix": [replace(request, ask=UnitAsk(None, unit)) for unit in range(12)],
        "the same with layer normalisation": [
            replace(request, ask=UnitAsk(None, unit), layer_norm=True) for unit in range(4)
        ],
    }
    table = report.table(
        f"{len(loaded.tokens):,} tokens in {len(loaded.arrays):,} sentences, 3 layers of 256 numbers",
        ["", "ms", "median ms", "x the reading"],
        "The reading: one number of every vector in every layer, out of vectors that lie in one piece.",
    )
    table.rows.append(["the reading alone", least * 1e3, least * 1e3, 1.0])
    shortest = 0.0
    for name, requests in asks.items():
        times = [_ranking_seconds(one, None) for one in requests]
        shortest = shortest or statistics.median(times)
        table.rows.append([name, min(times) * 1e3, statistics.median(times) * 1e3, min(times) / least])
    _, columns = rank_tokens(asks["a number of the mix"][0], None, task)
    mixes = [replace(asks["a number of the mix"][0], weights=(0.1 * k, 0.5, 0.5 - 0.1 * k)) for k in range(5)]
    times = [_ranking_seconds(one, columns) for one in mixes]
    table.rows.append(
        [
            "the same number in another mix",
            min(times) * 1e3,
            statistics.median(times) * 1e3,
            min(times) / least,
        ]
    )
    report.bar(
        f"{len(loaded.tokens):,} tokens ranked by one number, exact, under {RANKING_BAR_MS:.0f} ms, median",
        f"{shortest * 1e3:.0f} ms",
        shortest * 1e3 < RANKING_BAR_MS,
    )
    found, _ = rank_tokens(request, None, task)
    values = whole[2, :, 0]
    same = bool(
        np.array_equal(np.sort(values)[: len(found.lowest)], np.sort(found.lowest_values))
        and np.array_equal(np.sort(values)[-len(found.highest) :], np.sort(found.highest_values))
    )
    report.bar("Both ends are those of sorting all values", "yes" if same else "no", same)


def measure_window(report: Report) -> None:
    """The real window, 1440 x 900: from the click to the painted gates and strips."""
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
    explorer.window.tabs.show_tab("layers")
    explorer.window.show()
    explorer.start()
    session, panel = explorer.session, explorer.layers.panel
    columns = panel.gates.table.columns
    wait_until(lambda: session.model is not None)
    made = sentences("en", N_SENTENCES)
    session.sentences = tuple(made)
    session.focus = Focus(made[0].tokens[3])
    wait_until(lambda: len(session.states) == len(made) and not explorer.waiting_for())
    painted, heart = Painted(columns), Heartbeat()
    times = []
    with heart.phase("clicks") as phase:
        for k in range(N_CLICKS):
            sentence = made[(k + 1) % len(made)]
            start = time.perf_counter()
            session.selection = frozenset({TokenRef(sentence.id, 3)})
            wait_until(partial(_stands_over, columns, sentence.tokens))
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
        ["to its painted gates", "ms"],
    )
    table.rows += [["shortest", min(times)], ["median", median], ["longest", max(times)]]
    table.rows.append(["longest pause of the main thread meanwhile", phase.worst])
    report.bar(
        f"tab Layers for {N_WORDS} words under {BAR_MS:.0f} ms, click to painted gates, median",
        f"{median:.0f} ms",
        median < BAR_MS,
    )


def _stands_over(columns: GateColumns, words: tuple[str, ...]) -> bool:
    """Whether these are the words of the gates, behind the sentence's beginning."""
    return columns.columns.words[1:] == words


def _ranking_seconds(request: UnitRequest, before: UnitColumns | None) -> float:
    start = time.perf_counter()
    rank_tokens(request, before, Task())
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
