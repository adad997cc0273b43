"""Whether the spaces in a Chinese sentence are word boundaries that somebody typed on purpose, and the words then."""

from __future__ import annotations

import re
from itertools import pairwise

from elmo_explorer.text.han import HAN

_TYPICAL_WORD = 2
"""Han characters: lines of verse and idioms have more."""

_MARKS = "，。、；：？！…—～·“”‘’「」『』（）《》〈〉【】〔〕"
_AT_THE_EDGE = re.escape(".,;:!?\"'()[]")
_PIECE = re.compile(
    rf"[{_MARKS}{_AT_THE_EDGE}]"
    rf"|[^\s{_MARKS}{_AT_THE_EDGE}](?:[^\s{_MARKS}]*[^\s{_MARKS}{_AT_THE_EDGE}])?"
)


def keeps_spaces(text: str) -> bool:
    """True for 潮水 退了 就 知道; False for 我用 Python 写 and for verse (床前明月光 疑是地上霜).

    Spaces count as word boundaries when two Han pieces stand side by side with a space between them and the typical
    (median) Han piece is a short word of at most two characters.
    """
    pieces = text.split()
    han = [bool(HAN.search(piece)) for piece in pieces]
    neighbours = any(left and right for left, right in pairwise(han))
    lengths = sorted(len(HAN.findall(piece)) for piece, is_han in zip(pieces, han, strict=True) if is_han)
    return neighbours and lengths[len(lengths) // 2] <= _TYPICAL_WORD


def spaced_words(text: str) -> list[str]:
    """The words between the spaces; every mark stands alone, whether a space sets it off or not."""
    return _PIECE.findall(text)
