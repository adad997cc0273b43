"""What the window remembers from one day to the next; a broken file costs only the memory."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from elmo_explorer.ui.theme import LARGEST_ZOOM, SMALLEST_ZOOM, Mode


class Settings:
    """Typed access to an INI file; without a file everything is forgotten at the end."""

    def __init__(self, file: Path | None) -> None:
        self._store: QSettings | None = None
        self._memory: dict[str, object] = {}
        if file is not None:
            self._store = QSettings(str(file), QSettings.Format.IniFormat)

    @property
    def theme_mode(self) -> Mode:
        """Light, dark or system; system at first."""
        value = self._get("theme")
        return value if value in ("light", "dark", "system") else "system"

    @theme_mode.setter
    def theme_mode(self, mode: Mode) -> None:
        self._set("theme", mode)

    @property
    def zoom(self) -> float:
        """The size of the text; 1 at first."""
        try:
            return min(max(float(str(self._get("zoom") or 1.0)), SMALLEST_ZOOM), LARGEST_ZOOM)
        except ValueError:
            return 1.0

    @zoom.setter
    def zoom(self, zoom: float) -> None:
        self._set("zoom", zoom)

    @property
    def model(self) -> str:
        """The last model that loaded, a bundled name or a folder; "" at first."""
        value = self._get("model")
        return value if isinstance(value, str) else ""

    @model.setter
    def model(self, name: str) -> None:
        self._set("model", name)

    @property
    def type_ahead(self) -> bool:
        """Whether next words are offered while a sentence is typed; at first they are."""
        return str(self._get("type_ahead")).lower() != "false"

    @type_ahead.setter
    def type_ahead(self, on: bool) -> None:
        self._set("type_ahead", on)

    @property
    def tab(self) -> str:
        """The tab in front; "" at first."""
        value = self._get("tab")
        return value if isinstance(value, str) else ""

    @tab.setter
    def tab(self, name: str) -> None:
        self._set("tab", name)

    @property
    def geometry(self) -> QByteArray:
        """The window's place and size; empty at first."""
        return self._bytes("geometry")

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._set("geometry", geometry)

    def size(self, name: str, default: int) -> int:
        """A remembered size in pixels, from 0 to 10,000."""
        try:
            size = int(str(self._get(f"sizes/{name}") or default))
        except ValueError:
            return default
        return size if 0 < size < 10_000 else default

    def set_size(self, name: str, size: int) -> None:
        """Remember a size in pixels."""
        self._set(f"sizes/{name}", size)

    def save(self) -> None:
        """Write the file now."""
        if self._store is not None:
            self._store.sync()

    def _bytes(self, key: str) -> QByteArray:
        value = self._get(key)
        return value if isinstance(value, QByteArray) else QByteArray()

    def _get(self, key: str) -> object:
        if self._store is None:
            return self._memory.get(key)
        value: object = self._store.value(key)
        return value

    def _set(self, key: str, value: object) -> None:
        if self._store is None:
            self._memory[key] = value
        else:
            self._store.setValue(key, value)
