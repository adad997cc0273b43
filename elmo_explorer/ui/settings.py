"""What the window remembers from one day to the next; a broken file costs only its broken entries."""

from __future__ import annotations

import binascii
import math
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Generic, Literal, TypeVar, cast, overload

from psygnal import Signal
from PySide6.QtCore import QByteArray, QSettings

from elmo_explorer.session.session import Matching
from elmo_explorer.settings_file import Value, load_settings, write_settings
from elmo_explorer.ui.theme import LARGEST_ZOOM, SMALLEST_ZOOM, Mode

T = TypeVar("T")
Language = Literal["system", "en", "zh"]
Precision = Literal["fp32", "bf16"]
DEVICES = ("auto", "cpu", "cuda", "mps")
LARGEST_SEED = 2**31 - 1
MOST_RECENT = 10
_LONGEST = 4096
_OLD_NAME = "window.ini"
_SHORTCUTS = "shortcuts."
_SIZES = "sizes."


class Entry(Generic[T]):
    """A setting as an attribute: what is broken in the file is as at first, what is set to another value is told."""

    def __init__(self, key: str, default: T, read: Callable[[object], T | None]) -> None:
        """Describe it.

        Args:
            key: dotted name in the file.
            default: as at first.
            read: gives the value, None where it is none.
        """
        self.key, self.default, self._read = key, default, read

    @overload
    def __get__(self, settings: None, owner: type[Settings]) -> Entry[T]: ...
    @overload
    def __get__(self, settings: Settings, owner: type[Settings]) -> T: ...
    def __get__(self, settings: Settings | None, owner: type[Settings]) -> Entry[T] | T:
        """The value, the default where there is none."""
        if settings is None:
            return self
        found = self._read(settings.stored(self.key))
        return self.default if found is None else found

    def __set__(self, settings: Settings, value: T) -> None:
        """Remember a value."""
        settings.store(self.key, cast(Value, list(value) if isinstance(value, tuple) else value))


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and len(value) <= _LONGEST else None


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _texts(value: object) -> tuple[str, ...] | None:
    if not isinstance(value, list):
        return None
    return tuple(text for text in value if text and _text(text) is not None)[:MOST_RECENT]


def _seed(value: object) -> int | None:
    right = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST_SEED
    return cast(int, value) if right else None


