"""What a figure shows, and how: enough to draw the same one again from the same session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import msgspec

from elmo_explorer.arguments import FIGURE_VIEWS, LARGEST_SCALE
from elmo_explorer.translation import tr

Colours = Literal["light", "dark", "print"]
COLOURS: Final[tuple[Colours, ...]] = ("light", "dark", "print")
SMALLEST, LARGEST = 100, 10_000
"""Pixels of a side."""
_MOST_PIXELS = 200_000_000
_LONGEST = 4096


@dataclass(frozen=True)
class FigureLook:
    """A view of the session, its size and its colours."""

    view: str = "projection"
    width: int = 960
    """Device-independent pixels."""
    height: int = 640
    scale: float = 2.0
    """Pixels of a PNG for each device-independent one, 1 to 4."""
    colours: Colours = "light"
    camera: tuple[float, float, float, float] | None = None
    """What of the projection is seen: left, bottom, width, height in its coordinates; None is all."""

    def check(self) -> None:
        """Refuse what cannot be drawn.

        Raises:
            ValueError: with one sentence of what would be right.
        """
        if self.view not in (
            *FIGURE_VIEWS,
            "training",
        ):  # of a run, which no session holds: in the window alone
            views = ", ".join(FIGURE_VIEWS)
            raise ValueError(
                tr("A figure shows one of {views}, not {view!r}.", views=views, view=self.view[:40])
            )
        if self.colours not in COLOURS:
            raise ValueError(tr("A figure’s colours are one of {colours}.", colours=", ".join(COLOURS)))
        if not (SMALLEST <= self.width <= LARGEST and SMALLEST <= self.height <= LARGEST):
            raise ValueError(
                tr(
                    "A figure has {smallest} to {largest:,} pixels a side, not {width:,} × {height:,}.",
                    smallest=SMALLEST,
                    largest=LARGEST,
                    width=self.width,
                    height=self.height,
                )
            )
        if not 1.0 <= self.scale <= LARGEST_SCALE:
            raise ValueError(
                tr(
                    "A figure’s scale is from 1 to {largest:g}, not {scale:g}.",
                    largest=LARGEST_SCALE,
                    scale=self.scale,
                )
            )
        if self.width * self.height * self.scale**2 > _MOST_PIXELS:
            raise ValueError(
                tr("A figure has at most {most:,} pixels: take a smaller size or scale.", most=_MOST_PIXELS)
            )


def to_json(look: FigureLook) -> bytes:
    """The same look gives the same bytes."""
    return msgspec.json.encode(look)


def from_json(data: bytes) -> FigureLook | None:
    """Of another file's text; None where it is none that can be drawn."""
    try:
        look = msgspec.json.decode(data[:_LONGEST], type=FigureLook)
        look.check()
    except (msgspec.DecodeError, ValueError, RecursionError):
        return None
    return look
