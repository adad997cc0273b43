"""How well does a model foresee text? ``elmo-explorer evaluate perplexity``."""

from __future__ import annotations

import argparse
import dataclasses
import math
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from elmo_explorer.arguments import count
from elmo_explorer.evaluation.report import (
    add_common_arguments,
    check_arguments,
    load_model,
    per_cent,
    progress,
    text_table,
    write_json,
)

if TYPE_CHECKING:
    from elmo_explorer.bilm.scoring import Scorer, SentenceScore
    from elmo_explorer.evaluation.texts import Text

_TOKENS_AT_ONCE = 20_000  # enough to batch sentences of like length

SOURCE = "perplexity as in Peters et al. (2018, 3.1), full softmax"


@dataclass(frozen=True)
class Perplexity:
    """How well one direction foresees a text."""

    perplexity: float
    """exp of the mean negative log-probability of all predictions, a word outside the vocabulary counted as ``<UNK>``."""
    perplexity_known: float
    """The same over the predictions of words within the vocabulary and of sentence boundaries; unknown words are read, not
    predicted."""
    bits_per_character: float
    """Minus the log2-probabilities of all tokens and sentence boundaries over the number of characters. An unknown word costs
    what ``<UNK>`` costs; its spelling costs nothing."""
    perplexity_per_character: float
    """2 to the power of the bits per character."""


@dataclass(frozen=True)
class PerplexityReport:
    """A text and how well both directions foresee it."""

    sentences: int
    tokens: int
    characters: int
    """Of the tokens themselves; spaces between them are not counted."""
    predictions: int
    """In each direction: the tokens and one boundary a sentence."""
    unknown: int
    """Tokens outside the output vocabulary."""
    unknown_share: float
    """Of the tokens, 0 to 1."""
    forward: Perplexity
    backward: Perplexity


