"""How fast sentences are read, beside what the machine can do: ``python -m benchmarks.inference``.

Prints tables: the published original shape and small shape with random weights, and the bundled models; one sentence of 20
words, 32 of them, a file of 2,000; in float32 and bfloat16; an edited sentence; CUDA where there is a device. Everything stands
beside the matrix products alone (torch's fastest operator for each, at the same shapes, in the same order and number), the
limit of the hardware, and a loop that follows the published PyTorch implementation, measured in the same run.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # as the program does, before torch is loaded

import numpy as np
import torch

from benchmarks.cuda_inference import cuda_table
from benchmarks.limits import Limits, measure_limits
from benchmarks.matrix_products import ProductsAlone, hardware_seconds
from benchmarks.published_loop import PublishedLoop
from benchmarks.report import Report, Table, print_report
from elmo_explorer import BiLM
from elmo_explorer.bilm.bilm import BiLMNetwork
from elmo_explorer.bilm.devices import has_fast_bfloat16
from elmo_explorer.bilm.facts import ModelFacts
from elmo_explorer.bilm.options import ModelOptions
from elmo_explorer.examples import list_examples, read_example

FILTERS = ((1, 32), (2, 32), (3, 64), (4, 128), (5, 256), (6, 512), (7, 1024))
"""The published models'; 2,048 in all."""
ORIGINAL = ModelOptions(FILTERS, 512, 4096, 2, n_highway=2, cell_clip=3.0, proj_clip=3.0)
SMALL = ModelOptions(FILTERS, 128, 1024, 2, n_highway=1, cell_clip=3.0, proj_clip=3.0)
N_WORDS = 20
N_ROWS = 32
N_SENTENCES = 2000
EDIT_TIMES = 4
MOST_OVER_PRODUCTS = {1: 1.25, N_ROWS: 1.4}
LEAST_OVER_LOOP = {1: 2.5, N_ROWS: 6.0}
LEAST_BF16, LEAST_COSINE = 1.6, 0.9995
SECONDS = 0.8
"""For each row of the table, at least three calls."""

Sentence = list[str]


@dataclass
class Sentences:
    """Deterministic sentences out of the words of the bundled examples."""

    words: list[str]
    random: np.random.Generator

    def one(self, n: int = N_WORDS) -> Sentence:
        """n words; no two sentences begin or end alike."""
        return [str(word) for word in self.random.choice(self.words, n)]

    def file(self) -> list[Sentence]:
        """2,000 sentences, 18 words on average."""
        lengths = np.clip(self.random.normal(18, 8, N_SENTENCES).astype(int), 1, 60)
        return [self.one(n) for n in lengths]


def sentences_of(language: str) -> Sentences:
    """Out of the examples of one language."""
    words = {
        token
        for example in list_examples()
        if example.language == language
        for row in read_example(example.path)
        for token in row.tokens
    }
    return Sentences(sorted(words), np.random.default_rng(0))


def random_bilm(name: str, options: ModelOptions, device: str = "cpu", precision: str = "fp32") -> BiLM:
    """A biLM of this shape with random weights, the same each time."""
    torch.manual_seed(0)
    return BiLM(options, BiLMNetwork(options), ModelFacts(name), device=device, precision=precision)


def fastest(*calls: Callable[[], object], seconds: float = SECONDS) -> list[float]:
    """The shortest time of each call; they take turns, so that what else runs on the machine meets all alike."""
    times: list[list[float]] = [[] for _ in calls]
    for call in calls:
        call()
    end = time.perf_counter() + seconds * len(calls)
    while len(times[0]) < 3 or time.perf_counter() < end:
        for call, found in zip(calls, times, strict=True):
            start = time.perf_counter()
            call()
            found.append(time.perf_counter() - start)
    return [min(found) for found in times]


