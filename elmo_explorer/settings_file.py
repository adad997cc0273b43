"""The file of the settings: one entry a line, each read by itself, written aside and renamed, with a backup.

A line is TOML (``theme = "dark"``), so what a person or a failing disk breaks in one of them costs that entry alone.
"""

from __future__ import annotations

import json
import math
import re
import shutil
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from elmo_explorer.written_aside import write_whole, written_aside

Value = str | bool | int | float | list[str]
LARGEST = 1_000_000
"""Bytes; no settings are that many."""
_END = "# end"
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_LOCK_SECONDS = 2.0


@dataclass(frozen=True)
class Loaded:
    """What a settings file holds, and what was wrong with it."""

    values: Mapping[str, Value]
    """Dotted key -> value."""
    said: str = ""
    """One sentence where the backup had to be asked; "" where all is well."""


def backup_of(file: Path) -> Path:
    """Where the settings before the last change lie."""
    return file.with_name(file.name + ".bak")


def load_settings(file: Path) -> Loaded:
    """Read the entries that can be read; those that cannot are taken from the backup, where it has them.

    No file is no error: there are no entries.
    """
    if not file.exists():
        return Loaded({})
    found = _read(file)
    if found.whole:
        return Loaded(found.values)
    before = _read(backup_of(file)).values
    values = {**before, **found.values}
    if found.values:
        return Loaded(values)
    if before:
        return Loaded(
            values, f"{file} cannot be read; the settings are those of its backup, {backup_of(file).name}."
        )
    return Loaded({}, f"{file} cannot be read and has no backup; the settings are as at first.")


def write_settings(
    file: Path,
    changed: Mapping[str, Value | None],
    known: Mapping[str, Value],
    seen: Mapping[str, Value] = MappingProxyType({}),
) -> None:
    """Write changes into the file as it is now, so that two windows keep each other's; the file before is the backup.

    What another window has added to a list since this one saw it stays, at its end; an emptied list is empty.

    Args:
        file: where to; its folder is made.
        changed: dotted key -> new value, None where the entry goes.
        known: all entries as this window knows them: what is written where the file cannot be read.
        seen: the entries before the changes.

    Raises:
        OSError: the file cannot be written; it is as it was.
    """
    from filelock import FileLock, Timeout  # here, since it takes time to import

    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(file.with_name(file.name + ".lock"), timeout=_LOCK_SECONDS):
            _write(file, changed, known, seen)
    except Timeout as error:
        raise OSError(f"{file} is held by another window.") from error


def _write(
    file: Path, changed: Mapping[str, Value | None], known: Mapping[str, Value], seen: Mapping[str, Value]
) -> None:
    now = _read(file) if file.exists() else _Found({}, False)
    entries = {**known, **now.values, **changed}
    for key, value in changed.items():
        others, known_too = now.values.get(key), seen.get(key, [])
        if value and isinstance(value, list) and isinstance(others, list) and isinstance(known_too, list):
            entries[key] = [*value, *(item for item in others if item not in [*value, *known_too])]
    lines = [f"{_key(key)} = {_text(value)}" for key, value in sorted(entries.items()) if value is not None]
    if now.whole:  # a broken file must not take the place of a good backup
        with written_aside(backup_of(file)) as before:
            shutil.copyfile(file, before)
    write_whole(file, "\n".join([*lines, _END, ""]))


@dataclass(frozen=True)
class _Found:
    values: dict[str, Value]
    whole: bool
    """Every line was right, and the last one was there."""


def _read(file: Path) -> _Found:
    try:
        if file.stat().st_size > LARGEST:
            return _Found({}, False)
        text = file.read_bytes().decode("utf-8", "replace")
    except OSError:
        return _Found({}, False)
    values: dict[str, Value] = {}
    whole = False
    wrong = 0
    for line in text.split("\n"):
        line = line.strip()
        whole = whole or line == _END
        if not line or line.startswith("#"):
            continue
        try:
            _flatten("", tomllib.loads(line), values)
        except (ValueError, RecursionError):  # a TOMLDecodeError is a ValueError
            wrong += 1
    return _Found(values, whole and not wrong)


def _flatten(path: str, found: Mapping[str, object], values: dict[str, Value]) -> None:
    for name, value in found.items():
        key = f"{path}.{name}" if path else name
        if isinstance(value, dict):
            _flatten(key, value, values)
        elif isinstance(value, str | bool | int | float):
            values[key] = value
        elif isinstance(value, list):
            values[key] = [item for item in value if isinstance(item, str)]


def _key(key: str) -> str:
    return ".".join(part if _BARE.fullmatch(part) else _string(part) for part in key.split("."))


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, list):
        return "[" + ", ".join(map(_string, value)) + "]"
    return repr(value) if math.isfinite(value) else "0"


def _string(text: str) -> str:
    """A TOML string on one line; halves of characters become question marks."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return json.dumps(whole, ensure_ascii=False).replace("\x7f", "\\u007f")
