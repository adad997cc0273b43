"""A model's small JSON files, read with care."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from elmo_explorer.bilm.errors import ModelFileError

MAX_BYTES = 1 << 20


def read_json(path: Path) -> dict[str, Any]:
    """Read a small JSON file that holds one object.

    Raises:
        ModelFileError: it is missing, too large, no JSON or another thing than an object.
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ModelFileError(f"{path} should hold a few lines of JSON, found {size:,} bytes.")
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ModelFileError(f"{path} cannot be read: {error.strerror or error}.") from None
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise ModelFileError(f"{path} is not a JSON file: {error}.") from None
    if not isinstance(content, dict):
        raise ModelFileError(f"{path} should hold one JSON object, found a {type(content).__name__}.")
    return content
