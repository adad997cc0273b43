"""Scenes of a talk: how the window stood when each was taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from elmo_explorer.session.session import Focus, Mix, TokenRef, View


@dataclass(frozen=True)
class Scene:
    """One state of the window, with what is said about it."""

    title: str
    caption: str
    """One sentence below the title."""
    focus: Focus | None
    mix: Mix
    view: View
    selection: frozenset[TokenRef] = frozenset()
    camera: tuple[float, float, float, float] | None = None
    """What of the picture is seen: left, bottom, width, height in its coordinates; None is all."""
    hidden: tuple[str, ...] = ()
    """Names of groups that are covered until they are asked for."""
    tab: str = ""
    """The lower tab in front; "" where none is."""
    hint: str = ""
    """What comes or is to be done next, said at the bottom right; "" says the next scene's title."""
