"""Which sense has a word here? By the nearest labelled use, and by the nearest sense. ``elmo-explorer evaluate wsd``."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from elmo_explorer.analysis.sense_accuracy import (
    cosines_by_view,
    inverse_document_frequencies,
    nearest,
    other_words,
    sense_centroids,
    share_of_commonest,
    share_right,
    tfidf_cosines,
    view_names,
)
from elmo_explorer.arguments import count
from elmo_explorer.evaluation.layer_choice import split_words
from elmo_explorer.evaluation.report import (
    add_common_arguments,
    check_arguments,
    load_model,
    per_cent,
    progress,
    text_table,
    write_json,
)
from elmo_explorer.evaluation.targets import Embeds, target_vectors
from elmo_explorer.text.wsd_files import LabelledUses, Use, read_uses

NEIGHBOUR, CENTROID = "nearest neighbour", "centroid"
METHODS = (NEIGHBOUR, CENTROID)
COMMONEST, BAG = "commonest", "bag of words"
MOST_WORDS_LISTED = 40
_COSINES_AT_ONCE = 1 << 21

Shares = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class TestedUses:
    """How right every method was about N uses, in every view: 1, 0, or between where neighbours tie."""

    uses: list[Use]
    seen: NDArray[np.bool_]
    """The sense of the use occurs in the training part, (N,)."""
    views: list[str]
    """V of them: the layers and their plain average."""
    shares: dict[str, Shares]
    """By method, (N, V)."""
    baselines: dict[str, Shares]
    """The commonest sense of the training part, and the nearest bag of words, (N,)."""


@dataclass(frozen=True)
class Accuracy:
    """One row of the table."""

    name: str
    method: str
    n: int
    views: dict[str, float]


@dataclass(frozen=True)
class ChosenLayer:
    """The layer that is best on half of the words, scored on the other half; senses that occur in training."""

    method: str
    chosen: tuple[str, str]
    """On the first half, and on the second."""
    accuracy: tuple[float, float]
    """On the second half, and on the first."""
    mean: float
    """Over all uses."""
    bag_of_words: float
    """The baseline on the same uses."""


def ambiguous(data: LabelledUses, max_instances: int | None, seed: int) -> LabelledUses:
    """The uses of words with two senses or more in training and a use in the test part.

    Args:
        data: all uses.
        max_instances: keep about so many, by drawing whole words at random; None keeps all.
        seed: of the draw.

    Raises:
        ValueError: there is no such word.
    """
    senses: dict[str, set[str]] = {}
    counts: dict[str, int] = {}
    for use in data.train:
        senses.setdefault(use.word, set()).add(use.sense)
        counts[use.word] = counts.get(use.word, 0) + 1
    tested = {use.word for use in data.test}
    words = sorted(word for word, found in senses.items() if len(found) > 1 and word in tested)
    if not words:
        raise ValueError("There is nothing to evaluate: no tested word has two senses in the training part.")
    if max_instances is not None:
        for use in data.test:
            counts[use.word] = counts.get(use.word, 0) + 1
        kept: list[str] = []
        n = 0
        for k in np.random.default_rng(seed).permutation(len(words)):
            if n + counts[words[k]] <= max_instances or not kept:
                kept.append(words[k])
                n += counts[words[k]]
        words = kept
    chosen = set(words)
    train, test = ([use for use in part if use.word in chosen] for part in (data.train, data.test))
    return LabelledUses(train, test, data.split, data.source, data.files)


def disambiguate(bilm: Embeds, data: LabelledUses) -> TestedUses:
    """Give every tested use the sense of the nearest labelled use of its word, and the sense of the nearest centroid.

    Nearness is the cosine. A centroid is the mean vector of a sense's labelled uses (Peters et al. 2018, section 5.3). Ties
    count as their share.
    """
    uses = [*data.train, *data.test]
    vectors = target_vectors(bilm, [use.target for use in uses], np.float16)  # (N, L, D)
    views = view_names(vectors.shape[1])
    n_train, n_test = len(data.train), len(data.test)
    shares = {method: np.zeros((n_test, len(views))) for method in METHODS}
    baselines = {name: np.zeros(n_test) for name in (COMMONEST, BAG)}
    seen = np.zeros(n_test, dtype=bool)
    sentences = {use.target.tokens for use in data.train}
    frequencies = inverse_document_frequencies([other_words(tokens, -1) for tokens in sentences])
    by_word: dict[str, tuple[list[int], list[int]]] = {}
    for number, use in enumerate(uses):
        by_word.setdefault(use.word, ([], []))[number >= n_train].append(number)
    with progress(len(by_word), "words") as bar:
        for known, asked in by_word.values():
            senses, answers = ([uses[k].sense for k in part] for part in (known, asked))
            centroids, labels = sense_centroids(vectors[known], senses)
            bags = [_bag(uses[k]) for k in known]
            step = max(1, _COSINES_AT_ONCE // len(known))
            for start in range(0, len(asked), step):
                part, own = asked[start : start + step], answers[start : start + step]
                rows = np.array(part) - n_train
                for view, cosine in enumerate(cosines_by_view(vectors[part], vectors[known])):
                    shares[NEIGHBOUR][rows, view] = share_right(nearest(cosine), own, senses)
                for view, cosine in enumerate(cosines_by_view(vectors[part], centroids)):
                    shares[CENTROID][rows, view] = share_right(nearest(cosine), own, labels)
                bag = tfidf_cosines([_bag(uses[k]) for k in part], bags, frequencies)
                baselines[BAG][rows] = share_right(nearest(bag), own, senses)
                baselines[COMMONEST][rows] = share_of_commonest(own, senses)
                seen[rows] = [sense in labels for sense in own]
            bar.update()
    return TestedUses(data.test, seen, views, shares, baselines)


def accuracies(tested: TestedUses) -> list[Accuracy]:
    """All rows of the table: over the uses whose sense occurs in training, over all, by part of speech, by word."""
    words = np.array([use.word for use in tested.uses])
    parts = np.array([use.part_of_speech for use in tested.uses])
    groups = {"senses seen in training": tested.seen}
    if not tested.seen.all():
        groups["unseen ones too"] = np.ones(len(tested.uses), dtype=bool)
    for part in sorted(set(parts) - {""}):
        groups[f"{part}s"] = tested.seen & (parts == part)
    found = [
        _accuracy(tested, name, method, inside)
        for name, inside in groups.items()
        for method in METHODS
        if inside.any()
    ]
    if tested.seen.any():
        found += [_mean_over_words(tested, words, method) for method in METHODS]
    if len(different := sorted(set(words))) <= MOST_WORDS_LISTED:
        found += [
            _accuracy(tested, word, method, inside)
            for word in different
            for method in METHODS
            if (inside := tested.seen & (words == word)).any()
        ]
    return found


def chosen_on_half_of_the_words(tested: TestedUses) -> list[ChosenLayer]:
    """For each method: the layer that is best on half of the words, scored on the others, and the other way round.

    Uses whose sense does not occur in training are left out; with fewer than two words there is nothing to choose on.
    """
    words = {use.word for use, seen in zip(tested.uses, tested.seen, strict=True) if seen}
    if len(words) < 2:
        return []
    first = set(split_words(sorted(words))[0])
    inside = np.array([use.word.casefold() in first for use in tested.uses])
    halves = [tested.seen & inside, tested.seen & ~inside]
    layers = tested.views[:-1]
    found = []
    for method in METHODS:
        shares = tested.shares[method]
        best = [int(shares[half, : len(layers)].mean(axis=0).argmax()) for half in halves]
        scored = [shares[half][:, layer] for half, layer in zip(halves[::-1], best, strict=True)]
        found.append(
            ChosenLayer(
                method,
                (layers[best[0]], layers[best[1]]),
                (float(scored[0].mean()), float(scored[1].mean())),
                float(np.concatenate(scored).mean()),
                float(tested.baselines[BAG][tested.seen].mean()),
            )
        )
    return found


def add_parser(kinds: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command line of ``evaluate wsd``."""
    parser = kinds.add_parser(
        "wsd",
        help="is a word's sense found among its labelled uses?",
        description="The sense of the nearest labelled use, and the nearest mean of a sense's uses, layer by layer, beside "
        "the commonest sense and a bag of words.",
    )
    parser.add_argument(
        "path",
        metavar="PATH",
        type=Path,
        help="a table in SemCor's layout (.tsv, .tsv.xz), or a folder in CoarseWSD-20's",
    )
    parser.add_argument(
        "--max-instances",
        metavar="N",
        type=count,
        help="keep about this many labelled uses: all those of words drawn at random (default: all)",
    )
    parser.add_argument("--seed", type=int, default=0, help="of that draw (default: 0)")
    add_common_arguments(parser)
    parser.set_defaults(main=main)


