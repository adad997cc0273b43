"""The bundled fonts: text, tensors and Chinese look the same on every machine."""

from __future__ import annotations

from PySide6.QtGui import QFontDatabase, QGuiApplication

from elmo_explorer.paths import resources_dir

_loaded = False


def load_fonts() -> None:
    """Make the bundled fonts known to Qt, once; nothing happens before there is an application.

    Raises:
        FileNotFoundError: when a bundled font is missing or damaged.
    """
    global _loaded
    if _loaded or QGuiApplication.instance() is None:
        return
    folder = resources_dir() / "fonts"
    files = sorted((*folder.glob("*.ttf"), *folder.glob("*.otf")))
    if not files:
        raise FileNotFoundError(
            f"The bundled fonts are missing: {folder} holds none; install the program again."
        )
    for file in files:
        if QFontDatabase.addApplicationFont(str(file)) < 0:
            raise FileNotFoundError(f"The bundled font {file} cannot be read; install the program again.")
    _loaded = True
