"""A pair of sentences as the tab Minimal pairs draws it: columns, rows, entries."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from elmo_explorer.analysis.state_distance import cosine_distances, words_until_half
from elmo_explorer.session.minimal_pair import (
    DIRECTIONS,
    Direction,
    MinimalPair,
    PairBaselines,
    PredictionShift,
    SideBySide,
)
from elmo_explorer.session.predictions import Expectation, Predictions
from elmo_explorer.session.session import Mix
from elmo_explorer.translation import mark, tr
from elmo_explorer.ui.distance_scale import EQUAL, share
from elmo_explorer.ui.moved_scale import MovedScale, distance_figure
from elmo_explorer.ui.token_vector import token_vector
from elmo_explorer.ui.widgets.change_list import Change
from elmo_explorer.ui.widgets.pair_strip import StripCell, StripColumn, StripRow
from elmo_explorer.ui.widgets.pair_table import StripBlock
from elmo_explorer.ui.widgets.prediction_cells import percent
from elmo_explorer.ui.widgets.shift_plot import ShiftRow

BEGINNING, END = "<BOS>", "<EOS>"
EXPECTS = "expected"
_ARROWS: dict[Direction, str] = {"forward": "→", "backward": "←"}
_TITLES: dict[Direction, str] = {"forward": mark("Forward →"), "backward": mark("Backward ←")}


def lone_columns(tokens: Sequence[str]) -> list[StripColumn]:
    """One sentence alone."""
    marks = [StripColumn(mark, mark, True, (), True) for mark in (BEGINNING, END)]
    return [marks[0], *(StripColumn(word, word, True, ()) for word in tokens), marks[1]]


def strip_rows(n_layers: int, speaks: bool) -> list[StripRow]:
    """From top to bottom: the forward model's rows over the words, the word vectors' and the backward model's below."""
    layers = [tr("layer {k}", k=k) for k in range(1, n_layers)]
    forward = [StripRow(name, "forward") for name in ([EXPECTS] if speaks else []) + layers[::-1]]
    backward = [StripRow(name, "backward", True) for name in layers + ([EXPECTS] if speaks else [])]
    return [*forward, StripRow(tr("layer 0"), "accent", True), *backward]


def strip_blocks(read: SideBySide, n_rows: int) -> list[StripBlock]:
    """Which rows are whose, and how soon the sentences meet again."""
    middle = n_rows // 2
    ends = ((0, middle - 1), (middle + 1, n_rows - 1))
    return [
        StripBlock(first, last, direction, tr(_TITLES[direction]), _meeting(read, direction))
        for direction, (first, last) in zip(DIRECTIONS, ends, strict=True)
    ]


def strip_columns(
    read: SideBySide, scales: Sequence[Sequence[MovedScale]], speaks: bool
) -> list[StripColumn]:
    """Both sentences with their boundaries.

    Args:
        read: the sentences.
        scales: of the forward halves' distances by layer, and of the backward halves'.
        speaks: whether the model has an output layer.
    """
    moved = {(shift.direction, shift.column): shift for shift in read.shifts}
    columns = []
    for k in range(-1, len(read.columns) + 1):
        inside = 0 <= k < len(read.columns)
        a = read.columns[k].a if inside else None
        b = read.columns[k].b if inside else None
        mark = BEGINNING if k < 0 else END
        words = ("" if a is None else read.a[a], "" if b is None else read.b[b]) if inside else (mark, mark)
        alone = inside and (a is None or b is None)
        states: list[list[StripCell | None]] = [
            [
                _state(read, d, layer, k, scales) if inside and not alone else None
                for layer in range(1, len(read.apart[0]))
            ]
            for d in range(2)
        ]
        word_vector = _state(read, -1, 0, k, scales) if inside and not alone else None
        expected: list[list[StripCell | None]] = [[], []]
        if speaks:
            for d, direction in enumerate(DIRECTIONS):
                silent = alone or k == (-1 if direction == "forward" else len(read.columns))
                expected[d] = [None if silent else _expected(moved.get((direction, k)), direction)]
        cells = (*expected[0], *states[0][::-1], word_vector, *states[1], *expected[1])
        columns.append(StripColumn(*words, not inside or read.columns[k].same, cells, not inside))
    return columns


