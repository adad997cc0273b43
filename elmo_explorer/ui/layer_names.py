"""What each layer of a biLM is called in the window."""

from __future__ import annotations

from elmo_explorer.session.session import ColourBy
from elmo_explorer.translation import mark, tr

_GROUP_NOUNS: dict[ColourBy, tuple[str, str]] = {
    "sense": (mark("sense"), mark("senses")),
    "sentence": (mark("sentence"), mark("sentences")),
    "word": (mark("word form"), mark("word forms")),
    "cluster": (mark("cluster"), mark("clusters")),
    "part of speech": (mark("part of speech"), mark("parts of speech")),
}


def layer_kind(layer: int) -> str:
    """Where the layer's numbers come from: the characters of the word, or an LSTM."""
    return tr("characters") if layer == 0 else "LSTM"


def group_noun(colour_by: ColourBy) -> tuple[str, str]:
    """What one coloured group is called, and several of them."""
    one, many = _GROUP_NOUNS[colour_by]
    return tr(one), tr(many)
