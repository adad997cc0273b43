"""What screen readers are told of widgets that paint themselves: a role, and the parts that are no widgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol, cast, runtime_checkable

import shiboken6
from PySide6.QtCore import QObject, QPoint, QRect
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface, QWindow
from PySide6.QtWidgets import QAccessibleWidget, QWidget


@dataclass(frozen=True)
class Part:
    """One thing inside a painted widget."""

    name: str
    value: str = ""
    role: QAccessible.Role = QAccessible.Role.ListItem
    rect: QRect = field(default_factory=QRect)
    """In the widget."""
    selected: bool = False
    checkable: bool = False
    checked: bool = False
    focused: bool = False


@runtime_checkable
class HasParts(Protocol):
    """A widget with parts."""

    def n_accessible_parts(self) -> int:
        """How many there are now."""

    def accessible_part(self, index: int) -> Part:
        """One of them; it is asked for only when somebody listens."""


class PartInterface(QAccessibleInterface):
    """Tells of one part, by its number."""

    def __init__(self, owner: QWidget, index: int) -> None:
        super().__init__()
        self._owner = owner
        self._index = index

    def part(self) -> Part:
        """The part as it is now; an empty one where it is gone."""
        owner = self._owner
        if not (shiboken6.isValid(owner) and isinstance(owner, HasParts)):
            return Part("")
        return owner.accessible_part(self._index) if self._index < owner.n_accessible_parts() else Part("")

    def isValid(self) -> bool:
        """Whether its widget lives."""
        return shiboken6.isValid(self._owner)

    def window(self) -> QWindow:
        """The window of its widget."""
        return self._owner.window().windowHandle()

    def parent(self) -> QAccessibleInterface:
        """Its widget."""
        return QAccessible.queryAccessibleInterface(self._owner)

    def child(self, index: int) -> QAccessibleInterface:
        """It has none."""
        return cast(QAccessibleInterface, None)

    def childAt(self, x: int, y: int) -> QAccessibleInterface:
        """It has none."""
        return cast(QAccessibleInterface, None)

    def childCount(self) -> int:
        """None."""
        return 0

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """It has none."""
        return -1

    def role(self) -> QAccessible.Role:
        """What it is."""
        return self.part().role

    def state(self) -> QAccessible.State:
        """Chosen, checked, in focus."""
        part, state = self.part(), QAccessible.State()
        state.selectable = state.focusable = True
        state.selected = part.selected
        state.checkable = part.checkable
        state.checked = part.checked
        state.focused = part.focused
        return state

    def object(self) -> QObject:
        """It is no object."""
        return cast(QObject, None)

    def text(self, what: QAccessible.Text) -> str:
        """Its name or its value."""
        part = self.part()
        return {QAccessible.Text.Name: part.name, QAccessible.Text.Value: part.value}.get(what, "")

    def setText(self, what: QAccessible.Text, text: str) -> None:
        """It cannot be changed so."""

    def rect(self) -> QRect:
        """Where it is on the screen."""
        rect = self.part().rect
        return QRect(self._owner.mapToGlobal(QPoint(rect.topLeft())), rect.size())


class WidgetInterface(QAccessibleWidget):
    """A widget of its own role, with its parts behind its child widgets."""

    def __init__(self, widget: QWidget, role: QAccessible.Role) -> None:
        super().__init__(widget, role)
        self._widget = widget
        self._parts: dict[int, PartInterface] = {}

    def childCount(self) -> int:
        """Widgets and parts."""
        return super().childCount() + self._n_parts()

    def child(self, index: int) -> QAccessibleInterface:
        """A widget first, then the parts."""
        n_widgets = super().childCount()
        if index < n_widgets:
            return super().child(index)
        number = index - n_widgets
        if not 0 <= number < self._n_parts():
            return cast(QAccessibleInterface, None)
        if number not in self._parts:
            made = self._parts[number] = PartInterface(self._widget, number)
            QAccessible.registerAccessibleInterface(made)
        return self._parts[number]

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        """The place of a widget or a part."""
        for number, part in self._parts.items():
            if part is child:
                return super().childCount() + number
        return super().indexOfChild(child)

    def _n_parts(self) -> int:
        widget = self._widget
        return (
            widget.n_accessible_parts() if shiboken6.isValid(widget) and isinstance(widget, HasParts) else 0
        )


def tell_focus(widget: QWidget, part: int) -> None:
    """Tell screen readers that a part of a widget has the keyboard now."""
    if QAccessible.isActive():
        event = QAccessibleEvent(widget, QAccessible.Event.Focus)
        n_widgets = sum(isinstance(child, QWidget) for child in widget.children())
        event.setChild(n_widgets + part)
        QAccessible.updateAccessibility(event)


_living: dict[int, WidgetInterface] = {}
_factory: Callable[[str, QObject], QAccessibleInterface | None] | None = None


def _interface(_key: str, watched: QObject) -> QAccessibleInterface | None:
    """The interface of a widget that names its role by ``accessible_role``; None leaves it to Qt."""
    role = getattr(watched, "accessible_role", None)
    if not isinstance(role, QAccessible.Role) or not isinstance(watched, QWidget):
        return None
    number = id(watched)
    made = _living[number] = WidgetInterface(watched, role)
    watched.destroyed.connect(lambda _=None: _living.pop(number, None))
    return made


def install() -> None:
    """Tell of such widgets from now on; the second call does nothing."""
    global _factory
    if _factory is None:
        _factory = _interface
        QAccessible.installFactory(_factory)
