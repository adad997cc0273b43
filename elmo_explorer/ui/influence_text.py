"""What the window says of an influence: what was done to a word, what came of it, and what that means."""

from __future__ import annotations

from elmo_explorer.session.influence import Influence
from elmo_explorer.ui.influence_figures import MIX, InfluenceFigures
from elmo_explorer.ui.layer_names import layer_kind

_HALVES = "Words on the left move its forward half alone, words on the right its backward half."
_LAYER_0 = "Layer 0 is the spelling: it never moves."


def row_name(row: int) -> str:
    """What a row is called in a sentence."""
    return "layer mix" if row == MIX else f"layer {row - 1} · {layer_kind(row - 1)}"


def row_titles(n_layers: int) -> list[str]:
    """What stands before the rows."""
    return ["Mix", *(f"{k} {layer_kind(k)}" for k in range(n_layers))]


def change(influence: Influence, place: int) -> str:
    """What was done to a word: “river” removed."""
    word, put = influence.tokens[place], influence.replacements[place]
    return f"“{word}” removed" if put is None else f"“{word}” replaced by “{put}”"


def short_change(influence: Influence, place: int) -> str:
    """The same for a label: without river; river → city."""
    word, put = influence.tokens[place], influence.replacements[place]
    return f"without {word}" if put is None else f"{word} → {put}"


def said(figures: InfluenceFigures, place: int) -> str:
    """What was done to a word, and what came of it, in one sentence."""
    influence, scale = figures.influence, figures.scale
    word = influence.tokens[influence.token.index]
    put = influence.replacements[place]
    if put == influence.tokens[place]:
        return f"“{put}” stands here already: nothing was changed."
    return (
        f"{change(influence, place)}: the vector of “{word}” moves by {figures.text(place)} "
        f"({row_name(figures.row)}); {scale.remark}."
    )


def explained(figures: InfluenceFigures, place: int) -> str:
    """The same with every layer's figure, and which half of the vector it is that moves."""
    influence = figures.influence
    if place == influence.token.index:
        return f"The vector of “{influence.tokens[place]}” is followed: its own word stays."
    rows = [
        f"{title} {figures.text(place, row)}" for row, title in enumerate(row_titles(len(figures.scales) - 1))
    ]
    left = place < influence.token.index
    half = "left: only the forward half" if left else "right: only the backward half"
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
        done = f"Each word is taken out in turn and the rest is read again: how far does the vector of “{word}” move?"
    elif found.how == "likely":
        done = (
            "Each word gives its place in turn to the likeliest other word there, by both language models. "
            "Where that word means almost the same, little moves."
        )
    else:
        put = next(text for k, text in enumerate(found.replacements) if k != found.token.index)
        done = f"“{put}” takes each word’s place in turn; another word would move the vector otherwise."
        if not speaks:
            done += " This model has no output layer, so it cannot say which word is likely."
    parts = [_LAYER_0, done, _HALVES] if figures.row == MIX + 1 else [done, _HALVES, _LAYER_0]
    if approximate:
        parts.append("Where the dashed arrow ends in this picture is approximate.")
    return " ".join(parts)
