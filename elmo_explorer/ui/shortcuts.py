"""The keys of the window's actions: as at first, or as the user wants them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

from elmo_explorer.translation import tr
from elmo_explorer.ui.settings import Settings

_HELD = re.compile(r"(Ctrl|Alt|Meta)\+")
_FUNCTION = re.compile(r"(Shift\+)?F\d+")


def named_actions(actions: QObject) -> dict[str, QAction]:
    """The actions that an object holds, by the names of its attributes, in the order in which they were made."""
    return {name: action for name, action in vars(actions).items() if isinstance(action, QAction)}


class Shortcuts:
    """Gives actions the keys that the settings say."""

    def __init__(self, actions: Mapping[str, QAction], settings: Settings) -> None:
        """Apply what is set; the actions' present keys are those as at first."""
        self.actions = dict(actions)
        self._settings = settings
        self._first = {name: action.shortcuts() for name, action in self.actions.items()}
        self.apply()

    def apply(self) -> None:
        """Every action has its keys; a setting that is no key sequence counts for nothing."""
        chosen = self._settings.shortcuts
        for name, action in self.actions.items():
            keys = self._first[name]
            if name in chosen:
                wanted = QKeySequence.fromString(chosen[name], QKeySequence.SequenceFormat.PortableText)
                right = not chosen[name] or (not wanted.isEmpty() and not what_is_wrong(wanted))
                keys = ([] if wanted.isEmpty() else [wanted]) if right else keys
            if action.shortcuts() != keys:
                action.setShortcuts(keys)

    def first(self, name: str) -> QKeySequence:
        """An action's keys as at first."""
        keys = self._first[name]
        return keys[0] if keys else QKeySequence()

    def user_of(self, keys: QKeySequence, other_than: str) -> QAction | None:
        """Another action that has these keys."""
        taken = (
            action
            for name, action in self.actions.items()
            if name != other_than and action.isVisible() and keys in action.shortcuts()
        )
        return None if keys.isEmpty() else next(taken, None)

    def choose(self, name: str, keys: QKeySequence) -> str:
        """Give an action other keys; none where ``keys`` is empty.

        Returns:
            "", or one sentence that says why it cannot have them.
        """
        wrong = what_is_wrong(keys)
        if wrong:
            return wrong
        user = self.user_of(keys, name)
        if user is not None:
            native = keys.toString(QKeySequence.SequenceFormat.NativeText)
            return tr(
                "{keys} belongs to “{action}”. Give that one other keys first.",
                keys=native,
                action=plain_title(user),
            )
        chosen = dict(self._settings.shortcuts)
        if keys == self.first(name):
            chosen.pop(name, None)
        else:
            chosen[name] = keys.toString(QKeySequence.SequenceFormat.PortableText)
        self._settings.shortcuts = chosen
        self.apply()
        return ""

    def reset(self) -> None:
        """All as at first."""
        self._settings.shortcuts = {}
        self.apply()


def plain_title(action: QAction) -> str:
    """An action's name without the mark of its letter and the dots at its end."""
    return action.text().replace("&", "").rstrip("….")


def what_is_wrong(keys: QKeySequence) -> str:
    """A sentence about keys that would be missed in text fields; "" where nothing is wrong."""
    if keys.isEmpty():
        return ""
    first = keys.toString(QKeySequence.SequenceFormat.PortableText).split(", ")[0]
    if not _HELD.search(first) and not _FUNCTION.fullmatch(first):
        return tr("These keys are needed for writing and moving about. Hold Ctrl or Alt with them.")
    return ""
