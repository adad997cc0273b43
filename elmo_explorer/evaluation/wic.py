"""Same sense or not? A threshold on the cosine of a word's two vectors. ``elmo-explorer evaluate wic``."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from elmo_explorer.analysis.same_sense import (
    PairProducts,
    best_thresholds,
    mixed_cosines,
    pair_products,
    simplex_grid,
)
from elmo_explorer.evaluation.report import (
    add_common_arguments,
    check_arguments,
    load_model,
    per_cent,
    text_table,
    write_json,
)
from elmo_explorer.evaluation.targets import Embeds, target_vectors
from elmo_explorer.text.wic_files import Pair, PairFile, read_pairs

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class View:
    """A layer, the plain average or the mix, tuned on one share of the pairs and scored on the other."""

    name: str
    weights: tuple[float, ...]
    """Of the layers; those of the mix were chosen on the pairs it was tuned on."""
    threshold: float
    tuned: float
    """Share of pairs told rightly where it was tuned."""
    accuracy: float
    """Share of pairs told rightly where it was scored."""


@dataclass(frozen=True)
class Fold:
    """One tuning share and one scored share without a common word."""

    name: str
    n_tuned: int
    n_tuned_words: int
    n_scored: int
    n_scored_words: int
    majority: float
    """Accuracy on the scored share of the answer that is commoner in the tuning share."""
    views: tuple[View, ...]


def score_fold(
    name: str,
    pairs: Sequence[Pair],
    products: PairProducts,
    tuned: Numbers,
    scored: Numbers,
    steps: int = 10,
) -> Fold:
    """Tune the thresholds, and the mix's weights, on one share and count what they tell rightly on the other.

    Args:
        name: of the fold.
        pairs: N of them.
        products: of the pairs' vectors.
        tuned: the numbers of the pairs that are tuned on.
        scored: of those that are scored; they share no word with the others.
        steps: the mix's weights are multiples of 1 / ``steps``.
    """
    words = [{pairs[k].word for k in share} for share in (tuned, scored)]
    assert not words[0] & words[1], "a word is in both shares"
    same = np.array([pair.same for pair in pairs])
    n_layers = products.across.shape[1]
    grid = np.concatenate(
        [np.eye(n_layers), np.full((1, n_layers), 1 / n_layers), simplex_grid(n_layers, steps)]
    )
    cosines = mixed_cosines(products, grid)  # (W, N)
    thresholds, tuned_accuracies = best_thresholds(cosines[:, tuned], same[tuned])
    right = (cosines[:, scored] >= thresholds[:, None]) == same[scored]
    best_mix = n_layers + 1 + int(tuned_accuracies[n_layers + 1 :].argmax())
    rows = {f"layer {layer}": layer for layer in range(n_layers)} | {"average": n_layers, "mix": best_mix}
    return Fold(
        name,
        len(tuned),
        len(words[0]),
        len(scored),
        len(words[1]),
        float((same[scored] == (same[tuned].mean() >= 0.5)).mean()),
        tuple(
            View(
                view,
                tuple(map(float, grid[row])),
                float(thresholds[row]),
                float(tuned_accuracies[row]),
                float(right[row].mean()),
            )
            for view, row in rows.items()
        ),
    )


def split_by_word(pairs: Sequence[Pair], share: float, seed: int) -> tuple[Numbers, Numbers]:
    """The pairs of a share of the words, drawn at random, and those of the others.

    Raises:
        ValueError: one of the two would be empty.
    """
    words = sorted({pair.word for pair in pairs})
    n_first = round(share * len(words))
    if not 0 < n_first < len(words):
        raise ValueError(
            f"The pairs have {len(words):,} different word{'s' * (len(words) != 1)}, too few to set {share:g} of them apart for "
            "tuning: more words are needed, or other pairs to tune on (--tune)."
        )
    first = {words[k] for k in np.random.default_rng(seed).permutation(len(words))[:n_first]}
    inside = np.array([pair.word in first for pair in pairs])
    return np.flatnonzero(inside), np.flatnonzero(~inside)


def add_parser(kinds: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command line of ``evaluate wic``."""
    parser = kinds.add_parser(
        "wic",
        help="is a word's sense the same in two sentences?",
        description="A threshold on the cosine of the word's two vectors, for each layer, their average and a mix whose "
        "weights are searched on the simplex; tuned on some pairs, scored on others, without a word in both.",
    )
    parser.add_argument(
        "files",
        metavar="DATA",
        nargs="+",
        type=Path,
        help="pairs in WiC's or MCL-WiC's layout; the answers lie beside them (data in the name becomes gold)",
    )
    how = parser.add_mutually_exclusive_group()
    how.add_argument(
        "--tune",
        metavar="DATA",
        type=Path,
        help="tune on these pairs (those of words that DATA has too are left out) and score on DATA",
    )
    how.add_argument(
        "--split",
        metavar="SHARE",
        type=_share,
        default=0.5,
        help="split DATA by word, tune on this share of the words, score on the others, and the other way round "
        "(default: 0.5)",
    )
    parser.add_argument("--seed", type=int, default=0, help="of the split (default: 0)")
    add_common_arguments(parser)
    parser.set_defaults(main=main)


