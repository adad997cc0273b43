"""A layer chosen on half of the words and scored on the other half, so that no figure is the best of several."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from elmo_explorer.evaluation.sense_report import SenseReport, part_of


@dataclass(frozen=True)
class Half:
    """Half of the words, scored in the layer that is best on the other half."""

    words: tuple[str, ...]
    n: int
    """Occurrences."""
    layer: str
    accuracy: float
    baseline: float
    """The tf-idf bag of words, on the same occurrences."""


@dataclass(frozen=True)
class LayerChoice:
    """Both halves, each scored in the other's best layer."""

    accuracy: float
    """The mean of both halves, an occurrence of one counting as much as one of the other."""
    baseline: float
    halves: tuple[Half, Half]


def split_words(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Two halves of the words, the same ones in whatever order they come: by turns, in the order of their checksums."""
    different = {word.casefold() for word in words}
    order = sorted(different, key=lambda word: hashlib.sha256(word.encode("utf-8")).hexdigest())
    return order[0::2], order[1::2]


def choose_layers(report: SenseReport, n_layers: int) -> LayerChoice | None:
    """Score each half of a report's words in the layer that is best on the other half.

    Args:
        report: its first ``n_layers`` views are the layers, its last is the baseline.
        n_layers: layers to choose from; where several are equally good, the lowest is chosen.

    Returns:
        None where there is only one word.
    """
    halves = split_words([word.word for word in report.words])
    if not all(halves):
        return None
    parts = [part_of(report, words) for words in halves]
    best = [max(range(n_layers), key=part.overall.__getitem__) for part in parts]
    first, second = (
        Half(
            tuple(sorted(word.word for word in part.words)),
            part.n,
            report.views[layer],
            part.overall[layer],
            part.overall[-1],
        )
        for part, layer in zip(parts, reversed(best), strict=True)
    )
    n = first.n + second.n
    return LayerChoice(
        (first.accuracy * first.n + second.accuracy * second.n) / n,
        (first.baseline * first.n + second.baseline * second.n) / n,
        (first, second),
    )


def sentence(choice: LayerChoice) -> str:
    """The choice for people, in one line."""
    first, second = choice.halves
    return (
        f"layer chosen on half of the words, scored on the other half: {100 * choice.accuracy:.1f} % "
        f"({first.layer}: {100 * first.accuracy:.1f} % of {first.n}; "
        f"{second.layer}: {100 * second.accuracy:.1f} % of {second.n}), tf-idf {100 * choice.baseline:.1f} %"
    )
