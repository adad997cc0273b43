"""Whether the spaces in a Chinese sentence are word boundaries that somebody typed on purpose."""

from __future__ import annotations

from itertools import pairwise

from elmo_explorer.text.tokens import HAN

_LONGEST_WORD = 4
"""Han characters: four-character idioms are words, longer runs are seldom."""


def keeps_spaces(text: str) -> bool:
    """True for 潮水 退了 就 知道; False for 我用 Python 写, where the spaces only set off the Latin word.

    Spaces count as word boundaries when two Han pieces stand side by side with a space between them and the typical
    (median) Han piece is a short word of at most four characters.
    """
    pieces = text.split()
    han = [bool(HAN.search(piece)) for piece in pieces]
    neighbours = any(left and right for left, right in pairwise(han))
    lengths = sorted(len(HAN.findall(piece)) for piece, is_han in zip(pieces, han, strict=True) if is_han)
    return neighbours and lengths[len(lengths) // 2] <= _LONGEST_WORD
