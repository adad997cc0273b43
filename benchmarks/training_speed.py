"""How fast training reads, and how far that is from the machine's own matrix products: ``python -m benchmarks.training_speed``.

The text is drawn at random (Zipf's law, words of the bundled vocabulary), so that nothing has to be there; a model folder's
``training.toml`` gives shape and batch. Everything is measured in one run, since machines differ and are noisy.
"""

from __future__ import annotations

import argparse
import dataclasses
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch

from elmo_explorer.bilm.options import ModelOptions
from elmo_explorer.paths import model_folder
from elmo_explorer.training.config import read_config
from elmo_explorer.training.corpus import Corpus, Sentences
from elmo_explorer.training.trainer import Trainer


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="en", help="whose training.toml is followed")
    parser.add_argument(
        "--steps", type=int, default=10, help="steps that are timed, after three that are not"
    )
    parser.add_argument("--threads", type=int, default=torch.get_num_threads())
    parser.add_argument("--device", default="cpu", choices=("cpu", "cuda"))
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    folder = model_folder(args.model)
    config = read_config(folder / "training.toml")
    config = dataclasses.replace(config, tokens=10**9, minutes=None)
    corpus = random_corpus(folder, config.vocabulary)
    kind = torch.bfloat16 if config.bfloat16 else torch.float32
    limit = matrix_product_rate(kind, args.device)
    print(f"{args.device}, {args.threads} thread(s), {config.name}: {shape(config.model)}")
    print(f"matrix products, {str(kind).removeprefix('torch.')}: {limit / 1e9:,.0f} GFLOP/s")
    print(f"{'':24}{'tokens/s':>10}{'MFLOP/token':>13}{'GFLOP/s':>10}{'of the products':>17}")
    for compiled in (False, True):
        trainer = Trainer(dataclasses.replace(config, compile=compiled), corpus, args.device)
        rate = tokens_per_second(trainer, args.steps)
        work = flops_per_token(trainer)
        name = "compile = true" if compiled else "compile = false"
        print(
            f"{name:24}{rate:10,.0f}{work / 1e6:13.1f}{rate * work / 1e9:10,.0f}{rate * work / limit:16.0%}"
        )


def random_corpus(folder: Path, n_types: int) -> Corpus:
    """Two million tokens in sentences of 1 to 40, words by Zipf's law."""
    types = (folder / "vocab.txt").read_text(encoding="utf-8").split("\n")[3:n_types]
    rng = np.random.default_rng(0)
    lengths = rng.integers(1, 41, size=100_000)
    uniform = rng.random(int(lengths.sum()))
    ids = np.minimum(((len(types) + 1.0) ** uniform - 1).astype(np.int64), len(types) - 1).astype(np.uint32)
    sentences = Sentences(ids, np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64))
    return Corpus(types, sentences, sentences)


def tokens_per_second(trainer: Trainer, steps: int) -> float:
    run = trainer.run()
    for _ in range(3):
        next(run)
    rates = []
    for _ in range(steps):
        before, began = trainer.progress.tokens, time.perf_counter()
        next(run)
        rates.append((trainer.progress.tokens - before) / (time.perf_counter() - began))
    return statistics.median(rates)


def flops_per_token(trainer: Trainer) -> float:
    """Multiplications and additions of the recurrent layers and the sampled softmax, forward and twice that backward.

    The character convolutions are left out: each word type of a window is encoded once, and how many there are is the
    text's affair.
    """
    layers = [*trainer.network.forward_layers, *trainer.network.backward_layers]
    weights = sum(p.numel() for layer in layers for p in layer.parameters() if p.dim() == 2)
    softmax = 2 * trainer.config.samples * trainer.config.model.projection_dim
    places_per_token = trainer.streams.length / trainer.corpus.train.n_tokens
    return 6.0 * (weights + softmax) * places_per_token


def matrix_product_rate(kind: torch.dtype, device: str) -> float:
    """Floating-point operations a second of one large product."""
    n = 2048 if device == "cpu" else 8192
    a, b = torch.randn(n, n, device=device, dtype=kind), torch.randn(n, n, device=device, dtype=kind)
    seconds = [timed(lambda: a @ b, device) for _ in range(8)]
    return 2 * n**3 / min(seconds[2:])


def timed(work: Callable[[], object], device: str) -> float:
    if device == "cuda":
        torch.cuda.synchronize()
    began = time.perf_counter()
    work()
    if device == "cuda":
        torch.cuda.synchronize()
    return time.perf_counter() - began


def shape(options: ModelOptions) -> str:
    return f"{options.n_layers} layers, {options.cell_dim} cells, projection {options.projection_dim}"


if __name__ == "__main__":
    main()