def main(args: argparse.Namespace, load: Callable[[argparse.Namespace], Embeds] = load_model) -> int:
    """Run ``evaluate wsd``: print the table, write the JSON.

    Raises:
        ValueError: the path is of neither layout, or has no ambiguous word; the sentence names the line.
    """
    check_arguments(args)
    data = ambiguous(read_uses(args.path), args.max_instances, args.seed)
    tested = disambiguate(load(args), data)
    rows, chosen = accuracies(tested), chosen_on_half_of_the_words(tested)
    counts = {
        "words": len({use.word for use in data.train}),
        "uses_learnt_from": len(data.train),
        "uses_tested": len(data.test),
        "uses_tested_of_seen_senses": int(tested.seen.sum()),
    }
    print(table(rows, f"Which sense, {args.path.name}, {args.model}"))
    for half in chosen:
        (view, other), (accuracy, second) = half.chosen, half.accuracy
        print(
            f"Layer chosen on half of the words, {half.method}: {view}, {per_cent(accuracy)} on the other half; the other "
            f"way round {other}, {per_cent(second)}; all uses {per_cent(half.mean)}, bag of words {per_cent(half.bag_of_words)}."
        )
    print(
        f"{counts['words']:,} words with two senses or more, {counts['uses_learnt_from']:,} uses learnt from, "
        f"{counts['uses_tested']:,} tested; {data.split}."
    )
    print(f"Data: in the layout of {data.source}.")
    figures: dict[str, Any] = {
        "split": data.split,
        "seed": args.seed,
        "max_instances": args.max_instances,
        **counts,
        "accuracy": [asdict(row) for row in rows],
        "layer_chosen_on_half_of_the_words": [asdict(half) for half in chosen],
    }
    write_json(args, f"in the layout of {data.source}", figures, data.files)
    return 0