def read_model(report: Report, table: Table, bilm: BiLM, source: Sentences, limits: Limits) -> None:
    """The rows of one model in float32, cold and warm, and its bars."""
    published = PublishedLoop(bilm.network)
    for n_rows in (1, N_ROWS):
        # Alone a sentence is read without the boundary behind it, and the one before it is known.
        n_steps = N_WORDS if n_rows == 1 else N_WORDS + 2
        alone = ProductsAlone(bilm.options, n_steps, n_rows)
        limit = hardware_seconds(bilm.options, n_steps, n_rows, limits)
        bilm.embed([[word] for word in source.words])  # all words are known now
        warm, *ways = fastest(lambda n=n_rows: bilm.embed([source.one() for _ in range(n)]), *alone.ways())  # type: ignore[misc]
        batch = [source.one() for _ in range(n_rows)]

        def cold(batch: Sequence[Sentence] = batch) -> None:
            bilm.forget()
            bilm.embed(batch)

        of_cold, loop = fastest(cold, lambda batch=batch: published.embed(batch), seconds=SECONDS / 2)  # type: ignore[misc]
        n_tokens = n_rows * N_WORDS
        what = f"{n_rows} x {N_WORDS} words"
        products = min(ways)
        for words, seconds in (("known", warm), ("new", of_cold)):
            table.rows.append(
                [
                    bilm.name,
                    f"{what}, words {words}",
                    seconds * 1e3,
                    n_tokens / seconds,
                    products * 1e3,
                    seconds / products,
                    limit * 1e3,
                    seconds / limit,
                    loop * 1e3,
                    loop / seconds,
                    ", ".join(f"{k}: {way}" for k, way in alone.operators.items()),
                ]
            )
        told = f"{bilm.name} shape, {n_rows} x {N_WORDS} words"
        if bilm.name == "original":
            most = MOST_OVER_PRODUCTS[n_rows]
            measured = f"{warm / products:.2f} times ({warm / limit:.2f} times the hardware's limit)"
            report.bar(f"{told}: at most {most} times the products alone", measured, warm <= most * products)
        elif bilm.name == "small":
            least = LEAST_OVER_LOOP[n_rows]
            report.bar(
                f"{told}: at least {least} times as fast as the published loop",
                f"{loop / warm:.1f} times",
                loop >= least * warm,
            )
    lines = source.file()
    n_tokens = sum(map(len, lines))
    bilm.forget()
    for words in ("new", "known"):
        seconds = once(lambda: bilm.embed(lines))
        table.rows.append(
            [bilm.name, f"{N_SENTENCES:,} sentences, words {words}", seconds * 1e3, n_tokens / seconds]
            + [None] * 7
        )
        if bilm.name == "original":
            break  # its second reading differs by the words' share, which is small, and takes a minute


def read_bf16(report: Report, table: Table, exact: BiLM, rounded: BiLM, source: Sentences) -> None:
    """bfloat16 beside float32."""
    exact.embed([[word] for word in source.words])
    rounded.embed([[word] for word in source.words])
    for n_rows in (1, N_ROWS):
        slow, fast = fastest(
            lambda n=n_rows: exact.embed([source.one() for _ in range(n)]),  # type: ignore[misc]
            lambda n=n_rows: rounded.embed([source.one() for _ in range(n)]),  # type: ignore[misc]
        )
        batch = [source.one() for _ in range(n_rows)]
        expected, found = np.concatenate(exact.embed(batch), 1), np.concatenate(rounded.embed(batch), 1)
        norms = np.linalg.norm(expected, axis=2) * np.linalg.norm(found, axis=2)
        cosine = float(((expected * found).sum(2) / norms).min())
        what = f"{n_rows} x {N_WORDS} words"
        table.rows.append(
            [
                exact.name,
                what,
                fast * 1e3,
                slow * 1e3,
                slow / fast,
                f"{cosine:.6f}",
                f"{np.abs(expected - found).max():.4f}",
            ]
        )
        if exact.name == "original":
            report.bar(
                f"bf16, original shape, {what}: at least {LEAST_BF16} times as fast as fp32",
                f"{slow / fast:.2f} times",
                slow >= LEAST_BF16 * fast,
            )
        report.bar(
            f"bf16, {exact.name}, {what}: cosine to fp32 at least {LEAST_COSINE}",
            f"{cosine:.6f}, the lowest of any token's any layer",
            cosine >= LEAST_COSINE,
        )


