"""Files -> digests of their content; a file that was not touched since is not read again."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

_SETTLED = 2.0
"""Seconds after which a change would show in a file's times, coarse as some file systems' clocks are."""


def content_digests(files: Iterable[Path], memory: Path) -> list[str]:
    """One digest for each file: the same content, the same digest, whatever the file's name.

    Args:
        files: files to read.
        memory: a JSON file that remembers digests by path, size, times and inode; it need not exist.

    Raises:
        OSError: a file cannot be read.
    """
    remembered = _remembered(memory)
    found: dict[str, Any] = {}
    digests: list[str] = []
    for file in files:
        name = str(file.resolve())
        status = file.stat()
        # The change time cannot be set back, so a file that was replaced and dated back is noticed.
        mark = [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]
        known = remembered.get(name)
        settled = time.time() - max(status.st_mtime, status.st_ctime) > _SETTLED
        if settled and isinstance(known, list) and known[:-1] == mark:
            digest = str(known[-1])
        else:
            with file.open("rb") as stream:
                digest = hashlib.file_digest(stream, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
        if settled:
            found[name] = [*mark, digest]
        digests.append(digest)
    if found != remembered:
        _remember(memory, found)
    return digests


def _remembered(memory: Path) -> dict[str, Any]:
    try:
        found = json.loads(memory.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _remember(memory: Path, digests: dict[str, Any]) -> None:
    """Written aside and renamed, as several processes may do it at once; where nothing can be written nothing is remembered."""
    aside = memory.with_name(f"{memory.name}.{os.getpid()}.part")
    with contextlib.suppress(OSError):
        memory.parent.mkdir(parents=True, exist_ok=True)
        aside.write_text(json.dumps(digests), encoding="utf-8")
        aside.replace(memory)
    with contextlib.suppress(OSError):
        aside.unlink(missing_ok=True)
