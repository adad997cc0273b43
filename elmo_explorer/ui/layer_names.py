"""What each layer of a biLM is called in the window."""

from __future__ import annotations

from elmo_explorer.session.session import ColourBy

_GROUP_NOUNS: dict[ColourBy, tuple[str, str]] = {
    "sense": ("sense", "senses"),
    "sentence": ("sentence", "sentences"),
    "word": ("word form", "word forms"),
    "cluster": ("cluster", "clusters"),
    "part of speech": ("part of speech", "parts of speech"),
}


def layer_kind(layer: int) -> str:
    """Where the layer's numbers come from: the characters of the word, or an LSTM."""
    return "characters" if layer == 0 else "LSTM"


def group_noun(colour_by: ColourBy) -> tuple[str, str]:
    """What one coloured group is called, and several of them."""
    return _GROUP_NOUNS[colour_by]
