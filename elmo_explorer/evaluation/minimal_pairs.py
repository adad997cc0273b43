"""Which of two nearly equal sentences is likelier? ``elmo-explorer evaluate minimal-pairs``."""

from __future__ import annotations

import argparse
import csv
import dataclasses
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

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
    from elmo_explorer.bilm.scoring import Scorer

COLUMNS = ("good", "bad", "phenomenon", "diff_index")
SOURCE = (
    "accuracy as in BLiMP (Warstadt et al. 2020): the whole sentence's log-probability, natural against not"
)
_PAIRS_AT_ONCE = 250


@dataclass(frozen=True)
class MinimalPair:
    """A natural sentence and one that differs from it just so far that it is not."""

    good: tuple[str, ...]
    bad: tuple[str, ...]
    phenomenon: str
    diff_index: int
    """The first token in which they differ, from 0."""

    @property
    def differing(self) -> set[str]:
        """The words that one sentence has where the other has another."""
        n = min(len(self.good), len(self.bad))
        pairs = zip(self.good, self.bad, strict=False)
        here = {word for pair in pairs if pair[0] != pair[1] for word in pair}
        return here | set(self.good[n:]) | set(self.bad[n:])


@dataclass(frozen=True)
class Accuracy:
    """Share of pairs whose good sentence is the likelier one, 0 to 1; a tie is half a pair."""

    forward: float
    backward: float
    both: float
    """By the sum of both directions' log-probabilities."""


@dataclass(frozen=True)
class PairGroup:
    """Pairs that are counted together."""

    name: str
    n: int
    accuracy: Accuracy | None
    """None where there is no pair."""
    n_known: int
    """Pairs whose differing words are all in the output vocabulary."""
    accuracy_known: Accuracy | None
    """Over these alone."""


