"""The chart of learned weights as a picture file."""

from __future__ import annotations

from pathlib import Path

from elmo_explorer.session.carried import SUFFIXES
from elmo_explorer.translation import tr
from elmo_explorer.ui.figures.drawn import draw
from elmo_explorer.ui.widgets.task_map import TaskMap
from elmo_explorer.written_aside import write_whole

_PNG_SCALE = 4.0


def save_chart(chart: TaskMap, file: Path) -> None:
    """Draw the chart as it is seen into a PNG or PDF file, or with any other suffix into an SVG file.

    Raises:
        OSError: the file cannot be written.
    """
    kind = SUFFIXES.get(file.suffix.lower(), "svg")
    write_whole(file, draw(chart, kind, _PNG_SCALE, tr("Mixing weights learned by task")).encoded())
