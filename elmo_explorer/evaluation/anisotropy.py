"""How contextual are a layer's vectors, and how narrow the cone they lie in? ``elmo-explorer evaluate anisotropy``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from elmo_explorer.analysis.anisotropy import (
    intra_sentence_similarity,
    maximum_explainable_variance,
    mean_pair_cosine,
    random_pairs,
    self_similarity,
)
from elmo_explorer.arguments import count
from elmo_explorer.evaluation.report import (
    add_common_arguments,
    check_arguments,
    load_model,
    progress,
    text_table,
    write_json,
)
from elmo_explorer.evaluation.targets import Embeds, by_length

if TYPE_CHECKING:
    from elmo_explorer.bilm.embedder import BiLM
    from elmo_explorer.evaluation.texts import Text

SOURCE = (
    "the measures of Ethayarajh (EMNLP 2019), How Contextual are Contextualized Word Representations? Comparing the "
    "Geometry of BERT, ELMo, and GPT-2 Embeddings"
)
FEWEST_SENTENCES = 5
"""A word is measured when it stands in so many sentences, as in the paper."""
N_RANDOM_TOKENS = 1000
"""Tokens whose explainable variance is the measure of what is much, as in the paper."""
MAX_TOKENS = 200
"""A longer sentence is most likely a list or a table, and is not sampled."""

Tokens = tuple[str, ...]


@dataclass(frozen=True)
class LayerGeometry:
    """The measures of one layer; "adjusted" is less the same of random tokens (eq. 4)."""

    layer: int
    random_cosine: float
    """Mean cosine of two tokens drawn at random: the layer's anisotropy."""
    self_similarity: float
    """Mean cosine of a word's uses in different sentences, mean over words (eq. 1)."""
    self_similarity_adjusted: float
    intra_sentence_similarity: float
    """Mean cosine of a token and its sentence's mean vector, mean over sentences (eq. 2)."""
    intra_sentence_similarity_adjusted: float
    explainable_variance: float
    """Share of a word's uses that its first principal direction stands for, mean over words (eq. 3)."""
    explainable_variance_of_random_tokens: float
    explainable_variance_adjusted: float
    norm_mean: float
    """Of the tokens' vectors."""
    norm_sd: float


@dataclass(frozen=True)
class Sample:
    """Different sentences, and what is looked at in them."""

    sentences: list[Tokens]
    words: list[str]
    """Of all their tokens, one sentence behind the other, N."""
    sentence_of: NDArray[np.int64]
    """(N,)."""
    uses: list[NDArray[np.int64]]
    """For each word in at least :data:`FEWEST_SENTENCES` sentences the token number of its first use in each."""
    pairs: tuple[NDArray[np.int64], NDArray[np.int64]]
    """Token numbers of random pairs."""
    random_tokens: NDArray[np.int64]


def draw_sample(sentences: Sequence[Tokens], n_sentences: int, n_pairs: int, seed: int) -> Sample:
    """Draw sentences, random pairs and random tokens; the same seed draws the same.

    Args:
        sentences: of the text; doubles count once, those of one token or of more than :data:`MAX_TOKENS` not at all.
        n_sentences: how many are drawn; all where there are fewer.
        n_pairs: how many random pairs.
        seed: of the draws.

    Raises:
        ValueError: no word stands in enough sentences.
    """
    random = np.random.default_rng(seed)
    different = [tokens for tokens in dict.fromkeys(sentences) if 1 < len(tokens) <= MAX_TOKENS]
    chosen = np.sort(random.permutation(len(different))[:n_sentences])
    drawn = [different[k] for k in chosen]
    words = [word for tokens in drawn for word in tokens]
    sentence_of = np.repeat(np.arange(len(drawn)), [len(tokens) for tokens in drawn])
    first_uses: dict[str, dict[int, int]] = {}
    for number, (word, sentence) in enumerate(zip(words, sentence_of.tolist(), strict=True)):
        first_uses.setdefault(word, {}).setdefault(sentence, number)
    uses = [
        np.array(list(places.values())) for places in first_uses.values() if len(places) >= FEWEST_SENTENCES
    ]
    if not uses:
        raise ValueError(
            f"No word stands in {FEWEST_SENTENCES} of the {len(drawn)} different sentences; a longer text is needed."
        )
    pairs = random_pairs(words, sentence_of, n_pairs, seed)
    random_tokens = random.permutation(len(words))[:N_RANDOM_TOKENS]
    return Sample(drawn, words, sentence_of, uses, pairs, random_tokens)


def measure(bilm: Embeds, sample: Sample) -> list[LayerGeometry]:
    """Every layer's measures, over the sentences of a sample."""
    vectors, intra, norms = _read(bilm, sample)  # (L, N, D), (L, S), (L, N)
    layers = []
    with progress(len(vectors), "layers") as bar:
        for layer, rows in enumerate(vectors):
            baseline = mean_pair_cosine(*(rows[numbers] for numbers in sample.pairs))
            own = float(np.mean([self_similarity(rows[numbers]) for numbers in sample.uses]))
            within = float(intra[layer].mean())
            variance = float(
                np.mean([maximum_explainable_variance(rows[numbers]) for numbers in sample.uses])
            )
            of_random = maximum_explainable_variance(rows[sample.random_tokens])
            layers.append(
                LayerGeometry(
                    layer,
                    baseline,
                    own,
                    own - baseline,
                    within,
                    within - baseline,
                    variance,
                    of_random,
                    variance - of_random,
                    float(norms[layer].mean()),
                    float(norms[layer].std()),
                )
            )
            bar.update()
    return layers


