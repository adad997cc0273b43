"""What a damaged file says is repeated in an error's sentence, but no more of it than can be read."""

from __future__ import annotations

_LONGEST = 240
_LONGEST_VALUE = 80
_END = 0.25


def brief(text: object, longest: int = _LONGEST) -> str:
    """A text in one line of at most so many signs: its beginning and its end."""
    line = " ".join(str(text).split())
    if len(line) <= longest:
        return line
    end = int(longest * _END)
    return f"{line[: longest - end - 3]} … {line[-end:]}"


def shown(value: object) -> str:
    """A value that was found in a file, as it is written in Python."""
    return brief(repr(value), _LONGEST_VALUE)