def shift_rows(
    read: SideBySide,
    column: int,
    mix: Mix,
    baselines: PairBaselines,
    is_corrected: bool,
    pictured: int | None,
) -> list[ShiftRow]:
    """How far a word that both sentences have has moved, in every layer and in the mix.

    Args:
        read: the sentences.
        column: of the word.
        mix: with which the layers are weighed; no row where it is of another model.
        baselines: of random pairs.
        is_corrected: whether distances are shown as shares of theirs.
        pictured: the one layer that the picture shows, which stands out; None for the mix.
    """
    place = read.columns[column]
    assert place.a is not None
    assert place.b is not None
    a, b = read.states_a[:, place.a], read.states_b[:, place.b]
    n_layers = len(a)
    rows: list[tuple[str, float, float, bool]] = [
        (tr("Layer {k}", k=k), float(cosine_distances(a[k], b[k])), float(baselines.layers[k]), pictured == k)
        for k in range(n_layers)
    ]
    if len(mix.weights) == n_layers:
        mixed = (token_vector(layers, mix, None) for layers in (a, b))
        rows.append((tr("Mix"), float(cosine_distances(*mixed)), baselines.mix, pictured is None))
    return [
        _shift_row(name, distance, MovedScale(baseline, is_corrected), strong)
        for name, distance, baseline, strong in rows
    ]


def changes(pair: MinimalPair) -> list[tuple[int, Change]]:
    """What is expected otherwise, the largest change first, with the column; before them the words that differ."""
    read = pair.read
    if read is None or read.expected is None or pair.expected is None:
        return []
    found = []
    if len(read.changed) == 1 and None not in read.columns[read.changed[0]][:2]:
        found = [(read.changed[0], _of_changed_word(read, pair.expected, read.expected, read.changed[0]))]
    moved = [(shift.column, _change(read, pair.expected, read.expected, shift)) for shift in read.shifts]
    return [*found, *moved]


def how_they_differ(pair: MinimalPair, read: SideBySide) -> str:
    """In a few words, for the title."""
    changed = [read.columns[k] for k in read.changed]
    if pair.b is not None and pair.a.language != pair.b.language:
        return tr("of two languages, both read by the model “{model_name}”", model_name=pair.model_name)
    if not changed:
        return tr("that have the same words")
    if len(changed) == 1 and None not in changed[0][:2]:
        a, b, _ = changed[0]
        return f"“{read.a[a or 0]}” → “{read.b[b or 0]}”"
    n = len(changed)
    places = tr("1 place") if n == 1 else tr("{n} places", n=n)
    return tr("they differ in {places}; the words that both have stand in one column", places=places)


def _state(
    read: SideBySide, half: int, layer: int, column: int, scales: Sequence[Sequence[MovedScale]]
) -> StripCell:
    distance = float(read.apart[half, layer, column])
    name = (
        tr("layer {layer}", layer=layer)
        if layer == 0
        else tr("{directions} layer {layer}", directions=tr(DIRECTIONS[half]), layer=layer)
    )
    if distance == 0:
        return StripCell(0.0, EQUAL, tr("{name}: the same to the last bit", name=name), equal=True)
    scale = scales[half][layer]
    text = scale.text(distance)
    return StripCell(
        share(scale.shown(distance)),
        text,
        tr("{name}: {said} apart; {remark}", name=name, said=text, remark=scale.remark),
    )


