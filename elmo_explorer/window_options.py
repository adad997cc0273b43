"""What the command line can ask of the window."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from elmo_explorer.arguments import WINDOW_CHOICES
from elmo_explorer.session.axis_text import axis_from_text
from elmo_explorer.session.session import ProjectionMethod, SemanticAxis

if TYPE_CHECKING:
    from elmo_explorer.figure_parts import FigureTask

_SIZE = re.compile(r"(\d{3,5})[x×](\d{3,5})")


@dataclass(frozen=True)
class WindowOptions:
    """Checked options; None where nothing was asked."""

    file: Path | None = None
    """A session's file to open."""
    example: str | None = None
    lesson: str | None = None
    """Language of a bundled lesson to open."""
    screenshot: Path | None = None
    size: tuple[int, int] | None = None
    theme: str | None = None
    language: str | None = None
    tab: str | None = None
    projection: ProjectionMethod | None = None
    axes: tuple[SemanticAxis, ...] = ()
    model: str | None = None
    device: str = "auto"
    figure: FigureTask | None = None
    """A figure to draw of the session, after which the program ends."""

    @property
    def draws(self) -> bool:
        """Whether nobody sees the window: it is there to be drawn."""
        return self.screenshot is not None or self.figure is not None

    def for_figure(self, task: FigureTask) -> WindowOptions:
        """The same, to draw a figure; its size is not the window's."""
        return replace(self, figure=task, size=None)

    @staticmethod
    def of(args: argparse.Namespace) -> WindowOptions:
        """Read them from parsed arguments, of which any may be absent.

        Raises:
            ValueError: for a value that is none of its choices; the message is one sentence.
        """
        given: dict[str, Any] = {
            name: getattr(args, name)
            for name in WindowOptions.__dataclass_fields__
            if getattr(args, name, None) is not None
        }
        for name, choices in WINDOW_CHOICES.items():
            if name in given:
                given[name] = str(given[name]).lower()
                if given[name] not in choices:
                    raise ValueError(f"--{name} is one of {', '.join(choices)}, not {given[name]!r}.")
        if "file" in given:
            given["file"] = Path(given["file"])
            if not given["file"].is_file():
                raise ValueError(f"There is no file {given['file']}.")
        if "screenshot" in given:
            given["screenshot"] = Path(given["screenshot"])
        if getattr(args, "axis", None):
            given["axes"] = _axes(args.axis, given.setdefault("projection", "axis"))
        if "size" in given:
            given["size"] = _size(given["size"])
        return WindowOptions(**given)


def _axes(given: Sequence[str], projection: str) -> tuple[SemanticAxis, ...]:
    if projection != "axis":
        raise ValueError(f"--axis belongs to --projection axis, not {projection}.")
    if len(given) > 2:
        raise ValueError(f"--axis may be given twice, not {len(given)} times.")
    return tuple(map(axis_from_text, given))


def _size(given: object) -> tuple[int, int]:
    if isinstance(given, tuple):
        return given
    match = _SIZE.fullmatch(str(given).strip().lower())
    if match is None:
        raise ValueError(f"--size is width x height in pixels, as in 1440x900, not {given!r}.")
    return int(match[1]), int(match[2])
