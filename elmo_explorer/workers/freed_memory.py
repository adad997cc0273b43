"""Memory that was freed goes back to the system."""

from __future__ import annotations

import ctypes
import sys
from functools import cache


def give_back_memory() -> None:
    """Let the C library return what it keeps for later: hundreds of MB after much text. It takes up to 20 ms.

    For a worker's thread. Without effect where there is no glibc, whose pools alone keep so much.
    """
    trim = _malloc_trim()
    if trim is not None:
        trim(0)


@cache
def _malloc_trim() -> ctypes._NamedFuncPointer | None:
    if sys.platform != "linux":
        return None
    return getattr(ctypes.CDLL(None), "malloc_trim", None)