def _expected(shift: PredictionShift | None, direction: Direction) -> StripCell:
    side = tr("left") if direction == "forward" else tr("right")
    if shift is None:
        return StripCell(
            0.0,
            EQUAL,
            tr("{direction}: the same words to the {side}, the same guess", direction=direction, side=side),
            equal=True,
        )
    words = ", ".join(f"{w.word} {_from_to(w.before, w.after)}" for w in shift.words[:3])
    text = f"{percent(shift.moved)} %"
    return StripCell(
        min(shift.moved, 1.0),
        text,
        tr(
            "{direction}: {said} of the probability moved to other words: {words}",
            direction=direction,
            said=text,
            words=words,
        ),
    )


def _change(read: SideBySide, a: Predictions, b: Predictions, shift: PredictionShift) -> Change:
    one, other = (_expectation(read, p, shift.column, shift.direction, k) for k, p in enumerate((a, b)))
    return Change(
        shift.direction,
        _ARROWS[shift.direction],
        _word(read, shift.column),
        _bits(one, other),
        tr("{moved} % moved", moved=percent(shift.moved)),
        tuple((word.word, _from_to(word.before, word.after)) for word in shift.words[:3]),
    )


def _of_changed_word(read: SideBySide, a: Predictions, b: Predictions, column: int) -> Change:
    """What is expected there is the same in both sentences; how much each word surprises is not."""
    sides = []
    for direction, side in zip(DIRECTIONS, ("left", "right"), strict=True):
        one, other = (_expectation(read, p, column, direction, k) for k, p in enumerate((a, b)))
        sides.append((side, _bits(one, other)))
    return Change("accent", "", _word(read, column), "", tr("surprisal from the"), tuple(sides))


def _expectation(
    read: SideBySide, expected: Predictions, column: int, direction: Direction, of: int
) -> Expectation | None:
    """At a column in sentence ``of``, 0 or 1."""
    if 0 <= column < len(read.columns):
        index = read.columns[column][of]
        place = expected.places[index + 1] if index is not None else None
    else:
        place = expected.places[0 if column < 0 else -1]
    return None if place is None else place.forward if direction == "forward" else place.backward


def _word(read: SideBySide, column: int) -> str:
    if not 0 <= column < len(read.columns):
        return BEGINNING if column < 0 else END
    at = read.columns[column]
    words = ["–" if at.a is None else read.a[at.a], "–" if at.b is None else read.b[at.b]]
    return words[0] if at.same else " | ".join(words)


def _bits(one: Expectation | None, other: Expectation | None) -> str:
    """Surprisal of the word that stands there in both sentences."""
    if one is None or other is None:
        return ""
    if not one.rank and not other.rank:
        return tr("not in vocabulary")
    texts = [f"{at.bits:.1f}" if at.rank else "unknown" for at in (one, other)]
    return tr("{said} → {said2} bits", said=texts[0], said2=texts[1])


def _from_to(before: float, after: float) -> str:
    return f"{percent(before)} → {percent(after)} %"


def _shift_row(name: str, distance: float, scale: MovedScale, is_strong: bool) -> ShiftRow:
    return ShiftRow(
        name,
        scale.shown(distance),
        EQUAL if distance == 0 else scale.text(distance),
        scale.shown(scale.random),
        tr("of {random}", random=distance_figure(scale.random)) if scale.is_known else "",
        is_strong,
    )


def _meeting(read: SideBySide, direction: Direction) -> tuple[str, ...]:
    """How soon the uppermost layer's states are half as far apart as right behind the change."""
    behind = read.behind_change(direction)[-1]
    if not np.isfinite(behind).all() or not len(behind):
        return (tr("no word"), tr("behind it") if direction == "forward" else tr("before it"))
    words = words_until_half(behind)
    if words is None:
        return (tr("not yet half"), tr("at the end") if direction == "forward" else tr("at the start"))
    return (
        tr("half as far"),
        (tr("{words} word on", words=words) if words == 1 else tr("{words} words on", words=words)),
    )
