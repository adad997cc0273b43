"""How fast a token's neighbours are found among 100,000 tokens: ``python -m benchmarks.neighbours``.

Vectors of the bundled English model. Each figure stands beside the matrix product that it cannot do without, all vectors times
the layers of one token, over vectors that lie in one piece, which the window's do not; and beside the plain way: mix every
vector, measure every length, multiply. NumPy works on one core, as in the window. Shortest and median time of the calls.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

import numpy as np

from benchmarks.limits import describe_machine
from benchmarks.report import Report, Table, print_report
from elmo_explorer import BiLM
from elmo_explorer.analysis.mixing import mix_layers
from elmo_explorer.controllers.loaded_tokens import LoadedTokens
from elmo_explorer.controllers.nearest_search import NearestRequest, find_nearest
from elmo_explorer.examples import list_examples, read_example
from elmo_explorer.session.nearest import NearestAsk
from elmo_explorer.session.session import ModelInfo, Sentence, Session
from elmo_explorer.workers.priority import leave_cores
from elmo_explorer.workers.task import Task

N_TOKENS = 100_000
BAR_MS = 50.0
WEIGHTS = (0.2, 0.34, 0.46)
_CALLS = 15
T = TypeVar("T")


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; with ``--json`` the figures are written, too."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.neighbours", description=__doc__)
    parser.add_argument("--tokens", type=int, default=N_TOKENS)
    parser.add_argument("--json", type=Path, metavar="FILE")
    arguments = parser.parse_args(argv)
    began = time.perf_counter()
    leave_cores()  # as the window does
    report = Report("neighbours", "Neighbours", [describe_machine()])
    _measure(report, loaded_tokens(arguments.tokens, 1.0), loaded_tokens(arguments.tokens, 0.01))
    report.seconds = time.perf_counter() - began
    print_report(report)
    report.write(arguments.json)
    return 0


_sentences: list[Sentence] = []
_states: dict[int, np.ndarray] = {}


def loaded_tokens(n_tokens: int, share: float) -> LoadedTokens:
    """At least so many tokens in sentences of 5 to 25 words, drawn from those of the examples; and a share more.

    A second call goes on from the first one's.
    """
    examples = [read_example(e.path) for e in list_examples() if e.language == "en"]
    words = sorted({token for example in examples for row in example for token in row.tokens})
    random = np.random.default_rng(len(_sentences))
    wanted = round(n_tokens * share)
    new: list[Sentence] = []
    while sum(len(sentence.tokens) for sentence in new) < wanted:
        tokens = tuple(str(word) for word in random.choice(words, int(random.integers(5, 26))))
        new.append(Sentence(" ".join(tokens), tokens))
    vectors = BiLM.load("en", device="cpu").embed([sentence.tokens for sentence in new])
    _sentences.extend(new)
    _states.update({sentence.id: array for sentence, array in zip(new, vectors, strict=True)})
    session = Session(tuple(_sentences), model=ModelInfo("en", ("en",), 3, 256, "CPU"))
    session.states = MappingProxyType(dict(_states))
    return LoadedTokens.of(session)


def _measure(report: Report, loaded: LoadedTokens, more: LoadedTokens) -> None:
    n = len(loaded.tokens)
    rows = np.random.default_rng(1).choice(n, _CALLS + 1, replace=False)
    tokens = [loaded.tokens[int(row)] for row in rows]
    request = NearestRequest(loaded, tokens[0], NearestAsk(), None, WEIGHTS, False)
    task = Task()
    first_seconds, (_, search) = _timed(lambda: find_nearest(request, None, task))

    whole = np.concatenate([array.reshape(-1, loaded.dim) for array in loaded.arrays])
    queries = [np.ascontiguousarray(loaded.states(rows[k : k + 1])[:, 0].T) for k in range(len(rows))]
    requests = [replace(request, token=token) for token in tokens]
    mixes = [replace(request, weights=(0.01 * k, 0.5, 0.5 - 0.01 * k)) for k in range(len(rows))]
    normed = [replace(mix, layer_norm=True) for mix in mixes]
    _, normed_search = find_nearest(normed[0], search, task)
    same = [replace(r, ask=NearestAsk(words="same", most=500)) for r in requests]
    product = _times(lambda k: whole @ queries[k], len(rows))
    selections = _times(lambda k: find_nearest(requests[k], search, task), len(rows))
    table = report.table(
        f"{n:,} tokens, {len(loaded.arrays):,} sentences, 3 layers of 256 numbers",
        ["", "ms", "median ms", "of the product"],
        "The product: (300,000, 256) @ (256, 3) of float32, "
        f"{2 * whole.size * 3 / 1e9:.2f} GFLOP, {whole.nbytes / 1e6:.0f} MB read.",
    )
    least = min(product)
    _row(table, "matrix product alone", product, least)
    _row(table, "another token is selected", selections, least)
    _row(
        table,
        "the same, of the same word, 500",
        _times(lambda k: find_nearest(same[k], search, task), len(rows)),
        least,
    )
    _row(table, "another mix", _times(lambda k: find_nearest(mixes[k], search, task), len(rows)), least)
    _row(
        table,
        "another mix, layer normalisation",
        _times(lambda k: find_nearest(normed[k], normed_search, task), len(rows)),
        least,
    )
    grown = replace(request, loaded=more)
    _row(
        table,
        f"{len(more.tokens) - n:,} tokens more",
        _times(lambda _: find_nearest(grown, search, task), 6),
        least,
    )
    _row(table, "the first search of all", [first_seconds], least)
    _row(table, "the plain way", _times(lambda k: _plainly(loaded, int(rows[k])), 4), least)
    report.bar(
        f"Nearest tokens, exact, at {n:,} tokens: under {BAR_MS:.0f} ms",
        f"{min(selections) * 1e3:.1f} ms, {min(selections) / least:.2f} times the matrix product alone",
        min(selections) * 1e3 < BAR_MS,
    )
    found, _ = find_nearest(request, search, task)
    cosines = _plainly(loaded, int(rows[0]))
    cosines[int(rows[0])] = -2
    worst = float(np.abs(np.sort(cosines)[::-1][: len(found.cosines)] - found.cosines).max())
    report.bar("The same cosines as the plain way's, to 5 digits", f"{worst:.0e} apart", worst < 1e-5)


def _plainly(loaded: LoadedTokens, row: int) -> np.ndarray:
    """Mix, measure, multiply: (N,)."""
    mixed = np.concatenate([mix_layers(array, WEIGHTS) for array in loaded.arrays])
    mixed /= np.linalg.norm(mixed, axis=1, keepdims=True)
    cosines: np.ndarray = mixed @ mixed[row]
    return cosines


def _row(table: Table, name: str, seconds: Sequence[float], product: float) -> None:
    best, middle = min(seconds), statistics.median(seconds)
    table.rows.append([name, best * 1e3, middle * 1e3, f"{best / product:.2f} ×"])


def _times(call: Callable[[int], object], n: int) -> list[float]:
    """Seconds of each call with a number from 1 to n - 1, after one with 0 to warm up."""
    call(0)
    return [_timed(lambda k=k: call(k))[0] for k in range(1, n)]  # type: ignore[misc]


def _timed(call: Callable[[], T]) -> tuple[float, T]:
    start = time.perf_counter()
    result = call()
    return time.perf_counter() - start, result


if __name__ == "__main__":
    raise SystemExit(main())