def table(layers: Sequence[LayerGeometry], title: str) -> str:
    """The measures for people, one line a layer."""
    columns = [
        ("random pairs", "random_cosine"),
        ("self-similarity", "self_similarity"),
        ("adjusted", "self_similarity_adjusted"),
        ("intra-sentence", "intra_sentence_similarity"),
        ("adjusted", "intra_sentence_similarity_adjusted"),
        ("explainable", "explainable_variance"),
        ("of random", "explainable_variance_of_random_tokens"),
        ("adjusted", "explainable_variance_adjusted"),
        ("norm", "norm_mean"),
        ("sd", "norm_sd"),
    ]
    rows = [
        [f"layer {layer.layer}", *(f"{getattr(layer, field):.3f}" for _, field in columns)]
        for layer in layers
    ]
    return text_table(title, ["", *(heading for heading, _ in columns)], rows)


def add_parser(kinds: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command line of ``evaluate anisotropy``."""
    parser = kinds.add_parser(
        "anisotropy",
        help="how contextual are the vectors, and how alike are any two?",
        description="Cosine of random pairs, self-similarity, intra-sentence similarity and explainable variance, each also "
        "less the same of random tokens (Ethayarajh 2019), and the vectors' lengths, layer by layer.",
    )
    text = parser.add_mutually_exclusive_group(required=True)
    text.add_argument(
        "text", metavar="TEXT", nargs="*", default=[], type=Path, help="text files or folders of them"
    )
    text.add_argument(
        "--held-out", metavar="CONFIG.toml", type=Path, help="what the training run of this config held out"
    )
    parser.add_argument(
        "--sentences", metavar="N", type=count, default=3000, help="drawn at random (default: 3000)"
    )
    parser.add_argument(
        "--pairs", metavar="N", type=count, default=10_000, help="random pairs (default: 10000)"
    )
    parser.add_argument("--seed", type=int, default=0, help="of the draws (default: 0)")
    add_common_arguments(parser)
    parser.set_defaults(main=main)


def main(args: argparse.Namespace, load: Callable[[argparse.Namespace], BiLM] = load_model) -> int:
    """Run ``evaluate anisotropy``: print the table, write the JSON.

    Raises:
        ValueError: there is no such text, or no word stands in enough of its sentences.
        OSError: a file cannot be read.
    """
    check_arguments(args)
    bilm = load(args)
    text = _text(args, bilm.languages)
    sentences = [tuple(text.tokens(number)) for number in range(len(text.sentences))]
    sample = draw_sample(sentences, args.sentences, args.pairs, args.seed)
    layers = measure(bilm, sample)
    counts = {
        "sentences": len(sample.sentences),
        "tokens": len(sample.words),
        "words": len(sample.uses),
        "pairs": len(sample.pairs[0]),
        "random_tokens": len(sample.random_tokens),
    }
    print(table(layers, f"How contextual, {text.name}, {args.model}"))
    print(
        f"{counts['sentences']:,} sentences with {counts['tokens']:,} tokens; {counts['words']:,} words that stand in "
        f"{FEWEST_SENTENCES} sentences or more; {counts['pairs']:,} random pairs of different words in different sentences."
    )
    print("Adjusted: less the cosine of random pairs; the explainable variance less that of random tokens.")
    print(f"Source: {SOURCE}.")
    figures: dict[str, Any] = {
        "text": text.name,
        "seed": args.seed,
        **counts,
        "layers": [asdict(layer) for layer in layers],
    }
    files = [args.held_out] if args.held_out else [path for path in args.text if path.is_file()]
    write_json(args, SOURCE, figures, files)
    return 0


def _text(args: argparse.Namespace, languages: Sequence[str]) -> Text:
    from elmo_explorer.evaluation.texts import held_out_text, read_text

    def say(line: str) -> None:
        print(line, file=sys.stderr)

    if args.held_out is not None:
        return held_out_text(args.held_out, say)
    return read_text(args.text, "zh" if tuple(languages) == ("zh",) else "en", False, say)


def _read(
    bilm: Embeds, sample: Sample
) -> tuple[NDArray[np.float16], NDArray[np.float64], NDArray[np.float32]]:
    """Every token's vector, (L, N, D), every sentence's similarity with its tokens, (L, S), every token's length, (L, N)."""
    starts = np.searchsorted(sample.sentence_of, np.arange(len(sample.sentences)))
    number_of = {tokens: number for number, tokens in enumerate(sample.sentences)}
    found: tuple[NDArray[np.float16], NDArray[np.float64], NDArray[np.float32]] | None = None
    with progress(len(sample.sentences), "sentences") as bar:
        for part in by_length(sample.sentences):
            for tokens, layers in zip(part, bilm.embed(part), strict=True):
                n_layers, n_tokens, dim = layers.shape
                if found is None:
                    n = len(sample.words)
                    found = (
                        np.empty((n_layers, n, dim), np.float16),
                        np.empty((n_layers, len(starts))),
                        np.empty((n_layers, n), np.float32),
                    )
                vectors, intra, norms = found
                number = number_of[tokens]
                place = slice(starts[number], starts[number] + n_tokens)
                vectors[:, place] = layers
                intra[:, number] = [intra_sentence_similarity(layer) for layer in layers]
                norms[:, place] = np.linalg.norm(layers, axis=2)
            bar.update(len(part))
    assert found is not None, "the sample has no sentence"
    return found
