"""A Kneser-Ney n-gram on a training run's own text: ``python -m benchmarks.kneser_ney CONFIG.toml``.

What a biLM has to beat. Same tokens, same output vocabulary (<UNK> as one ordinary word), same held-out text, and the
same count: each word and each sentence end (read backward: each beginning) is one prediction over the whole vocabulary.
``--lmplz PATH`` takes KenLM's lmplz (with its ``query`` beside it) instead of the counts in NumPy; both give the same figures.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.kneser_ney_counts import KneserNey
from benchmarks.kneser_ney_lmplz import LmplzModel
from benchmarks.kneser_ney_text import Text, Vocabulary, read_text, spread_sentences
from elmo_explorer.training.config import TrainingConfig, read_config
from elmo_explorer.training.corpus import Corpus, load_corpus

N_SPECIAL = 3
"""<S>, </S> and <UNK> are the first words of the biLM's output vocabulary."""


def measure(config: TrainingConfig, corpus: Corpus, arguments: argparse.Namespace) -> dict[str, Any]:
    """Estimate and score both directions.

    Raises:
        ValueError: there is no held-out text, or lmplz fails.
    """
    if not len(corpus.held_out):
        raise ValueError("There is no held-out text to measure perplexity on; held_out must be above 0.")
    vocabulary = Vocabulary(min(config.vocabulary - N_SPECIAL, len(corpus.types)))
    n_predictions = corpus.held_out.lengths + 1
    sample = spread_sentences(n_predictions, arguments.sample)
    result: dict[str, Any] = {
        "config": config.name,
        "order": arguments.order,
        "estimated_by": "lmplz" if arguments.lmplz else "own counts",
        "vocabulary": vocabulary.n_predicted + 1,
        "train_tokens": corpus.train.n_tokens,
        "held_out_tokens": corpus.held_out.n_tokens,
        "held_out_sentences": len(corpus.held_out),
        "predictions": int(n_predictions.sum()),
        "sample_predictions": int(sample.sum()),
        "unknown_share": float((np.asarray(corpus.held_out.ids) >= vocabulary.n_types).mean()),
    }
    for direction in ("forward", "backward"):
        train, held_out = (
            read_text(part, vocabulary, direction == "backward") for part in (corpus.train, corpus.held_out)
        )
        began = time.monotonic()
        probabilities, facts = estimate(train, held_out, vocabulary, arguments)
        result[direction] = {
            "perplexity": perplexity(probabilities),
            "sample_perplexity": perplexity(probabilities[sample]),
            "without_unknown_words": perplexity(
                probabilities[held_out.words[held_out.predicted] != vocabulary.unknown]
            ),
            "log10_probability": float(np.log10(probabilities).sum()),
            **facts,
            "seconds": round(time.monotonic() - began, 1),
        }
    usage = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    result["peak_gib"] = {"own": round(usage[0] / 2**20, 2), "programs": round(usage[1] / 2**20, 2)}
    return result


def estimate(
    train: Text, held_out: Text, vocabulary: Vocabulary, arguments: argparse.Namespace
) -> tuple[NDArray[np.float64], dict[str, Any]]:
    """The held-out text's probabilities, (n_predictions,), and what else is known of the model."""
    if arguments.lmplz:
        with tempfile.TemporaryDirectory(prefix="kneser-ney-") as folder:
            by_lmplz = LmplzModel(
                arguments.lmplz, Path(folder), train, vocabulary, arguments.order, arguments.memory
            )
            return by_lmplz.probabilities(held_out), {"unk_mass": by_lmplz.unknown_mass}
    model = KneserNey(train, vocabulary, arguments.order)
    facts = {
        "ngrams": [len(level.keys) for level in model.levels],
        "discounts": [level.discounts[1:].tolist() for level in model.levels],
    }
    return model.probabilities(held_out), facts


def perplexity(probabilities: NDArray[np.float64]) -> float:
    return math.exp(-float(np.log(probabilities).mean()))


def print_table(result: dict[str, Any]) -> None:
    print(
        f"Kneser-Ney {result['order']}-gram ({result['estimated_by']}) on {result['train_tokens']:,} tokens, "
        f"{result['vocabulary']:,} words; {result['held_out_tokens']:,} held-out tokens "
        f"and {result['held_out_sentences']:,} ends, {result['unknown_share']:.2%} of the tokens unknown"
    )
    print(f"{'':<42}{'forward':>10}{'backward':>10}")
    rows = {
        "perplexity": "perplexity",
        f"perplexity of {result['sample_predictions']:,} spread predictions": "sample_perplexity",
        "perplexity without unknown words": "without_unknown_words",
        "seconds": "seconds",
    }
    for title, key in rows.items():
        print(f"{title:<42}{result['forward'][key]:>10.1f}{result['backward'][key]:>10.1f}")


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.kneser_ney", description=__doc__)
    parser.add_argument("config", type=Path, metavar="CONFIG.toml", help="the training run to compare with")
    parser.add_argument(
        "--order", type=int, default=5, choices=range(2, 7), help="words of the longest n-gram"
    )
    parser.add_argument(
        "--lmplz", type=Path, metavar="PATH", help="KenLM's lmplz instead of the counts in NumPy"
    )
    parser.add_argument("--memory", default="4G", help="what lmplz may sort in (4G)")
    parser.add_argument(
        "--sample", type=int, default=20_000, metavar="N", help="held-out tokens of the second perplexity"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there")
    arguments = parser.parse_args(argv)
    try:
        config = read_config(arguments.config)
        result = measure(config, load_corpus(config, print), arguments)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    print_table(result)
    if arguments.json:
        arguments.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
