"""Standard output for events alone."""

from __future__ import annotations

import io
import os
import sys
from typing import TextIO


def own_stdout() -> TextIO:
    """A stream to standard output that nobody else has: whatever else is printed goes to standard error."""
    sys.stdout.flush()
    kept = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return io.TextIOWrapper(os.fdopen(kept, "wb"), encoding="utf-8", newline="\n")
