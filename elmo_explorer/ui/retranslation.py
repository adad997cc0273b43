"""An open window in another language: what is shown is said again, in place, so that nothing of it is lost."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QTabBar, QWidget

from elmo_explorer.session.session import Session
from elmo_explorer.translation import Spoken, again

_EVERYWHERE = ("toolTip", "accessibleName", "accessibleDescription", "windowTitle", "statusTip")
_OF_SOME = ("placeholderText", "title", "specialValueText")
_DEEPEST = 3
_COMPUTED = (
    *(
        "points",
        "axis_fit",
        "comparison",
        "half_comparison",
        "ears",
        "separation",
        "separation_map",
        "learned",
    ),
    *(
        "layer_views",
        "gates",
        "unit_tokens",
        "predictions",
        "minimal_pair",
        "influence",
        "nearest",
        "learning",
    ),
)
_JOINTS = re.compile(r"(: |\n| · |, |^\d+ | \([^()]*\)$)")
_KEYS = re.compile(r" ?[（(]")


def retranslate(widgets: Iterable[QWidget]) -> None:
    """Say again what these widgets show, and what they keep to paint it.

    What people wrote stays: a button with a word of theirs has the property ``verbatim``.
    """
    actions: dict[int, QAction] = {}
    for widget in widgets:
        shows_text = isinstance(widget, QLabel | QAbstractButton) and not widget.property("verbatim")
        _properties(widget, (*_EVERYWHERE, *_OF_SOME, *(("text",) if shows_text else ())))
        if isinstance(widget, QComboBox):
            for k in range(widget.count()):
                widget.setItemText(k, again(widget.itemText(k)))
        if isinstance(widget, QTabBar):
            for k in range(widget.count()):
                widget.setTabText(k, again(widget.tabText(k)))
                widget.setTabToolTip(k, again(widget.tabToolTip(k)))
        _kept(widget)
        actions.update({id(action): action for action in (*widget.actions(), *widget.findChildren(QAction))})
        if callable(say_again := getattr(widget, "say_again", None)):
            say_again()
        widget.updateGeometry()
        widget.update()
    for action in actions.values():
        _properties(action, ("text", "toolTip"))


def show_again(session: Session) -> None:
    """Tell what was computed once more, so that every view writes its captions anew; nothing is computed for it."""
    for name in _COMPUTED:
        found = getattr(session, name)
        getattr(session.events, name).emit(found, found)


def _properties(thing: QObject, names: Iterable[str]) -> None:
    tip, name = (str(thing.property(key) or "") for key in ("toolTip", "accessibleName"))
    parts: dict[str, list[str]] = vars(thing).setdefault("_said_parts", {})
    for key in names:
        old = thing.property(key)
        if isinstance(old, str) and old:
            known = parts.get(key, [])
            parts[key] = [*map(again, known)] if "".join(known) == old else _parts_again(old)
            new = "".join(parts[key])
            if new != old:
                thing.setProperty(key, new)
    if name and name != tip and name == _without_keys(tip):
        thing.setProperty("accessibleName", _without_keys(thing.property("toolTip")))


def _parts_again(text: str) -> list[str]:
    """A text, or each of the texts that were put together in it, said again; several can read alike in one language."""
    new = again(text)
    if isinstance(new, Spoken):
        return [new]
    joints = [i for found in _JOINTS.finditer(text) for i in found.span()]
    at, said = 0, []
    for start, ends in ((i, sorted({*joints, len(text)}, reverse=True)) for i in sorted({0, *joints})):
        if start < at:
            continue
        end = next((j for j in ends if j > start and isinstance(again(text[start:j]), Spoken)), 0)
        if end:
            said += [text[at:start], again(text[start:end])]
            at = end
    return [*said, text[at:]]


def _without_keys(tip: str) -> str:
    return _KEYS.split(tip, maxsplit=1)[0]


def _kept(widget: QWidget) -> None:
    for name, value in list(vars(widget).items()):
        new = _said_again(value, _DEEPEST)
        if new is not value:
            setattr(widget, name, new)


def _said_again(value: Any, depth: int) -> Any:
    """The same value with every text of ours in it said again; the same object where there is none."""
    if isinstance(value, Spoken):
        new = again(value)
        return value if new == value else new
    if depth == 0:
        return value
    if isinstance(value, tuple | list):
        items = [_said_again(item, depth - 1) for item in value]
        if all(a is b for a, b in zip(items, value, strict=True)):
            return value
        if isinstance(value, list):
            return items
        return type(value)(*items) if hasattr(value, "_fields") else tuple(items)
    if type(value) is dict:
        changed = {key: _said_again(item, depth - 1) for key, item in value.items()}
        return value if all(changed[key] is value[key] for key in value) else changed
    if is_dataclass(value) and not isinstance(value, type) and value.__dataclass_params__.frozen:  # type: ignore[attr-defined]
        changed = {f.name: _said_again(getattr(value, f.name), depth - 1) for f in fields(value) if f.init}
        different = {name: new for name, new in changed.items() if new is not getattr(value, name)}
        return replace(value, **different) if different else value
    return value