def table(rows: Sequence[Accuracy], title: str) -> str:
    """The accuracies for people."""
    columns = ["", "", "uses", *rows[0].views]
    cells = [[row.name, row.method, f"{row.n:,}", *map(per_cent, row.views.values())] for row in rows]
    width = max(len(row.method) for row in rows)
    return text_table(title, columns, [[name, f"{method:<{width}}", *rest] for name, method, *rest in cells])


def _accuracy(tested: TestedUses, name: str, method: str, inside: NDArray[np.bool_]) -> Accuracy:
    means = tested.shares[method][inside].mean(axis=0)
    views = dict(zip(tested.views, map(float, means), strict=True))
    baselines = {baseline: float(shares[inside].mean()) for baseline, shares in tested.baselines.items()}
    return Accuracy(name, method, int(inside.sum()), views | baselines)


def _mean_over_words(tested: TestedUses, words: NDArray[np.str_], method: str) -> Accuracy:
    """Every word counts alike, however often it is used; senses that occur in training."""
    columns = np.column_stack([tested.shares[method], *tested.baselines.values()])[tested.seen]
    different, which = np.unique(words[tested.seen], return_inverse=True)
    sums = np.zeros((len(different), columns.shape[1]))
    np.add.at(sums, which, columns)
    means = (sums / np.bincount(which)[:, None]).mean(axis=0)
    names = [*tested.views, *tested.baselines]
    return Accuracy(
        f"mean over {len(different):,} words",
        method,
        int(tested.seen.sum()),
        dict(zip(names, map(float, means), strict=True)),
    )


def _bag(use: Use) -> list[str]:
    """The other words of the use's sentence."""
    target = use.target
    return other_words(target.tokens[: target.start] + target.tokens[target.stop :], -1)