def add_parser(kinds: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command line of ``evaluate minimal-pairs``."""
    parser = kinds.add_parser(
        "minimal-pairs",
        help="which of two nearly equal sentences is likelier?",
        description="Share of pairs in which the model finds the natural sentence likelier: forward, backward, both together.",
    )
    parser.add_argument(
        "file",
        metavar="FILE.tsv",
        type=Path,
        help="columns good, bad (tokens joined by single spaces), phenomenon, diff_index",
    )
    add_common_arguments(parser)
    parser.set_defaults(main=main)


def main(args: argparse.Namespace) -> int:
    """Run ``evaluate minimal-pairs``: print the table, write the JSON.

    Args:
        args: out of :func:`add_parser`.

    Returns:
        The exit status: 0.

    Raises:
        ValueError: the file is no table of pairs, or the model has no output layer; the sentence says which.
    """
    check_arguments(args)
    pairs = read_pairs(args.file)
    elsewhere = [k for k, pair in enumerate(pairs) if _first_difference(pair) != pair.diff_index]
    if elsewhere:
        print(
            f"{args.file.name}: in {len(elsewhere):,} of {len(pairs):,} pairs the sentences do not first differ at their "
            f"diff_index; the first is number {elsewhere[0] + 1}.",
            file=sys.stderr,
        )
    bilm = load_model(args)
    from elmo_explorer.bilm.scoring import Scorer

    scorer = Scorer(bilm)
    with progress(len(pairs), "pairs") as bar:
        margins = pair_margins(scorer, pairs, bar.update)
    known = np.array([all(map(scorer.knows, pair.differing)) for pair in pairs])
    groups = group(pairs, margins, known)
    source = f"{args.file.name}; {SOURCE}"
    print(table(groups, f"{bilm.name} on {args.file.name}: which of two sentences is likelier?"))
    print(f"\nsource: {source}")
    overall, *phenomena = map(dataclasses.asdict, groups)
    figures = {
        **overall,
        "phenomena": {entry.pop("name"): entry for entry in phenomena},
        "margins": [
            {"forward": round(forward, 4), "backward": round(backward, 4)}
            for forward, backward in margins.tolist()
        ],
    }
    figures.pop("name")
    write_json(args, source, figures, [args.file])
    return 0


def read_pairs(path: Path) -> list[MinimalPair]:
    """Read a tab-separated UTF-8 table with the columns good, bad, phenomenon, diff_index, in any order.

    Raises:
        ValueError: the file is missing or no such table; the sentence names the line and the fault.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    except FileNotFoundError:
        raise ValueError(f"There is no table of minimal pairs at {path}.") from None
    except IsADirectoryError:
        raise ValueError(f"{path} is a directory, not a table of minimal pairs.") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise ValueError(f"{path.name} should be a tab-separated table in UTF-8: {error}.") from None
    header = [cell.strip() for cell in rows[0]] if rows else []
    missing = [name for name in COLUMNS if name not in header]
    if missing:
        raise ValueError(
            f"{path.name}, line 1: the header lacks {', '.join(missing)}; it should be {' '.join(COLUMNS)}, by tabs."
        )
    pairs = [
        _pair(dict(zip(header, row, strict=False)), f"{path.name}, line {number}")
        for number, row in enumerate(rows[1:], start=2)
        if any(cell.strip() for cell in row)
    ]
    if not pairs:
        raise ValueError(f"{path.name}, line 2: there is no pair below the header.")
    return pairs


def pair_margins(
    scorer: Scorer,
    pairs: Sequence[MinimalPair],
    done: Callable[[int], object] = lambda n: None,
) -> NDArray[np.float64]:
    """How much likelier each good sentence is than its bad one: log-probability minus log-probability, in nats.

    Every sentence is read from zero states; its boundary's probability belongs to it.

    Args:
        scorer: of the model.
        pairs: N of them.
        done: told how many more are done.

    Returns:
        (N, 2): forward, backward.
    """
    found = []
    for start in range(0, len(pairs), _PAIRS_AT_ONCE):
        part = pairs[start : start + _PAIRS_AT_ONCE]
        scores = scorer.score([sentence for pair in part for sentence in (pair.good, pair.bad)])
        sums = np.array([[s.forward.sum(dtype=np.float64), s.backward.sum(dtype=np.float64)] for s in scores])
        found.append(sums[0::2] - sums[1::2])
        done(len(part))
    return np.concatenate(found)


def group(
    pairs: Sequence[MinimalPair], margins: NDArray[np.float64], known: NDArray[np.bool_]
) -> list[PairGroup]:
    """All pairs, then each phenomenon in the order of the file.

    Args:
        pairs: N of them.
        margins: out of :func:`pair_margins`, (N, 2).
        known: whether their differing words are all in the output vocabulary, (N,).
    """
    names = np.array([pair.phenomenon for pair in pairs])
    groups = [("all", np.ones(len(pairs), dtype=bool))]
    groups += [(name, names == name) for name in dict.fromkeys(names.tolist())]
    return [
        PairGroup(
            name,
            int(here.sum()),
            _accuracy(margins[here]),
            int((here & known).sum()),
            _accuracy(margins[here & known]),
        )
        for name, here in groups
    ]


def table(groups: Sequence[PairGroup], title: str) -> str:
    """The groups for people; those with words outside the vocabulary a second time without them."""
    rows = [[_label(g.name), f"{g.n:,}", *_cells(g.accuracy)] for g in groups]
    lines = [text_table(title, ["", "n", "forward", "backward", "both"], rows)]
    n_unknown = groups[0].n - groups[0].n_known
    if not n_unknown:
        return lines[0]
    rows = [[_label(g.name), f"{g.n_known:,}", *_cells(g.accuracy_known)] for g in groups if g.n_known]
    lines.append(
        f"In {n_unknown:,} of {groups[0].n:,} pairs a word that differs is outside the output vocabulary and counts as <UNK>."
    )
    if rows:
        lines.append(text_table("Without them:", ["", "n", "forward", "backward", "both"], rows))
    return "\n\n".join(lines)


def _pair(cell: dict[str, str], where: str) -> MinimalPair:
    for name in COLUMNS:
        if not cell.get(name, "").strip():
            raise ValueError(f"{where}: the column {name} is empty.")
    good, bad = cell["good"].split(), cell["bad"].split()
    if good == bad:
        raise ValueError(f"{where}: both sentences are the same.")
    index = cell["diff_index"].strip()
    if not (index.isascii() and index.isdigit()) or int(index) >= min(len(good), len(bad)):
        raise ValueError(
            f"{where}: diff_index should be a token's place, from 0 to {min(len(good), len(bad)) - 1}, found {index!r}."
        )
    return MinimalPair(tuple(good), tuple(bad), cell["phenomenon"].strip(), int(index))


def _first_difference(pair: MinimalPair) -> int:
    places = zip(pair.good, pair.bad, strict=False)
    return next((k for k, (a, b) in enumerate(places) if a != b), min(len(pair.good), len(pair.bad)))


def _accuracy(margins: NDArray[np.float64]) -> Accuracy | None:
    if not len(margins):
        return None
    all_three = np.column_stack([margins, margins.sum(axis=1)])
    forward, backward, both = ((all_three > 0) + 0.5 * (all_three == 0)).mean(axis=0).tolist()
    return Accuracy(forward, backward, both)


def _cells(accuracy: Accuracy | None) -> list[str]:
    if accuracy is None:
        return ["", "", ""]
    return [per_cent(share) for share in (accuracy.forward, accuracy.backward, accuracy.both)]


def _label(name: str) -> str:
    return "accuracy" if name == "all" else f"  {name}"
