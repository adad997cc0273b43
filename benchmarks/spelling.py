"""How fast the spelling lab is: ``python -m benchmarks.spelling``.

The vocabulary's layer-0 vectors, made a slice at a time as in the window, beside the plain encoding of the same words; one exact
search beside the matrix product that it cannot do without; and the real window, in which words are typed while the vocabulary
is encoded and afterwards. Nothing of it is taken from an earlier run's files. NumPy works on one core, as in the window.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch

from benchmarks.limits import describe_machine
from benchmarks.report import Report, print_report
from elmo_explorer import BiLM
from elmo_explorer.analysis.spelling import WordTypes, unit
from elmo_explorer.array_cache import ArrayCache
from elmo_explorer.bilm.word_cache import WordCache
from elmo_explorer.bilm.word_types import TypeEncoder, encode_words, types_checksum, vocabulary_types
from elmo_explorer.controllers.word_tables import MOST_BYTES, SLICE_S
from elmo_explorer.workers.priority import leave_cores

BAR_MS = 50.0
RATIO_BAR = 1.25
N_PARTS, N_ROUNDS = 20, 3
WORDS = ("colour", "colur", "colourful", "🙂")
TYPED = (
    "unfriendable",
    "blorp",
    "coulor",
    "walker",
    "covfefe",
    "googling",
    "bnak",
    "riverside",
    "🙂",
    "x" * 60,
)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; with ``--json`` the figures are written, too."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.spelling", description=__doc__)
    parser.add_argument("--models", nargs="+", default=["en", "zh"], metavar="NAME")
    parser.add_argument("--json", type=Path, metavar="FILE")
    arguments = parser.parse_args(argv)
    began = time.perf_counter()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    leave_cores()  # as the window does
    report = Report("spelling", "The spelling lab", [describe_machine()])
    for name in arguments.models:
        measure_table(name, report)
    measure_window(report)
    report.seconds = time.perf_counter() - began
    print_report(report)
    report.write(arguments.json)
    return 0


def measure_table(name: str, report: Report) -> None:
    """Without a window: the table, its file, and the search in it."""
    bilm = BiLM.load(name, device="cpu")
    words = vocabulary_types(bilm)
    plain, sliced, slices, vectors = encoded_both_ways(bilm, words)
    ratio = sliced / plain
    with tempfile.TemporaryDirectory() as folder:
        kept = ArrayCache(Path(folder), MOST_BYTES)
        checksum_s = _seconds(lambda: types_checksum(bilm, words))
        checksum = types_checksum(bilm, words)
        directions = unit(vectors)
        store_s = _seconds(lambda: kept.store(checksum, directions))
        load_s = _seconds(lambda: kept.load(checksum))
        types_s = _seconds(lambda: WordTypes.of(words, directions, True))
        mapped = kept.load(checksum)
        assert mapped is not None
        types = WordTypes.of(words, mapped, True)
        table = report.table(
            f"{name}: {len(words):,} word types of {directions.shape[1]} numbers, {directions.nbytes / 1e6:.0f} MB",
            ["", "seconds", "x plain encoding"],
            f"Plain encoding: the words by length, 512 at a time, as the biLM encodes those of sentences. "
            f"Both in {N_PARTS} parts in turn, of each the shortest of {N_ROUNDS} rounds.",
        )
        for text, seconds in (
            ("plain encoding of these words", plain),
            (f"in slices of {SLICE_S * 1e3:.0f} ms, as the window does", sliced),
            ("one slice, median", statistics.median(slices)),
            ("checksum of the encoder and the words", checksum_s),
            ("written to disk", store_s),
            ("at the next start: read, checked, mapped", load_s),
            ("baseline of random pairs", types_s),
        ):
            table.rows.append([text, seconds, seconds / plain])
        queries = encode_words(bilm, WORDS)
        _measure_search(name, types, queries, report)
        report.bar(
            f"{name}: the vocabulary in slices takes at most {RATIO_BAR:g} times its plain encoding",
            f"{sliced:.1f} s, {ratio:.2f} times",
            ratio <= RATIO_BAR,
        )
        _compare(name, bilm, words, types, queries, report)


def encoded_both_ways(bilm: BiLM, words: tuple[str, ...]) -> tuple[float, float, list[float], np.ndarray]:
    """Seconds of the plain encoding, of the slices, of each slice, and the vectors.

    Part by part in turn, the shortest of some rounds each: on a machine with other work two long runs cannot be compared.
    """
    by_length = np.argsort([len(word.encode()) for word in words], kind="stable")
    vectors = np.empty((len(words), bilm.options.projection_dim), np.float32)
    plain = sliced = 0.0
    slices = []
    for rows in np.array_split(by_length, N_PARTS):
        part = tuple(words[row] for row in rows)
        times: tuple[list[float], list[float]] = [], []
        for _ in range(N_ROUNDS):
            start = time.perf_counter()
            cache = WordCache(
                bilm.network.char_encoder,
                bilm.options.projection_dim,
                bilm.options.max_characters,
                bilm.device,
            )
            with torch.inference_mode():
                cache.rows(part)
            times[0].append(time.perf_counter() - start)
            start = time.perf_counter()
            encoder = TypeEncoder(bilm, part)
            while not encoder.done:
                before = time.perf_counter()
                encoder.advance(SLICE_S)
                slices.append(time.perf_counter() - before)
            times[1].append(time.perf_counter() - start)
            vectors[rows] = encoder.vectors
        plain += min(times[0])
        sliced += min(times[1])
    return plain, sliced, slices, vectors


def _measure_search(name: str, types: WordTypes, queries: np.ndarray, report: Report) -> None:
    rows = []
    for n in (1, len(WORDS)):
        asked, transposed = queries[:n], np.ascontiguousarray(unit(queries[:n]).T)
        product = _seconds(lambda q=transposed: types.directions @ q, 9)
        search = _seconds(lambda a=asked, n=n: types.nearest(WORDS[:n], a, 10, lambda: None), 9)
        rows += [[f"{n} word(s), the matrix product alone", product * 1e3, 1.0]]
        rows += [[f"{n} word(s), the ten nearest, exactly", search * 1e3, search / product]]
    table = report.table(
        f"{name}: one search among {len(types.words):,} word types", ["shortest of 9", "ms", "x the product"]
    )
    table.rows += rows
    report.bar(
        f"{name}: one exact search under {BAR_MS:.0f} ms", f"{rows[-1][1]:.1f} ms", rows[-1][1] < BAR_MS
    )


def _compare(
    name: str, bilm: BiLM, words: tuple[str, ...], types: WordTypes, queries: np.ndarray, report: Report
) -> None:
    """The cosines against those of ``BiLM.embed``'s layer 0, in float64."""
    half = bilm.dim // 2
    sample = np.random.default_rng(0).choice(len(words), 2000, replace=False)
    rows = np.stack([a[0, 0, :half] for a in bilm.embed([[words[k]] for k in sample])]).astype(np.float64)
    own = np.stack([a[0, 0, :half] for a in bilm.embed([[word] for word in WORDS])]).astype(np.float64)
    plain = (own @ rows.T) / np.linalg.norm(own, axis=1)[:, None] / np.linalg.norm(rows, axis=1)
    found = unit(queries) @ types.directions[sample].T
    worst = float(np.abs(found - plain).max())
    report.bar(
        f"{name}: the cosines of BiLM.embed's layer 0, to 5 digits", f"{worst:.0e} apart", worst < 1e-5
    )