def _zoom(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return min(max(float(value), SMALLEST_ZOOM), LARGEST_ZOOM)


def _one_of(*choices: str) -> Callable[[object], Any]:
    return lambda value: value if isinstance(value, str) and value in choices else None


class Settings:
    """Typed access to the settings file; without a file everything is forgotten at the end."""

    changed = Signal(str)
    """The dotted key of an entry that has another value now."""

    theme_mode: Entry[Mode] = Entry("theme", "system", _one_of("light", "dark", "system"))
    """Light, dark or system."""
    zoom = Entry("zoom", 1.0, _zoom)
    """The size of the text, 1 for 13 pixels."""
    language: Entry[Language] = Entry("language", "system", _one_of("system", "en", "zh"))
    reduce_motion = Entry("reduce_motion", False, _flag)
    """Nothing glides, fades or grows."""
    high_contrast = Entry("high_contrast", False, _flag)
    autosave = Entry("autosave", True, _flag)
    """Whether a session is kept by itself after every change."""
    model = Entry("model", "", _text)
    """The last model that loaded, a bundled name or a folder."""
    device: Entry[str] = Entry("device", "auto", _one_of(*DEVICES))
    """Where models run."""
    precision: Entry[Precision] = Entry("precision", "fp32", _one_of("fp32", "bf16"))
    """What the models' products are made in."""
    matching: Entry[Matching] = Entry("matching", "caseless", _one_of("form", "caseless", "lemma"))
    """What counts as an occurrence of a new focus word."""
    seed = Entry("seed", 0, _seed)
    """Of UMAP, t-SNE and learning."""
    type_ahead = Entry("type_ahead", True, _flag)
    """Whether next words are offered while a sentence is typed."""
    tab = Entry("tab", "", _text)
    """The tab in front."""
    recent: Entry[tuple[str, ...]] = Entry("recent", (), _texts)
    """Paths of the session files that were open, the newest first."""
    tour_seen = Entry("tour_seen", False, _flag)
    """Whether the window has been shown around."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._values: dict[str, Value] = {}
        self._changed: dict[str, Value | None] = {}
        self._under_way: dict[str, Value | None] = {}
        self._seen: dict[str, Value] = {}
        self._said = ""
        if file is None:
            return
        if file.exists() or file.name == _OLD_NAME:
            loaded = load_settings(file)
            self._values, self._said = dict(loaded.values), loaded.said
            self._seen = dict(self._values)
        else:
            self._values = _from_old(file.with_name(_OLD_NAME))
            self._changed = dict(self._values)

    @property
    def kept(self) -> bool:
        """Whether there is a file: without one, nothing is remembered."""
        return self._file is not None

    def take_said(self) -> str:
        """What was wrong with the file, in one sentence, to be told once; "" where nothing was."""
        said, self._said = self._said, ""
        return said

    @property
    def font_size(self) -> int:
        """The text's size in pixels, 13 at a zoom of 1."""
        return round(13 * self.zoom)

    @property
    def geometry(self) -> QByteArray:
        """The window's place and size; empty at first."""
        try:
            return QByteArray(b64decode(_text(self.stored("geometry")) or "", validate=True))
        except (binascii.Error, ValueError):
            return QByteArray()

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self.store("geometry", b64encode(geometry.data()).decode("ascii"))

    @property
    def shortcuts(self) -> Mapping[str, str]:
        """Name of an action -> its keys as Qt writes them, "" for none; those alone that are not as at first."""
        found = {
            key.removeprefix(_SHORTCUTS): _text(value)
            for key, value in self._values.items()
            if key.startswith(_SHORTCUTS)
        }
        return {name: keys for name, keys in found.items() if keys is not None}

    @shortcuts.setter
    def shortcuts(self, shortcuts: Mapping[str, str]) -> None:
        for name in self.shortcuts.keys() - shortcuts.keys():
            self.forget(_SHORTCUTS + name)
        for name, keys in shortcuts.items():
            self.store(_SHORTCUTS + name, keys)

    def add_recent(self, path: str) -> None:
        """Put a file at the head of the recent ones."""
        self.recent = (path, *(old for old in self.recent if old != path))[:MOST_RECENT]

    def size(self, name: str, default: int) -> int:
        """A remembered size in pixels, from 0 to 10,000."""
        size = self.stored(_SIZES + name)
        right = isinstance(size, int) and not isinstance(size, bool) and 0 < size < 10_000
        return cast(int, size) if right else default

    def set_size(self, name: str, size: int) -> None:
        """Remember a size in pixels."""
        self.store(_SIZES + name, size)

    def stored(self, key: str) -> Value | None:
        """What stands under a dotted key, unchecked; None where nothing does."""
        return self._values.get(key)

    def store(self, key: str, value: Value) -> None:
        """Remember a value under a dotted key."""
        before = self._values.get(key)
        if before != value or type(before) is not type(value):
            self._values[key] = self._changed[key] = value
            self.changed.emit(key)

    def forget(self, key: str) -> None:
        """As at first."""
        if self._values.pop(key, None) is not None:
            self._changed[key] = None
            self.changed.emit(key)

    def writing(self) -> Callable[[], None]:
        """What writes the changes so far; it may be called on any thread, and raises OSError where it cannot."""
        changed, known, self._changed = self._changed, dict(self._values), {}
        self._under_way = changed
        seen, self._seen = self._seen, known

        def write() -> None:
            if self._file is not None and changed:
                write_settings(self._file, changed, known, seen)

        return write

    def save(self) -> None:
        """Write the file now; a folder that refuses costs the memory."""
        try:
            self.writing()()
        except OSError:
            self.not_written()

    def not_written(self) -> None:
        """What was last to be written was not: it is tried again with the next changes."""
        self._changed = {**self._under_way, **self._changed}


def _from_old(file: Path) -> dict[str, Value]:
    """The entries of the INI file of older versions; what is broken in it is left."""
    if not file.is_file():
        return {}
    old = QSettings(str(file), QSettings.Format.IniFormat)
    found: dict[str, Value] = {}
    for key in ("theme", "model", "tab"):
        text = old.value(key)
        if isinstance(text, str) and text:
            found[key] = text
    with suppress(ValueError):
        found["zoom"] = float(str(old.value("zoom") or 1.0))
    found["type_ahead"] = str(old.value("type_ahead")).lower() != "false"
    geometry = old.value("geometry")
    if isinstance(geometry, QByteArray):
        found["geometry"] = b64encode(geometry.data()).decode("ascii")
    for key in old.allKeys():
        size = str(old.value(key))
        if key.startswith("sizes/") and size.isascii() and size.isdigit() and len(size) < 6:
            found[_SIZES + key.removeprefix("sizes/")] = int(size)
    return found
