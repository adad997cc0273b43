"""What the two halves of a vector are called in the window, and what is said of them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from elmo_explorer.analysis.half_separation import (
    FEWEST_USES,
    LARGEST_CHANCE,
    MARGIN,
    SEPARATES,
    HalfSeparation,
    Verdict,
)
from elmo_explorer.analysis.halves import Half
from elmo_explorer.session.ears import EarPair
from elmo_explorer.translation import mark, tr
from elmo_explorer.ui.widgets.heat_map import figure

HALVES: tuple[Half, ...] = ("both", "forward", "backward")
"""In the order in which they stand in the control."""
HALF_NAMES = (mark("Both ears"), mark("Left ear"), mark("Right ear"))
SHORT_HALF_NAMES = (mark("Both"), mark("Left"), mark("Right"))
"""Where there is little room."""
HALF_TIPS = (
    mark("Compare whole vectors: both language models, the words on both sides"),
    mark("Compare the first half: what the forward language model has heard, the word and those to its left"),
    mark(
        "Compare the second half: what the backward language model has heard, the word and those to its right"
    ),
)
SAME_IN_BOTH = mark("In layer 0 both ears hear the word alone.")

_SIDES: dict[Verdict, str] = {
    "forward": mark("what comes before"),
    "backward": mark("what follows"),
    "both": mark("both sides"),
    "neither": mark("neither side"),
}


def how_told_apart() -> str:
    """What the figures of the ears are, for a tooltip."""
    return tr(
        "How far apart two groups are in what was heard from the left (first half of the vectors, forward language model)"
        " and from the right (second half, backward language model): mean silhouette of the cosine distances, −1 to 1"
        " (Rousseeuw 1987).\n"
        "An ear tells them apart from {least:.1f} on, where at most {chance:.0f} % of random groups of the same"
        " sizes are as far apart. Within {margin:.1f} of each other both do about equally. It is no cosine: the switch"
        " Corrected does not change it.",
        least=SEPARATES,
        chance=100 * LARGEST_CHANCE,
        margin=MARGIN,
    )


def ear_name(half: Half) -> str:
    """Of which half a figure is, in a caption; "" for whole vectors."""
    return "" if half == "both" else tr(HALF_NAMES[HALVES.index(half)]).lower()


def decisive_layer(pair: EarPair) -> int:
    """The layer that tells a pair apart best, or of those that do not the best one; -1 with too few uses."""
    told = [k for k, found in enumerate(pair.layers) if found.verdict in ("forward", "backward", "both")]
    known = told or [k for k, found in enumerate(pair.layers) if found.verdict != "unknown"]
    return max(known, key=lambda k: max(pair.layers[k].forward, pair.layers[k].backward), default=-1)


def pair_remark(pair: EarPair) -> str:
    """By which ear two groups are told apart, in a few words."""
    layer = decisive_layer(pair)
    if layer < 0:
        return tr("too few uses: {n_one} and {n_other}", n_one=pair.n_one, n_other=pair.n_other)
    found = pair.layers[layer]
    if found.verdict == "neither":
        return tr("by neither side")
    return tr(
        "{mostly}by {sides}, layer {layer}",
        mostly=_mostly(found),
        sides=tr(_SIDES[found.verdict]),
        layer=layer,
    )


def pair_sentence(pair: EarPair, names: Sequence[str]) -> str:
    """The same with its figures, to be read out."""
    both = f"{names[pair.one]} | {names[pair.other]}"
    layer = decisive_layer(pair)
    if layer < 0:
        if min(pair.n_one, pair.n_other) < FEWEST_USES:
            return tr(
                "{both}: too few uses, {n_one} and {n_other}; each needs {fewest_uses}",
                both=both,
                n_one=pair.n_one,
                n_other=pair.n_other,
                fewest_uses=FEWEST_USES,
            )
        return tr(
            "{both}: too few uses to tell, {n_one} and {n_other}; chance would do as well",
            both=both,
            n_one=pair.n_one,
            n_other=pair.n_other,
        )
    found = pair.layers[layer]
    if found.verdict == "neither":
        return tr(
            "{both}: told apart by neither side, at best in layer {layer}: {figures}",
            both=both,
            layer=layer,
            figures=_figures(found),
        )
    return tr(
        "{both}: told apart {pair_remark}: {figures}",
        both=both,
        pair_remark=pair_remark(pair),
        figures=_figures(found),
    )


def pair_details(pair: EarPair, names: Sequence[str]) -> str:
    """Every layer's verdict, a line each."""
    lines = [pair_sentence(pair, names)]
    for layer, found in enumerate(pair.layers):
        if math.isnan(found.forward):
            continue
        if layer == 0:
            lines.append(
                tr("Layer 0: {forward} in both; the word vector twice", forward=figure(found.forward))
            )
            continue
        left, right = _share(found.forward_chance), _share(found.backward_chance)
        chance = tr("as far by chance: left {left}, right {right}", left=left, right=right)
        verdict = (
            ""
            if found.verdict == "unknown"
            else tr("{mostly}by {sides}, ", mostly=_mostly(found), sides=tr(_SIDES[found.verdict]))
        )
        lines.append(
            tr(
                "Layer {layer}: {verdict}{figures} ({chance})",
                layer=layer,
                verdict=verdict,
                figures=_figures(found),
                chance=chance,
            )
        )
    return "\n".join(lines)


def _mostly(found: HalfSeparation) -> str:
    """Where the other half alone would do too."""
    one_side = found.verdict in ("forward", "backward")
    return tr("mostly ") if one_side and found.forward_separates and found.backward_separates else ""


def _share(chance: float) -> str:
    return f"{100 * chance:.0f} %" if chance >= 0.005 else tr("under 1 %")


def _figures(found: HalfSeparation) -> str:
    return tr(
        "left {forward}, right {backward}", forward=figure(found.forward), backward=figure(found.backward)
    )