def measure_window(report: Report) -> None:
    """The real window, 1440 x 900: the vocabulary in the background, words typed meanwhile and afterwards."""
    from PySide6.QtWidgets import QApplication

    from benchmarks.heartbeat import Heartbeat, wait_until
    from elmo_explorer.explorer import Explorer
    from elmo_explorer.ui.settings import Settings
    from elmo_explorer.ui.style import Style
    from elmo_explorer.window_options import WindowOptions

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    app.setStyle(Style())
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = folder  # as for somebody who has never opened the tab
        explorer = Explorer(WindowOptions(model="en", example="bank"), Settings(None))
        explorer.window.resize(1440, 900)
        explorer.window.show()
        explorer.start()
        wait_until(lambda: explorer.session.model is not None and explorer.waiting_for() == "")
        heart = Heartbeat()
        with heart.phase("encoding") as encoding:
            explorer.window.tabs.show_tab("spelling")
            wait_until(lambda: explorer.spelling.lab.encoding is not None)
            meanwhile = _type(explorer, TYPED)
            still = explorer.spelling.lab.encoding is not None
            wait_until(lambda: explorer.spelling.lab.encoding is None and explorer.waiting_for() == "")
        with heart.phase("afterwards") as afterwards:
            after = _type(explorer, TYPED[::-1])
            explorer.spelling.panel._ask(" ".join(WORDS))
            wait_until(lambda: explorer.waiting_for() == "")
        explorer.window.close()
        explorer.close()
    table = report.table(
        "en, the window at 1440 x 900: from a typed word to its painted column",
        ["", "median ms", "longest ms", "longest pause of the main thread, ms"],
        f"60 ms of it are the wait for the hands to rest. The vocabulary took {encoding.seconds:.1f} s in the background.",
    )
    if still:
        table.rows.append(
            ["while the vocabulary is encoded", statistics.median(meanwhile), max(meanwhile), encoding.worst]
        )
    table.rows.append(["afterwards", statistics.median(after), max(after), afterwards.worst])
    worst = max(encoding.worst, afterwards.worst)
    report.bar(
        f"tab Spelling: the main thread never pauses over {BAR_MS:.0f} ms", f"{worst:.0f} ms", worst <= BAR_MS
    )


def _type(explorer: object, words: Sequence[str]) -> list[float]:
    """Milliseconds of each word, put into the field as typing does, to its painted column."""
    from benchmarks.heartbeat import wait_until
    from benchmarks.painted import Painted
    from elmo_explorer.explorer import Explorer

    assert isinstance(explorer, Explorer)
    panel, lab = explorer.spelling.panel, explorer.spelling.lab
    times = []
    for word in words:
        start = time.perf_counter()
        panel.words.setText(word)
        panel.words.textEdited.emit(word)
        wait_until(
            lambda word=word: (
                lab.found is not None
                and [w.word for w in lab.found.words] == [word]
                and not panel._later.isActive()
            )
        )
        painted = Painted(panel.columns[0])
        painted.arm()
        panel.columns[0].update()
        wait_until(lambda painted=painted: painted.at > 0)
        times.append((painted.at - start) * 1e3)
    return times


def _seconds(call: Callable[[], object], n: int = 3) -> float:
    """The shortest of some calls."""
    times = []
    for _ in range(n):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return min(times)


if __name__ == "__main__":
    raise SystemExit(main())
