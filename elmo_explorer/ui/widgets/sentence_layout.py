"""Where each word of a sentence stands on its lines: pure arithmetic on word widths."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from elmo_explorer.text.han import HAN
from elmo_explorer.ui.token_spans import token_spans

MAX_LINES = 2
CHIP_PADDING = 5.4
"""Pixels on each side of the word in a chip, at a zoom of 1."""
_CONTEXT = 3
"""Words kept in front of a word for whose sake a sentence's beginning is left out."""
ELLIPSIS = "…"


class Widths(Protocol):
    """Measures words."""

    space: float

    def of(self, word: str, bold: bool = False) -> float:
        """A word's width in pixels."""
        ...

    def elided(self, word: str, width: float, bold: bool = False) -> str:
        """A word's beginning that fits."""
        ...


@dataclass(frozen=True)
class Piece:
    """A word in its place, or an ellipsis (``index`` -1); ``left`` counts from the text's left edge."""

    index: int
    text: str
    left: float
    width: float
    line: int
    chip: bool


@dataclass(frozen=True)
class SentenceLayout:
    """A sentence on at most two lines."""

    pieces: tuple[Piece, ...]
    n_lines: int
    cut: bool
    """Whether some of its words are not shown whole."""


def gaps_before(text: str, tokens: Sequence[str], space: float, thin: float) -> list[float]:
    """The white space in pixels in front of each token."""
    spans = token_spans(text, tokens)
    if spans is None:
        return [0.0, *[space] * (len(tokens) - 1)][: len(tokens)]
    gaps = [0.0] * len(tokens)
    for i in range(1, len(tokens)):
        if spans[i][0] > spans[i - 1][1]:
            gaps[i] = space
        elif HAN.search(tokens[i - 1] + tokens[i]) and tokens[i - 1][-1].isalnum() and tokens[i][0].isalnum():
            gaps[i] = thin
    return gaps


def lay_out(
    tokens: Sequence[str],
    gaps: Sequence[float],
    chips: Collection[int],
    width: float,
    widths: Widths,
    padding: float = CHIP_PADDING,
) -> SentenceLayout:
    """Break a sentence into at most two lines.

    Args:
        tokens: its words and marks.
        gaps: the white space in front of each, 0 where it clings to the one before, (n_tokens,).
        chips: the tokens drawn as chips: bold and padded.
        width: of a line, in pixels.
        widths: measures the words.
        padding: of a chip, on each side.

    Returns:
        Its words in their places; where the first chip would fall behind the last line, the sentence begins with an
        ellipsis shortly before that chip.
    """
    layout = _fill(tokens, gaps, chips, width, widths, padding, 0)
    first_chip = min(chips, default=0)
    if first_chip <= _CONTEXT or not layout.cut or _shows(layout, first_chip):
        return layout
    start = first_chip - _CONTEXT
    layout = _fill(tokens, gaps, chips, width, widths, padding, start)
    while start > 1 and not _breaks_off(layout):  # there is room for more in front
        earlier = _fill(tokens, gaps, chips, width, widths, padding, start - 1)
        if _breaks_off(earlier):
            break
        layout, start = earlier, start - 1
    return layout


def _shows(layout: SentenceLayout, token: int) -> bool:
    return any(piece.index == token for piece in layout.pieces)


def _breaks_off(layout: SentenceLayout) -> bool:
    """Whether words are missing at the end."""
    return bool(layout.pieces) and layout.pieces[-1].index < 0


def _fill(
    tokens: Sequence[str],
    gaps: Sequence[float],
    chips: Collection[int],
    width: float,
    widths: Widths,
    padding: float,
    start: int,
) -> SentenceLayout:
    pieces: list[Piece] = []
    line, at = 0, 0.0
    dots = widths.of(ELLIPSIS)
    if start:
        pieces.append(Piece(-1, ELLIPSIS, 0.0, dots, 0, False))
        at = dots
    i = start
    while i < len(tokens):
        end = _unit_end(tokens, gaps, i)
        sizes = [widths.of(tokens[j], j in chips) + 2 * padding * (j in chips) for j in range(i, end)]
        needed = sum(sizes)
        left = at + (gaps[i] if at else 0.0)
        if left + needed > width and at > 0:
            if line == MAX_LINES - 1:
                pieces.append(Piece(-1, ELLIPSIS, min(at, width - dots), dots, line, False))
                return SentenceLayout(tuple(pieces), MAX_LINES, True)
            line, left = line + 1, 0.0
        if needed > width:
            return _cut_word(pieces, tokens, i, i in chips, left, width, widths, padding, line)
        for j, size in zip(range(i, end), sizes, strict=True):
            pieces.append(Piece(j, tokens[j], left, size, line, j in chips))
            left += size
        at = left
        i = end
    return SentenceLayout(tuple(pieces), line + 1, start > 0)


def _cut_word(
    pieces: list[Piece],
    tokens: Sequence[str],
    i: int,
    chip: bool,
    left: float,
    width: float,
    widths: Widths,
    padding: float,
    line: int,
) -> SentenceLayout:
    """A word that is wider than a line is shown in part, and so is what follows, as far as it fits."""
    room = width - left - 2 * padding * chip
    text = widths.elided(tokens[i], room, chip)
    size = widths.of(text, chip) + 2 * padding * chip
    pieces.append(Piece(i, text, left, size, line, chip))
    if line == MAX_LINES - 1:
        return SentenceLayout(tuple(pieces), line + 1, True)
    at = 0.0
    line += 1
    for j in range(i + 1, len(tokens)):
        size = widths.of(tokens[j])
        gap = widths.space if at and tokens[j][:1].isalnum() else 0.0
        if at + gap + size > width:
            pieces.append(Piece(-1, ELLIPSIS, at, widths.of(ELLIPSIS), line, False))
            break
        pieces.append(Piece(j, tokens[j], at + gap, size, line, False))
        at += gap + size
    n_lines = pieces[-1].line + 1
    return SentenceLayout(tuple(pieces), n_lines, True)


def _unit_end(tokens: Sequence[str], gaps: Sequence[float], start: int) -> int:
    """The end of what stays together on a line: a word and the marks that cling to it."""
    end = start + 1
    while end < len(tokens) and not gaps[end] and not HAN.match(tokens[end]):
        end += 1
    return end
