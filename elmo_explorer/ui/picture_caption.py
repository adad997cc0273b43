"""What stands beside and under the focus word: what is counted, and how the picture was made."""

from __future__ import annotations

from typing import Final

from elmo_explorer.session.axis_text import axis_name
from elmo_explorer.session.session import Points, ProjectionMethod, Session
from elmo_explorer.translation import mark, tr

METHOD_NAMES: Final[dict[ProjectionMethod, str]] = {
    "pca": "PCA",
    "umap": "UMAP",
    "tsne": "t-SNE",
    "axis": mark("Axis"),
}
"""Every projection, in the order of the toolbar and the keys."""
_COUNTED = {
    "sense": (mark("sense"), mark("senses")),
    "sentence": (mark("sentence"), mark("sentences")),
    "word": (mark("word"), mark("words")),
    "cluster": (mark("cluster"), mark("clusters")),
    "part of speech": (mark("part of speech"), mark("parts of speech")),
}


def picture_caption(points: Points, session: Session) -> str:
    """Method, layers, and what the directions show: shares of the variance, or how many tokens are at an axis's ends."""
    what = (
        tr("the layer mix")
        if points.layer is None
        else tr("layer {layer} · {layer_name}", layer=points.layer, layer_name=_layer_name(points.layer))
    )
    if points.method == "axis":
        what = (
            tr("the mix") if points.layer is None else tr("layer {layer}", layer=points.layer)
        )  # the ends' words take the room
        text = tr(
            "{axes} of {what}{matches}",
            axes=_axes(points, session),
            what=what,
            matches=_matches(points, session),
        )
    else:
        text = tr("{method_names} of {what}", method_names=tr(METHOD_NAMES[points.method]), what=what)
    if points.explained is not None:
        first, second = (f"{100 * share:.1f} %" for share in points.explained)
        # Not "PC 1 × PC 2": the plane of both is turned to the picture before, so that its axes lie between them.
        text += f" · {first} × {second}" + (tr(" of the variance") if points.method != "axis" else "")
    if points.n_left_out:
        n_shown = len(points.tokens)
        text += tr(
            " · {n_shown:,} of {n_shown2:,} tokens", n_shown=n_shown, n_shown2=n_shown + points.n_left_out
        )
    if points.model and len(session.models) > 1:
        text = f"{points.model} · {text}"
    return text


def _axes(points: Points, session: Session) -> str:
    names = " × ".join(axis_name(axis, session.sentences) for axis in points.axes)
    return tr("Axes {names}", names=names) if len(points.axes) > 1 else tr("Axis {names}", names=names)


def _matches(points: Points, session: Session) -> str:
    found = session.axis_fit
    if found is None or found.axes != points.axes:
        return ""
    ends = [f"{sum(low):,} – {sum(high):,}" for low, high in found.counts]
    return tr(" · {join} tokens", join=" × ".join(ends))


def _layer_name(layer: int) -> str:
    return tr("characters") if layer == 0 else "LSTM"


def picture_chips(session: Session) -> tuple[str, ...]:
    """How many occurrences there are, and how many groups of them."""
    if session.focus is None or not session.occurrences:
        return ()
    chips: tuple[str, ...] = (_count(len(session.occurrences), tr("occurrence"), tr("occurrences")),)
    if session.groups.names:
        chips += (_count(len(session.groups.names), *map(tr, _COUNTED[session.view.colour_by])),)
    return chips


def _count(n: int, one: str, many: str) -> str:
    return f"{n:,} {one if n == 1 else many}"