def read_edits(report: Report, table: Table, bilm: BiLM, source: Sentences) -> None:
    """A sentence of 20 words after one edit, beside one that was never seen; its words are known.

    Each figure is the mean over all places (or lengths) of the shortest of :data:`EDIT_TIMES` times.
    """
    bilm.embed([[word] for word in source.words])

    def changed(place: int) -> tuple[float, float]:
        now = source.one()
        bilm.embed([now])
        now[place] = source.one(1)[0]
        return once(lambda: bilm.embed([now])), once(lambda: bilm.embed([source.one()]))

    def typed(n: int) -> tuple[float, float]:
        now = source.one(n)
        bilm.embed([now[:-1]])
        return once(lambda: bilm.embed([now])), once(lambda: bilm.embed([source.one(n)]))

    for what, edit, places in (
        ("one of 20 words changed", changed, range(N_WORDS)),
        ("a word typed at the end, 1 to 20", typed, range(1, N_WORDS + 1)),
    ):
        times = np.array([[edit(place) for _ in range(EDIT_TIMES)] for place in places])  # (places, times, 2)
        after, scratch = (float(mean) for mean in times.min(axis=1).mean(axis=0))
        table.rows.append([bilm.name, what, after * 1e3, scratch * 1e3, after / scratch])
        if bilm.name in ("original", "en"):
            report.bar(
                f"{bilm.name}, {what}: half of reading it from scratch",
                f"{after / scratch:.2f}; both directions together have (n + 1) / 2n of the steps to make, 0.525 of 20 words",
                after <= 0.5 * scratch,
            )


def once(call: Callable[[], object]) -> float:
    """The time of one call."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; with ``--json`` the figures are written, too."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.inference", description=__doc__)
    parser.add_argument("--models", nargs="+", default=["en", "zh", "small", "original"], metavar="MODEL")
    parser.add_argument("--json", type=Path, metavar="FILE")
    arguments = parser.parse_args(argv)
    start = time.perf_counter()
    limits = measure_limits()
    report = Report("inference", "Reading sentences", limits.lines())
    reading = report.table(
        "float32",
        [
            "model",
            "what",
            "ms",
            "tokens/s",
            "products alone ms",
            "times them",
            "limit ms",
            "times it",
            "published loop ms",
            "times as fast",
            "fastest operators",
        ],
        "`limit`: for one sentence the recurrent and projection weights streamed at every step at the bandwidth above, and the "
        "input products; for 32 the multiplications at the rate above.",
    )
    edits = report.table("An edited sentence", ["model", "edit", "ms", "from scratch ms", "share"])
    bf16 = report.table(
        "bfloat16",
        ["model", "what", "ms", "fp32 ms", "times as fast", "lowest cosine", "largest difference"],
        "" if has_fast_bfloat16(torch.device("cpu")) else "This processor has no instructions for it.",
    )
    for name in arguments.models:
        print(f"… {name}", flush=True)
        random = {"small": SMALL, "original": ORIGINAL}.get(name)
        bilm = BiLM.load(name, device="cpu") if random is None else random_bilm(name, random)
        source = sentences_of("zh" if name == "zh" else "en")
        read_model(report, reading, bilm, source, limits)
        read_edits(report, edits, bilm, source)
        if has_fast_bfloat16(torch.device("cpu")):
            rounded = (
                BiLM.load(name, device="cpu", precision="bf16")
                if random is None
                else random_bilm(name, random, precision="bf16")
            )
            read_bf16(report, bf16, bilm, rounded, source)
    cuda_table(
        report,
        lambda options: random_bilm("random", options, "cuda"),
        {"small": SMALL, "original": ORIGINAL},
    )
    report.seconds = time.perf_counter() - start
    print_report(report)
    report.write(arguments.json)
    return 0


if __name__ == "__main__":
    sys.exit(main())