def main(args: argparse.Namespace, load: Callable[[argparse.Namespace], Embeds] = load_model) -> int:
    """Run ``evaluate wic``: print the table, write the JSON.

    Raises:
        ValueError: a file is not of such a layout, or cannot be split; the sentence names the line.
    """
    check_arguments(args)
    read = [read_pairs(path) for path in args.files]
    pairs = [pair for part in read for pair in part.pairs]
    if args.tune is not None:
        tune = read_pairs(args.tune)
        shares, dropped = _with_tuning_pairs(pairs, tune)
        pairs, read = [*pairs, *tune.pairs], [*read, tune]
    else:
        first, second = split_by_word(pairs, args.split, args.seed)
        shares, dropped = {"A tuned, B scored": (first, second), "B tuned, A scored": (second, first)}, 0

    vectors = target_vectors(load(args), [target for pair in pairs for target in (pair.left, pair.right)])
    products = pair_products(vectors[::2], vectors[1::2])
    folds = [score_fold(name, pairs, products, *numbers) for name, numbers in shares.items()]
    source = "; ".join(dict.fromkeys(f"in the layout of {part.source}" for part in read))
    names = ", ".join(path.name for path in args.files)
    print(table(folds, f"Same sense or not, {names}, {args.model}"))
    if dropped:
        print(f"{dropped} tuning pairs were left out: their words are among the scored ones.")
    print(f"Data: {source}.")
    figures = {
        "seed": args.seed,
        "split_share": None if args.tune is not None else args.split,
        "left_out_tuning_pairs": dropped,
        "folds": [asdict(fold) for fold in folds],
        "mean": mean_accuracies(folds),
    }
    write_json(args, source, figures, [file for part in read for file in part.files])
    return 0


def mean_accuracies(folds: Sequence[Fold]) -> dict[str, float]:
    """The accuracy over all folds' pairs: of the majority's answer, and of each view."""
    n = sum(fold.n_scored for fold in folds)
    names = [view.name for view in folds[0].views]
    shares = {"majority": math.fsum(fold.majority * fold.n_scored for fold in folds) / n}
    for k, name in enumerate(names):
        shares[name] = math.fsum(fold.views[k].accuracy * fold.n_scored for fold in folds) / n
    return shares


def table(folds: Sequence[Fold], title: str) -> str:
    """The accuracies for people, with each fold's thresholds and mixing weights below."""
    means = mean_accuracies(folds)
    columns = ["", "pairs", "words", "majority", *(view.name for view in folds[0].views)]
    rows = [
        [
            fold.name,
            str(fold.n_scored),
            str(fold.n_scored_words),
            per_cent(fold.majority),
            *(per_cent(view.accuracy) for view in fold.views),
        ]
        for fold in folds
    ]
    n = sum(fold.n_scored for fold in folds)
    if len(folds) > 1:
        rows.append(["all pairs", str(n), "", *map(per_cent, means.values())])
    errors = [math.sqrt(share * (1 - share) / n) for share in means.values()]
    rows.append(["standard error", "", "", *map(per_cent, errors)])
    lines = [text_table(title, columns, rows)]
    for fold in folds:
        mix = fold.views[-1]
        weights = ", ".join(f"{weight:g}" for weight in mix.weights)
        thresholds = ", ".join(f"{view.name} {view.threshold:.3f}" for view in fold.views)
        lines.append(
            f"{fold.name}: tuned on {fold.n_tuned} pairs of {fold.n_tuned_words} words, none of them scored; "
            f"thresholds {thresholds}; mix {weights}."
        )
    return "\n".join(lines)


def _with_tuning_pairs(
    scored: Sequence[Pair], tune: PairFile
) -> tuple[dict[str, tuple[Numbers, Numbers]], int]:
    """The fold of two files, numbered one behind the other, and how many tuning pairs it leaves out."""
    words = {pair.word for pair in scored}
    kept = [k for k, pair in enumerate(tune.pairs) if pair.word not in words]
    if not kept:
        raise ValueError(
            f"{tune.files[0].name} has no word that is not scored too: there is nothing to tune on."
        )
    tuned = np.array(kept) + len(scored)
    return {f"tuned on {tune.files[0].name}": (tuned, np.arange(len(scored)))}, len(tune.pairs) - len(kept)


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = math.nan
    if not 0 < share < 1:
        raise argparse.ArgumentTypeError(f"should be a share between 0 and 1, found {text!r}")
    return share
