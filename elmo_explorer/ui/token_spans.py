"""Where the tokens of a sentence stand in its text."""

from __future__ import annotations

from collections.abc import Sequence


def token_spans(text: str, tokens: Sequence[str]) -> list[tuple[int, int]] | None:
    """Begin and end of each token in the text, in characters; None where one cannot be found."""
    spans = []
    at = 0
    for token in tokens:
        start = text.find(token, at)
        if start < 0:
            return None
        at = start + len(token)
        spans.append((start, at))
    return spans
