"""Where a user's model came from and what its files were then: origin.json beside its config.json."""

from __future__ import annotations

import dataclasses
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from elmo_explorer.bilm.errors import ModelFileError
from elmo_explorer.bilm.json_file import read_json

ORIGIN = "origin.json"


@dataclass(frozen=True)
class Origin:
    """How a model came into the user's folder."""

    kind: str
    """``imported`` or ``downloaded``."""
    sources: tuple[str, ...]
    """The files, the folder or the addresses it was taken from."""
    sha256: dict[str, str]
    """The checksum of each file that was taken, by its name in the model's folder."""
    when: str
    """Date and time, ISO 8601, UTC."""

    @property
    def weights_sha256(self) -> str:
        """The weights' checksum; empty where none was recorded."""
        return next(
            (self.sha256[name] for name in ("weights.hdf5", "model.safetensors") if name in self.sha256), ""
        )


def new_origin(kind: str, sources: tuple[str, ...], sha256: dict[str, str]) -> Origin:
    """An origin of this moment."""
    return Origin(kind, sources, sha256, datetime.now(UTC).isoformat(timespec="seconds"))


def write_origin(folder: Path, origin: Origin) -> None:
    """Write ``origin.json``.

    Raises:
        OSError: it cannot be written.
    """
    text = json.dumps(dataclasses.asdict(origin), indent=2, ensure_ascii=False) + "\n"
    (folder / ORIGIN).write_text(text, encoding="utf-8")


def read_origin(folder: Path) -> Origin | None:
    """Read ``origin.json``; None where there is none, as with a model that was put there by hand.

    Raises:
        ModelFileError: it is damaged; the sentence names the file and the entry.
    """
    path = folder / ORIGIN
    if not path.exists():
        return None
    content = read_json(path)
    kind, sources, sums, when = (content.get(name) for name in ("kind", "sources", "sha256", "when"))
    if kind not in ("imported", "downloaded"):
        raise ModelFileError(f"{path}: kind should be imported or downloaded, found {kind!r}.")
    if not isinstance(sums, dict) or not all(
        Path(name).name == name and isinstance(digits, str) and re.fullmatch("[0-9a-f]{64}", digits)
        for name, digits in sums.items()
    ):
        raise ModelFileError(
            f"{path}: sha256 should give 64 hexadecimal digits for each file, found {sums!r}."
        )
    listed = tuple(map(str, sources)) if isinstance(sources, list) else ()
    return Origin(kind, listed, sums, str(when or ""))
