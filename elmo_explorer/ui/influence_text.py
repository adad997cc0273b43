"""What the window says of an influence: what was done to a word, what came of it, and what that means."""

from __future__ import annotations

from elmo_explorer.session.influence import Influence
from elmo_explorer.translation import mark, tr
from elmo_explorer.ui.influence_figures import MIX, InfluenceFigures
from elmo_explorer.ui.layer_names import layer_kind

_HALVES = mark("Words on the left move its forward half alone, words on the right its backward half.")
_LAYER_0 = mark("Layer 0 is the spelling: it never moves.")


def row_name(row: int) -> str:
    """What a row is called in a sentence."""
    return (
        tr("layer mix")
        if row == MIX
        else tr("layer {row} · {layer_kind}", row=row - 1, layer_kind=layer_kind(row - 1))
    )


def row_titles(n_layers: int) -> list[str]:
    """What stands before the rows."""
    return [tr("Mix"), *(f"{k} {layer_kind(k)}" for k in range(n_layers))]


def change(influence: Influence, place: int) -> str:
    """What was done to a word: “river” removed."""
    word, put = influence.tokens[place], influence.replacements[place]
    return (
        tr("“{word}” removed", word=word)
        if put is None
        else tr("“{word}” replaced by “{put}”", word=word, put=put)
    )


def short_change(influence: Influence, place: int) -> str:
    """The same for a label: without river; river → city."""
    word, put = influence.tokens[place], influence.replacements[place]
    return tr("without {word}", word=word) if put is None else f"{word} → {put}"


def said(figures: InfluenceFigures, place: int) -> str:
    """What was done to a word, and what came of it, in one sentence."""
    influence, scale = figures.influence, figures.scale
    word = influence.tokens[influence.token.index]
    put = influence.replacements[place]
    if put == influence.tokens[place]:
        return tr("“{put}” stands here already: nothing was changed.", put=put)
    return tr(
        "{change}: the vector of “{word}” moves by {place} ({row_name}); {remark}.",
        change=change(influence, place),
        word=word,
        place=figures.text(place),
        row_name=row_name(figures.row),
        remark=scale.remark,
    )


def explained(figures: InfluenceFigures, place: int) -> str:
    """The same with every layer's figure, and which half of the vector it is that moves."""
    influence = figures.influence
    if place == influence.token.index:
        return tr("The vector of “{token}” is followed: its own word stays.", token=influence.tokens[place])
    rows = [
        f"{title} {figures.text(place, row)}" for row, title in enumerate(row_titles(len(figures.scales) - 1))
    ]
    left = place < influence.token.index
    half = tr("left: only the forward half") if left else tr("right: only the backward half")
    return "\n".join(
        (said(figures, place), "   ".join(rows), f"It stands on the {half} of the vector can move.")
    )


def meaning(figures: InfluenceFigures, speaks: bool, approximate: bool) -> str:
    """What was done to each word, and what to know of the figures.

    Args:
        figures: what is seen.
        speaks: whether the model can say which word is likely.
        approximate: whether the picture can only tell about where the vector goes.
    """
    found = figures.influence
    if found.how == "remove":
        word = found.tokens[found.token.index]
        done = tr(
            "Each word is taken out in turn and the rest is read again: how far does the vector "
            "of “{word}” move?",
            word=word,
        )
    elif found.how == "likely":
        done = tr(
            "Each word gives its place in turn to the likeliest other word there, by both language models. "
            "Where that word means almost the same, little moves."
        )
    else:
        put = next(text for k, text in enumerate(found.replacements) if k != found.token.index)
        done = tr(
            "“{put}” takes each word’s place in turn; another word would move the vector otherwise.", put=put
        )
        if not speaks:
            done += tr(" This model has no output layer, so it cannot say which word is likely.")
    parts = [tr(_LAYER_0), done, tr(_HALVES)] if figures.row == MIX + 1 else [done, tr(_HALVES), tr(_LAYER_0)]
    if approximate:
        parts.append(tr("Where the dashed arrow ends in this picture is approximate."))
    return " ".join(parts)
