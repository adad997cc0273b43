"""Does the nearest neighbour of a word's vector have the same sense? Layer by layer, beside a bag of words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from elmo_explorer.analysis.sense_accuracy import (
    cosines_by_view,
    inverse_document_frequencies,
    nearest,
    other_words,
    share_right,
    tfidf_cosines,
    view_names,
)
from elmo_explorer.evaluation.targets import Embeds, target_vectors
from elmo_explorer.examples import ExampleRow
from elmo_explorer.text.targets import Target

BASELINE = "tf-idf"

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Occurrence:
    """One evaluated row: the sense its nearest neighbour gave it, in each view."""

    word: str
    sense: str
    sentence: str
    target_index: int
    assigned: tuple[str, ...]
    """By view; the senses of tied neighbours are joined by ``|``."""
    share_right: tuple[float, ...]
    """By view: 1 right, 0 wrong, between where neighbours tie."""


@dataclass(frozen=True)
class WordAccuracy:
    """One word's rows."""

    word: str
    n: int
    n_senses: int
    accuracy: tuple[float, ...]
    """By view."""


@dataclass(frozen=True)
class SenseReport:
    """Accuracy of the nearest neighbour's sense, from 0 to 1, in every view."""

    views: tuple[str, ...]
    """``layer 0`` and so on, then the plain average of the layers, then the tf-idf bag of the other words."""
    n: int
    overall: tuple[float, ...]
    """Mean over occurrences, by view."""
    macro: tuple[float, ...]
    """Mean over words, by view."""
    words: tuple[WordAccuracy, ...]
    occurrences: tuple[Occurrence, ...]
    left_out: tuple[str, ...]
    """Words of rows for which there is no other labelled row."""


def evaluate_senses(
    bilm: Embeds,
    rows: Sequence[ExampleRow],
    labelled: Sequence[ExampleRow] | None = None,
) -> SenseReport:
    """Give every row the sense of its nearest neighbour (cosine) among the labelled rows of the same word.

    Ties count as their share. The baseline follows the same rule with tf-idf vectors of the other words of
    the sentence, its frequencies counted on the labelled rows.

    Args:
        bilm: makes the vectors.
        rows: what is evaluated.
        labelled: where neighbours are looked for; None means the other ``rows`` (leave one out).

    Returns:
        The report; rows without any neighbour are left out of it and named.

    Raises:
        ValueError: no row has a neighbour.
    """
    leave_one_out = labelled is None
    known = rows if labelled is None else labelled
    targets = [
        Target(row.tokens, row.target_index, row.target_index + 1) for row in (*rows, *(labelled or ()))
    ]
    vectors = target_vectors(bilm, targets)  # (N, L, D)
    row_vectors = vectors[: len(rows)]
    known_vectors = row_vectors if leave_one_out else vectors[len(rows) :]
    frequencies = inverse_document_frequencies([_bag(row) for row in known])

    occurrences: dict[int, Occurrence] = {}
    for word in dict.fromkeys(_key(row) for row in rows):
        here = [i for i, row in enumerate(rows) if _key(row) == word]
        there = [i for i, row in enumerate(known) if _key(row) == word]
        if len(there) <= (1 if leave_one_out else 0):
            continue
        queries, answers = [rows[i] for i in here], [known[i] for i in there]
        cosines = [
            *cosines_by_view(row_vectors[here], known_vectors[there]),
            tfidf_cosines([_bag(row) for row in queries], [_bag(row) for row in answers], frequencies),
        ]
        neighbours = [nearest(cosine, leave_one_out=leave_one_out) for cosine in cosines]
        senses = [row.sense for row in answers]
        shares = np.stack(
            [share_right(marked, [row.sense for row in queries], senses) for marked in neighbours], axis=1
        )  # (q, V)
        for k, i in enumerate(here):
            assigned = tuple(_names(marked[k], senses) for marked in neighbours)
            occurrences[i] = _occurrence(rows[i], assigned, shares[k])
    left_out = tuple(dict.fromkeys(row.word for i, row in enumerate(rows) if i not in occurrences))
    if not occurrences:
        raise ValueError("There is nothing to evaluate: no row has another labelled row of the same word.")
    views = (*view_names(vectors.shape[1]), BASELINE)
    return _report(views, [occurrences[i] for i in sorted(occurrences)], left_out)


def part_of(report: SenseReport, words: Iterable[str]) -> SenseReport:
    """The same report for some of its words alone: neighbours are of one word, so nothing else changes."""
    chosen = {word.casefold() for word in words}
    kept = [occurrence for occurrence in report.occurrences if occurrence.word.casefold() in chosen]
    return _report(report.views, kept, tuple(word for word in report.left_out if word.casefold() in chosen))


def table(report: SenseReport, title: str) -> str:
    """The report for people: per cents, one line for each word."""
    width = max(24, *(len(word.word) + 2 for word in report.words))
    columns = max(9, *(len(view) + 2 for view in report.views))

    def line(name: str, n: int | str, values: Sequence[float]) -> str:
        return f"{name:<{width}}{n:>5}" + "".join(f"{100 * value:>{columns - 2}.1f} %" for value in values)

    lines = [
        title,
        f"{'':<{width}}{'n':>5}" + "".join(f"{view:>{columns}}" for view in report.views),
        line("all occurrences", report.n, report.overall),
        line(f"mean over {len(report.words)} words", "", report.macro),
        "",
        *(line(word.word, word.n, word.accuracy) for word in report.words),
    ]
    if report.left_out:
        lines += ["", f"Left out, no other labelled row of the same word: {', '.join(report.left_out)}"]
    return "\n".join(lines)


def _bag(row: ExampleRow) -> list[str]:
    return other_words(row.tokens, row.target_index)


def _key(row: ExampleRow) -> str:
    return row.word.casefold()


def _names(marked: NDArray[np.bool_], senses: Sequence[str]) -> str:
    return "|".join(sorted({senses[i] for i in np.flatnonzero(marked).tolist()}))


def _occurrence(row: ExampleRow, assigned: tuple[str, ...], shares: Floats) -> Occurrence:
    return Occurrence(
        row.word, row.sense, " ".join(row.tokens), row.target_index, assigned, tuple(map(float, shares))
    )


def _report(
    views: tuple[str, ...], occurrences: Sequence[Occurrence], left_out: tuple[str, ...]
) -> SenseReport:
    by_word: dict[str, list[Occurrence]] = {}
    for occurrence in occurrences:
        by_word.setdefault(occurrence.word.casefold(), []).append(occurrence)
    words = tuple(
        WordAccuracy(members[0].word, len(members), len({m.sense for m in members}), _mean_share(members))
        for members in by_word.values()
    )
    macro = tuple(float(value) for value in np.mean([word.accuracy for word in words], axis=0))
    return SenseReport(
        views, len(occurrences), _mean_share(occurrences), macro, words, tuple(occurrences), left_out
    )


def _mean_share(occurrences: Sequence[Occurrence]) -> tuple[float, ...]:
    return tuple(float(value) for value in np.mean([o.share_right for o in occurrences], axis=0))
