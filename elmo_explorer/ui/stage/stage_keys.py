"""The keys of a talk: what a keyboard and a remote control send, and what it means."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

Deed = Literal[
    "next",
    "back",
    "first",
    "last",
    "black",
    "white",
    "spotlight",
    "reveal",
    "leave",
    "theme",
    "audience",
    "trails",
    "fit",
    "next point",
    "previous point",
    "here",
]

_K = Qt.Key
KEYS: dict[Qt.Key, Deed] = {
    _K.Key_Right: "next",
    _K.Key_Space: "next",
    _K.Key_PageDown: "next",
    _K.Key_Down: "next",
    _K.Key_MediaNext: "next",
    _K.Key_Forward: "next",
    _K.Key_Left: "back",
    _K.Key_PageUp: "back",
    _K.Key_Backspace: "back",
    _K.Key_Up: "back",
    _K.Key_MediaPrevious: "back",
    _K.Key_Back: "back",
    _K.Key_Home: "first",
    _K.Key_End: "last",
    _K.Key_B: "black",
    _K.Key_W: "white",
    _K.Key_Period: "spotlight",
    _K.Key_H: "reveal",
    _K.Key_Return: "reveal",
    _K.Key_Enter: "reveal",
    _K.Key_Escape: "leave",
    _K.Key_D: "theme",
    _K.Key_A: "audience",
    _K.Key_N: "audience",
    _K.Key_T: "trails",
    _K.Key_F: "fit",
    _K.Key_J: "next point",
    _K.Key_K: "previous point",
    _K.Key_F5: "first",
}
"""Without Ctrl, Alt or Shift."""
ARROWS = (_K.Key_Left, _K.Key_Right, _K.Key_Up, _K.Key_Down)


def deed_of(event: QKeyEvent, on_slider: bool = False, on_button: bool = False) -> Deed | None:
    """What a key means; arrows belong to a slider that has the keyboard, Space and Enter to a button."""
    key, held = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if held == Qt.KeyboardModifier.ControlModifier and key == _K.Key_N:
        return "audience"
    if held == Qt.KeyboardModifier.ShiftModifier and key == _K.Key_F5:
        return "here"
    if held and not (held == Qt.KeyboardModifier.ShiftModifier and event.text().isalpha()):
        return None
    if (on_slider and key in ARROWS) or (on_button and key in (_K.Key_Space, _K.Key_Return, _K.Key_Enter)):
        return None
    return KEYS.get(key)


def layer_of(event: QKeyEvent) -> int | None:
    """The digit of a layer: 0 is the mix, k + 1 is layer k."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if held or not Qt.Key.Key_1 <= event.key() <= Qt.Key.Key_9:
        return None
    return event.key() - Qt.Key.Key_1
