"""Memory that was freed goes back to the system."""

from __future__ import annotations

import ctypes
import sys
from functools import cache

_M_ARENA_MAX = -8
"""In glibc's malloc.h."""
_MOST_POOLS = 2


def give_back_memory() -> None:
    """Let the C library return what it keeps for later: hundreds of MB after much text. It takes up to 20 ms.

    For a worker's thread. Without effect where there is no glibc, whose pools alone keep so much.
    """
    trim = _libc("malloc_trim")
    if trim is not None:
        trim(0)


def limit_pools() -> None:
    """Let all threads take from two pools: one each would keep a tenth more memory, and more with every text.

    For the program's beginning, before there are threads.
    """
    mallopt = _libc("mallopt")
    if mallopt is not None:
        mallopt(_M_ARENA_MAX, _MOST_POOLS)


@cache
def _libc(name: str) -> ctypes._NamedFuncPointer | None:
    """A function that glibc has."""
    return getattr(ctypes.CDLL(None), name, None) if sys.platform == "linux" else None
