"""Is there room on the disk?"""

from __future__ import annotations

import shutil
from pathlib import Path

MARGIN = 16 << 20
"""Bytes that are left free."""


def check_space(folder: Path, n_bytes: int) -> None:
    """Refuse to begin what the disk cannot hold.

    Args:
        folder: where something is to be written.
        n_bytes: how much.

    Raises:
        ValueError: fewer than ``n_bytes`` are free there.
    """
    free = shutil.disk_usage(folder).free
    if free < n_bytes + MARGIN:
        raise ValueError(
            f"{folder} has {free / 1e6:,.0f} MB free, {(n_bytes + MARGIN) / 1e6:,.0f} MB are needed: make room first."
        )
