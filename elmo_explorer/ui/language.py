"""The language of the window: our own texts, and Qt's in its dialogs."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator, Signal

from elmo_explorer.paths import resources_dir
from elmo_explorer.translation import look_up_with

Spoken = Literal["en", "zh"]
Choice = Literal["system", "en", "zh"]
_LOCALES: dict[Spoken, str] = {"zh": "zh_CN"}
"""English stands in the code."""


class Language(QObject):
    """Which language the window speaks; one object for the whole program."""

    changed = Signal(str)
    """The language from now on; all texts are to be asked for anew."""

    def __init__(self) -> None:
        super().__init__()
        self.spoken: Spoken = "en"
        self._translators: list[QTranslator] = []

    def choose(self, choice: Choice) -> None:
        """Speak this language; ``"system"`` is the one of the desktop, English where we do not speak it.

        Raises:
            FileNotFoundError: when the language's file is missing or damaged.
        """
        spoken = _of_the_desktop() if choice == "system" else choice
        if spoken == self.spoken:
            return
        translators = _load(_LOCALES[spoken]) if spoken in _LOCALES else []
        for old in self._translators:
            QCoreApplication.removeTranslator(old)
        for new in translators:
            QCoreApplication.installTranslator(new)
        self._translators, self.spoken = translators, spoken
        look_up_with(_translated if translators else str)
        self.changed.emit(spoken)


def _of_the_desktop() -> Spoken:
    wished = QLocale.system().uiLanguages() or ["en"]
    return "zh" if wished[0].lower().startswith("zh") else "en"


def _load(locale: str) -> list[QTranslator]:
    """Qt's own texts, where its build has them, and ours."""
    file = resources_dir() / "translations" / f"elmo_explorer_{locale}.qm"
    ours, qt = QTranslator(), QTranslator()
    if not ours.load(str(file)):
        raise FileNotFoundError(f"The translation {file} cannot be read; install the program again.")
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    return [qt, ours] if qt.load(f"qtbase_{locale}", folder) else [ours]


def _translated(text: str) -> str:
    return QCoreApplication.translate("", text)


language = Language()