def add_parser(kinds: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command line of ``evaluate perplexity``."""
    parser = kinds.add_parser(
        "perplexity",
        help="how well is text foreseen, word by word?",
        description="Perplexity of every word given those before it (forward) and those behind it (backward), full softmax.",
    )
    parser.add_argument(
        "files",
        metavar="FILE",
        nargs="*",
        type=Path,
        help="UTF-8 text, .txt, .txt.xz, .txt.gz or .txt.zst, or a folder of them",
    )
    parser.add_argument(
        "--held-out",
        metavar="CONFIG.toml",
        type=Path,
        help="the text that the training of this config holds out, instead of files",
    )
    parser.add_argument(
        "--tokenized",
        action="store_true",
        help="every line is a sentence, its tokens separated by white space",
    )
    parser.add_argument(
        "--tokens", metavar="N", type=count, help="only about so many tokens, in sentences evenly spread"
    )
    parser.add_argument(
        "--stateful", action="store_true", help="carry states from sentence to sentence, as bilm-tf does"
    )
    parser.add_argument(
        "--float32", action="store_true", help="no bfloat16 products: slower, the same to 0.1 %%"
    )
    add_common_arguments(parser)
    parser.set_defaults(main=main)


def main(args: argparse.Namespace) -> int:
    """Run ``evaluate perplexity``: print the table, write the JSON.

    Args:
        args: out of :func:`add_parser`.

    Returns:
        The exit status: 0.

    Raises:
        ValueError: the command line has no sense, a file cannot be read or the model has no output layer; the sentence says
            which and what would be right.
    """
    if bool(args.files) == (args.held_out is not None):
        raise ValueError("evaluate perplexity needs either text files or --held-out CONFIG.toml.")
    if args.stateful and args.tokens is not None:
        raise ValueError("--stateful reads sentence after sentence, so it cannot go with --tokens.")
    if args.tokenized and args.held_out is not None:
        raise ValueError("--tokenized says how files are read, so it cannot go with --held-out.")
    check_arguments(args)
    files = _files(args)
    bilm = load_model(args)
    from elmo_explorer.bilm.devices import has_fast_bfloat16
    from elmo_explorer.bilm.scoring import Scorer
    from elmo_explorer.evaluation.texts import held_out_text, read_text, spread

    bfloat16 = not args.float32 and has_fast_bfloat16(bilm.device)
    scorer = Scorer(bilm, bfloat16)
    if args.held_out is not None:
        text = held_out_text(args.held_out, _say)
    else:
        text = read_text(args.files, bilm.languages[0], args.tokenized, _say)
    chosen = spread(text, args.tokens)
    began = time.perf_counter()
    with progress(int(text.sentences.lengths[chosen].sum()), "tokens") as bar:
        report = measure(_scored(scorer, text, chosen.tolist(), args.stateful, bar.update))
    seconds = time.perf_counter() - began
    source = f"{text.name}; {SOURCE}"
    print(table(report, f"{bilm.name} on {text.name}, {seconds:.0f} s"))
    print(f"source: {source}")
    settings = {
        "text": text.name,
        "states": "carried over consecutive sentences" if args.stateful else "zero before each sentence",
        "softmax_products": "bfloat16" if bfloat16 else "float32",
        "tokens_of_text": text.sentences.n_tokens,
        "seconds": round(seconds, 1),
    }
    write_json(args, source, {**settings, **dataclasses.asdict(report)}, files)
    return 0


def measure(scored: Iterable[tuple[list[str], SentenceScore]]) -> PerplexityReport:
    """Sum up (tokens, score) of sentences.

    Raises:
        ValueError: there is no sentence.
    """
    sentences = tokens = characters = unknown = 0
    sums = np.zeros((2, 2))  # (direction, all | known), in float64: millions of float32 are summed
    for words, score in scored:
        sentences += 1
        tokens += len(words)
        characters += sum(map(len, words))
        unknown += int((~score.known).sum())
        for side, log_probabilities in enumerate((score.forward, score.backward)):
            everything = log_probabilities.sum(dtype=np.float64)
            sums[side] += everything, everything - log_probabilities[:-1][~score.known].sum(dtype=np.float64)
    if not sentences:
        raise ValueError("There is no sentence to measure perplexity on.")
    n = tokens + sentences
    forward, backward = (
        Perplexity(
            math.exp(-everything / n),
            math.exp(-known / (n - unknown)),
            bits := -everything / math.log(2) / max(1, characters),
            2**bits,
        )
        for everything, known in sums.tolist()
    )
    return PerplexityReport(
        sentences, tokens, characters, n, unknown, unknown / max(1, tokens), forward, backward
    )


def table(report: PerplexityReport, title: str) -> str:
    """The report for people."""
    sides = (report.forward, report.backward)
    rows = [
        ["per word", *(f"{side.perplexity:.2f}" for side in sides)],
        ["per word, unknown words not predicted", *(f"{side.perplexity_known:.2f}" for side in sides)],
        ["per character", *(f"{side.perplexity_per_character:.3f}" for side in sides)],
        ["bits per character", *(f"{side.bits_per_character:.3f}" for side in sides)],
    ]
    return "\n".join(
        [
            text_table(title, ["perplexity", "forward", "backward"], rows),
            "",
            f"{report.sentences:,} sentences, {report.tokens:,} tokens, {report.characters:,} characters; sentence "
            "boundaries are predicted too.",
            f"{report.unknown:,} tokens ({per_cent(report.unknown_share)}) are outside the output vocabulary and count as "
            "<UNK>.",
        ]
    )


def _files(args: argparse.Namespace) -> list[Path]:
    """What is read; what is wrong with it is said before the model is opened."""
    from elmo_explorer.training.config import read_config
    from elmo_explorer.training.text_files import text_files

    if args.held_out is not None:
        read_config(args.held_out)
        return [args.held_out]
    return [file for path in args.files for file in text_files(path)]


def _scored(
    scorer: Scorer, text: Text, chosen: Sequence[int], stateful: bool, done: Callable[[int], object]
) -> Iterator[tuple[list[str], SentenceScore]]:
    """(tokens, score) of the chosen sentences, in no order; ``done`` is told the tokens of each."""
    if stateful:
        sentences = [text.tokens(k) for k in chosen]
        for k, score in scorer.score_streams(sentences):
            done(len(sentences[k]))
            yield sentences[k], score
        return
    n_tokens = int(text.sentences.lengths[list(chosen)].sum())
    n_parts = math.ceil(n_tokens / _TOKENS_AT_ONCE)
    # One part has sentences from all over the text, so that all parts take the same time.
    for first in range(n_parts):
        sentences = [text.tokens(k) for k in chosen[first::n_parts]]
        for words, score in zip(sentences, scorer.score(sentences), strict=True):
            done(len(words))
            yield words, score


def _say(line: str) -> None:
    print(line, file=sys.stderr)
