"""How fast sentences are read, beside what the machine can do: ``python -m benchmarks.inference``.

Prints one table: the published original shape and small shape with random weights, and the bundled models; one sentence of 20
words, 32 of them, a file of 2,000; in float32 and bfloat16; an edited sentence; CUDA where there is a device. Everything stands
beside the matrix products alone (torch's fastest operator for each, at the same shapes, in the same order and number), the
limit of the hardware, and a loop that follows the published PyTorch implementation, measured in the same run.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

os.environ.setdefault("OMP_WAIT_POLICY", "passive")  # as the program does, before torch is loaded

import numpy as np
import torch

from benchmarks.cuda_inference import print_cuda
from benchmarks.limits import Limits, measure_limits
from benchmarks.matrix_products import ProductsAlone, hardware_seconds
from benchmarks.published_loop import PublishedLoop
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


def print_model(bilm: BiLM, source: Sentences, limits: Limits, file_warm: bool) -> None:
    """The rows of one model in float32, cold and warm."""
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
        print_row(bilm.name, f"{what}, words known", warm, n_tokens, products, limit, loop)
        print_row("", f"{what}, words new", of_cold, n_tokens, products, limit, loop)
        print(f"{'':14}products by {alone.operators}")
    lines = source.file()
    n_tokens = sum(map(len, lines))
    bilm.forget()
    seconds = once(lambda: bilm.embed(lines))
    print_row("", f"{N_SENTENCES:,} sentences, words new", seconds, n_tokens)
    if file_warm:
        seconds = once(lambda: bilm.embed(lines))
        print_row("", f"{N_SENTENCES:,} sentences, words known", seconds, n_tokens)


def print_bf16(exact: BiLM, rounded: BiLM, source: Sentences) -> None:
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
        cosine = ((expected * found).sum(2) / norms).min()
        print(
            f"{exact.name:14}{f'{n_rows} x {N_WORDS} words, bf16':34}{fast * 1e3:9.2f} ms{n_rows * N_WORDS / fast:10,.0f} tok/s"
            f"   {slow / fast:.2f} x as fast as fp32 ({slow * 1e3:.2f} ms); lowest cosine of any token's any layer "
            f"{cosine:.6f}, largest difference {np.abs(expected - found).max():.4f}",
            flush=True,
        )


def print_edits(bilm: BiLM, source: Sentences) -> None:
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
        after, scratch = times.min(axis=1).mean(axis=0)
        print(
            f"{bilm.name:14}{what:34}{after * 1e3:9.2f} ms{'':16}   {after / scratch:.2f} of reading it from scratch "
            f"({scratch * 1e3:.2f} ms)",
            flush=True,
        )


def once(call: Callable[[], object]) -> float:
    """The time of one call."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def print_head() -> None:
    """The columns' names."""
    print(f"\n{'':48}{'ours':>12}{'':15}   {'products alone':>15}   {'limit':>15}   {'published loop':>18}")


def print_row(
    model: str,
    what: str,
    seconds: float,
    n_tokens: int,
    products: float | None = None,
    limit: float | None = None,
    loop: float | None = None,
) -> None:
    """One row; times in ms, the ratios of ours to them behind, of the loop to ours."""
    line = f"{model:14}{what:34}{seconds * 1e3:9.2f} ms{n_tokens / seconds:10,.0f} tok/s"
    if products is not None and limit is not None and loop is not None:
        line += f"   {products * 1e3:8.2f} {seconds / products:5.2f}x   {limit * 1e3:8.2f} {seconds / limit:5.2f}x"
        line += f"   {loop * 1e3:9.2f} {loop / seconds:5.2f}x faster"
    print(line, flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.inference", description=__doc__)
    parser.add_argument("--models", nargs="+", default=["en", "zh", "small", "original"], metavar="MODEL")
    chosen = parser.parse_args().models
    start = time.perf_counter()
    limits = measure_limits()
    print("\n".join(limits.lines()))
    print_head()
    for name in chosen:
        random = {"small": SMALL, "original": ORIGINAL}.get(name)
        bilm = BiLM.load(name, device="cpu") if random is None else random_bilm(name, random)
        source = sentences_of("zh" if name == "zh" else "en")
        print_model(bilm, source, limits, file_warm=name != "original")
        print_edits(bilm, source)
        if has_fast_bfloat16(torch.device("cpu")):
            rounded = (
                BiLM.load(name, device="cpu", precision="bf16")
                if random is None
                else random_bilm(name, random, precision="bf16")
            )
            print_bf16(bilm, rounded, source)
        else:
            print(f"{name:14}bf16: this processor has no instructions for it")
    print_cuda(lambda options: random_bilm("random", options, "cuda"), {"small": SMALL, "original": ORIGINAL})
    print(f"measured in {time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
